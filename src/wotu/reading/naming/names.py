"""Names in running text: places, zones, parks, companies, institutes and other organisations.

Found by grammar, not by lists of them: the last word says what a name is the name of, words before
it say where it begins, and names of one text are held against each other, so that 士泽生物 is
known as 士泽生物医药（苏州）有限公司 where the text has both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from wotu.identity.places import Place
from wotu.reading.naming.lexicon import Found
from wotu.reading.naming.mention import KnownName, Mention, MentionKind, NameBook
from wotu.reading.naming.organisation_names import Organisation, find_organisations
from wotu.reading.naming.place_names import find_places
from wotu.reading.naming.short_names import canonical_names, find_listed, find_short, is_everyday
from wotu.reading.naming.standing_names import find_standing
from wotu.reading.naming.stated_names import find_stated
from wotu.reading.naming.unlisted_places import unlisted_places

__all__ = ["KnownName", "Mention", "MentionKind", "NameBook", "find_names"]


def find_names(text: str, known: NameBook | None = None) -> list[Mention]:
    """The names of a text in order, without overlap.

    ``text`` has no line breaks within sentences. Time is linear in its length.
    """
    organisations = _trimmed(text, list(find_organisations(text)))
    listed = [*find_listed(text), *find_standing(text)]
    full = {text[o.start : o.end]: o.kind for o in (*organisations, *listed)}
    canonical = canonical_names([(text[o.start : o.end], o.kind) for o in organisations])
    sure = list(_known(text, known, full))
    found = [
        *sure,
        *find_stated(text, organisations, canonical),
        *find_short(text, full),
        *_beside(sure, [_mention(text, name, canonical) for name in organisations]),
        *(_mention(text, name, canonical) for name in listed),
        *(_place(text, place) for place in _places(text)),
    ]
    return _without_overlap(found)


def _beside(known: Sequence[Mention], names: Iterable[Mention]) -> Iterator[Mention]:
    """Names by grammar where some are known: a known one ends another (简要分析某某股份有限公司) or
    is called 公司 (天宜上佳公司)."""
    begin = {mention.start: mention for mention in known}
    ends = {mention.end for mention in known}
    for name in names:
        short = begin.get(name.start)
        if short and name.text in (short.text + "公司", short.text + "集团"):
            yield replace(name, canonical=short.canonical)
        elif name.end not in ends or short:
            yield name


def _places(text: str) -> Iterator[Found[Place]]:
    listed = list(find_places(text))
    unlisted = unlisted_places(text, [(place.start, place.end) for place in listed])
    return find_places(text, unlisted) if unlisted else iter(listed)


def _known(text: str, known: NameBook | None, full: Iterable[str]) -> Iterator[Mention]:
    if known is None:
        return
    written = set(full)
    for start, end, name in known.lexicon.find(text):
        sure = not is_everyday(name.text) or name.canonical in written
        if sure or text.startswith(("公司", "股份", "集团"), end):
            yield Mention(start, end, text[start:end], name.kind, name.canonical)


def _mention(text: str, name: Organisation, canonical: dict[str, str]) -> Mention:
    written = text[name.start : name.end]
    return Mention(name.start, name.end, written, name.kind, canonical.get(written, written))


def _place(text: str, place: Found[Place]) -> Mention:
    written, name = text[place.start : place.end], place.value.name
    kind = MentionKind.PARK if name.endswith("谷") else MentionKind.PLACE
    return Mention(place.start, place.end, written, kind, name)


def _trimmed(text: str, names: list[Organisation]) -> list[Organisation]:
    """Names whose beginning was a guess, cut to a name that is sure elsewhere in the text."""
    sure: dict[str, set[int]] = {}
    for name in names:
        if name.clear:
            written = text[name.start : name.end]
            sure.setdefault(written[-4:], set()).add(len(written))
    clear = {text[name.start : name.end] for name in names if name.clear}
    return [name if name.clear else _trim(text, name, sure, clear) for name in names]


def _trim(
    text: str, name: Organisation, sure: dict[str, set[int]], clear: set[str]
) -> Organisation:
    for length in sorted(sure.get(text[name.end - 4 : name.end], ()), reverse=True):
        start = name.end - length
        if start > name.start and text[start : name.end] in clear:
            return replace(name, start=start, clear=True)
    return name


def _without_overlap(found: list[Mention]) -> list[Mention]:
    """Of mentions that overlap the longest, of equal ones the first found."""
    kept: list[Mention] = []
    for mention in sorted(found, key=lambda mention: mention.start):
        while kept and kept[-1].end > mention.start and _is_longer(mention, kept[-1]):
            kept.pop()
        if not kept or kept[-1].end <= mention.start:
            kept.append(mention)
    return kept


def _is_longer(one: Mention, other: Mention) -> bool:
    return one.end - one.start > other.end - other.start
