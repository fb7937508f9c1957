"""Texts in groups, from which one of a row's own group is taken."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from wotu.demo.draws import Floats, Ints, codes


@dataclass(frozen=True)
class Phrases:
    """All texts in one list, with where each group begins and how many it has."""

    texts: tuple[str, ...]
    starts: Ints
    sizes: Ints

    @classmethod
    def of(cls, groups: Iterable[Sequence[str]]) -> Phrases:
        """Groups in the order of their numbers; none may be empty."""
        listed = [list(group) for group in groups]
        sizes = np.array([len(group) for group in listed], dtype=np.int64)
        texts = tuple(text for group in listed for text in group)
        return cls(texts, np.cumsum(sizes) - sizes, sizes)

    def drawn(self, name: str, group: Ints, chance: Floats) -> pl.Series:
        """A column with a text of each row's group, by a chance from 0 to below 1."""
        return self.at(name, group, (chance * self.sizes[group]).astype(np.int64))

    def at(self, name: str, group: Ints, place: Ints) -> pl.Series:
        """A column with the text at a place of each row's group, counted round and round."""
        return codes(name, self.texts, self.starts[group] + place % self.sizes[group])
