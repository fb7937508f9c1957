"""Which names hold which characters and pairs of characters, for finding likely names fast."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import log

import numpy as np
import numpy.typing as npt

Ids = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]

_PAIR_SHIFT = 21  # a code point has at most 21 bits
_ID_SHIFT = 21  # room for two million names


@dataclass(frozen=True, slots=True)
class Postings:
    """For every character and every pair of neighbours, the sorted ids of the names with it."""

    keys: npt.NDArray[np.int64]
    """Sorted; a character is its code point, a pair is ``first << 21 | second``."""
    offsets: npt.NDArray[np.int64]
    ids: Ids
    names: int

    @classmethod
    def build(cls, names: list[str]) -> Postings:
        """Postings of ``names``; the id of a name is its place in the list.

        Raises:  ValueError above two million names.
        """
        if len(names) >= 1 << _ID_SHIFT:
            raise ValueError(f"{len(names)} names: an index holds at most {(1 << _ID_SHIFT) - 1}")
        text = "\n".join(names) + "\n"
        points = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32).astype(np.int64)
        ends = points == ord("\n")
        owners = np.cumsum(ends) - ends
        inside = ~ends
        pairs = inside[:-1] & inside[1:]
        keys = np.concatenate(
            [points[inside], (points[:-1] << _PAIR_SHIFT | points[1:])[pairs]],
        )
        owner = np.concatenate([owners[inside], owners[:-1][pairs]])
        rows = np.unique(keys << _ID_SHIFT | owner)
        row_keys = rows >> _ID_SHIFT
        starts = np.flatnonzero(np.diff(row_keys, prepend=-1))
        ids = rows & ((1 << _ID_SHIFT) - 1)
        return cls(row_keys[starts], np.append(starts, len(rows)), ids, len(names))

    def ids_with(self, piece: str) -> Ids:
        """Ids of the names that hold a character or a pair of neighbours."""
        key = ord(piece[0])
        if len(piece) == 2:
            key = key << _PAIR_SHIFT | ord(piece[1])
        rank = int(np.searchsorted(self.keys, key))
        if rank == len(self.keys) or self.keys[rank] != key:
            return self.ids[:0]
        return self.ids[self.offsets[rank] : self.offsets[rank + 1]]

    def rarity(self, piece: str) -> float:
        """How much a piece tells: the logarithm of names over names with it, one added to both.

        Scaled so that a piece of one name counts as in a register of 150,000, however small this
        one is; zero for pieces that more than a third of a thousand names or more have (有限公司).
        """
        held = len(self.ids_with(piece))
        if held * 3 > self.names >= 1000:
            return 0.0
        scale = log(150_000 / 2) / log((self.names + 1) / 2) if self.names > 2 else 1.0
        return scale * log((self.names + 1) / (held + 1))

    def likeness(self, text: str) -> Floats:
        """Rarity of the characters and pairs of ``text`` that a name holds, summed, per name."""
        totals = np.zeros(self.names, dtype=np.float32)
        for piece in sorted(pieces_of(text)):
            if rarity := self.rarity(piece):
                totals[self.ids_with(piece)] += np.float32(rarity)
        return totals


def pieces_of(text: str) -> set[str]:
    """The distinct characters and pairs of neighbours of a text."""
    return {*text, *(first + second for first, second in pairwise(text))}
