"""The least change, applied, turns the verdict; a thousandth less of it does not."""

import datetime as dt
import random
from decimal import Decimal
from fractions import Fraction

import polars as pl
import pytest

from tests.wotu.rules.random_facts import AS_OF, random_facts, some_rules
from wotu.rules.along import Today
from wotu.rules.compile import FIRM_ID
from wotu.rules.examples import ExampleFacts, changed, example_table
from wotu.rules.frame import input_frame
from wotu.rules.infer import scale_of
from wotu.rules.inputs import RowsInput
from wotu.rules.interpret import Interpreter
from wotu.rules.least_change import least_change


def rows_of(packs, rule, chance, firms=10):
    names = [f"firm{i}" for i in range(firms)]
    facts = random_facts(packs, names, chance)
    complete = ["firm_ip", "firm_incident", "firm_conversion"]
    population = pl.LazyFrame({FIRM_ID: names})
    frame = input_frame(population, facts, [rule], packs.contracts, AS_OF, complete).collect()
    return frame.to_dicts()


def failing(rule, facts):
    held = Interpreter(rule, AS_OF, facts)
    return {c.id for c in rule.conditions if held.truth(c.term) is False}


def unmet(rule, facts, among):
    """Of the conditions that failed those that are not met: what a smaller change may leave open."""
    held = Interpreter(rule, AS_OF, facts)
    return {each.condition.id for each in among if held.truth(each.condition.term) is not True}


def undone(packs, change, row):
    """The change but for a thousandth of it, in whole steps towards what the fact is now."""
    if isinstance(change.moving, RowsInput):
        scale = 1
    else:
        scale = scale_of(packs.contracts[change.moving.table].fields[change.moving.field])
    steps = change.by * scale
    less = int(abs(steps) * Fraction(999, 1000)) * (1 if steps > 0 else -1)
    value = change.before + Fraction(less, scale)
    stored = int(value) if scale == 1 else Decimal(value.numerator) / value.denominator
    return {**row, change.column: stored}


@pytest.mark.parametrize("seed", range(3))
def test_a_single_change_turns_what_fails_and_less_does_not(packs, national_rules, seed):
    chance = random.Random(seed)
    turned = 0
    for rule in some_rules(national_rules, chance, 6):
        for row in rows_of(packs, rule, chance):
            before = failing(rule, row)
            found = least_change(rule, packs.contracts, packs.code_lists, row, AS_OF)
            assert {c.condition.id for c in found.failing} == before
            for change in found.single:
                if isinstance(change.moving, Today):
                    continue
                assert not failing(rule, {**row, change.column: change.stored})
                if change.by is not None:
                    assert unmet(rule, undone(packs, change, row), found.failing)
            for each in found.failing:
                for change in each.options:
                    if isinstance(change.moving, Today) or change.possible:
                        continue
                    held = Interpreter(rule, AS_OF, {**row, change.column: change.stored})
                    assert held.truth(each.condition.term) is True
                    if change.by is not None:
                        less = Interpreter(rule, AS_OF, undone(packs, change, row))
                        assert less.truth(each.condition.term) is not True
                        turned += 1
    assert turned > 10


@pytest.mark.parametrize("seed", range(4, 6))
def test_a_plan_turns_all_that_fails_and_no_part_of_it_can_be_less(packs, national_rules, seed):
    chance = random.Random(seed)
    planned = 0
    for rule in some_rules(national_rules, chance, 6):
        for row in rows_of(packs, rule, chance):
            found = least_change(rule, packs.contracts, packs.code_lists, row, AS_OF)
            if not found.plan:
                continue
            after = {**row, **{c.column: c.stored for c in found.plan}}
            assert not failing(rule, after)
            planned += 1
            for change in found.plan:
                less = row if change.by is None else undone(packs, change, row)
                assert unmet(rule, {**after, change.column: less[change.column]}, found.failing)
    assert planned


def example_row(packs, rule, change):
    examples = rule.spec.examples
    facts = ExampleFacts(changed(examples.base, change), frozenset(examples.complete))
    tables = {n: example_table(packs.contracts[n], r).lazy() for n, r in facts.tables.items()}
    firms = pl.LazyFrame({FIRM_ID: ["example"]})
    frame = input_frame(firms, tables, [rule], packs.contracts, AS_OF, facts.complete)
    return frame.collect().to_dicts()[0]


def test_research_spending_to_the_fen_or_a_smaller_bracket(packs, national_rules):
    """Sales of 60 million in the last year ask for 4% of three years: 240,000 yuan are lacking."""
    rule = national_rules["cn.hnte"]
    change = {
        "firm_finance.2025.sales_revenue_cny": "6000 万元",
        "firm_finance.2025.rd_expense_cny": "191 万元",
        "firm_finance.2025.rd_domestic_cny": "191 万元",
        "firm_finance.2025.total_income_cny": "6000 万元",
        "firm_finance.2025.hitech_income_cny": "6000 万元",
    }
    row = example_row(packs, rule, change)
    assert failing(rule, row) == {"rd_intensity"}
    found = least_change(rule, packs.contracts, packs.code_lists, row, AS_OF)
    by = {(c.column, c.by > 0): c.by for c in found.single}
    # 4% of 85 million is 3.4 million; three years have 3.16 million.
    assert by["firm_finance.rd_expense_cny[2025]", True] == 240_000
    # Less sales: 3.16 million are 4% of 79 million, 6 million less.
    assert by["firm_finance.sales_revenue_cny[2025]", False] == -6_000_000


def test_time_alone_may_do(packs, national_rules):
    rule = national_rules["cn.hnte"]
    founded_on = dt.date(2025, 9, 30)
    row = example_row(packs, rule, {"firm_registration.founded_on": founded_on})
    assert failing(rule, row) == {"registered_365_days"}
    found = least_change(rule, packs.contracts, packs.code_lists, row, AS_OF)
    options = found.failing[0].options
    assert [c.by for c in options if isinstance(c.moving, Today)] == [92]
