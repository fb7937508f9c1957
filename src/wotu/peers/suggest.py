"""Places that are alike in size and structure: whom to compare with."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from wotu.figures import indicator_text
from wotu.packs.indicators import Indicator, IndicatorDictionary, IndicatorKind
from wotu.packs.schema import Label
from wotu.peers.errors import PeerError
from wotu.peers.figures import Figure, Figures

SIZE: Final = ("residents", "employees", "area", "gdp", "zone_revenue", "industrial_output")
"""Indicators of size, compared by their logarithms; those that the dictionary has."""

FEWEST_SHARED: Final = 2
"""Indicators that two places must share to be compared at all."""

LEAST_SHARE: Final = 0.5
"""Share of a place's indicators that another must have: few figures look alike by chance."""

FEWEST_PLACES: Final = 3
"""Places that must have an indicator, for its spread to mean anything."""

REASONS: Final = 3


@dataclass(frozen=True)
class Peer:
    """A place that is alike; ``distance`` in standard deviations (0: the same), over ``shared``
    indicators. ``reasons``: what is most alike, then what is least."""

    place: str
    distance: float
    shared: int
    reasons: tuple[Label, ...]


def suggest_peers(
    values: pl.DataFrame,
    place: str,
    n: int,
    dictionary: IndicatorDictionary,
    period: str | None = None,
    among: Sequence[str] | None = None,
) -> tuple[Peer, ...]:
    """The places most like one, the nearest first, at most ``n``.

    Distance: root of the mean squared difference over shared indicators, in standard deviations
    among places: logarithms of size, and shares in per cent as structure; size and structure count
    alike where both are known. ``period``: None for the newest year of the place. ``among``: codes
    to choose from. Places that share fewer than two indicators, or less than half, are left out.

    Raises:  PeerError where the place has no figures.
    """
    figures = Figures(values)
    years = figures.years_of(place)
    if period is None and not years:
        raise PeerError(
            f"{place} 没有年度数据：先导入区域指标。 {place} has no yearly figures: import some.",
            place=place,
        )
    asked = period or str(max(years))
    others = [one for one in among or figures.places if one != place]
    features = [one for one in dictionary.values() if one.id in SIZE or _is_structure(one)]
    table = {
        feature.id: known
        for feature in features
        if len(known := _column(figures, feature, [place, *others], asked)) >= FEWEST_PLACES
        and place in known
    }
    spreads = {
        name: float(np.std([_measure(name, one) for one in column.values()], ddof=1))
        for name, column in table.items()
    }
    usable = {name: column for name, column in table.items() if spreads[name] > 1e-12}
    found = [_peer(one, place, usable, spreads, dictionary) for one in others]
    ranked = sorted((one for one in found if one), key=lambda one: (one.distance, one.place))
    return tuple(ranked[:n])


def _is_structure(indicator: Indicator) -> bool:
    """Shares in per cent; growth rates tell of a year, not of a structure."""
    is_share = indicator.kind is IndicatorKind.RATE and indicator.unit == "%"
    return is_share and indicator.growth_of is None


def _column(
    figures: Figures, feature: Indicator, places: Sequence[str], period: str
) -> Mapping[str, Figure]:
    found = {place: figures.of(place, feature, period) for place in places}
    return {
        place: one
        for place, one in found.items()
        if one is not None
        and one.same_period
        and one.value_max is None
        and one.unit == feature.unit
        and (one.value > 0 or feature.id not in SIZE)
    }


def _measure(name: str, figure: Figure) -> float:
    return math.log(figure.value) if name in SIZE else figure.value


def _peer(
    other: str,
    place: str,
    table: Mapping[str, Mapping[str, Figure]],
    spreads: Mapping[str, float],
    dictionary: IndicatorDictionary,
) -> Peer | None:
    apart = {
        name: abs(_measure(name, column[other]) - _measure(name, column[place])) / spreads[name]
        for name, column in table.items()
        if other in column
    }
    if len(apart) < max(FEWEST_SHARED, LEAST_SHARE * len(table)):
        return None
    groups = [
        [one**2 for name, one in apart.items() if (name in SIZE) is is_size]
        for is_size in (True, False)
    ]
    distance = math.sqrt(float(np.mean([np.mean(one) for one in groups if one])))
    nearest = sorted(apart, key=lambda name: apart[name])
    reasons = [
        _reason(dictionary[name], table[name][other], table[name][place], alike=True)
        for name in nearest[:REASONS]
    ]
    if len(nearest) > REASONS:
        last = nearest[-1]
        reasons.append(
            _reason(dictionary[last], table[last][other], table[last][place], alike=False)
        )
    return Peer(other, distance, len(apart), tuple(reasons))


def _reason(indicator: Indicator, theirs: Figure, ours: Figure, *, alike: bool) -> Label:
    zh = [indicator_text(one.value, one.unit, "zh") for one in (theirs, ours)]
    en = [indicator_text(one.value, one.unit, "en") for one in (theirs, ours)]
    return Label(
        zh=f"{indicator.label.zh}{'相近' if alike else '差别最大'}：{zh[0]}，本地 {zh[1]}",
        en=f"{indicator.label.en} {'alike' if alike else 'differs most'}: {en[0]}, here {en[1]}",
    )
