"""A rule as it is beside a rule as drafted: every firm's effect, as the interpreter means it."""

import dataclasses
import datetime as dt
import random
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.wotu.rules.drafts import FIGURES, SUBSIDY, draft_of, drafts_of_hnte
from tests.wotu.rules.random_facts import AS_OF, random_facts
from wotu.packs.yaml_source import load_yaml
from wotu.rules.check import check_rule
from wotu.rules.compile import FIRM_ID
from wotu.rules.draft import draft_rule, drafted
from wotu.rules.frame import input_frame
from wotu.rules.interpret import Interpreter
from wotu.simulation.costs import barred_next_year, cost_of
from wotu.simulation.held import HeldInputs
from wotu.simulation.judging import VERDICT_NAMES, judge
from wotu.simulation.simulate import Effect, simulate
from wotu.simulation.sweep import sweep

pytestmark = pytest.mark.zone

FIRMS = [f"firm{number:03d}" for number in range(150)]
LISTS = ["firm_ip", "firm_conversion", "firm_incident", "firm_certificate"]
WORDS = {True: "met", False: "not_met", None: "unknown"}


@pytest.fixture(scope="module")
def facts(packs):
    return random_facts(packs, FIRMS, random.Random(7))


@pytest.fixture(scope="module")
def subsidy_file(tmp_path_factory):
    path = tmp_path_factory.mktemp("city") / "rd_subsidy.yaml"
    path.write_text(SUBSIDY, encoding="utf-8")
    return load_yaml(path)


@pytest.fixture(scope="module")
def held(packs, facts):
    """Inputs of the rule and of all that random drafts of it read beside."""
    rules = [
        draft_rule(packs, draft_of("cn.hnte")),
        draft_rule(packs, draft_of("cn.hnte", conditions={"new": {"label": {"zh": "员", "en": "s"}, "test": "firm_staff.total_staff[last_year] > 1 人"}})),
    ]  # fmt: skip
    return hold(packs, facts, rules)


def hold(packs, facts, rules):
    firms = pl.LazyFrame({FIRM_ID: FIRMS})
    complete = {"firm_ip", "firm_incident"}
    frame = input_frame(firms, facts, rules, packs.contracts, AS_OF, complete).sort(FIRM_ID)
    size = pl.Series("size", [["small", "medium", "unknown"][n % 3] for n in range(len(FIRMS))])
    who = pl.DataFrame({FIRM_ID: FIRMS}).with_columns(size.cast(pl.Categorical))
    return HeldInputs(frame.collect(), who, ("size",), packs.contracts, AS_OF)


def meant(rule, facts):
    one = Interpreter(rule, AS_OF, facts)
    return "not_applicable" if one.applies() is False else WORDS[one.verdict()]


@settings(max_examples=12, deadline=None)
@given(drafts_of_hnte)
def test_both_versions_are_what_the_interpreter_means(packs, held, draft):
    present, changed = draft_rule(packs, draft_of("cn.hnte")), draft_rule(packs, draft)
    found = simulate(held, judge(held, present), changed)
    pairs = Counter(
        (meant(present, facts), meant(changed, facts)) for facts in held.frame.to_dicts()
    )
    assert {pair: number for pair, number in found.matrix.items() if number} == dict(pairs)


@settings(max_examples=12, deadline=None)
@given(drafts_of_hnte)
def test_every_firm_is_reached_once_or_not_at_all(packs, held, draft):
    found = simulate(
        held, judge(held, draft_rule(packs, draft_of("cn.hnte"))), draft_rule(packs, draft)
    )
    assert sum(found.counts.values()) == sum(found.matrix.values()) == len(FIRMS)
    by_size = found.by("size")
    for effect in Effect:
        assert sum(row.effects[effect] for row in by_size) == found.counts[effect]
    for name in VERDICT_NAMES:
        assert sum(row.before[name] for row in by_size) == found.before.counts[name]
        assert sum(row.after[name] for row in by_size) == found.after.counts[name]
    gained = found.counts[Effect.GAINED] + found.counts[Effect.CERTAIN]
    lost = found.counts[Effect.LOST] + found.counts[Effect.DOUBTFUL]
    assert found.after.counts["met"] - found.before.counts["met"] == gained - lost


def test_a_draft_without_changes_changes_nobody(packs, held):
    rule = draft_rule(packs, draft_of("cn.hnte"))
    found = simulate(held, judge(held, rule), draft_rule(packs, draft_of("cn.hnte")))
    assert found.counts[Effect.SAME] == len(FIRMS)
    assert all(before == after or not firms for (before, after), firms in found.matrix.items())


@settings(max_examples=8, deadline=None)
@given(st.sampled_from(sorted(set(FIGURES["cn.hnte"]) - {"small_sales_ceiling"})), st.data())
def test_a_higher_floor_never_lets_more_firms_in(packs, held, name, data):
    rule = draft_rule(packs, draft_of("cn.hnte"))
    # One unit of the parameter is a hundredth of the base unit for shares, else the base unit.
    unit = Fraction(1, 100) if FIGURES["cn.hnte"][name] == "%" else Fraction(1)
    steps = sorted(data.draw(st.sets(st.integers(0, 100), min_size=3, max_size=5)))
    points = sweep(held, rule, name, [step * unit for step in steps])
    met = [point.counts["met"] for point in points]
    out = [point.counts["not_met"] for point in points]
    assert met == sorted(met, reverse=True)
    assert out == sorted(out)


