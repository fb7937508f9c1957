"""R&D spending of three years, with the parts by which the auditors add it up.

Firms that do R&D as part of their business often stand just above the floor that the law sets
for their size (5, 4 or 3 per cent of three years' sales), as is known of Chinese tax data.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from wotu.demo.draws import Flags, Floats, Ints, thousands
from wotu.demo.population import INNOVATIVE, YEARS, Population
from wotu.demo.sectors import figures, flags

STEP: Final = 5_000
"""Commissioned R&D comes in steps of so many yuan, so that its 80% are whole thousands."""

OWN_PARTS: Final = ("direct", "depreciation", "amortisation", "design", "testing", "other")
_PART_MEANS: Final = (0.24, 0.06, 0.02, 0.03, 0.04, 0.06)


@dataclass(frozen=True)
class Research:
    """R&D in fen by firm and year."""

    expense: Ints
    domestic: Ints
    commissioned: Ints
    """As paid; 80% of it counts."""
    commissioned_abroad: Ints
    own: dict[str, Ints]
    """Parts of OWN_PARTS and ``personnel``: with 80% of commissioned R&D they are the expense."""


def rd_floor(last_sales: Floats) -> Floats:
    """Share of sales that the HNTE rule asks for, by sales of the last year in yuan."""
    return np.where(last_sales <= 5e7, 0.05, np.where(last_sales <= 2e8, 0.04, 0.03))


def draw_research(firms: Population, sales: Ints) -> Research:
    """R&D of a chunk of firms."""
    expense = thousands(_expense(firms, sales / 100) * firms.operates)
    expense = _to_the_floor(firms, sales, expense)
    commissioned, abroad = _commissioned(firms, expense)
    return Research(
        expense=expense,
        domestic=expense - abroad * 4 // 5,
        commissioned=commissioned,
        commissioned_abroad=abroad,
        own=_own_parts(firms, expense - commissioned * 4 // 5),
    )


def _expense(firms: Population, sales: Floats) -> Floats:
    rng = firms.draws.stream("research")
    count = firms.count
    floor = rd_floor(sales[:, -1])
    tech = np.maximum(figures("tech")[firms.sector], 0)
    median = 0.041 + 0.028 * tech**1.3 + 0.018 * flags("software")[firms.sector]
    size = np.log(np.maximum(sales[:, -1], 1e6) / 2.5e7)
    free = median * np.exp(rng.normal(0, 0.55, count) - 0.09 * size)
    near = floor * (1 + rng.exponential(0.16, count))
    innovative = np.where(rng.random(count) < 0.36, near, np.clip(free, 0.004, 1.8))
    some = np.clip(0.021 * np.exp(rng.normal(0, 0.65, count) - 0.1 * size), 0.001, 0.3)
    little = np.where(rng.random(count) < 0.08, 0.005 * rng.random(count), 0.0)
    intensity = np.choose(firms.tier, [little, some, innovative])
    yearly = intensity[:, None] * np.exp(rng.normal(0, 0.09, sales.shape))
    payroll = np.where(firms.tier == INNOVATIVE, firms.staff * 2.5e4, 0.0)
    least = payroll[:, None] * firms.open_share * (sales < 3e6)
    expense: Floats = np.maximum(sales * yearly, least)
    return expense


def _to_the_floor(firms: Population, sales: Ints, expense: Ints) -> Ints:
    """Last-year R&D raised where a firm just below its floor would have seen to it in time."""
    rng = firms.draws.stream("floor")
    total_sales, total = sales.sum(axis=1), expense.sum(axis=1)
    needed = np.ceil(rd_floor(sales[:, -1] / 100) * total_sales / 1e5) * 100_000
    gap = needed.astype(np.int64) - total
    close: Flags = (firms.tier == INNOVATIVE) & (gap > 0) & (gap < 0.12 * needed)
    minds = close & (rng.random(firms.count) < 0.55) & firms.operates[:, -1]
    margin = thousands(rng.exponential(0.02, firms.count) * total / 100)
    expense = expense.copy()
    expense[:, YEARS - 1] += np.where(minds, gap + margin, 0)
    exact = firms.keeps_round_figures & (firms.tier == INNOVATIVE) & firms.operates[:, -1]
    exact &= (needed - expense[:, :-1].sum(axis=1) > 0) & (rng.random(firms.count) < 0.6)
    expense[exact, YEARS - 1] = (needed - expense[:, :-1].sum(axis=1)).astype(np.int64)[exact]
    return expense


def _commissioned(firms: Population, expense: Ints) -> tuple[Ints, Ints]:
    """Fen commissioned to others, and abroad, in steps that keep 80% of them whole."""
    rng = firms.draws.stream("commissioned")
    does = rng.random(firms.count) < np.where(firms.tier == INNOVATIVE, 0.3, 0.08)
    share = np.where(does, rng.beta(1.5, 9, firms.count), 0.0)
    mostly = firms.is_foreign & (rng.random(firms.count) < 0.25)
    share = np.where(mostly, rng.uniform(0.4, 0.9, firms.count), share)
    abroad = np.where(mostly, 0.95, np.where(rng.random(firms.count) < 0.1, 0.4, 0.0))
    paid = np.floor(expense / 100 * share[:, None] / STEP).astype(np.int64)
    away = np.floor(paid * abroad[:, None]).astype(np.int64)
    return paid * STEP * 100, away * STEP * 100


def _own_parts(firms: Population, own: Ints) -> dict[str, Ints]:
    """The firm's own R&D by kind, in fen: whole thousands, the rest personnel."""
    rng = firms.draws.stream("research parts")
    parts: dict[str, Ints] = {}
    for name, mean in zip(OWN_PARTS, _PART_MEANS, strict=True):
        share = mean * rng.uniform(0.3, 1.6, (firms.count, 1)) * rng.uniform(0.9, 1.1, own.shape)
        parts[name] = np.floor(own / 1e5 * share).astype(np.int64) * 100_000
    return {"personnel": own - sum(parts.values()), **parts}
