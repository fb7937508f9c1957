"""A place on a scoreboard: its rank, what makes its score, and what would change its rank."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from wotu.build.scoreboards import BoardState
from wotu.scores.tree import Node
from wotu_site.access.roles import Person
from wotu_site.scores import measured
from wotu_site.scores.charts import ranks_chart
from wotu_site.scores.drawing import COLOURS, RankBar, rank_bar
from wotu_site.scores.measured import FlipRow, NodeScore, Ranked, StepValue
from wotu_site.scores.pages.frame import (
    Frame,
    asked_address,
    board_address,
    boards_crumb,
    frame_of,
    place_address,
    score_crumbs,
    score_tabs,
)
from wotu_site.scores.pages.leading import flip_words, leading_words
from wotu_site.scores.places import own_place
from wotu_site.scores.words import (
    amount_text,
    interval_text,
    said,
    score_interval_text,
    score_text,
    signed_text,
    weight_text,
    whole_share,
)
from wotu_site.snapshots.queries import snapshot
from wotu_site.ui.charts import Chart
from wotu_site.ui.pages import Crumb
from wotu_site.ui.tables import Column, ListState
from wotu_site.ui.tabs import Tab

SHOWN_FLIPS = 5
BY_NUMBER = "number"
SORTS = (BY_NUMBER, "points", "rank", "weight", "contribution", "next", "best")
COLUMNS = (
    Column(pgettext_lazy("scoreboard", "Indicator"), BY_NUMBER),
    Column(gettext_lazy("Figure")),
    Column(pgettext_lazy("scoreboard", "Rank"), "rank", numeric=True),
    Column(pgettext_lazy("scoreboard", "Points"), "points", numeric=True),
    Column(pgettext_lazy("scoreboard", "Weight"), "weight", numeric=True),
    Column(gettext_lazy("Contribution"), "contribution", numeric=True),
    Column(gettext_lazy("To the next place"), "next", numeric=True),
    Column(gettext_lazy("To the best"), "best", numeric=True),
)
#: Kinds of flips that are no choice of method.
FIGURES: Mapping[str, Promise] = {
    "value": pgettext_lazy("flip", "Figures"),
    "weight": pgettext_lazy("flip", "Weights"),
}
METHOD = pgettext_lazy("flip", "Choices of method")


@dataclass(frozen=True, slots=True)
class Stat:
    """A figure about the rank."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class DimensionRow:
    """A dimension: points of the index, and how they compare with the next place's."""

    label: str
    colour: int
    score: str
    rank: int | None
    weight: str
    contribution: str
    share: float
    """Of the most that any place gets from it, 0-1, for the bar."""
    next_gap: str
    behind: bool


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """An indicator of the place; gaps are in points of the index, below zero where behind."""

    number: str
    label: str
    colour: int
    value: str
    known: bool
    mark: str
    evidence: str
    rank: int | None
    points: str
    weight: str
    placeholder: bool
    contribution: str
    next_gap: str
    best_gap: str
    behind: bool


