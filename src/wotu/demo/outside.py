"""Invented firms in twelve invented cities of the zone's province, founded over twenty years.

Cities differ in size and in what they are strong at. A new firm goes oftener to a city where its
line of business, its sector or a related sector has firms already, so that what a city gains can be
told in part from what it has, as in real registers.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

import numpy as np
import polars as pl

from wotu.demo.draws import Draws, Flags, Floats, Ints, codes, days, masked, money, pick
from wotu.demo.invented_codes import usccs
from wotu.demo.names import business_words, trade_names
from wotu.demo.phrases import Phrases
from wotu.demo.sectors import figures, lines, sectors

OUTSIDE_FIRMS: Final = 2_000
YEARS_BACK: Final = 20

CITIES: Final = {
    "530300": "澜川",
    "530400": "霁原",
    "530500": "岚州",
    "530600": "栖梧",
    "530700": "朗州",
    "530800": "曜城",
    "530900": "衡岚",
    "532300": "泽川",
    "532500": "晴峦",
    "532600": "景岚",
    "532800": "翠屿",
    "532900": "砚川",
}
"""Borrowed codes of cities with invented names; the real cities have no part in it."""

_FIRST_CODE: Final = 2_000_000_000
"""Numbers of codes from here on: no firm of a zone has one."""
_FIRST_NAME: Final = 700_000

_RELATED: Final = (
    ("integrated_circuits", "electronic_components", "special_equipment", "chemical_materials"),
    ("electronic_components", "smart_hardware", "communication_equipment"),
    ("inorganic_and_metal_materials", "integrated_circuits", "electrical_and_energy"),
    ("pharmaceuticals", "research_services", "medical_devices"),
    ("auto_parts", "electrical_and_energy", "general_equipment"),
    ("instruments_and_control", "general_equipment", "smart_hardware", "special_equipment"),
    ("application_software", "data_and_internet", "communication_equipment"),
)
"""Sectors that sell to each other or share their people."""

_BY_LINE, _BY_SECTOR, _BY_RELATED = 1.0, 0.35, 0.15
"""How much each firm that is there already draws another of its line, sector, related sectors."""
_NARROWER: Final = 6.0
"""So much oftener than by its share a firm is of a narrow line: the list has technical firms."""
_EVENNESS: Final = 0.6
"""Power that brings the weights of lines nearer to each other than in the zone."""
_STATES: Final = ("in_business", "cancelled", "revoked")
_STATE_SHARES: Final = (0.95, 0.04, 0.01)
_SITES: Final = ("智造", "实业", "装备", "应用", "工程", "工业", "器材")
_SISTERS: Final = 0.05
"""Share of firms that are a second site of an earlier one, under its trade name."""


def outside_firms(as_of: dt.date, seed: int, count: int = OUTSIDE_FIRMS) -> pl.DataFrame:
    """Firms elsewhere with the columns of the contract ``outside_firm`` but observed_on."""
    draws = Draws(seed)
    rng = draws.stream("outside")
    founded = np.sort(rng.random(count)) ** 0.8 * YEARS_BACK * 365.25
    opened = np.datetime64(as_of) - np.int64(YEARS_BACK * 365.25) + founded.astype(np.int64)
    city, line = _settle(draws, count)
    sister = _sisters(draws, city, line)
    line = np.where(sister >= 0, line[np.maximum(sister, 0)], line)
    sector = np.array([one.sector for one in lines()])[line]
    age = (np.datetime64(as_of) - opened).astype(np.float64) / 365.25
    staff = _staff(draws, sector, age)
    sales = staff * figures("sales_per_head")[sector] * 1e4 * np.exp(rng.normal(0, 0.6, count))
    growth = np.exp(rng.normal(0.09, 0.22, count))
    capital = np.exp(rng.normal(np.log(4e6), 1.2, count)) * (1 + staff / 60)
    tech = np.maximum(figures("tech")[sector], 0.05)
    known = {name: rng.random(count) < share for name, share in _KNOWN.items()}
    old_enough = age > 2
    return pl.DataFrame(
        [
            usccs(np.arange(count) + _FIRST_CODE, seed).alias("uscc"),
            _names(draws, city, line, sister),
            codes("state", _STATES, pick(rng, _STATE_SHARES, count)),
            days("founded_on", opened),
            money("registered_capital_cny", _round(capital, 1e5)),
            _phrase(draws, "industry_code", [one.codes for one in lines()], line),
            codes("division_code", tuple(CITIES), city),
            _addresses(draws, city),
            _phrase(draws, "business_scope", [one.scopes for one in lines()], line),
            masked(
                _phrase(draws, "main_product", [one.products for one in lines()], line),
                known["main_product"],
            ),
            money("sales_cny", _round(sales, 1e4), known["sales"] & (age > 1)),
            money("sales_before_cny", _round(sales / growth, 1e4), known["sales"] & old_enough),
            masked(pl.Series("employees", staff.astype(np.int64)), known["employees"]),
            masked(pl.Series("patents", rng.poisson(tech * np.sqrt(staff))), known["patents"]),
            pl.Series("listed", (sales > 4e8) & (rng.random(count) < 0.25)),
        ]
    )


_KNOWN: Final = {"main_product": 0.72, "sales": 0.6, "employees": 0.8, "patents": 0.7}
"""Shares of firms of which the figure is known."""


def _settle(draws: Draws, count: int) -> tuple[Ints, Ints]:
    """City and line of every firm, one after the other in the order of their founding."""
    rng = draws.stream("outside settling")
    sector = np.array([one.sector for one in lines()])
    base = _line_weights() * np.exp(rng.normal(0, 0.3, len(sector)))
    size = np.sort(np.exp(rng.normal(0, 0.45, len(CITIES))))[::-1]
    taste = np.exp(rng.normal(0, 0.9, (len(CITIES), len(sectors()))))[:, sector]
    own, near = _kinship(sector)
    there = np.zeros((len(CITIES), len(sector)))
    city, line = np.zeros(count, dtype=np.int64), np.zeros(count, dtype=np.int64)
    for turn in range(count):
        where = int(rng.choice(len(CITIES), p=size / size.sum()))
        have = there[where]
        pull = 1 + _BY_LINE * have + _BY_SECTOR * (own @ have) + _BY_RELATED * (near @ have)
        weight = base * taste[where] * pull
        what = int(np.searchsorted(np.cumsum(weight), rng.random() * weight.sum()))
        city[turn], line[turn] = where, min(what, len(sector) - 1)
        there[where, line[turn]] += 1
    return city, line


def _line_weights() -> Floats:
    weights = figures("weight")
    told = [
        weights[one.sector] * one.share * (_NARROWER if one.share < 1 else 0.25) for one in lines()
    ]
    return np.array(told) ** _EVENNESS


def _kinship(sector: Ints) -> tuple[Floats, Floats]:
    """By pairs of lines: of one sector, of related ones."""
    keys = [one.key for one in sectors()]
    related = np.zeros((len(keys), len(keys)))
    for group in _RELATED:
        places = [keys.index(key) for key in group]
        related[np.ix_(places, places)] = 1.0
    np.fill_diagonal(related, 0.0)
    own = (sector[:, None] == sector[None, :]).astype(np.float64)
    return own, related[np.ix_(sector, sector)]


def _sisters(draws: Draws, city: Ints, line: Ints) -> Ints:
    """For each firm the earlier one in another city whose second site it is; -1 for most."""
    rng = draws.stream("outside sisters")
    count = len(city)
    head = (rng.random(count) * np.arange(count)).astype(np.int64)
    is_second = (rng.random(count) < _SISTERS) & (city[head] != city) & (np.arange(count) > 50)
    # No firm is the second site of a second site.
    is_second &= ~is_second[head]
    return np.where(is_second, head, -1)


def _names(draws: Draws, city: Ints, line: Ints, sister: Ints) -> pl.Series:
    """City, trade name, business and form; groups bear their trade name alone in every city."""
    count = len(city)
    trade = trade_names(np.arange(count) + _FIRST_NAME, draws.seed)
    in_group: Flags = (sister >= 0) | np.isin(np.arange(count), sister)
    frame = pl.DataFrame(
        {
            "city": masked(codes("city", tuple(CITIES.values()), city), ~in_group),
            "trade": trade.gather(np.where(sister >= 0, sister, np.arange(count))),
            "business": business_words(draws, "outside business", line),
            # Sites of a group in one line of business are told apart by a word behind it.
            "site": masked(codes("site", _SITES, np.arange(count) % len(_SITES)), sister >= 0),
            "form": pl.Series(["有限公司"] * count),
        }
    )
    parts = pl.concat_str("city", "trade", "business", "site", "form", ignore_nulls=True)
    return frame.select(firm_name=parts).to_series()


def _staff(draws: Draws, sector: Ints, age: Floats) -> Floats:
    rng = draws.stream("outside staff")
    spread = np.exp(rng.normal(0, 0.9, len(sector)))
    return np.clip(figures("staff")[sector] * spread * (0.4 + np.log1p(age) / 2), 1, 4_000)


def _phrase(draws: Draws, name: str, groups: list[tuple[str, ...]], line: Ints) -> pl.Series:
    return Phrases.of(groups).drawn(name, line, draws.stream(f"outside {name}").random(len(line)))


def _addresses(draws: Draws, city: Ints) -> pl.Series:
    rng = draws.stream("outside addresses")
    names = [f"{name}市" for name in CITIES.values()]
    frame = pl.DataFrame(
        {"city": codes("city", names, city), "house": rng.integers(1, 900, len(city))}
    )
    return frame.select(address=pl.format("{}产业大道{}号", "city", "house")).to_series()


def _round(yuan: Floats, unit: float) -> Ints:
    """Fen of amounts rounded to a unit of yuan."""
    return np.rint(yuan / unit).astype(np.int64) * int(unit * 100)
