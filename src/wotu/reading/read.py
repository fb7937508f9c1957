"""Reading a document: from its characters to its claims, by grammar, without any model."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from wotu.reading.claim import Bound, Claim, ClaimKind
from wotu.reading.document import Block, Document
from wotu.reading.grammar.clauses import (
    Clause,
    Sentence,
    Setting,
    clauses_of,
    sentences_of,
    settings_of,
)
from wotu.reading.grammar.comparisons import comparison
from wotu.reading.grammar.dating import Dating
from wotu.reading.grammar.figure import Figure, Form
from wotu.reading.grammar.figures import figures_of
from wotu.reading.grammar.kinds import (
    aims,
    bound_before,
    builds,
    falls,
    goes_on_planning,
    is_done,
    kind_of,
    starts_plan,
)
from wotu.reading.grammar.metric_words import metric_of, noun_after, ranking_before
from wotu.reading.grammar.phrases import LINK
from wotu.reading.grammar.publication import infer_published
from wotu.reading.grammar.repair import Prose, repair
from wotu.reading.grammar.respective import (
    Own,
    is_place,
    respective_metrics,
    respective_places,
    respective_to,
)
from wotu.reading.grammar.said import Said
from wotu.reading.grammar.tables import table_claims
from wotu.reading.grammar.times import Time, times_of
from wotu.reading.grammar.topics import Topics, topic_of
from wotu.reading.naming.mention import Mention, NameBook
from wotu.reading.naming.names import find_names

_ASPECT: Final = re.compile("(?:而|在)?(?P<noun>[^，]{2,16})(?:方面|来看|而言)")

READER: Final = "3"
"""Version of the grammar: documents are read anew when it changes."""


@dataclass(frozen=True)
class Reading:
    """What a document says, with all spans in its original characters."""

    claims: tuple[Claim, ...]
    names: tuple[Mention, ...]
    published: dt.date | None
    """As stated, or as the text gives it away; None where it does not."""


def read_claims(document: Document) -> list[Claim]:
    """The claims of a document in order of appearance."""
    return list(read_document(document).claims)


def read_document(document: Document, known: NameBook | None = None) -> Reading:
    """Claims and names of a document; ``known`` are names known before it is read.

    Time and memory grow linearly with its length.
    """
    prose = repair(document)
    published = document.published or infer_published(prose.text)
    times = times_of(prose.text, published)
    names = _outside_times(find_names(prose.text, known), times)
    reader = _Reader(prose, names, times, published)
    claims = list(reader.claims())
    tabled, rows = table_claims(document, published, reader.topics.main)
    if rows:
        claims = [claim for claim in claims if not _within(claim, rows)] + tabled
        claims.sort(key=lambda claim: claim.start)
    spans = []
    for name in names:
        start, end = prose.original(name.start, name.end)
        spans.append(Mention(start, end, name.text, name.kind, name.canonical))
    return Reading(
        tuple(_bound_to(document.text, claim) for claim in claims), tuple(spans), published
    )


def _within(claim: Claim, rows: Sequence[Block]) -> bool:
    at = bisect_right(rows, claim.start, key=lambda row: row.start) - 1
    return at >= 0 and claim.start < rows[at].end


def _bound_to(text: str, claim: Claim) -> Claim:
    return replace(claim, quote=text[claim.start : claim.end])


class _Reader:
    """One pass over the sentences of a document."""

    def __init__(
        self,
        prose: Prose,
        names: list[Mention],
        times: list[Time],
        published: dt.date | None,
    ) -> None:
        self.prose = prose
        self.text = prose.text
        self.times = times
        named = [figure for figure in figures_of(self.text) if not _in_title(self.text, figure)]
        self.figures = _outside(named, self.times)
        self.topics = Topics(self.text, names)
        self.dating = Dating(self.text, published)
        self.names = names
        self._name_starts = [name.start for name in names]
        self._next_time = self._next_figure = 0
        self.said = Said()
        self._paragraph = -1
        self._planning = False
        self._without_figures: list[Clause] = []
        """Clauses of the sentence so far that state nothing."""
        self._listed: set[str] = set()
        """Names before a 分别."""
        self._places: list[str] = []
        """The places that a 分别 of the sentence has listed."""

    def claims(self) -> Iterator[Claim]:
        starts = [paragraph.start for paragraph in self.prose.paragraphs]
        headings = [paragraph.heading for paragraph in self.prose.paragraphs]
        for sentence in sentences_of(self.text, starts, headings):
            yield from self._sentence(sentence)

    def _sentence(self, sentence: Sentence) -> Iterator[Claim]:
        times = self._times_in(sentence)
        figures = self._figures_in(sentence)
        clauses = clauses_of(self.text, sentence)
        subjects = self.topics.subjects(sentence, clauses, times)
        self.dating.enter(sentence, times, figures)
        if sentence.paragraph != self._paragraph:
            self._paragraph = sentence.paragraph
            self.said.begin_paragraph()
        self.said.begin_sentence()
        kind: ClaimKind | None = None
        stated: list[Claim] = []
        self._without_figures, self._places, self._planning = [], [], False
        place = 0
        for clause, subject in zip(clauses, subjects, strict=True):
            inside = []
            while place < len(figures) and figures[place].start < clause.end:
                inside.append(figures[place])
                place += 1
            if not inside:
                self._without_figures.append(clause)
                continue
            settings = settings_of(self.text, clause, inside)
            earlier = self.said.chained
            shared, whose = self._respectively(sentence, settings, stated)
            for setting in settings:
                about = whose.get(setting.figure.start, subject)
                claim = self._claim(sentence, setting, about, times, kind)
                if setting.figure.start in shared:
                    noun = noun_after(settings[-1]) or earlier
                    claim = self._respective(claim, shared[setting.figure.start], noun)
                kind = kind_of(setting, kind)
                self.said.add(setting, kind, claim)
                stated.append(claim)
                yield claim

    def _claim(
        self,
        sentence: Sentence,
        setting: Setting,
        subject: str | None,
        times: Sequence[Time],
        previous: ClaimKind | None,
    ) -> Claim:
        figure = setting.figure
        kind = kind_of(setting, previous)
        metric = self._metric(sentence, setting, kind, self._written(setting, subject, times))
        value = figure.value
        if kind in {ClaimKind.CHANGE_PCT, ClaimKind.CHANGE_ABS} and falls(setting):
            value = -value
        said = self.dating.said(setting)
        planned = aims(said, self.text[figure.end : setting.clause.end]) or (
            starts_plan(setting) and self.dating.plan_follows(setting)
        )
        planned = planned or (builds(setting) and not is_done(said))
        planned = planned or (self._planning and goes_on_planning(setting.before))
        period, ahead = self.dating.period(setting, kind, planned)
        planned = planned or (self.dating.prescribes and not is_done(said))
        planned = planned and not (setting.modifies and not setting.left)
        is_target = ahead or (planned and not self.dating.is_past(period))
        self._planning = is_target and planned
        bound = figure.bound
        if bound is Bound.EXACT:
            bound = bound_before(setting) or bound
        compare = comparison(setting, kind, self.text)
        if kind is ClaimKind.RANK and compare and metric:
            compare = compare.removesuffix(metric) or None  # 全国医药园区综合竞争力第16名
        start, end = self.prose.original(figure.start, figure.end)
        return Claim(
            start=start,
            end=end,
            quote="",
            figure=value,
            figure_max=figure.upper,
            unit=figure.unit,
            kind=ClaimKind.TARGET if is_target else kind,
            bound=bound,
            subject=subject,
            metric=metric,
            period=self.dating.target_date(period) if is_target else _of_past(period),
            compare=compare,
            sentence=self.prose.original(sentence.start, _last(self.text, sentence) + 1),
        )

    def _metric(self, sentence: Sentence, setting: Setting, kind: ClaimKind, written: str) -> str:
        """What a figure measures; where its own clause does not say, what was spoken of before."""
        figure = setting.figure
        metric = metric_of(setting, kind, written, self.said.chain(figure, kind))
        if not setting.follows:
            self.said.fronted = written
        if figure.form is Form.QUANTITY and not setting.right and not LINK.sub("", written):
            # The clause has a subject and no noun: 高新技术企业，深圳有2.5万家.
            metric = (self._topic() if self._is_named(setting) else "") or metric
        metric = self.said.continued(setting, written) or metric
        if figure.form is Form.RANK:
            metric = self._ranking(sentence, setting, kind, written) or metric
            metric = metric if len(metric) > 1 else self.said.ranked_by or metric
        if len(metric.strip("#* ")) < 2 and metric != noun_after(setting):
            metric = self._clause_before(sentence, setting) or setting.beyond or metric
        return metric

    def _ranking(
        self, sentence: Sentence, setting: Setting, kind: ClaimKind, written: str
    ) -> str | None:
        """Of what a rank is that has no noun of its own, after no amount of which it could be."""
        if self.said.amounts or len(metric_of(setting, kind, written, None)) > 1:
            return None
        before = self._clause_before(sentence, setting)
        aspect = _ASPECT.fullmatch(before)
        topic = aspect["noun"] if aspect else "" if self._is_named(setting) else topic_of(before)
        return topic or ranking_before(self.text, setting.clause.start)

    def _is_named(self, setting: Setting) -> bool:
        """Whether a name, or 我, stands before a figure."""
        start = setting.figure.start
        return bool(self._names_in(start - len(setting.left), start)) or "我" in setting.left

    def _topic(self) -> str:
        """What the sentence puts before its clauses; "" for nothing."""
        written = (self.text[one.start : one.end] for one in reversed(self._without_figures))
        return next((topic for clause in written if (topic := topic_of(clause))), "")

    def _respectively(
        self, sentence: Sentence, settings: Sequence[Setting], stated: Sequence[Claim]
    ) -> tuple[dict[int, Own], dict[int, str]]:
        """What 分别 gives each figure of a clause for its own, and whose each is."""
        if "分别" not in settings[0].before:
            return {}, {}
        found = self._names_in(sentence.start, settings[0].figure.start)
        self._listed = {name.text for name in found}
        shared = respective_metrics(self.text, sentence, settings, self._listed)
        shared = shared or respective_to(settings, stated)
        if shared:
            return shared, {}
        before = self._without_figures[-1:]
        names = self._names_in(before[0].start, before[0].end) if before else []
        return {}, respective_places(self.text, names, settings) or self._places_again(settings)

    def _respective(self, claim: Claim, own: Own, noun: str | None) -> Claim:
        """A claim with its own of the things that 分别 lists: metrics, or places that share one."""
        if is_place(own.thing, self._listed):
            self._places.append(own.thing)
            return replace(claim, subject=own.thing, metric=own.noun or noun or claim.metric)
        return replace(claim, metric=own.thing + own.noun)

    def _places_again(self, settings: Sequence[Setting]) -> dict[int, str]:
        """The places of the row before in the sentence: ……分别增长9%和12%，占比分别为52%和49%."""
        if not self._places or len(self._places) != len(settings):
            return {}
        return {s.figure.start: name for s, name in zip(settings, self._places, strict=True)}

    def _clause_before(self, sentence: Sentence, setting: Setting) -> str:
        """The clause before that of the figure, such as the first cell of a table's row."""
        before = self.text[sentence.start : setting.clause.start].strip("，：；#*\n ")
        return re.split("[，：；]", before)[-1][-40:]

    def _written(self, setting: Setting, subject: str | None, times: Sequence[Time]) -> str:
        """What stands to the left of the figure, without times and the subject's name."""
        start = setting.figure.start - len(setting.left)
        parts = []
        place = start
        for time in times:
            if start <= time.start and time.end <= setting.figure.start:
                parts.append(self.text[place : time.start])
                place = time.end
        parts.append(self.text[place : setting.figure.start])
        written = "".join(parts).strip("，、 ")
        for name in self._names_in(start, setting.figure.start):
            if (subject and name.canonical == subject) or name.text == subject:
                head, found, tail = written.partition(name.text)
                if found and len(head) <= 8:
                    written = tail.removeprefix("的")
        return written

    def _names_in(self, start: int, end: int) -> list[Mention]:
        first = bisect_left(self._name_starts, start)
        return self.names[first : bisect_left(self._name_starts, end, first)]

    def _times_in(self, sentence: Sentence) -> list[Time]:
        found = []
        while (
            self._next_time < len(self.times) and self.times[self._next_time].start < sentence.end
        ):
            found.append(self.times[self._next_time])
            self._next_time += 1
        return found

    def _figures_in(self, sentence: Sentence) -> list[Figure]:
        found = []
        while (
            self._next_figure < len(self.figures)
            and self.figures[self._next_figure].start < sentence.end
        ):
            found.append(self.figures[self._next_figure])
            self._next_figure += 1
        return found


