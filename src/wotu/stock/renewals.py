"""What the history of a certificate says of its future: who renews, when, and how many come new."""

from __future__ import annotations

import datetime as dt
import itertools
import math
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from wotu.indicators.validity import valid_firms
from wotu.periods import Quarter
from wotu.stock.register import RENEWAL_DAYS

MOST_LAG: Final = 4
"""Quarters after the end of a certificate in which it can still be renewed."""

PRIOR_RENEWED: Final = 3.0
PRIOR_LAPSED: Final = 2.0
"""Our own assumption where little is known: three in five renew, with the weight of five cases."""

FEW_CASES: Final = 20
"""With fewer ended certificates the assumption is told beside the estimate."""

PAST_YEARS: Final = 5
"""Years back that the same quarters are looked at for new grants."""

FADING: Final = 0.8
"""Weight of a year's grants beside that of the year after it."""

GROWTH_PRIOR: Final = 0.1
"""Our own assumption: a yearly growth of new grants beyond a tenth either way is unusual."""

Counts = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Renewals:
    """How certificates that ended were followed by new ones.

    ``ended`` and ``renewed``: cases whose year of grace is over, and those renewed in it.
    ``lags``: how many of the renewed were valid again at the end of the quarter in which the old
    one ended (place 0), one quarter later, and so on. ``by_year``: ended and renewed by year of
    the end. ``term``: quarters that a certificate usually lasts, None where it has no end.
    """

    ended: int
    renewed: int
    lags: tuple[int, ...]
    by_year: tuple[tuple[int, int, int], ...]
    term: int | None

    @property
    def rate(self) -> float:
        """Expected share that renews, prior included (0-1)."""
        return self.alpha / (self.alpha + self.beta)

    @property
    def alpha(self) -> float:
        """First parameter of the beta distribution of the rate."""
        return PRIOR_RENEWED + self.renewed

    @property
    def beta(self) -> float:
        """Second parameter of the beta distribution of the rate."""
        return PRIOR_LAPSED + self.ended - self.renewed

    def interval(self, share: float = 0.8) -> tuple[float, float]:
        """The bounds between which the rate lies with a probability (equal tails)."""
        draws = np.random.default_rng(0).beta(self.alpha, self.beta, 20_000)
        low, high = np.quantile(draws, [(1 - share) / 2, (1 + share) / 2])
        return float(low), float(high)

    @property
    def few(self) -> bool:
        """Whether the estimate rests on little more than the assumption."""
        return self.ended < FEW_CASES

    @property
    def survivors_only(self) -> bool:
        """Whether no firm is known that lapsed, as where only lists of valid ones came in."""
        return self.renewed > 0 and self.renewed == self.ended


def renewals_of(certificates: pl.DataFrame, as_of: dt.date) -> Renewals:
    """How the certificates known on a day were renewed."""
    known = certificates.filter(pl.col("granted_on") <= as_of).sort("firm_id", "granted_on")
    gap = (pl.col("next") - pl.col("expires_on")).dt.total_days()
    followed = known.with_columns(next=pl.col("granted_on").shift(-1).over("firm_id")).with_columns(
        renewed=(gap <= RENEWAL_DAYS).fill_null(False),
        # Days on which the old one is no longer valid: its quarter is that of the day after.
        ended=_quarter_index(pl.col("expires_on").dt.offset_by("1d")),
        again=_quarter_index(pl.col("next")),
    )
    over = pl.col("expires_on").dt.offset_by(f"{RENEWAL_DAYS}d") <= as_of
    # Early successors are replacements of the same certificate, not ends.
    ended = followed.filter(pl.col("expires_on").is_not_null() & over)
    lag = (pl.col("again") - pl.col("ended")).clip(0, MOST_LAG)
    lags = dict(
        ended.filter("renewed").select(lag=lag).group_by("lag").len().iter_rows()
    )  # fmt: skip
    by_year = (
        ended.group_by(pl.col("expires_on").dt.year().alias("year"))
        .agg(pl.len().alias("ended"), pl.col("renewed").sum())
        .sort("year")
    )
    return Renewals(
        ended=ended.height,
        renewed=int(ended["renewed"].sum()),
        lags=tuple(lags.get(place, 0) for place in range(MOST_LAG + 1)),
        by_year=tuple(by_year.iter_rows()),
        term=_term(known),
    )


def _quarter_index(day: pl.Expr) -> pl.Expr:
    return day.dt.year().cast(pl.Int64) * 4 + day.dt.quarter().cast(pl.Int64) - 1


def _term(certificates: pl.DataFrame) -> int | None:
    days = (
        certificates.filter(pl.col("expires_on").is_not_null())
        .select((pl.col("expires_on") - pl.col("granted_on")).dt.total_days().median())
        .item()
    )
    return None if days is None else max(1, round(days / 91.3))


