"""A parameter moved through several values: how many firms meet the rule at each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from wotu.build.costs import Cost, cost_of
from wotu.build.held import HeldInputs
from wotu.build.judging import judge
from wotu.rules.checked import CheckedRule


@dataclass(frozen=True)
class SweepPoint:
    """One value of the parameter, in base units, and what the rule then comes to."""

    value: Fraction
    counts: dict[str, int]
    cost: Cost | None


def sweep(
    held: HeldInputs, rule: CheckedRule, parameter: str, values: Sequence[Fraction]
) -> list[SweepPoint]:
    """The rule at each value of one of its parameters, all else as it is."""
    points = []
    for value in values:
        verdicts = judge(held, at_value(rule, parameter, value))
        points.append(SweepPoint(value, verdicts.counts, cost_of(verdicts, held.as_of)))
    return points


def at_value(rule: CheckedRule, parameter: str, value: Fraction) -> CheckedRule:
    """The rule with one figure of its parameters on every day."""
    one = replace(rule.parameters[parameter], values=((dt.date.min, value),))
    return replace(rule, parameters={**rule.parameters, parameter: one})
