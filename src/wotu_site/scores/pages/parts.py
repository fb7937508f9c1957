"""What makes a place's score: its dimensions and indicators, and how they compare."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from wotu.scores.tree import Node
from wotu_site.scores import measured
from wotu_site.scores.drawing import COLOURS
from wotu_site.scores.measured import NodeScore, Ranked, StepValue
from wotu_site.scores.words import amount_text, said, score_text, signed_text, weight_text
from wotu_site.snapshots.queries import snapshot
from wotu_site.ui.tables import Column, ListState

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


def dimension_rows(
    board: str, year: str, place: str, ahead: Ranked | None
) -> tuple[DimensionRow, ...]:
    """The dimensions of a place, in the table's order."""
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


def indicator_rows(
    board: str, year: str, place: str, ahead: Ranked | None, state: ListState
) -> tuple[IndicatorRow, ...]:
    """The indicators of a place, in the order that the address asks for; unknown ones last."""
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


def _tree(board: str) -> measured.Tree:
    return measured.tree_of_board(snapshot(), board)
