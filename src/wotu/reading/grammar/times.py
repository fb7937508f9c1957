"""Time expressions of Chinese prose, worked out to periods against the day of publication.

Periods are written as claims write them: ``2022``, ``2023-Q1``, ``2024-08``, ``2024-01/2024-05``,
``2021-12-24``, ``asof:2023`` and, where they lie ahead, ``by:2026``.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from typing import Final

from wotu.reading.grammar.numerals import NUMERAL, chinese_number

YEAR: Final = r"(?:19[5-9]\d|20[0-4]\d)"
"""Pattern of a year as documents of our time name it."""

_DASH: Final = r"(?:--?|—+|–|~|至|到)"
_RELATIVE: Final = {
    "大前年": -3,
    "前年": -2,
    "去年": -1,
    "上年度": -1,
    "上年": -1,
    "上一年": -1,
    "今年": 0,
    "本年": 0,
    "明年": 1,
    "后年": 2,
}
_YEAR_BEFORE: Final = frozenset({"上年度", "上年", "上一年"})
_SAME: Final = ("当年", "同年", "全年", "该年", "年内", "年末", "年底")
_QUARTERS: Final = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4, "首": 1}
_PLANS: Final = {"十一五": 2006, "十二五": 2011, "十三五": 2016, "十四五": 2021, "十五五": 2026}
"""First years of the five-year plans."""

_PART: Final = (
    rf"(?P<m1>\d{{1,2}})月?(?:份)?{_DASH}(?P<m2>\d{{1,2}})月份?"
    r"|(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日)?份?"
    rf"|前(?P<first>\d{{1,2}}|{NUMERAL}{{1,2}})个?月"
    r"|(?P<half>[上下])半年"
    r"|前(?P<upto>[二三两])个?季度"
    r"|第?(?P<quarter>[一二三四首])季度|[Qq](?P<q>[1-4])"
)
_WORDS: Final = (
    # One look at the first character spares most places of a text.
    rf"(?=[\d截到至自从早过“\"十大前去上今本明后当同全该年二第一三四首Qq下近过最这未力再用如现眼迄多日目两五六七八九])"
    r"(?P<pre>截至|截止到?|截[到止]|早在|到了?|至|自|从|自从)?"
    rf"(?:(?P<y1>{YEAR})年?{_DASH}(?P<y2>{YEAR})年?"
    rf"|(?P<year>{YEAR}|二〇[一二三]{NUMERAL})(?:年度?|(?=年?[^年，。；]{{0,6}}(?:行动计划|行动方案)))"
    rf"|(?<![以产投建成之])(?P<relative>{'|'.join([*_RELATIVE, *_SAME])})"
    r"(?![均检]|产(?![值业出量品])|销(?!售))"
    rf"|[“\"]?(?P<plan>{'|'.join(_PLANS)})[”\"]?(?:规划|计划)?"
    r"|(?<![\d.])(?=\d{1,2}月|\d{1,2}(?:-|—|–|~|至|到)\d{1,2}月|前[\d一二三四五六七八九十]{1,3}个?月"
    r"|[上下]半年|前[二三两]个?季度|第?[一二三四首]季度|[Qq][1-4]))"
    rf"(?:(?:的|，)?(?:{_PART}))?"
    r"(?P<post>年?[底末](?:前)?|期末|期间|时期|以来|以前|之前|之后|以后|年?初|间|起)?"
    rf"|(?P<window>(?:最近|近|过去|这)(?P<span>\d{{1,2}}|{NUMERAL}{{1,3}})[余多]?年(?:多?来|间|里|内|时间)?)"
    r"|(?P<ago>(?<![同逐历每\d])(?:\d{1,3}|[一二两三四五六七八九十百]{1,3})[余多]?(?:个?月|年|天|周|日)"
    r"(?:多)?(?:以前|之前|前(?![列茅沿])))"
    r"|(?P<within>(?:(?:未来的?|今后|力争)(?P<ahead>\d{1,2}|[一二两三四五六七八九十]{1,2})年(?:之?内|间|里)?"
    r"|(?P<inside>\d{1,2}|[一二两三四五六七八九十]{1,2})年(?:之?内(?!生)))(?!时间))"
    r"|(?P<now>截至目前|目前|如今|现在|当前|当下|眼下|迄今为?止?|(?<=年)过去(?=[，,])|至今|现阶段|现已|近年来?|(?<![\d十几百数])多年来|近日|日前)"
    r"|(?P<samemonth>同月|当月|本月)"
)
_TIME: Final = re.compile(_WORDS)
_TIME_OF_REPORT: Final = re.compile(
    rf"{_WORDS}|(?P<past>(?<![近去这\d每同])(?:\d{{1,2}}|{NUMERAL}{{1,3}})[余多]?年来(?!的|到|自))"
)
"""五年来 is a period where a report looks back, and a duration elsewhere."""


_RISES: Final = re.compile("(?:提高|增长|增加|提升|上升|扩大|下降|降低|跃升|增|升|降|减少|发展)$")
_BASE: Final = re.compile("的?基础上|[^，。]{0,6}为(?:依据|基础|基期|基数|基准)")
"""After a time: it is what figures are worked out from, not when they hold."""
_AGAINST: Final = re.compile(r"(?:比|较|与|同|是|相当于|相比)$")


@dataclass(frozen=True, slots=True)
class Time:
    """One time expression: ``text[start:end]``."""

    start: int
    end: int
    period: str | None
    """None of 目前 and its like: they take an earlier period back."""
    ahead: bool
    """Whether it lies in the document's future, so that what it dates is a target."""
    year: int | None = None
    """The year that months after it belong to."""
    dates: bool = True
    """Whether it says when; not of 三年前, nor of 比上年 and 较2020年, which say against what."""
    carries: bool = True
    """Whether it may hold for the sentences after its own; not of 近5年."""


