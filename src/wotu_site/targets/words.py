"""How targets are put into words: states, amounts in their units, days, and the one sentence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from wotu.packs.schema import Label
from wotu.targets.progress import Progress
from wotu.targets.status import STATUSES, Status
from wotu.targets.target import Aim, Target
from wotu.targets.words import chance_text, share_label, value_text
from wotu_site.ui.formats import page_language, unknown_text


@dataclass(frozen=True, slots=True)
class StatusLook:
    """How a status is shown; the word carries the meaning, colour only repeats it."""

    status: Status
    word: str
    icon: str
    css: str


_SHAPES: Mapping[Status, tuple[str, str]] = {
    Status.MISSED: ("circle-x", "not-met"),
    Status.LATE: ("trending-down", "not-met"),
    Status.AT_RISK: ("alert-triangle", "risk"),
    Status.UNKNOWN: ("question-mark", "unknown"),
    Status.ON_TRACK: ("check", "met"),
    Status.NOT_BEGUN: ("clock", "unknown"),
    Status.ACHIEVED: ("flag-check", "met"),
}

_BEHIND: Final = (Status.LATE, Status.AT_RISK)
#: Gaps of so many and more are told in whole numbers where only those are possible.
_MANY: Final = 10


def status_look(status: Status) -> StatusLook:
    """How to show a status."""
    return StatusLook(status, said(STATUSES[status]), *_SHAPES[status])


def said(label: Label | None) -> str:
    """A label in the language of the page; empty where there is none."""
    return label.in_language(page_language()) if label else ""


def amount_text(value: float | None, unit: str | None, *, whole: bool = False) -> str:
    """A figure with its unit: ``812亿元``, ``3,500家``, ``3.5%``; unknown where there is none.

    ``whole``: whether only whole numbers are possible, as of firms in a forecast.
    """
    if value is None:
        return unknown_text()
    return value_text(float(round(value)) if whole else value, unit, page_language())


def goal_text(target: Target) -> str:
    """What is to be reached: ``2,000亿元``, ``≤ 0.3``, ``5%–8%``; empty without a figure."""
    if target.value is None:
        return ""
    value = amount_text(target.value, target.unit)
    if target.aim is Aim.WITHIN and target.value_max is not None:
        return f"{value}–{amount_text(target.value_max, target.unit)}"
    return f"≤ {value}" if target.aim is Aim.AT_MOST else value


def range_text(low: float, high: float, unit: str | None, *, whole: bool = False) -> str:
    """Both ends of an interval, the unit once where it is the same: ``9.99–10.2亿元``."""
    first, last = amount_text(low, unit, whole=whole), amount_text(high, unit, whole=whole)
    words = last.lstrip("0123456789.,-")
    return f"{first.removesuffix(words) if words else first}–{last}"


def expected_text(one: Progress, *, whole: bool = False) -> str:
    """What the path expects on the day of the latest actual; empty without a path."""
    if one.expected is None:
        return ""
    low, high, unit = one.expected.value, one.expected.upper, one.target.unit
    told_whole = _in_whole(one, whole)
    if high is None:
        return amount_text(low, unit, whole=told_whole)
    return range_text(low, high, unit, whole=told_whole)


def day_text(day: dt.date | None) -> str:
    """A day, as its month where it is the last one of it: ``2026-05``."""
    if day is None:
        return ""
    last = (day + dt.timedelta(days=1)).day == 1
    return f"{day:%Y-%m}" if last else day.isoformat()


def gap_text(one: Progress, *, whole: bool = False) -> str:
    """How far an actual lies from its path, with the side: ``差62亿元（7.1%）``."""
    if one.gap is None:
        return ""
    said = {"gap": amount_text(abs(one.gap), one.target.unit, whole=_in_whole(one, whole))}
    if one.gap_share is not None:
        said["share"] = share_label(abs(one.gap_share))
        text = _("%(gap)s (%(share)s) behind") if one.gap < 0 else _("%(gap)s (%(share)s) ahead")
    else:
        text = _("%(gap)s behind") if one.gap < 0 else _("%(gap)s ahead")
    return _("on the path") if one.gap == 0 else text % said


def behind_since(one: Progress) -> dt.date | None:
    """Since when a target is behind its path; None where it is not, or was reached all the same."""
    return one.late_since if one.status in _BEHIND else None


def outlook_text(one: Progress, *, whole: bool = False) -> str:
    """What is to be expected on the due date, with interval and chance; empty without forecast."""
    if one.forecast is None:
        return ""
    end, unit = one.forecast.at_due, one.target.unit
    return _(
        "as things go %(median)s by %(due)s (80%% interval %(range)s), chance of reaching it"
        " %(chance)s"
    ) % {
        "median": amount_text(end.median, unit, whole=whole),
        "due": day_text(one.target.due),
        "range": range_text(end.low, end.high, unit, whole=whole),
        "chance": chance_text(one.forecast.chance),
    }


def sentence(one: Progress, *, whole: bool = False) -> str:
    """All that matters of a target in one sentence, without the status itself."""
    parts = [_pace(one, whole), outlook_text(one, whole=whole)]
    if one.missing is not None:
        parts.insert(0, said(one.missing))
    stop = "；" if page_language().startswith("zh") else "; "
    return stop.join(part for part in parts if part)


def _pace(one: Progress, whole: bool) -> str:
    seen = one.latest
    if seen is None:
        return ""
    known = {
        "day": day_text(seen.on),
        "actual": amount_text(seen.value, one.target.unit),
        "expected": expected_text(one, whole=whole),
        "gap": gap_text(one, whole=whole),
    }
    if not known["gap"]:
        return _("%(actual)s as of %(day)s") % known
    text = _("%(actual)s as of %(day)s, %(expected)s expected, %(gap)s") % known
    since = behind_since(one)
    if since is not None:
        text += _(", since %(day)s") % {"day": day_text(since)}
    return text


def _in_whole(one: Progress, whole: bool) -> bool:
    """Whether parts of one can be left out without hiding on which side of the path it is."""
    return whole and one.gap is not None and abs(one.gap) >= _MANY
