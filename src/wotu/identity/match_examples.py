"""Mentions made of registered names, to fit the models of :mod:`wotu.identity.match_model` with.

Names with slips teach the model of full names; local short names (trade name and a word of the
business) teach that of short names that firms off the stock exchanges have some too.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from pypinyin import lazy_pinyin

from wotu.identity.match_fit import Example
from wotu.identity.matching import NameIndex
from wotu.identity.mentions import read_mention
from wotu.identity.names import NameParts, parse_name
from wotu.identity.places import place_stem, places


@dataclass(frozen=True, slots=True)
class Slip:
    """A name as it is miswritten."""

    kind: str
    text: str


class SlipMaker:
    """Makes slips of names; equal seeds make equal slips.

    ``characters`` are drawn from for wrong characters, as often as they occur.
    """

    def __init__(self, characters: str, seed: int) -> None:
        self._random = random.Random(seed)
        self._characters = characters
        self._by_sound: dict[str, list[str]] = {}
        for char in sorted(set(characters)):
            self._by_sound.setdefault(lazy_pinyin(char)[0], []).append(char)
        self._makers: dict[str, Callable[[NameParts], str]] = {
            "no_form": lambda parts: _joined(parts, legal_form=""),
            "other_limited_form": _other_limited_form,
            "no_place": lambda parts: _joined(parts, place="") if parts.trade_name else "",
            "province_before": _province_before,
            "place_in_brackets": _place_in_brackets,
            "rank_of_place": _rank_of_place,
            "same_sound": lambda parts: self._rewritten(parts, self._same_sound),
            "wrong_character": lambda parts: self._rewritten(parts, self._any_character),
            "missing_character": lambda parts: self._rewritten(parts, lambda char: ""),
        }

    def slip(self, name: str) -> Slip | None:
        """A slip of a random kind; none where the kind does not fit the name."""
        kind = self._random.choice(list(self._makers))
        parts = parse_name(name)
        text = self._makers[kind](parts)
        return Slip(kind, text) if text and text != _joined(parts) else None

    def _rewritten(self, parts: NameParts, change: Callable[[str], str]) -> str:
        core = parts.trade_name + parts.business
        if len(core) < 4:
            return ""
        at = self._random.randrange(len(core))
        trade_name = core[:at] + change(core[at]) + core[at + 1 :]
        return _joined(parts, trade_name=trade_name, business="")

    def _same_sound(self, char: str) -> str:
        others = [other for other in self._by_sound.get(lazy_pinyin(char)[0], []) if other != char]
        return self._random.choice(others) if others else char

    def _any_character(self, char: str) -> str:
        return self._random.choice(self._characters)


def local_short_name(name: str, seed: int) -> str | None:
    """Trade name, with the first or last two characters of the business if it has up to three."""
    parts = parse_name(name)
    if parts.branch or not 2 <= len(parts.trade_name) <= 4 or len(parts.business) < 2:
        return None
    tails = [parts.business[:2], parts.business[-2:], ""] if len(parts.trade_name) < 4 else [""]
    return parts.trade_name + random.Random(seed).choice(tails)


def examples_of(index: NameIndex, mentions: Iterable[tuple[str, str]]) -> dict[str, list[Example]]:
    """Examples by kind of evidence (short, full) of pairs of mention and its ``firm_id``.

    Mentions that are the exact name of a firm teach nothing and are left out.
    """
    examples: dict[str, list[Example]] = {"short": [], "full": []}
    for text, firm_id in mentions:
        mention = read_mention(text)
        if index.has_name(text) or not mention.text:
            continue
        compared = index.compare(mention)
        firms = index.firm_ids(compared.names)
        is_right = np.array([firm == firm_id for firm in firms], dtype=np.bool_)
        kind = "full" if mention.is_full else "short"
        examples[kind].append(Example(compared.evidence, is_right, compared.rarity))
    return examples


def _joined(parts: NameParts, **changes: str) -> str:
    fields = {name: getattr(parts, name) for name in NameParts.__dataclass_fields__} | changes
    order: Sequence[str] = ("place", "trade_name", "business", "legal_form", "branch")
    return "".join(fields[name] for name in order)


def _other_limited_form(parts: NameParts) -> str:
    other = {"有限公司": "有限责任公司", "有限责任公司": "有限公司"}.get(parts.legal_form)
    return _joined(parts, legal_form=other) if other else ""


def _province_before(parts: NameParts) -> str:
    province = _province_of().get(place_stem(parts.place), "")
    return province + _joined(parts) if province not in ("", parts.place) else ""


@cache
def _province_of() -> dict[str, str]:
    """Province of each prefecture and county, by its name without rank."""
    provinces = {place.code[:2]: place.name for place in places() if place.level == "province"}
    return {
        place_stem(place.name): provinces[place.code[:2]]
        for place in places()
        if place.level != "province"
    }


def _place_in_brackets(parts: NameParts) -> str:
    if not parts.trade_name or not 2 <= len(parts.place) <= 4:
        return ""
    business = f"{parts.business}({parts.place.rstrip('市省')})"
    return _joined(parts, place="", business=business)


def _rank_of_place(parts: NameParts) -> str:
    if parts.place.endswith("市"):
        return _joined(parts, place=parts.place[:-1])
    return _joined(parts, place=parts.place + "市") if len(parts.place) == 2 else ""
