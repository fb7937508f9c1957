"""The official vectors of 高新技术企业, run through query and interpreter alike."""

import datetime as dt
import json
from decimal import Decimal

import pytest

from tests.shared_data import shared_path
from wotu.rules.examples import ExampleFacts, run_example

pytestmark = pytest.mark.shared

AS_OF = dt.date(2026, 6, 30)
YEARS = (2023, 2024, 2025)
LISTS = frozenset({"firm_ip", "firm_conversion", "firm_incident"})


def wan(amount):
    return None if amount is None else Decimal(str(amount)) * 10_000


def facts_of(case):
    """A vector's inputs as rows under contract."""
    domestic = [0, 0, case["rd_domestic_wan"]]
    finance = {
        year: {
            "sales_revenue_cny": wan(case["sales_wan"][i]),
            "rd_expense_cny": wan(case["rd_wan"][i]),
            "rd_domestic_cny": wan(domestic[i]),
            "net_assets_cny": wan(case["net_assets_wan"][i]),
        }
        for i, year in enumerate(YEARS)
    }
    finance[2025]["hitech_income_cny"] = wan(case["hitech_income_wan"])
    finance[2025]["total_income_cny"] = wan(case["total_income_wan"])
    way = "self_developed" if case["ip_self_developed"] else "transferred"
    kinds = ["invention"] * case["ip_class1"] + ["utility_model"] * case["ip_class2"]
    review = {"ip_advanced": case["ip_advanced"], "ip_core_support": case["ip_core_support"]}
    points = case["management_points"] or [None] * 4
    names = ("rules", "body", "conversion", "talent")
    review |= {f"management_{n}_points": p for n, p in zip(names, points, strict=True)}
    return {
        "firm_registration": {
            "founded_on": AS_OF - dt.timedelta(days=case["registered_days"]),
            "is_branch": False,
        },
        "firm_profile": {
            "hitech_field": "electronics" if case["in_supported_field"] else "none",
            "standards_participation": case["standards_participation"],
        },
        "firm_finance": finance,
        "firm_staff": {
            2025: {"sci_tech_staff": case["sci_tech_staff"], "total_staff": case["total_staff"]}
        },
        "firm_ip": [
            {
                "ip_no": f"ZL{i}",
                "kind": kind,
                "acquired_by": way,
                "granted_on": dt.date(2022, 1, 1),
                "state": "in_force",
            }
            for i, kind in enumerate(kinds)
        ],
        "firm_conversion": [
            {"year": year, "result_name": f"{year}-{i}"}
            for year, count in zip(YEARS, case["conversions"], strict=True)
            for i in range(count)
        ],
        "firm_incident": [{"kind": "major_safety", "occurred_on": dt.date(2026, 1, 1)}]
        if case["major_incident_365d"]
        else [],
        "firm_review": {2026: review},
    }


def cases():
    path = shared_path("criteria", "hnte.vectors.json")
    return json.loads(path.read_text(encoding="utf-8"))


CONDITIONS = {"ip_owned": "ip_count"}
QUANTITIES = {
    "rd_intensity": "rd_intensity_value",
    "rd_threshold": "rd_floor",
    "rd_domestic_share": "rd_domestic_share",
    "sci_tech_staff_share": "sci_tech_staff_share",
    "hitech_income_share": "hitech_income_share",
    "conversions_per_year": "conversions_per_year",
    "score_ip": "score_ip",
    "score_conversion": "score_conversion",
    "score_management": "score_management",
    "net_asset_growth": "net_asset_growth",
    "sales_growth": "sales_growth",
    "score_net_asset_growth": "score_net_asset_growth",
    "score_sales_growth": "score_sales_growth",
    "score_growth": "score_growth",
    "score_total": "score_total",
}
SCORE = {"pass": "met", "fail": "not_met", "open": "unknown"}
VERDICT = {"met": "met", "not_met": "not_met", "open_needs_expert_score": "unknown"}


def test_every_vector_holds(packs, national_rules):
    vectors = cases()["cases"]
    assert len(vectors) >= 6
    for vector in vectors:
        facts = ExampleFacts(facts_of(vector["inputs"]), LISTS)
        outcome = run_example(national_rules["cn.hnte"], packs.contracts, facts, AS_OF)
        expected = vector["expected"]
        for name, verdict in expected["conditions"].items():
            found = outcome.conditions[CONDITIONS.get(name, name)]
            assert (found == "met") is verdict, (vector["id"], name)
        for name, quantity in QUANTITIES.items():
            if name not in expected:
                continue
            found = outcome.found(quantity)
            found = (
                found[0]
                if isinstance(found, list) and not isinstance(expected[name], list)
                else found
            )
            assert found == pytest.approx(expected[name], abs=1e-6), (vector["id"], name)
        assert outcome.conditions["innovation_score"] == SCORE[expected["score_verdict"]]
        assert outcome.verdict == VERDICT[expected["verdict"]], vector["id"]


def test_growth_formula(packs, national_rules):
    for vector in cases()["growth_formula"]:
        for table, field in (
            ("sales_growth", "sales_revenue_cny"),
            ("net_asset_growth", "net_assets_cny"),
        ):
            finance = {y: {field: wan(v)} for y, v in zip(YEARS, vector["values"], strict=True)}
            facts = ExampleFacts({"firm_finance": finance})
            outcome = run_example(national_rules["cn.hnte"], packs.contracts, facts, AS_OF)
            assert outcome.found(table) == pytest.approx(vector["growth"], abs=1e-6)
            assert outcome.found(f"{table}_band") == vector["points"]


def test_score_of_exactly_seventy_fails(packs, national_rules):
    for vector in cases()["exact_totals"]:
        total = vector["total"]
        # 30 + 30 + 20 from experts leave the rest to growth of sales.
        review = {
            "ip_advanced_points": 8,
            "ip_core_support_points": 8,
            "ip_count_points": 8,
            "ip_way_points": 6,
            "standards_points": 0,
            "conversion_points": 30,
            "management_rules_points": 0,
            "management_body_points": 0,
            "management_conversion_points": 0,
            "management_talent_points": 0,
            "net_asset_growth_points": total - 60,
            "sales_growth_points": 0,
        }
        review["net_asset_growth_points"] = min(10, total - 60)
        review["sales_growth_points"] = total - 60 - review["net_asset_growth_points"]
        facts = ExampleFacts({"firm_review": {2026: review}})
        outcome = run_example(national_rules["cn.hnte"], packs.contracts, facts, AS_OF)
        assert outcome.found("score_total") == [total, total]
        assert (outcome.conditions["innovation_score"] == "met") is vector["passes"]
