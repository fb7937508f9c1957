"""What a comparison of places asks, as its address says it, and the figures that it needs."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import polars as pl
from django.http import QueryDict

from wotu.build.snapshot import Snapshot
from wotu.errors import WotuError
from wotu.packs.indicators import IndicatorKind
from wotu.peers.gaps import SizeAndIntensity, size_and_intensity
from wotu.peers.side_by_side import FEWEST, MOST, SideBySide, side_by_side
from wotu.peers.suggest import Peer, suggest_peers
from wotu.peers.views import Proportion, View, parents_of
from wotu_site.scores import measured
from wotu_site.scores.asking import board_of
from wotu_site.scores.places import own_place
from wotu_site.snapshots.queries import snapshot
from wotu_site.snapshots.remembering import remembered

SUGGESTED = 6
#: Totals whose gap is explained.
SHOWN_SIZES = 6
#: Places taken beside the zone itself where nobody chose any.
TAKEN = 3


@dataclass(frozen=True)
class Comparison:
    """What is compared; ``board`` or ``theme`` says which indicators."""

    places: tuple[str, ...]
    base: str
    year: str
    years: tuple[str, ...]
    view: View
    board: str
    theme: str
    indicators: tuple[str, ...]
    chosen: bool
    """Whether somebody chose the places."""


@remembered
def registry(current: Snapshot) -> pl.DataFrame:
    """All values of the registry."""
    return current.frame("SELECT * FROM indicator_value")


@remembered
def places_known(current: Snapshot) -> tuple[str, ...]:
    """Places with figures: those of scoreboards first, then the others, by code."""
    ranked = [
        one.place
        for state in measured.states(current)
        if state.latest
        for one in measured.ranked(current, state.board.id, state.latest)
    ]
    rest = registry(current)["place_code"].unique().sort().to_list()
    return tuple(dict.fromkeys((*ranked, *rest)))


@remembered
def suggested(current: Snapshot, place: str, year: str) -> tuple[Peer, ...]:
    """The places of scoreboards that are most like one; none where too little is known of it."""
    among = [code for code in places_known(current) if len(code.rstrip("0")) > 4]
    values = registry(current)
    if values.filter(pl.col("place_code") == place).is_empty():
        return ()
    return suggest_peers(
        values, place, SUGGESTED, current.packs.indicators, period=year, among=among
    )


def comparison_of(query: QueryDict) -> Comparison | None:
    """What an address asks; the zone and those most like it where it names no places.

    None where the registry has no figures of two places.
    """
    current = snapshot()
    if not current.columns("indicator_value"):
        return None
    known = places_known(current)
    if len(known) < FEWEST:
        return None
    years = _years(current)
    year = query.get("year", "")
    year = year if year in years else years[-1]
    named = [code for code in dict.fromkeys(query.getlist("place")) if code in known][:MOST]
    base = query.get("base", "")
    if not named:
        first = own_place() if own_place() in known else known[0]
        named = [first, *(one.place for one in suggested(current, first, year)[:TAKEN])]
    base = base if base in named else named[0]
    board, theme, indicators = _indicators(current, query)
    return Comparison(
        places=tuple(named),
        base=base,
        year=year,
        years=years,
        view=_view(query.get("view", "")),
        board=board,
        theme=theme,
        indicators=indicators,
        chosen=bool(query.getlist("place")),
    )


def compared(asked: Comparison) -> SideBySide:
    """The places side by side.

    Raises:  PeerError for fewer than two places.
    """
    return _compared(snapshot(), asked.places, asked.indicators, asked.year, asked.view, asked.base)


@remembered
def _compared(
    current: Snapshot,
    places: tuple[str, ...],
    indicators: tuple[str, ...],
    year: str,
    view: View,
    base: str,
) -> SideBySide:
    by = proportion(current, places)
    values = figures_for(current, places, indicators, year)
    names = measured.names_of_places(current)
    packs = current.packs
    return side_by_side(
        values, places, indicators, year, view, packs.indicators, names, base=base, by=by
    )


def proportion(current: Snapshot, places: tuple[str, ...]) -> Proportion:
    """What figures are put in proportion to: heads, area, and the larger places."""
    divisions = current.packs.code_lists.get("divisions")
    parents = {one: parents_of(divisions, one) for one in places} if divisions else {}
    return Proportion(parents=parents)


def figures_for(
    current: Snapshot, places: tuple[str, ...], indicators: tuple[str, ...], year: str
) -> pl.DataFrame:
    """The values that a comparison looks at: of the places and of those that hold them."""
    by = proportion(current, places)
    codes = {*places, *(code for above in by.parents.values() for code in above)}
    names = {*indicators, by.head, by.area, "employees"}
    return registry(current).filter(
        pl.col("place_code").is_in(sorted(codes)) & pl.col("indicator").is_in(sorted(names))
    )


@remembered
def sizes(
    current: Snapshot, place: str, other: str, indicators: tuple[str, ...], year: str
) -> tuple[SizeAndIntensity, ...]:
    """Totals whose gap can be split, the widest first."""
    dictionary = current.packs.indicators
    values = figures_for(current, (place, other), indicators, year)
    found = []
    for name in indicators:
        if dictionary[name].kind in (IndicatorKind.RATE, IndicatorKind.RANK):
            continue
        for size in ("residents", "employees"):
            try:
                one = size_and_intensity(values, place, other, name, year, dictionary, size)
            except WotuError:
                continue
            if one is not None:
                found.append(one)
                break
    found.sort(key=lambda one: -abs(one.log_ratio))
    return tuple(found[:SHOWN_SIZES])


@remembered
def _years(current: Snapshot) -> tuple[str, ...]:
    """Years of which figures of whole years are known, the last one with a ranking included."""
    ranked = {year for state in measured.states(current) for year in state.periods}
    if ranked:
        return tuple(sorted(ranked))
    last = registry(current)["period_last"].drop_nulls()
    years = {day.year for day in last if isinstance(day, dt.date)}
    return tuple(str(year) for year in sorted(years))


def _view(text: str) -> View:
    return View(text) if text in {one.value for one in View} else View.TOTAL


def _indicators(current: Snapshot, query: QueryDict) -> tuple[str, str, tuple[str, ...]]:
    """The board or theme asked for, and its indicators that any place has."""
    dictionary = current.packs.indicators
    known = set(registry(current)["indicator"].unique())
    wanted = query.get("of", "")
    themes = {one.theme for one in dictionary.values() if one.id in known}
    state = board_of(wanted)
    if state is not None and wanted not in themes:
        leaves = tuple(leaf.indicator for leaf in state.board.every_indicator)
        return state.board.id, "", tuple(one for one in leaves if one in known)
    theme = wanted if wanted in themes else min(themes)
    found = tuple(one.id for one in dictionary.values() if one.theme == theme and one.id in known)
    return "", theme, found