def test_a_firm_that_was_undecided_became_certain_and_did_not_gain(packs, facts):
    rule = draft_rule(packs, draft_of("cn.hnte"))
    changed = draft_rule(
        packs, draft_of("cn.hnte", conditions={"registered_365_days": "true"} | dict.fromkeys([
            "ip_owned", "in_supported_field", "sci_tech_staff_10pct", "rd_intensity",
            "rd_domestic_60pct", "hitech_income_60pct", "innovation_score", "no_major_incident",
        ]))
    )  # fmt: skip
    held = hold(packs, facts, [rule])
    before = judge(held, rule)
    found = simulate(held, before, changed)
    applies = len(FIRMS) - before.counts["not_applicable"]
    assert found.after.counts["met"] == applies
    assert found.counts[Effect.CERTAIN] == before.counts["unknown"] > 0
    assert found.counts[Effect.GAINED] == before.counts["not_met"] > 0


def test_rows_stay_in_their_places_when_there_are_many(packs, held):
    rule = draft_rule(packs, draft_of("cn.hnte"))
    few = judge(held, rule).rows["verdict"].to_list()
    times = 2_000
    many = dataclasses.replace(held, frame=pl.concat([held.inputs_of(rule)] * times))
    assert judge(many, rule).rows["verdict"].to_list() == few * times


# -- what it costs -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def subsidy(packs, subsidy_file):
    return check_rule(subsidy_file, packs.contracts, packs.code_lists)


def changed_subsidy(packs, subsidy_file, **changes):
    draft = draft_of("city.rd_subsidy", edition="2026", **changes)
    return check_rule(drafted(subsidy_file, draft), packs.contracts, packs.code_lists)


def paid(rule, facts):
    """Verdict and amount of a firm to the fen, as the interpreter means them."""
    one = Interpreter(rule, AS_OF, facts)
    amount = one.quantity("subsidy")
    fen = None if amount is None else Decimal(amount.numerator * 100) / amount.denominator
    return one.verdict(), None if fen is None else fen.quantize(1, ROUND_HALF_UP) / 100


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 30), st.integers(10, 300))
def test_costs_are_the_sums_of_what_the_interpreter_means(
    packs, facts, subsidy, subsidy_file, rate, cap
):
    changed = changed_subsidy(
        packs, subsidy_file, parameters={"rate": f"{rate}%", "cap": f"{cap} 万元"}
    )
    held = hold(packs, facts, [subsidy])
    verdicts = judge(held, changed)
    cost = cost_of(verdicts, AS_OF)
    meant = [paid(changed, row) for row in held.frame.to_dicts()]
    assert cost.certain == sum(amount for verdict, amount in meant if verdict)
    assert cost.firms == sum(verdict is True for verdict, _ in meant)
    assert cost.possible == sum(
        amount for verdict, amount in meant if verdict is None and amount is not None
    )
    assert cost.unbounded == sum(amount is None for verdict, amount in meant if verdict is None)
    assert cost.unbounded_met == sum(amount is None for verdict, amount in meant if verdict)
    assert cost.budget == 2_000_000


def test_firms_that_stay_and_get_more_are_told_from_those_that_get_less(
    packs, facts, subsidy, subsidy_file
):
    held = hold(packs, facts, [subsidy])
    before = judge(held, subsidy)
    more = changed_subsidy(packs, subsidy_file, parameters={"rate": "20%"})
    found = simulate(held, before, more)
    assert found.counts[Effect.MORE] > 0
    assert found.counts[Effect.MORE] + found.counts[Effect.SAME] == len(FIRMS)
    back = simulate(held, judge(held, more), subsidy)
    assert back.counts[Effect.LESS] == found.counts[Effect.MORE]


def test_a_measure_granted_once_costs_next_year_only_for_other_firms(packs, facts, subsidy):
    held = hold(packs, facts, [subsidy])
    nobody = pl.repeat(False, len(FIRMS), eager=True)
    assert barred_next_year(judge(held, subsidy), nobody, nobody) is None
    measure = subsidy.spec.measure.model_copy(update={"once": True})
    once = dataclasses.replace(subsidy, spec=subsidy.spec.model_copy(update={"measure": measure}))
    verdicts = judge(held, once)
    barred = barred_next_year(verdicts, nobody, nobody)
    assert barred.sum() == verdicts.counts["met"] > 0
    cost = cost_of(verdicts, dt.date(2027, 6, 30), barred)
    assert (cost.certain, cost.firms) == (Decimal(0), 0)
    assert cost.undecided == verdicts.counts["unknown"]
    everybody = ~nobody
    assert barred_next_year(verdicts, everybody, nobody).sum() == 0
