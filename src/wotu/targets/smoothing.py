"""Exponential smoothing with damped trend and additive seasons: point forecasts and their spread.

Smoothing parameters are fitted (statsmodels' ETS) to every value but the latest, which then moves
the state and widens the spread: a better latest value never lowers the forecast.

Source: Hyndman, Koehler, Ord and Snyder, Forecasting with Exponential Smoothing (2008), table 2.2
(ETS(A,Ad,N) and ETS(A,Ad,A)) and section 6.2 (how errors reach later values).
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

LEAST_VALUES: Final = 20
"""With fewer, parameters would be fitted to noise: a back-test on simulated walks put
little more than half of what came inside intervals of four fifths."""

SEASONS_KNOWN: Final = 2
"""Full years from which seasons are read."""


@dataclass(frozen=True)
class Smoothed:
    """A fitted series, ready to be carried on.

    ``spread`` is the standard error of one step and ``freedom`` its degrees of freedom;
    ``fitted_to`` is the number of values.
    """

    level: float
    trend: float
    seasons: Floats
    """For the next steps, in order; one nought without seasons."""
    alpha: float
    beta: float
    gamma: float
    damping: float
    spread: float
    freedom: int
    fitted_to: int

    @property
    def is_seasonal(self) -> bool:
        """Whether seasons were fitted."""
        return len(self.seasons) > 1

    @property
    def trend_spread(self) -> float:
        """Standard error of the trend: that of a mean step where errors stay in the level, that of
        a slope through scattered values where they do not."""
        count = self.fitted_to
        of_walk = self.alpha**2 / count
        of_line = 12 * (1 - self.alpha) ** 2 / count**3
        return self.spread * float(np.sqrt(of_walk + of_line))

    def damped(self, steps: int) -> Floats:
        """What the trend adds to each of the next steps, a share of itself."""
        added: Floats = np.cumsum(self.damping ** np.arange(1, steps + 1))
        return added

    def ahead(self, steps: int) -> Floats:
        """Point forecasts of the next steps."""
        return self.level + self.trend * self.damped(steps) + np.resize(self.seasons, steps)

    def reach_of_errors(self, steps: int) -> Floats:
        """What an error of one step adds to every later one: a lower triangle with ones in it."""
        lags = np.arange(1, steps)
        damped = np.cumsum(self.damping**lags)
        weights = self.alpha + self.beta * damped
        if self.is_seasonal:
            weights = weights + self.gamma * (lags % len(self.seasons) == 0)
        column = np.concatenate([[1.0], weights])
        back = np.subtract.outer(np.arange(steps), np.arange(steps))
        triangle: Floats = np.where(back >= 0, column[np.abs(back)], 0.0)
        return triangle


def smooth(values: Floats, season: int) -> Smoothed:
    """Fit a series of at least :data:`LEAST_VALUES`; ``season`` is values a year.

    Seasons are fitted where there are :data:`SEASONS_KNOWN` years and one value more.
    """
    earlier = values[:-1]
    seasonal = season > 1 and len(earlier) >= SEASONS_KNOWN * season
    start = _fit(earlier, season if seasonal else 1)
    state, errors = _carry_on(start, values)
    # Level, trend and three parameters; seasons sum to nought.
    freedom = max(len(earlier) - 4 - (season if seasonal else 0), 1)
    # A perfect line has no errors of its own; figures are still rounded somewhere.
    rounding = 1e-9 * float(np.max(np.abs(values)))
    # A shock in the latest value widens the interval; the median does not depend on the spread.
    spread = max(float(np.sqrt(np.sum(errors**2) / (freedom + 1))), rounding)
    return replace(state, spread=spread, freedom=freedom, fitted_to=len(earlier))


def _carry_on(state: Smoothed, values: Floats) -> tuple[Smoothed, Floats]:
    """The state after values, and the error of each one step ahead."""
    level, trend, seasons = state.level, state.trend, list(state.seasons)
    errors = np.empty(len(values))
    for place, value in enumerate(values):
        season = seasons.pop(0)
        error = float(value) - (level + state.damping * trend + season)
        level += state.damping * trend + state.alpha * error
        trend = state.damping * trend + state.beta * error
        seasons.append(season + state.gamma * error)
        errors[place] = error
    return replace(state, level=level, trend=trend, seasons=np.array(seasons)), errors


def _fit(values: Floats, season: int) -> Smoothed:
    """Parameters, and the state before the first value."""
    # Imported here: statsmodels takes a second, which only forecasts need.
    from statsmodels.tsa.exponential_smoothing.ets import ETSModel

    scale = float(np.std(values))
    if scale <= 1e-12 * float(np.max(np.abs(values))):
        return Smoothed(float(values[0]), 0.0, np.zeros(1), 0.5, 0.0, 0.0, 0.9, 0.0, 1, 1)
    with warnings.catch_warnings():
        # Parameters at their bounds and flat likelihoods are ordinary for short series.
        warnings.simplefilter("ignore")
        model = ETSModel(
            values / scale,
            error="add",
            trend="add",
            damped_trend=True,
            seasonal="add" if season > 1 else None,
            seasonal_periods=season if season > 1 else None,
            initialization_method="heuristic",
        )
        fit = model.fit(disp=False)
    named = dict(zip(model.param_names, fit.params, strict=True))
    seasons = np.asarray(fit.initial_seasonal) * scale if season > 1 else np.zeros(1)
    return Smoothed(
        level=float(fit.initial_level) * scale,
        trend=float(fit.initial_trend) * scale,
        seasons=seasons,
        alpha=float(named["smoothing_level"]),
        beta=float(named["smoothing_trend"]),
        gamma=float(named.get("smoothing_seasonal", 0.0)),
        damping=float(named["damping_trend"]),
        spread=0.0,
        freedom=1,
        fitted_to=len(values),
    )
