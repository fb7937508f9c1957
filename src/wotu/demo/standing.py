"""Where a firm truly stands before the two national rules, for deciding who applied.

The generator's own simple reading, used only to hand out certificates in a believable way; what a
firm is told comes from the rules of the pack.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from wotu.demo.conversions import Conversions
from wotu.demo.draws import Flags, Floats, Ints
from wotu.demo.finance import Finance
from wotu.demo.population import Population
from wotu.demo.research import rd_floor
from wotu.demo.rights import CLASS_ONE, Rights, count_by_owner, in_force
from wotu.demo.sectors import sectors
from wotu.demo.staff import Staff


@dataclass(frozen=True)
class Standing:
    """Measured conditions of a chunk of firms, one row a firm."""

    firms: Population
    finance: Finance
    staff: Staff
    rights: Rights
    conversions: Conversions

    @cached_property
    def class_one(self) -> Ints:
        """Class I rights in force."""
        counts = in_force(self.rights) & CLASS_ONE[self.rights.kind]
        return count_by_owner(self.rights.owner, counts, self.firms.count)

    @cached_property
    def class_two(self) -> Ints:
        """Class II rights in force, used before or not."""
        counts = in_force(self.rights) & ~CLASS_ONE[self.rights.kind]
        return count_by_owner(self.rights.owner, counts, self.firms.count)

    @cached_property
    def sci_tech_share(self) -> Floats:
        """Science-and-technology staff over staff, last year."""
        return _ratio(self.staff.sci_tech[:, -1], self.staff.total[:, -1])

    @cached_property
    def rd_intensity(self) -> Floats:
        """R&D over sales of three years; 0 without sales."""
        return _ratio(self.finance.research.expense.sum(axis=1), self.finance.sales.sum(axis=1))

    @cached_property
    def sales_growth(self) -> Floats:
        """Mean growth over the years with sales, as the HNTE guide takes it."""
        return _growth(self.finance.sales)

    @cached_property
    def net_asset_growth(self) -> Floats:
        """The same of net assets; 0 where any is negative."""
        growth = _growth(self.finance.net_assets)
        return np.where((self.finance.net_assets < 0).any(axis=1), 0.0, growth)

    @cached_property
    def passes_hnte_figures(self) -> Flags:
        """Whether every condition of the HNTE rule but the score holds by figures."""
        sales = self.finance.sales[:, -1] / 100
        rd = self.finance.research
        domestic = _ratio(rd.domestic.sum(axis=1), rd.expense.sum(axis=1))
        hitech = _ratio(self.finance.hitech_income[:, -1], self.finance.total_income[:, -1])
        fields = np.array([sector.field != "none" for sector in sectors()])
        passes: Flags = (
            (self.firms.age >= 1)
            & (self.class_one + self.class_two > 0)
            & fields[self.firms.sector]
            & (self.sci_tech_share >= 0.10)
            & (self.rd_intensity >= rd_floor(sales))
            & (domestic >= 0.60)
            & (hitech >= 0.60)
            & self.firms.operates[:, -1]
        )
        return passes

    @cached_property
    def tsme_points(self) -> Ints:
        """Points of the technology-based SME rating, by sales only."""
        staff = np.searchsorted([0.10, 0.15, 0.20, 0.25, 0.30], self.sci_tech_share, "right") * 4
        rd = _ratio(self.finance.research.expense[:, -1], self.finance.sales[:, -1])
        research = np.searchsorted([0.02, 0.03, 0.04, 0.05, 0.06], rd, "right") * 10
        two = np.minimum(self.class_two, 4) * 6
        points = staff + research + np.where(self.class_one > 0, 30, two)
        return np.where(staff > 0, points, 0)

    @cached_property
    def is_small(self) -> Flags:
        """Within the limits of size of a technology-based SME."""
        within: Flags = (
            (self.staff.total[:, -1] <= 500)
            & (self.finance.sales[:, -1] <= 2e10)
            & (self.finance.total_assets[:, -1] <= 2e10)
        )
        return within


def _ratio(part: Ints, whole: Ints) -> Floats:
    return np.divide(part, whole, out=np.zeros(len(part)), where=whole > 0)


def _growth(values: Ints) -> Floats:
    first, second, third = (values[:, year].astype(np.float64) for year in range(3))
    last = np.divide(third, second, out=np.ones(len(third)), where=second > 0) - 1
    before = np.divide(second, first, out=np.ones(len(third)), where=first > 0) - 1
    return np.where(second <= 0, 0.0, np.where(first <= 0, last, (last + before) / 2))
