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
        self._pairs = _table([word for word in self._values if len(word) == 2])
        self._triples = _table({word[:3] for word in self._values if len(word) > 2})

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
        limit = len(text) if end is None else end
        for length in self._lengths.get(text[start : start + 2], ()):
            stop = start + length
            if stop > limit:
                continue
            word = text[start:stop]
            if word in self._values:
                return Found(start, stop, self._values[word])
        return None

    def split(self, text: str, start: int, end: int) -> Iterator[tuple[int, int, Value | None]]:
        """A stretch of the text in pieces: the longest word at each place, else one character."""
        lengths, values = self._lengths, self._values
        while start < end:
            piece, value = start + 1, None
            for length in lengths.get(text[start : start + 2], ()):
                if start + length <= end:
                    value = values.get(text[start : start + length])
                    if value is not None:
                        piece = start + length
                        break
            yield start, piece, value
            start = piece

    def find(self, text: str) -> Iterator[Found[Value]]:
        """Words of the text from left to right, the longest at each place, without overlap."""
        reached = 0
        for start in self._places(text):
            if start >= reached and (found := self.longest(text, start)):
                yield found
                reached = found.end

    def _places(self, text: str) -> Iterator[int]:
        """Where two characters may be a word, or three begin one."""
        for first in range(0, len(text) if self._values else 0, _CHUNK):
            codes = _codes(text[first : first + _CHUNK + 2])
            if len(codes) > 1:
                pairs = _mixed(codes[:-1], codes[1:])
                begins = self._pairs[_folded(pairs)]
                begins[:-1] |= self._triples[_folded(_mixed(pairs[:-1], codes[2:]))]
                yield from (np.flatnonzero(begins[:_CHUNK]) + first).tolist()


def _table(words: Iterable[str]) -> npt.NDArray[np.bool_]:
    """For words of one length, two or three: which folded mixtures of their characters occur."""
    table = np.zeros(1 << _BITS, dtype=np.bool_)
    if columns := [_codes("".join(column)) for column in zip(*words, strict=True)]:
        mixed = columns[0]
        for column in columns[1:]:
            mixed = _mixed(mixed, column)
        table[_folded(mixed)] = True
    return table


def _codes(text: str) -> npt.NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def _mixed(
    codes: npt.NDArray[np.uint32], following: npt.NDArray[np.uint32]
) -> npt.NDArray[np.uint32]:
    return (codes * np.uint32(40503) + following) * _MIX


def _folded(mixed: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint32]:
    """A number below 2**20 for each."""
    shifted: npt.NDArray[np.uint32] = mixed >> np.uint32(32 - _BITS)
    return shifted
