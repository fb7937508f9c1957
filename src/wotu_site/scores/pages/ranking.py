"""The ranking of an edition in a year: every place with score, rank, intervals and make-up."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from wotu.build.scoreboards import BoardState
from wotu.scores.board import INDEX
from wotu_site.access.roles import Person
from wotu_site.scores import measured, rows
from wotu_site.scores.charts import ranks_chart
from wotu_site.scores.drawing import COLOURS, PartsBar, RankBar, parts_bar, rank_bar
from wotu_site.scores.measured import Ranked
from wotu_site.scores.pages.frame import (
    Frame,
    asked_address,
    boards_crumb,
    frame_of,
    place_address,
    score_crumbs,
    score_tabs,
)
from wotu_site.scores.pages.home import rank_before
from wotu_site.scores.pages.leading import leading_words
from wotu_site.scores.places import own_place, place_name, province_name
from wotu_site.scores.words import (
    enumerated,
    interval_text,
    level_text,
    said,
    score_interval_text,
    score_text,
    whole_share,
)
from wotu_site.snapshots.queries import snapshot
from wotu_site.ui.charts import Chart
from wotu_site.ui.pages import Crumb
from wotu_site.ui.tables import Chip, Column, Facet, ListState, Pager, chips, facet
from wotu_site.ui.tabs import Tab

PAGE_SIZE = 50
COLUMNS = (
    Column(pgettext_lazy("scoreboard", "Rank"), "rank", numeric=True),
    Column(pgettext_lazy("scoreboard", "Place"), "name"),
    Column(gettext_lazy("Rank interval"), "width"),
    Column(gettext_lazy("Just this rank"), "sure", numeric=True),
    Column(gettext_lazy("Score"), "score", numeric=True),
    Column(gettext_lazy("Points by dimension")),
    Column(gettext_lazy("Filled in"), "imputed", numeric=True),
)


@dataclass(frozen=True, slots=True)
class RankRow:
    """One place of the ranking."""

    rank: int | None
    name: str
    province: str
    address: str
    own: bool
    moved: int | None
    """Ranks gained on the year before, below zero lost; None where there is none."""
    bar: RankBar | None
    interval: str
    sure: str
    score: str
    score_interval: str
    parts: PartsBar
    imputed: str

    @property
    def moved_by(self) -> int:
        """How many ranks, without a sign."""
        return abs(self.moved or 0)


@dataclass(frozen=True, slots=True)
class Key:
    """A dimension in the legend, with the list in the order of its points."""

    label: str
    colour: int
    weight: str
    address: str
    chosen: bool


@dataclass(frozen=True)
class RankingPage:
    """The places that a list asks for, one page of them."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    tabs: tuple[Tab, ...]
    frame: Frame
    lead: tuple[str, ...]
    run: str
    left_out: str
    state: ListState
    columns: tuple[Column, ...]
    keys: tuple[Key, ...]
    rows: tuple[RankRow, ...]
    pager: Pager
    facets: tuple[Facet, ...]
    chips: tuple[Chip, ...]
    chart: Chart | None
    what_if: str
    peers: str


def ranking_page(board: BoardState, year: str, state: ListState, person: Person) -> RankingPage:
    """The page of an edition and year in a state that the address gives."""
    found = rows.wanted(board.board.id, year, state)
    pager = Pager.of(len(found), state.page, PAGE_SIZE)
    shown = found[pager.offset : pager.offset + pager.size]
    frame, own = frame_of(board, year, "ranking"), own_place()
    run = measured.run_of(snapshot(), board.board.id, year)
    return RankingPage(
        title=frame.name,
        breadcrumbs=score_crumbs(person, boards_crumb(), Crumb(frame.name)),
        tabs=score_tabs("home", person),
        frame=frame,
        lead=leading_words(board, year, own),
        run=_(
            "%(places)s places, %(indicators)s indicators, %(draws)s draws;"
            " intervals hold %(level)s of them"
        )
        % {
            "places": run.places,
            "indicators": run.indicators,
            "draws": f"{run.draws:,}",
            "level": level_text(run.level),
        },
        left_out=enumerated(place_name(code) for code in run.left_out_places),
        state=state,
        columns=COLUMNS,
        keys=_keys(board.board.id, state),
        rows=rank_rows(board, year, shown, own),
        pager=pager,
        facets=_facets(board.board.id, year, state),
        chips=_chips(state),
        chart=ranks_chart(board, year, own),
        what_if=asked_address("what-if", board=board.board.id, year=year, place=own),
        peers=asked_address("peers", of=board.board.id, year=year),
    )


