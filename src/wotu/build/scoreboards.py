"""Reading the scoreboards of a snapshot: rankings, what made them, and the scored board itself."""

from __future__ import annotations

from dataclasses import dataclass
from weakref import WeakKeyDictionary

import polars as pl

from wotu.build.places import place_names
from wotu.build.scores import SCHEMAS, score_board
from wotu.build.snapshot import Snapshot
from wotu.errors import SnapshotError, UnknownNameError, did_you_mean
from wotu.packs.schema import Label
from wotu.packs.scoreboards import Scoreboard
from wotu.scores.scored import Scored


@dataclass(frozen=True)
class BoardState:
    """One edition in a snapshot: the years that were scored, the newest last, or why none was."""

    board: Scoreboard
    periods: tuple[str, ...]
    fault: Label | None

    @property
    def latest(self) -> str | None:
        """The newest year with a ranking."""
        return self.periods[-1] if self.periods else None


def boards(snapshot: Snapshot) -> list[BoardState]:
    """Every edition of the snapshot's packs, by scoreboard, the newest edition first."""
    _require(snapshot)
    runs = snapshot.frame("SELECT board, period FROM score_run ORDER BY period")
    faults = {row["board"]: Label(zh=row["zh"], en=row["en"]) for row in _faults(snapshot)}
    known = snapshot.packs.scoreboards
    names = dict.fromkeys(board.scoreboard for board in known.values())
    return [
        BoardState(
            board,
            tuple(runs.filter(pl.col("board") == board.id)["period"]),
            faults.get(board.id),
        )
        for name in names
        for board in known.of(name)
    ]


def table_of(snapshot: Snapshot, table: str, board: str, period: str | None = None) -> pl.DataFrame:
    """Rows of one of the tables of scores, of one edition and, where given, of one year."""
    _require(snapshot)
    assert table in SCHEMAS
    clause, parameters = "board = ?", [board]
    if period is not None:
        clause, parameters = "board = ? AND period = ?", [board, period]
    return snapshot.frame(f"SELECT * FROM {table} WHERE {clause}", parameters)


def ranking(snapshot: Snapshot, board: str, period: str | None = None) -> pl.DataFrame:
    """Scores and ranks with intervals, the best first: SCORE_RANK and the places' ``name``.

    ``period``: a year; None for the newest. Raises:  UnknownNameError for a year without ranking.
    """
    year = require_period(snapshot, board, period)
    rows = table_of(snapshot, "score_rank", board, year)
    names = pl.col("place_code").replace(place_names(snapshot))
    return rows.with_columns(name=names).sort("rank", "place_code", nulls_last=True)


def require_period(snapshot: Snapshot, board: str, period: str | None = None) -> str:
    """A year of a board's rankings, the newest where none is named.

    Raises:  UnknownNameError where the board was not scored for it, with why and what to do.
    """
    edition = snapshot.packs.scoreboards.require(board)
    state = next(one for one in boards(snapshot) if one.board.id == edition.id)
    if period is None and state.latest is not None:
        return state.latest
    if period is not None and period in state.periods:
        return period
    zh = (
        state.fault.zh
        if state.fault
        else "至少两个地区有指标数据才能排名，请导入“区域指标”后建库。"
    )
    en = (
        state.fault.en
        if state.fault
        else "Ranks need figures of two places or more: import indicator values and build."
    )
    hint = did_you_mean(period or "", list(state.periods))
    asked = period or "任何年份"
    raise UnknownNameError(
        f"{edition.label.zh}（{edition.edition}）没有 {asked} 的结果：{zh}"
        f" '{edition.id}' has no result of {period or 'any year'}: {en}{hint}",
        board=edition.id,
        period=period,
    )


def scored_board(snapshot: Snapshot, board: str) -> Scored:
    """An edition scored anew over all its years, with every step: for what-if and comparison.

    Raises:  UnknownNameError; ScoreError; SnapshotError where there is nothing to score.
    """
    _require(snapshot)
    edition = snapshot.packs.scoreboards.require(board)
    held = _SCORED.setdefault(snapshot, {})
    if edition.id not in held:
        held[edition.id] = _scored(snapshot, edition)
    return held[edition.id]


_SCORED: WeakKeyDictionary[Snapshot, dict[str, Scored]] = WeakKeyDictionary()
"""Boards scored so far, for as long as their snapshot is open."""


def _scored(snapshot: Snapshot, board: Scoreboard) -> Scored:
    values = snapshot.frame("SELECT * FROM indicator_value")
    found = score_board(board, snapshot.packs, values)
    if found is None:
        raise SnapshotError(
            "有指标数据的地区不足两个，不能评分。 Fewer than two places have figures.",
            board=board.id,
        )
    return found


def _faults(snapshot: Snapshot) -> list[dict[str, str]]:
    return snapshot.rows("SELECT board, zh, en FROM score_fault")


def _require(snapshot: Snapshot) -> None:
    if not snapshot.columns("score_run"):
        raise SnapshotError(
            "快照里没有考核表：请先运行 wotu build。"
            " The snapshot has no scoreboards: run wotu build."
        )
