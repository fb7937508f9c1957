"""Yearly figures of invented zones and of the cities they lie in.

Every zone has a size, a quality and, for each group of items, a quality in it that leans on the
first; items follow them by ``zone_figures.yaml``, grow from year to year and have chance of their
own, part of which stays with the zone. What the demo's documents say of its own zone holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final, Literal

import numpy as np
import polars as pl
import yaml

from wotu.demo.draws import Draws, Floats
from wotu.demo.invented_codes import DIVISION
from wotu.demo.own_series import own_series
from wotu.demo.regions import CITY_NAMES, ZONE_NAMES, city_of
from wotu.packs.indicators import Indicator
from wotu.reading.indicators import shipped_indicators

YEARS: Final = (2021, 2022, 2023, 2024, 2025)
_LAST: Final = YEARS[-1]
_OWN_SIZE, _OWN_QUALITY = 0.6, 0.35
"""Of the demo's own zone: above the middle, behind the first."""
_MISSING: Final = 0.02
"""Share of single cells that are left out."""
_WHOLE_ITEMS: Final = 0.008
"""Share of items that a zone never reports."""
_YEARLESS: Final = (("532503", 2021), ("532302", 2021), ("450403", 2022))
"""Zones that lack a year altogether: not yet a zone, or no return handed in."""
_JUDGED: Final = (2023, 2025)
"""Years in which experts gave points."""
_SHARE_OF_CITY: Final = "value_added_to_city_gdp"

Form = Literal["amount", "share", "change"]
FIGURES: Final = pl.Schema(
    {
        "place_code": pl.String(),
        "indicator": pl.String(),
        "year": pl.Int64(),
        "value": pl.Float64(),  # in `unit`, rounded as written
        "unit": pl.String(),
        "book": pl.String(),  # evaluation | base | economy
    }
)


@dataclass(frozen=True)
class Item:
    """How one item is drawn; the head of ``zone_figures.yaml`` says what the fields mean.

    ``certificates``: it counts certificates, and of the demo's own zone the register says it.
    """

    book: str
    group: str
    indicator: Indicator
    form: Form
    median: float
    unit: str
    size: float = 0.0
    quality: float = 0.0
    spread: float = 0.0
    growth: float = 0.0
    low: float = -np.inf
    high: float = np.inf
    digits: int = 0
    missing: float = 0.0
    judged: bool = False
    certificates: bool = False
    steady: bool = False


@cache
def items() -> tuple[Item, ...]:
    """All items in the order of the file."""
    known = shipped_indicators()
    text = files("wotu.demo").joinpath("zone_figures.yaml").read_text(encoding="utf-8")
    return tuple(
        Item(book, group, known[name], **{"unit": known[name].unit, **spec})
        for book, groups in yaml.safe_load(text).items()
        for group, specs in groups.items()
        for name, spec in specs.items()
    )


@dataclass(frozen=True)
class _Latent:
    """Size of every zone and quality by group, of shape (zones,)."""

    size: Floats
    quality: Mapping[str, Floats]


def zone_figures(seed: int) -> pl.DataFrame:
    """Figures of all zones and their cities with the columns of :data:`FIGURES`.

    Missing cells have no row. Counts of certificates of the demo's own zone have none either:
    they come from its register.
    """
    draws = Draws(seed)
    latent = _latent(draws)
    drawn = {item.indicator.id: _drawn(item, latent, draws) for item in items()}
    _follow(drawn)
    rows = [row for item in items() for row in _rows(item, drawn[item.indicator.id], draws)]
    return pl.DataFrame([*rows, *_city_rows(drawn, draws)], schema=FIGURES, orient="row")


def _latent(draws: Draws) -> _Latent:
    rng = draws.stream("zones")
    count = len(ZONE_NAMES)
    size, quality = rng.normal(0, 0.75, count), rng.normal(0, 1, count)
    size[0], quality[0] = _OWN_SIZE, _OWN_QUALITY
    groups = dict.fromkeys(item.group for item in items())
    own = {name: 0.75 * quality + 0.66 * rng.normal(0, 1, count) for name in groups}
    return _Latent(size, own)


