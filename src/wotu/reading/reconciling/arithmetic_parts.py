"""Parts against their whole: listed parts, ratios, shares, and sums that hold by definition."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from typing import Final

from wotu.figures import number_text
from wotu.packs.indicator_names import indicator_key
from wotu.reading.claim import ClaimKind
from wotu.reading.reconciling.findings import (
    Figure,
    Finding,
    FindingKind,
    Severity,
    between,
    finding,
)

_OF_WHICH: Final = re.compile("其中")
_TOTAL: Final = re.compile("(?:合计|共计|总计)(?:为|达|达到)?$")
_COLON: Final = re.compile("^[∶:：]$")
_RESPECTIVELY: Final = re.compile("分别占|占比分别|比重分别|分别为|分别达")
_LISTED: Final = re.compile("^[、，和及与]$")
_SHARE_OF: Final = re.compile("占|比重")
_AMOUNTS: Final = frozenset({ClaimKind.LEVEL, ClaimKind.CHANGE_ABS})

SUMS: Final = (
    ("地区生产总值", ("第一产业增加值", "第二产业增加值", "第三产业增加值")),
    ("进出口总额", ("出口总额", "进口总额")),
)
"""Metrics that are the sum of others by definition."""


def check_parts(figures: list[Figure], text: str) -> Iterator[Finding]:
    """Parts after 其中 that are larger than the figure before it, or add up to more.

    Parts have the unit and kind of the whole and stand in its sentence. Parts that add up to more
    are only doubtful: one firm may be of two sorts.
    """
    for group in _by_sentence(figures):
        for at, whole in enumerate(group[:-1]):
            gap = between(whole, group[at + 1], text)
            if gap is None or not _OF_WHICH.search(gap) or whole.claim.kind not in _AMOUNTS:
                continue
            parts = [one for one in group[at + 1 :] if _may_be_part(one, whole)]
            yield from _parts_over(whole, parts)


def _may_be_part(one: Figure, whole: Figure) -> bool:
    alike = (one.claim.kind, one.claim.unit) == (whole.claim.kind, whole.claim.unit)
    return alike and one.key.period == whole.key.period


def _parts_over(whole: Figure, parts: list[Figure]) -> Iterator[Finding]:
    most = whole.stated.values.high
    if most is None or whole.claim.figure_max is not None:
        return
    larger = [one for one in parts if one.stated.values.low > most]
    for part in larger:
        yield finding(
            FindingKind.PART,
            Severity.IMPOSSIBLE,
            [whole, part],
            f"其中一项{part.quote}大于总数{whole.quote}。",
            f"A part of {part.quote} is larger than its whole of {whole.quote}.",
        )
    if not larger and sum((one.stated.values.low for one in parts), Fraction(0)) > most:
        listed = "、".join(one.quote for one in parts)
        yield finding(
            FindingKind.SUM,
            Severity.DOUBTFUL,
            [whole, *parts],
            f"其中各项{listed}之和大于总数{whole.quote}；各项如无交叉，必有误。",
            f"The parts {listed} add up to more than {whole.quote}; wrong unless they overlap.",
        )


def check_totals(figures: list[Figure], text: str) -> Iterator[Finding]:
    """Figures followed by 合计 and a total that is not their sum, within the written digits."""
    for group in _by_sentence(figures):
        for at in range(2, len(group)):
            total = group[at]
            gap = between(group[at - 1], total, text)
            parts = [one for one in group[:at] if _may_be_part(one, total) and one.is_plain]
            if gap is None or not _TOTAL.search(gap) or len(parts) < 2 or not total.is_plain:
                continue
            if not _adds_up(parts, total):
                yield _not_the_sum(parts, total, Severity.DOUBTFUL)


def check_definitions(figures: list[Figure]) -> Iterator[Finding]:
    """Sums that hold by definition, as 地区生产总值 of its three industries."""
    found: dict[tuple[str, str, str], dict[str, Figure]] = defaultdict(dict)
    for one in figures:
        if one.claim.kind is ClaimKind.LEVEL and one.is_plain:
            known = found[one.key.subject, one.key.period, one.key.dimension]
            known.setdefault(indicator_key(one.metric.label or one.key.metric), one)
    for known in found.values():
        for whole, names in SUMS:
            parts = [known[name] for name in names if name in known]
            if whole in known and len(parts) == len(names):
                same_unit = len({one.claim.unit for one in (known[whole], *parts)}) == 1
                if same_unit and not _adds_up(parts, known[whole]):
                    yield _not_the_sum(parts, known[whole], Severity.IMPOSSIBLE)


def _adds_up(parts: list[Figure], total: Figure) -> bool:
    slack = sum((one.stated.step for one in (*parts, total)), Fraction(0)) / 2
    return abs(_sum(parts) - total.stated.figure) <= slack


def _sum(parts: list[Figure]) -> Fraction:
    return sum((one.stated.figure for one in parts), Fraction(0))


def _not_the_sum(parts: list[Figure], total: Figure, severity: Severity) -> Finding:
    listed = "、".join(one.quote for one in parts)
    apart = number_text(abs(_sum(parts) - total.stated.figure))
    return finding(
        FindingKind.SUM,
        severity,
        [*parts, total],
        f"{listed}之和与{total.quote}相差{apart}{total.claim.unit}，超出四舍五入的范围。",
        f"{listed} add up to {apart} {total.claim.unit} beside {total.quote}, more than rounding.",
    )


def check_shares(figures: list[Figure], text: str) -> Iterator[Finding]:
    """Shares over 100%; ratios of parts (2.4∶48.0∶49.6) that are not 100; listed shares over it."""
    for one in figures:
        if _is_share_of_whole(one) and one.stated.values.low > 100:
            zh, en = f"占比{one.quote}超过100%。", f"A share of {one.quote} is over 100%."
            yield finding(FindingKind.SHARE, Severity.IMPOSSIBLE, [one], zh, en)
    for run in _runs(figures, text, _COLON):
        slack = sum((one.stated.step for one in run), Fraction(0)) / 2
        if len(run) > 2 and abs(_sum(run) - 100) > slack:
            yield _not_a_hundred(run, Severity.IMPOSSIBLE)
    for run in _runs(figures, text, _LISTED):
        start = text[run[0].claim.sentence[0] : run[0].claim.start]
        over = sum((one.stated.values.low for one in run), Fraction(0)) > 100
        if over and _RESPECTIVELY.search(re.sub(r"\s+", "", start)[-6:]):
            yield _not_a_hundred(run, Severity.DOUBTFUL)


def _is_share_of_whole(one: Figure) -> bool:
    named = _SHARE_OF.search(one.claim.metric) is not None
    return one.claim.kind is ClaimKind.SHARE and one.key.dimension == "percent" and named


def _runs(figures: list[Figure], text: str, mark: re.Pattern[str]) -> Iterator[list[Figure]]:
    """Shares that stand next to each other with nothing but a mark between them."""
    shares = [one for one in figures if one.claim.kind is ClaimKind.SHARE]
    run = shares[:1]
    for one, other in pairwise(shares):
        gap = between(one, other, text)
        if gap is not None and mark.match(gap):
            run.append(other)
            continue
        if len(run) > 1:
            yield run
        run = [other]
    if len(run) > 1:
        yield run


def _not_a_hundred(run: list[Figure], severity: Severity) -> Finding:
    listed, total = "、".join(one.quote for one in run), number_text(_sum(run))
    return finding(
        FindingKind.SHARE,
        severity,
        run,
        f"{listed}合计{total}%，不是100%。",
        f"{listed} add up to {total}%, which is not 100%.",
    )


def _by_sentence(figures: list[Figure]) -> Iterator[list[Figure]]:
    groups: dict[tuple[int, int], list[Figure]] = defaultdict(list)
    for one in figures:
        groups[one.claim.sentence].append(one)
    return iter(groups.values())
