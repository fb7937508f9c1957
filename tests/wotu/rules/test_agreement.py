"""The compiled query gives what the reference interpreter means, firm by firm."""

import random

import polars as pl
import pytest

from tests.wotu.rules.random_facts import AS_OF, random_facts
from wotu.rules.compile import FIRM_ID, MASK_BITS, compile_rule, missing_columns
from wotu.rules.frame import input_frame
from wotu.rules.interpret import Interpreter, Range
from wotu.rules.typed import BandsTerm

RULES = ["cn.hnte", "cn.tsme", "cn.sme_size"]


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
