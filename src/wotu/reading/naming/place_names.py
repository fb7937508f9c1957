"""Administrative places in running text: 苏州, 昆山市, 吴江区; not the everyday words like them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import Final

from wotu.identity.places import EVERYDAY_WORDS, Place, place_stem, places
from wotu.reading.naming.lexicon import Found, Lexicon

_RANKS: Final = {"province": 3, "prefecture": 2, "county": 1}


@cache
def _elsewhere() -> dict[str, str]:
    """Characters after which a spelling is no place, ``*`` for any (``everyday_places.csv``)."""
    text = files("wotu.reading.naming").joinpath("everyday_places.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    listed = {row["spelling"]: row["where"] for row in rows}
    return dict.fromkeys(EVERYDAY_WORDS, "*") | listed


def _is_everyday(spelling: str) -> bool:
    return _elsewhere().get(spelling) == "*"


@cache
def place_lexicon() -> Lexicon[Place]:
    """Spellings that name a place wherever they stand, the highest where several share one."""
    return Lexicon(_spellings(bare_districts=False))


@cache
def loose_place_lexicon() -> Lexicon[Place]:
    """The same with districts and counties without their rank (吴江 of 吴江区): places only where
    something else says so."""
    return Lexicon(_spellings(bare_districts=True))


def _spellings(*, bare_districts: bool) -> dict[str, Place]:
    spelled: dict[str, Place] = {}
    for place in sorted(places(), key=lambda place: _RANKS[place.level]):
        stem = place_stem(place.name)
        names = {place.name}
        ranked = place.level != "county" or place.name.endswith("市")
        if ranked or bare_districts:
            names.add(stem)
        if ranked and stem != place.name:
            ranks = {"province": "省市", "prefecture": "市州", "county": "市"}[place.level]
            names.update(stem + rank for rank in ranks)
        spelled.update({name: place for name in names if not _is_everyday(name)})
    return spelled


def find_places(text: str, more: Iterable[str] = ()) -> Iterator[Found[Place]]:
    """Places that the text names, in order, without overlap.

    A district without its rank counts where the text also names it with its rank. ``more``: names
    of places that no list has, with their rank; their code is "".
    """
    sure = list(place_lexicon().find(text))
    own = {found.value.name: found.value for found in sure if found.value.level == "county"}
    own |= {name: Place("", name, "county") for name in more}
    stems = {stem: own[name] for name in own if not _is_everyday(stem := place_stem(name))}
    if stems:
        words = {text[found.start : found.end]: found.value for found in sure}
        sure = list(Lexicon(stems | own | words).find(text))
    return (found for found in sure if not _is_other_word(text, found))


def _is_other_word(text: str, found: Found[Place]) -> bool:
    after = text[found.end : found.end + 1]
    return bool(after) and after in _elsewhere().get(text[found.start : found.end], "")
