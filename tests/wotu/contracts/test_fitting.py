from decimal import Decimal

import pytest

from wotu.contracts.fitting import signature_of
from wotu.contracts.mapping import Mapping
from wotu.errors import MappingError

from .conftest import CODES, FIRMS

D = Decimal


def saved(write_csv, read_all, rows, name="统计.csv", contract="firm_finance") -> Mapping:
    return read_all(write_csv(rows, name), contract=contract)[contract].table.mapping


def test_next_years_file_is_read_by_header_text(write_csv, read_all) -> None:
    mapping = saved(
        write_csv,
        read_all,
        [
            ["企业名称", "统一社会信用代码", "2022年营业收入（万元）", "2023年营业收入（万元）"],
            [FIRMS[1], CODES[1], 1, 2],
        ],
    )
    rows = [
        [
            "统一社会信用代码",
            "2023年营业收入（千元）",
            "备注",
            "2024年营业收入（千元）",
            "企业名称",
        ],
        [CODES[1], 3, "x", 4, FIRMS[1]],
    ]
    done = read_all(write_csv(rows), mapping=mapping)["firm_finance"]
    assert done.rows.select("year", "sales_revenue_cny").rows() == [
        (2023, D("3000.00")),
        (2024, D("4000.00")),
    ]
    assert [n.facts["columns"] for n in done.table.warnings if n.code == "new_columns"] == [
        ["备注"]
    ]


def test_columns_that_are_gone_are_named(write_csv, read_all) -> None:
    mapping = saved(
        write_csv,
        read_all,
        [["企业名称", "年度", "营业收入（万元）", "研发费用（万元）"], [FIRMS[1], 2023, 1, 2]],
    )
    with pytest.raises(MappingError) as caught:
        read_all(
            write_csv([["企业名称", "年度", "营业收入（万元）"], [FIRMS[1], 2024, 1]]),
            mapping=mapping,
        )
    assert caught.value.facts["columns"] == ["研发费用（万元）"]


def test_a_unit_that_is_no_longer_stated_is_asked_for(write_csv, read_all) -> None:
    mapping = saved(
        write_csv, read_all, [["企业名称", "年度", "营业收入（万元）"], [FIRMS[1], 2023, 1]]
    )
    with pytest.raises(MappingError, match="单位"):
        read_all(
            write_csv([["企业名称", "年度", "营业收入"], [FIRMS[1], 2024, 1]]), mapping=mapping
        )


def test_a_unit_that_a_person_stated_stays(write_csv, read_all) -> None:
    rows = [["企业名称", "年度", "营业收入"], [FIRMS[1], 2023, 1]]
    mapping = saved(write_csv, read_all, rows).with_column(
        "营业收入", "sales_revenue_cny", unit="百万元"
    )
    assert read_all(write_csv(rows), mapping=mapping)["firm_finance"].values(
        "sales_revenue_cny"
    ) == [D("1000000.00")]


def test_the_year_of_the_title_is_read_anew(write_csv, read_all) -> None:
    rows = [["企业名称", "职工总数"], [FIRMS[1], 5]]
    mapping = saved(write_csv, read_all, rows, "2022年人员.csv", "firm_staff")
    assert read_all(write_csv(rows, "2023年人员.csv"), mapping=mapping)["firm_staff"].values(
        "year"
    ) == [2023]
    with pytest.raises(MappingError, match="constants"):
        read_all(write_csv(rows, "人员.csv"), mapping=mapping)


def test_a_year_that_the_file_contradicts_is_refused(write_csv, read_all) -> None:
    rows = [["企业名称", "职工总数"], [FIRMS[1], 5]]
    mapping = saved(write_csv, read_all, rows, "2022年人员.csv", "firm_staff").with_constant(
        "year", 2022
    )
    with pytest.raises(MappingError, match="2023"):
        read_all(write_csv(rows, "2023年人员.csv"), mapping=mapping)


def test_unknown_fields_and_units_are_refused(write_csv, read_all) -> None:
    rows = [["企业名称", "年度", "营业收入"], [FIRMS[1], 2023, 1]]
    mapping = saved(write_csv, read_all, rows)
    for changed, text in (
        (mapping.with_column("营业收入", "sales"), "没有字段"),
        (mapping.with_column("营业收入", "sales_revenue_cny", unit="人"), "不适用"),
        (mapping.with_column("营业收入", "firm_name"), "都映射到"),
    ):
        with pytest.raises(MappingError, match=text):
            read_all(write_csv(rows), mapping=changed)


def test_a_mapping_that_fits_nothing_is_refused(write_csv, read_all) -> None:
    mapping = saved(
        write_csv, read_all, [["企业名称", "年度", "营业收入（万元）"], [FIRMS[1], 2023, 1]]
    )
    with pytest.raises(MappingError, match="营业收入"):
        read_all(write_csv([["a", "b", "c", "d"], [1, 2, 3, 4]]), mapping=mapping)


def test_headers_of_our_own_choice_can_be_mapped_by_hand(write_csv, read_all) -> None:
    columns = [
        {"header": "co", "field": "firm_name"},
        {"header": "yy", "field": "year"},
        {"header": "rev", "field": "sales_revenue_cny", "unit": "千元", "unit_origin": "person"},
    ]
    mapping = Mapping.model_validate({"contract": "firm_finance", "columns": columns})
    done = read_all(write_csv([["co", "yy", "rev"], [FIRMS[1], 2023, 7]]), mapping=mapping)[
        "firm_finance"
    ]
    assert done.values("sales_revenue_cny") == [D("7000.00")]


def test_signatures_leave_out_years_and_units() -> None:
    assert (
        signature_of("2023年 > 营业收入（万元） #2") == signature_of("营业收入（元）") == "营业收入"
    )
