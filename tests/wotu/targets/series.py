"""Series of actuals for tests of targets: simulated processes whose law is known."""

import datetime as dt
from calendar import monthrange

import numpy as np

from wotu.targets.actuals import Actual, Actuals
from wotu.targets.target import PathKind, Target

PLACE = "320505"
FIRST_YEAR = 2021


def month_end(month):
    """The last day of a month counted from January of FIRST_YEAR."""
    year, place = FIRST_YEAR + month // 12, month % 12 + 1
    return dt.date(year, place, monthrange(year, place)[1])


def on_days(indicator, values, *, every=1):
    """Levels at month ends, from ``every`` months after the start on."""
    days = [month_end(every * (place + 1) - 1) for place in range(len(values))]
    found = [
        Actual(f"asof:{day}", day, day, float(value), batch="b", row=place + 1)
        for place, (day, value) in enumerate(zip(days, values, strict=True))
    ]
    return Actuals(indicator, tuple(found))


def cumulated(indicator, months, *, without_january=True):
    """A flow as statistics report it: what each year has come to by each month."""
    found = []
    for place in range(len(months)):
        day = month_end(place)
        if without_january and day.month == 1:
            continue
        total = float(sum(months[place - day.month + 1 : place + 1]))
        first = dt.date(day.year, 1, 1)
        found.append(Actual(f"{first:%Y-%m}/{day:%Y-%m}", first, day, total, row=place + 1))
    return Actuals(indicator, tuple(found))


def seasonal_months(seed, count, *, growth=0.06, spread=0.03, level=100.0):
    """Months of a flow that grows and has seasons, with multiplicative noise."""
    draw = np.random.default_rng(seed)
    months = np.arange(count)
    seasons = 1 + 0.2 * np.sin(2 * np.pi * months / 12)
    noise = np.exp(draw.normal(0, spread, count))
    return level * (1 + growth) ** (months / 12) * seasons * noise


def walk(seed, count, *, drift=2.0, spread=5.0, level=300.0):
    """A random walk with drift."""
    return level + np.cumsum(np.random.default_rng(seed).normal(drift, spread, count))


def scattered_line(seed, count, *, slope=3.0, spread=5.0, level=300.0):
    """A straight line with independent noise."""
    return level + slope * np.arange(count) + np.random.default_rng(seed).normal(0, spread, count)


def target(**values):
    """A target of a stock from 400 at the end of 2024 to 448 at the end of 2025."""
    given = {
        "id": "T1",
        "plan": "行动方案",
        "name": "有效高新技术企业",
        "place_code": PLACE,
        "due": dt.date(2025, 12, 31),
        "indicator": "hitech_firms",
        "unit": "家",
        "value": 448.0,
        "baseline": 400.0,
        "baseline_period": "asof:2024",
        "path": PathKind.LINEAR,
    }
    return Target(**{**given, **values})
