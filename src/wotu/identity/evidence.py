"""What speaks for a registered name and against it, as named figures.

Two kinds of mention, two kinds of evidence: a short name keeps some characters of the registered
one in order; a full name differs from it by slips, brackets, place or legal form.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Final, NamedTuple

from pypinyin import lazy_pinyin
from rapidfuzz.distance import Levenshtein

from wotu.identity.layouts import NameLayout, align
from wotu.identity.names import NameParts, business_words
from wotu.identity.places import same_place

LIMITED: Final = frozenset({"有限公司", "有限责任公司"})


class ShortEvidence(NamedTuple):
    """A short name against one registered name; counts of characters unless stated."""

    missing: float
    """Characters that the name does not have."""
    out_of_order: float
    """Characters that it has, but not in order."""
    breaks: float
    """Stretches of neighbours after the first."""
    mid_word: float
    """Stretches that begin within a word."""
    trade_name_whole: float
    """1 where the whole trade name is used."""
    trade_name_head: float
    """1 where its first two characters are."""
    trade_name_skipped: float
    """Characters of the trade name left out before its last one used."""
    place_left_out: float
    """1 where the name begins with a place of which nothing is used."""
    place_used: float
    """1 where one character of that place is used, 2 where more."""
    place_in_brackets: float
    """1 where the place stands after the trade name, as with subsidiaries."""
    joint_stock: float
    """1 for 股份有限公司: short names are given on the exchanges."""
    limited: float
    """1 for 有限公司 and 有限责任公司."""
    form_used: float
    """Characters taken from the legal form."""
    business_word: float
    """1 where it ends in a whole word of the business or in 股份: little evidence of its own."""
    group_left_out: float
    """1 where 集团 is left out, and nothing else of the business is kept."""
    technology_left_out: float
    """1 where 某某股份 leaves out 科技: such firms are called 某某科技."""
    rarest_unused: float
    """Rarity of the rarest pair of neighbours of the name that it leaves out, in tens."""
    core_length: float
    """Characters of trade name and business, in tens."""
    trade_name_of_two: float
    """1 where the trade name has two characters."""
    mention_of_two: float
    """1 where the short name has two characters."""
    expanded: float
    """1 where an abbreviated place was written out (粤 as 广东)."""
    likeness: float
    """Summed rarity of the characters and pairs in common."""


class FullEvidence(NamedTuple):
    """A full name against one registered name; 0 or 1 unless stated."""

    trade_name_edits: float
    """Characters to change within the trade name, those that sound alike apart."""
    trade_name_lost: float
    """Those changes as a share of the trade name (0-1): one of two characters is another name."""
    business_edits: float
    """Characters to change within the line of business, those that sound alike apart."""
    sound_alike: float
    """Characters written with another of the same sound, the usual slip of typing."""
    place_differs: float
    place_missing: float
    """Only one of the two states a place."""
    place_wider: float
    """One place lies in the writing of the other (苏州 and 江苏省苏州市)."""
    form_differs: float
    form_missing: float
    """The mention states no legal form."""
    form_variant: float
    """有限公司 against 有限责任公司."""
    branch_differs: float
    likeness_lost: float
    """Share (0-1) of the mention's rarity that the name does not have."""


Rarity = Callable[[str], float]


