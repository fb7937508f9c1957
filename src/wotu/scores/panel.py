"""What is scored: values of places, by period and indicator; unknown is NaN and never zero."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np

from wotu.scores.errors import ScoreError
from wotu.scores.tree import Bools, Floats, Tree

LARGEST: Final = 1e60
"""A figure beyond this is a mistake; the kurtosis takes its fourth power."""


@dataclass(frozen=True)
class Panel:
    """Values of shape (periods, places, indicators); NaN where unknown.

    ``places``, ``periods``: codes, in order, each once; periods from the oldest to the newest.
    ``indicators``: ids of the leaves of the tree, in its order.
    ``error``: standard error of each value in its own unit, same shape; None where none is known.
    ``denominators``: by name, of shape (periods, places). ``groups``: by name, the group of each
    place (None where it has none), for imputation and for views.
    ``imputed``: which values a step filled in.
    """

    places: tuple[str, ...]
    periods: tuple[str, ...]
    indicators: tuple[str, ...]
    values: Floats
    error: Floats | None = None
    denominators: Mapping[str, Floats] = field(default_factory=dict)
    groups: Mapping[str, tuple[str | None, ...]] = field(default_factory=dict)
    imputed: Bools | None = None

    def __post_init__(self) -> None:
        for kind, names in (
            ("地区 place", self.places),
            ("时期 period", self.periods),
            ("指标 indicator", self.indicators),
        ):
            twice = sorted({name for name in names if names.count(name) > 1})
            if twice:
                raise ScoreError(
                    f"{kind} 重复：{'、'.join(twice)}；每个只留一行。"
                    f" Given twice: {', '.join(twice)}: keep one row each.",
                    twice=twice,
                )
        shape = (len(self.periods), len(self.places), len(self.indicators))
        if self.values.shape != shape:
            raise ScoreError(
                f"values have the shape {self.values.shape}, expected {shape}",
                shape=list(self.values.shape),
            )
        self._require_usable()

    def _require_usable(self) -> None:
        beyond = np.argwhere(np.abs(self.values) > LARGEST)
        if not len(beyond):
            return
        period, place, indicator = beyond[0]
        at, whose = self.indicators[indicator], self.places[place]
        found = f"{self.values[period, place, indicator]:g}"
        raise ScoreError(
            f"指标 {at}，{whose}，{self.periods[period]}：{found} 不是可用的数，请核对数值和单位。"
            f" Indicator '{at}', place {whose}, {self.periods[period]}: {found} is no usable"
            " figure: check value and unit.",
            node=at,
            place=whose,
            period=self.periods[period],
        )

    def with_values(self, values: Floats, imputed: Bools | None = None) -> Panel:
        """The same places with other values, and what has been filled in besides."""
        return replace(self, values=values, imputed=self.imputed if imputed is None else imputed)

    def select(self, places: Bools | None = None, indicators: Bools | None = None) -> Panel:
        """Some places and some indicators; masks, None for all."""
        rows = np.ones(len(self.places), bool) if places is None else places
        columns = np.ones(len(self.indicators), bool) if indicators is None else indicators
        cut = np.ix_(np.ones(len(self.periods), bool), rows, columns)
        return replace(
            self,
            places=tuple(np.array(self.places, dtype=object)[rows]),
            indicators=tuple(np.array(self.indicators, dtype=object)[columns]),
            values=self.values[cut],
            error=None if self.error is None else self.error[cut],
            imputed=None if self.imputed is None else self.imputed[cut],
            denominators={name: one[:, rows] for name, one in self.denominators.items()},
            groups={
                name: tuple(np.array(one, dtype=object)[rows]) for name, one in self.groups.items()
            },
        )

    def require_tree(self, tree: Tree) -> None:
        """Raises:  ScoreError unless the columns are the leaves of a tree, in its order."""
        wanted = tuple(leaf.id for leaf in tree.leaves)
        if self.indicators != wanted:
            missing = sorted(set(wanted) - set(self.indicators))
            extra = sorted(set(self.indicators) - set(wanted))
            raise ScoreError(
                f"数据列与指标树不符：缺 {missing}，多 {extra}。"
                f" The columns are not the tree's leaves: missing {missing}, beyond it {extra}.",
                missing=missing,
                extra=extra,
            )
