import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from tests.benefit_zone import BIG, HAD, NEW, make_benefit_zone
from tests.zone import code_of
from wotu.advice.rule_advice import words_of_changes
from wotu.benefits.advice import advice_for
from wotu.benefits.amounts import amount_made
from wotu.benefits.bundle import WhyNot
from wotu.benefits.entitlements import automatic_rules, entitled_firms, entitlement_table
from wotu.benefits.firm_benefits import benefits_of_firm
from wotu.benefits.matched import judged_rows, matched_firms
from wotu.benefits.offers import barring_year, measured_rules
from wotu.benefits.stacking import stacking_of
from wotu.benefits.words import benefits_json, reason_text
from wotu.build.answers import inputs_of_firm
from wotu.build.snapshot import open_current
from wotu.errors import PackError, UnknownNameError
from wotu.rules.screen import Standing

pytestmark = pytest.mark.zone

WAN = 1_000_000  # fen


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory):
    root = tmp_path_factory.mktemp("benefits")
    workspace = make_benefit_zone(root / "zone", root / "files")
    with_snapshot = open_current(workspace.snapshots_path)
    yield with_snapshot
    with_snapshot.close()


def taken(benefits):
    return {item.measure: item.granted_fen for item in benefits.bundle.taken}


def test_a_firm_gets_the_best_of_what_is_certain(snapshot):
    benefits = benefits_of_firm(snapshot, BIG)
    # 5% of 16 million against 10% of an increase of 3; 30% of the interest, capped; first listed.
    assert taken(benefits) == {
        "city.rd_subsidy": 80 * WAN,
        "city.loan_interest": 30 * WAN,
        "city.above_scale_award": 15 * WAN,
    }
    assert benefits.bundle.total_fen == 125 * WAN
    (left,) = benefits.bundle.left_out
    assert (left.measure, left.why, left.because, left.less_fen) == (
        "city.rd_growth_award",
        WhyNot.EXCLUDED,
        "city.rd_subsidy",
        50 * WAN,
    )
    assert reason_text(snapshot, left, "zh") == (
        "不能与“研发投入后补助（示例）”同时享受，选它少50万元"
    )


def test_loans_are_limits_beside_the_money(snapshot):
    benefits = benefits_of_firm(snapshot, BIG)
    limits = {offer.rule.id: (offer.low_fen, offer.rate) for offer in benefits.loans}
    assert limits["city.hitech_loan"] == (3_000 * WAN, 0.032)
    assert not set(limits) & set(taken(benefits))


def test_one_fact_would_bring_more_than_what_it_excludes(snapshot):
    benefits = benefits_of_firm(snapshot, BIG)
    facts = inputs_of_firm(snapshot, BIG, [], benefits.as_of)
    advice = advice_for(snapshot, benefits, facts)
    found = {one.possible.offer.rule.id: one for one in advice.supply}
    equipment = found["city.equipment_subsidy"]
    assert [named.title("zh") for named in equipment.facts] == ["2025年投资项目已备案"]
    assert equipment.settles
    # 8% of 7 million is 56, in place of the interest subsidy of 30.
    assert equipment.possible.gain_fen == 26 * WAN


def test_one_step_away_says_the_least_change(snapshot):
    firm = code_of(7)  # an HNTE with 1.5 million of R&D, half of what the subsidy asks for
    benefits = benefits_of_firm(snapshot, firm)
    facts = inputs_of_firm(snapshot, firm, [], benefits.as_of)
    advice = advice_for(snapshot, benefits, facts)
    (one,) = [a for a in advice.change if a.possible.offer.rule.id == "city.rd_subsidy"]
    assert one.change.by == 1_500_000
    said = words_of_changes(snapshot, one.possible.offer.rule, "zh").text(one.change)
    assert said == "2025年研发费用增加150万元（150万元 → 300万元）"


def test_what_was_paid_not_long_ago_cannot_be_had_again(snapshot):
    benefits = benefits_of_firm(snapshot, HAD)
    assert taken(benefits) == {"city.srdi_award": 20 * WAN}
    had = {item.measure: item for item in benefits.bundle.left_out}["city.hnte_award"]
    assert (had.why, had.year) == (WhyNot.HAD, 2025)
    assert benefits.payments_known