_SINCE: Final = frozenset({"自", "从", "自从"})
_UP_TO_NOW: Final = re.compile(r"[^，。；\d]{1,24}(?:以来|至今)")
"""After a time: 自2021年3月落地园区以来."""


def times_of(text: str, published: dt.date | None) -> list[Time]:
    """All time expressions in order, without overlap.

    Without a day of publication only what names its year has a period.
    """
    day = published or dt.date.max
    reader = _Reader(day, _reported_year(text, day))
    times = []
    words = _TIME_OF_REPORT if _WORK_REPORT.search(text, 0, 120) else _TIME
    for match in words.finditer(text):
        if "\n" in text[reader.last_end : match.start()]:
            reader.year = None
        spoken_of = reader.year
        time = reader.read(match)
        if time is not None and published is None and not (match["year"] or match["y1"]):
            time = replace(time, period=None, ahead=False)
        if time is not None:
            compared = _AGAINST.search(text, max(0, time.start - 3), time.start)
            if compared and compared[0] == "是" and not text.startswith(("的", "同期"), time.end):
                compared = None  # 是1996年来的: it was then
            if compared and not (match["relative"] or "").startswith("今"):
                reader.year = spoken_of  # 较2021年: the year spoken of stays the same
            if _RISES.search(text, max(0, time.start - 4), time.start) and match["pre"] in {
                "到",
                "至",
            }:
                # 提高到2022年的…: the end of a way, no date of a stock.
                time = replace(time, period=(time.period or "").removeprefix("asof:"))
            base = _BASE.match(text, time.end)
            times.append(replace(time, dates=False) if compared or base else time)
            reader.last_end = time.end
    return times


_REPORT: Final = re.compile(rf"({YEAR})年[^\n]{{0,24}}(?:公报|统计|运行|年报|总结|回顾|成绩单)")


_WORK_REPORT: Final = re.compile("工作报告")
"""In a title: the document says what was done in the years before."""


def report_year(text: str) -> int | None:
    """The year that a bulletin or report is about by its title; None of other documents."""
    title = _REPORT.search(text, 0, 120)
    return int(title[1]) if title else None


def _reported_year(text: str, published: dt.date) -> int:
    """The year of which 全年 and 年末 speak: that of the title, else the last one that is over by
    the end of the first quarter."""
    return report_year(text) or published.year - (published.month <= 3)


