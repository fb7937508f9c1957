"""When figures hold: the time expression that governs them, within a sentence and its paragraph."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Final

from wotu.reading.claim import ClaimKind
from wotu.reading.clauses import Sentence, Setting, segment_start
from wotu.reading.figure import Figure, Form
from wotu.reading.times import Time

_TIMELESS: Final = frozenset({Form.SET, Form.CLASS, Form.ROW})
"""Forms that describe rather than count at a time: 四大, 千亿级, 八连冠."""

_LEADS: Final = re.compile(r"[，：\s]|$")


class Dating:
    """The times of a document, sentence by sentence."""

    def __init__(self, text: str, published: dt.date) -> None:
        self.text = text
        self.published = published
        self.sentence: Sentence | None = None
        self.times: list[Time] = []
        self.carried: Time | None = None
        self._paragraph = -1

    def enter(self, sentence: Sentence, times: Sequence[Time], figures: Sequence[Figure]) -> None:
        """Go on to a sentence with its times and figures."""
        if sentence.paragraph != self._paragraph:
            self._paragraph = sentence.paragraph
            self.carried = None
        elif self.sentence is not None:
            self.carried = self._last_leading() or self.carried
        self.sentence = sentence
        self.times = [time for time in times if time.dates]
        self.figures = figures

    def period(self, setting: Setting, kind: ClaimKind) -> tuple[str | None, bool]:
        """Period of a figure and whether it lies ahead."""
        figure = setting.figure
        governing = self._governing(figure)
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
        return self.carried

    def _is_leading(self, time: Time) -> bool:
        """Whether a time heads its sentence: 2022年，…；…: it holds for all of its segments."""
        assert self.sentence is not None
        earlier = any(figure.start < time.start for figure in self.figures)
        return not earlier and _LEADS.match(self.text, time.end) is not None

    def _last_leading(self) -> Time | None:
        leading = [time for time in self.times if self._is_leading(time) or time.period is None]
        return leading[-1] if leading else None

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
        last = period.removeprefix("asof:").rpartition("/")[2][:4]
        return last.isdecimal() and int(last) < self.published.year

    def target_date(self, period: str | None) -> str | None:
        """The period of a target."""
        if period is None or period.startswith("by:"):
            return period
        return "by:" + period.removeprefix("asof:").rpartition("/")[2]
