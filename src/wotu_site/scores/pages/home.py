"""All scoreboards: where the zone stands in each, how sure that is, and what cannot be scored."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wotu.build.scoreboards import BoardState
from wotu_site.access.registry import may_open
from wotu_site.access.roles import Person
from wotu_site.scores import measured
from wotu_site.scores.drawing import RankBar, rank_bar
from wotu_site.scores.pages.frame import (
    board_address,
    place_address,
    score_crumbs,
    score_tabs,
    unknown_weights,
)
from wotu_site.scores.places import own_place, place_name
from wotu_site.scores.words import (
    ground_text,
    interval_text,
    level_text,
    moved_text,
    said,
    whole_share,
    years_text,
)
from wotu_site.snapshots.queries import snapshot
from wotu_site.ui.pages import Crumb
from wotu_site.ui.tabs import Tab


@dataclass(frozen=True, slots=True)
class OwnRank:
    """Where the zone stands in the newest year."""

    rank: int
    places: int
    interval: str
    level: str
    moved: str
    sure: str
    bar: RankBar | None
    address: str


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One edition; ``fault`` says why it cannot be scored, and what to do."""

    name: str
    edition: str
    issuer: str
    source: str
    indicators: int
    unknown_weights: int
    years: str
    year: str
    own: OwnRank | None
    places: int
    fault: str
    notes: tuple[str, ...]
    complete: bool
    address: str


@dataclass(frozen=True)
class HomePage:
    """Every edition of every scoreboard, by scoreboard."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    tabs: tuple[Tab, ...]
    own_name: str
    rows: tuple[BoardRow, ...]
    built_before: bool
    may_import: bool


def home_page(person: Person) -> HomePage:
    """The scoreboards of the current snapshot."""
    own = own_place()
    return HomePage(
        title=pgettext("navigation", "Scoreboards"),
        breadcrumbs=score_crumbs(person, Crumb(pgettext("navigation", "Scoreboards"))),
        tabs=score_tabs("home", person),
        own_name=place_name(own) if own else "",
        rows=tuple(_row(state, own) for state in measured.states(snapshot())),
        built_before=not snapshot().columns(measured.TABLE),
        may_import=may_open(person, "data:home"),
    )


def _row(state: BoardState, own: str) -> BoardRow:
    board, year = state.board, state.latest
    run = measured.run_of(snapshot(), board.id, year) if year else None
    return BoardRow(
        name=said(board.label),
        edition=board.edition,
        issuer=said(board.issuer),
        source=ground_text(board.source),
        indicators=len(board.every_indicator),
        unknown_weights=unknown_weights(board),
        years=years_text(state.periods),
        year=year or "",
        own=_own(state, own),
        places=run.places if run else 0,
        fault=_fault(state),
        notes=tuple(said(note) for note in board.notes),
        complete=board.complete,
        address=board_address("ranking", board.id, year) if year else "",
    )


def _fault(state: BoardState) -> str:
    if state.fault is not None:
        return said(state.fault)
    if state.latest is None:
        return _(
            "Ranks need the figures of two places or more: import the values of the indicators of"
            " several places, then build."
        )
    return ""


def _own(state: BoardState, own: str) -> OwnRank | None:
    year = state.latest
    found = measured.of_place(snapshot(), state.board.id, year, own) if year else None
    if year is None or found is None or found.rank is None:
        return None
    run = measured.run_of(snapshot(), state.board.id, year)
    interval = interval_text(found.rank_low, found.rank_high)
    return OwnRank(
        rank=found.rank,
        places=run.places,
        interval=interval,
        level=level_text(run.level),
        moved=moved_text(rank_before(state, year, own), found.rank),
        sure=whole_share(found.share_at_rank),
        bar=rank_bar(
            found.rank,
            found.rank_low,
            found.rank_high,
            run.places,
            _("Rank %(rank)s, interval %(interval)s") % {"rank": found.rank, "interval": interval},
        ),
        address=place_address(state.board.id, year, own),
    )


def rank_before(state: BoardState, year: str, place: str) -> int | None:
    """The rank in the year scored before, None where the place had none."""
    earlier = [one for one in state.periods if one < year]
    if not earlier:
        return None
    found = measured.of_place(snapshot(), state.board.id, earlier[-1], place)
    return found.rank if found else None
