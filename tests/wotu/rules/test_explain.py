import datetime as dt
from fractions import Fraction

import pytest

from wotu.rules.explain import clause_of, explain
from wotu.rules.inputs import RowsInput

DAY = dt.date(2026, 6, 30)


def nothing_known(rule):
    """A row in which every fact is missing and every list incomplete."""
    row = {}
    for item in rule.inputs:
        row[item.column(DAY)] = None
        if isinstance(item, RowsInput):
            row[item.column(DAY)] = 0
            row[item.doubtful_column(DAY)] = 0
            row[item.complete_column] = False
    return row


@pytest.fixture(params=["cn.hnte", "cn.tsme", "cn.sme_size"])
def rule(request, national_rules):
    return national_rules[request.param]


def test_where_nothing_is_known_nothing_is_decided(rule, packs):
    explanation = explain(rule, packs.contracts, nothing_known(rule), DAY)
    assert explanation.verdict is None and explanation.failing == []
    columns = [item.column for item in explanation.missing]
    assert columns and len(columns) == len(set(columns))
    assert all(reason.verdict is None for reason in explanation.conditions)


def test_every_condition_is_explained_in_the_order_of_the_rule(rule, packs):
    explanation = explain(rule, packs.contracts, nothing_known(rule), DAY)
    said = [reason.id for reason in explanation.all_conditions()]
    assert said == [condition.id for condition in rule.all_conditions()]


def test_a_missing_fact_names_who_has_it(rule, packs):
    explanation = explain(rule, packs.contracts, nothing_known(rule), DAY)
    for missing in explanation.missing:
        assert missing.named.supplier.zh and missing.named.title("en")
        assert missing.judged is packs.contracts[missing.named.asked.table].judged


def rd_row(rule, sales, rd):
    """Three years of sales and R&D, in yuan."""
    row = nothing_known(rule)
    for year, sold, spent in zip((2023, 2024, 2025), sales, rd, strict=True):
        row[f"firm_finance.sales_revenue_cny[{year}]"] = sold
        row[f"firm_finance.rd_expense_cny[{year}]"] = spent
    row["firm_registration.founded_on"] = dt.date(2015, 1, 1)
    return row


@pytest.mark.parametrize(
    ("spent", "verdict", "amount"),
    [
        (250, True, None),  # 750 of 15,000 are 5% exactly
        (249, False, Fraction(3)),  # 747 of 15,000; 3 more reach 750
        (0, False, Fraction(750)),
    ],
)
def test_what_is_short_is_what_would_reach_the_threshold(
    national_rules, packs, spent, verdict, amount
):
    rule = national_rules["cn.hnte"]
    row = rd_row(rule, (5000, 5000, 5000), (spent,) * 3)
    explanation = explain(rule, packs.contracts, row, DAY)
    reasons = {reason.id: reason for reason in explanation.all_conditions()}
    reason = reasons["rd_intensity"]
    assert reason.verdict is verdict
    assert (reason.shortfall.amount if reason.shortfall else None) == amount
    if amount:
        again = rd_row(rule, (5000, 5000, 5000), (spent, spent, spent + amount))
        fixed = explain(rule, packs.contracts, again, DAY)
        assert {one.id: one.verdict for one in fixed.all_conditions()}["rd_intensity"] is True


def test_a_clause_carries_the_less_certain_mark(national_rules):
    spec = national_rules["cn.hnte"].spec
    name = next(iter(spec.texts))
    assert clause_of(spec, None, "verified") is None
    assert clause_of(spec, f"{name} 第十一条", "own").status == "own"
    assert clause_of(spec, f"{name} 第十一条", "verified").status == spec.texts[name].status
    assert clause_of(spec, f"{name} 第十一条", "verified").text("zh").endswith(" 第十一条")