def _in_title(text: str, figure: Figure) -> bool:
    """Whether a figure is part of a title: 《人才安居十条》."""
    opened = text.rfind("《", max(0, figure.start - 30), figure.start)
    return opened >= 0 and "》" not in text[opened : figure.start]


def _of_past(period: str | None) -> str | None:
    """三年内 is no period of what has been done."""
    return None if period and period.startswith("by:") else period


def _last(text: str, sentence: Sentence) -> int:
    """Place of the last character that is no line feed."""
    end = sentence.end
    while end > sentence.start + 1 and text[end - 1] == "\n":
        end -= 1
    return end - 1


def _outside_times(names: list[Mention], times: list[Time]) -> list[Mention]:
    """Names without the end of a time expression: no 底合肥高新区 out of 2023年底合肥高新区."""
    kept, place = [], 0
    for name in names:
        while place < len(times) and times[place].end <= name.start:
            place += 1
        at = place
        while at < len(times) and times[at].start < name.end:
            cut = times[at].end - name.start
            if times[at].end < name.end and name.text[:cut] in name.canonical[:cut]:
                canonical = name.canonical[cut:]
                name = Mention(times[at].end, name.end, name.text[cut:], name.kind, canonical)
            at += 1
        kept.append(name)
    return kept


def _outside(figures: list[Figure], times: list[Time]) -> list[Figure]:
    """Figures that are no part of a time expression."""
    kept, place = [], 0
    for figure in figures:
        while place < len(times) and times[place].end <= figure.start:
            place += 1
        if place == len(times) or times[place].start >= figure.end:
            kept.append(figure)
    return kept
