"""Many words found in a text at once, in time that grows with the text and not with the words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, Generic, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

Value = TypeVar("Value")

_BITS: Final = 20
_MIX: Final = np.uint32(2654435761)
_CHUNK: Final = 1 << 20
"""Characters looked at in one go: bounds the memory, about 20 MB."""


class Found(NamedTuple, Generic[Value]):
    """A word of a lexicon in a text: ``text[start:end]``."""

    start: int
    end: int
    value: Value


class Lexicon(Generic[Value]):
    """Words of two characters or more, each with a value.

    Pairs of characters that no word begins with are passed over by vectorised arithmetic, so that
    only a few places of a text are looked at one by one.
    """

    def __init__(self, words: Mapping[str, Value]) -> None:
        """Words of fewer than two characters are left out."""
        self._values = {word: value for word, value in words.items() if len(word) > 1}
        lengths: dict[str, set[int]] = {}
        for word in self._values:
            lengths.setdefault(word[:2], set()).add(len(word))
        self._lengths = {pair: tuple(sorted(own)[::-1]) for pair, own in lengths.items()}
        self._begins = np.zeros(1 << _BITS, dtype=np.bool_)
        if self._lengths:
            self._begins[_hashes(_codes("".join(self._lengths)))[::2]] = True

    def __len__(self) -> int:
        return len(self._values)

    def get(self, word: str) -> Value | None:
        """The value of a word, None where it is none of this lexicon."""
        return self._values.get(word)

    def words(self) -> Iterable[str]:
        """All words."""
        return self._values.keys()

    def longest(self, text: str, start: int, end: int | None = None) -> Found[Value] | None:
        """The longest word that stands at ``start`` and ends before or at ``end``."""
        for length in self._lengths.get(text[start : start + 2], ()):
            stop = start + length
            if end is not None and stop > end:
                continue
            word = text[start:stop]
            if word in self._values:
                return Found(start, stop, self._values[word])
        return None

    def find(self, text: str) -> Iterator[Found[Value]]:
        """Words of the text from left to right, the longest at each place, without overlap."""
        reached = 0
        for start in self._places(text):
            if start >= reached and (found := self.longest(text, start)):
                yield found
                reached = found.end

    def _places(self, text: str) -> Iterator[int]:
        """Where a pair of characters may begin a word."""
        for first in range(0, len(text) if self._values else 0, _CHUNK):
            codes = _codes(text[first : first + _CHUNK + 1])
            if len(codes) > 1:
                yield from (np.flatnonzero(self._begins[_hashes(codes)]) + first).tolist()


def _codes(text: str) -> npt.NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def _hashes(codes: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint32]:
    """One number below 2**20 for each pair of neighbours."""
    mixed = (codes[:-1] * np.uint32(40503) + codes[1:]) * _MIX
    shifted: npt.NDArray[np.uint32] = mixed >> np.uint32(32 - _BITS)
    return shifted
