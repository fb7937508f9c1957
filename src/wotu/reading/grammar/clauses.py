"""Sentences, segments and clauses, and the words to the left and right of a figure in them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from wotu.reading.grammar.figure import Figure
from wotu.reading.grammar.units import UNIT_KIND

_SENTENCE_END: Final = re.compile(r"(?:[。！？!?]|(?<!…)…{0,2}\n)[”’」』）)]*|\n")
_CLAUSE_EDGE: Final = re.compile(r"[，。；！？：,;!?\n…]|——")


@dataclass(frozen=True, slots=True)
class Sentence:
    """``text[start:end]`` of the prose; ``paragraph`` is its place among the paragraphs."""

    start: int
    end: int
    paragraph: int
    heading: bool


LONGEST_SENTENCE: Final = 800
"""Characters after which a sentence is cut at the next comma, or anywhere: prose knows no longer
one, and time stays linear in the length of any text."""

LONGEST_PHRASE: Final = 80
"""Characters to the left or right of a figure that are looked at."""


def sentences_of(text: str, starts: Sequence[int], headings: Sequence[bool]) -> list[Sentence]:
    """All sentences; paragraphs begin at ``starts``."""
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    if not ends or ends[-1] < len(text):
        ends.append(len(text))
    found = []
    place = 0
    for end in ends:
        paragraph = bisect_right(starts, place) - 1
        while place < end:
            stop = end if end - place <= LONGEST_SENTENCE else _cut(text, place, end)
            found.append(Sentence(place, stop, paragraph, headings[paragraph]))
            place = stop
    return found


def _cut(text: str, start: int, end: int) -> int:
    """Where to cut an endless sentence: after a comma if there is one in time."""
    stop = min(start + LONGEST_SENTENCE, end)
    comma = max(text.rfind(mark, start + LONGEST_SENTENCE // 2, stop) for mark in "，；,;、")
    return comma + 1 if comma > 0 else stop


@dataclass(frozen=True, slots=True)
class Clause:
    """The stretch between commas in which a figure stands."""

    start: int
    end: int


def clauses_of(text: str, sentence: Sentence) -> list[Clause]:
    """Clauses of a sentence, in order; a comma within brackets ends none."""
    found, place, depth = [], sentence.start, 0
    for match in _CLAUSE_EDGE.finditer(text, sentence.start, sentence.end):
        part = text[place : match.start()]
        depth = part.count("（") + part.count("《") - part.count("）") - part.count("》")
        if depth > 0 and match.group() not in "。；\n":
            continue
        found.append(Clause(place, match.start()))
        place = match.end()
    if place < sentence.end:
        found.append(Clause(place, sentence.end))
    return [clause for clause in found if clause.end > clause.start]


def segment_start(text: str, sentence: Sentence, place: int) -> int:
    """Where the part of the sentence between semicolons begins that holds ``place``."""
    wide = text.rfind("；", sentence.start, place) + 1
    return max(sentence.start, wide, text.rfind(";", sentence.start, place) + 1)


@dataclass(frozen=True, slots=True)
class Setting:
    """A figure with the words around it in its clause."""

    figure: Figure
    clause: Clause
    left: str
    """From the clause's beginning, or the figure before, to the figure."""
    right: str
    """From the figure to the end of the clause, or to the next figure's phrase."""
    before: str
    """The whole clause up to the figure."""
    follows: bool
    """Whether another figure stands before it in the clause."""
    beyond: str
    """The beginning of the next clause."""
    listed: bool
    """Whether it stands in a row after 、."""
    modifies: bool
    """Whether it counts what a later figure of the clause is about: 4个集群营收达到2.6万亿元."""


def _modifies(figures: Sequence[Figure], place: int) -> bool:
    last = figures[-1]
    counted = UNIT_KIND.get(figures[place].unit) == "count"
    return counted and UNIT_KIND.get(last.unit) in {"money", "rate"}


def _end_of_row(figures: Sequence[Figure], place: int) -> int:
    """Where the last of the figures ends that stand side by side from ``place`` on."""
    while place + 1 < len(figures) and figures[place + 1].start == figures[place].end:
        place += 1
    return figures[place].end


def _beyond(text: str, clause: Clause) -> str:
    """The beginning of the next clause of the sentence."""
    if text[clause.end : clause.end + 1] in "。！？”\n":
        return ""
    return re.split("[。，\n]", text[clause.end + 1 : clause.end + 31])[0]


_LIST_EDGE: Final = re.compile(r"、|(?:和|及|以及|与|(?<!合)并)(?=[^、，]{0,24}$)")


def settings_of(text: str, clause: Clause, figures: Sequence[Figure]) -> list[Setting]:
    """Each figure of a clause with its surroundings."""
    settings = []
    for place, figure in enumerate(figures):
        start = clause.start
        if place:
            start = figures[place - 1].end
            # After an enumeration comma a new item begins: 620余家企业、近3.5万名人才.
            comma = text.rfind("、", start, figure.start)
            start = comma + 1 if comma >= 0 else start
        bracket = text.rfind("（", start, figure.start)
        if bracket >= 0 and "）" not in text[bracket : figure.start]:
            start = bracket + 1
        # 两大千亿级主导产业: what follows the second figure follows the first too.
        begin = _end_of_row(figures, place)
        following = next((f for f in figures[place + 1 :] if f.start > begin), None)
        right = text[begin : following.start if following else clause.end]
        if following:
            edges = list(_LIST_EDGE.finditer(right))
            right = right[: edges[-1].start()] if edges else right
        closing = right.find("）")
        if closing >= 0 and "（" not in right[:closing]:
            right = right[:closing]
        settings.append(
            Setting(
                figure,
                clause,
                text[max(start, figure.start - LONGEST_PHRASE) : figure.start],
                right[:LONGEST_PHRASE],
                text[max(clause.start, figure.start - 3 * LONGEST_PHRASE) : figure.start],
                bool(place),
                _beyond(text, clause),
                text[start - 1 : start] == "、",
                bool(right) and _modifies(figures, place),
            )
        )
    return settings
