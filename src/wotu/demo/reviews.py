"""Expert reviews of HNTE applications: of those certified, of some refused, of this year's.

Points that the rule can count (rights, conversions, growth) lie in the band that the facts give;
points that only experts can give are drawn.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from wotu.demo.draws import Flags, Floats, Ints, codes, masked
from wotu.demo.population import INNOVATIVE
from wotu.demo.recognition import Recognition
from wotu.demo.rights import CLASS_ONE, count_by_owner, in_force
from wotu.demo.standing import Standing

GRADES: Final = ("A", "B", "C", "D", "E")
_MOST: Final = {
    "management_rules_points": 6,
    "management_body_points": 6,
    "management_conversion_points": 4,
    "management_talent_points": 4,
}


@dataclass(frozen=True)
class _Reviewed:
    """Who was reviewed for which year; ``good``: how well, 0 to 1; ``full``: points are in."""

    owner: Ints
    year: Ints
    good: Floats
    full: Flags


def draw_reviews(
    standing: Standing, recognition: Recognition, used: pl.Series, standards: Flags
) -> pl.DataFrame:
    """Reviews of a chunk: ``owner`` and the columns of ``firm_review`` without uscc, firm_name.

    ``used``: which class II rights an earlier application used up.
    """
    reviewed = _reviewed(standing, recognition)
    bands = _bands(standing, reviewed.owner, used, standards)
    rng = standing.firms.draws.stream("points")
    columns: dict[str, Floats | Ints] = {}
    grades: dict[str, Ints] = {}
    for name in ("ip_advanced", "ip_core_support"):
        grade = np.clip(
            np.rint(2.3 - 2.2 * reviewed.good + rng.normal(0, 0.5, len(reviewed.good))), 0, 3
        )
        grades[name] = grade.astype(np.int64)
        columns[f"{name}_points"] = 8 - 2 * grades[name] - rng.integers(0, 2, len(grade))
    for name, (low, high) in bands.items():
        share = np.clip(reviewed.good + rng.normal(0, 0.15, len(low)), 0, 1)
        columns[name] = np.rint(low + (high - low) * share)
    for name, most in _MOST.items():
        share = np.clip(0.45 + 0.5 * reviewed.good + rng.normal(0, 0.1, len(reviewed.good)), 0, 1)
        columns[name] = np.rint(most * share)
    rows = [pl.Series("owner", reviewed.owner), pl.Series("year", reviewed.year, dtype=pl.Int32)]
    rows += [codes(name, GRADES, grade) for name, grade in grades.items()]
    rows += [
        masked(_points(name, np.asarray(points, dtype=np.float64)), reviewed.full)
        for name, points in columns.items()
    ]
    return pl.DataFrame(rows)


def _reviewed(standing: Standing, recognition: Recognition) -> _Reviewed:
    firms = standing.firms
    rng = firms.draws.stream("reviewed")
    this_year = firms.as_of.year
    granted = recognition.hnte_granted.astype("datetime64[Y]").astype(np.int64) + 1970
    held = np.flatnonzero(~np.isnat(recognition.hnte_granted) & (granted >= this_year - 3))
    certified_now = recognition.hnte_valid & (granted == this_year)
    due = recognition.hnte_valid & (granted == this_year - 3)
    may = ~recognition.hnte_valid | due
    may &= (firms.tier == INNOVATIVE) & (firms.age > 1) & firms.operates[:, -1] & ~certified_now
    keen = np.where(standing.passes_hnte_figures, 0.6, 0.12)
    applying = np.flatnonzero(may & (rng.random(firms.count) < keen))
    refused = np.flatnonzero(may & ~due & (rng.random(firms.count) < 0.05))
    owner = np.concatenate([held, applying, refused])
    year = np.concatenate(
        [granted[held], np.full(len(applying), this_year), np.full(len(refused), this_year - 1)]
    )
    good = np.concatenate(
        [
            rng.beta(6, 2, len(held)),
            rng.beta(4, 2, len(applying)),
            rng.beta(2, 6, len(refused)),
        ]
    )
    full = np.concatenate(
        [
            np.ones(len(held), dtype=np.bool_),
            rng.random(len(applying)) < 0.6,
            np.ones(len(refused), dtype=np.bool_),
        ]
    )
    return _Reviewed(owner, year, good, full)


def _bands(
    standing: Standing, owner: Ints, used: pl.Series, standards: Flags
) -> dict[str, tuple[Ints, Ints]]:
    """Lowest and highest points that the facts of the last three years allow."""
    rights = standing.rights
    fresh = in_force(rights) & ~CLASS_ONE[rights.kind] & ~used.fill_null(False).to_numpy()
    usable = count_by_owner(rights.owner, fresh, standing.firms.count)[owner]
    one = standing.class_one[owner]
    count = np.where(one > 0, 4, np.searchsorted([1, 3, 5], usable, "right"))
    yearly = standing.conversions.counts.sum(axis=1)[owner]
    converted = np.searchsorted([1, 3, 6, 9, 12, 15], yearly, "right")
    low, high = np.array([0, 0, 1, 7, 13, 19, 25]), np.array([0, 6, 6, 12, 18, 24, 30])
    takes_part = standards[owner].astype(np.int64)
    return {
        "ip_count_points": (np.array([0, 1, 3, 5, 7])[count], np.array([0, 2, 4, 6, 8])[count]),
        "ip_way_points": ((one + usable > 0) * 3, (one + usable > 0) * 6),
        "standards_points": (takes_part, 2 * takes_part),
        "conversion_points": (low[converted], high[converted]),
        "net_asset_growth_points": _growth_band(standing.net_asset_growth[owner]),
        "sales_growth_points": _growth_band(standing.sales_growth[owner]),
    }


def _growth_band(growth: Floats) -> tuple[Ints, Ints]:
    band = np.searchsorted([1e-9, 0.05, 0.15, 0.25, 0.35], growth, "right")
    return np.array([0, 1, 3, 5, 7, 9])[band], np.array([0, 2, 4, 6, 8, 10])[band]


def _points(name: str, points: Floats) -> pl.Series:
    return pl.Series(name, points).cast(pl.Int64).cast(pl.Decimal(8, 2))
