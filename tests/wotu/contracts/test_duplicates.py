from decimal import Decimal

from .conftest import CODES, FIRMS

HEADER = ["企业名称", "统一社会信用代码", "年度", "营业收入（元）", "研发费用（元）"]


def test_identical_rows_count_once(write_csv, read_all) -> None:
    row = [FIRMS[1], CODES[1], 2023, 1, 2]
    done = read_all(write_csv([HEADER, row, row, row]))["firm_finance"]
    assert done.values("_row") == [2]
    assert [(r, c) for r, _, c in done.faults] == [
        (3, "duplicate_identical"),
        (4, "duplicate_identical"),
    ]
    assert "第 2 行" in done.rejected["expected"][0]


def test_rows_that_complete_each_other_both_go_in(write_csv, read_all) -> None:
    rows = [HEADER, [FIRMS[1], CODES[1], 2023, 1, ""], [FIRMS[1], CODES[1], 2023, "", 2]]
    done = read_all(write_csv(rows))["firm_finance"]
    assert done.values("sales_revenue_cny") == [Decimal("1.00"), None] and done.faults == []


def test_of_rows_that_disagree_none_goes_in(write_csv, read_all) -> None:
    rows = [
        HEADER,
        [FIRMS[1], CODES[1], 2023, 1, 2],
        [FIRMS[1], CODES[1], 2022, 9, 9],
        [FIRMS[1], CODES[1], 2023, 1, 3],
        [FIRMS[1], CODES[1], 2023, 4, 3],
    ]
    done = read_all(write_csv(rows))["firm_finance"]
    assert done.values("year") == [2022]
    assert [row for row, _, _ in done.faults] == [2, 4, 5]
    line = done.rejected.row(0, named=True)
    assert (line["code"], line["field"]) == (
        "duplicate_conflict",
        "sales_revenue_cny,rd_expense_cny",
    )
    assert "第 4、5 行" in line["expected"] and "营业收入（元）、研发费用（元）" in line["expected"]
    assert line["raw"].startswith('{"企业名称"')


def test_two_names_under_one_code_disagree(write_csv, read_all) -> None:
    rows = [HEADER, [FIRMS[1], CODES[1], 2023, 1, ""], [FIRMS[2], CODES[1], 2023, "", 2]]
    done = read_all(write_csv(rows))["firm_finance"]
    assert done.rows.height == 0 and {field for _, field, _ in done.faults} == {"firm_name"}


def test_spellings_of_one_name_are_one_firm(write_csv, read_all) -> None:
    rows = [
        ["企业名称", "年度", "职工总数"],
        ["苏州（中国）科技有限公司", 2023, 5],
        ["苏州(中国)科技有限公司", 2023, 5],
    ]
    done = read_all(write_csv(rows))["firm_staff"]
    assert [code for _, _, code in done.faults] == ["duplicate_identical"]


def test_states_of_different_days_are_no_duplicates(write_csv, read_all) -> None:
    rows = [
        ["企业名称", "统一社会信用代码", "登记状态", "截至日期"],
        [FIRMS[1], CODES[1], "存续", "2023-01-01"],
        [FIRMS[1], CODES[1], "注销", "2024-01-01"],
    ]
    assert read_all(write_csv(rows))["firm_registration"].rows.height == 2


def test_many_copies_of_one_record_stay_cheap(write_csv, read_all) -> None:
    rows = [["企业名称", "年度", "职工总数"], *([FIRMS[1], 2023, i] for i in range(3_000))]
    done = read_all(write_csv(rows))["firm_staff"]
    assert done.rows.height == 0 and len(done.faults) == 3_000
    assert "等 2999 行" in done.rejected["expected"][0]
