"""Files as bureaus send them, from bytes to rows."""

import datetime
import hashlib
from decimal import Decimal

import pytest

from wotu.contracts.importing import open_import
from wotu.contracts.limits import CHUNK_ROWS
from wotu.errors import MappingError, UnknownNameError

from .conftest import CODES, FIRMS, TODAY, Outcome, code_of

D = Decimal


def test_a_statistics_table_with_title_note_and_totals(write_xlsx, read_all) -> None:
    rows = [
        ["2023年度高新区企业统计表", "", "", "", "", ""],
        ["填报单位：统计局", "", "", "", "", "单位：万元"],
        ["序号", "企业名称", "统一社会信用代码", "营业收入", "研发费用", "利润总额"],
        ["甲", "乙", "丙", "1", "2", "3"],
        [1, FIRMS[1], CODES[1], 1234.5678, "1,000.5", -3.2],
        [2, FIRMS[2], CODES[2], "２,０００", "—", "(12.5)"],
        [3, FIRMS[3], CODES[3], 0.1 + 0.2, 0, ""],
        ["", "合  计", "", 3234.8678, 1000.5, -15.7],
        ["注：本表数据为快报数。", "", "", "", "", ""],
        ["填表人：某某", "", "", "审核人：某某", "", ""],
    ]
    done = read_all(write_xlsx(rows, merged=[(0, 0, 0, 5, "2023年度高新区企业统计表")]))[
        "firm_finance"
    ]
    assert done.values("sales_revenue_cny") == [D("12345678.00"), D("20000000.00"), D("3000.00")]
    assert done.values("rd_expense_cny") == [D("10005000.00"), None, D("0.00")]
    assert done.values("total_profit_cny") == [D("-32000.00"), D("-125000.00"), None]
    assert done.values("year") == [2023] * 3
    assert done.values("_row") == [5, 6, 7]
    assert done.faults == []
    assert done.aside == {
        4: "列号行",
        8: "合计、小计或平均行",
        9: "注释、签字或分节行",
        10: "注释、签字或分节行",
    }
    constant = done.table.mapping.constants["year"]
    assert (constant.value, constant.origin) == ("2023", "title")


def test_years_in_a_merged_header_give_one_row_a_year(write_xlsx, read_all) -> None:
    rows = [
        ["企业名称", "统一社会信用代码", "2022年", "", "2023年", ""],
        ["", "", "营业收入（万元）", "研发费用(千元)", "营业收入（万元）", "研发费用(千元)"],
        [FIRMS[1], CODES[1], 1, 2, 3, 4],
        [FIRMS[2], CODES[2], "", "", 5, "约6"],
        [FIRMS[3], CODES[3], "", "", "", ""],
    ]
    merged = [
        (0, 0, 1, 0, "企业名称"),
        (0, 1, 1, 1, "统一社会信用代码"),
        (0, 2, 0, 3, "2022年"),
        (0, 4, 0, 5, "2023年"),
    ]
    done = read_all(write_xlsx(rows, merged=merged))["firm_finance"]
    shown = done.rows.select("_row", "year", "sales_revenue_cny", "rd_expense_cny").rows()
    assert shown == [(3, 2022, D("10000.00"), D("2000.00")), (3, 2023, D("30000.00"), D("4000.00"))]
    assert done.faults == [(4, "rd_expense_cny", "not_a_number"), (5, None, "no_values")]
    assert done.table.mapping.years == (2022, 2023)


def test_one_sheet_may_speak_of_several_contracts(write_csv, read_all) -> None:
    path = write_csv(
        [["企业名称", "统一社会信用代码", "年度", "成立日期", "营业收入（万元）", "研发人员数（人）", "企业类型"],
         [FIRMS[1], CODES[1], "2023年", "2010/5/6", "100", "12人", "有限责任公司"]]
    )  # fmt: skip
    done = read_all(path)
    assert set(done) == {"firm_finance", "firm_staff", "firm_registration"}
    assert done["firm_staff"].values("rd_staff") == [12]
    assert done["firm_registration"].values("founded_on") == [datetime.date(2010, 5, 6)]
    assert "营业收入（万元）" not in [c.header for c in done["firm_staff"].table.mapping.used]


def test_a_list_of_certificates_takes_its_kind_from_the_title(write_xlsx, read_all) -> None:
    rows = [["2023年高新技术企业名单"], ["企业名称", "证书编号", "发证日期", "有效期至"],
            [FIRMS[1], "GR202332001234", datetime.date(2023, 11, 6), "2026年11月5日"],
            [FIRMS[2], "GR202332001235", 45236, "长期"]]  # fmt: skip
    done = read_all(write_xlsx(rows))["firm_certificate"]
    assert done.values("kind") == ["hnte", "hnte"]
    assert done.values("granted_on") == [datetime.date(2023, 11, 6)] * 2
    assert done.values("expires_on") == [datetime.date(2026, 11, 5), None]