class _Reader:
    """Works out expressions in order: a bare month belongs to the year spoken of."""

    def __init__(self, published: dt.date, reported: int) -> None:
        self.published = published
        self.reported = reported
        self.year: int | None = None
        self.month: str | None = None
        self.last_end = 0

    def read(self, match: re.Match[str]) -> Time | None:
        """The meaning of one match; None where it is none after all."""
        part = match.groupdict()
        start, end = match.span()
        if part["now"]:
            return Time(start, end, None, ahead=False)
        if part["ago"]:
            return Time(start, end, None, ahead=False, dates=False)
        if part.get("past"):
            return self._years_past(match)
        if part["window"]:
            return self._window(match)
        if part["within"]:
            years = _count(part["ahead"] or part["inside"])
            last = f"by:{self.published.year + years}" if years else None
            # 一年内 may lie behind or ahead: only the rest of the sentence tells.
            return Time(start, end, last, ahead=part["inside"] is None)
        if part["samemonth"]:
            return Time(start, end, self.month, ahead=False)
        return self._dated(match, part)

    def _years_past(self, match: re.Match[str]) -> Time | None:
        """五年来 of a report: the years that it reports on, and all that its paragraph says is of
        them."""
        years = _count(re.match(r"\d+|[^余多年]+", match["past"])[0])  # type: ignore[index]
        if not years:
            return None
        return Time(*match.span(), f"{self.reported - years + 1}/{self.reported}", ahead=False)

    def _window(self, match: re.Match[str]) -> Time | None:
        written = match["window"]
        if written.startswith("这"):
            return Time(*match.span(), None, ahead=False)
        years = _count(match["span"])
        if not years:
            return None
        now = self.published.year
        if years == 1 and written.startswith("过去"):
            return Time(*match.span(), str(now - 1), ahead=False)  # 过去一年: the year that is over
        return Time(*match.span(), f"{now - years}/{now}", ahead=False, carries=False)

    def _dated(self, match: re.Match[str], part: dict[str, str | None]) -> Time | None:
        start, end = match.span()
        pre, post = part["pre"] or "", part["post"] or ""
        if part["y1"] and part["y2"]:
            first, last = int(part["y1"]), int(part["y2"])
            if last <= first:
                return None
            ahead = last > self.published.year
            period = f"by:{last}" if ahead else f"{first}/{last}"
            return Time(start, end, period, ahead=ahead, year=last)
        if part["plan"]:
            return self._plan(start, end, _PLANS[part["plan"]], post)
        year = self._year(part)
        within = self._within_year(year, part)
        if within is None:
            return None
        if part["year"] or part["relative"] in _RELATIVE:
            self.year = year if part["relative"] not in _YEAR_BEFORE else self.year
        if part["month"] and not part["day"]:
            self.month = within
        if post == "以来" or (pre in _SINCE and _UP_TO_NOW.match(match.string, end)):
            now = self.published.year
            until = f"{self.published:%Y-%m}" if "-" in within and "Q" not in within else str(now)
            period = within if year >= now else f"{within}/{until}"
            return Time(start, end, period, ahead=False, year=year, carries="/" not in period)
        end_of_year = part["relative"] in {"年末", "年底"}
        reached = end_of_year or pre.startswith(("截", "到", "至"))
        reached = reached or post.rstrip("前").endswith(("底", "末"))
        ahead = self._lies_ahead(within) or self._ends_ahead(match, year)
        if ahead and (reached or part["year"] or part["relative"] in {"明年", "后年"}):
            return Time(start, end, f"by:{within}", ahead=True, year=year)
        return Time(start, end, f"asof:{within}" if reached else within, ahead=False, year=year)

    def _plan(self, start: int, end: int, first: int, post: str) -> Time:
        now = self.published.year
        last = first + 4
        if post == "以来":
            return Time(start, end, f"{first}/{min(now, last)}", ahead=False)
        if last >= now:
            return Time(start, end, f"by:{last}", ahead=True)
        period = f"asof:{last}" if post.endswith("末") else f"{first}/{last}"
        return Time(start, end, period, ahead=False)

    def _year(self, part: dict[str, str | None]) -> int:
        if part["year"]:
            year = part["year"]
            return int(year) if year.isdecimal() else chinese_number(year) or 0
        relative = part["relative"]
        if relative in _YEAR_BEFORE:
            return (self.year or self.reported) - 1  # the year before the one reported on
        if relative == "年内":
            return self.published.year
        if relative in _RELATIVE:
            return self.published.year + _RELATIVE[relative]
        if self.year:
            return self.year
        if part["relative"]:
            return self.reported
        # A month that has not come yet is last year's: in January, 1—12月 is the year before.
        latest = max(int(part[name] or 0) for name in ("month", "m2"))
        quarter = _QUARTERS.get(part["quarter"] or part["q"] or "", 0)
        latest = max(latest, 3 * quarter - 2, 7 if part["half"] == "下" else 0)
        return self.published.year - (latest > self.published.month)

    def _within_year(self, year: int, part: dict[str, str | None]) -> str | None:
        """The year, or the part of it that is meant; None for impossible months."""
        if part["m1"] and part["m2"]:
            first, last = int(part["m1"]), int(part["m2"])
            return f"{year}-{first:02d}/{year}-{last:02d}" if 1 <= first < last <= 12 else None
        if part["month"]:
            month = int(part["month"])
            if not 1 <= month <= 12:
                return None
            return f"{year}-{month:02d}" + (f"-{int(part['day']):02d}" if part["day"] else "")
        if part["first"]:
            months = _count(part["first"])
            return f"{year}-01/{year}-{months:02d}" if months and 1 < months < 13 else None
        if part["half"]:
            return f"{year}-01/{year}-06" if part["half"] == "上" else f"{year}-07/{year}-12"
        if part["upto"]:
            months = 9 if part["upto"] == "三" else 6
            return f"{year}-01/{year}-{months:02d}"
        quarter = part["quarter"] or part["q"]
        return f"{year}-Q{_QUARTERS[quarter]}" if quarter else str(year)

    def _ends_ahead(self, match: re.Match[str], year: int) -> bool:
        """Whether 到……年底 names the end of the present year, with months to go."""
        post = match["post"] or ""
        to_end = match["pre"] in {"到", "至"} and post.endswith(("底", "末"))
        to_end = to_end or post.endswith(("底前", "末前"))
        return to_end and year == self.published.year and self.published.month < 11

    def _lies_ahead(self, within: str) -> bool:
        if "Q" in within:
            return int(within[:4]) > self.published.year
        last = within.rpartition("/")[2]
        return last > self.published.isoformat()[: len(last)]


def _count(written: str | None) -> int | None:
    if written is None:
        return None
    return int(written) if written.isdecimal() else chinese_number(written)
