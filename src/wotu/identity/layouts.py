"""A registered name laid out for comparison: one text, and what each stretch of it is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from wotu.identity.names import NameParts, business_words, parse_normalised_name


@dataclass(frozen=True, slots=True)
class NameLayout:
    """Place, trade name, business and legal form as stretches of ``text``; brackets are gone.

    A name without a trade name of its own (常熟市食品有限公司) has its place in that role.
    """

    text: str
    parts: NameParts
    place_in_front: bool
    trade_start: int
    business_start: int
    form_start: int
    words: tuple[tuple[int, int], ...]
    """Start and end of each word of the line of business."""
    word_starts: frozenset[int]
    places_of: dict[str, tuple[int, ...]]
    """Where each character stands."""

    @property
    def core(self) -> str:
        """Trade name and line of business, without the place."""
        return self.parts.trade_name + self.parts.business


@lru_cache(maxsize=1 << 15)
def layout_of(name: str) -> NameLayout:
    """Layout of a normalised name; the last 32,768 are kept."""
    parts = parse_normalised_name(name)
    in_front = name.lstrip("(").startswith(parts.place) and parts.place != ""
    front = parts.place if in_front else ""
    text = front + parts.trade_name + parts.business + parts.legal_form
    business_start = len(front) + len(parts.trade_name)
    form_start = business_start + len(parts.business)
    words = _words(text, business_start, form_start)
    places: dict[str, tuple[int, ...]] = {}
    for place, char in enumerate(text):
        places[char] = (*places.get(char, ()), place)
    return NameLayout(
        text=text,
        parts=parts,
        place_in_front=in_front,
        trade_start=len(front) if parts.trade_name else 0,
        business_start=business_start,
        form_start=form_start,
        words=words,
        word_starts=frozenset({0, len(front), form_start} | {start for start, _ in words}),
        places_of=places,
    )


def _words(text: str, start: int, stop: int) -> tuple[tuple[int, int], ...]:
    """Longest known words of up to four characters, from the left; else single characters."""
    known = business_words()
    words = []
    while start < stop:
        ends = range(min(stop, start + 4), start + 1, -1)
        end = next((end for end in ends if text[start:end] in known), start + 1)
        words.append((start, end))
        start = end
    return tuple(words)


def align(mention: str, layout: NameLayout) -> tuple[int, ...]:
    """Where the characters of ``mention`` stand in the name, in order, as one would read them.

    Of all ways the one with most characters, then with unbroken stretches that begin at words,
    in the trade name rather than in the legal form. Characters without a place are left out.
    """
    states: dict[int, tuple[float, tuple[int, ...]]] = {-1: (0.0, ())}
    for char in mention:
        longer = dict(states)
        for place in layout.places_of.get(char, ()):
            step = _worth(place, layout)
            best = max(
                (worth + (2.0 if last == place - 1 and path else step), path)
                for last, (worth, path) in states.items()
                if last < place
            )
            bonus = 0.2 if layout.trade_start <= place < layout.business_start else 0.0
            total = best[0] + bonus - (0.6 if place >= layout.form_start else 0.0)
            if place not in longer or total > longer[place][0]:
                longer[place] = (total, (*best[1], place))
        states = longer
    return max(states.values())[1]


def _worth(place: int, layout: NameLayout) -> float:
    return 1.5 if place in layout.word_starts else 1.0