@dataclass(frozen=True)
class Arrivals:
    """How many firms newly got the certificate in the same quarters of past years.

    ``counts``: by number of the quarter (1-4), one count a year, the latest first; for a quarter
    that has begun, only what came after the same day of it. ``spread``: variance over mean.
    """

    counts: dict[int, tuple[int, ...]]
    spread: float

    def mean(self, quarter: int, growth: float = 0.0) -> float:
        """The number in a quarter, recent years weighing more, at the level of the latest year.

        ``growth`` is the logarithm of what a year's number is beside that of the year before.
        """
        counts = self.counts[quarter]
        weights = [FADING**back for back in range(len(counts))]
        levels = [count * math.exp(growth * back) for back, count in enumerate(counts)]
        weighed = sum(weight * level for weight, level in zip(weights, levels, strict=True))
        # Half a case, so that a quarter that never saw one is not impossible.
        return (weighed + 0.5) / sum(weights) if counts else 0.0

    def years(self, quarter: int) -> float:
        """How many years of equal weight the mean of a quarter rests on."""
        weights = [FADING**back for back in range(len(self.counts[quarter]))]
        return sum(weights) ** 2 / sum(weight**2 for weight in weights)

    def growth(self) -> tuple[float, float]:
        """Yearly growth of new grants as a logarithm, and its standard error.

        From the totals of the latest twelve months, those before and so on, drawn towards no
        growth where they are few (:data:`GROWTH_PRIOR`).
        """
        years = min((len(counts) for counts in self.counts.values()), default=0)
        totals = [sum(counts[back] for counts in self.counts.values()) for back in range(years)]
        weights = [max(total, 1) / self.spread for total in totals]
        if years < 2:
            return 0.0, GROWTH_PRIOR
        middle = sum(w * back for back, w in enumerate(weights)) / sum(weights)
        across = sum(w * (back - middle) ** 2 for back, w in enumerate(weights))
        slope = -sum(
            w * (back - middle) * math.log(total + 0.5)
            for back, (w, total) in enumerate(zip(weights, totals, strict=True))
        )
        precision = across + 1 / GROWTH_PRIOR**2
        return slope / precision, precision**-0.5


def arrivals_of(certificates: pl.DataFrame, as_of: dt.date) -> Arrivals:
    """New grants known on a day: firms that had none in the year before."""
    known = certificates.filter(pl.col("granted_on") <= as_of).sort("firm_id", "granted_on")
    last_end = pl.col("expires_on").fill_null(dt.date.max).shift(1).over("firm_id")
    gap = (pl.col("granted_on") - last_end).dt.total_days()
    fresh = known.filter(gap.is_null() | (gap > RENEWAL_DAYS))
    by_quarter = dict(
        fresh.group_by(_quarter_index(pl.col("granted_on")).alias("quarter")).len().iter_rows()
    )
    first = min(by_quarter, default=0) // 4
    running = Quarter.of(as_of + dt.timedelta(days=1))
    counts: dict[int, tuple[int, ...]] = {}
    for number in range(1, 5):
        last_year = running.year if number < running.number else running.year - 1
        years = [
            year
            for year in range(last_year, last_year - PAST_YEARS, -1)
            if by_quarter and year >= first
        ]
        # The year in which the list begins is rarely whole.
        years = years[:-1] if len(years) > 1 and years[-1] == first else years
        counts[number] = tuple(by_quarter.get(Quarter(year, number).index, 0) for year in years)
    return Arrivals(counts, _spread(counts))


def remaining_share(certificates: pl.DataFrame, as_of: dt.date) -> float:
    """Which share of the running quarter's grants came, in past years, after the day reached."""
    running = Quarter.of(as_of)
    reached = (as_of - running.first_day).days
    days = [
        (day - Quarter.of(day).first_day).days
        for day in certificates["granted_on"].to_list()
        if day <= as_of and Quarter.of(day).number == running.number and day.year < as_of.year
    ]
    left = (running.last_day - as_of).days / ((running.last_day - running.first_day).days + 1)
    return sum(1 for day in days if day > reached) / len(days) if days else left


def _spread(counts: dict[int, tuple[int, ...]]) -> float:
    """How much more the counts of a quarter vary from year to year than chance alone lets them.

    Taken from neighbouring years, so that steady growth does not count as variation.
    """
    total, freedom = 0.0, 0
    for values in counts.values():
        for newer, older in itertools.pairwise(values):
            if newer + older:
                total += (newer - older) ** 2 / (newer + older)
                freedom += 1
    # One more case of pure chance keeps a short history from claiming too much either way.
    return max(1.0, (total + 1.0) / (freedom + 1))


def cohorts(certificates: pl.DataFrame, as_of: dt.date) -> tuple[int, dict[Quarter, int]]:
    """Firms that hold one without end, and how many end theirs in each quarter after a day."""
    held = valid_firms(certificates.filter(pl.col("granted_on") <= as_of), as_of)
    return held["expires_on"].null_count(), _by_quarter_of_end(held)


def waiting(certificates: pl.DataFrame, as_of: dt.date) -> dict[Quarter, int]:
    """Firms without one whose last ended within the time of grace, by the quarter of its end."""
    known = certificates.filter(pl.col("granted_on") <= as_of)
    holding = valid_firms(known, as_of).select("firm_id")
    last = (
        known.join(holding, on="firm_id", how="anti")
        .group_by("firm_id")
        .agg(pl.col("expires_on").max())
    )
    recent = pl.col("expires_on").dt.offset_by(f"{RENEWAL_DAYS}d") > as_of
    return _by_quarter_of_end(last.filter(recent))


def _by_quarter_of_end(firms: pl.DataFrame) -> dict[Quarter, int]:
    """How many of some firms hold none from each quarter on, in order; endless ones left out."""
    quarter = _quarter_index(pl.col("expires_on").dt.offset_by("1d"))
    rows = firms.drop_nulls("expires_on").group_by(quarter.alias("quarter")).len()
    return {Quarter(index // 4, index % 4 + 1): count for index, count in sorted(rows.iter_rows())}
