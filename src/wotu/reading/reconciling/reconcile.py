"""Statements of the same thing, brought together from all documents and the lake."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations

from wotu.packs.indicators import IndicatorDictionary
from wotu.reading.indicators import shipped_indicators
from wotu.reading.reconciling.alike import CURRENT, UNDATED, Key, key_of
from wotu.reading.reconciling.difference_words import explain
from wotu.reading.reconciling.differences import Comparison, Stated, compare, stated
from wotu.reading.reconciling.metrics import Metric, MetricReader, metric_reader
from wotu.reading.reconciling.precedence import precedence, source_rank
from wotu.reading.reconciling.statements import (
    LAKE,
    SEVERITY,
    Difference,
    Item,
    Settlement,
    Statement,
    fingerprint,
)

__all__ = ["Difference", "Item", "Settlement", "Statement", "reconcile"]

MOST_PAIRS_OF = 48
"""With more figures that compare differently, each is held against the extremes and the default
alone: a conflict shows there, and the cost stays linear."""


def reconcile(
    statements: Iterable[Statement],
    settlements: Iterable[Settlement] = (),
    indicators: IndicatorDictionary | None = None,
) -> list[Item]:
    """Items of two or more statements of one thing, those that differ most first.

    Grouped are equal subjects (places by code), equal metrics (the same indicator of the
    dictionary, or the same words after normalisation; never by likeness), equal periods, kind,
    dimension of the unit, and the field of a rank. Statements that differ in their extent alone
    meet, and differ by scope. ``indicators`` is the dictionary of a workspace; without it the
    national pack's. The order of the statements plays no part.
    """
    read = metric_reader(shipped_indicators() if indicators is None else indicators)
    groups: dict[Key, list[Statement]] = defaultdict(list)
    for statement in statements:
        groups[key_of(statement, read)[0]].append(statement)
    by_key = {one.key: one for one in settlements}
    by_statement = {one.statement: one for one in by_key.values()}
    items = []
    for key, members in groups.items():
        told = _told_apart(key, members, read) if len(members) > 1 else []
        if len(told) > 1:
            items.append(_item(key, told, by_key, by_statement))
    return sorted(items, key=lambda item: (-SEVERITY[item.difference], item.subject, item.key))


_Member = tuple[Stated, Metric]


def _told_apart(key: Key, members: Sequence[Statement], read: MetricReader) -> list[_Member]:
    """The members of a group, without figures that their own sentence tells apart.

    A sentence that gives two figures that cannot both be true (由22%提高到51%, 上年为1.72) is of
    two times or parts, though their periods were read alike: neither is held against others. So
    are figures without a period of one document that contradict each other.
    """
    ready = [(stated(one, metric), metric) for one in members for metric in (key_of(one, read)[1],)]
    undated = key.period.startswith((UNDATED, CURRENT))
    places: dict[tuple[object, ...], list[_Member]] = defaultdict(list)
    for member in ready:
        one = member[0].statement
        places[(one.source,) if undated else (one.source, one.claim.sentence)].append(member)
    clear = [group for group in places.values() if not _contradicts_itself(group)]
    return [member for group in clear for member in group]


def _contradicts_itself(group: Sequence[_Member]) -> bool:
    if len(group) < 2 or group[0][0].statement.source == LAKE:
        return False
    return not worst_comparison([one for one, _ in group]).difference.is_agreement


def _item(
    key: Key,
    members: Sequence[_Member],
    by_key: dict[str, Settlement],
    by_statement: dict[str, Settlement],
) -> Item:
    ordered = sorted(members, key=lambda member: precedence(member[0].statement))
    at = _fuller([one for one, _ in ordered])
    ordered.insert(0, ordered.pop(at))
    prepared = [one for one, _ in ordered]
    statements = tuple(one.statement for one in prepared)
    first, metric = statements[0], ordered[0][1]
    worst = worst_comparison(prepared)
    name = item_key(key)
    chosen = by_key.get(name) or next(
        (by_statement[one.id] for one in statements if one.id in by_statement), None
    )
    stands = chosen is not None and _stands(chosen, prepared)
    return Item(
        key=name,
        subject=first.claim.subject or "",
        metric=metric.label or first.claim.metric,
        period=_period_shown(key.period),
        kind=first.claim.kind,
        unit=first.claim.unit,
        statements=statements,
        difference=worst.difference,
        explanation=explain(worst),
        settled=chosen if stands else None,
        reopened=None if stands else chosen,
    )


def _fuller(prepared: Sequence[Stated]) -> int:
    """Place of the statement that says what the first one says with the most digits; 0 if that.

    Only of sources of the same kind: 4.1% of an earlier paper, where the latest rounds it to 4%.
    """
    first = prepared[0]
    rounded = [
        place
        for place, one in enumerate(prepared)
        if one.step < first.step
        and source_rank(one.statement) == source_rank(first.statement)
        and compare(first, one).difference is Difference.ROUNDING
    ]
    return min(rounded, key=lambda place: (prepared[place].step, place), default=0)


def item_key(key: Key) -> str:
    """Stable id of what a key stands for."""
    return hashlib.sha256("\x1f".join(key).encode()).hexdigest()[:16]


def _period_shown(period: str) -> str | None:
    return None if period.startswith((UNDATED, CURRENT)) else period


def worst_comparison(group: Sequence[Stated]) -> Comparison:
    """The worst difference between any two of a group; of equals the one that comes first.

    ``group`` holds two or more, the one taken by default first. Statements that compare alike
    are compared once.
    """
    distinct = list({one.signature: one for one in reversed(group)}.values())[::-1]
    if len(distinct) == 1:
        return compare(group[0], group[1])
    if len(distinct) <= MOST_PAIRS_OF:
        pairs = list(combinations(distinct, 2))
    else:
        ends = (min(distinct, key=_figure), max(distinct, key=_figure), distinct[0])
        pairs = [(end, one) for end in ends for one in distinct if one is not end]
    if len(distinct) < len(group):
        pairs.append((group[0], group[1]))
    return max((compare(*pair) for pair in pairs), key=lambda found: SEVERITY[found.difference])


def _figure(one: Stated) -> tuple[object, str]:
    return one.figure, one.statement.id


def _stands(settlement: Settlement, prepared: Sequence[Stated]) -> bool:
    """Whether what was settled is still said, and nobody new says otherwise.

    New is a statement that the person had not weighed, or whose figure has changed since. One that
    rounds to the settled figure, or is bound by it, agrees.
    """
    unseen = [one for one in prepared if fingerprint(one.statement) not in settlement.weighed]
    taken = next((one for one in prepared if one.statement.id == settlement.statement), None)
    if taken is None or taken in unseen:
        return False
    return all(compare(taken, one).difference.is_agreement for one in unseen)
