"""What every step did: nothing was filled in, treated or left out without a line here."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from wotu.build.scoreboards import BoardState
from wotu_site.access.roles import Person
from wotu_site.scores import measured
from wotu_site.scores.measured import LogRow
from wotu_site.scores.pages.frame import (
    Frame,
    board_address,
    boards_crumb,
    frame_of,
    place_address,
    score_crumbs,
    score_tabs,
)
from wotu_site.scores.places import place_name
from wotu_site.scores.words import STEPS, amount_text, in_page_language
from wotu_site.snapshots.queries import snapshot
from wotu_site.ui.pages import Crumb
from wotu_site.ui.tables import Chip, Column, Facet, ListState, Pager, chips, facet
from wotu_site.ui.tabs import Tab

PAGE_SIZE = 50
IN_ORDER = "order"
SORTS = (IN_ORDER, "place", "node")
COLUMNS = (
    Column(pgettext_lazy("scoreboard", "Step"), IN_ORDER),
    Column(pgettext_lazy("scoreboard", "Place"), "place"),
    Column(gettext_lazy("What was done"), "node"),
    Column(gettext_lazy("Before"), numeric=True),
    Column(gettext_lazy("After"), numeric=True),
)
#: Steps whose figures are in the indicator's own unit.
IN_UNITS = ("impute", "treat", "screen")


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that a step did."""

    step: str
    place: str
    place_address: str
    words: str
    before: str
    after: str


@dataclass(frozen=True)
class LogPage:
    """The lines that a list asks for, one page of them."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    tabs: tuple[Tab, ...]
    frame: Frame
    state: ListState
    columns: tuple[Column, ...]
    rows: tuple[Line, ...]
    pager: Pager
    facets: tuple[Facet, ...]
    chips: tuple[Chip, ...]


def log_page(board: BoardState, year: str, state: ListState, person: Person) -> LogPage:
    """The page of an edition and year in a state that the address gives."""
    frame = frame_of(board, year, "log")
    every = measured.log(snapshot(), frame.board, year)
    found = [row for row in every if _fits(row, state)]
    key = state.sort.removeprefix("-")
    orders = {
        IN_ORDER: lambda row: (list(STEPS).index(row.step), row.number),
        "place": lambda row: (place_name(row.place) if row.place else "", row.number),
        "node": lambda row: (row.node or "", row.number),
    }
    found.sort(key=orders[key], reverse=state.sort.startswith("-"))
    pager = Pager.of(len(found), state.page, PAGE_SIZE)
    ranked = {one.place for one in measured.ranked(snapshot(), frame.board, year) if one.rank}
    shown = found[pager.offset : pager.offset + pager.size]
    return LogPage(
        title=_("What every step did"),
        breadcrumbs=score_crumbs(
            person,
            boards_crumb(),
            Crumb(frame.name, board_address("ranking", frame.board, year)),
            Crumb(_("What every step did")),
        ),
        tabs=score_tabs("home", person),
        frame=frame,
        state=state,
        columns=COLUMNS,
        rows=tuple(_line(frame, row, ranked) for row in shown),
        pager=pager,
        facets=_facets(every, state),
        chips=chips(state, {"q": pgettext("filter", "Search"), **_labels()}, _words(state)),
    )


def _line(frame: Frame, row: LogRow, ranked: set[str]) -> Line:
    tree = measured.tree_of_board(snapshot(), frame.board)
    node = tree.nodes.get(row.node) if row.node else None
    unit = node.unit if node and row.step in IN_UNITS else ""
    return Line(
        step=str(STEPS.get(row.step, row.step)),
        place=place_name(row.place) if row.place else "",
        place_address=place_address(frame.board, frame.year, row.place)
        if row.place in ranked and row.place
        else "",
        words=in_page_language(row.zh, row.en),
        before="" if row.before is None else amount_text(row.before, unit),
        after="" if row.after is None else amount_text(row.after, unit),
    )


def _fits(row: LogRow, state: ListState, but: str = "") -> bool:
    steps, places = state.values("step"), state.values("place")
    if steps and but != "step" and row.step not in steps:
        return False
    if places and but != "place" and row.place not in places:
        return False
    words = state.value("q").casefold()
    texts = (row.zh, row.en, place_name(row.place) if row.place else "")
    return not words or any(words in text.casefold() for text in texts)


def _labels() -> dict[str, str]:
    return {"step": pgettext("scoreboard", "Step"), "place": pgettext("scoreboard", "Place")}


def _words(state: ListState) -> dict[str, dict[str, str]]:
    return {
        "step": {step: str(label) for step, label in STEPS.items()},
        "place": {code: place_name(code) for code in state.values("place")},
    }


def _facets(every: tuple[LogRow, ...], state: ListState) -> tuple[Facet, ...]:
    steps = Counter(row.step for row in every if _fits(row, state, "step"))
    places = Counter(row.place for row in every if row.place and _fits(row, state, "place"))
    labels = _labels()
    return (
        facet(
            state,
            "step",
            labels["step"],
            [(step, label, steps[step]) for step, label in STEPS.items() if steps[step]],
        ),
        facet(
            state,
            "place",
            labels["place"],
            [(code, place_name(code), number) for code, number in places.most_common()],
        ),
    )