def test_the_year_may_come_from_the_name_of_the_file(write_csv, read_all) -> None:
    path = write_csv([["企业名称", "职工总数"], [FIRMS[1], 5]], name="2022年人员.csv")
    done = read_all(path)["firm_staff"]
    assert done.values("year") == [2022]
    assert "constant" in [notice.code for notice in done.table.warnings]


@pytest.mark.parametrize(
    ("encoding", "sep"),
    [
        ("utf-8", ","),
        ("utf-8-sig", ","),
        ("gb18030", ","),
        ("gbk", "\t"),
        ("utf-16", "\t"),
        ("utf-16-le", ";"),
        ("gb18030", "|"),
    ],
)
def test_encodings_and_delimiters(write_csv, read_all, encoding: str, sep: str) -> None:
    rows = [["企业名称", "统一社会信用代码", "登记状态"], [FIRMS[1], CODES[1], "存续"]]
    done = read_all(write_csv(rows, encoding=encoding, sep=sep))["firm_registration"]
    assert done.values("firm_name") == [FIRMS[1]]
    assert done.values("state") == ["in_business"]


def test_every_fault_names_row_column_value_and_expectation(write_csv, read_all) -> None:
    path = write_csv(
        [["企业名称", "统一社会信用代码", "年度", "营业收入（万元）", "研发费用（万元）"],
         [FIRMS[1], "91440300I922038216", "2023", "约100", "5"], ["", "", "2023", "1", "2"], [FIRMS[2], CODES[2], "", "1", "2"]]
    )  # fmt: skip
    done = read_all(path)["firm_finance"]
    assert done.rows.height == 0
    assert done.faults == [
        (2, "uscc", "bad_code_check"), (2, "sales_revenue_cny", "not_a_number"), (3, None, "no_identifier"), (4, "year", "required_missing"),
    ]  # fmt: skip
    first = done.rejected.row(0, named=True)
    assert first["column"] == "统一社会信用代码" and first["value"] == "91440300I922038216"
    assert first["expected"].endswith("是否为 914403001922038216？")
    assert first["expected_en"].endswith("did you mean 914403001922038216?")
    assert (
        first["raw"]
        == f'{{"企业名称":"{FIRMS[1]}","统一社会信用代码":"91440300I922038216","年度":"2023","营业收入（万元）":"约100","研发费用（万元）":"5"}}'
    )


def test_a_tolerant_field_is_set_aside_alone(write_csv, read_all) -> None:
    path = write_csv(
        [
            ["企业名称", "行业", "注册资本（万元）", "成立日期"],
            [FIRMS[1], "胡说", "500万美元", "2023-02-30"],
        ]
    )
    done = read_all(path)["firm_registration"]
    assert done.values("firm_name") == [FIRMS[1]] and done.values("industry_code") == [None]
    assert {(scope, code) for scope, code in done.rejected.select("scope", "code").rows()} == {
        ("value", "unknown_code"), ("value", "foreign_currency"), ("value", "not_a_date"),
    }  # fmt: skip


def test_fifteen_digits_in_the_code_column_are_the_old_number(write_csv, read_all) -> None:
    path = write_csv(
        [
            ["企业名称", "统一社会信用代码/注册号"],
            [FIRMS[1], "110108000000016"],
            [FIRMS[2], CODES[2]],
        ]
    )
    done = read_all(path)["firm_registration"]
    assert done.values("registration_no") == ["110108000000016", None]
    assert done.values("uscc") == [None, CODES[2]]


def test_a_comma_without_quotes_is_seen(write_csv, read_all) -> None:
    path = write_csv(
        [
            ["企业名称", "年度", "营业收入"],
            [FIRMS[1], 2023, "1,234"],
            [FIRMS[2], 2023, 5],
            [FIRMS[3], 2023],
            [FIRMS[4], 2023, 7],
        ]
    )
    done = read_all(path)["firm_finance"]
    assert done.faults == [(2, None, "wrong_cell_count")]
    assert done.values("sales_revenue_cny") == [D("5.00"), None, D("7.00")]


def test_money_without_unit_is_assumed_and_said(write_csv, read_all) -> None:
    done = read_all(write_csv([["企业名称", "年度", "营业收入"], [FIRMS[1], 2023, "100"]]))[
        "firm_finance"
    ]
    assert [n.facts["unit"] for n in done.table.warnings if n.code == "assumed_unit"] == ["元"]


