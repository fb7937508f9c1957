"""Statements that may be of the same thing, though their words do not say so."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

from wotu.packs.indicators import IndicatorDictionary
from wotu.reading.indicators import shipped_indicators
from wotu.reading.reconciling.alike import CURRENT, UNDATED, Key, key_of
from wotu.reading.reconciling.differences import compare, stated
from wotu.reading.reconciling.metrics import Metric, metric_reader
from wotu.reading.reconciling.statements import SEVERITY, Difference, Statement

LIKENESS: Final = 0.6
"""Least Dice coefficient of the pairs of neighbouring characters of two metrics."""
COMMON: Final = 64
"""A pair of characters that more metrics of one place and period have says nothing."""


@dataclass(frozen=True)
class NearItem:
    """Two statements that are apart by their words and may mean the same."""

    one: Statement
    other: Statement
    apart_by: Literal["metric", "period"]
    """The metrics are alike, or one statement gives no period."""
    difference: Difference
    """How the figures would differ."""


_Place = tuple[str, str, str, str]


def near_items(
    statements: Iterable[Statement], indicators: IndicatorDictionary | None = None
) -> list[NearItem]:
    """Pairs that ``reconcile`` keeps apart, the worst difference first.

    Of one subject and kind: metrics of one period that are written alike, unless the dictionary
    knows them as two indicators; and statements without a period beside those of the same metric
    whose period is the year of publication or the one before it. One statement of each key,
    and of different sources: a document tells its own figures apart.
    """
    read = metric_reader(shipped_indicators() if indicators is None else indicators)
    first: dict[Key, tuple[Statement, Metric]] = {}
    for statement in statements:
        key, metric = key_of(statement, read)
        first.setdefault(key, (statement, metric))
    pairs = [("metric", *pair) for pair in _like_metrics(first)]
    pairs += [("period", *pair) for pair in _open_periods(first)]
    items = [
        _item(first[one], first[other], apart_by)
        for apart_by, one, other in pairs
        if first[one][0].source != first[other][0].source
    ]
    return sorted(items, key=lambda item: (-SEVERITY[item.difference], item.one.id, item.other.id))


def _item(
    one: tuple[Statement, Metric], other: tuple[Statement, Metric], apart_by: str
) -> NearItem:
    found = compare(stated(*one), stated(*other))
    by: Literal["metric", "period"] = "metric" if apart_by == "metric" else "period"
    return NearItem(one[0], other[0], by, found.difference)


def _like_metrics(first: dict[Key, tuple[Statement, Metric]]) -> Iterator[tuple[Key, Key]]:
    groups: dict[_Place, list[Key]] = defaultdict(list)
    for key in first:
        groups[key.subject + "\x1f" + key.period, key.kind, key.dimension, key.compare].append(key)
    for keys in groups.values():
        having: dict[str, list[int]] = defaultdict(list)
        for at, key in enumerate(keys):
            pairs = _pairs(key.metric)
            shared = Counter(
                earlier for pair in pairs if len(having[pair]) < COMMON for earlier in having[pair]
            )
            for earlier in shared:
                other = keys[earlier]
                if _are_alike(key.metric, other.metric) and not _told_apart(
                    first[key][1], first[other][1]
                ):
                    yield other, key
            for pair in pairs:
                having[pair].append(at)


def _are_alike(one: str, other: str) -> bool:
    left, right = _pairs(one), _pairs(other)
    shared = len(left & right)
    return 2 * shared >= LIKENESS * (len(left) + len(right)) or one in other or other in one


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}


def _told_apart(one: Metric, other: Metric) -> bool:
    return None not in (one.indicator, other.indicator) and one.indicator != other.indicator


def _open_periods(first: dict[Key, tuple[Statement, Metric]]) -> Iterator[tuple[Key, Key]]:
    groups: dict[tuple[str, ...], list[Key]] = defaultdict(list)
    for key in first:
        groups[key.subject, key.metric, key.kind, key.dimension, key.compare].append(key)
    for keys in groups.values():
        dated = {key.period: key for key in keys if not key.period.startswith((CURRENT, UNDATED))}
        for key in keys:
            if key.period.startswith(CURRENT):
                year = int(key.period.removeprefix(CURRENT)[:4])
                for period in (str(year), str(year - 1)):
                    if period in dated:
                        yield dated[period], key
            elif key.period.startswith(UNDATED) and dated:
                yield dated[max(dated)], key
