"""The day of publication, as a document gives it away that comes without one."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from wotu.reading.grammar.times import YEAR

_STATED: Final = re.compile(
    rf"(?:发布(?:时间|日期)?|日期|时间|本报|讯|电|来源)[^。\n]{{0,24}}?(?P<y>{YEAR})[年./-]"
    r"(?P<m>\d{1,2})[月./-](?P<d>\d{1,2})"
)
_DATE_LINE: Final = re.compile(
    rf"(?:^|\n|[（(]|——)(?P<y>{YEAR})年(?P<m>\d{{1,2}})月(?:(?P<d>\d{{1,2}})日)?(?=[）)\n]|在[^，。]{{2,20}}会)"
)
_MENTION: Final = re.compile(
    rf"(?P<pre>到|至|截至)?(?P<year>{YEAR})(?:年?(?:-|—+|–|至|到)(?P<last>{YEAR}))?年"
    r"(?P<part>[上下]半年|第?[一二三四]季度|前[\d一二三四五六七八九十]+个?[月季]|\d{1,2}(?:-|—|–|至|到)\d{1,2}月|"
    r"\d{1,2}月\d{1,2}日)?(?P<rest>[^。；\n]{0,30})"
)
_AHEAD_BEFORE: Final = re.compile("规划|目标|计划|力争|将|远景|展望|预计|未来|提出|方案|争取|有望")
_AHEAD_AFTER: Final = re.compile(
    "^(?:的?目标|远景)|[^，]{0,12}(?:将|力争|突破[^，]{0,8}以上)|行动|规划|计划"
)
_BESIDE: Final = re.compile("今年|去年|明年|(?<!比)(?<!较)上年(?!同)")


class _Year(NamedTuple):
    year: int
    ahead: bool
    part: bool
    """Named with a part of the year that statistics report on."""
    day: bool
    """Named with a day."""


def infer_published(text: str) -> dt.date | None:
    """The day of publication by the text alone; None where it names no year.

    A stated date counts. Else half-years, quarters and days are written of while they are new: if
    the latest year is named so, it is the year. Else it is the latest year that is not spoken of
    as the future, plus one where 今年 or 去年 stands beside it: nobody calls the running year by
    its number and 今年 too. 31 December of that year: nothing in it lies ahead.
    """
    stated = _STATED.search(text, 0, 2000) or _STATED.search(text[-500:])
    line = stated or _DATE_LINE.search(text[:400])
    if line:
        day = line["d"] or "28"
        try:
            return dt.date(int(line["y"]), int(line["m"]), int(day))
        except ValueError:
            pass
    years = list(_years(text))
    past = [found.year for found in years if not found.ahead]
    if not past:
        ahead = [found.year for found in years]
        return dt.date(min(ahead) - 3, 12, 31) if ahead else None
    latest = max(past)
    whole = {found.year for found in years if not (found.part or found.day)}
    running = [y.year for y in years if y.part or (y.day and y.year not in whole)]
    if latest in running:
        return dt.date(latest, 12, 31)
    year = latest + 1 if _BESIDE.search(text) else latest
    ahead = [found.year for found in years if found.ahead]
    if ahead and min(ahead) - year > 8:
        year = min(ahead) - 3  # a founding year says nothing of the day; plans reach a few years
    return dt.date(min(year, dt.date.today().year), 12, 31)


def _years(text: str) -> Iterator[_Year]:
    for match in _MENTION.finditer(text):
        before = re.split("[。；\n]", text[max(0, match.start() - 30) : match.start()])[-1]
        reached = match["pre"] in {"到", "至"} and not re.match("[底末]", match["rest"])
        ahead = reached or _AHEAD_BEFORE.search(before) or _AHEAD_AFTER.search(match["rest"])
        written = match["part"] or ""
        future = bool(ahead) and not written and not match["last"]
        day = written.endswith("日")
        yield _Year(int(match["year"]), future, bool(written) and not day, day)
        if match["last"]:
            yield _Year(int(match["last"]), bool(ahead) or "行动" in match["rest"], False, False)