def short_evidence(
    text: str, layout: NameLayout, likeness: float, rarity: Rarity, *, expanded: bool
) -> ShortEvidence:
    """Evidence of a short name; ``expanded`` says that its place was written out."""
    used = align(text, layout)
    taken = frozenset(used)
    present = sum(char in layout.places_of for char in text)
    heads = [place for place in used if place - 1 not in taken]
    trade = range(layout.trade_start, layout.business_start)
    skipped = [place for place in trade if place not in taken]
    last_of_trade = max((place for place in used if place in trade), default=-1)
    place_used = sum(place < layout.trade_start for place in used)
    business_word = _ends_in_word(text, used, layout)
    left_out = _words_left_out(layout, taken)
    return ShortEvidence(
        missing=len(text) - present,
        out_of_order=present - len(used),
        breaks=max(len(heads) - 1, 0),
        mid_word=sum(place not in layout.word_starts for place in heads),
        trade_name_whole=float(not skipped),
        trade_name_head=float({layout.trade_start, layout.trade_start + 1} <= taken),
        trade_name_skipped=sum(place < last_of_trade for place in skipped),
        place_left_out=float(layout.trade_start > 0 and not place_used),
        place_used=min(place_used, 2),
        place_in_brackets=float(layout.parts.place != "" and not layout.place_in_front),
        joint_stock=float("股份" in layout.parts.legal_form),
        limited=float(layout.parts.legal_form in LIMITED),
        form_used=sum(place >= layout.form_start for place in used),
        business_word=float(business_word),
        group_left_out=float("集团" in left_out and not business_word),
        technology_left_out=float("科技" in left_out and text.endswith("股份")),
        rarest_unused=_rarest_unused(layout, taken, rarity) / 10,
        core_length=(layout.form_start - layout.trade_start) / 10,
        trade_name_of_two=float(len(layout.parts.trade_name) == 2),
        mention_of_two=float(len(text) == 2),
        expanded=float(expanded),
        likeness=likeness,
    )


def full_evidence(parts: NameParts, layout: NameLayout, likeness_lost: float) -> FullEvidence:
    """Evidence of a full name with its parts."""
    core, trade_length = parts.trade_name + parts.business, len(layout.parts.trade_name)
    trade, business, alike = _changes(layout.core, core, trade_length)
    form, registered_form = parts.legal_form, layout.parts.legal_form
    place, registered_place = parts.place, layout.parts.place
    other_place = bool(place) and bool(registered_place) and place != registered_place
    wider = other_place and same_place(place, registered_place)
    other_form = form not in ("", registered_form)
    both_limited = {form, registered_form} <= LIMITED
    return FullEvidence(
        trade_name_edits=trade,
        trade_name_lost=min(trade / max(trade_length, 1), 1.0),
        business_edits=business,
        sound_alike=alike,
        place_differs=float(other_place and not wider),
        place_missing=float(bool(place) != bool(registered_place)),
        place_wider=float(wider),
        form_differs=float(other_form and not both_limited),
        form_missing=float(form == "" != registered_form),
        form_variant=float(other_form and both_limited),
        branch_differs=float(parts.branch != layout.parts.branch),
        likeness_lost=likeness_lost,
    )


def _changes(registered: str, written: str, trade_length: int) -> tuple[int, int, int]:
    """Characters changed in the trade name, in the business, and by another of the same sound."""
    trade = business = alike = 0
    for change in Levenshtein.editops(registered, written):
        replaced = change.tag == "replace"
        if replaced and _sound(registered[change.src_pos]) == _sound(written[change.dest_pos]):
            alike += 1
        elif change.src_pos < trade_length:
            trade += 1
        else:
            business += 1
    return trade, business, alike


@lru_cache(maxsize=1 << 14)
def _sound(char: str) -> str:
    return str(lazy_pinyin(char)[0])


def _ends_in_word(text: str, used: tuple[int, ...], layout: NameLayout) -> bool:
    """Whether the last two characters are one word, unbroken in the name."""
    if len(text) < 4 or len(used) < 2 or used[-2] != used[-1] - 1:
        return False
    tail = text[-2:]
    if layout.text[used[-2] : used[-1] + 1] != tail or used[-2] not in layout.word_starts:
        return False
    return tail == "股份" or tail in business_words()


def _words_left_out(layout: NameLayout, taken: frozenset[int]) -> frozenset[str]:
    """Words of the business of which no character is used."""
    return frozenset(
        layout.text[start:end] for start, end in layout.words if taken.isdisjoint(range(start, end))
    )


def _rarest_unused(layout: NameLayout, taken: frozenset[int], rarity: Rarity) -> float:
    pairs = (
        layout.text[place : place + 2]
        for place in range(layout.trade_start, layout.form_start - 1)
        if place not in taken and place + 1 not in taken
    )
    return max(map(rarity, pairs), default=0.0)
