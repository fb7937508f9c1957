"""Places side by side on the same indicators: figures, ranks, gaps, and why they differ."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wotu.errors import WotuError
from wotu.packs.indicators import Direction
from wotu.peers.side_by_side import FEWEST, MOST, Cell, Row
from wotu.peers.suggest import Peer
from wotu.peers.views import VIEW_LABELS
from wotu_site.access.registry import may_open
from wotu_site.access.roles import Person
from wotu_site.scores import measured, peering
from wotu_site.scores.drawing import Strip, strip
from wotu_site.scores.pages.choosing import Option
from wotu_site.scores.pages.frame import place_address, score_crumbs, score_tabs
from wotu_site.scores.pages.gaps import GapPage, gaps_of
from wotu_site.scores.peering import Comparison
from wotu_site.scores.places import place_name
from wotu_site.scores.words import amount_text, in_page_language, said, signed_text
from wotu_site.snapshots.queries import snapshot
from wotu_site.ui.pages import Crumb
from wotu_site.ui.periods import period_text
from wotu_site.ui.tables import ListState
from wotu_site.ui.tabs import Tab

REGISTRY = "targets:value"


@dataclass(frozen=True, slots=True)
class PeerHead:
    """A place as a column."""

    name: str
    address: str
    """Its page on the scoreboard; empty where it has none."""
    base: bool
    as_base: str
    without: str
    """The comparison without it; empty where too few would be left."""


@dataclass(frozen=True, slots=True)
class PeerCell:
    """A figure of a place; ``gap`` is to the base place."""

    value: str
    known: bool
    period: str
    """Its own period where it is another than the one asked for."""
    rank: int | None
    best: bool
    gap: str
    evidence: str
    missing: str


@dataclass(frozen=True, slots=True)
class PeerRow:
    """An indicator across the places."""

    label: str
    converted: bool
    strip: Strip | None
    cells: tuple[PeerCell, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A place that is like the base, why, and the comparison with it."""

    name: str
    reasons: tuple[str, ...]
    address: str


