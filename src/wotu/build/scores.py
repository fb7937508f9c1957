"""The scoreboards of a snapshot: every edition over every year, with intervals and flips."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np
import polars as pl

from wotu.build.snapshot import SnapshotWriter
from wotu.indicators.panels import panel_of, years_of
from wotu.packs.loader import PackSet
from wotu.packs.schema import Label
from wotu.packs.score_method import Uncertainty
from wotu.packs.scoreboards import Scoreboard
from wotu.progress import Progress
from wotu.scores import rows, tables
from wotu.scores.board import tree_of
from wotu.scores.errors import ScoreError
from wotu.scores.flips import flips
from wotu.scores.run import score
from wotu.scores.scored import Scored
from wotu.scores.screen import LEAST_PLACES
from wotu.scores.sensitivity import sensitivity
from wotu.scores.uncertainty import rank_intervals

SCHEMAS = {
    "score_run": tables.SCORE_RUN,
    "score_node": tables.SCORE_NODE,
    "score_value": tables.SCORE_VALUE,
    "score_rank": tables.SCORE_RANK,
    "score_flip": tables.SCORE_FLIP,
    "score_log": tables.SCORE_LOG,
    "score_sensitivity": tables.SCORE_SENSITIVITY,
    "score_correlation": tables.SCORE_CORRELATION,
    "score_fault": tables.SCORE_FAULT,
}
"""Every table of scores in a snapshot, whether a board has rows in it or not."""

DRAWS_OF_OLDER_YEARS = 1_000
"""At most, since every build pays for them; ``score_run.draws`` says how many were taken."""


def write_scores(
    writer: SnapshotWriter, packs: PackSet, values: pl.DataFrame, progress: Progress
) -> None:
    """Score every edition of every scoreboard and store the tables of ``SCHEMAS``.

    ``values``: the registry (INDICATOR_VALUES). A board that cannot be scored has a row in
    ``score_fault`` that says why; the others are scored all the same.
    """
    parts: dict[str, list[pl.DataFrame]] = defaultdict(list)
    for place, board in enumerate(packs.scoreboards.values()):
        progress(place / len(packs.scoreboards), f"计算 {board.label.zh} · Scoring")
        try:
            for name, frame in _board_tables(board, packs, values):
                parts[name].append(frame)
        except ScoreError as error:
            parts["score_fault"].append(_fault(board, error))
    for name, schema in SCHEMAS.items():
        indexed = [column for column in ("board",) if column in schema]
        writer.table(name, pl.concat([pl.DataFrame(schema=schema), *parts[name]]), *indexed)


def score_board(board: Scoreboard, packs: PackSet, values: pl.DataFrame) -> Scored | None:
    """One edition over all its years; None where fewer than two places have figures.

    Raises:  ScoreError, naming node or place and the way out.
    """
    panel = panel_of(values, board, packs.indicators, years_of(values, board))
    if len(panel.places) < LEAST_PLACES:
        return None
    return score(panel, tree_of(board, packs.indicators), board.method)


def _board_tables(
    board: Scoreboard, packs: PackSet, values: pl.DataFrame
) -> Iterator[tuple[str, pl.DataFrame]]:
    scored = score_board(board, packs, values)
    if scored is None:
        return
    yield "score_node", rows.node_rows(board.id, scored)
    yield "score_value", rows.value_rows(board.id, scored)
    yield "score_log", rows.log_rows(board.id, scored.log)
    ranked = np.flatnonzero((~np.isnan(scored.index)).sum(axis=1) >= LEAST_PLACES)
    if not ranked.size:
        raise ScoreError(
            "没有一年有两个以上地区得分：请看计算说明里的剔除和未计分，补数据，或降低 screening。"
            " In no year two places have a score: see what was left out in the log, supply data,"
            " or lower the limits of the screening.",
            node=scored.tree.root.id,
        )
    for at in map(int, ranked):
        period = scored.given.periods[at]
        found = rank_intervals(scored, _drawn(board, newest=at == ranked[-1]), at)
        yield "score_run", rows.run_row(board.id, scored, at, found.draws, found.level)
        yield "score_rank", rows.rank_rows(board.id, period, found)
        yield "score_log", rows.log_rows(board.id, found.log, period)
    # What would change ranks is asked of the newest figures only.
    last = int(ranked[-1])
    period = scored.given.periods[last]
    yield "score_flip", rows.flip_rows(board.id, period, flips(scored, board.uncertainty, last))
    factors = sensitivity(scored, board.uncertainty, last)
    yield "score_sensitivity", rows.factor_rows(board.id, period, factors)
    yield "score_correlation", rows.correlation_rows(board.id, scored, last)


def _drawn(board: Scoreboard, newest: bool) -> Uncertainty:
    if newest:
        return board.uncertainty
    draws = min(board.uncertainty.draws, DRAWS_OF_OLDER_YEARS)
    return board.uncertainty.model_copy(update={"draws": draws})


def _fault(board: Scoreboard, error: ScoreError) -> pl.DataFrame:
    zh, _, en = error.message.partition("。 ")
    said = Label(zh=f"{zh}。", en=en or error.message)
    row = {"board": board.id, "node": error.facts.get("node"), "zh": said.zh, "en": said.en}
    return pl.DataFrame([row], schema=tables.SCORE_FAULT)
