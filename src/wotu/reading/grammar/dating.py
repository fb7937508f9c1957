"""When figures hold: the time expression that governs them, within a sentence and its paragraph."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Final

from wotu.reading.claim import ClaimKind
from wotu.reading.grammar.clauses import Sentence, Setting, segment_start
from wotu.reading.grammar.figure import Figure, Form
from wotu.reading.grammar.times import Time, report_year
from wotu.reading.grammar.units import UNIT_KIND

_TIMELESS: Final = frozenset({Form.SET, Form.CLASS, Form.ROW})
"""Forms that describe rather than count at a time: 四大, 千亿级, 八连冠."""

_HEADS: Final = re.compile(r"(?:^|[，。：；,;:“—\s、）#])(?:其中|到|在|截至|而|早在|仅|至)?$")
_PLAN: Final = re.compile("规划|纲要|行动计划|行动方案|实施方案|实施意见|三年计划|目标任务")
_DONE: Final = re.compile("已|目前|现有")
_OCCASION: Final = re.compile("本次|此次|本届|当天|当日|活动现场|会上|仪式上")
_MONTH: Final = re.compile(r"^\d{4}-\d\d$")
_DAY: Final = re.compile(r"\d-\d\d-\d\d$")


def _lasts(time: Time) -> bool:
    """Whether a time may hold for the sentences after it."""
    return time.carries and (time.period is None or not _DAY.search(time.period))


def _counts(figure: Figure) -> bool:
    """Whether a figure counts things, which a plan may simply describe."""
    return figure.form in _TIMELESS or UNIT_KIND.get(figure.unit) == "count"


def _is_span(time: Time) -> bool:
    """Whether a time is a year or a part of one, for which growth is stated."""
    return time.period is not None and not time.ahead and time.period[:1].isdecimal()


class Dating:
    """The times of a document, sentence by sentence."""

    def __init__(self, text: str, published: dt.date | None) -> None:
        self.text = text
        self.published = published or dt.date.min
        self.sentence: Sentence | None = None
        self.times: list[Time] = []
        self.carried: Time | None = None
        self.latest: Time | None = None
        self.day: Time | None = None
        self.is_plan = _PLAN.search(text, 0, 120) is not None
        self._paragraph = -1
        year = report_year(text)
        # The flows of a bulletin are of its year, whatever paragraph they stand in.
        self.default = None if year is None else Time(0, 0, str(year), ahead=False)

    def enter(self, sentence: Sentence, times: Sequence[Time], figures: Sequence[Figure]) -> None:
        """Go on to a sentence with its times and figures."""
        days = [time for time in self.times if time.period and _DAY.search(time.period)]
        self.day = days[-1] if days else self.day
        lasting = [time for time in self.times if _lasts(time)]
        if lasting:
            self.carried = lasting[-1]
            self.latest = next((t for t in reversed(lasting) if _is_span(t)), self.latest)
        if sentence.paragraph != self._paragraph:
            self._paragraph = sentence.paragraph
            self.carried = self.default
            self.day = None
        self.sentence = sentence
        self.times = [time for time in times if time.dates]
        self.figures = figures

    def period(self, setting: Setting, kind: ClaimKind, planned: bool) -> tuple[str | None, bool]:
        """Period of a figure, and whether it lies ahead; ``planned``: in the words of a plan."""
        figure = setting.figure
        governing = self._governing(figure)
        if planned and governing is self.carried and governing and not governing.ahead:
            governing = None  # what is planned is not of the past year spoken of before
        if governing and governing.ahead and setting.modifies:
            return None, False  # 到2025年，4个集群营收达到…: the 4 are there already
        if governing is None or governing is self.carried:
            described = not planned and not self.is_plan and _counts(figure)
            if governing and governing.ahead and described:
                governing = None
        if governing is None and kind is ClaimKind.CHANGE_PCT:
            governing = self.latest  # growth is of a period, if only of the one spoken of before
        if governing is None:
            return None, False
        if figure.form in _TIMELESS and not governing.ahead:
            return None, False
        if kind is ClaimKind.DURATION and not governing.ahead:
            return None, False
        return governing.period, governing.ahead

    def _governing(self, figure: Figure) -> Time | None:
        assert self.sentence is not None
        segment = segment_start(self.text, self.sentence, figure.start)
        before = [time for time in self.times if time.end <= figure.start]
        near = [time for time in before if time.start >= segment]
        if near:
            return near[-1]
        leading = [time for time in before if self._is_leading(time)]
        if leading:
            return leading[-1]
        after = self._summing_up(figure)
        if after or before:
            return after
        if self.day and _OCCASION.search(self.text, self.sentence.start, figure.start):
            return self.day
        if self.carried and _DONE.search(self.text, segment, figure.start):
            # What is there already belongs to no plan, and to no month in which something happened.
            month = self.carried.period is not None and _MONTH.search(self.carried.period)
            if self.carried.ahead or month:
                return None
        return self.carried

    def _is_leading(self, time: Time) -> bool:
        """Whether a time heads its clause (一季度全市…): it holds beyond its segment, and for the
        sentences of the paragraph that name no time. A day is when something happened, no more."""
        assert self.sentence is not None
        if time.period is not None and _DAY.search(time.period):
            return False
        clause = self.text[self.sentence.start : time.start]
        return _HEADS.search(clause) is not None

    def _summing_up(self, figure: Figure) -> Time | None:
        """A time after all figures of the sentence, as in ……2022年，成绩单分外亮眼."""
        assert self.sentence is not None
        last = max(f.end for f in self.figures)
        found = [t for t in self.times if t.start >= last and not t.ahead and t.period]
        return found[0] if found and "…" in self.text[last : found[0].start] else None

    def said(self, setting: Setting) -> str:
        """The figure's segment up to the figure."""
        assert self.sentence is not None
        place = setting.figure.start
        return self.text[segment_start(self.text, self.sentence, place) : place]

    def plan_follows(self, setting: Setting) -> bool:
        """Whether a time that lies ahead comes later in the sentence."""
        return any(time.ahead and time.start > setting.figure.end for time in self.times)

    def is_past(self, period: str | None) -> bool:
        """Whether a period ended before the document was published."""
        if period is None or period.startswith("by:"):
            return False
        last = period.removeprefix("asof:").rpartition("/")[2]
        return last < self.published.isoformat()[: len(last)] and "Q" not in last

    def target_date(self, period: str | None) -> str | None:
        """The period of a target."""
        if period is None or period.startswith("by:"):
            return period
        if _DAY.search(period):
            return None
        return "by:" + period.removeprefix("asof:").rpartition("/")[2]
