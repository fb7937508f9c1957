"""The firms of a zone as a model sees them: sector, age, size, drive to innovate, growth.

Everything else is drawn from these, so the tables agree with each other. Shares and medians are
explained, with the public figures they were fitted to, in docs/demo-data.md.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from wotu.demo.draws import Days, Draws, Flags, Floats, Ints, pick
from wotu.demo.sectors import draw_lines, figures, flags, sectors

YEARS: Final = 3
ORDINARY, SOME_RD, INNOVATIVE = 0, 1, 2
"""Tiers: no R&D to speak of; some; R&D as part of the business."""

_MOOD: Final = (0.0, 0.055, 0.015)
"""Log growth that all firms share, by year."""

_SOME_RD_FROM: Final = 0.10
_INNOVATIVE_FROM: Final = 0.67
"""Standard deviations of drive above which a firm is of the tier."""

BRANCH_SHARE: Final = 0.02
SUBSIDIARY_SHARE: Final = 0.03

STATES: Final = ("in_business", "moved_out", "revoked", "cancelled", "suspended")
_STATE_SHARES: Final = (0.945, 0.013, 0.010, 0.024, 0.008)


@dataclass(frozen=True)
class Population:
    """A chunk of firms. Arrays have one row a firm; those by year also one column a year."""

    draws: Draws
    as_of: dt.date
    number: Ints
    """Position in the zone, from 0."""
    sector: Ints
    line: Ints
    """Position of its line of business in :func:`wotu.demo.sectors.lines`."""
    founded: Days
    tier: Ints
    drive: Floats
    """Propensity to innovate in standard deviations of the whole population."""
    staff: Floats
    """Size in persons in the last year, not yet whole."""
    growth: Floats
    """Log growth of sales into each year."""
    state: Ints
    """Position in STATES."""
    head: Ints
    """Position of the head firm of a branch or parent of a subsidiary; -1 for most."""
    is_branch: Flags
    is_shell: Flags
    """On the register with hardly any business."""
    is_venture: Flags
    """Young and financed by investors."""
    is_foreign: Flags

    @property
    def count(self) -> int:
        """Number of firms."""
        return len(self.number)

    @property
    def last_year(self) -> int:
        """The accounting year before the day."""
        return self.as_of.year - 1

    @property
    def years(self) -> tuple[int, ...]:
        """The three years of statistics, in order."""
        return tuple(range(self.last_year - YEARS + 1, self.last_year + 1))

    @cached_property
    def founded_year(self) -> Ints:
        """Calendar year of founding."""
        return self.founded.astype("datetime64[Y]").astype(np.int64) + 1970

    @cached_property
    def age(self) -> Floats:
        """Years since founding, on the day."""
        return (np.datetime64(self.as_of) - self.founded).astype(np.float64) / 365.25

    @cached_property
    def open_share(self) -> Floats:
        """Share of each year in which the firm existed, 0 before its founding."""
        ends = np.array([np.datetime64(f"{year + 1}-01-01") for year in self.years])
        days = (ends[None, :] - self.founded[:, None]).astype(np.float64)
        return np.clip(days / 365.25, 0, 1)

    @cached_property
    def keeps_round_figures(self) -> Flags:
        """Firms whose sales are whole 100,000 yuan, so that they can stand on a threshold."""
        chance = self.draws.stream("round figures").random(self.count)
        keeps: Flags = chance < 0.05
        return keeps

    @cached_property
    def operates(self) -> Flags:
        """Firms and years for which statistics can exist; none for branches and closed firms."""
        years = np.array(self.years)
        exists = self.founded_year[:, None] <= years[None, :]
        gone = np.isin(self.state, (2, 3))[:, None] & (years[None, :] >= self.last_year - 1)
        paused = (self.state == 4)[:, None] & (years[None, :] == self.last_year)
        operates: Flags = exists & ~gone & ~paused & ~self.is_branch[:, None]
        return operates


def draw_population(draws: Draws, as_of: dt.date, first: int, count: int) -> Population:
    """A chunk of ``count`` firms whose positions in the zone begin with ``first``."""
    rng = draws.stream("population")
    sector = pick(rng, figures("weight").tolist(), count)
    age = np.minimum(rng.gamma(1.5, 5.6, count), 41.0)
    founded = np.datetime64(as_of) - (age * 365.25).astype(np.int64)
    is_branch, is_subsidiary, head = _groups(draws, count)
    drive = _drive(rng, sector, age)
    tier = (drive > _SOME_RD_FROM).astype(np.int64) + (drive > _INNOVATIVE_FROM)
    tier[is_branch] = ORDINARY
    is_shell = (rng.random(count) < np.where(tier == ORDINARY, 0.09, 0.01)) & ~is_subsidiary
    is_venture = (tier == INNOVATIVE) & (age < 9) & (rng.random(count) < 0.16)
    state = pick(rng, _STATE_SHARES, count)
    state[(age < 2) | (tier == INNOVATIVE)] *= rng.random(count)[(age < 2) | (tier == 2)] < 0.25
    return Population(
        draws=draws,
        as_of=as_of,
        number=np.arange(first, first + count),
        sector=sector,
        line=draw_lines(draws.stream("lines"), sector),
        founded=founded,
        tier=tier,
        drive=drive,
        staff=_staff(draws, sector, age, tier, is_shell),
        growth=_growth(draws, age, tier, is_venture),
        state=state,
        head=head,
        is_branch=is_branch,
        is_shell=is_shell,
        is_venture=is_venture,
        is_foreign=rng.random(count) < np.where(flags("is_industry")[sector], 0.065, 0.02),
    )


def _groups(draws: Draws, count: int) -> tuple[Flags, Flags, Ints]:
    """Branches and subsidiaries, and the head of each: no firm heads two."""
    order = draws.stream("groups").permutation(count)
    branches = round(count * BRANCH_SHARE)
    members = branches + round(count * SUBSIDIARY_SHARE)
    head = np.full(count, -1, dtype=np.int64)
    head[order[:members]] = order[members : 2 * members]
    is_branch = np.zeros(count, dtype=np.bool_)
    is_branch[order[:branches]] = True
    return is_branch, (head >= 0) & ~is_branch, head


def _drive(rng: np.random.Generator, sector: Ints, age: Floats) -> Floats:
    return figures("tech")[sector] + 0.06 * np.minimum(age - 5, 5) + rng.normal(0, 1, len(sector))


def _staff(draws: Draws, sector: Ints, age: Floats, tier: Ints, is_shell: Flags) -> Floats:
    rng = draws.stream("size")
    young = -1.1 * (age < 1) - 0.55 * ((age >= 1) & (age < 3))
    mature = 0.16 * np.log1p(age) - 0.75
    spread = rng.normal(0, 0.95, len(sector)) + rng.standard_t(4, len(sector)) * 0.4
    mean = np.log(figures("staff")[sector]) + young + mature + 0.18 * tier
    size: Floats = np.clip(np.exp(mean + spread), 1.0, 6_000.0)
    return np.where(is_shell, np.minimum(size, 3.0) * rng.random(len(sector)), size)


def _growth(draws: Draws, age: Floats, tier: Ints, is_venture: Flags) -> Floats:
    """A part that stays with the firm, a part of the year, and heavy tails."""
    rng = draws.stream("growth")
    count = len(age)
    own = rng.normal(0, 0.12, count) + 0.22 * np.exp(-age / 3) + 0.02 * tier + 0.25 * is_venture
    noise = rng.standard_t(4, (count, YEARS)) * 0.2
    growth: Floats = np.clip(own[:, None] + np.array(_MOOD)[None, :] + noise, -1.6, 1.4)
    return growth


def sector_names(population: Population) -> list[str]:
    """Key of the sector of each firm."""
    keys = [sector.key for sector in sectors()]
    return [keys[position] for position in population.sector]
