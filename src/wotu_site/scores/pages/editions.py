"""The editions of one scoreboard side by side for one year."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from wotu.build.scoreboards import BoardState
from wotu_site.access.roles import Person
from wotu_site.scores import measured
from wotu_site.scores.measured import Ranked
from wotu_site.scores.pages.frame import (
    Frame,
    board_address,
    boards_crumb,
    frame_of,
    place_address,
    score_crumbs,
    score_tabs,
)
from wotu_site.scores.places import own_place
from wotu_site.scores.words import interval_text, said, score_text
from wotu_site.snapshots.queries import snapshot
from wotu_site.ui.pages import Crumb
from wotu_site.ui.tabs import Tab


@dataclass(frozen=True, slots=True)
class EditionHead:
    """An edition as a column."""

    name: str
    edition: str
    indicators: int
    complete: bool
    address: str


@dataclass(frozen=True, slots=True)
class EditionCell:
    """A place in one edition; the rank is None where it has no score."""

    rank: int | None
    interval: str
    score: str
    address: str


@dataclass(frozen=True, slots=True)
class EditionRow:
    """A place in every edition, by its rank in the one that the page is about."""

    name: str
    own: bool
    cells: tuple[EditionCell, ...]
    spread: int | None
    """Ranks between the best and the worst of its editions."""


@dataclass(frozen=True)
class EditionsPage:
    """The ranks of one year in every edition that has the year."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    tabs: tuple[Tab, ...]
    frame: Frame
    heads: tuple[EditionHead, ...]
    rows: tuple[EditionRow, ...]


def editions_page(board: BoardState, year: str, person: Person) -> EditionsPage:
    """The page of a scoreboard and year."""
    frame, own = frame_of(board, year, "editions"), own_place()
    states = [
        one
        for one in measured.states(snapshot())
        if one.board.scoreboard == board.board.scoreboard and year in one.periods
    ]
    columns = [
        {one.place: one for one in measured.ranked(snapshot(), state.board.id, year)}
        for state in states
    ]
    order = measured.ranked(snapshot(), frame.board, year)
    rest = sorted({place for column in columns for place in column} - {one.place for one in order})
    names = {place: one.name for column in columns for place, one in column.items()}
    return EditionsPage(
        title=_("Editions side by side"),
        breadcrumbs=score_crumbs(
            person,
            boards_crumb(),
            Crumb(frame.name, board_address("ranking", frame.board, year)),
            Crumb(_("Editions side by side")),
        ),
        tabs=score_tabs("home", person),
        frame=frame,
        heads=tuple(
            EditionHead(
                said(state.board.label),
                state.board.edition,
                len(state.board.every_indicator),
                state.board.complete,
                board_address("ranking", state.board.id, year),
            )
            for state in states
        ),
        rows=tuple(
            _row(names[place], place == own, place, states, columns, year)
            for place in [*(one.place for one in order), *rest]
        ),
    )


def _row(
    name: str,
    own: bool,
    place: str,
    states: list[BoardState],
    columns: list[dict[str, Ranked]],
    year: str,
) -> EditionRow:
    cells = tuple(
        _cell(state.board.id, year, column.get(place))
        for state, column in zip(states, columns, strict=True)
    )
    ranks = [one.rank for one in cells if one.rank is not None]
    return EditionRow(name, own, cells, max(ranks) - min(ranks) if len(ranks) > 1 else None)


def _cell(board: str, year: str, one: Ranked | None) -> EditionCell:
    if one is None or one.rank is None:
        return EditionCell(None, "", "", "")
    return EditionCell(
        one.rank,
        interval_text(one.rank_low, one.rank_high),
        score_text(one.score),
        place_address(board, year, one.place),
    )
