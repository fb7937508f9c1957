"""Real registers and reports, where the folder of real data is beside the checkout."""

import pytest

from tests.shared_data import shared_path
from wotu.contracts.mapping import ColumnMapping, Mapping

pytestmark = pytest.mark.shared

REGISTER = {
    "name": "firm_name", "uscc": "uscc", "founded": "founded_on", "legal_form": "legal_form", "capital_raw": "registered_capital_cny",
    "scope": "business_scope", "reg_authority_code": "division_code", "address": "address",
}  # fmt: skip
REPORT = {
    "short_name": "firm_name",
    "year": "year",
    "revenue": "sales_revenue_cny",
    "rd_expense": "rd_expense_cny",
    "total_assets": "total_assets_cny",
}


def mapping(contract: str, fields: dict[str, str]) -> Mapping:
    columns = tuple(ColumnMapping(header=header, field=field) for header, field in fields.items())
    return Mapping(contract=contract, columns=columns)


@pytest.mark.parametrize(
    ("file", "firms"),
    [("suzhou_firms", 20_241), ("hightech_zone_firms", 29_212), ("jiangsu_other_firms", 95_133)],
)
def test_the_real_register_goes_in_whole(read_all, file: str, firms: int) -> None:
    path = shared_path("data", "register", f"{file}.csv.gz")
    done = read_all(path, mapping=mapping("firm_registration", REGISTER))["firm_registration"]
    assert done.rows.height == firms
    assert set(done.rejected["scope"]) == {"value"}
    assert set(done.rejected["field"]) <= {"division_code", "legal_form", "registered_capital_cny"}
    assert done.rows["registered_capital_cny"].null_count() < 0.15 * firms


def test_real_capital_is_that_of_the_cleaned_column(read_all) -> None:
    path = shared_path("data", "register", "suzhou_firms.csv.gz")
    raw = read_all(
        path,
        mapping=mapping(
            "firm_registration",
            {"name": "firm_name", "uscc": "uscc", "capital_raw": "registered_capital_cny"},
        ),
    )["firm_registration"]
    wan = mapping(
        "firm_registration",
        {"name": "firm_name", "uscc": "uscc", "capital_wan": "registered_capital_cny"},
    )
    clean = read_all(path, mapping=wan)["firm_registration"]
    both = (
        raw.rows.select("_row", raw="registered_capital_cny")
        .join(clean.rows.select("_row", clean="registered_capital_cny"), on="_row")
        .drop_nulls()
    )
    assert both.height > 15_000
    assert both.filter(both["raw"] != both["clean"]).height == 0


def test_real_reports_of_listed_firms_go_in(read_all) -> None:
    path = shared_path("data", "listed", "annual_2019_2021.csv.gz")
    done = read_all(path, mapping=mapping("firm_finance", REPORT))["firm_finance"]
    assert done.rows.height == 7_077
    assert {code for _, _, code in done.faults} == {"out_of_range"}  # three negative R&D expenses
