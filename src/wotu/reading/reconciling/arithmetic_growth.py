"""Levels against their growth, net increase and share, exactly."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from typing import Final

from wotu.figures import number_text, rounded
from wotu.reading.claim import Claim, ClaimKind
from wotu.reading.reconciling.findings import (
    Figure,
    Finding,
    FindingKind,
    Severity,
    between,
    finding,
    has_whole_number,
)

_GROWS: Final = re.compile(
    "^[，、（(,]?(?:同比|比上年|较上年|比去年|较去年)*(?:增长|增加|提高|上升|下降|减少)了?$"
)
_TAKES: Final = re.compile("^[，、（(,]?约?占(?:比达?|到)?[^，。；]{0,20}$")
_RESTATED: Final = re.compile("可比|同口径|剔除|不变价")
_LEVELS: Final = frozenset({ClaimKind.LEVEL, ClaimKind.CHANGE_ABS})


def check_growth(figures: list[Figure], text: str) -> Iterator[Finding]:
    """Counts that no whole number of the year before leads to by the growth that is written.

    811家, 增长129.35%: the year before had 353.6. A growth belongs to the level of the same
    subject, metric and period, or to the one it follows (811家，同比增长…). Texts that say that
    the base was restated (可比口径) are left alone.
    """
    seen = set()
    for level, growth in (*_same_metric(figures), *_following(figures, text, _GROWS)):
        pair = (id(level), id(growth))
        if pair not in seen and _can_be_checked(level, growth, text):
            seen.add(pair)
            yield from _growth_of_a_count(level, growth)


def _can_be_checked(level: Figure, growth: Figure, text: str) -> bool:
    start, end = growth.claim.sentence
    return (
        level.is_counted
        and growth.is_plain
        and growth.claim.kind is ClaimKind.CHANGE_PCT
        and growth.key.compare == "yoy"
        and growth.claim.figure > -100
        and not _RESTATED.search(text[start:end])
    )


def _growth_of_a_count(level: Figure, growth: Figure) -> Iterator[Finding]:
    now, values = level.stated.figure, growth.stated.values
    if values.high is None or values.low <= -100 or now <= 0:
        return
    low, high = (now / (1 + rate / 100) for rate in (values.high, values.low))
    if has_whole_number(low, high):
        return
    base = now / (1 + growth.stated.figure / 100)
    near = [one for one in (math.floor(base), math.ceil(base)) if one > 0]
    places = _places(growth.stated.step)
    rates = [f"{one}→{rounded(100 * (now / one - 1), places)}%" for one in near]
    unit, whole = level.claim.unit, number_text(base)
    fell = growth.claim.figure < 0
    change_zh, change_en = ("下降", "a decline") if fell else ("增长", "growth")
    yield finding(
        FindingKind.GROWTH,
        Severity.IMPOSSIBLE,
        [level, growth],
        f"{level.quote}、{change_zh}{growth.quote}，则上年为{whole}{unit}，不是整数（{'，'.join(rates)}）。",
        f"{level.quote} after {change_en} of {growth.quote} means {whole} the year before,"
        f" which is no whole number ({', '.join(rates)}).",
    )


def _places(step: Fraction) -> int:
    return max(0, len(str(step.denominator)) - 1)


def check_share_of_whole(figures: list[Figure], text: str) -> Iterator[Finding]:
    """Counts whose written share is the share of no whole number: 1037家, 占37.77%."""
    for part, share in _following(figures, text, _TAKES):
        fits = part.is_counted and part.claim.kind in _LEVELS and share.is_plain
        values = share.stated.values
        if not fits or share.claim.kind is not ClaimKind.SHARE or values.low <= 0:
            continue
        low = 100 * part.stated.figure / (values.high or values.low)
        if has_whole_number(low, 100 * part.stated.figure / values.low):
            continue
        whole = 100 * part.stated.figure / share.stated.figure
        near = (math.floor(whole), math.ceil(whole))
        places = _places(share.stated.step)
        rates = [f"{one}→{rounded(100 * part.stated.figure / one, places)}%" for one in near if one]
        yield finding(
            FindingKind.WHOLE,
            Severity.IMPOSSIBLE,
            [part, share],
            f"{part.quote}占{share.quote}，则总数为{number_text(whole)}，不是整数"
            f"（{'，'.join(rates)}）。",
            f"{part.quote} being {share.quote} means a whole of {number_text(whole)}, which is no"
            f" whole number ({', '.join(rates)}).",
        )


def check_net_increase(figures: list[Figure]) -> Iterator[Finding]:
    """Net increases that are not the level less that of the year before, within what is written."""
    levels: dict[tuple[str, str, str], Figure] = {}
    for one in figures:
        if one.claim.kind is ClaimKind.LEVEL:
            levels.setdefault((one.key.subject, one.key.metric, one.key.period), one)
    for net in figures:
        metric = net.key.metric.removesuffix("净增")
        if net.claim.kind is not ClaimKind.CHANGE_ABS or metric == net.key.metric:
            continue
        year = net.key.period
        now = levels.get((net.key.subject, metric, year))
        before = (
            levels.get((net.key.subject, metric, str(int(year) - 1))) if _is_year(year) else None
        )
        if now is None or before is None or _net_fits(now, before, net):
            continue
        apart = number_text(now.stated.figure - before.stated.figure)
        yield finding(
            FindingKind.NET,
            Severity.IMPOSSIBLE,
            [before, now, net],
            f"由{before.quote}到{now.quote}相差{apart}，与净增{net.quote}不符。",
            f"From {before.quote} to {now.quote} is {apart}, not the net {net.quote}.",
        )


def _is_year(period: str) -> bool:
    return len(period) == len("2024") and period.isdigit()


def _net_fits(now: Figure, before: Figure, net: Figure) -> bool:
    one, other, values = now.stated.values, before.stated.values, net.stated.values
    least = None if other.high is None else one.low - other.high
    most = None if one.high is None else one.high - other.low
    too_small = most is not None and most < values.low
    too_great = least is not None and values.high is not None and least > values.high
    return not (too_small or too_great)


def _same_metric(figures: list[Figure]) -> Iterator[tuple[Figure, Figure]]:
    """Levels and growths of the same subject, metric and period."""
    groups: dict[tuple[str, str, str], list[Figure]] = defaultdict(list)
    for one in figures:
        groups[one.key.subject, one.key.metric, one.key.period].append(one)
    for group in groups.values():
        levels = [one for one in group if one.claim.kind is ClaimKind.LEVEL]
        growths = [one for one in group if one.claim.kind is ClaimKind.CHANGE_PCT]
        if len(levels) == 1:
            yield from ((levels[0], growth) for growth in growths)


def _following(
    figures: list[Figure], text: str, words: re.Pattern[str]
) -> Iterator[tuple[Figure, Figure]]:
    """Neighbouring figures of one sentence with nothing but certain words between them."""
    for one, other in pairwise(figures):
        gap = between(one, other, text)
        if gap is not None and words.match(gap) and _same_subject(one.claim, other.claim):
            yield one, other


def _same_subject(one: Claim, other: Claim) -> bool:
    return one.subject == other.subject or one.subject is None or other.subject is None
