import datetime as dt
from typing import Any

import polars as pl
import pytest

from tests.wotu.demo.conftest import AS_OF
from wotu.demo import SHOWCASE, Zone, generate_zone, showcase_about
from wotu.packs.loader import PackSet
from wotu.rules.checked import CheckedRule
from wotu.rules.frame import input_frame
from wotu.rules.screen import screen

LISTS = {"firm_ip", "firm_conversion", "firm_certificate", "firm_incident"}


@pytest.fixture(scope="module")
def screened(
    small_zone: Zone, packs: PackSet, national_rules: dict[str, CheckedRule]
) -> dict[str, dict[str, Any]]:
    """Screening of the named firms by the HNTE rule, by key."""
    facts = {
        name: table.filter(pl.col("uscc").is_not_null()).with_columns(firm_id="uscc").lazy()
        for name, table in small_zone.tables.items()
    }
    rule = national_rules["cn.hnte"]
    firms = facts["firm_registration"].select("firm_id")
    frame = input_frame(firms, facts, [rule], packs.contracts, AS_OF, LISTS)
    rows = screen(rule, frame.collect().lazy(), packs.contracts, AS_OF).rows.collect()
    by_code = {row["firm_id"]: row for row in rows.to_dicts()}
    return {key: by_code[uscc] for key, (uscc, _) in SHOWCASE.items() if uscc in by_code}


def failing(row: dict[str, Any]) -> set[str]:
    tops = ("rd_intensity", "no_major_incident", "innovation_score", "registered_365_days")
    return {name for name in tops if row[f"{name}.verdict"] is False}


def test_every_named_firm_is_explained() -> None:
    assert set(showcase_about()) == set(SHOWCASE)


@pytest.mark.parametrize(
    ("key", "standing"),
    [
        ("short_of_rd", "one_condition"),
        ("on_threshold", "met"),
        ("missing_figure", "one_fact"),
        ("ready_for_experts", "ready"),
        ("meets_all", "met"),
        ("by_name_only", "met"),
        ("former_name", "met"),
        ("incident", "one_condition"),
        ("disagreeing", "one_condition"),
    ],
)
def test_named_firm_stands_where_it_should(
    screened: dict[str, dict[str, Any]], key: str, standing: str
) -> None:
    assert screened[key]["standing"] == standing


def test_short_of_rd_lacks_research_only_and_a_readable_sum(
    small_zone: Zone, screened: dict[str, dict[str, Any]]
) -> None:
    assert failing(screened["short_of_rd"]) == {"rd_intensity"}
    own = small_zone.tables["firm_finance"].filter(pl.col("uscc") == SHOWCASE["short_of_rd"][0])
    # 6000 万 × 5% − 270 万 = 30 万
    assert own["sales_revenue_cny"].sum() * 5 / 100 - own["rd_expense_cny"].sum() == 300_000


def test_threshold_firm_is_met_with_no_margin(screened: dict[str, dict[str, Any]]) -> None:
    row = screened["on_threshold"]
    assert row["rd_intensity.margin"] == 0
    assert row["sci_tech_staff_10pct.margin"] == 0
    assert row["hitech_income_60pct.margin"] == 0


def test_incident_firm_fails_by_it_alone(screened: dict[str, dict[str, Any]]) -> None:
    assert failing(screened["incident"]) == {"no_major_incident"}


def test_lapsing_firm_keeps_its_certificate_for_three_more_months(small_zone: Zone) -> None:
    own = small_zone.tables["firm_certificate"].filter(
        pl.col("uscc") == SHOWCASE["lapsing"][0], pl.col("kind") == "hnte"
    )
    assert own["expires_on"].item() == AS_OF + dt.timedelta(days=90)


def test_branch_is_marked_and_leads_to_its_firm(small_zone: Zone) -> None:
    uscc, _ = SHOWCASE["branch"]
    register = small_zone.tables["firm_registration"].filter(pl.col("uscc") == uscc)
    assert register["is_branch"].item()
    relation = small_zone.tables["firm_relation"].filter(pl.col("uscc") == uscc)
    assert relation["related_uscc"].to_list() == [SHOWCASE["meets_all"][0]]


@pytest.mark.parametrize("as_of", [dt.date(2024, 2, 29), dt.date(2027, 1, 1)])
def test_named_firms_can_be_made_for_any_day(as_of: dt.date) -> None:
    zone = generate_zone(60, as_of, 1)
    assert zone.years == (as_of.year - 3, as_of.year - 2, as_of.year - 1)
    assert set(zone.tables["firm_finance"]["year"]) <= {zone.years[0] - 1, *zone.years}