def _drawn(item: Item, latent: _Latent, draws: Draws) -> Floats:
    """Values of shape (zones, years), not yet rounded."""
    rng = draws.stream(f"zones {item.indicator.id}")
    count, years = len(ZONE_NAMES), len(YEARS)
    stays = rng.normal(0, 1, (count, 1))
    chance = rng.normal(0, 1, (count, years))
    if item.steady:
        chance *= 0
    # Totals of a place hardly jump; what is counted or surveyed for the evaluation does.
    yearly = 0.3 if item.book == "evaluation" else 0.08
    spread = item.spread * (0.85 * stays + yearly * chance)
    pull = (item.quality * latent.quality[item.group])[:, None]
    pace = item.growth + 0.012 * rng.normal(0, 1, (count, 1)) * (item.growth != 0)
    grown = (1 + pace) ** (np.array(YEARS) - _LAST)
    sized = np.exp(item.size * latent.size)[:, None]
    match item.form:
        case "amount":
            value = item.median * sized * np.exp(pull + spread) * grown
        case "share":
            odds = item.median / (100 - item.median) * sized * np.exp(pull + spread) * grown
            value = 100 * odds / (1 + odds)
        case "change":
            # Of a change most is of the year, little stays.
            spread = item.spread * (0.4 * stays + 0.9 * chance)
            relative = item.size != 0
            value = item.median * sized * (1 + pull + spread) if relative else item.median + pull
            value = value if relative else value + spread
    held: Floats = np.clip(value, item.low, item.high)
    return held


def _follow(drawn: dict[str, Floats]) -> None:
    """Put in what the demo's own zone is known to have, and what follows from other items."""
    own = list(ZONE_NAMES).index(DIVISION)
    by_id = {item.indicator.id: item for item in items()}
    for name, series in own_series().items():
        if name in drawn and series.unit == by_id[name].unit:
            drawn[name][own] = series.years
    for item in items():
        # As written: what follows from a figure follows from its rounded form.
        drawn[item.indicator.id] = np.round(drawn[item.indicator.id], item.digits)
    staff, holders = drawn["employees"], drawn["hitech_firms"]
    # 亿元 over 万人 is 万元 a person, pieces over 万人 are pieces per ten thousand.
    drawn["tech_contract_per_head"] = drawn["technology_contracts"] / staff
    drawn["invention_grants_per_10k"] = drawn["patents_granted"] / staff
    drawn["hnte_net_increase"][:, 1:] = np.diff(holders, axis=1)


def _rows(item: Item, values: Floats, draws: Draws) -> Iterator[tuple[Any, ...]]:
    rng = draws.stream(f"zones missing {item.indicator.id}")
    count, years = values.shape
    gone = rng.random((count, years)) < _MISSING + item.missing
    gone |= rng.random((count, 1)) < _WHOLE_ITEMS
    gone[0] = item.certificates or (gone[0] & (item.indicator.id not in own_series()))
    for place, code in enumerate(ZONE_NAMES):
        for turn, year in enumerate(YEARS):
            absent = gone[place, turn] or (code, year) in _YEARLESS
            if absent or (item.judged and year not in _JUDGED):
                continue
            value = round(float(values[place, turn]), item.digits)
            yield code, item.indicator.id, year, value, item.unit, item.book


def _city_rows(drawn: Mapping[str, Floats], draws: Draws) -> Iterator[tuple[Any, ...]]:
    """Product, residents and area of cities, and each zone's share of its city's product."""
    rng = draws.stream("zones cities")
    zones = list(ZONE_NAMES)
    for city in CITY_NAMES:
        within = [place for place, code in enumerate(zones) if city_of(code) == city]
        share, heads, land = rng.uniform(0.09, 0.26), rng.uniform(0.04, 0.1), rng.uniform(70, 140)
        drift = np.exp(rng.normal(0, 0.01, len(YEARS)))
        product = np.round(drawn["gdp"][within].sum(axis=0) / share * drift, 1)
        people = np.round(drawn["residents"][within].sum(axis=0) / heads, 1)
        area = round(float(drawn["area"][within].sum() / len(YEARS) * land))
        for turn, year in enumerate(YEARS):
            yield city, "gdp", year, float(product[turn]), "亿元", "economy"
            yield city, "residents", year, float(people[turn]), "万人", "economy"
            yield city, "area", year, float(area), "平方公里", "economy"
            for place in within:
                part = round(float(100 * drawn["gdp"][place, turn] / product[turn]), 2)
                if (zones[place], year) not in _YEARLESS:
                    yield zones[place], _SHARE_OF_CITY, year, part, "%", "evaluation"
