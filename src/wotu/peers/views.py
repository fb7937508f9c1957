"""Figures seen in proportion: per head, per km², as a share of the larger place, as growth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

from wotu.contracts.codelists import CodeList
from wotu.packs.indicators import Indicator, IndicatorDictionary, IndicatorKind
from wotu.packs.schema import Label
from wotu.peers.figures import Figure, Figures, year_before


class View(StrEnum):
    """In which proportion figures are shown."""

    TOTAL = "total"
    PER_HEAD = "per-head"
    PER_KM2 = "per-km2"
    SHARE = "share"
    GROWTH = "growth"


VIEW_LABELS: Final = {
    View.TOTAL: Label(zh="总量", en="Totals"),
    View.PER_HEAD: Label(zh="人均", en="Per head"),
    View.PER_KM2: Label(zh="地均", en="Per km²"),
    View.SHARE: Label(zh="占上级地区比重", en="Share of the larger place"),
    View.GROWTH: Label(zh="比上年", en="Growth on the year before"),
}

MONEY: Final = frozenset({"元", "美元"})
PER_HEADS: Final = 10_000
"""Counts are given per 10,000 persons, money per person."""

MUNICIPAL: Final = frozenset({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"})
"""Rows of the list of divisions that only hold others, and are no places."""


@dataclass(frozen=True)
class Proportion:
    """What figures are put in proportion to.

    ``head`` and ``area``: indicators to divide by; ``parents``: of each place the larger places
    that hold it, the nearest first.
    """

    head: str = "residents"
    area: str = "area"
    parents: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Seen:
    """A figure in a view; None where it is unknown, and then what is missing.

    ``of``: code of the larger place of which it is a share.
    """

    figure: Figure | None
    missing: Label | None = None
    of: str | None = None


def parents_of(divisions: CodeList, place: str) -> tuple[str, ...]:
    """The larger places that hold a place, the nearest first, without rows that are no places."""
    above = divisions.ancestors(place)
    return tuple(one for one in above if divisions.label_of(one).zh not in MUNICIPAL)


def makes_sense(view: View, indicator: Indicator, by: Proportion) -> bool:
    """Whether an indicator can be seen so: amounts and counts, never rates and ranks."""
    if view is View.TOTAL:
        return True
    if indicator.kind in {IndicatorKind.RATE, IndicatorKind.RANK}:
        return False
    divisor = {View.PER_HEAD: by.head, View.PER_KM2: by.area}.get(view)
    return indicator.id != divisor


def seen(
    figures: Figures,
    place: str,
    indicator: Indicator,
    period: str,
    view: View,
    by: Proportion,
    dictionary: IndicatorDictionary,
) -> Seen:
    """A figure in a view that makes sense for its indicator; as it is under the totals.

    Figures of different periods are never put in proportion to each other, nor ranges to anything.
    """
    own = figures.of(place, indicator, period)
    if own is None:
        return Seen(None, Label(zh="没有数据", en="no figure"))
    if view is View.TOTAL:
        return Seen(own)
    if own.value_max is not None:
        return Seen(None, Label(zh="只有区间，不折算", en="only a range: not converted"))
    if view is View.GROWTH:
        return _growth(figures, place, indicator, own)
    if view is View.SHARE:
        return _share(figures, indicator, own, by.parents.get(place, ()))
    divisor = dictionary.require(by.head if view is View.PER_HEAD else by.area)
    below = figures.of(place, divisor, own.period)
    if below is None or not below.same_period or below.value_max is not None or below.value <= 0:
        return Seen(
            None,
            Label(
                zh=f"缺 {own.period} 的{divisor.label.zh}",
                en=f"no {divisor.label.en.lower()} of {own.period}",
            ),
        )
    scale, unit = _per(own.unit, view)
    return Seen(_over(own, below, scale, unit))


def _per(unit: str, view: View) -> tuple[float, str]:
    if view is View.PER_KM2:
        return 1.0, f"{unit}/平方公里"
    return (1.0, f"{unit}/人") if unit in MONEY else (PER_HEADS, f"{unit}/万人")


def _over(own: Figure, below: Figure, scale: float, unit: str) -> Figure:
    return replace(
        own,
        value=own.value / below.value * scale,
        unit=unit,
        bound=own.bound or below.bound,
        evidence=own.evidence + below.evidence,
    )


def _share(figures: Figures, indicator: Indicator, own: Figure, parents: Sequence[str]) -> Seen:
    for parent in parents:
        whole = figures.of(parent, indicator, own.period)
        usable = whole is not None and whole.same_period and whole.value_max is None
        if whole is not None and usable and whole.value > 0 and whole.unit == own.unit:
            return Seen(_over(own, whole, 100.0, "%"), of=parent)
    return Seen(
        None,
        Label(
            zh=f"缺上级地区 {own.period} 的数据", en=f"no figure of a larger place of {own.period}"
        ),
    )


def _growth(figures: Figures, place: str, indicator: Indicator, own: Figure) -> Seen:
    """Growth at current prices on the same period of the year before."""
    earlier = year_before(own.period)
    before = figures.of(place, indicator, earlier) if earlier else None
    if before is None or not before.same_period or before.value_max is not None:
        return Seen(None, Label(zh="缺上年同期数", en="no figure of the year before"))
    if before.value <= 0 or before.unit != own.unit:
        return Seen(None, Label(zh="上年同期数不能作基数", en="the year before is no base"))
    grown = _over(own, before, 100.0, "%")
    return Seen(replace(grown, value=grown.value - 100.0))
