"""The official vectors of 优质中小企业 and 单项冠军, run through query and interpreter alike."""

import datetime as dt

import pytest

from tests.wotu.rules.vectors import ORDINARY, Runner, by_year, single, vectors, wan
from wotu.rules.rulebook import load_rulebook

pytestmark = pytest.mark.shared

LISTS = ("firm_ip", "firm_certificate", "firm_incident")
BEFORE, AFTER = dt.date(2026, 3, 1), dt.date(2026, 6, 30)
VERDICT = {"met": "met", "not_met": "not_met", "met_pending_manual": "unknown"}


@pytest.fixture(scope="module")
def runner(packs):
    return Runner(load_rulebook(packs), packs.contracts, LISTS)


def certificate(kind, day, **fields):
    return {"kind": kind, "granted_on": day - dt.timedelta(days=300), **fields}


def valid(kind, day):
    return certificate(kind, day, expires_on=day + dt.timedelta(days=300))


def right(number, day, **fields):
    return {
        "ip_no": f"ZL{number}",
        "kind": "invention",
        "granted_on": day - dt.timedelta(days=1000),
        "acquired_by": "self_developed",
        "main_product": True,
        "high_value": False,
        "in_use": True,
        "owner_rank": 1,
        **fields,
    }


def rights_of_band(band, day):
    """The weakest right that gives the letter of the table."""
    long_held = {"acquired_by": "transferred", "acquired_on": day - dt.timedelta(days=400)}
    fields = {
        "A": {"high_value": True},
        "B": {},
        "C": long_held,
        "D": {"kind": "software"},
    }
    return [right(1, day, **fields[band])] if band in fields else []


def firm(**more):
    """A firm that holds the common requirements of 63号."""
    return {
        "firm_registration": ORDINARY,
        "firm_profile": {"restricted_products": False, "standards_participation": False},
        "firm_staff": {2025: {"total_staff": 100}},
        "firm_incident": [],
        "firm_certificate": [],
        "firm_ip": [],
        **more,
    }


def check_points(outcome, expected, names, vector):
    for name, points in expected.items():
        assert single(outcome.found(names[name])) == points, (vector["id"], name)


def check_figures(outcome, expected, names):
    for name, quantities in names.items():
        if name not in expected:
            continue
        figures = expected[name] if isinstance(expected[name], list) else [expected[name]]
        for quantity, figure in zip(quantities, figures, strict=True):
            assert outcome.found(quantity) == pytest.approx(figure, abs=1e-6), name


def check_conditions(outcome, expected, vector):
    for name, holds in expected.items():
        assert outcome.conditions[name] == ("met" if holds else "not_met"), (vector["id"], name)


def test_innovation_sme(runner):
    day = AFTER
    cases = vectors("srdi")["innovation_sme_2022"]["cases"]
    for vector in cases:
        given, expected = vector["inputs"], vector["expected"]
        held = [valid("hnte", day)] if given["hnte_or_equiv_valid"] else []
        held += [certificate("provincial_award", day)] if given["award_3y"] else []
        if given["provincial_rd_institution"]:
            held.append(certificate("rd_institution", day, level="provincial"))
        finance = by_year(
            2025,
            main_business_revenue_cny=[
                wan(given["main_revenue_prev_wan"]),
                wan(given["main_revenue_wan"]),
            ],
            new_equity_cny=[0, 0, wan(given["new_equity_3y_wan"])],
        )
        finance[2025] |= {
            "sales_revenue_cny": wan(given["revenue_wan"]),
            "rd_expense_cny": wan(given["rd_wan"]),
            "total_liabilities_cny": wan(given["liabilities_wan"]),
            "total_assets_cny": wan(given["assets_wan"]),
        }
        facts = firm(
            firm_finance=finance,
            firm_certificate=held,
            firm_ip=rights_of_band(given["ip_band"], day),
        )
        field = "information" if given["in_strategic_emerging"] else "none"
        facts["firm_profile"] = {**facts["firm_profile"], "strategic_industry": field}
        outcome = runner.run("cn.innovation_sme", day, facts)
        points = {n: f"{n}_points" for n in expected["points"]}
        check_points(outcome, expected["points"], points, vector)
        groups = ("score_innovation", "score_growth", "score_specialisation", "score_total")
        for name in groups:
            assert single(outcome.found(name)) == expected[name], (vector["id"], name)
        figures = {"rd_intensity", "debt_ratio", "main_share"}
        names = {name: (name,) for name in figures} | {"main_revenue_growth": ("main_growth",)}
        check_figures(outcome, expected, names)
        conditions = {"score": expected["score_met"], "direct": expected["direct_met"]}
        check_conditions(outcome, conditions, vector)
        assert outcome.verdict == VERDICT[expected["verdict"]], vector["id"]