def test_foreign_money_in_the_header_is_not_read(write_csv, read_all) -> None:
    done = read_all(write_csv([["企业名称", "注册资本（万美元）"], [FIRMS[1], "100"]]))[
        "firm_registration"
    ]
    column = done.table.mapping.columns[1]
    assert column.field is None and "外币" in column.remark.zh
    assert done.values("registered_capital_cny") == [None]


def test_two_columns_for_one_figure_are_left_to_a_person(write_csv, read_all) -> None:
    rows = [
        ["企业名称", "年度", "营业收入（万元）", "营业总收入（万元）", "研发费用（万元）"],
        [FIRMS[1], 2023, 1, 2, 3],
    ]
    done = read_all(write_csv(rows))["firm_finance"]
    assert done.values("sales_revenue_cny") == [None] and done.values("rd_expense_cny") == [
        D("30000.00")
    ]
    assert "ambiguous_columns" in [notice.code for notice in done.table.warnings]
    mapping = done.table.mapping.with_column("营业收入（万元）", "sales_revenue_cny", unit="万元")
    again = read_all(write_csv(rows), mapping=mapping)["firm_finance"]
    assert again.values("sales_revenue_cny") == [D("10000.00")]


def test_without_the_required_columns_candidates_are_named(write_csv, packs) -> None:
    path = write_csv([["企业名称", "营业收入（万元）", "研发费用（万元）"], [FIRMS[1], 1, 2]])
    with pytest.raises(MappingError) as caught:
        open_import(path, packs)
    assert caught.value.facts["candidates"][0] == {
        "contract": "firm_finance",
        "score": 2.1,
        "missing": ["year"],
    }
    assert "年度财务 firm_finance (2.1, 缺 年度)" in caught.value.message


def test_an_unknown_header_shows_the_first_row(write_csv, packs) -> None:
    with pytest.raises(MappingError, match="甲、乙"):
        open_import(write_csv([["甲", "乙"], [1, 2]]), packs)


def test_an_unknown_contract_is_named(write_csv, packs) -> None:
    with pytest.raises(UnknownNameError, match="firm_finance"):
        open_import(write_csv([["企业名称"], [FIRMS[1]]]), packs, contract="firm_finanse")


def test_a_contract_may_be_forced(write_csv, read_all) -> None:
    rows = [["企业名称", "年度", "营业收入（万元）", "职工总数"], [FIRMS[1], 2023, 1, 2]]
    assert set(read_all(write_csv(rows), contract="firm_staff")) == {"firm_staff"}


def test_the_digest_is_that_of_the_bytes(write_csv, packs) -> None:
    path = write_csv([["企业名称"], [FIRMS[1]]])
    with open_import(path, packs) as opened:
        assert opened.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
        assert opened.file_name == "统计.csv"


def test_rows_come_in_stored_types_and_order(write_csv, packs) -> None:
    with open_import(write_csv([["企业名称"], [FIRMS[1]]]), packs, today=TODAY) as opened:
        (table,) = opened.tables
        (chunk,) = table.chunks()
        assert list(chunk.rows.schema.items()) == [
            *(
                (n, t() if isinstance(t, type) else t)
                for n, t in table.contract.stored_types.items()
            ),
            ("_row", chunk.rows["_row"].dtype),
        ]


def test_progress_never_falls_and_ends(write_csv, packs) -> None:
    path = write_csv([["企业名称"], *([f"苏州乙{i}公司"] for i in range(50))])
    told: list[float] = []
    with open_import(path, packs) as opened:
        list(opened.tables[0].chunks(lambda done, message: told.append(done)))
    assert told == sorted(told) and told[-1] == 1.0


@pytest.mark.slow
def test_chunks_and_duplicates_far_apart(write_csv, packs) -> None:
    many = CHUNK_ROWS * 2 + 10
    lines = [
        ["统一社会信用代码", "年度", "营业收入（元）"],
        *([code_of(i), 2023, i] for i in range(many)),
        [code_of(5), 2023, 5],
        [code_of(7), 2023, 8],
    ]
    with open_import(write_csv(lines), packs, today=TODAY) as opened:
        done = Outcome(opened.tables[0])
    assert done.rows.height == many - 1
    assert done.faults == [
        (9, "sales_revenue_cny", "duplicate_conflict"),
        (many + 2, None, "duplicate_identical"),
        (many + 3, "sales_revenue_cny", "duplicate_conflict"),
    ]
    assert done.rejected["raw"].null_count() == 0
