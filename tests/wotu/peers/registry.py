"""A small registry: three zones and their city, in 2024 and 2025."""

import polars as pl

from wotu.periods import period_days
from wotu.scores.tables import INDICATOR_VALUES

NAMES = {"530101": "东湾高新区", "530102": "西岭高新区", "530103": "南屿高新区", "530100": "云川市"}
A, B, C, CITY = NAMES


def value(place, indicator, period, number, unit, **more):
    days = period_days(period)
    return {
        "place_code": place,
        "indicator": indicator,
        "period": period,
        "period_first": days.first,
        "period_last": days.last,
        "value": float(number),
        "unit": unit,
        "origin": "table",
        "source": "statistics",
        "batch": "b1",
        **more,
    }


def registry(*rows):
    return pl.DataFrame(list(rows), schema=INDICATOR_VALUES)


ROWS = (
    *(value(place, "gdp", "2025", gdp, "元") for place, gdp in zip(NAMES, (8e10, 2e10, 4e10, 4e12), strict=True)),
    *(value(place, "gdp", "2024", gdp, "元") for place, gdp in zip((A, B), (6.4e10, 2e10), strict=True)),
    *(
        value(place, "residents", "asof:2025-12-31", people, "人")
        for place, people in zip(NAMES, (200_000, 100_000, 400_000, 8_000_000), strict=True)
    ),
    *(value(place, "area", "asof:2025-12-31", km2, "平方公里") for place, km2 in zip((A, B, CITY), (90, 45, 10_000), strict=True)),
    value(A, "hitech_firms", "asof:2025-12-31", 500, "家"),
    value(B, "hitech_firms", "asof:2024-12-31", 80, "家"),
    value(C, "hitech_firms", "asof:2025-12-31", 300, "家", bound="over"),
    value(A, "tertiary_share", "2025", 40, "%"),
    value(B, "tertiary_share", "2025", 35, "%"),
    value(C, "tertiary_share", "2025", 60, "%"),
    value(A, "energy_per_gdp", "2025", 0.3, "吨标准煤/万元"),
    value(B, "energy_per_gdp", "2025", 0.5, "吨标准煤/万元"),
)  # fmt: skip