def rank_rows(board: BoardState, year: str, places: list[Ranked], own: str) -> tuple[RankRow, ...]:
    """Places as rows, in their order."""
    nodes = measured.nodes(snapshot(), board.board.id, year)
    tree = measured.tree_of_board(snapshot(), board.board.id)
    run = measured.run_of(snapshot(), board.board.id, year)
    most = max((one.score or 0.0 for one in nodes[INDEX].values()), default=0.0)
    kept = [(said(node.label), nodes.get(node.id, {})) for node in measured.dimensions(tree)]
    return tuple(
        RankRow(
            rank=one.rank,
            name=one.name,
            province=province_name(one.place),
            address=place_address(board.board.id, year, one.place) if one.rank else "",
            own=one.place == own,
            moved=_moved(rank_before(board, year, one.place), one.rank),
            bar=_bar(one, run.places),
            interval=interval_text(one.rank_low, one.rank_high),
            sure=whole_share(one.share_at_rank),
            score=score_text(one.score),
            score_interval=score_interval_text(one.score_low, one.score_high),
            parts=parts_bar(
                [
                    (name, by_place[one.place].contribution if one.place in by_place else None)
                    for name, by_place in kept
                ],
                most,
                score_text(one.score),
            ),
            imputed=_imputed(nodes[INDEX][one.place].imputed_share)
            if one.place in nodes[INDEX]
            else "",
        )
        for one in places
    )


def _bar(one: Ranked, places: int) -> RankBar | None:
    if one.rank is None:
        return None
    label = _("Rank %(rank)s, interval %(interval)s") % {
        "rank": one.rank,
        "interval": interval_text(one.rank_low, one.rank_high),
    }
    return rank_bar(one.rank, one.rank_low, one.rank_high, places, label)


def _imputed(share: float | None) -> str:
    """Nothing filled in needs no figure."""
    return whole_share(share) if share else ""


def _moved(before: int | None, now: int | None) -> int | None:
    return None if before is None or now is None else before - now


def _keys(board: str, state: ListState) -> tuple[Key, ...]:
    tree = measured.tree_of_board(snapshot(), board)
    found = measured.dimensions(tree)
    total = sum(node.weight or 0.0 for node in found) or 1.0
    return tuple(
        Key(
            f"{node.number} {said(node.label)}".strip(),
            number % COLOURS + 1,
            f"{(node.weight or 0.0) / total:.0%}",
            state.address(sort=f"{rows.BY_DIMENSION}{node.id}"),
            state.sort == f"{rows.BY_DIMENSION}{node.id}",
        )
        for number, node in enumerate(found)
    )


def _facets(board: str, year: str, state: ListState) -> tuple[Facet, ...]:
    counts = rows.provinces(measured.ranked(snapshot(), board, year), state)
    if len(counts) < 2 and not state.values("province"):
        return ()
    words = [(code, province_name(code) or code, number) for code, number in counts]
    return (facet(state, "province", pgettext("place", "Province"), words),)


def _chips(state: ListState) -> tuple[Chip, ...]:
    labels = {"q": pgettext("filter", "Search"), "province": pgettext("place", "Province")}
    names = {code: province_name(code) or code for code in state.values("province")}
    return chips(state, labels, {"province": names})
