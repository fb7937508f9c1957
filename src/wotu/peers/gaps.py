"""Why two places differ: size or intensity of a total, and indicators of an index."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from wotu.packs.indicators import IndicatorDictionary, IndicatorKind
from wotu.packs.schema import Label
from wotu.peers.errors import PeerError
from wotu.peers.figures import Figure, Figures


@dataclass(frozen=True)
class SizeAndIntensity:
    """How far a total differs because a place is larger, and how far because it has more per head.

    ``ratio``: the place's total over the other's. Logarithms add up:
    ``log_ratio == log_size + log_intensity``. ``size_ratio`` and ``intensity_ratio`` multiply to
    ``ratio``. ``exact`` is False where a figure is a bound.
    """

    indicator: str
    size_indicator: str
    place: str
    other: str
    ratio: float
    size_ratio: float
    exact: bool
    words: Label

    @property
    def intensity_ratio(self) -> float:
        """Per head (or per km²) over the other's."""
        return self.ratio / self.size_ratio

    @property
    def log_ratio(self) -> float:
        """Logarithm of the ratio."""
        return self.log_size + self.log_intensity

    @property
    def log_size(self) -> float:
        """Part of the size."""
        return math.log(self.size_ratio)

    @property
    def log_intensity(self) -> float:
        """Part of the intensity."""
        return math.log(self.intensity_ratio)


@dataclass(frozen=True)
class ContributionGap:
    """Points of the index that an indicator brings a place, and another; None where unknown."""

    indicator: str
    label: Label
    points: float
    other_points: float

    @property
    def difference(self) -> float:
        """Points ahead (below zero: behind)."""
        return self.points - self.other_points


def size_and_intensity(
    values: pl.DataFrame,
    place: str,
    other: str,
    indicator: str,
    period: str,
    dictionary: IndicatorDictionary,
    size: str = "residents",
) -> SizeAndIntensity | None:
    """The gap between two totals, split into size and intensity; None where a figure is missing.

    ``size``: the indicator of size: residents, employees, area. All four figures must be of the
    period, single and above zero. ``words`` have the placeholders ``{place}`` and ``{other}``.

    Raises:  PeerError for a rate or rank, which is no total; UnknownNameError.
    """
    total, by = dictionary.require(indicator), dictionary.require(size)
    if total.kind in {IndicatorKind.RATE, IndicatorKind.RANK} or total.id == by.id:
        raise PeerError(
            f"“{total.label.zh}”不是总量，不能拆成规模与强度。"
            f" '{total.label.en}' is no total: it has no size and intensity.",
            indicator=total.id,
        )
    figures = Figures(values)
    found = [figures.of(one, what, period) for what in (total, by) for one in (place, other)]
    known = [one for one in found if one is not None and _usable(one)]
    if len(known) < len(found) or known[0].unit != known[1].unit:
        return None
    mine, theirs, my_size, their_size = known
    ratio, size_ratio = mine.value / theirs.value, my_size.value / their_size.value
    words = Label(
        zh=f"{{place}}的{total.label.zh}为{{other}}的 {ratio:.2f} 倍："
        f"{by.label.zh}为 {size_ratio:.2f} 倍，"
        f"按{by.label.zh}平均为 {ratio / size_ratio:.2f} 倍。",
        en=f"{total.label.en}: {{place}} has {ratio:.2f} times that of {{other}};"
        f" {by.label.en.lower()} {size_ratio:.2f} times, per unit of it"
        f" {ratio / size_ratio:.2f} times.",
    )
    exact = all(one.is_exact for one in known)
    return SizeAndIntensity(total.id, by.id, place, other, ratio, size_ratio, exact, words)


def _usable(figure: Figure) -> bool:
    return figure.same_period and figure.value_max is None and figure.value > 0


def contribution_gaps(
    nodes: pl.DataFrame, place: str, other: str, labels: Mapping[str, Label]
) -> tuple[ContributionGap, ...]:
    """Which indicators make the difference between two places' scores, the largest first.

    ``nodes``: rows of ``score_node`` of one board and period; ``labels``: names of its indicators,
    which are taken (dimensions are their sums). The differences sum to that of the scores.

    Raises:  PeerError where a place has no score.
    """
    leaves = nodes.filter(pl.col("node").is_in(list(labels)))
    found: list[dict[str, float]] = []
    for one in (place, other):
        rows = leaves.filter((pl.col("place_code") == one) & pl.col("contribution").is_not_null())
        if rows.is_empty():
            raise PeerError(
                f"{one} 在这张考核表里没有得分。 {one} has no score in this table.", place=one
            )
        found.append(dict(rows.select("node", "contribution").iter_rows()))
    gaps = [
        ContributionGap(name, label, found[0].get(name, 0.0), found[1].get(name, 0.0))
        for name, label in labels.items()
        if name in found[0] or name in found[1]
    ]
    return tuple(sorted(gaps, key=lambda one: -abs(one.difference)))
