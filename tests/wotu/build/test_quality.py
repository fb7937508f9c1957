import polars as pl

from tests.zone import FIRMS
from wotu.build.quality import SCHEMA


def quality_rows(snapshot, **where):
    rows = snapshot.frame("SELECT * FROM quality")
    for name, value in where.items():
        rows = rows.filter(pl.col(name) == value)
    return rows


def test_the_table_has_its_columns_and_one_row_a_field(snapshot):
    rows = quality_rows(snapshot)
    assert rows.columns == SCHEMA.names()
    key = ["contract", "source", "year", "field"]
    assert rows.height == rows.unique(key).height > 0


def test_known_is_part_of_rows_and_lost_of_compared_of_known(snapshot):
    rows = quality_rows(snapshot)
    assert rows.filter(
        (pl.col("known") > pl.col("rows"))
        | (pl.col("compared") > pl.col("known"))
        | (pl.col("lost") > pl.col("compared"))
    ).is_empty()


def test_a_field_left_empty_is_not_known(snapshot):
    (row,) = quality_rows(
        snapshot, contract="firm_staff", field="sci_tech_staff", year=2025
    ).to_dicts()
    empty = sum(firm.technicians is None for firm in FIRMS)
    assert row["rows"] == len(FIRMS) and row["known"] == len(FIRMS) - empty


def test_the_source_that_is_not_believed_loses_where_values_differ(snapshot):
    """Statistics and tax both state sales; for one firm statistics states 5,000 yuan more."""
    sales = {"contract": "firm_finance", "field": "sales_revenue_cny", "year": 2025}
    (statistics,) = quality_rows(snapshot, source="statistics", **sales).to_dicts()
    (tax,) = quality_rows(snapshot, source="tax", **sales).to_dicts()
    assert statistics["compared"] == tax["compared"] == len(FIRMS)
    assert (statistics["lost"], tax["lost"]) == (1, 0)
