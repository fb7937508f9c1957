"""A classification as a tree of classes: Shenwan 2021, GB/T 4754, or a zone's own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

from wotu.errors import UnknownNameError, WotuError, did_you_mean

FloatArray = NDArray[np.floating]


class ClassTreeError(WotuError):
    """Rows that are no tree of classes."""

    kind = "class_tree"


@dataclass(frozen=True)
class ClassTree:
    """Classes in order of level and code, each below its parent. Level 1 is the top."""

    codes: tuple[str, ...]
    names: tuple[str, ...]
    levels: tuple[int, ...]
    parents: tuple[str | None, ...]

    @staticmethod
    def of(classes: pl.DataFrame) -> ClassTree:
        """The tree of rows ``code``, ``name``, ``parent_code`` (null at the top).

        Raises:  ClassTreeError for a code given twice, an unknown parent or a circle.
        """
        parent = dict(classes.select("code", "parent_code").iter_rows())
        if len(parent) != classes.height:
            twice = classes.filter(pl.col("code").is_duplicated())["code"][0]
            raise ClassTreeError(f"类别代码“{twice}”重复。 The class '{twice}' stands twice.")
        level = {code: _level(code, parent) for code in parent}
        name = dict(classes.select("code", "name").iter_rows())
        order = sorted(parent, key=lambda code: (level[code], code))
        return ClassTree(
            tuple(order),
            tuple(name[code] or code for code in order),
            tuple(level[code] for code in order),
            tuple(parent[code] for code in order),
        )

    @cached_property
    def place(self) -> dict[str, int]:
        """The place of each code in ``codes``."""
        return {code: place for place, code in enumerate(self.codes)}

    @property
    def depth(self) -> int:
        """The number of levels."""
        return max(self.levels)

    def path(self, code: str) -> list[int]:
        """Places of a class and of those above it, the top first."""
        place, found = self.place[code], []
        while True:
            found.append(place)
            above = self.parents[place]
            if above is None:
                return found[::-1]
            place = self.place[above]

    @cached_property
    def leaves(self) -> NDArray[np.int64]:
        """Places of the classes that have none below them."""
        above = set(self.parents)
        return np.array([i for i, code in enumerate(self.codes) if code not in above])

    @cached_property
    def contains(self) -> NDArray[np.bool_]:
        """Leaves x classes: whether the class is the leaf or stands above it."""
        table = np.zeros((len(self.leaves), len(self.codes)), dtype=np.bool_)
        for row, leaf in enumerate(self.leaves):
            table[row, self.path(self.codes[leaf])] = True
        return table

    def at_level(self, level: int) -> NDArray[np.int64]:
        """Places of the classes of a level, with leaves that end above it: a full partition."""
        leaves = set(self.leaves.tolist())
        return np.array(
            [
                i
                for i, own in enumerate(self.levels)
                if own == level or (own < level and i in leaves)
            ]
        )

    def require(self, codes: Iterable[str]) -> None:
        """Raises:  UnknownNameError for the first code that is no class."""
        for code in codes:
            if code not in self.place:
                raise UnknownNameError(
                    f"分类中没有代码“{code}”。 The classification has no class '{code}'."
                    f"{did_you_mean(code, list(self.codes))}",
                    code=code,
                )


def _level(code: str, parent: dict[str, str | None]) -> int:
    level, seen, above = 1, {code}, parent[code]
    while above is not None:
        if above not in parent:
            raise ClassTreeError(
                f"“{code}”的上级“{above}”不存在。 '{above}', above '{code}', does not exist."
            )
        if above in seen:
            raise ClassTreeError(
                f"“{code}”的上级成环。 The classes above '{code}' run in a circle."
            )
        seen.add(above)
        level, above = level + 1, parent[above]
    return level