@dataclass(frozen=True)
class PeersPage:
    """The comparison that an address asks for."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    tabs: tuple[Tab, ...]
    state: ListState
    heads: tuple[PeerHead, ...]
    rows: tuple[PeerRow, ...]
    years: tuple[Option, ...]
    views: tuple[Tab, ...]
    boards: tuple[Option, ...]
    themes: tuple[Option, ...]
    places: tuple[Option, ...]
    kept: tuple[tuple[str, str], ...]
    suggestions: tuple[Suggestion, ...]
    suggested_for: str
    gaps: GapPage | None
    unconverted: int
    fault: str
    full: bool
    year: str
    base_name: str


def peers_page(state: ListState, person: Person) -> PeersPage:
    """The page of a comparison."""
    asked = peering.comparison_of(state.query)
    title = pgettext("navigation", "Peers")
    rows, fault = _rows(asked, person) if asked else ((), "")
    return PeersPage(
        title=title,
        breadcrumbs=score_crumbs(person, Crumb(title)),
        tabs=score_tabs("peers", person),
        state=state,
        heads=_heads(asked, state) if asked else (),
        rows=rows,
        years=tuple(Option(one, one, one == asked.year) for one in reversed(asked.years))
        if asked
        else (),
        views=tuple(
            Tab(said(label), state.address(view=view.value), view is asked.view)
            for view, label in VIEW_LABELS.items()
        )
        if asked
        else (),
        boards=_boards(asked) if asked else (),
        themes=_themes(asked) if asked else (),
        places=tuple(
            Option(code, place_name(code), False)
            for code in peering.places_known(snapshot())
            if asked and code not in asked.places
        ),
        kept=_kept(state.query, asked),
        suggestions=_suggestions(asked, state) if asked else (),
        suggested_for=place_name(asked.base) if asked else "",
        gaps=gaps_of(asked, state) if asked and len(asked.places) >= FEWEST else None,
        unconverted=sum(not row.converted for row in rows),
        fault=fault,
        full=bool(asked and len(asked.places) >= MOST),
        year=asked.year if asked else "",
        base_name=place_name(asked.base) if asked else "",
    )


def _heads(asked: Comparison, state: ListState) -> tuple[PeerHead, ...]:
    known = list(asked.places)
    return tuple(
        PeerHead(
            name=place_name(code),
            address=place_address(asked.board, asked.year, code)
            if asked.board and measured.of_place(snapshot(), asked.board, asked.year, code)
            else "",
            base=code == asked.base,
            as_base=state.address(place=known, base=code),
            without=state.address(place=[one for one in known if one != code])
            if len(known) > FEWEST
            else "",
        )
        for code in known
    )


def _rows(asked: Comparison, person: Person) -> tuple[tuple[PeerRow, ...], str]:
    try:
        found = peering.compared(asked)
    except WotuError as error:
        return (), error.message
    evidence = may_open(person, REGISTRY)
    rows = [_row(row, asked, evidence=evidence) for row in found.rows if row.known]
    return tuple(rows), ""


def _row(row: Row, asked: Comparison, *, evidence: bool) -> PeerRow:
    indicator = snapshot().packs.indicators[row.indicator]
    down = indicator.direction is Direction.DOWN
    dots = [
        (
            cell.figure.value,
            f"{place_name(cell.place)} {amount_text(cell.figure.value, cell.figure.unit)}",
            _kind(cell, asked),
        )
        for cell in row.cells
        if cell.figure is not None and cell.figure.same_period
    ]
    return PeerRow(
        label=said(row.label),
        converted=row.converted,
        strip=strip(dots, "; ".join(label for _value, label, _kind_of in dots), down=down),
        cells=tuple(_cell(cell, evidence=evidence) for cell in row.cells),
    )


def _kind(cell: Cell, asked: Comparison) -> str:
    if cell.place == asked.base:
        return "base"
    return "best" if cell.rank == 1 else "other"


def _cell(cell: Cell, *, evidence: bool) -> PeerCell:
    figure = cell.figure
    if figure is None:
        return PeerCell("", False, "", None, False, "", "", said(cell.missing))
    first = cell.evidence[0] if cell.evidence else None
    return PeerCell(
        value=amount_text(figure.value, figure.unit),
        known=True,
        period="" if figure.same_period else period_text(figure.period),
        rank=cell.rank,
        best=cell.rank == 1,
        gap=_gap(cell),
        evidence=reverse(REGISTRY, args=[first.indicator, first.place, first.period])
        if first and evidence
        else "",
        missing="",
    )


def _gap(cell: Cell) -> str:
    """The gap to the base, in per cent of it, or in the unit where that makes no sense."""
    gap = cell.to_base
    if gap is None or cell.figure is None:
        return ""
    about = "" if gap.exact else "≈ "
    if gap.percent is not None:
        return f"{about}{gap.percent:+.1f}%".replace("-", "−")
    if cell.figure.unit == "%":
        points = signed_text(gap.difference)
        return about + _("%(points)s points") % {"points": points}
    return about + signed_text(gap.difference)


def _boards(asked: Comparison) -> tuple[Option, ...]:
    return tuple(
        Option(one.board.id, said(one.board.label), one.board.id == asked.board)
        for one in measured.states(snapshot())
        if one.periods
    )


def _themes(asked: Comparison) -> tuple[Option, ...]:
    known = set(peering.registry(snapshot())["indicator"].unique())
    labels = {
        one.theme: said(one.theme_label)
        for one in snapshot().packs.indicators.values()
        if one.id in known
    }
    return tuple(Option(theme, label, theme == asked.theme) for theme, label in labels.items())


def _kept(query: QueryDict, asked: Comparison | None) -> tuple[tuple[str, str], ...]:
    """What the form that adds a place passes on."""
    if asked is None:
        return ()
    names = ("view", "of", "year", "base")
    kept = [(name, query[name]) for name in names if query.get(name)]
    return (*kept, *(("place", code) for code in asked.places))


def _suggestions(asked: Comparison, state: ListState) -> tuple[Suggestion, ...]:
    if len(asked.places) >= MOST:
        return ()
    found: tuple[Peer, ...] = peering.suggested(snapshot(), asked.base, asked.year)
    return tuple(
        Suggestion(
            place_name(one.place),
            tuple(in_page_language(reason.zh, reason.en) for reason in one.reasons),
            state.address(place=[*asked.places, one.place], base=asked.base),
        )
        for one in found
        if one.place not in asked.places
    )
