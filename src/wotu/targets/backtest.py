"""How forecasts would have fared: from every past point, against what came."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from wotu.targets.actuals import Actuals
from wotu.targets.forecast import LEAST_FOR_SPREAD, LEVEL, Goal, forecast
from wotu.targets.target import Aim

MOST_AHEAD: Final = 12
"""Later values that each past point is tried on: a year of months."""


@dataclass(frozen=True)
class ForecastRecord:
    """Later actuals that lay inside the interval of :data:`wotu.targets.forecast.LEVEL`.

    ``error`` is the mean of the median's distance from the actual, as a share of the actual; None
    where no actual differs from nought.
    """

    tried: int
    inside: int
    error: float | None
    level: float = LEVEL

    @property
    def share(self) -> float | None:
        """Share inside; None where nothing could be tried."""
        return self.inside / self.tried if self.tried else None


def backtest(series: Iterable[Actuals]) -> ForecastRecord:
    """Forecast every series from each of its past points on and hold it against what came.

    Each point has at least :data:`wotu.targets.forecast.LEAST_FOR_SPREAD` values before it and sees
    none after it.
    """
    tried = inside = 0
    errors: list[float] = []
    for actuals in series:
        for low, median, high, came in _trials(actuals):
            tried += 1
            inside += bool(low <= came <= high)
            if came:
                errors.append(abs(median - came) / abs(came))
    return ForecastRecord(tried, inside, sum(errors) / len(errors) if errors else None)


def _trials(actuals: Actuals) -> Iterable[tuple[float, float, float, float]]:
    """Low end, median and high end of forecasts, with what came."""
    observations = actuals.observations()
    for place in range(LEAST_FOR_SPREAD, len(observations)):
        ahead = observations[place : place + MOST_AHEAD]
        came = {one.on: one.value for one in ahead}
        goal = Goal(ahead[-1].on, Aim.AT_LEAST, ahead[-1].value)
        made = forecast(goal, actuals.until(observations[place - 1].on))
        for point in made.points if made else ():
            if point.on in came:
                yield point.low, point.median, point.high, came[point.on]