def specialised_2022_facts(given, day):
    finance = by_year(
        2025,
        main_business_revenue_cny=[wan(v) for v in given["main_revenue_3y_wan"]],
        rd_expense_cny=[wan(given["rd_prev_wan"]), wan(given["rd_last_wan"])],
        new_equity_cny=[0, wan(given["new_equity_2y_wan"])],
    )
    finance[2025] |= {
        "sales_revenue_cny": wan(given["revenue_wan"]),
        "net_profit_cny": wan(given["net_profit_wan"]),
        "total_liabilities_cny": wan(given["liabilities_wan"]),
        "total_assets_cny": wan(given["assets_wan"]),
    }
    held = []
    if given["rd_institution"] != "none":
        held.append(certificate("rd_institution", day, level=given["rd_institution"]))
    if given["provincial_award_top3_3y"]:
        held.append(certificate("provincial_award", day, rank=3))
    if given["maker_china_top500_3y"]:
        held.append(certificate("maker_china", day, rank=500))
    items = given["quality_items"]
    return firm(
        firm_finance=finance,
        firm_certificate=held,
        firm_ip=rights_of_band(given["ip_band"], day),
        firm_staff={2025: {"total_staff": given["total_staff"], "rd_staff": given["rd_staff"]}},
        firm_specialisation={
            2025: {
                "segment_years": given["years_in_segment"],
                "product_position": given["field"],
                "system_certificate": items >= 1,
                "own_brand": items >= 2,
            }
        },
        firm_digital={2025: {"assessed_level": given["digital_level"]}},
        firm_recognition_review={2026: {"local_feature_points": given["local_feature_points"]}},
    )


def test_specialised_sme_2022(runner):
    for vector in vectors("srdi")["specialised_2022"]["cases"]:
        expected = vector["expected"]
        facts = specialised_2022_facts(vector["inputs"], BEFORE)
        outcome = runner.run("cn.specialised_sme", BEFORE, facts)
        special = {
            "main_growth_2y": "main_growth_points",
            "local_feature": "score_feature",
            "rd_institution": "rd_body_points",
        }
        names = {name: special.get(name, f"{name}_points") for name in expected["points"]}
        check_points(outcome, expected["points"], names, vector)
        groups = {name: f"score_{name}" for name in expected["groups"]}
        check_points(outcome, expected["groups"], groups, vector)
        assert single(outcome.found("score_total")) == expected["score_total"]
        figures = ("main_growth_2y", "rd_intensity", "net_margin", "debt_ratio")
        check_figures(outcome, expected, {name: (name,) for name in figures})
        check_conditions(outcome, expected["conditions"], vector)
        assert outcome.verdict == VERDICT[expected["verdict"]], vector["id"]


def test_specialised_sme_2026(runner):
    day = AFTER
    for vector in vectors("srdi")["specialised_2026"]["cases"]:
        given, expected = vector["inputs"], vector["expected"]
        finance = by_year(
            2025,
            sales_revenue_cny=[wan(v) for v in given["revenue_wan"]],
            rd_expense_cny=[wan(v) for v in given["rd_wan"]],
            new_equity_cny=[0, wan(given["new_equity_2y_wan"])],
        )
        finance[2025] |= {
            "main_business_revenue_cny": wan(given["main_revenue_wan"]),
            "total_liabilities_cny": wan(given["liabilities_wan"]),
            "total_assets_cny": wan(given["assets_wan"]),
        }
        held = [valid("tsme", day)] if given["holds_entry_title"] else []
        if given["ip_exempt"]:
            held.append(certificate("rd_institution", day, level="provincial"))
        facts = firm(
            firm_finance=finance,
            firm_certificate=held,
            firm_ip=[right(n, day) for n in range(given["ip_class1_applied"])],
            firm_specialisation={
                2025: {"segment_years": given["years_in_segment"]},
                2026: {"quality_score": given["quality_score"]},
            },
        )
        outcome = runner.run("cn.specialised_sme", day, facts)
        names = {name: (name,) for name in ("main_share", "debt_ratio")}
        names["rd_intensity"] = ("rd_intensity_before", "rd_intensity")
        check_figures(outcome, expected, names)
        check_conditions(outcome, expected["conditions"], vector)
        assert [outcome.conditions[name] for name in expected["manual"]] == ["unknown"]
        assert outcome.verdict == VERDICT[expected["verdict"]], vector["id"]


