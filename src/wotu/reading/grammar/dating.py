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
_MEASURES: Final = re.compile(
    "若干(?:政策|措施|意见)|政策措施|扶持办法|实施细则|政府工作报告|工作要点"
)
_TITLE: Final = re.compile(r"(?:[^\n。]{0,60}\n){0,5}")
"""The lines above the first sentence. What a newspaper tells of a plan prescribes nothing."""

_NUMBERED: Final = re.compile(
    r"(?:第?[一二三四五六七八九十]{1,3}[、章部]|（[一二三四五六七八九十]{1,3}）)"
)
_AHEAD: Final = re.compile(
    "目标|任务|举措|措施|行动|保障|政策|支持|扶持|奖励|安排|打算|部署|要求|愿景|重点工作"
)
_BEHIND: Final = re.compile("基础|现状|背景|成效|成绩|回顾|形势|基本情况|进展")
_GRANTS: Final = re.compile("给予|奖励|奖补|补贴|补助|资助|授信|减免|年度用券")
_DONE: Final = re.compile("已|目前|现有")
_CLAUSE: Final = re.compile("[^，。；！？\n]*")
_FOUNDED: Final = re.compile(
    "成立|创办|创立|创建|组建|发起|注册|始建|问世|破土动工|奠基|揭牌|设立(?=$|，|。|、)|批准"
)
_FOUNDED_IN: Final = re.compile("(?:成立|设立|创[办立建]|始建|组建|诞生|落成|建成)于$")
_FROM: Final = frozenset({"由", "从"})
_TOLD: Final = re.compile("获悉|显示|[发公]布的|介绍|透露|了解到")
_RECORD: Final = re.compile("以?来?的?(?:新高|最[好高佳低大优快])")
_ONCE: Final = re.compile("(?:达产|投产|建成|竣工|完工)后")
_COMPARED: Final = re.compile("(?:同比|环比|增长|下降|比上年|较上年|比去年|较去年|按可比)")
_OCCASION: Final = re.compile("本次|此次|本届|当天|当日|活动现场|会上|仪式上")
_QUOTED: Final = ("。”", "！”", "？”")
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


