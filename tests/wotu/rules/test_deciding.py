"""Sets of facts that decide: what they promise holds whatever the facts turn out to be."""

import datetime as dt
import random
from decimal import Decimal

import polars as pl
import pytest

from tests.wotu.rules.random_facts import AS_OF, random_facts, some_rules, within_the_text
from wotu.contracts.schema import FieldType
from wotu.rules.compile import FIRM_ID
from wotu.rules.deciding import deciding_sets
from wotu.rules.frame import input_frame
from wotu.rules.inputs import ListInput, RowsInput
from wotu.rules.interpret import Interpreter
from wotu.rules.supplied import SuppliedReading


def rows_of(packs, rule, chance, firms=6):
    names = [f"firm{i}" for i in range(firms)]
    facts = random_facts(packs, names, chance)
    complete = [name for name in ("firm_ip", "firm_incident") if chance.random() < 0.5]
    population = pl.LazyFrame({FIRM_ID: names})
    frame = input_frame(population, facts, [rule], packs.contracts, AS_OF, complete).collect()
    return [{name: above_nothing(value) for name, value in row.items()} for row in frame.to_dicts()]


def above_nothing(value):
    """Divisors are taken as positive."""
    return abs(value) or Decimal(1) if isinstance(value, Decimal) else value


def some_value(packs, item, chance):
    """A value that the field allows, above nothing."""
    field = packs.contracts[item.table].fields[item.field]
    match field.type:
        case FieldType.MONEY | FieldType.MONEY_USD:
            value = Decimal(chance.choice([1, 5, 100, 1000, 5000, 20000, 40000, 10**6])) * 10_000
        case FieldType.COUNT:
            value = chance.choice([1, 2, 3, 4, 5, 10, 100, 1000, 5000])
        case FieldType.POINTS:
            value = Decimal(chance.randint(0, int(field.maximum or 10)))
        case FieldType.SHARE:
            value = Decimal(chance.randint(1, 100)) / 100
        case FieldType.BOOLEAN:
            return chance.random() < 0.5
        case FieldType.CODE:
            return chance.choice(list(packs.code_lists[field.codes].labels))
        case FieldType.DATE:
            return AS_OF - dt.timedelta(days=chance.randint(1, 9000))
        case FieldType.YEAR:
            return chance.randint(2000, 2026)
        case FieldType.AREA:
            value = Decimal(chance.randint(1, 10**5))
        case _:
            return "甲"
    return value if field.maximum is None else type(value)(min(value, field.maximum))


def supplied(packs, rule, row, items, chance):
    """The row with values for facts, drawn at random."""
    after = dict(row)
    for item in items:
        if isinstance(item, ListInput):
            after[item.column(AS_OF)] = True
            for rows in rule.row_conditions:
                if isinstance(rows, RowsInput) and rows.table == item.table:
                    more = chance.choice([0, 0, 1, 2, 5])
                    after[rows.column(AS_OF)] = (row[rows.column(AS_OF)] or 0) + more
                    after[rows.doubtful_column(AS_OF)] = 0
        else:
            after[item.column(AS_OF)] = some_value(packs, item, chance)
    return within_the_text(rule, after, set(items), chance)


@pytest.mark.parametrize("seed", range(3))
def test_a_verdict_is_among_those_foreseen(packs, national_rules, seed):
    chance = random.Random(seed)
    for rule in some_rules(national_rules, chance, 6):
        for row in rows_of(packs, rule, chance):
            held = Interpreter(rule, AS_OF, row)
            missing = [item for item in rule.asked if held.is_missing(item)]
            items = chance.sample(missing, chance.randint(0, min(6, len(missing))))
            reading = SuppliedReading(held, items)
            for _ in range(5):
                after = Interpreter(rule, AS_OF, supplied(packs, rule, row, items, chance))
                for condition in rule.all_conditions():
                    found = after.truth(condition.term)
                    assert found in reading.outcomes(condition.term), (condition.id, items)


@pytest.mark.parametrize("seed", range(4, 7))
def test_sets_keep_their_promise_and_none_is_too_large(packs, national_rules, seed):
    chance = random.Random(seed)
    met, sets_to_meet = 0, 0
    for rule in some_rules(national_rules, chance, 6):
        for row in rows_of(packs, rule, chance):
            held = Interpreter(rule, AS_OF, row)
            found = deciding_sets(rule, packs.contracts, row, AS_OF)
            if held.verdict() is not None:
                assert found.to_meet == found.to_settle == found.to_rule_out == ()
                continue
            judged = [named.asked for named in found.judged]
            for facts in found.to_settle:
                items = [*judged, *(named.asked for named in facts)]
                for _ in range(10):
                    after = Interpreter(rule, AS_OF, supplied(packs, rule, row, items, chance))
                    assert after.verdict() is not None
            for facts in found.to_meet:
                items = [named.asked for named in facts]
                sets_to_meet += 1
                every = [*judged, *items]
                met += any(
                    Interpreter(rule, AS_OF, supplied(packs, rule, row, every, chance)).verdict()
                    for _ in range(300)
                )
                for left_out in items:
                    rest = SuppliedReading(held, [item for item in every if item != left_out])
                    conditions = [rest.outcomes(c.term) for c in rule.conditions]
                    assert not all(True in outcomes for outcomes in conditions)
    assert sets_to_meet
    # Rare combinations of many facts are not drawn in three hundred throws.
    assert met >= sets_to_meet * 0.5