def test_little_giant_2022(runner):
    day = BEFORE
    for vector in vectors("srdi")["little_giant_2022"]["cases"]:
        given, expected = vector["inputs"], vector["expected"]
        finance = by_year(
            2025,
            main_business_revenue_cny=[wan(v) for v in given["main_revenue_3y_wan"]],
            sales_revenue_cny=[wan(v) for v in given["revenue_2y_wan"]],
            rd_expense_cny=[wan(v) for v in given["rd_2y_wan"]],
            new_equity_cny=[0, wan(given["new_equity_2y_wan"])],
        )
        finance[2025] |= {
            "total_liabilities_cny": wan(given["liabilities_wan"]),
            "total_assets_cny": wan(given["assets_wan"]),
        }
        held = [valid("srdi_sme", day)]
        if given["rd_institution"]:
            held.append(certificate("rd_institution", day, level="city"))
        if given["national_award_top3_3y"]:
            held.append(certificate("national_award", day, rank=3))
        if given["maker_china_top50_3y"]:
            held.append(certificate("maker_china", day, rank=50))
        staff = {"total_staff": given["total_staff"], "rd_staff": given["rd_staff"]}
        facts = firm(
            firm_finance=finance,
            firm_certificate=held,
            firm_ip=[right(n, day) for n in range(given["ip_class1_main_product"])],
            firm_staff={2025: staff},
            firm_specialisation={
                2025: {
                    "segment_years": given["years_in_segment"],
                    "core_business_systems": given["core_business_on_system"],
                    "system_certificate": given["mgmt_or_product_cert"],
                    "segment_share": given["segment_share"],
                    "own_brand": given["own_brand"],
                    "key_chain_link": given["key_chain_link"],
                    "in_key_field": given["key_field_product"],
                }
            },
        )
        outcome = runner.run("cn.little_giant", day, facts)
        brackets = {"lt_5000": 1, "5000_to_1yi": 2, "ge_1yi": 3}
        assert single(outcome.found("rd_bracket")) == brackets[expected["rd_bracket"]]
        names = {"main_growth_2y": ("main_growth_2y",)}
        names["rd_intensity"] = ("rd_intensity_before", "rd_intensity")
        check_figures(outcome, expected, names)
        check_conditions(outcome, expected["conditions"], vector)
        assert outcome.verdict == VERDICT[expected["verdict"]], vector["id"]


def test_little_giant_2026(runner):
    day = AFTER
    for vector in vectors("srdi")["little_giant_2026"]["cases"]:
        given, expected = vector["inputs"], vector["expected"]
        finance = by_year(
            2025,
            sales_revenue_cny=[wan(v) for v in given["revenue_3y_wan"]],
            rd_expense_cny=[wan(v) for v in given["rd_2y_wan"]],
        )
        finance[2025] |= {
            "main_business_revenue_cny": wan(given["main_revenue_wan"]),
            "total_liabilities_cny": wan(given["liabilities_wan"]),
            "total_assets_cny": wan(given["assets_wan"]),
        }
        held = [valid("srdi_sme", day)] if given["holds_specialised_title"] else []
        held += [valid("little_giant", day)] if given["is_review"] else []
        held += [certificate("national_award", day, rank=3)] if given["ip_exempt"] else []
        facts = firm(
            firm_finance=finance,
            firm_certificate=held,
            firm_ip=[right(n, day) for n in range(given["ip_class1_own_applied"])],
            firm_specialisation={
                2025: {
                    "segment_years": given["years_in_segment"],
                    "segment_share": given["segment_share"],
                    "domestic_rank": given["domestic_rank"],
                },
                2026: {"quality_score": given["quality_score"]},
            },
        )
        outcome = runner.run("cn.little_giant", day, facts)
        names = {"cagr_2y": ("cagr_2y",), "rd_intensity": ("rd_intensity_before", "rd_intensity")}
        check_figures(outcome, expected, names)
        check_conditions(outcome, expected["conditions"], vector)
        assert [outcome.conditions[name] for name in expected["manual"]] == ["unknown"]
        assert outcome.verdict == VERDICT[expected["verdict"]], vector["id"]


def test_single_champion(runner):
    day = AFTER
    for vector in vectors("srdi")["single_champion_2023"]["cases"]:
        given, expected = vector["inputs"], vector["expected"]
        main = [wan(v) for v in given["main_revenue_3y_wan"]]
        facts = firm(
            firm_finance=by_year(2025, main_business_revenue_cny=main),
            firm_certificate=[valid("srdi_sme", day)] if given["specialised_title"] else [],
            firm_specialisation={
                2025: {
                    "segment_years": given["years_in_field"],
                    "new_product": given["new_product"],
                    "global_rank": given["global_rank"],
                }
            },
        )
        outcome = runner.run("cn.single_champion", day, facts)
        assert outcome.found("average_main_revenue") == expected["avg_main_revenue_wan"] * 10_000
        assert outcome.found("revenue_needed") == expected["floor_wan"] * 10_000
        check_conditions(outcome, expected["conditions"], vector)
        assert {outcome.conditions[name] for name in expected["manual"]} == {"unknown"}
        assert outcome.verdict == VERDICT[expected["verdict"]], vector["id"]


def test_a_bought_right_counts_after_a_year(runner):
    day = AFTER
    for months, points in ((11, 0), (12, 10)):
        acquired_on = dt.date(2025, 6, 30) if months == 12 else dt.date(2025, 7, 30)
        bought = right(1, day, acquired_by="transferred", acquired_on=acquired_on)
        outcome = runner.run("cn.innovation_sme", day, firm(firm_ip=[bought]))
        assert single(outcome.found("ip_points")) == points


def test_an_invention_kept_for_more_than_ten_years_is_of_high_value(runner):
    for granted_on, points in ((dt.date(2016, 6, 29), 20), (dt.date(2016, 6, 30), 15)):
        kept = right(1, AFTER, granted_on=granted_on)
        outcome = runner.run("cn.innovation_sme", AFTER, firm(firm_ip=[kept]))
        assert single(outcome.found("ip_points")) == points
