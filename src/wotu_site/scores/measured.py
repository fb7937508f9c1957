"""What a snapshot says of scoreboards, read once and remembered."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wotu.build.places import place_names
from wotu.build.scoreboards import BoardState, boards, ranking, scored_board, table_of
from wotu.build.snapshot import Snapshot
from wotu.packs.indicators import IndicatorKind
from wotu.scores.board import INDEX, tree_of
from wotu.scores.scored import Scored
from wotu.scores.tree import Node, Tree
from wotu_site.snapshots.remembering import remembered

TABLE = "score_run"


@dataclass(frozen=True, slots=True)
class Run:
    """How one year of an edition was scored; see ``SCORE_RUN``."""

    places: int
    indicators: int
    left_out_places: tuple[str, ...]
    left_out_indicators: tuple[str, ...]
    imputed_share: float | None
    draws: int
    level: float
    method: str


@dataclass(frozen=True, slots=True)
class Ranked:
    """A place in a ranking, with its intervals; see ``SCORE_RANK``. Without score no rank."""

    place: str
    name: str
    score: float | None
    rank: int | None
    score_low: float | None
    score_high: float | None
    rank_low: int | None
    rank_high: int | None
    rank_median: float | None
    share_at_rank: float | None
    share_above_next: float | None


@dataclass(frozen=True, slots=True)
class NodeScore:
    """A place's score of an index, dimension or indicator; see ``SCORE_NODE``."""

    score: float | None
    rank: int | None
    weight: float | None
    contribution: float | None
    imputed_share: float | None


@dataclass(frozen=True, slots=True)
class StepValue:
    """A place's figure of an indicator through the steps; see ``SCORE_VALUE``."""

    value: float | None
    imputed: float | None
    treated: float | None
    normalised: float | None


@dataclass(frozen=True, slots=True)
class FlipRow:
    """What would swap a place with another; the words have placeholders for both names."""

    other: str
    upward: bool
    kind: str
    node: str | None
    effort: float | None
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class LogRow:
    """One thing that a step did."""

    number: int
    period: str | None
    step: str
    node: str | None
    place: str | None
    before: float | None
    after: float | None
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class FactorRow:
    """How much of the shift in ranks a choice explains: Sobol's first and total index, 0-1."""

    factor: str
    zh: str
    en: str
    first: float
    first_error: float
    total: float
    total_error: float


@dataclass(frozen=True, slots=True)
class Pair:
    """Two indicators and how far they go together; ``redundant`` where they say the same."""

    node: str
    other: str
    correlation: float
    redundant: bool


names_of_places = remembered(place_names)


@remembered
def states(snapshot: Snapshot) -> tuple[BoardState, ...]:
    """Every edition of every scoreboard; none in a snapshot of a time before scoreboards."""
    return tuple(boards(snapshot)) if snapshot.columns(TABLE) else ()


def state_or_none(snapshot: Snapshot, board: str) -> BoardState | None:
    """An edition by its id."""
    return next((one for one in states(snapshot) if one.board.id == board), None)


@remembered
def tree_of_board(snapshot: Snapshot, board: str) -> Tree:
    """The tree of an edition."""
    return tree_of(snapshot.packs.scoreboards[board], snapshot.packs.indicators)


@remembered
def run_of(snapshot: Snapshot, board: str, year: str) -> Run:
    """How a year was scored."""
    row = _rows(snapshot, "score_run", board, year)[0]
    row["left_out_places"] = tuple(row["left_out_places"] or ())
    row["left_out_indicators"] = tuple(row["left_out_indicators"] or ())
    return Run(**row)


@remembered
def ranked(snapshot: Snapshot, board: str, year: str) -> tuple[Ranked, ...]:
    """The places of a ranking, the best first; those without a score last."""
    rows = ranking(snapshot, board, year).drop("board", "period").iter_rows(named=True)
    return tuple(Ranked(place=row.pop("place_code"), **row) for row in rows)


def of_place(snapshot: Snapshot, board: str, year: str, place: str) -> Ranked | None:
    """A place in a ranking, if it has a score."""
    found = (one for one in ranked(snapshot, board, year) if one.place == place)
    one = next(found, None)
    return one if one is not None and one.rank is not None else None


