"""Panels as they might be: one place's data of another time, under another edition's method."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from wotu.packs.score_method import Method, Screening
from wotu.scores.errors import ScoreError
from wotu.scores.panel import Panel
from wotu.scores.run import score
from wotu.scores.scored import Scored
from wotu.scores.tree import Floats, Tree


def unscreened(method: Method) -> Method:
    """The method for data that has passed the screening: what was left out stays left out."""
    return method.model_copy(update={"screening": Screening(places=0.0, indicators=0.0)})


def taking_part(scored: Scored) -> Panel:
    """The panel as it came, of the places and indicators that passed the screening.

    A place that takes no part in a period has no values there.
    """
    places, indicators = set(scored.screened.places), set(scored.screened.indicators)
    panel = scored.given.select(
        np.array([one in places for one in scored.given.places]),
        np.array([one in indicators for one in scored.given.indicators]),
    )
    absent = np.isnan(scored.screened.values).all(axis=2, keepdims=True)
    return panel.with_values(np.where(absent, np.nan, panel.values))


def position(scored: Scored, place: str, period: int) -> tuple[int, int]:
    """Positions of a period (counted from 0, also where it was given from the end) and a place.

    Raises:  ScoreError for a period that is not there, or a place that is not scored then.
    """
    at = range(len(scored.given.periods))
    if not -len(at) <= period < len(at):
        raise ScoreError(
            f"没有第 {period} 个时期，共 {len(at)} 个。"
            f" There is no period at {period}: there are {len(at)}.",
            period=period,
        )
    places = scored.screened.places
    if place not in places or np.isnan(scored.index[at[period], places.index(place)]):
        name = scored.given.periods[at[period]]
        raise ScoreError(
            f"{place} 在 {name} 没有得分：未参评，或数据不足。"
            f" {place} has no score for {name}: it does not take part or has too little data.",
            place=place,
        )
    return at[period], places.index(place)


@dataclass(frozen=True)
class Side:
    """One of two states that are compared: what is scored, and the period looked at."""

    scored: Scored
    panel: Panel
    """Of those that take part (:func:`taking_part`)."""
    period: int


def side_of(scored: Scored, place: str, period: int) -> Side:
    """A side of a comparison.

    Raises:  ScoreError where the place has no score in the period.
    """
    return Side(scored, taking_part(scored), position(scored, place, period)[0])


def world(own: Side, peers: Side, method: Side, other: Side, place: str) -> Scored:
    """Scores with a place's own data of one side, its peers' of one and the method of one.

    ``other``: the side that is not the method's; an indicator (or denominator) that only one side
    has is taken from there for every place. The period looked at is that of ``peers``.
    """
    base = _base(peers, method, other)
    mine = _base(own, method, other)
    panel = _with_row(base, mine, place, own.period - peers.period)
    return score(panel, method.scored.tree, unscreened(method.scored.method))


def own_values(panel: Panel, tree: Tree, place: str, period: int) -> Floats:
    """A place's values over their denominators, in the order of the tree."""
    at = panel.places.index(place)
    values = panel.values[period, at].copy()
    for column, leaf in enumerate(tree.leaves):
        if leaf.denominator is not None:
            values[column] /= panel.denominators[leaf.denominator][period, at]
    return np.asarray(values, dtype=float)


def _base(side: Side, method: Side, other: Side) -> Panel:
    """The data of a side on the leaves of the method's tree, filled from where a leaf is known."""
    leaves = method.scored.tree.leaves
    shape = (len(side.panel.periods), len(side.panel.places), len(leaves))
    values = np.full(shape, np.nan)
    source = method if side is not method else other
    for column, leaf in enumerate(leaves):
        if leaf.id in side.panel.indicators:
            values[:, :, column] = side.panel.values[:, :, side.panel.indicators.index(leaf.id)]
        else:
            given = source.panel.values[:, :, source.panel.indicators.index(leaf.id)]
            values[:, :, column] = _laid_over(given, source, side)
    return replace(
        side.panel,
        indicators=tuple(leaf.id for leaf in leaves),
        values=values,
        error=None,
        imputed=None,
        denominators=_denominators(side, source),
        groups={**_groups(source, side), **side.panel.groups},
    )


def _denominators(side: Side, source: Side) -> Mapping[str, Floats]:
    found = {name: _laid_over(one, source, side) for name, one in source.panel.denominators.items()}
    return {**found, **side.panel.denominators}


def _groups(source: Side, side: Side) -> dict[str, tuple[str | None, ...]]:
    at = {place: number for number, place in enumerate(source.panel.places)}
    return {
        name: tuple(groups[at[one]] if one in at else None for one in side.panel.places)
        for name, groups in source.panel.groups.items()
    }


def _laid_over(given: Floats, source: Side, side: Side) -> Floats:
    """A column of one side on the periods and places of another, the periods looked at as one."""
    laid = np.full((len(side.panel.periods), len(side.panel.places)), np.nan)
    at = {place: number for number, place in enumerate(source.panel.places)}
    shared = [number for number, one in enumerate(side.panel.places) if one in at]
    rows = [at[side.panel.places[number]] for number in shared]
    for period in range(len(side.panel.periods)):
        of_source = period - side.period + source.period
        if 0 <= of_source < len(given):
            laid[period, shared] = given[of_source, rows]
    return laid


def _with_row(base: Panel, mine: Panel, place: str, later: int) -> Panel:
    """The place's data of ``mine``, so many periods later, in ``base``; added where it lacks it."""
    if place not in base.places:
        base = _with_place(base, place)
    to, of = base.places.index(place), mine.places.index(place)
    values = base.values.copy()
    denominators = {name: one.copy() for name, one in base.denominators.items()}
    for period in range(len(base.periods)):
        # Periods that the place's own side does not have stay as they are.
        if 0 <= (from_period := period + later) < len(mine.periods):
            values[period, to] = mine.values[from_period, of]
            for name, one in denominators.items():
                one[period, to] = mine.denominators[name][from_period, of]
    return replace(base, values=values, denominators=denominators)


def _with_place(panel: Panel, place: str) -> Panel:
    periods, _, indicators = panel.values.shape
    empty = np.full((periods, 1), np.nan)
    return replace(
        panel,
        places=(*panel.places, place),
        values=np.concatenate([panel.values, np.full((periods, 1, indicators), np.nan)], axis=1),
        denominators={
            name: np.concatenate([one, empty], axis=1) for name, one in panel.denominators.items()
        },
        groups={name: (*one, None) for name, one in panel.groups.items()},
    )