@dataclass(frozen=True, slots=True)
class FlipGroup:
    """Flips of one kind, the least effort first."""

    label: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class PlacePage:
    """A place on an edition in a year; ``next_name`` is the place right before it in rank."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    tabs: tuple[Tab, ...]
    frame: Frame
    place: str
    lead: str
    bar: RankBar | None
    stats: tuple[Stat, ...]
    next_name: str
    next_address: str
    state: ListState
    columns: tuple[Column, ...]
    dimensions: tuple[DimensionRow, ...]
    rows: tuple[IndicatorRow, ...]
    upward: tuple[FlipGroup, ...]
    downward: tuple[FlipGroup, ...]
    flips_kept: bool
    chart: Chart | None
    change: str
    what_if: str
    climb: str
    peers: str


def place_page(
    board: BoardState, year: str, own: Ranked, state: ListState, person: Person
) -> PlacePage:
    """The page of a ranked place."""
    frame = frame_of(board, year, "place", own.place)
    run = measured.run_of(snapshot(), board.board.id, year)
    ahead = _next_place(board.board.id, year, own)
    asked = {"board": board.board.id, "year": year, "place": own.place}
    base = [own_place()] if own_place() not in ("", own.place) else []
    beside = [own.place, *base, *([ahead.place] if ahead and ahead.place not in base else [])]
    flips = measured.flips(snapshot(), board.board.id, year)
    ranking = board_address("ranking", board.board.id, year)
    earlier = [one for one in board.periods if one < year]
    return PlacePage(
        title=own.name,
        breadcrumbs=score_crumbs(
            person, boards_crumb(), Crumb(frame.name, ranking), Crumb(own.name)
        ),
        tabs=score_tabs("home", person),
        frame=frame,
        place=own.place,
        lead=leading_words(board, year, own.place)[0],
        bar=rank_bar(own.rank or 0, own.rank_low, own.rank_high, run.places, ""),
        stats=_stats(own, run.places, ahead),
        next_name=ahead.name if ahead else "",
        next_address=place_address(board.board.id, year, ahead.place) if ahead else "",
        state=state,
        columns=COLUMNS,
        dimensions=_dimensions(board.board.id, year, own.place, ahead),
        rows=_indicators(board.board.id, year, own.place, ahead, state),
        upward=_flip_groups(flips.get(own.place, ()), own.place, upward=True),
        downward=_flip_groups(flips.get(own.place, ()), own.place, upward=False),
        flips_kept=bool(flips),
        chart=ranks_chart(board, year, own.place, alone=True),
        change=board_address("change", board.board.id, year, before=earlier[-1], of=own.place)
        if earlier
        else "",
        what_if=asked_address("what-if", **asked),
        climb=asked_address("climb", **asked),
        peers=asked_address("peers", board=board.board.id, year=year, place=beside, base=own.place),
    )


def _next_place(board: str, year: str, own: Ranked) -> Ranked | None:
    """The place right before it."""
    before = [
        one
        for one in measured.ranked(snapshot(), board, year)
        if one.rank is not None and one.rank < (own.rank or 0)
    ]
    return before[-1] if before else None


def _stats(own: Ranked, places: int, ahead: Ranked | None) -> tuple[Stat, ...]:
    short = (ahead.score - own.score) if ahead and ahead.score and own.score else None
    gap = (
        _("%(points)s points behind %(place)s") % {"points": f"{short:.2f}", "place": ahead.name}
        if ahead and short is not None
        else ""
    )
    return (
        Stat(_("Score"), score_text(own.score), gap),
        Stat(
            _("Score interval"),
            score_interval_text(own.score_low, own.score_high),
            _("under the table's own normalisation"),
        ),
        Stat(
            _("Rank"),
            f"{own.rank} / {places}",
            _("interval %(interval)s") % {"interval": interval_text(own.rank_low, own.rank_high)},
        ),
        Stat(
            _("Median rank of the draws"),
            "—" if own.rank_median is None else f"{own.rank_median:g}",
            _("just this rank: %(share)s") % {"share": whole_share(own.share_at_rank)},
        ),
        Stat(
            _("Stays before the next place"),
            "—" if own.share_above_next is None else whole_share(own.share_above_next),
            _("of the draws"),
        ),
    )


def _gap(nodes: Mapping[str, NodeScore], place: str, other: Ranked | None) -> float | None:
    """Points of the index ahead of another place, below zero behind; None where one is unknown."""
    mine, theirs = nodes.get(place), nodes.get(other.place) if other else None
    if mine is None or theirs is None:
        return None
    if mine.contribution is None or theirs.contribution is None:
        return None
    return mine.contribution - theirs.contribution


def _best_gap(nodes: Mapping[str, NodeScore], place: str) -> float | None:
    known = [one.contribution for one in nodes.values() if one.contribution is not None]
    mine = nodes.get(place)
    if mine is None or mine.contribution is None or not known:
        return None
    return mine.contribution - max(known)


def _dimensions(
    board: str, year: str, place: str, ahead: Ranked | None
) -> tuple[DimensionRow, ...]:
    scores = measured.nodes(snapshot(), board, year)
    rows = []
    for number, node in enumerate(measured.dimensions(_tree(board))):
        by_place = scores.get(node.id, {})
        mine = by_place.get(place)
        if mine is None:
            continue
        most = max((one.contribution or 0.0 for one in by_place.values()), default=0.0)
        gap = _gap(by_place, place, ahead)
        rows.append(
            DimensionRow(
                label=f"{node.number} {said(node.label)}".strip(),
                colour=number % COLOURS + 1,
                score=score_text(mine.score),
                rank=mine.rank or None,
                weight=weight_text(mine.weight),
                contribution=score_text(mine.contribution),
                share=max(mine.contribution or 0.0, 0.0) / most if most > 0 else 0.0,
                next_gap=signed_text(gap) if gap is not None else "—",
                behind=bool(gap is not None and gap < 0),
            )
        )
    return tuple(rows)


def _indicators(
    board: str, year: str, place: str, ahead: Ranked | None, state: ListState
) -> tuple[IndicatorRow, ...]:
    tree, scores = _tree(board), measured.nodes(snapshot(), board, year)
    figures = measured.values(snapshot(), board, year)
    colours = {
        leaf.id: number % COLOURS + 1
        for number, node in enumerate(measured.dimensions(tree))
        for leaf in tree.leaves_of(node.id)
    }
    found = []
    for order, leaf in enumerate(tree.leaves):
        by_place = scores.get(leaf.id, {})
        mine = by_place.get(place)
        step = figures.get(leaf.id, {}).get(place)
        if mine is None or step is None:
            continue
        near, best = _gap(by_place, place, ahead), _best_gap(by_place, place)
        keys = {
            BY_NUMBER: order,
            "points": step.normalised,
            "rank": mine.rank,
            "weight": mine.weight,
            "contribution": mine.contribution,
            "next": near,
            "best": best,
        }
        row = _indicator_row(leaf, mine, step, colours[leaf.id], (near, best))
        address = reverse("scores:value", args=[board, place, leaf.id])
        found.append((keys, replace(row, evidence=f"{address}?year={year}")))
    key = state.sort.removeprefix("-")
    known = [one for one in found if one[0][key] is not None]
    rest = [one for one in found if one[0][key] is None]
    known.sort(key=lambda one: one[0][key] or 0, reverse=state.sort.startswith("-"))
    return tuple(row for _keys, row in (*known, *rest))


def _indicator_row(
    leaf: Node,
    mine: NodeScore,
    step: StepValue,
    colour: int,
    gaps: tuple[float | None, float | None],
) -> IndicatorRow:
    near, best = gaps
    return IndicatorRow(
        number=leaf.number,
        label=said(leaf.label),
        colour=colour,
        value=amount_text(step.value, leaf.unit),
        known=step.value is not None,
        mark=step_mark(step, leaf.unit),
        evidence="",
        rank=mine.rank or None,
        points="—" if step.normalised is None else f"{step.normalised:.1f}",
        weight=weight_text(mine.weight),
        placeholder=not leaf.weight_known,
        contribution="—" if mine.contribution is None else score_text(mine.contribution),
        next_gap="—" if near is None else signed_text(near),
        best_gap="—" if best is None else signed_text(best),
        behind=bool(near is not None and near < -0.005),
    )


def step_mark(step: StepValue, unit: str) -> str:
    """What was done to a figure before it was scored; empty where nothing was."""
    if step.imputed is not None:
        return _("filled in: %(value)s") % {"value": amount_text(step.imputed, unit)}
    if step.treated is not None:
        return _("outlier, counted as %(value)s") % {"value": amount_text(step.treated, unit)}
    return ""


def _flip_groups(flips: tuple[FlipRow, ...], place: str, *, upward: bool) -> tuple[FlipGroup, ...]:
    kinds: dict[str, list[str]] = {}
    for flip in flips:
        if flip.upward is upward:
            label = str(FIGURES.get(flip.kind, METHOD))
            kinds.setdefault(label, []).append(flip_words(flip, place))
    order = [*map(str, FIGURES.values()), str(METHOD)]
    return tuple(
        FlipGroup(label, tuple(kinds[label][:SHOWN_FLIPS])) for label in order if label in kinds
    )


def _tree(board: str) -> measured.Tree:
    return measured.tree_of_board(snapshot(), board)