@remembered
def nodes(snapshot: Snapshot, board: str, year: str) -> Mapping[str, Mapping[str, NodeScore]]:
    """Scores by node, then by place; the index itself is the node ``index``."""
    found: dict[str, dict[str, NodeScore]] = defaultdict(dict)
    for row in _rows(snapshot, "score_node", board, year):
        node, place = row.pop("node"), row.pop("place_code")
        found[node][place] = NodeScore(**row)
    return dict(found)


@remembered
def values(snapshot: Snapshot, board: str, year: str) -> Mapping[str, Mapping[str, StepValue]]:
    """Figures by indicator, then by place."""
    found: dict[str, dict[str, StepValue]] = defaultdict(dict)
    for row in _rows(snapshot, "score_value", board, year):
        indicator, place = row.pop("indicator"), row.pop("place_code")
        found[indicator][place] = StepValue(**row)
    return dict(found)


@remembered
def flips(snapshot: Snapshot, board: str, year: str) -> Mapping[str, tuple[FlipRow, ...]]:
    """What would flip each place's rank, the least effort first; kept for the newest year only."""
    found: dict[str, list[FlipRow]] = defaultdict(list)
    for row in _rows(snapshot, "score_flip", board, year):
        for unused in ("before", "after", "unit"):
            row.pop(unused)
        found[row.pop("place_code")].append(FlipRow(**row))
    return {
        place: tuple(sorted(some, key=lambda one: (one.effort or 0.0, one.kind)))
        for place, some in found.items()
    }


@remembered
def factors(snapshot: Snapshot, board: str, year: str) -> tuple[FactorRow, ...]:
    """What the uncertainty of ranks comes from, the largest total first."""
    rows = [FactorRow(**row) for row in _rows(snapshot, "score_sensitivity", board, year)]
    return tuple(sorted(rows, key=lambda one: -one.total))


@remembered
def pairs(snapshot: Snapshot, board: str, year: str) -> tuple[Pair, ...]:
    """Pairs of indicators, those that go together most first."""
    rows = [Pair(**row) for row in _rows(snapshot, "score_correlation", board, year)]
    return tuple(sorted(rows, key=lambda one: -abs(one.correlation)))


@remembered
def log(snapshot: Snapshot, board: str, year: str) -> tuple[LogRow, ...]:
    """What every step did for a year, and for all years together, in the order it was done."""
    rows = table_of(snapshot, "score_log", board).drop("board").iter_rows(named=True)
    return tuple(
        LogRow(number=number, place=row.pop("place_code"), **row)
        for number, row in enumerate(rows)
        if row["period"] in (None, year)
    )


@remembered
def history(snapshot: Snapshot, board: str) -> Mapping[str, Mapping[str, Ranked]]:
    """The rankings of all years, by year and place."""
    state = state_or_none(snapshot, board)
    years = state.periods if state else ()
    return {
        year: {one.place: one for one in ranked(snapshot, board, year) if one.rank is not None}
        for year in years
    }


@remembered
def registry_period(snapshot: Snapshot, indicator: str, place: str, year: str) -> str | None:
    """The period under which the registry keeps the figure that a year was scored with."""
    known = snapshot.packs.indicators[indicator]
    rows = snapshot.rows(
        "SELECT period, period_first, period_last FROM indicator_value"
        " WHERE place_code = ? AND indicator = ? AND unit = ? AND period_last = ?",
        [place, indicator, known.unit, dt.date(int(year), 12, 31)],
    )
    at_day = [row["period"] for row in rows if row["period_first"] == row["period_last"]]
    whole = [row["period"] for row in rows if row["period_first"] == dt.date(int(year), 1, 1)]
    # As a panel chooses: of a flow the year, of a stock its last day, of a rate either.
    if known.kind is IndicatorKind.FLOW:
        wanted = whole
    elif known.kind in (IndicatorKind.STOCK, IndicatorKind.RANK):
        wanted = at_day
    else:
        wanted = [*whole, *at_day]
    return wanted[0] if wanted else None


def scored(snapshot: Snapshot, board: str, year: str) -> tuple[Scored, int]:
    """An edition scored with every step, and where a year stands in it.

    Raises:  WotuError where it cannot be scored.
    """
    found = scored_board(snapshot, board)
    return found, found.given.periods.index(year)


def dimensions(tree: Tree) -> Sequence[Node]:
    """The nodes right below the index."""
    return tree.children(INDEX)


def _rows(snapshot: Snapshot, table: str, board: str, year: str) -> list[dict[str, Any]]:
    return table_of(snapshot, table, board, year).drop("board", "period").to_dicts()
