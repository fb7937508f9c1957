"""The stock of a certificate in the quarters ahead, with intervals, and a back-test of both.

The ends of present certificates are known. Each is renewed with a probability that history gives
(beta-binomial, our assumption where history is short), after a lag that history gives; new grants
come as in the same quarters of past years (negative binomial, as uncertain as few years make them).
Four thousand futures are drawn with a fixed seed, quarter by quarter; certificates granted on the
way end and are renewed in turn. Equal inputs give equal figures.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from wotu.indicators.validity import valid_firms
from wotu.periods import Quarter, quarters_between
from wotu.stock.renewals import (
    MOST_LAG,
    Arrivals,
    Counts,
    Renewals,
    arrivals_of,
    cohorts,
    remaining_share,
    renewals_of,
    waiting,
)

HORIZON: Final = 8
"""Quarters ahead."""

MOST_HORIZON: Final = 20
DRAWS: Final = 4_000
BACKTEST_DRAWS: Final = 1_000
SEED: Final = 20_160_129
"""The day on which 国科发火〔2016〕32号 was issued."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class QuarterAhead:
    """One quarter ahead: expected moves, and the stock at its end.

    ``ending`` counts present certificates that end in it, which is known; the other figures are
    means and quantiles of the futures drawn.
    """

    quarter: Quarter
    ending: int
    renewed: float
    new: float
    left: float
    mean: float
    median: float
    low50: float
    high50: float
    low80: float
    high80: float


@dataclass(frozen=True)
class Target:
    """A stock to be reached by a day."""

    figure: int
    by: dt.date


@dataclass(frozen=True)
class Reach:
    """The chance of reaching a target, and what would make up for the rest.

    ``needed`` and ``needed_surely``: new grants a quarter, beside those expected, with which the
    target is reached with a chance of one half, and of four in five.
    """

    target: Target
    quarter: Quarter
    chance: float
    median: float
    quarters: int
    needed: int
    needed_surely: int


@dataclass(frozen=True)
class Forecast:
    """The quarters ahead of one certificate, and what they rest on."""

    as_of: dt.date
    valid: int
    renewals: Renewals
    arrivals: Arrivals
    quarters: tuple[QuarterAhead, ...]
    reach: Reach | None


def forecast(
    certificates: pl.DataFrame,
    as_of: dt.date,
    target: Target | None = None,
    horizon: int = HORIZON,
    draws: int = DRAWS,
) -> Forecast:
    """The stock of the quarters ahead of a day, from certificates as
    :data:`wotu.indicators.validity.CERTIFICATES`.

    A quarter that has begun counts as the first one. A target further away than ``horizon`` makes
    it longer, up to :data:`MOST_HORIZON` quarters.
    """
    first = Quarter.of(as_of + dt.timedelta(days=1))
    reached = Quarter.of(target.by) if target else first
    length = min(max(horizon, reached.index - first.index + 1), MOST_HORIZON)
    known = certificates.filter(pl.col("granted_on") <= as_of)
    model = _Model(known, as_of, quarters_between(first, first.next(length - 1)), draws)
    stocks = model.run()
    reach = _reach(target, model.quarters, stocks, model.renewals) if target else None
    return Forecast(
        as_of,
        valid_firms(known, as_of).height,
        model.renewals,
        model.arrivals,
        tuple(model.ahead(place, stocks[place]) for place in range(length)),
        reach,
    )