def _year_of(time: Time) -> int | None:
    """The year that a time is: of 2025年目标任务 and 今年工作安排; None of parts of years."""
    found = re.fullmatch(r"(?:by:|asof:)?(\d{4})", time.period or "")
    return int(found[1]) if found else None


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
        self.ahead: Time | None = None
        """The year for which the section sets its goals; None where its heading names none."""
        self.prescribes = False
        """Whether the section says what is to be done, not what is."""
        title = _TITLE.match(text)
        assert title is not None
        self._directs = bool(_PLAN.search(title[0]) or _MEASURES.search(title[0]))
        self._paragraph = -1
        self._grown: Time | None = None
        """The period of which the paragraph has stated growth without naming it."""
        year = report_year(text)
        # The flows of a bulletin are of its year, whatever paragraph they stand in.
        self.default = None if year is None else Time(0, 0, str(year), ahead=False)

    def enter(self, sentence: Sentence, times: Sequence[Time], figures: Sequence[Figure]) -> None:
        """Go on to a sentence with its times and figures."""
        days = [time for time in self.times if time.period and _DAY.search(time.period)]
        self.day = days[-1] if days else self.day
        lasting = [time for time in self.times if _lasts(time) and self._holds_on(time)]
        if lasting:
            self.carried = lasting[-1]
            self.latest = next((t for t in reversed(lasting) if _is_span(t)), self.latest)
        if (
            self.carried
            and self.carried.ahead
            and self.text.startswith(_QUOTED, sentence.start - 2)
        ):
            self.carried = None  # what a speaker promises ends with the quotation
        if sentence.paragraph != self._paragraph:
            self._paragraph = sentence.paragraph
            self._grown = None
            self.carried = self.ahead if self.prescribes else self.default
            self.day = None
        if self._directs:
            self._enter_section(sentence, times)
        self.sentence = sentence
        self.times = [time for time in times if time.dates]
        self.figures = figures

    def _enter_section(self, sentence: Sentence, times: Sequence[Time]) -> None:
        line = self.text[sentence.start : min(sentence.end, sentence.start + 40)].lstrip()
        if not (sentence.heading or _NUMBERED.match(line)):
            return
        if _BEHIND.search(line):
            self.prescribes = False
        elif _AHEAD.search(line):
            self.prescribes = True
            year = next((year for time in times if (year := _year_of(time))), 0)
            if year >= self.published.year:
                self.ahead = Time(0, 0, f"by:{year}", ahead=True)

    def period(self, setting: Setting, kind: ClaimKind, planned: bool) -> tuple[str | None, bool]:
        """Period of a figure, and whether it lies ahead; ``planned``: in the words of a plan."""
        figure = setting.figure
        governing = self._governing(figure)
        if planned and governing is self.carried and governing and not governing.ahead:
            governing = None  # what is planned is not of the past year spoken of before
        if planned and governing and governing.end <= setting.clause.start:
            governing = None if self.is_past(governing.period) else governing
        if governing is self.carried and _GRANTS.search(setting.before):
            governing = None  # what is granted to whoever asks has no date of its own
        if governing and governing.ahead and setting.modifies:
            return None, False  # 到2025年，4个集群营收达到…: the 4 are there already
        if governing is None or governing is self.carried:
            described = not planned and not self.is_plan and _counts(figure)
            if governing and governing.ahead and described:
                governing = None
        if planned and governing and self._waits(governing, figure):
            governing = None
        if governing is None and figure.unit in {"%", "百分点"}:
            governing = self._grown
        if governing is None and (kind is ClaimKind.CHANGE_PCT or _COMPARED.match(setting.beyond)):
            governing = self._grown = self.latest  # growth is of the period spoken of before
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
        before = [time for time in before if not self._is_founding(time, figure)]
        before = [t for t in before if not (self._is_report(t, figure) or self._is_record(t))]
        near = [t for t in before if t.start >= segment and not self._starts_way(t, figure)]
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
            return None  # what is there already is of today, not of a time spoken of before
        return self.carried

    def _waits(self, time: Time, figure: Figure) -> bool:
        """Whether a figure will be reached once something works, whenever that is: 达产后."""
        assert self.sentence is not None
        start = max(self.sentence.start, time.end)
        return not time.ahead and _ONCE.search(self.text, start, figure.start) is not None

    def _is_founding(self, time: Time, figure: Figure) -> bool:
        """Whether a time only says when something began, in a clause before that of the figure."""
        clause = _CLAUSE.match(self.text, time.end)
        return clause is not None and clause.end() < figure.start and self._founds(time)

    def _founds(self, time: Time) -> bool:
        """Whether a time is that of a beginning, in a clause that counts nothing."""
        clause = _CLAUSE.match(self.text, time.end)
        assert clause is not None
        began = _FOUNDED_IN.search(self.text, max(0, time.start - 4), time.start)
        if not began and not _FOUNDED.search(clause[0]):
            return False
        # 去年新注册企业3万家，增长8%: the year of what was counted holds on.
        return not any(time.end <= other.start < clause.end() for other in self.figures)

    def _is_report(self, time: Time, figure: Figure) -> bool:
        """Whether a day only says when the figure was told: 18日发布的指数显示，……."""
        if time.period is None or not _DAY.search(time.period):
            return False
        return _TOLD.search(self.text, time.end, figure.start) is not None

    def _is_record(self, time: Time) -> bool:
        """Whether a time only says among which years something is best: 近三年最好成绩."""
        return _RECORD.match(self.text, time.end) is not None

    def _holds_on(self, time: Time) -> bool:
        """Whether a time is that of what is told, and not of a beginning."""
        if self._founds(time) or self._is_record(time):
            return False
        return self.text[time.start - 1 : time.start] not in _FROM

    def _starts_way(self, time: Time, figure: Figure) -> bool:
        """Whether a time dates the first end of a way only: 由2017年的第九升至第六."""
        if self.text[time.start - 1 : time.start] not in _FROM:
            return False
        return any(time.end <= other.start < figure.start for other in self.figures)

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
