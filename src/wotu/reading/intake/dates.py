"""The day of publication, where a document or the name of its file states one."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import Final

from wotu.contracts.notices import Notice

_DAY: Final = (
    r"((?:19|20)\d\d)\s*[-/.年]\s*(0?[1-9]|1[0-2])\s*[-/.月]\s*(0?[1-9]|[12]\d|3[01])(?!\d)"
)
_LABELLED: Final = re.compile(
    rf"(?:发布|发稿|发文|成文|刊发|刊登|印发|出版|公布|上传|更新)?(?:时间|日期|日)\s*[:：]\s*{_DAY}"
)
_ALONE: Final = re.compile(
    rf"\s*{_DAY}\s*日?[\s,，|]*(?:星期[一二三四五六日天]|周[一二三四五六日天])?"
    r"[\s,，|]*(?:\d\d?:\d\d(?::\d\d)?)?"
    r"[\s|]*(?:来源\s*[:：]\s*\S{1,30}|第\s*\S{1,4}\s*版.*)?\s*"
)
_WEEKDAY: Final = re.compile(rf"{_DAY}\s*日?[\s,，|]*(?:星期|周)[一二三四五六日天]")
_ISO: Final = re.compile(_DAY)
_IN_NAME: Final = re.compile(
    r"(?<!\d)((?:19|20)\d\d)[-_.年]?(0[1-9]|1[0-2]|(?<=[-_.年])[1-9])[-_.月]?"
    r"(0[1-9]|[12]\d|3[01]|(?<=[-_.月])[1-9])(?!\d)"
)
_HEAD_LINES: Final = 12
_TAIL_LINES: Final = 4
_LONGEST_LINE: Final = 120


def date_in(text: str) -> dt.date | None:
    """The first day written in figures, as a page's metadata writes it.

    >>> date_in("2023-05-06T08:00:00+08:00")
    datetime.date(2023, 5, 6)
    """
    return _day(_ISO.search(text) or _IN_NAME.search(text))


def date_of_name(name: str) -> dt.date | None:
    """The day in the name of a file.

    >>> date_of_name("苏州日报_20230506_A03"), date_of_name("2023年5月6日公报")
    (datetime.date(2023, 5, 6), datetime.date(2023, 5, 6))
    """
    return _day(_IN_NAME.search(name))


def date_of_lines(lines: Iterable[str]) -> dt.date | None:
    """The day on a line of its own or with a label, near the beginning or the end."""
    filled = [line for line in lines if line.strip()]
    near = [*filled[:_HEAD_LINES], *filled[_HEAD_LINES:][-_TAIL_LINES:]]
    short = [line for line in near if len(line) <= _LONGEST_LINE]
    for line in short:
        if found := _day(_LABELLED.search(line)):
            return found
    for line in short:
        if found := _day(_ALONE.fullmatch(line) or _WEEKDAY.search(line)):
            return found
    return None


def date_notice(found: dt.date, *, in_name: bool) -> Notice:
    """Where a day of publication that nobody gave was taken from."""
    zh, en = ("文件名", "the file's name") if in_name else ("文中", "the document")
    return Notice(
        "date_found",
        f"发布日期 {found} 取自{zh}。",
        f"The day of publication, {found}, was taken from {en}.",
        {"published": found.isoformat()},
    )


def undated_notice() -> Notice:
    """Said where no day of publication is known."""
    return Notice(
        "undated",
        "没有写明发布日期：“今年”“去年”只能按文中年份推断。请补上日期。",
        "No day of publication is stated: 今年 and 去年 are guessed from years in the text."
        " Give the day.",
    )


def _day(match: re.Match[str] | None) -> dt.date | None:
    if match is None:
        return None
    try:
        return dt.date(*(int(part) for part in match.groups()[:3]))
    except ValueError:
        return None
