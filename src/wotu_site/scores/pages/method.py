"""Why ranks are uncertain: what explains the shift in ranks, the method, and what goes together."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from wotu.build.scoreboards import BoardState
from wotu.packs.score_method import Method
from wotu.packs.scoreboards import Mark
from wotu.reports.method_words import method_sentences
from wotu_site.access.roles import Person
from wotu_site.scores import measured
from wotu_site.scores.charts import factors_chart, source_of
from wotu_site.scores.pages.frame import (
    Frame,
    board_address,
    boards_crumb,
    frame_of,
    score_crumbs,
    score_tabs,
)
from wotu_site.scores.words import MARKS, said, whole_share
from wotu_site.snapshots.queries import snapshot
from wotu_site.ui.charts import Chart
from wotu_site.ui.pages import Crumb
from wotu_site.ui.tabs import Tab

SHOWN_PAIRS = 15


@dataclass(frozen=True, slots=True)
class PairRow:
    """Two indicators that go together, or against each other."""

    first: str
    second: str
    correlation: str
    redundant: bool


@dataclass(frozen=True, slots=True)
class WeightRow:
    """A dimension or indicator with its weight, and how it is known."""

    label: str
    weight: str
    mark: str
    placeholder: bool
    dimension: bool


@dataclass(frozen=True)
class MethodPage:
    """All choices of an edition, and what they do to ranks."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    tabs: tuple[Tab, ...]
    frame: Frame
    sentences: tuple[str, ...]
    chart: Chart | None
    factors_note: str
    newest: str
    pairs: tuple[PairRow, ...]
    number_of_pairs: int
    redundant: int
    weights: tuple[WeightRow, ...]
    imputed: str


def method_page(board: BoardState, year: str, person: Person) -> MethodPage:
    """The page of an edition and year."""
    frame = frame_of(board, year, "method")
    run = measured.run_of(snapshot(), frame.board, year)
    found = measured.factors(snapshot(), frame.board, year)
    tree = measured.tree_of_board(snapshot(), frame.board)
    # An indicator goes with the dimension that holds it: that says nothing of redundancy.
    pairs = [
        one
        for one in measured.pairs(snapshot(), frame.board, year)
        if all(name in tree.nodes and tree[name].is_leaf for name in (one.node, one.other))
    ]
    how = Method.model_validate_json(run.method)
    return MethodPage(
        title=_("Why ranks are uncertain"),
        breadcrumbs=score_crumbs(
            person,
            boards_crumb(),
            Crumb(frame.name, board_address("ranking", frame.board, year)),
            Crumb(_("Why ranks are uncertain")),
        ),
        tabs=score_tabs("home", person),
        frame=frame,
        sentences=tuple(
            said(one)
            for one in method_sentences(how, board.board.uncertainty, run.draws, run.level)
        ),
        chart=factors_chart(found, source_of(board)),
        factors_note=_(
            "Sobol indices of the mean shift in rank. Alone: how much less ranks would shift were"
            " the choice settled. With what it combines with: how much would remain were"
            " everything else settled; these shares overlap and sum to more than 100%."
        ),
        newest=board.latest or "",
        pairs=tuple(
            PairRow(
                _label(frame.board, one.node),
                _label(frame.board, one.other),
                f"{one.correlation:+.2f}".replace("-", "−"),
                one.redundant,
            )
            for one in pairs[:SHOWN_PAIRS]
        ),
        number_of_pairs=len(pairs),
        redundant=sum(one.redundant for one in pairs),
        weights=_weights(board),
        imputed=whole_share(run.imputed_share),
    )


def _label(board: str, node: str) -> str:
    tree = measured.tree_of_board(snapshot(), board)
    if node not in tree.nodes:
        return node
    return f"{tree[node].number} {said(tree[node].label)}".strip()


def _weights(board: BoardState) -> tuple[WeightRow, ...]:
    """Weights on the table's own scale, in its order."""
    marks = {leaf.indicator: leaf.mark for leaf in board.board.every_indicator}
    tree = measured.tree_of_board(snapshot(), board.board.id)
    return tuple(
        WeightRow(
            label=_label(board.board.id, node.id),
            weight=f"{node.weight or 0.0:.3g}",
            mark=str(MARKS[marks[node.id]])
            if node.id in marks and node.weight_known
            else ("" if node.weight_known else str(MARKS[Mark.PLACEHOLDER])),
            placeholder=not node.weight_known,
            dimension=not node.is_leaf,
        )
        for node in tree
        if node.parent is not None
    )
