"""What a measure costs in one year: certain for firms that meet its rule, possible for others."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from wotu.build.judging import MET, UNKNOWN, Verdicts
from wotu.figures import money_text
from wotu.rules.checked import CheckedRule


@dataclass(frozen=True)
class Cost:
    """Yuan of one year.

    ``certain`` goes to firms that meet the rule, as far as their amounts are known: where facts
    are missing at least the lower bound, and ``certain_most`` with the upper ones. ``possible``
    would go beside that to undecided firms if all of them met it. Firms of which no upper bound
    is known stand in neither upper figure; they are counted in ``unbounded`` where they are
    undecided, in ``unbounded_met`` where they meet the rule.
    """

    certain: Decimal
    certain_most: Decimal
    possible: Decimal
    firms: int
    undecided: int
    unbounded: int
    unbounded_met: int
    budget: Decimal | None = None

    @property
    def over_budget(self) -> Decimal | None:
        """How much more than the budget is certain to be asked for; None within it."""
        if self.budget is None or self.certain <= self.budget:
            return None
        return self.certain - self.budget


def budget_of(rule: CheckedRule, day: dt.date) -> Decimal | None:
    """The yearly budget of a measure on a day, in yuan."""
    measure = rule.spec.measure
    if measure is None or measure.budget is None:
        return None
    value = rule.parameters[measure.budget].on(day)
    assert not isinstance(value, (str, bool, dt.date))
    return Decimal(value.numerator) / Decimal(value.denominator)


def cost_of(verdicts: Verdicts, day: dt.date, barred: pl.Series | None = None) -> Cost | None:
    """The cost of a version in the year of ``day``; None for a rule without a measure.

    ``barred`` marks firms that cannot be paid this year, row by row; they cost nothing.
    """
    if not verdicts.priced:
        return None
    rows = verdicts.rows if barred is None else verdicts.rows.filter(~barred)
    low, high = pl.col("amount.low").clip(lower_bound=0), pl.col("amount.high")
    met, undecided = pl.col("verdict") == MET, pl.col("verdict") == UNKNOWN
    found = rows.select(
        certain=low.filter(met).sum(),
        certain_most=high.filter(met).sum(),
        possible=high.filter(undecided).sum(),
        firms=met.sum(),
        undecided=undecided.sum(),
        unbounded=(undecided & high.is_null()).sum(),
        unbounded_met=(met & high.is_null()).sum(),
    ).row(0, named=True)
    return Cost(**found, budget=budget_of(verdicts.rule, day))


def certain_text(cost: Cost, language: str) -> str:
    """What is certain: ``120.0万元``, a range, or ``at least`` so much."""
    least = money_text(cost.certain, language)
    if cost.unbounded_met:
        return f"至少{least}" if language.startswith("zh") else f"at least {least}"
    if cost.certain_most == cost.certain:
        return least
    return f"{least} – {money_text(cost.certain_most, language)}"


def possible_text(cost: Cost, language: str) -> str:
    """What is possible beside it, and how many firms' amounts nobody knows."""
    chinese = language.startswith("zh")
    parts = []
    if cost.possible or not cost.unbounded:
        parts.append(money_text(cost.possible, language))
    if cost.unbounded:
        firms = "firm" if cost.unbounded == 1 else "firms"
        unknown = (
            f"{cost.unbounded:,} 家金额不详"
            if chinese
            else f"{cost.unbounded:,} {firms} of unknown amount"
        )
        parts.append(unknown)
    return ("，另 " if chinese else " and ").join(parts)


def granted_every_year(rule: CheckedRule) -> bool:
    """Whether a firm may have the measure year after year."""
    measure = rule.spec.measure
    return measure is None or not (measure.once or (measure.once_in_years or 1) > 1)


def barred_next_year(verdicts: Verdicts, barred: pl.Series, paid: pl.Series) -> pl.Series | None:
    """Firms that a measure granted once, or once in several years, leaves out next year.

    Those are firms that meet the rule this year and are not ``barred`` (they are paid this year),
    and firms that are then still too near to a payment: ``paid``. None for a measure of every year.
    """
    if granted_every_year(verdicts.rule):
        return None
    return ((verdicts.rows["verdict"] == MET) & ~barred) | paid
