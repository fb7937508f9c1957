from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wotu.build import stacking as stacking_module
from wotu.build.bundle import Bundle, WhyNot, best_bundle, best_bundles
from wotu.build.stacking import Stacking

FEN = st.integers(0, 20) | st.integers(0, 10**13)


@st.composite
def instances(draw):
    """Measures with exclusions, groups and ceilings, what they bring, and what was paid."""
    names = [f"m{n}" for n in range(draw(st.integers(1, 8)))]
    pairs = list(combinations(names, 2))
    excluded = draw(st.sets(st.sampled_from(pairs), max_size=6)) if pairs else set()
    one_of = {n: tuple(sorted(draw(st.sets(st.sampled_from("ab"), max_size=1)))) for n in names}
    groups = st.sampled_from([None, "x", "y"])
    ceiling = {n: group for n in names if (group := draw(groups))}
    stacking = Stacking(
        measures=tuple(names),
        excluded=frozenset(frozenset(pair) for pair in excluded),
        one_of=one_of,
        ceiling=ceiling,
        ceilings_fen={"x": draw(FEN), "y": draw(FEN)},
    )
    amounts = {n: draw(FEN) for n in names if draw(st.booleans())}
    used = {"x": draw(FEN)} if draw(st.booleans()) else {}
    return stacking, amounts, used


def worth(stacking, measures, amounts, used):
    total = sum(amounts[m] for m in measures if m not in stacking.ceiling)
    for group, limit in stacking.ceilings_fen.items():
        under = sum(amounts[m] for m in measures if stacking.ceiling.get(m) == group)
        total += min(under, max(limit - used.get(group, 0), 0))
    return total


def best_by_trying_all(stacking, amounts, used):
    best = 0
    for size in range(len(amounts) + 1):
        for some in combinations(amounts, size):
            if not any(stacking.clash(a, b) for a, b in combinations(some, 2)):
                best = max(best, worth(stacking, some, amounts, used))
    return best


def is_lawful(stacking, bundle, used):
    taken = [item.measure for item in bundle.taken]
    assert not any(stacking.clash(a, b) for a, b in combinations(taken, 2))
    assert all(0 < item.granted_fen <= item.amount_fen for item in bundle.taken)
    for group, limit in stacking.ceilings_fen.items():
        under = [i.granted_fen for i in bundle.taken if stacking.ceiling.get(i.measure) == group]
        assert sum(under) <= max(limit - used.get(group, 0), 0)


@given(instances())
def test_the_bundle_is_lawful_and_no_set_brings_more(instance):
    stacking, amounts, used = instance
    bundle = best_bundle(stacking, amounts, used)
    is_lawful(stacking, bundle, used)
    assert bundle.total_fen == best_by_trying_all(stacking, amounts, used)


@given(instances())
def test_every_measure_is_taken_or_left_out_with_a_reason(instance):
    stacking, amounts, used = instance
    bundle = best_bundle(stacking, amounts, used)
    accounted = [i.measure for i in bundle.taken] + [i.measure for i in bundle.left_out]
    assert sorted(accounted) == sorted(amounts)
    for item in bundle.left_out:
        if item.less_fen is not None:
            assert item.less_fen >= 0
            assert stacking.clash(item.measure, item.because)


@settings(max_examples=60, deadline=None)
@given(instances())
def test_the_solver_finds_what_trying_all_finds(instance):
    stacking, amounts, used = instance
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stacking_module, "MOST_SETS", 0)
        bundle = best_bundle(stacking, amounts, used)
    is_lawful(stacking, bundle, used)
    assert bundle.total_fen == best_by_trying_all(stacking, amounts, used)


@given(instances(), st.integers(2, 5))
def test_many_firms_get_what_each_gets_alone(instance, firms):
    stacking, amounts, used = instance
    row = np.array([[amounts.get(m, 0) for m in stacking.measures]], dtype=np.int64)
    rows = np.concatenate([row // (n + 1) for n in range(firms)])
    paid = {group: np.full(firms, fen) for group, fen in used.items()}
    together = best_bundles(stacking, rows, paid)
    for own, granted in zip(rows, together, strict=True):
        alone = best_bundle(stacking, dict(zip(stacking.measures, own.tolist(), strict=True)), used)
        assert alone.total_fen == granted.sum()


SHOWN = Stacking(
    measures=("rd", "growth", "award", "giant", "loan"),
    excluded=frozenset({frozenset(("rd", "growth"))}),
    one_of={"award": ("recognition",), "giant": ("recognition",)},
    ceiling={"rd": "science", "growth": "science", "loan": "science"},
    ceilings_fen={"science": 1_000},
)


def reasons(bundle: Bundle) -> dict:
    return {item.measure: (item.why, item.because, item.less_fen) for item in bundle.left_out}


def test_of_two_that_exclude_each_other_the_reason_says_what_the_other_brings_more():
    bundle = best_bundle(SHOWN, {"rd": 300, "growth": 420, "award": 100, "giant": 500})
    assert [(i.measure, i.granted_fen) for i in bundle.taken] == [("growth", 420), ("giant", 500)]
    assert reasons(bundle) == {
        "rd": (WhyNot.EXCLUDED, "growth", 120),
        "award": (WhyNot.ONE_OF, "giant", 400),
    }


def test_a_ceiling_cuts_the_last_measure_and_leaves_out_what_gets_nothing():
    bundle = best_bundle(SHOWN, {"rd": 1_000, "loan": 50})
    assert [(i.measure, i.granted_fen) for i in bundle.taken] == [("rd", 1_000)]
    assert reasons(bundle) == {"loan": (WhyNot.CEILING, "science", None)}
    cut = best_bundle(SHOWN, {"rd": 900, "loan": 300})
    assert [i.granted_fen for i in cut.taken] == [900, 100]


def test_what_was_paid_this_year_lowers_the_ceiling():
    assert best_bundle(SHOWN, {"rd": 900}, {"science": 400}).total_fen == 600
    assert best_bundle(SHOWN, {"rd": 900}, {"science": 4_000}).total_fen == 0