def test_the_amount_is_shown_with_formula_and_facts(snapshot):
    rule = snapshot.rulebook.rule("city.rd_subsidy", snapshot.manifest.as_of)
    facts = inputs_of_firm(snapshot, BIG, [rule], snapshot.manifest.as_of)
    made = amount_made(snapshot, rule, facts, "zh")
    assert made.lines[0].value == "80万元"
    assert made.lines[0].formula == "取低（上年研发费用 × 补助比例、最高补助）"
    assert [(fact.label, fact.value) for fact in made.facts] == [("2025年研发费用", "1,600万元")]


def test_everything_is_told_as_plain_data(snapshot):
    told = benefits_json(snapshot, benefits_of_firm(snapshot, BIG))
    assert told["total_cny"] == 1_250_000
    assert {row["measure"] for row in told["bundle"]} == set(taken(benefits_of_firm(snapshot, BIG)))
    assert told["left_out"][0]["reason"].startswith("不能与")


def test_the_list_holds_exactly_the_firms_whose_bundles_hold_the_measure(snapshot):
    entitled = entitled_firms(snapshot)
    rules = {rule.id for rule in automatic_rules(snapshot)}
    assert set(entitled["rule"]) <= rules
    listed = {(row["firm_id"], row["rule"]): row["granted_fen"] for row in entitled.to_dicts()}
    firms = [row["firm_id"] for row in snapshot.rows("SELECT firm_id FROM firm")]
    alone = {
        (firm, measure): fen
        for firm in firms
        for measure, fen in taken(benefits_of_firm(snapshot, firm)).items()
        if measure in rules
    }
    assert listed == alone
    assert (NEW, "city.hnte_award") in listed


def test_the_file_says_amount_evidence_and_clause(snapshot):
    table = entitlement_table(snapshot, entitled_firms(snapshot), "zh")
    row = table.filter(table["政策措施"] == "研发投入后补助（示例）").to_dicts()[0]
    assert row["按条款计算（元）"] == 800_000
    assert row["条款"] == "云政示〔2026〕1号 第六条"
    assert "上年研发费用 1,600万元" in row["依据的数据"]
    assert row["兑现记录"] == "已核对"


def test_a_rule_that_brings_no_money_has_no_list(snapshot):
    hnte = snapshot.rulebook.rule("cn.hnte", snapshot.manifest.as_of)
    with pytest.raises(UnknownNameError):
        entitled_firms(snapshot, [hnte])


def test_matched_firms_come_with_limit_and_rate(snapshot):
    rule = snapshot.rulebook.rule("city.hitech_loan", snapshot.manifest.as_of)
    first = matched_firms(snapshot, rule, "-limit")[0]
    assert (first.firm_id, first.limit_cny, first.rate) == (BIG, Decimal("30000000.00"), 0.032)


def test_rows_of_people_have_only_the_fields_asked_for(snapshot):
    rule = snapshot.rulebook.rule("city.talent_allowance", snapshot.manifest.as_of)
    every = [standing.value for standing in Standing]
    rows = judged_rows(snapshot, rule, ["degree"], every)
    assert [(row.verdict, row.amount_cny, row.fields) for row in rows] == [
        (True, Decimal(150_000), {"degree": "doctor"}),
        (False, Decimal(0), {"degree": "bachelor"}),
    ]


@pytest.mark.parametrize(
    ("limits", "paid", "expected"),
    [
        ({"once": True}, [2020], 2020),
        ({"once_in_years": 3}, [2023], None),
        ({"once_in_years": 3}, [2024], 2024),
        ({}, [2025], None),
        ({}, [2026], 2026),
        ({"once": True}, [], None),
    ],
)
def test_how_long_a_payment_bars(snapshot, limits, paid, expected):
    measure = snapshot.rulebook.rule("city.rd_subsidy", dt.date(2026, 6, 30)).spec.measure
    assert barring_year(measure.model_copy(update=limits), paid, 2026) == expected


def test_a_measure_under_two_ceilings_is_refused(snapshot):
    rules = measured_rules(snapshot)
    groups = dict(snapshot.packs.groups)
    groups["other"] = groups["science_ceiling"].model_copy(update={"group": "other"})
    rule = next(rule for rule in rules if rule.id == "city.rd_subsidy")
    measure = rule.spec.measure.model_copy(update={"groups": ("science_ceiling", "other")})
    twice = replace(rule, spec=rule.spec.model_copy(update={"measure": measure}))
    with pytest.raises(PackError, match="two ceilings"):
        stacking_of([twice], groups)
