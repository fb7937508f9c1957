"""What if dimensions had other weights: the ranks of all places."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wotu.errors import WotuError
from wotu.scores.reweighing import Standing, reweigh
from wotu_site.access.roles import Person
from wotu_site.scores import measured
from wotu_site.scores.asking import WEIGHT, Asked, asked_of
from wotu_site.scores.drawing import COLOURS
from wotu_site.scores.pages.choosing import Chooser, chooser_of, modes
from wotu_site.scores.pages.frame import asked_address, place_address, score_crumbs, score_tabs
from wotu_site.scores.places import place_name
from wotu_site.scores.words import plain_number, said, score_text
from wotu_site.snapshots.queries import snapshot
from wotu_site.ui.pages import Crumb
from wotu_site.ui.tabs import Tab

#: Places shown on either side of the one that is asked about.
AROUND = 7


@dataclass(frozen=True, slots=True)
class WeightField:
    """A dimension whose weight can be changed, on the table's own scale."""

    name: str
    label: str
    colour: int
    held: str
    entered: str
    high: str
    share: str


@dataclass(frozen=True, slots=True)
class StandingRow:
    """A place before and after."""

    name: str
    address: str
    own: bool
    rank_before: int
    rank_after: int
    gained: int
    score: str

    @property
    def moved_by(self) -> int:
        """Ranks gained or lost, without a sign."""
        return abs(self.gained)


@dataclass(frozen=True)
class WeightsPage:
    """Ranks under other weights, around the place that is asked about."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    tabs: tuple[Tab, ...]
    modes: tuple[Tab, ...]
    chooser: Chooser | None
    path: str
    fields: tuple[WeightField, ...]
    faults: tuple[str, ...]
    lead: str
    rows: tuple[StandingRow, ...]
    moved: int
    fault: str
    reset: str


def weights_page(path: str, query: QueryDict, person: Person) -> WeightsPage:
    """The page of what an address asks."""
    asked = asked_of(query)
    title = pgettext("navigation", "What if")
    standings, fault = _standings(asked) if asked else ((), "")
    about = (
        {"board": asked.board.board.id, "year": asked.year, "place": asked.place} if asked else {}
    )
    return WeightsPage(
        title=title,
        breadcrumbs=score_crumbs(person, Crumb(title)),
        tabs=score_tabs("what-if", person),
        modes=modes("weights", asked),
        chooser=chooser_of("weights", asked),
        path=path,
        fields=_fields(asked) if asked else (),
        faults=asked.faults if asked else (),
        lead=_lead(asked, standings) if asked else "",
        rows=_rows(asked, standings) if asked else (),
        moved=sum(one.rank_after != one.rank_before for one in standings),
        fault=fault,
        reset=asked_address("weights", **about),
    )


def _standings(asked: Asked) -> tuple[tuple[Standing, ...], str]:
    try:
        scored, at = measured.scored(snapshot(), asked.board.board.id, asked.year)
        return reweigh(scored, asked.weights, at), ""
    except WotuError as error:
        return (), error.message


def _fields(asked: Asked) -> tuple[WeightField, ...]:
    found = measured.dimensions(measured.tree_of_board(snapshot(), asked.board.board.id))
    held = {node.id: node.weight or 0.0 for node in found}
    now = {**held, **{name: one for name, one in asked.weights.items() if name in held}}
    total = sum(now.values())
    return tuple(
        WeightField(
            name=f"{WEIGHT}{node.id}",
            label=f"{node.number} {said(node.label)}".strip(),
            colour=number % COLOURS + 1,
            held=plain_number(held[node.id]),
            entered=plain_number(now[node.id]) if node.id in asked.weights else "",
            high=plain_number(max(2 * held[node.id], now[node.id], 1.0)),
            share=f"{now[node.id] / total:.1%}" if total > 0 else "—",
        )
        for number, node in enumerate(found)
    )


def _lead(asked: Asked, standings: tuple[Standing, ...]) -> str:
    own = next((one for one in standings if one.place == asked.place), None)
    if own is None:
        return ""
    told = {"place": place_name(own.place), "before": own.rank_before, "after": own.rank_after}
    if own.rank_before == own.rank_after:
        return _("%(place)s stays at rank %(after)s.") % told
    return _("%(place)s goes from rank %(before)s to rank %(after)s.") % told


def _rows(asked: Asked, standings: tuple[Standing, ...]) -> tuple[StandingRow, ...]:
    """The places around the one asked about, and those that it had around it before."""
    own = next((one for one in standings if one.place == asked.place), None)
    near = own.rank_after if own else 1
    before = own.rank_before if own else 1
    return tuple(
        StandingRow(
            name=place_name(one.place),
            address=place_address(asked.board.board.id, asked.year, one.place),
            own=one.place == asked.place,
            rank_before=one.rank_before,
            rank_after=one.rank_after,
            gained=one.rank_before - one.rank_after,
            score=score_text(one.score_after),
        )
        for one in standings
        if abs(one.rank_after - near) <= AROUND or abs(one.rank_before - before) <= 1
    )
