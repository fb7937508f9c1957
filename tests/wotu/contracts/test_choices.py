import pytest

from wotu.contracts.choices import with_choice
from wotu.contracts.importing import open_import
from wotu.contracts.proposal import missing_fields
from wotu.errors import MappingError, UnknownNameError

CODE = "91320505MA1WTU01KU"


@pytest.fixture
def read(tmp_path, packs):
    """Open a CSV file of these lines; give its table."""

    def table(*lines, mapping=None, contract="firm_finance"):
        path = tmp_path / "收入.csv"
        path.write_text("\n".join(lines), encoding="utf-8")
        with open_import(path, packs, contract=contract, mapping=mapping) as opened:
            return opened.tables[0]

    return table


def test_a_column_that_was_left_out_is_taken_in_with_its_unit(read) -> None:
    lines = ("统一社会信用代码,企业名称,年度,甲栏（亿元）", f"{CODE},甲有限公司,2024,3")
    table = read(*lines, mapping=read("统一社会信用代码,企业名称,年度", "a,b,1").mapping)
    chosen = with_choice(table, table.mapping, "甲栏（亿元）", "sales_revenue_cny")
    column = read(*lines, mapping=chosen).mapping.columns[3]
    assert (column.field, column.unit, column.unit_origin) == (
        "sales_revenue_cny", "亿元", "header"
    )  # fmt: skip


def test_a_unit_that_a_person_gives_stays(read) -> None:
    lines = ("统一社会信用代码,企业名称,年度,营业收入", f"{CODE},甲有限公司,2024,3")
    table = read(*lines)
    chosen = with_choice(table, table.mapping, "营业收入", "sales_revenue_cny", "千元")
    column = read(*lines, mapping=chosen).mapping.columns[3]
    assert (column.unit, column.unit_origin) == ("千元", "person")


def test_a_year_that_the_header_states_is_kept(read) -> None:
    lines = ("统一社会信用代码,企业名称,2023年甲栏,2024年营业收入", f"{CODE},甲有限公司,3,4")
    table = read(*lines)
    chosen = with_choice(table, table.mapping, "2023年甲栏", "sales_revenue_cny")
    assert chosen.years == (2023, 2024)
    assert missing_fields(chosen, table.contract) == ()
    without = with_choice(table, table.mapping, "2024年营业收入", None)
    assert "year" in missing_fields(without, table.contract)


def test_unknown_headers_and_fields_are_named(read) -> None:
    table = read("统一社会信用代码,企业名称,年度,营业收入", f"{CODE},甲有限公司,2024,3")
    with pytest.raises(MappingError):
        with_choice(table, table.mapping, "营业额", "sales_revenue_cny")
    with pytest.raises(UnknownNameError):
        with_choice(table, table.mapping, "营业收入", "revenue")
