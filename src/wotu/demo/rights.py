"""Intellectual property of the firms, right by right, with invented numbers.

Serial numbers have eight digits where those of patents and copyright registrations have seven, so
that no invented right bears the number of a real one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from wotu.demo.draws import Days, Draws, Flags, Floats, Ints, codes, days, masked
from wotu.demo.phrases import Phrases
from wotu.demo.population import INNOVATIVE, Population
from wotu.demo.sectors import figures, flags, lines, sectors

KINDS: Final = ("invention", "utility_model", "design", "software", "ic_layout", "new_drug")
CLASS_ONE: Final = np.array([True, False, False, False, True, True])
_LIFE_YEARS: Final = np.array([20, 10, 15, 50, 10, 99])
_WAIT_DAYS: Final = np.array([980, 290, 210, 75, 120, 700])
"""From filing to grant: inventions about two years and eight months, the rest months."""

WAYS: Final = ("self_developed", "transferred", "donated", "merged")
STATES: Final = ("in_force", "pending", "lapsed")
_SERIALS: Final = 99_000_000
"""Serials from 99000000 on are kept for the firms that the demo names."""

_STEP: Final = 61_803_403
_MOST: Final = 900
"""Rights of one kind that one firm has at most."""

_PATTERNS: Final = {
    "invention": ("一种{}的制备方法", "{}的控制方法及装置", "一种{}及其应用", "{}的检测方法及系统"),
    "utility_model": ("一种{}", "一种{}用安装结构", "一种{}的散热装置", "一种便于维护的{}"),
    "design": ("{}", "{}外壳", "{}（二代）"),
    "software": ("{}管理软件V1.0", "{}控制软件V2.0", "{}数据采集软件V1.2", "{}运行监测平台V3.0"),
    "ic_layout": ("{}布图设计", "{}版图设计（二）"),
    "new_drug": ("{}（新药证书）",),
}


@dataclass(frozen=True)
class Rights:
    """One row a right: position of the owner and the columns of the contract ``firm_ip``."""

    owner: Ints
    kind: Ints
    granted: Days
    state: Ints
    table: pl.DataFrame
    """Without uscc, firm_name and used_in_hnte_application."""


def draw_rights(firms: Population) -> Rights:
    """Rights of a chunk of firms."""
    draws = firms.draws
    counts = np.minimum(_counts(firms), _MOST)
    owner = np.repeat(np.arange(firms.count), counts.sum(axis=1))
    kind = np.repeat(np.tile(np.arange(len(KINDS)), firms.count), counts.ravel())
    filed, granted = _dates(firms, owner, kind)
    state = _states(draws, granted)
    ends = _end_of_life(filed, kind)
    lapsed = state == STATES.index("lapsed")
    ends = np.where(lapsed, _lapse(draws, granted, np.datetime64(firms.as_of)), ends)
    table = pl.DataFrame(
        [
            _numbers(firms, filed, kind),
            codes("kind", KINDS, kind),
            _titles(draws, firms.line[owner], kind),
            days("filed_on", filed),
            days("granted_on", granted),
            masked(days("expires_on", ends), (state != STATES.index("pending")) & (kind != 5)),
            codes("state", STATES, state),
            codes("acquired_by", WAYS, _ways(draws, len(owner))),
        ]
    )
    return Rights(owner, kind, granted, state, table)


def _counts(firms: Population) -> Ints:
    """Rights by firm and kind: more with drive, size and age, many in a few firms."""
    rng = firms.draws.stream("rights")
    software = flags("software")[firms.sector]
    industry = flags("is_industry")[firms.sector]
    size = (np.maximum(firms.staff, 2) / 20) ** 0.45 * np.clip(firms.age / 6, 0.15, 1.6)
    taste = np.exp(rng.normal(-0.35, 0.85, firms.count))
    level = np.choose(firms.tier, [np.full(firms.count, 0.012), np.full(firms.count, 0.3), size])
    level = np.where(firms.tier == 1, level * size, level) * taste * ~firms.is_branch
    level = np.where((firms.tier == INNOVATIVE) & (rng.random(firms.count) < 0.05), 0.0, level)
    tech = np.clip(0.7 + figures("tech")[firms.sector], 0.3, 2.0)
    wanted = np.stack(
        [
            level * 2.1 * tech,
            level * np.where(industry, 8.5, 1.6),
            level * np.where(industry, 0.9, 0.3),
            level * np.where(software, 11.0, 2.2),
            level * 0.7 * (firms.sector == _position("integrated_circuits")),
            level * 0.05 * (firms.sector == _position("pharmaceuticals")),
        ],
        axis=1,
    )
    return rng.poisson(wanted)


def _position(key: str) -> int:
    return [sector.key for sector in sectors()].index(key)


def _dates(firms: Population, owner: Ints, kind: Ints) -> tuple[Days, Days]:
    """Filed between founding and the day, later years oftener; NaT granted while pending."""
    rng = firms.draws.stream("right dates")
    today = np.datetime64(firms.as_of)
    span = (today - firms.founded[owner]).astype(np.int64)
    ago = (span * (1 - rng.random(len(owner)) ** 0.8)).astype(np.int64)
    filed = today - np.minimum(ago, 365 * 15)
    wait = (_WAIT_DAYS[kind] * np.exp(rng.normal(0, 0.25, len(owner)))).astype(np.int64)
    granted = filed + wait
    # Most of what is filed too late to be granted is not in the list yet: it was filed earlier.
    early = (granted > today) & (rng.random(len(owner)) < 0.75)
    back = (granted - today).astype(np.int64) + 1 + (rng.random(len(owner)) * 200).astype(np.int64)
    filed = np.where(early, filed - back, filed)
    granted = np.where(early, granted - back, granted)
    late = filed < firms.founded[owner]  # bought, or brought in by the founders
    filed = np.where(late & (rng.random(len(owner)) < 0.7), firms.founded[owner], filed)
    granted = np.maximum(granted, filed + np.minimum(wait, 60))
    granted = np.where(granted > today, np.datetime64("NaT"), granted)
    return filed, granted


def _states(draws: Draws, granted: Days) -> Ints:
    lapsed = draws.stream("right states").random(len(granted)) < 0.06
    return np.where(np.isnat(granted), 1, np.where(lapsed, 2, 0))


def _end_of_life(filed: Days, kind: Ints) -> Days:
    months = filed.astype("datetime64[M]") + _LIFE_YEARS[kind] * 12
    day = (filed - filed.astype("datetime64[M]")).astype(np.int64)
    ends: Days = months.astype("datetime64[D]") + np.minimum(day, 27) - 1
    return ends


def _lapse(draws: Draws, granted: Days, today: np.datetime64) -> Days:
    share: Floats = draws.stream("lapses").random(len(granted))
    held = np.nan_to_num((today - granted).astype(np.float64)) * share
    return granted + held.astype(np.int64)


def _ways(draws: Draws, count: int) -> Ints:
    chance = draws.stream("ways").random(count)
    return np.searchsorted([0.925, 0.985, 0.99], chance)


def _numbers(firms: Population, filed: Days, kind: Ints) -> pl.Series:
    """``ZL2023 1 08123456.X`` and the like: year of filing, type, serial and check."""
    first = int(firms.number[0]) * 40 if firms.count else 0
    serial = ((first + np.arange(len(kind))) * _STEP + firms.draws.seed) % _SERIALS
    year = filed.astype("datetime64[Y]").astype(np.int64) + 1970
    frame = pl.DataFrame({"kind": kind, "year": year, "serial": serial})
    text = pl.col("serial").cast(pl.String).str.zfill(8)
    patent = pl.format("ZL{} {} {}.{}", "year", pl.col("kind") + 1, text, pl.col("serial") % 10)
    kinds = pl.col("kind").replace_strict(dict(enumerate(KINDS)), return_dtype=pl.String)
    number = (
        pl.when(kinds == "software")
        .then(pl.format("{}SR{}", "year", text))
        .when(kinds == "ic_layout")
        .then(pl.format("BS.{}{}", "year", text))
        .when(kinds == "new_drug")
        .then(pl.format("国药证字H{}{}", "year", text))
        .otherwise(patent)
    )
    return frame.select(ip_no=number).to_series()


def _titles(draws: Draws, line: Ints, kind: Ints) -> pl.Series:
    """Titles made of a product of the line of business and a phrase of the kind."""
    made = Phrases.of(
        [form.format(product) for product in item.products for form in _PATTERNS[name]]
        for item in lines()
        for name in KINDS
    )
    return made.drawn("title", line * len(KINDS) + kind, draws.stream("titles").random(len(kind)))


def in_force(rights: Rights) -> Flags:
    """Which rights count on the day."""
    counts: Flags = (rights.state == STATES.index("in_force")) & ~np.isnat(rights.granted)
    return counts


def count_by_owner(owner: Ints, which: Flags, firms: int) -> Ints:
    """Number of chosen rows of each firm."""
    return np.bincount(owner[which], minlength=firms)


def used_before(rights: Rights, last_grant: Days, draws: Draws) -> pl.Series:
    """Class II rights granted before the owner's HNTE certificate: mostly used up by it.

    Null for all others, for which nobody has asked.
    """
    before = rights.granted < last_grant[rights.owner]
    second = ~CLASS_ONE[rights.kind]
    asked = before & second
    used = draws.stream("used").random(len(rights.owner)) < 0.62
    return masked(pl.Series("used_in_hnte_application", used), asked)
