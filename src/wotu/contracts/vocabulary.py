"""All names under which bureaus write the fields of contracts, and how a header finds its field."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from rapidfuzz import fuzz

from wotu.contracts.header_text import HeaderText, header_key, parse_header
from wotu.contracts.schema import TableContract

_SIMILAR: Final = 90.0
"""Likeness in per cent: one character among ten may differ."""

_SHORTEST: Final = 4
"""A name of three characters has no room for a misprint."""

_MARGIN: Final = 4.0
"""By how much the best field must be liker than the next."""

_OPPOSITES: Final = frozenset(
    "内外进出收支增减上下本去前后初末始终一二三四五六七八九十ivx0123456789非不未无男女净总大小高低甲乙单双人额率量价"
)
"""Characters that turn a name into that of another figure: 境内 and 境外, 期初 and 期末."""

MatchKind = Literal["exact", "similar"]


@dataclass(frozen=True, slots=True)
class FieldMatch:
    """A field found for a header; ``rank`` orders exact ones, the contract's own label first."""

    field: str
    kind: MatchKind
    rank: int
    likeness: float = 100.0


class Vocabulary:
    """Names of the fields of some contracts, by key.

    ``also``: further texts that mark a header as such, from a saved mapping.
    """

    def __init__(self, contracts: Iterable[TableContract], also: Iterable[str] = ()) -> None:
        self._fields: dict[str, dict[str, dict[str, int]]] = {}
        """Contract, key, field and the rank of the name among the field's."""
        for contract in contracts:
            names = self._fields.setdefault(contract.name, {})
            for field, spec in contract.fields.items():
                written = (spec.label.zh, *spec.synonyms, spec.label.en, field)
                for rank, name in enumerate(written):
                    fields = names.setdefault(parse_header(name).key or header_key(name), {})
                    fields.setdefault(field, rank)
        known = {key for names in self._fields.values() for key in names}
        self._keys = known | {key for text in also if (key := parse_header(text).key)}

    def knows(self, parts: Sequence[HeaderText]) -> bool:
        """Whether any contract has a field of this name."""
        return any(key in self._keys for key in name_candidates(parts))

    def find(self, parts: Sequence[HeaderText], contract: str) -> list[FieldMatch]:
        """The fields a header may stand for: none, one, or several that it names alike."""
        names = self._fields[contract]
        for key in name_candidates(parts):
            if key in names:
                best = min(names[key].values())
                return [
                    FieldMatch(field, "exact", rank)
                    for field, rank in names[key].items()
                    if rank == best or rank > 0
                ]
        similar = self._similar(parts, names)
        return [similar] if similar else []

    def _similar(
        self, parts: Sequence[HeaderText], names: dict[str, dict[str, int]]
    ) -> FieldMatch | None:
        key = next(iter(name_candidates(parts)), "")
        if len(key) < _SHORTEST:
            return None
        scores: dict[str, float] = {}
        for name, fields in names.items():
            score = fuzz.ratio(key, name, score_cutoff=_SIMILAR - _MARGIN)
            if score and len(name) >= _SHORTEST and not _differ_in_meaning(key, name):
                for field in fields:
                    scores[field] = max(scores.get(field, 0.0), score)
        ranked = sorted(scores.items(), key=lambda item: -item[1])
        if not ranked or ranked[0][1] < _SIMILAR:
            return None
        if len(ranked) > 1 and ranked[0][1] - ranked[1][1] < _MARGIN:
            return None
        return FieldMatch(ranked[0][0], "similar", rank=1_000, likeness=ranked[0][1])


def name_candidates(parts: Sequence[HeaderText]) -> Iterator[str]:
    """Keys under which a header of one or more rows may be known, the fullest first.

    A word such as 同比 or 上年 anywhere in the header forbids to look at its lowest row alone.
    """
    named = [part for part in parts if part.key]
    if not named:
        return
    keys = [part.key for part in named]
    seen = set()
    for candidate in _joined(named, keys):
        if candidate and candidate not in seen:
            seen.add(candidate)
            yield candidate


def _joined(named: list[HeaderText], keys: list[str]) -> Iterator[str]:
    yield "".join(keys)
    if len(keys) > 1:
        yield keys[-1] + keys[-2]
        yield keys[-2] + keys[-1]
    if len(keys) > 1 and any(part.changes_meaning for part in named):
        return
    telling = [part for part in named if not part.is_neutral] or named[-1:]
    yield telling[-1].key
    yield telling[-1].bare_key


def _differ_in_meaning(one: str, other: str) -> bool:
    difference = (Counter(one) - Counter(other)) + (Counter(other) - Counter(one))
    return any(character in _OPPOSITES for character in difference)
