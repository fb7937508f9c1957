"""The official vectors of 科技型中小企业 and 中小企业划型."""

import datetime as dt
import json
from decimal import Decimal

import pytest

from tests.shared_data import shared_path
from wotu.rules.examples import ExampleFacts, run_example

pytestmark = pytest.mark.shared

AS_OF = dt.date(2026, 6, 30)
LISTS = frozenset({"firm_ip", "firm_conversion", "firm_incident", "firm_certificate"})


def wan(amount):
    return None if amount is None else Decimal(str(amount)) * 10_000


def vectors(name):
    return json.loads(shared_path("criteria", f"{name}.vectors.json").read_text(encoding="utf-8"))


def tsme_facts(case):
    direct = case["direct"]
    kinds = ["invention"] * case["ip_class1"] + ["software"] * case["ip_class2"]
    certificates = []
    if direct["hnte_valid"]:
        certificates.append(
            {"kind": "hnte", "granted_on": dt.date(2024, 1, 1), "expires_on": dt.date(2026, 12, 31)}
        )
    if direct["national_award_top3_5y"]:
        certificates.append(
            {"kind": "national_award", "granted_on": dt.date(2024, 1, 1), "rank": 2}
        )
    if direct["provincial_rd_institution"]:
        certificates.append(
            {"kind": "rd_institution", "level": "provincial", "granted_on": dt.date(2024, 1, 1)}
        )
    return {
        "firm_registration": {
            "registered_in_mainland": case["resident_in_mainland"],
            "is_branch": False,
        },
        "firm_profile": {
            "restricted_products": case["prohibited_industry"],
            "led_standard_five_years": direct["led_standard_5y"],
        },
        "firm_staff": {
            2025: {"total_staff": case["total_staff"], "sci_tech_staff": case["sci_tech_staff"]}
        },
        "firm_finance": {
            2025: {
                "sales_revenue_cny": wan(case["sales_wan"]),
                "rd_expense_cny": wan(case["rd_wan"]),
                "total_cost_cny": wan(case["cost_wan"]),
                "total_assets_cny": wan(case["assets_wan"]),
            }
        },
        "firm_ip": [
            {"ip_no": str(i), "kind": k, "granted_on": dt.date(2020, 1, 1)}
            for i, k in enumerate(kinds)
        ],
        "firm_certificate": certificates,
        "firm_incident": [{"kind": "major_safety", "occurred_on": dt.date(2026, 1, 1)}]
        if case["bad_record"]
        else [],
    }


def test_tsme_cases(packs, national_rules):
    for vector in vectors("tsme")["cases"]:
        facts = ExampleFacts(tsme_facts(vector["inputs"]), LISTS)
        outcome = run_example(national_rules["cn.tsme"], packs.contracts, facts, AS_OF)
        expected = vector["expected"]
        for name, holds in expected["conditions"].items():
            assert (outcome.conditions[name] == "met") is holds, (vector["id"], name)
        for name in ("staff_share", "rd_to_sales", "rd_to_cost"):
            if expected[name] is None:
                assert outcome.found(name) is None
            else:
                assert outcome.found(name) == pytest.approx(expected[name], abs=1e-6)
        for name in ("score_staff", "score_rd_by_cost", "score_rd", "score_results", "score_total"):
            assert outcome.found(name) == [expected[name]] * 2, (vector["id"], name)
        assert (outcome.conditions["score"] == "met") is expected["score_condition_met"]
        # The vectors call it direct entry only where the first four conditions hold as well.
        direct = outcome.conditions["direct_entry"] == "met" and all(
            expected["conditions"].values()
        )
        assert direct is expected["direct_entry"], vector["id"]
        assert outcome.verdict == expected["verdict"], vector["id"]


@pytest.mark.parametrize(
    ("band", "quantity", "numerator", "denominator"),
    [
        ("staff", "score_staff", ("firm_staff", "sci_tech_staff"), ("firm_staff", "total_staff")),
        (
            "rd_to_sales",
            "score_rd_by_sales",
            ("firm_finance", "rd_expense_cny"),
            ("firm_finance", "sales_revenue_cny"),
        ),
        (
            "rd_to_cost",
            "score_rd_by_cost",
            ("firm_finance", "rd_expense_cny"),
            ("firm_finance", "total_cost_cny"),
        ),
    ],
)
def test_tsme_bands(packs, national_rules, band, quantity, numerator, denominator):
    for share, points in vectors("tsme")["bands"][band]:
        facts = {numerator[0]: {2025: {numerator[1]: round(share * 1_000_000)}}}
        facts.setdefault(denominator[0], {2025: {}})[2025][denominator[1]] = 1_000_000
        outcome = run_example(
            national_rules["cn.tsme"], packs.contracts, ExampleFacts(facts), AS_OF
        )
        assert outcome.found(quantity) == [points, points], (share, points)


