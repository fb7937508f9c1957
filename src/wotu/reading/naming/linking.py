"""Which firm of the register, which division or zone a name in a document means."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from wotu.identity.match_model import Verdict
from wotu.identity.matching import Candidate, Decision, NameIndex
from wotu.identity.place_register import PlaceRegister
from wotu.reading.naming.mention import KnownName, Mention, MentionKind, NameBook

_PLACES: Final = (MentionKind.PLACE, MentionKind.ZONE)
_ZONE_FORMS: Final = (
    ("高新区", "高新技术产业开发区"),
    ("高新区", "高新技术产业园区"),
    ("经开区", "经济技术开发区"),
    ("经开区", "经济开发区"),
)
_UNLINKED: Final = (MentionKind.MEDIA, MentionKind.GOVERNMENT)


@dataclass(frozen=True, slots=True)
class Link:
    """What a mention means, as far as that is sure."""

    mention: Mention
    verdict: Verdict
    """matched, doubtful (for a person, with candidates) or none."""
    firm_id: str | None = None
    """Only where matched with a firm."""
    place_code: str | None = None
    """GB/T 2260, or a zone's code; only where matched with a place."""
    candidates: tuple[Candidate, ...] = ()
    """Firms that may be meant, the likeliest first."""


def link(
    mentions: Sequence[Mention],
    firms: NameIndex,
    places: PlaceRegister,
    *,
    district: str | None = None,
) -> list[Link]:
    """Every mention of one document with what it means, in their order.

    Companies are looked up by their full name where the document has it, by what is written
    otherwise; institutes, parks and the like only where a firm bears exactly that name.
    ``district``: where the document's firms most likely are, a code or a written place.
    """
    named = {m.canonical: None for m in mentions if m.kind in _PLACES}
    decided: dict[tuple[str, MentionKind], Link] = {}
    links = []
    for n, mention in enumerate(mentions):
        key = (mention.canonical, mention.kind)
        if mention.kind in _PLACES:
            before = mentions[n - 1] if n and mentions[n - 1].end == mention.start else None
            links.append(_link_place(mention, before, named, places))
            continue
        if key not in decided:
            decided[key] = _link_firm(mention, firms, district)
        same = decided[key]
        links.append(Link(mention, same.verdict, same.firm_id, None, same.candidates))
    return links


def _link_place(
    mention: Mention, before: Mention | None, named: Iterable[str], places: PlaceRegister
) -> Link:
    """By the place right before it (苏州市吴江区), alone, or by the one other place of the document
    that a place of this name lies in."""
    stated = places.code_of(before.canonical + mention.canonical) if before else None
    code = stated or next(filter(None, map(places.code_of, _spellings(mention))), None)
    if code is None:
        inside = {places.code_of(other + mention.canonical) for other in named} - {None}
        code = inside.pop() if len(inside) == 1 else None
    return Link(mention, "matched" if code else "none", place_code=code)


def _spellings(mention: Mention) -> Iterable[str]:
    """How lists may write a place or zone: 石家庄高新区 is 石家庄高新技术产业开发区."""
    yield mention.canonical
    yield mention.text
    for short, full in _ZONE_FORMS:
        if mention.text.endswith(short):
            yield mention.text.removesuffix(short) + full


def _link_firm(mention: Mention, firms: NameIndex, district: str | None) -> Link:
    if mention.kind in _UNLINKED:
        return Link(mention, "none")
    if mention.kind is not MentionKind.COMPANY and not firms.has_name(mention.canonical):
        return Link(mention, "none")
    decision = _decide(mention, firms, district)
    return Link(mention, decision.verdict, decision.firm_id, None, decision.candidates)


def _decide(mention: Mention, firms: NameIndex, district: str | None) -> Decision:
    """By the full name, and where no firm bears it by the name as written."""
    decision = firms.decide(mention.canonical, district)
    if decision.verdict == "none" and mention.text != mention.canonical:
        return firms.decide(mention.text, district)
    return decision


def name_book(firms: Iterable[tuple[str, Iterable[str]]]) -> NameBook:
    """A book of firms by their full names, each with the short names by which it is known."""
    return NameBook(
        KnownName(spelling, MentionKind.COMPANY, full)
        for full, short in firms
        for spelling in (full, *short)
    )
