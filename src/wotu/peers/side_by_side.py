"""Two to ten places side by side on the same indicators."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from wotu.packs.indicators import Direction, Indicator, IndicatorDictionary
from wotu.packs.schema import Label
from wotu.peers.errors import PeerError
from wotu.peers.figures import Evidence, Figure, Figures
from wotu.peers.views import Proportion, Seen, View, makes_sense, seen
from wotu.periods import period_days

FEWEST, MOST = 2, 10


@dataclass(frozen=True)
class Gap:
    """A figure less another, in the unit, and as a share of the other in per cent.

    ``percent`` is None where the other is zero or below, or the unit is per cent itself: then the
    difference is in percentage points. ``exact`` is False where a figure is a bound or a range.
    """

    difference: float
    percent: float | None
    exact: bool


@dataclass(frozen=True)
class Cell:
    """One place in one row.

    ``figure`` is None where nothing is known, with ``missing``; where it is of another period
    (``figure.same_period`` is False) it is shown and neither ranked nor compared. ``rank``: among
    the places of the table, ties share the better; None where no direction is better. ``to_best``,
    ``to_base``: gaps to the best and to the base place. ``share_of``: the larger place.
    """

    place: str
    figure: Figure | None
    missing: Label | None
    rank: int | None
    to_best: Gap | None
    to_base: Gap | None
    share_of: str | None

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """Where the figure is said, and what it was divided by."""
        return self.figure.evidence if self.figure else ()


@dataclass(frozen=True)
class Row:
    """One indicator; ``unit``: of the figures as shown; ``converted``: whether the view applies."""

    indicator: str
    label: Label
    unit: str
    converted: bool
    cells: tuple[Cell, ...]

    @property
    def known(self) -> int:
        """Places whose figures can be compared."""
        return sum(one.figure is not None and one.figure.same_period for one in self.cells)


@dataclass(frozen=True)
class SideBySide:
    """Places as columns, indicators as rows; ``names`` by code."""

    places: tuple[str, ...]
    names: Mapping[str, str]
    period: str
    view: View
    base: str | None
    rows: tuple[Row, ...]


def side_by_side(
    values: pl.DataFrame,
    places: Sequence[str],
    indicators: Sequence[str],
    period: str,
    view: View,
    dictionary: IndicatorDictionary,
    names: Mapping[str, str],
    *,
    base: str | None = None,
    by: Proportion | None = None,
) -> SideBySide:
    """Places (codes) beside each other in a view, from the registry's table of values.

    Indicators for which the view makes no sense are shown as they are and marked. Unknown stays
    unknown; figures of another period stand in the table, marked, and are never compared.

    Raises:  PeerError for fewer than two or more than ten places, one given twice, a base that is
        not among them, or a period that names none; UnknownNameError for an unknown indicator.
    """
    _check(places, period, base)
    figures, by = Figures(values), by or Proportion()
    rows = []
    for name in indicators:
        indicator = dictionary.require(name)
        applies = makes_sense(view, indicator, by)
        shown = view if applies else View.TOTAL
        found = [seen(figures, place, indicator, period, shown, by, dictionary) for place in places]
        rows.append(_row(indicator, applies, places, found, base))
    named = {place: names.get(place, place) for place in places}
    return SideBySide(tuple(places), named, period, view, base, tuple(rows))


def _check(places: Sequence[str], period: str, base: str | None) -> None:
    if not FEWEST <= len(places) <= MOST:
        raise PeerError(
            f"请选 {FEWEST} 到 {MOST} 个地区，现有 {len(places)} 个。"
            f" Choose {FEWEST} to {MOST} places: there are {len(places)}.",
            places=list(places),
        )
    if twice := sorted({one for one in places if places.count(one) > 1}):
        raise PeerError(
            f"地区重复：{'、'.join(twice)}。 Given twice: {', '.join(twice)}.", places=twice
        )
    if base is not None and base not in places:
        raise PeerError(
            f"基准地区 {base} 不在所选地区之中。 The base {base} is not among the places.",
            base=base,
        )
    if period_days(period) is None:
        raise PeerError(
            f"“{period}”不是时期：如 2025、2025-Q2。 '{period}' is no period: 2025 or 2025-Q2.",
            period=period,
        )


def _row(
    indicator: Indicator,
    applies: bool,
    places: Sequence[str],
    found: Sequence[Seen],
    base: str | None,
) -> Row:
    units = [one.figure.unit for one in found if one.figure]
    unit = units[0] if units else indicator.unit
    comparable = [_comparable(one.figure, unit) for one in found]
    best = _best(indicator.direction, comparable)
    of_base = comparable[list(places).index(base)] if base is not None else None
    cells = [
        Cell(
            place,
            one.figure,
            one.missing,
            _rank(indicator.direction, figure, comparable),
            _gap(figure, best),
            None if place == base else _gap(figure, of_base),
            one.of,
        )
        for place, one, figure in zip(places, found, comparable, strict=True)
    ]
    return Row(indicator.id, indicator.label, unit, applies, tuple(cells))


def _comparable(figure: Figure | None, unit: str) -> Figure | None:
    usable = figure is not None and figure.same_period and figure.unit == unit
    return figure if usable else None


def _signed(direction: Direction, figure: Figure) -> float:
    return -figure.value if direction is Direction.DOWN else figure.value


def _best(direction: Direction, figures: Sequence[Figure | None]) -> Figure | None:
    known = [one for one in figures if one is not None]
    if direction is Direction.NEITHER:
        return None
    return max(known, key=lambda one: _signed(direction, one), default=None)


def _rank(
    direction: Direction, figure: Figure | None, figures: Sequence[Figure | None]
) -> int | None:
    if figure is None or direction is Direction.NEITHER:
        return None
    mine = _signed(direction, figure)
    return 1 + sum(_signed(direction, one) > mine for one in figures if one is not None)


def _gap(figure: Figure | None, other: Figure | None) -> Gap | None:
    if figure is None or other is None:
        return None
    difference = figure.value - other.value
    divisible = other.value > 0 and figure.unit != "%"
    return Gap(
        difference,
        100.0 * difference / other.value if divisible else None,
        figure.is_exact and other.is_exact,
    )
