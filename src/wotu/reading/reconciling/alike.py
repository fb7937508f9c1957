"""Which claims speak of the same: one key of subject, metric, period, kind and dimension."""

from __future__ import annotations

import datetime as dt
import re
from fractions import Fraction
from functools import lru_cache
from typing import Final, NamedTuple

from wotu.packs.indicator_names import bare_key
from wotu.reading.claim import Claim, ClaimKind
from wotu.reading.reconciling.metrics import Metric, MetricReader
from wotu.reading.reconciling.statements import Statement
from wotu.reading.reconciling.subjects import field_of_rank, subject_of

UNDATED: Final = "undated:"
CURRENT: Final = "now:"
"""Begin the periods of claims without one: stated by an undated document, or as of its day."""

_ONE: Final = Fraction(1)
_COUNTS: Final = "家个户所座支只人名位件项张份笔条种款套台次批场部起株项目单"
_FACTORS: Final[dict[str, tuple[str, Fraction]]] = {
    **{unit: ("count", Fraction(1)) for unit in _COUNTS},
    "%": ("percent", Fraction(1)),
    "％": ("percent", Fraction(1)),
    "百分点": ("percent", Fraction(1)),
    "个百分点": ("percent", Fraction(1)),
    "‰": ("percent", Fraction(1, 10)),
    "share": ("percent", Fraction(100)),
    "元": ("money", Fraction(1)),
    "人民币元": ("money", Fraction(1)),
    "元人民币": ("money", Fraction(1)),
    "美元": ("money", Fraction(1)),
    "港元": ("money", Fraction(1)),
    "欧元": ("money", Fraction(1)),
    "平方米": ("area", Fraction(1)),
    "平方公里": ("area", Fraction(10**6)),
    "平方千米": ("area", Fraction(10**6)),
    "公顷": ("area", Fraction(10**4)),
    "亩": ("area", Fraction(2000, 3)),
    "米": ("length", Fraction(1)),
    "公里": ("length", Fraction(1000)),
    "千米": ("length", Fraction(1000)),
    "千克": ("mass", Fraction(1)),
    "公斤": ("mass", Fraction(1)),
    "吨": ("mass", Fraction(1000)),
    "千瓦时": ("energy", Fraction(1)),
    "度": ("energy", Fraction(1)),
    "年": ("months", Fraction(12)),
    "周年": ("months", Fraction(12)),
    "月": ("months", Fraction(1)),
    "个月": ("months", Fraction(1)),
}
"""Dimension of each unit and its size in the dimension's own; currencies are not converted."""


class Key(NamedTuple):
    """What two claims must share to be statements of one thing."""

    subject: str
    metric: str
    period: str
    kind: str
    dimension: str
    compare: str


def dimension_of(unit: str) -> tuple[str, Fraction]:
    """Dimension of a unit and the factor to its base; an unknown unit is its own dimension."""
    return _FACTORS.get(unit) or (unit, _ONE)


def key_of(statement: Statement, read: MetricReader) -> tuple[Key, Metric]:
    """The key under which a statement meets others, and its metric as compared."""
    claim = statement.claim
    subject = subject_of(claim.subject)
    dimension = dimension_of(claim.unit)[0]
    in_percent = dimension == "percent"
    change = claim.kind is ClaimKind.CHANGE_PCT
    difference = claim.kind is ClaimKind.CHANGE_ABS and not in_percent
    name = subject.field + bare_key(claim.metric) if subject.field else claim.metric
    metric = read(name, change, difference)
    kind = _kind(claim, metric, in_percent=in_percent)
    period = period_key(claim.period, claim.kind is ClaimKind.TARGET)
    key = Key(
        subject.key,
        metric.key,
        period or _time_of(statement),
        kind,
        dimension,
        _compare(claim, kind),
    )
    return key, metric


def _kind(claim: Claim, metric: Metric, *, in_percent: bool) -> str:
    """Kinds that one figure may be given under: a share as a level, a change in points."""
    if claim.kind in {ClaimKind.TARGET, ClaimKind.RANK, ClaimKind.DURATION}:
        return f"{claim.kind} growth" if metric.is_growth else claim.kind.value
    if not in_percent:
        return claim.kind.value
    is_change = claim.kind in {ClaimKind.CHANGE_PCT, ClaimKind.CHANGE_ABS}
    return "change" if is_change or metric.is_growth else ClaimKind.SHARE.value


def _compare(claim: Claim, kind: str) -> str:
    if claim.kind is ClaimKind.RANK:
        return field_of_rank(claim.compare)
    return (claim.compare or "yoy") if kind.startswith("change") else ""


def _time_of(statement: Statement) -> str:
    """Stands for the period of a claim that has none: what is said now is of now."""
    if statement.published is None:
        return UNDATED + statement.source
    return f"{CURRENT}{statement.published:%Y-%m}"


_RANGE: Final = re.compile(r"(\d{4})-(\d\d)/(\d{4})-(\d\d)")
_DAY: Final = re.compile(r"(\d{4}-\d\d)-(\d\d)")
_SPANS: Final = {("01", "12"): "", ("01", "03"): "-Q1", ("04", "06"): "-Q2", ("07", "09"): "-Q3",
                 ("10", "12"): "-Q4", ("01", "06"): "-H1", ("07", "12"): "-H2"}  # fmt: skip
_ENDS: Final = {"12": "", "03": "-Q1", "06": "-H1"}
"""Months with whose end a stock stands for a longer period: the year's end for the year."""


@lru_cache(maxsize=1 << 16)
def period_key(period: str | None, is_target: bool = False) -> str | None:
    """A period in the form in which periods are compared; None for none.

    >>> [period_key(p) for p in ("asof:2023", "2023-12-31", "2023-01/2023-12", "2023-01/2023-03")]
    ['2023', '2023', '2023', '2023-Q1']
    >>> period_key("2025", True), period_key("by:2025-12")
    ('by:2025', 'by:2025')
    """
    if period is None:
        return None
    mark, _, text = period.rpartition(":")
    day = _DAY.fullmatch(text)
    ends_month = day is not None and _is_last_day(text)
    if day and ends_month:
        text = day[1]
    if spanned := _RANGE.fullmatch(text):
        first_year, first, last_year, last = spanned.groups()
        if first_year == last_year and (first, last) in _SPANS:
            text = first_year + _SPANS[first, last]
    elif (mark or ends_month) and len(text) == len("2023-12") and text[5:] in _ENDS:
        text = text[:4] + _ENDS[text[5:]]
    return f"by:{text}" if is_target or mark == "by" else text


def _is_last_day(day: str) -> bool:
    try:
        return (dt.date.fromisoformat(day) + dt.timedelta(days=1)).day == 1
    except ValueError:
        return False
