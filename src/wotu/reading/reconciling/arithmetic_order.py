"""Order within a document: ranks, periods, running totals, and one figure given twice."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations, pairwise
from typing import Final

from wotu.packs.indicators import Direction, IndicatorDictionary, IndicatorKind
from wotu.reading.claim import ClaimKind
from wotu.reading.reconciling.differences import compare
from wotu.reading.reconciling.findings import Figure, Finding, FindingKind, Severity, finding
from wotu.reading.reconciling.statements import Difference

_TIED: Final = re.compile("并列")
_FROM_JANUARY: Final = re.compile(r"(\d{4})-01/\1-(\d\d)")
_PART_OF_YEAR: Final = re.compile(r"(\d{4})(-Q1|-H1|)")
_MONTHS: Final = {"-Q1": 3, "-H1": 6, "": 12}
_RANGE: Final = re.compile(r"(\d{4}(?:-\d\d){0,2})/(\d{4}(?:-\d\d){0,2})")


def check_ranks(figures: list[Figure], indicators: IndicatorDictionary) -> Iterator[Finding]:
    """Better ranks with smaller figures, and one rank held by two, in one field and period."""
    levels = {_thing(one): one for one in figures if one.claim.kind is ClaimKind.LEVEL}
    fields: dict[tuple[str, ...], dict[str, Figure]] = defaultdict(dict)
    for one in figures:
        if one.claim.kind is ClaimKind.RANK and one.is_plain and one.key.compare:
            field = (one.key.metric, one.key.period, one.key.compare)
            fields[field].setdefault(one.key.subject, one)
    for ranked in fields.values():
        ordered = sorted(ranked.values(), key=lambda one: one.claim.figure)
        for better, worse in pairwise(ordered):
            if better.claim.figure == worse.claim.figure:
                if not _TIED.search(better.stated.statement.sentence):
                    yield _shared_rank(better, worse)
                continue
            high, low = levels.get(_thing(better)), levels.get(_thing(worse))
            if high and low and _is_below(high, low) and _larger_is_better(better, indicators):
                yield _rank_against_level(better, worse, high, low)


def _thing(one: Figure) -> tuple[str, str, str]:
    return one.key.subject, one.key.metric, one.key.period


def _larger_is_better(one: Figure, indicators: IndicatorDictionary) -> bool:
    known = one.metric.indicator
    return known is None or indicators[known].direction is Direction.UP


def _is_below(one: Figure, other: Figure) -> bool:
    high = one.stated.values.high
    return high is not None and high < other.stated.values.low


def _shared_rank(one: Figure, other: Figure) -> Finding:
    return finding(
        FindingKind.RANK,
        Severity.DOUBTFUL,
        [one, other],
        f"{one.claim.subject}和{other.claim.subject}都写作{one.quote}，未说明并列。",
        f"{one.claim.subject} and {other.claim.subject} are both given {one.quote}, not as a tie.",
    )


def _rank_against_level(better: Figure, worse: Figure, one: Figure, other: Figure) -> Finding:
    names = better.claim.subject, worse.claim.subject
    return finding(
        FindingKind.RANK,
        Severity.DOUBTFUL,
        [better, one, worse, other],
        f"{names[0]}位次{better.quote}而为{one.quote}，{names[1]}位次{worse.quote}却为{other.quote}。",
        f"{names[0]} ranks {better.quote} with {one.quote}, {names[1]} {worse.quote} with"
        f" {other.quote}.",
    )


def check_periods(figures: list[Figure]) -> Iterator[Finding]:
    """Periods that end before they begin, and growth since a year that had not come."""
    for one in figures:
        period, compared = one.claim.period or "", one.claim.compare or ""
        spanned = _RANGE.search(period)
        if spanned and spanned[2] < spanned[1][: len(spanned[2])]:
            zh, en = f"时段{period}的终点早于起点。", f"The period {period} ends before it begins."
            yield finding(FindingKind.PERIOD, Severity.IMPOSSIBLE, [one], zh, en)
        since, ends = compared.removeprefix("since:")[:4], re.findall(r"\d{4}", period)
        if compared.startswith("since:") and ends and since > ends[-1]:
            zh = f"{one.quote}以{since}年为基期，晚于所说的{ends[-1]}年。"
            en = f"{one.quote} is counted from {since}, after {ends[-1]}, which it is of."
            yield finding(FindingKind.PERIOD, Severity.IMPOSSIBLE, [one], zh, en)


def check_running_totals(
    figures: list[Figure], indicators: IndicatorDictionary
) -> Iterator[Finding]:
    """Flows since January that are larger than those of a longer part of the same year."""
    groups: dict[tuple[str, ...], list[tuple[int, Figure]]] = defaultdict(list)
    for one in figures:
        known = one.metric.indicator
        since_january = _months_since_january(one.key.period)
        is_flow = known is not None and indicators[known].kind is IndicatorKind.FLOW
        if since_january and is_flow and one.claim.kind is ClaimKind.LEVEL:
            year, months = since_january
            groups[one.key.subject, one.key.metric, year, one.claim.unit].append((months, one))
    for group in groups.values():
        for (months, shorter), (more, longer) in combinations(sorted(group, key=_months), 2):
            high = longer.stated.values.high
            if months < more and high is not None and shorter.stated.values.low > high:
                yield finding(
                    FindingKind.PERIOD,
                    Severity.IMPOSSIBLE,
                    [shorter, longer],
                    f"前{months}个月的{shorter.quote}大于前{more}个月的{longer.quote}。",
                    f"{shorter.quote} in {months} months is more than {longer.quote} in {more}.",
                )


def _months(entry: tuple[int, Figure]) -> tuple[int, int]:
    return entry[0], entry[1].claim.start


def _months_since_january(period: str) -> tuple[str, int] | None:
    if spanned := _FROM_JANUARY.fullmatch(period):
        return spanned[1], int(spanned[2])
    part = _PART_OF_YEAR.fullmatch(period)
    return (part[1], _MONTHS[part[2]]) if part else None


def check_twice(figures: list[Figure]) -> Iterator[Finding]:
    """One figure given twice with values that nothing explains.

    Doubtful where the document gives no period: the two may be of different times.
    """
    groups: dict[object, list[Figure]] = defaultdict(list)
    for one in figures:
        groups[one.key].append(one)
    for group in groups.values():
        distinct = {one.stated.signature: one for one in reversed(group)}
        for one, other in pairwise(reversed(distinct.values())):
            if one.claim.sentence == other.claim.sentence:
                continue  # 由22%提高到51%: the sentence tells them apart
            found = compare(one.stated, other.stated).difference
            if found in {Difference.CONFLICT, Difference.UNIT}:
                dated = one.claim.period is not None
                yield finding(
                    FindingKind.TWICE,
                    Severity.IMPOSSIBLE if dated else Severity.DOUBTFUL,
                    [one, other],
                    f"同一指标“{one.claim.metric}”一处写{one.quote}，另一处写{other.quote}。",
                    f"“{one.claim.metric}” is {one.quote} here and {other.quote} there.",
                )
