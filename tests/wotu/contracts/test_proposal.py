"""Which contract and which columns: said by the headers, checked by the values."""

import xlsxwriter

from wotu.contracts.importing import open_import, propose_mappings

from .conftest import CODES, FIRMS, Outcome


def mapping(read_all, path, contract):
    return read_all(path)[contract].table


def test_a_column_whose_values_do_not_fit_is_flagged(write_csv, read_all) -> None:
    rows = [
        ["企业名称", "统一社会信用代码", "职工总数", "年度"],
        *([FIRMS[i], FIRMS[i], i, 2023] for i in range(5)),
    ]
    table = mapping(read_all, write_csv(rows), "firm_staff")
    assert [n.facts["column"] for n in table.warnings if n.code == "misfit"] == ["统一社会信用代码"]


def test_a_similar_column_is_used_and_said_unless_its_values_do_not_fit(
    write_csv, read_all
) -> None:
    header = ["企业名称", "年度", "营业收入（元）", "中国境内发生的研发费用数（元）"]
    table = mapping(
        read_all, write_csv([header, *([FIRMS[i], 2023, 1, i] for i in range(5))]), "firm_finance"
    )
    assert table.mapping.columns[3].match == "similar"
    assert "similar_column" in [notice.code for notice in table.warnings]
    table = mapping(
        read_all,
        write_csv([header, *([FIRMS[i], 2023, 1, "见附表"] for i in range(5))]),
        "firm_finance",
    )
    assert table.mapping.columns[3].field is None


def test_ignored_columns_are_listed(write_csv, read_all) -> None:
    table = mapping(
        read_all,
        write_csv([["序号", "企业名称", "年度", "职工总数", "备注"], [1, FIRMS[1], 2023, 5, ""]]),
        "firm_staff",
    )
    assert [column.header for column in table.mapping.ignored] == ["序号", "备注"]


def test_shares_without_sign_are_judged_by_their_values(write_csv, read_all) -> None:
    header = ["被投资企业", "关系类型", "股东名称", "持股比例"]
    small = mapping(
        read_all,
        write_csv([header, *([FIRMS[i], "股东", "某人", "0.5"] for i in range(4))]),
        "firm_relation",
    )
    large = mapping(
        read_all,
        write_csv([header, *([FIRMS[i], "股东", "某人", "50"] for i in range(4))]),
        "firm_relation",
    )
    assert [
        (t.mapping.columns[3].unit, t.mapping.columns[3].unit_origin) for t in (small, large)
    ] == [("1", "values"), ("%", "assumed")]


def test_a_figure_without_year_beside_figures_with_years_is_left_out(write_csv, read_all) -> None:
    rows = [
        ["企业名称", "2022年营业收入（元）", "2023年营业收入（元）", "研发费用（元）", "年度"],
        [FIRMS[1], 1, 2, 3, 2023],
    ]
    table = mapping(read_all, write_csv(rows), "firm_finance")
    left = {column.header: column.remark.zh for column in table.mapping.ignored}
    assert set(left) == {"研发费用（元）", "年度"} and "没有写明年度" in left["研发费用（元）"]


def test_lost_zeros_of_industry_codes_are_said(write_csv, read_all) -> None:
    codes = ["3911"] * 20 + ["111"]
    table = mapping(
        read_all,
        write_csv([["企业名称", "行业代码"], *([FIRMS[i], code] for i, code in enumerate(codes))]),
        "firm_registration",
    )
    assert "lost_zeros" in [notice.code for notice in table.warnings]


def test_sheets_of_years_each_give_their_own(tmp_path, read_all, packs) -> None:
    with xlsxwriter.Workbook(tmp_path / "人员.xlsx") as book:
        for year in (2022, 2023):
            sheet = book.add_worksheet(f"{year}年")
            sheet.write_row(0, 0, ["企业名称", "统一社会信用代码", "职工总数"])
            sheet.write_row(1, 0, [FIRMS[1], CODES[1], year])
        book.add_worksheet("填表说明").write(0, 0, "请如实填写")
    with open_import(tmp_path / "人员.xlsx", packs) as opened:
        done = [Outcome(table) for table in opened.tables]
        assert [one.values("year") for one in done] == [[2022], [2023]]
        assert [notice.code for notice in opened.warnings] == ["unused_sheet"]


def test_a_file_that_lacks_something_can_be_helped(write_csv, read_all, packs) -> None:
    path = write_csv(
        [
            ["2023年高新技术企业名单"],
            ["序号", "企业名称", "证书编号"],
            [1, FIRMS[1], "GR202332000001"],
        ]
    )
    (proposal,) = propose_mappings(path, packs)
    best = max(proposal.candidates, key=lambda candidate: candidate.score)
    assert (best.contract.name, best.missing) == ("firm_certificate", ("granted_on",))
    done = read_all(path, mapping=best.mapping.with_constant("granted_on", "2023-11-06"))
    assert done["firm_certificate"].values("certificate_no") == ["GR202332000001"]