class _Model:
    """Draws the futures of one certificate, all of them at once, quarter by quarter."""

    def __init__(
        self,
        certificates: pl.DataFrame,
        as_of: dt.date,
        quarters: Sequence[Quarter],
        draws: int,
    ) -> None:
        self.draws = draws
        self.quarters = list(quarters)
        self.renewals = renewals_of(certificates, as_of)
        self.arrivals = arrivals_of(certificates, as_of)
        self.rng = np.random.default_rng(SEED)
        self.endless, self.ends = cohorts(certificates, as_of)
        self.waiting = waiting(certificates, as_of)
        begun = as_of >= quarters[0].first_day
        self.first_share = remaining_share(certificates, as_of) if begun else 1.0
        self.growth = np.zeros(self.draws)
        self.moves: list[tuple[float, ...]] = []

    def run(self) -> list[Counts]:
        """The stock at the end of each quarter, one number a future."""
        length = len(self.quarters)
        ending = np.zeros((length, self.draws), dtype=np.int64)
        for quarter, number in self.ends.items():
            place = quarter.index - self.quarters[0].index
            if place < length:
                ending[max(place, 0)] += number
        coming = self._late_ones(length)
        rate = self.rng.beta(self.renewals.alpha, self.renewals.beta, self.draws)
        year_by_year = self._varying(rate)
        lags = self.rng.dirichlet(np.array(self.renewals.lags) + _LAG_PRIOR, self.draws)
        self.growth = self._growths()
        levels = self._levels()
        stock = np.full(self.draws, self.endless + sum(self.ends.values()), dtype=np.int64)
        stocks: list[Counts] = []
        for place, quarter in enumerate(self.quarters):
            ended = ending[place]
            renewing = self.rng.binomial(ended, year_by_year(quarter.year))
            self._spread_over(renewing, lags, coming, place)
            fresh = self._new(levels, place)
            entered = coming[place] + fresh
            stock = stock - ended + entered
            if self.renewals.term is not None and place + self.renewals.term < length:
                ending[place + self.renewals.term] += entered
            stocks.append(stock)
            moves = (coming[place], fresh, ended)
            self.moves.append(tuple(float(draws.mean()) for draws in moves))
        return stocks

    def ahead(self, place: int, stock: Counts) -> QuarterAhead:
        """One quarter in figures."""
        low80, low50, median, high50, high80 = np.quantile(stock, [0.1, 0.25, 0.5, 0.75, 0.9])
        renewed, new, left = self.moves[place]
        quarter = self.quarters[place]
        return QuarterAhead(
            quarter,
            self.ends.get(quarter, 0),
            renewed,
            new,
            left,
            float(stock.mean()),
            *(float(one) for one in (median, low50, high50, low80, high80)),
        )

    def _varying(self, rate: Floats) -> Callable[[int], Floats]:
        """The rate of each year in each future: years differ by more than chance, if they did."""
        concentration = _concentration(self.renewals)
        drawn: dict[int, Floats] = {}

        def of(year: int) -> Floats:
            if year not in drawn:
                drawn[year] = (
                    rate
                    if concentration is None
                    else self.rng.beta(rate * concentration, (1 - rate) * concentration)
                )
            return drawn[year]

        return of

    def _late_ones(self, length: int) -> Counts:
        """Renewals still to come of certificates that have ended, by quarter."""
        coming = np.zeros((length, self.draws), dtype=np.int64)
        shares = (np.array(self.renewals.lags) + _LAG_PRIOR) / (
            sum(self.renewals.lags) + _LAG_PRIOR.sum()
        )
        rate = self.renewals.rate
        for quarter, number in self.waiting.items():
            passed = self.quarters[0].index - quarter.index
            for lag in range(max(passed, 0), MOST_LAG + 1):
                place = quarter.index + lag - self.quarters[0].index
                open_share = 1 - rate * shares[:passed].sum() if passed > 0 else 1.0
                if 0 <= place < length and open_share > 0:
                    chance = min(1.0, rate * shares[lag] / open_share)
                    coming[place] += self.rng.binomial(number, chance, self.draws)
        return coming

    def _spread_over(self, renewing: Counts, lags: Floats, coming: Counts, place: int) -> None:
        """Put the renewals of a quarter where they become valid, by their lags."""
        left, share_left = renewing.copy(), np.ones(self.draws)
        for lag in range(MOST_LAG + 1):
            share = np.clip(lags[:, lag] / np.maximum(share_left, 1e-12), 0, 1)
            now = left if lag == MOST_LAG else self.rng.binomial(left, share)
            if place + lag < len(coming):
                coming[place + lag] += now
            left = left - now
            share_left = share_left - lags[:, lag]

    def _growths(self) -> Floats:
        mean, error = self.arrivals.growth()
        return np.clip(self.rng.normal(mean, error, self.draws), -_MOST_GROWTH, _MOST_GROWTH)

    def _levels(self) -> dict[int, Floats]:
        """New grants by quarter of the year at the latest level, as uncertain as the past."""
        levels = {}
        for number in self.arrivals.counts:
            means = np.array([self.arrivals.mean(number, growth) for growth in self.growth])
            if not means.any():
                levels[number] = means
                continue
            shape = means * self.arrivals.years(number) / self.arrivals.spread
            levels[number] = self.rng.gamma(shape, means / shape)
        return levels

    def _new(self, levels: dict[int, Floats], place: int) -> Counts:
        """New grants of a quarter ahead, in each future."""
        quarter = self.quarters[place]
        mean = levels[quarter.number] * np.exp(self.growth * (place // 4 + 1))
        if place == 0:
            mean = mean * self.first_share
        spread = self.arrivals.spread
        if spread <= 1.0:
            return self.rng.poisson(mean)
        shape = np.maximum(mean / (spread - 1), 1e-9)
        return self.rng.negative_binomial(shape, 1 / spread)


_MOST_GROWTH: Final = 0.4
_LAG_PRIOR: Final = np.array([0.8, 0.1, 0.05, 0.03, 0.02])
"""Without history a renewal is valid by the end of the quarter: one case's worth of that."""


def _concentration(renewals: Renewals) -> float | None:
    """How alike the rates of years are; None where they differ no more than chance lets them."""
    years = [(ended, renewed) for _, ended, renewed in renewals.by_year if ended >= 5]
    if len(years) < 3:
        return None
    total = sum(ended for ended, _ in years)
    rate = sum(renewed for _, renewed in years) / total
    if rate in {0.0, 1.0}:
        return None
    expected = sum(1 - ended / total for ended, _ in years)
    found = sum(ended * (renewed / ended - rate) ** 2 for ended, renewed in years)
    found /= rate * (1 - rate)
    weight = total - sum(ended**2 for ended, _ in years) / total - expected
    alike = (found - expected) / weight if weight > 0 else 0.0
    return None if alike <= 0 else max(2.0, 1 / min(alike, 0.5) - 1)


def _reach(
    target: Target, quarters: Sequence[Quarter], stocks: Sequence[Counts], renewals: Renewals
) -> Reach:
    place = min(max(Quarter.of(target.by).index - quarters[0].index, 0), len(quarters) - 1)
    stock = stocks[place]
    # New certificates that end again before the target count no longer.
    counted = place + 1 if renewals.term is None else min(place + 1, renewals.term)
    median, low = np.quantile(stock, [0.5, 0.2])
    return Reach(
        target,
        quarters[place],
        float((stock >= target.figure).mean()),
        float(median),
        counted,
        *(int(np.ceil(max(target.figure - bound, 0) / counted)) for bound in (median, low)),
    )


@dataclass(frozen=True)
class Backtest:
    """How often the stock that came lay in the intervals forecast before; cases are quarters."""

    origins: int
    cases: int
    within50: int
    within80: int
    mean_error: float
    """Mean absolute error of the median, in firms."""


def backtest(
    certificates: pl.DataFrame, as_of: dt.date, origins: int = 8, horizon: int = HORIZON
) -> Backtest:
    """Forecast from past quarters as they were known then, and compare with what came.

    Known then are certificates granted by then; that one of them was withdrawn later is not told
    apart from its term.
    """
    last = Quarter.of(as_of)
    last = last if last.last_day <= as_of else last.next(-1)
    granted = certificates["granted_on"].min()
    if granted is None:
        return Backtest(0, 0, 0, 0, 0.0)
    assert isinstance(granted, dt.date)
    earliest = Quarter.of(granted).next(12)
    starts = [last.next(-back) for back in range(1, origins + 1)]
    starts = [start for start in starts if start >= earliest]
    cases = within50 = within80 = 0
    errors = 0.0
    for start in starts:
        made = forecast(certificates, start.last_day, horizon=horizon, draws=BACKTEST_DRAWS)
        for ahead in made.quarters:
            if ahead.quarter > last:
                break
            came = valid_firms(certificates, ahead.quarter.last_day).height
            cases += 1
            within50 += ahead.low50 <= came <= ahead.high50
            within80 += ahead.low80 <= came <= ahead.high80
            errors += abs(came - ahead.median)
    return Backtest(len(starts), cases, within50, within80, errors / cases if cases else 0.0)
