"""Random firms in two engines, and whether both say the same of them."""

import math
import random

import polars as pl

from tests.wotu.rules.random_facts import AS_OF, random_facts
from wotu.rules.compile import FIRM_ID
from wotu.rules.examples import EXAMPLE_FIRM, changed, example_table
from wotu.rules.frame import input_frame, subject_rows
from wotu.rules.screen import screen


def random_population(packs, rule, seed, count=120):
    """Facts with gaps, and the lists that are complete."""
    chance = random.Random(seed)
    firms = [f"firm{i}" for i in range(count)]
    facts = random_facts(packs, firms, chance)
    lists = [item.table for item in rule.row_conditions]
    complete = {name for name in lists if chance.random() < 0.5}
    return firms, facts, complete


def example_population(packs, rule):
    """The examples of a rule as firms, one a case; only those of the examples' own day."""
    examples = rule.spec.examples
    cases = [case for case in examples.cases if case.as_of is None]
    parts, firms = {}, []
    for place, case in enumerate(cases):
        firm = f"{EXAMPLE_FIRM}{place}"
        firms.append(firm)
        for name, rows in changed(examples.base, case.change).items():
            table = example_table(packs.contracts[name], rows)
            parts.setdefault(name, []).append(table.with_columns(pl.lit(firm).alias(FIRM_ID)))
    facts = {name: pl.concat(tables).lazy() for name, tables in parts.items()}
    return firms, facts, set(examples.complete)


def screened_by_polars(packs, rule, population, as_of=AS_OF):
    firms, facts, complete = population
    rows = pl.LazyFrame({FIRM_ID: firms})
    if rule.spec.subject != "firm":
        rows = subject_rows(rule, facts, packs.contracts)
    frame = input_frame(rows, facts, [rule], packs.contracts, as_of, complete)
    return screen(rule, frame, packs.contracts, as_of).rows.collect()


def assert_same_rows(found, expected):
    """Equal row by row: figures for showing up to rounding, all else exactly."""
    keys = [name for name in expected.columns if name == FIRM_ID or name.startswith("subject.")]
    assert found.columns == expected.columns
    assert found.height == expected.height > 0
    found, expected = found.sort(keys), expected.sort(keys)
    for name, dtype in expected.schema.items():
        pairs = zip(found[name].to_list(), expected[name].to_list(), strict=True)
        for place, (one, other) in enumerate(pairs):
            alike = one == other
            if dtype == pl.Float64 and one is not None and other is not None:
                alike = math.isclose(one, other, rel_tol=1e-12, abs_tol=1e-9)
            assert alike, (name, expected[keys].row(place), one, other)
