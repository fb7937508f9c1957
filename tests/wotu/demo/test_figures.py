"""The figures of docs/demo-data.md, with room for chance in three thousand firms."""

import datetime as dt

import polars as pl
import pytest

from tests.wotu.demo.conftest import AS_OF
from wotu.demo import Zone

CORE = (
    "sales_revenue_cny",
    "total_income_cny",
    "hitech_income_cny",
    "rd_expense_cny",
    "rd_domestic_cny",
    "total_cost_cny",
    "total_assets_cny",
    "total_liabilities_cny",
    "total_staff",
    "sci_tech_staff",
)


@pytest.fixture(scope="module")
def last_year(zone: Zone) -> pl.DataFrame:
    finance, staff = zone.tables["firm_finance"], zone.tables["firm_staff"]
    both = finance.join(staff.drop("firm_name"), on=["uscc", "year"], how="left")
    money = [name for name in both.columns if name.endswith("_cny")]
    return both.filter(pl.col("year") == AS_OF.year - 1).with_columns(
        pl.col(money).cast(pl.Float64)
    )


def valid(zone: Zone, kind: str) -> pl.DataFrame:
    held = (pl.col("granted_on") <= AS_OF) & (pl.col("expires_on") >= AS_OF)
    return zone.tables["firm_certificate"].filter((pl.col("kind") == kind) & held)


def test_a_sixth_of_firms_hold_a_valid_hnte_certificate(zone: Zone) -> None:
    assert 0.14 < valid(zone, "hnte")["uscc"].n_unique() / zone.firms.height < 0.19


def test_hnte_certificates_are_of_three_years_and_many_lapse_within_six_months(zone: Zone) -> None:
    held = valid(zone, "hnte")
    assert set(held["granted_on"].dt.year()) >= {2023, 2024, 2025}
    soon = (held["expires_on"] <= AS_OF + dt.timedelta(days=183)).sum()
    assert 0.2 < soon / held.height < 0.45  # batches of late autumn, seen from the end of June


@pytest.mark.parametrize(
    ("kind", "least", "most"),
    [
        ("tsme", 0.17, 0.24),
        ("innovative_sme", 0.04, 0.065),
        ("srdi_sme", 0.018, 0.03),
        ("little_giant", 0.003, 0.007),
        ("gazelle", 0.01, 0.018),
        ("unicorn", 0.0003, 0.0011),
    ],
)
def test_rungs_have_their_shares(zone: Zone, kind: str, least: float, most: float) -> None:
    assert least <= valid(zone, kind)["uscc"].n_unique() / zone.firms.height <= most


def test_larger_firms_hold_hnte_certificates_oftener(zone: Zone, last_year: pl.DataFrame) -> None:
    holders = valid(zone, "hnte")["uscc"].unique().implode()
    rows = last_year.with_columns(holds=pl.col("uscc").is_in(holders))
    small = rows.filter(pl.col("total_staff") < 10)["holds"].mean()
    large = rows.filter(pl.col("total_staff") >= 100)["holds"].mean()
    assert 0.05 < small < 0.14
    assert 0.2 < large < 0.4


def test_size_of_firms(last_year: pl.DataFrame) -> None:
    staff = last_year["total_staff"]
    assert 12 <= staff.median() <= 18
    assert 60 <= staff.quantile(0.9) <= 105
    assert 650 <= last_year["sales_revenue_cny"].median() / 1e4 <= 1_250
    assert 0.015 < (last_year["sales_revenue_cny"] == 0).mean() < 0.05


def test_research_over_sales(zone: Zone, last_year: pl.DataFrame) -> None:
    def ratio(rows: pl.DataFrame) -> float:
        known = rows.drop_nulls(["rd_expense_cny", "sales_revenue_cny"])
        return known["rd_expense_cny"].sum() / known["sales_revenue_cny"].sum()

    holders = valid(zone, "hnte")["uscc"].unique().implode()
    assert 0.025 < ratio(last_year) < 0.042
    assert 0.05 < ratio(last_year.filter(pl.col("uscc").is_in(holders))) < 0.075


def test_some_firms_stand_exactly_on_the_floor_of_research(zone: Zone) -> None:
    surveyed = zone.tables["firm_finance"].filter(pl.col("year").is_in(zone.years))
    finance = surveyed.with_columns(pl.col("sales_revenue_cny", "rd_expense_cny").cast(pl.Int64))
    sums = (
        finance.sort("year")
        .group_by("uscc")
        .agg(
            last=pl.col("sales_revenue_cny").last(),
            sales=pl.col("sales_revenue_cny").sum(),
            rd=pl.col("rd_expense_cny").sum(),
        )
    )
    floor = pl.when(pl.col("last") <= 50_000_000).then(5)
    floor = floor.when(pl.col("last") <= 200_000_000).then(4).otherwise(3)
    exact = (pl.col("rd") * 100 == pl.col("sales") * floor) & (pl.col("sales") > 0)
    assert 8 <= sums.filter(exact).height <= 80


def test_growth_persists_a_little(zone: Zone) -> None:
    sales = zone.tables["firm_finance"].select(
        "uscc", "year", pl.col("sales_revenue_cny").cast(pl.Float64)
    )
    sales = sales.filter(pl.col("year").is_in(zone.years))
    wide = sales.filter(pl.col("sales_revenue_cny") > 0).pivot("year", index="uscc").drop_nulls()
    first, second, third = (wide[str(year)].log() for year in zone.years)
    growth = pl.DataFrame({"before": second - first, "last": third - second})
    assert 0.0 < growth["last"].median() < 0.12
    assert 0.1 < growth.select(pl.corr("before", "last", method="spearman")).item() < 0.45


def test_few_firms_have_negative_net_assets(last_year: pl.DataFrame) -> None:
    assert 0.01 < (last_year["net_assets_cny"] < 0).mean() < 0.05


def test_patents_of_hnte_holders(zone: Zone) -> None:
    holders = valid(zone, "hnte")["uscc"].unique()
    patents = zone.tables["firm_ip"].filter(
        (pl.col("kind") == "invention")
        & (pl.col("state") == "in_force")
        & pl.col("uscc").is_in(holders.implode())
    )
    assert 2.8 < patents.height / holders.len() < 5.5


def test_facts_are_missing_in_the_documented_share(zone: Zone) -> None:
    register = zone.tables["firm_registration"].filter(
        ~pl.col("is_branch") & pl.col("state").is_in(["in_business", "moved_out"])
    )
    expected = zone.coverage.select("uscc", "year").join(
        register.select("uscc", "founded_on"), on="uscc"
    )
    expected = expected.filter(pl.col("founded_on").dt.year() <= pl.col("year"))
    for name in ("firm_finance", "firm_staff"):
        expected = expected.join(zone.tables[name], on=["uscc", "year"], how="left")
    missing = expected.select(pl.col(CORE).is_null().mean()).row(0, named=True)
    assert 0.05 < sum(missing.values()) / len(CORE) < 0.10
    assert 0.02 < missing["rd_expense_cny"] < 0.06
    assert 0.10 < missing["hitech_income_cny"] < 0.18


def test_whole_bureaus_lack_firms(zone: Zone) -> None:
    seen = zone.coverage.group_by("uscc").agg(pl.col("tax", "human_resources").any())
    active = seen.join(zone.tables["firm_finance"].select("uscc").unique(), on="uscc")
    for bureau in ("tax", "human_resources"):
        assert 0.005 < (~active[bureau]).mean() < 0.06