def test_tsme_result_bands(packs, national_rules):
    for class1, class2, points in vectors("tsme")["bands"]["results_class1_class2"]:
        facts = {
            "firm_innovation": {2025: {"ip_class1_in_force": class1, "ip_class2_in_force": class2}}
        }
        outcome = run_example(
            national_rules["cn.tsme"], packs.contracts, ExampleFacts(facts), AS_OF
        )
        assert outcome.found("score_results") == [points, points]


INDUSTRY_CODES = {
    "agriculture": "0111",
    "industry": "3921",
    "construction": "47",
    "wholesale": "5111",
    "retail": "52",
    "transport": "5431",
    "warehousing": "5930",
    "post": "60",
    "accommodation": "6110",
    "catering": "62",
    "information_transmission": "6421",
    "software_it": "6513",
    "real_estate_development": "7010",
    "property_management": "7020",
    "leasing_business": "72",
    "other": "7320",
}


def size_facts(industry, staff, revenue, assets):
    return {
        "firm_registration": {"industry_code": industry, "is_branch": False},
        "firm_staff": {2025: {"total_staff": staff}},
        "firm_finance": {
            2025: {"sales_revenue_cny": wan(revenue), "total_assets_cny": wan(assets)}
        },
    }


def test_size_cases(packs, national_rules):
    cases = vectors("sme_size")["cases"]
    assert len(cases) >= 27
    for vector in cases:
        given = vector["inputs"]
        facts = size_facts(
            INDUSTRY_CODES[given["industry"]],
            given["staff"],
            given["revenue_wan"],
            given["assets_wan"],
        )
        outcome = run_example(
            national_rules["cn.sme_size"], packs.contracts, ExampleFacts(facts), AS_OF
        )
        assert outcome.found("outcome") == vector["expected"], vector["id"]
        assert (outcome.verdict == "met") is (vector["expected"] != "large")


def test_size_bounds_are_inclusive_in_every_industry(packs, national_rules):
    rule = national_rules["cn.sme_size"]
    for industry, bounds in vectors("sme_size")["bounds"].items():
        indicators = {k: bounds[k] for k in ("staff", "revenue_wan", "assets_wan") if bounds[k]}
        for place, grade in enumerate(("large", "medium", "small")):
            at = {k: v[place] for k, v in indicators.items()}
            values = [at.get(k) for k in ("staff", "revenue_wan", "assets_wan")]
            facts = ExampleFacts(size_facts(INDUSTRY_CODES[industry], *values))
            assert run_example(rule, packs.contracts, facts, AS_OF).found("outcome") == grade
            for indicator in indicators:
                below = {**at, indicator: at[indicator] - 1}
                values = [below.get(k) for k in ("staff", "revenue_wan", "assets_wan")]
                facts = ExampleFacts(size_facts(INDUSTRY_CODES[industry], *values))
                assert run_example(rule, packs.contracts, facts, AS_OF).found("outcome") != grade


def test_a_broad_or_uncovered_industry_is_not_guessed(packs, national_rules):
    rule = national_rules["cn.sme_size"]
    facts = ExampleFacts(size_facts("G", 5000, 999_999, 999_999))
    assert run_example(rule, packs.contracts, facts, AS_OF).verdict == "unknown"
    facts = ExampleFacts(size_facts("6621", 5000, 999_999, 999_999))
    assert (
        run_example(rule, packs.contracts, facts, AS_OF).conditions["covered_industry"] == "not_met"
    )


def test_a_known_figure_below_a_bound_excludes_the_grade(packs, national_rules):
    facts = ExampleFacts(size_facts("3921", 299, None, None))
    outcome = run_example(national_rules["cn.sme_size"], packs.contracts, facts, AS_OF)
    assert (outcome.row["outcome.low"], outcome.row["outcome.high"]) == ("micro", "small")
    assert outcome.verdict == "met"
