"""A rule made ready for trying drafts of it: its inputs held, its present verdicts known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import polars as pl

from wotu.build.costs import Cost, barred_next_year, cost_of
from wotu.build.held import HeldInputs, hold_inputs
from wotu.build.judging import Verdicts, judge
from wotu.build.next_year import NextYearInputs, in_force_next_year
from wotu.build.payments import barred_by_payments
from wotu.build.simulate import Simulation, simulate
from wotu.build.snapshot import Snapshot
from wotu.rules.checked import CheckedRule
from wotu.rules.compile import FIRM_ID


@dataclass(frozen=True)
class YearCosts:
    """What the rule costs in a calendar year, as it is and as drafted."""

    year: int
    before: Cost
    after: Cost

    def as_json(self) -> dict[str, Any]:
        """Plain data; amounts in yuan."""
        versions = {"before": self.before, "after": self.after}
        return {"year": self.year, **{name: vars(cost) for name, cost in versions.items()}}


class Trial:
    """One rule over the firms of one snapshot, as of its day; safe to use from many threads."""

    def __init__(self, snapshot: Snapshot, rule: CheckedRule) -> None:
        self.snapshot = snapshot
        self.rule = rule
        self.held = hold_inputs(snapshot, rule)
        self.before = judge(self.held, rule)

    def simulate(self, drafted: CheckedRule) -> Simulation:
        """The effects of a drafted version of the rule."""
        return simulate(self.held, self.before, drafted)

    @property
    def goes_on(self) -> bool:
        """Whether the edition is still in force one year on."""
        return in_force_next_year(self.rule, self.held.as_of)

    @cached_property
    def later(self) -> tuple[NextYearInputs, Verdicts]:
        """Inputs and present verdicts one year on."""
        inputs = NextYearInputs.after(self.held, self.rule)
        return inputs, judge(inputs, self.rule)

    def costs(self, simulation: Simulation) -> tuple[YearCosts, ...]:
        """The cost of this year and, where the edition goes on, of the next.

        None for a rule without a measure. A measure that is granted once, or once in several
        years, costs nothing for firms that payments or this year's grant bar.
        """
        year = self.held.as_of.year
        versions = (simulation.before, simulation.after)
        barred = [self._barred(one.rule, year) for one in versions]
        now = _year_costs(self.held, versions, barred)
        if now is None or not self.goes_on:
            return () if now is None else (now,)
        inputs, present = self.later
        coming = (present, judge(inputs, simulation.after.rule))
        then = [
            barred_next_year(one, this_year, self._barred(one.rule, year + 1))
            for one, this_year in zip(versions, barred, strict=True)
        ]
        later = _year_costs(inputs, coming, then)
        return (now,) if later is None else (now, later)

    def _barred(self, rule: CheckedRule, year: int) -> pl.Series:
        return barred_by_payments(self.snapshot, rule, self.held.firms[FIRM_ID], year)


def _year_costs(
    held: HeldInputs, versions: tuple[Verdicts, Verdicts], barred: Sequence[pl.Series | None]
) -> YearCosts | None:
    before, after = (
        cost_of(one, held.as_of, left_out) for one, left_out in zip(versions, barred, strict=True)
    )
    if before is None or after is None:
        return None
    return YearCosts(held.as_of.year, before, after)
