"""What all pages of scoreboards share: tabs, the way to them, years, editions and doubts."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wotu.build.scoreboards import BoardState
from wotu.packs.scoreboards import Mark, Scoreboard
from wotu_site.access.registry import may_open
from wotu_site.access.roles import Person
from wotu_site.scores import measured
from wotu_site.scores.words import ground_text, said
from wotu_site.snapshots.queries import snapshot
from wotu_site.ui.pages import Crumb
from wotu_site.ui.section_tabs import section_tabs
from wotu_site.ui.tabs import Tab


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several years or editions, and the page that shows it."""

    label: str
    address: str
    current: bool


@dataclass(frozen=True)
class Frame:
    """An edition and year that a page is about, and the ways to the others.

    ``unknown_weights``: indicators whose weight is not published, of ``indicators`` in all.
    """

    board: str
    name: str
    edition: str
    issuer: str
    source: str
    year: str
    years: tuple[Choice, ...]
    editions: tuple[Choice, ...]
    views: tuple[Tab, ...]
    notes: tuple[str, ...]
    complete: bool
    indicators: int
    unknown_weights: int


def frame_of(state: BoardState, year: str, view: str, place: str = "") -> Frame:
    """The frame of a page; ``view`` is the address name of the page shown."""
    board = state.board
    others = [
        one
        for one in measured.states(snapshot())
        if one.board.scoreboard == board.scoreboard and one.periods
    ]
    return Frame(
        board=board.id,
        name=said(board.label),
        edition=board.edition,
        issuer=said(board.issuer),
        source=ground_text(board.source),
        year=year,
        years=tuple(
            Choice(one, board_address(view, board.id, one, place), one == year)
            for one in state.periods
        ),
        editions=tuple(
            Choice(
                one.board.edition,
                board_address(view, one.board.id, _year_of(one, year), place),
                one.board.id == board.id,
            )
            for one in others
        ),
        views=_views(board, year, view, len(others)),
        notes=tuple(said(note) for note in board.notes),
        complete=board.complete,
        indicators=len(board.every_indicator),
        unknown_weights=unknown_weights(board),
    )


def unknown_weights(board: Scoreboard) -> int:
    """How many indicators have a weight that nobody published."""
    return sum(
        leaf.weight is None or leaf.mark is Mark.PLACEHOLDER for leaf in board.every_indicator
    )


def board_address(view: str, board: str, year: str, place: str = "", **more: str) -> str:
    """A page of an edition and year; ``view`` is its address name within the app."""
    names = [board, place] if place and view == "place" else [board]
    return f"{reverse(f'scores:{view}', args=names)}?{urlencode({'year': year, **more})}"


def place_address(board: str, year: str, place: str) -> str:
    """The page of a place on a scoreboard."""
    return board_address("place", board, year, place)


def asked_address(view: str, **asked: str | list[str]) -> str:
    """A page that takes all it shows from its address: what-if, climbing, peers."""
    return f"{reverse(f'scores:{view}')}?{urlencode(asked, doseq=True)}"


def score_tabs(current: str, person: Person) -> tuple[Tab, ...]:
    """The tabs of the section, this app's and others'."""
    return section_tabs("targets", f"scores:{current}", person)


def score_crumbs(person: Person, *more: Crumb) -> tuple[Crumb, ...]:
    """The way to a page of scoreboards."""
    top = "targets:home"
    section = Crumb(
        pgettext("navigation", "Targets and evaluation"),
        reverse(top) if may_open(person, top) else "",
    )
    return (section, *more)


def boards_crumb() -> Crumb:
    """The list of scoreboards as a step on the way."""
    return Crumb(pgettext("navigation", "Scoreboards"), reverse("scores:home"))


def _year_of(state: BoardState, year: str) -> str:
    return year if year in state.periods else state.periods[-1]


def _views(board: Scoreboard, year: str, view: str, editions: int) -> tuple[Tab, ...]:
    shown = {
        "ranking": pgettext("scoreboard", "Ranking"),
        "method": _("Why ranks are uncertain"),
        "log": _("What every step did"),
    }
    if editions > 1:
        shown["editions"] = _("Editions side by side")
    return tuple(
        Tab(label, board_address(name, board.id, year), name == view)
        for name, label in shown.items()
    )
