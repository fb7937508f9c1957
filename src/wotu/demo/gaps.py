"""Which facts are missing, in the patterns in which bureaus lack them.

A bureau may have no record of a firm at all, or none for a year; single cells are blank; small
firms are not in the survey of the statistics bureau; ordinary firms are not asked for hi-tech
income. What one bureau lacks another may have.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from wotu.demo.draws import Draws, Flags, Ints
from wotu.demo.finance import Finance
from wotu.demo.population import INNOVATIVE, ORDINARY, YEARS, Population
from wotu.demo.sectors import flags

_NO_RECORD: Final = {"tax": 0.03, "human_resources": 0.035, "science": 0.035}
_NO_YEAR: Final = {"tax": 0.012, "human_resources": 0.014, "science": 0.015, "statistics": 0.02}
BLANK: Final = 0.02
"""Share of single cells that are blank, in every column."""


@dataclass(frozen=True)
class Coverage:
    """Which firms and years each bureau has, by firm and year."""

    tax: Flags
    statistics: Flags
    human_resources: Flags
    science: Flags
    profile: Flags
    """One a firm: whether the science bureau has settled its field of technology."""
    policy: Flags
    """One a firm: whether the development and reform commission has looked at its products."""


def draw_coverage(firms: Population, finance: Finance) -> Coverage:
    """What the bureaus have of a chunk of firms."""
    survey = _surveyed(firms, finance.sales, finance.research.expense)
    rng = firms.draws.stream("coverage")
    asked = (firms.tier > ORDINARY) | (rng.random(firms.count) < 0.84)
    seen = {name: _seen(firms, name) for name in ("tax", "human_resources", "science")}
    settled = rng.random(firms.count) < np.where(firms.tier == INNOVATIVE, 0.965, 0.90)
    return Coverage(
        tax=seen["tax"],
        statistics=survey[:, None] & _seen(firms, "statistics"),
        human_resources=seen["human_resources"],
        science=seen["science"] & asked[:, None],
        profile=settled & ~firms.is_branch,
        policy=(rng.random(firms.count) < 0.975) & ~firms.is_branch,
    )


def cell_is_known(draws: Draws, field: str, shape: tuple[int, ...]) -> Flags:
    """False for the single cells of a column that are blank."""
    known: Flags = draws.stream(f"blank {field}").random(shape) >= BLANK
    return known


def _surveyed(firms: Population, sales: Ints, rd: Ints) -> Flags:
    """Firms above the scale of the statistics bureau, and most of those that report R&D."""
    rng = firms.draws.stream("survey")
    last = sales[:, -1] / 100
    floor = np.where(flags("is_industry")[firms.sector], 2e7, 1e7)
    reports = (rd.sum(axis=1) > 0) & (firms.tier > ORDINARY) & (last > 2e6)
    surveyed: Flags = (last >= floor) | (reports & (rng.random(firms.count) < 0.8))
    return surveyed


def _seen(firms: Population, bureau: str) -> Flags:
    rng = firms.draws.stream(f"seen {bureau}")
    lost = rng.random(firms.count) < _NO_RECORD.get(bureau, 0.0)
    lost_year = rng.random((firms.count, YEARS)) < _NO_YEAR[bureau]
    seen: Flags = firms.operates & ~lost[:, None] & ~lost_year
    return seen
