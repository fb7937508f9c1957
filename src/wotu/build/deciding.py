"""Which conditions turn a firm from one verdict to another under a draft."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from wotu.build.judging import Verdicts
from wotu.build.simulate import EFFECTS, Effect, Simulation
from wotu.figures import exact, figure_text
from wotu.packs.schema import Label
from wotu.rules.checked import CheckedCondition, CheckedRule

_RANK = {False: 0, None: 1, True: 2}

_WORSE = frozenset({Effect.LOST, Effect.DOUBTFUL, Effect.RULED_OUT})


@dataclass(frozen=True)
class Deciding:
    """One condition of which the verdict changes, with what is compared before and after.

    ``before`` and ``after`` are true, false or None for unknown. A condition that the draft adds
    has ``added``, one that it takes away ``removed``. Figures are None where the condition
    compares none or they are not known; ``low`` and ``high`` are the bounds of a value in a range.
    """

    id: str
    label: Label
    unit: str | None
    before: bool | None
    after: bool | None
    value: Fraction | None
    threshold_before: Fraction | None
    threshold_after: Fraction | None
    added: bool = False
    removed: bool = False
    low: Fraction | None = None
    high: Fraction | None = None

    def text(self, language: str) -> str:
        """``研发费用占比 4.5%（5% → 4%）``."""
        chinese = language.startswith("zh")
        label = self.label.in_language(language)
        if self.removed or self.added:
            added, removed = ("新增", "取消") if chinese else ("added", "taken away")
            note = removed if self.removed else added
            return f"{label}（{note}）" if chinese else f"{label} ({note})"
        value = self.value_text(language)
        limits = [
            self._figure(limit, language, None)
            for limit in (self.threshold_before, self.threshold_after)
        ]
        moved = " → ".join(dict.fromkeys(filter(None, limits)))
        figures = f"（{moved}）" if chinese else f" ({moved})"
        return " ".join(filter(None, (label, value))) + (figures if moved else "")

    def value_text(self, language: str) -> str:
        """The value, or the range in which it lies; empty where neither is known."""
        if self.value is not None:
            return self._figure(self.value, language, self.threshold_after)
        if self.low is None or self.high is None:
            return ""
        bounds = (self._figure(bound, language, None) for bound in (self.low, self.high))
        return "–".join(bounds)

    def _figure(self, figure: Fraction | None, language: str, threshold: Fraction | None) -> str:
        if figure is None or self.unit is None or self.unit == "class":
            return ""
        return figure_text(figure, self.unit, language, threshold)


def deciding_conditions(simulation: Simulation, rows: Sequence[int]) -> list[tuple[Deciding, ...]]:
    """For each of some rows of the inputs: the conditions that bring about its effect."""
    before, after = simulation.before.rule, simulation.after.rule
    old, new = (_results(simulation, one, rows) for one in (simulation.before, simulation.after))
    tests = _tests(before, after)
    effects = simulation.effects.gather(list(rows)).to_list()
    return [
        tuple(_turned(tests, was, will, EFFECTS[effect]))
        for was, will, effect in zip(old, new, effects, strict=True)
    ]


def _results(
    simulation: Simulation, version: Verdicts, rows: Sequence[int]
) -> list[dict[str, Any]]:
    frame = simulation.held.inputs_of(version.rule)[list(rows)]
    return replace(version.compiled, applies=None).plan(frame.lazy()).collect().to_dicts()


def _tests(
    before: CheckedRule, after: CheckedRule
) -> list[tuple[CheckedCondition | None, CheckedCondition | None]]:
    """Tests of both versions side by side; None where a version has no such test."""
    old = {one.id: one for one in before.all_conditions() if one.mode == "test"}
    new = {one.id: one for one in after.all_conditions() if one.mode == "test"}
    return [(old.get(name), new.get(name)) for name in dict.fromkeys([*old, *new])]


def _turned(
    tests: Sequence[tuple[CheckedCondition | None, CheckedCondition | None]],
    was: Mapping[str, Any],
    will: Mapping[str, Any],
    effect: Effect,
) -> list[Deciding]:
    found = []
    for old, new in tests:
        one = new or old
        assert one is not None
        before = was[f"{one.id}.verdict"] if old else True
        after = will[f"{one.id}.verdict"] if new else True
        step = _RANK[after] - _RANK[before]
        if not step or (step < 0) != (effect in _WORSE):
            continue
        found.append(
            Deciding(
                id=one.id,
                label=one.spec.label,
                unit=one.unit,
                before=before,
                after=after,
                value=_figure(will if new else was, one.id, "value"),
                threshold_before=_figure(was, one.id, "threshold"),
                threshold_after=_figure(will, one.id, "threshold"),
                added=old is None,
                removed=new is None,
                low=_figure(will if new else was, one.id, "low"),
                high=_figure(will if new else was, one.id, "high"),
            )
        )
    return found


def _figure(row: Mapping[str, Any], name: str, measure: str) -> Fraction | None:
    figure = row.get(f"{name}.{measure}")
    return None if figure is None else exact(figure)
