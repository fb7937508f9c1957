"""The compiled query gives what the reference interpreter means, firm by firm."""

import datetime as dt
import random
from decimal import Decimal

import polars as pl
import pytest

from wotu.contracts.schema import FieldType, TimeKind
from wotu.rules.compile import FIRM_ID, MASK_BITS, compile_rule, missing_columns
from wotu.rules.frame import input_frame
from wotu.rules.interpret import Interpreter, Range
from wotu.rules.typed import BandsTerm

AS_OF = dt.date(2026, 6, 30)
RULES = ["cn.hnte", "cn.tsme", "cn.sme_size"]


def random_value(field, codes, chance):
    if chance.random() < 0.25:
        return None
    match field.type:
        case FieldType.MONEY:
            # Round amounts meet each other at thresholds; zero and negative ones at guards.
            return (
                Decimal(
                    chance.choice([0, 0, 5, 100, 1000, 5000, 20000, -300, chance.randint(1, 30000)])
                )
                * 10_000
            )
        case FieldType.COUNT:
            return chance.choice([0, 1, 2, 3, 4, 5, 10, 100, 300, 1000])
        case FieldType.POINTS:
            return Decimal(chance.randint(0, int(field.maximum or 10) * 2)) / 2
        case FieldType.BOOLEAN:
            return chance.random() < 0.5
        case FieldType.CODE:
            return chance.choice(codes[field.codes])
        case FieldType.DATE:
            return AS_OF - dt.timedelta(days=chance.choice([0, 364, 365, 366, 800, 1500, 4000]))
        case FieldType.YEAR:
            return chance.choice([2022, 2023, 2024, 2025, 2026])
    return chance.choice(["甲", "乙"])


def random_facts(packs, firms, chance):
    codes = {name: list(codes.labels)[:40] for name, codes in packs.code_lists.items()}
    codes["gbt4754_2017"] = ["C", "3921", "G", "5111", "591", "5930", "6621", "6513", "7010", "72"]
    facts = {}
    for contract in packs.contracts.values():
        rows = []
        for firm in firms:
            if contract.time.kind is TimeKind.YEAR and contract.key == (contract.time.from_field,):
                fixed = [{contract.time.from_field: year} for year in (2023, 2024, 2025, 2026)]
            elif contract.time.kind is TimeKind.STATE:
                fixed = [{}]
            else:
                fixed = [{} for _ in range(chance.choice([0, 0, 1, 2, 6]))]
            for known in fixed:
                if chance.random() < 0.1:
                    continue
                row = {n: random_value(f, codes, chance) for n, f in contract.fields.items()}
                rows.append({FIRM_ID: firm, **row, **known})
        schema = {FIRM_ID: pl.String, **contract.stored_types}
        facts[contract.name] = pl.DataFrame(rows, schema=schema, strict=False).lazy()
    return facts


@pytest.mark.parametrize("rule_id", RULES)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_query_and_interpreter_agree(packs, national_rules, rule_id, seed):
    chance = random.Random(seed)
    rule = national_rules[rule_id]
    firms = [f"firm{i}" for i in range(150)]
    lists = ["firm_ip", "firm_conversion", "firm_incident", "firm_certificate"]
    complete = [name for name in lists if chance.random() < 0.5]
    facts = random_facts(packs, firms, chance)
    population = pl.LazyFrame({FIRM_ID: firms})
    frame = input_frame(population, facts, [rule], packs.contracts, AS_OF, complete).collect()
    rows = compile_rule(rule, AS_OF, frame.schema).plan(frame.lazy()).collect()
    results = {row[FIRM_ID]: row for row in rows.to_dicts()}
    seen = {condition.id: set() for condition in rule.all_conditions()}
    for inputs in frame.to_dicts():
        meant = Interpreter(rule, AS_OF, inputs)
        if meant.applies() is False:
            assert inputs[FIRM_ID] not in results
            continue
        row = results[inputs[FIRM_ID]]
        assert row["verdict"] is meant.verdict()
        wanted = set()
        for condition in rule.all_conditions():
            assert row[f"{condition.id}.verdict"] is meant.truth(condition.term), condition.id
            seen[condition.id].add(row[f"{condition.id}.verdict"])
            wanted |= set(meant.missing(condition))
            if condition.value is None:
                continue
            value, threshold = meant.value(condition.value), meant.value(condition.threshold)
            if f"{condition.id}.low" in row:
                for bound, found in (("low", value.low), ("high", value.high)):
                    assert_same(row[f"{condition.id}.{bound}"], found)
                value = value.exact
            if f"{condition.id}.value" in row:
                assert_same(row[f"{condition.id}.value"], value)
                assert_same(row[f"{condition.id}.threshold"], threshold)
                if value is not None and threshold is not None and condition.margin is None:
                    margin = (value - threshold) * condition.sense
                    assert_same(row[f"{condition.id}.margin"], margin)
        assert missing_inputs(row, rule) == wanted
        check_outcome(rule, row, meant)
    alike = [name for name, verdicts in seen.items() if len(verdicts) < 2]
    assert len(alike) <= 2, f"the random firms should not all fare alike: {alike}"


def assert_same(found, meant):
    if isinstance(meant, Range):
        meant = meant.exact
    if meant is None:
        assert found is None
    else:
        assert found == pytest.approx(float(meant), rel=1e-12, abs=1e-9)


def missing_inputs(row, rule):
    words = [row[name] for name in missing_columns(len(rule.asked))]
    return {
        item
        for place, item in enumerate(rule.asked)
        if words[place // MASK_BITS] >> (place % MASK_BITS) & 1
    }


def check_outcome(rule, row, meant):
    if rule.spec.outcome is None:
        return
    term = rule.quantities[rule.spec.outcome.quantity]
    assert isinstance(term, BandsTerm)
    grades = [band.grade if band else term.otherwise[2] for band in meant.possible_bands(term)]
    assert (row["outcome.high"], row["outcome.low"]) == (grades[0], grades[-1])
    assert row["outcome"] == (grades[0] if len(grades) == 1 else None)
