"""A rule along one fact is what the interpreter says at every figure of it."""

import random
from fractions import Fraction
from itertools import pairwise

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.wotu.rules.random_facts import AS_OF, random_facts, some_rules
from wotu.rules.along import NotAlongError, RuleAlong
from wotu.rules.compile import FIRM_ID
from wotu.rules.frame import input_frame
from wotu.rules.inputs import RowsInput
from wotu.rules.interpret import Interpreter
from wotu.rules.moves import movable
from wotu.rules.polynomial import Polynomial, sign_runs
from wotu.rules.stretches import Quotient, Span

COEFFICIENTS = st.lists(st.fractions(-50, 50, max_denominator=7), min_size=0, max_size=4)


@given(COEFFICIENTS, st.integers(-60, 60), st.integers(0, 90))
def test_sign_runs_are_the_signs(coefficients, first, span):
    polynomial = Polynomial.of(*coefficients)
    runs = sign_runs(polynomial, first, first + span)
    signs = {x: run.sign for run in runs for x in range(run.first, run.last + 1)}
    assert signs == {
        x: (polynomial.at(x) > 0) - (polynomial.at(x) < 0) for x in range(first, first + span + 1)
    }
    assert all(a.sign != b.sign for a, b in pairwise(runs))


@given(COEFFICIENTS, COEFFICIENTS, st.integers(-30, 30))
def test_polynomials_are_what_they_are_at_points(left, right, x):
    a, b = Polynomial.of(*left), Polynomial.of(*right)
    assert (a + b).at(x) == a.at(x) + b.at(x)
    assert (a - b).at(x) == a.at(x) - b.at(x)
    assert (a * b).at(x) == a.at(x) * b.at(x)


@pytest.mark.parametrize("seed", range(4))
def test_stretches_agree_with_the_interpreter(packs, national_rules, seed):
    chance = random.Random(seed)
    seen = 0
    for rule in some_rules(national_rules, chance, 8):
        firms = [f"firm{i}" for i in range(4)]
        facts = random_facts(packs, firms, chance)
        complete = ["firm_ip", "firm_incident"] if chance.random() < 0.5 else []
        population = pl.LazyFrame({FIRM_ID: firms})
        frame = input_frame(population, facts, [rule], packs.contracts, AS_OF, complete).collect()
        for row in frame.to_dicts():
            held = Interpreter(rule, AS_OF, row)
            ways = movable(rule, packs.contracts, row, AS_OF)
            for way in chance.sample(ways, min(3, len(ways))):
                along = RuleAlong(held, way.moving, way.lowest, way.highest)
                for condition in rule.all_conditions():
                    try:
                        check(rule, row, along, way, condition.term, chance)
                    except NotAlongError:
                        continue
                    seen += 1
            assert held.verdict() in {True, False, None}
    assert seen > 100


def check(rule, row, along, way, term, chance):
    pieces = along.pieces(term)
    assert pieces[0].first == way.lowest
    assert pieces[-1].last == way.highest
    assert all(b.first == a.last + 1 for a, b in pairwise(pieces))
    ends = {x for p in pieces for x in (p.first, p.last)}
    points = ends | {chance.randint(way.lowest, way.highest) for _ in range(3)} | {way.now}
    for x in points:
        piece = next(p for p in pieces if p.first <= x <= p.last)
        meant = Interpreter(rule, AS_OF, way.moved(row, x)).value(term)
        value = piece.value
        if isinstance(value, Quotient):
            value = value.above.at(x) / value.below.at(x)
        assert not isinstance(value, Span)
        assert value == meant, (term, x)


def test_a_number_of_rows_moves_in_whole_rows(packs, national_rules):
    rule = national_rules["cn.hnte"]
    items = [item for item in rule.row_conditions if isinstance(item, RowsInput)]
    assert items
    row = {item.column(AS_OF): 1 for item in items}
    ways = movable(rule, packs.contracts, row, AS_OF)
    counted = [way for way in ways if way.moving in items]
    assert {way.now for way in counted} == {1}
    assert all(way.lowest == 0 and way.figure(3) == Fraction(3) for way in counted)
