"""What a report on a scoreboard reads from a snapshot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import polars as pl

from wotu.build.places import place_names
from wotu.build.scoreboards import ranking, require_period, table_of
from wotu.build.snapshot import Snapshot
from wotu.packs.schema import Label
from wotu.packs.score_method import Method
from wotu.packs.scoreboards import Scoreboard
from wotu.scores.board import tree_of
from wotu.scores.tree import Tree


@dataclass(frozen=True)
class ScoreFacts:
    """One edition and year of a snapshot, its tables read when first asked for."""

    snapshot: Snapshot
    board: Scoreboard
    period: str
    language: str

    @classmethod
    def of(cls, snapshot: Snapshot, board: str, period: str | None, language: str) -> ScoreFacts:
        """Raises:  UnknownNameError for an unknown board, or a year without ranking."""
        edition = snapshot.packs.scoreboards.require(board)
        return cls(snapshot, edition, require_period(snapshot, edition.id, period), language)

    def table(self, name: str) -> pl.DataFrame:
        """Rows of a table of scores of this edition and year."""
        return table_of(self.snapshot, name, self.board.id, self.period)

    def say(self, label: Label) -> str:
        """A text in the language of the report."""
        return label.in_language(self.language)

    @cached_property
    def run(self) -> Mapping[str, Any]:
        """The row of ``score_run``."""
        return self.table("score_run").to_dicts()[0]

    @cached_property
    def method(self) -> Method:
        """The method that was used."""
        return Method.model_validate_json(self.run["method"])

    @cached_property
    def tree(self) -> Tree:
        """The tree of the edition."""
        return tree_of(self.board, self.snapshot.packs.indicators)

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Names of places by code."""
        return place_names(self.snapshot)

    @cached_property
    def ranked(self) -> list[dict[str, Any]]:
        """Places with a rank, the best first."""
        rows = ranking(self.snapshot, self.board.id, self.period).to_dicts()
        return [row for row in rows if row["rank"] is not None]

    @cached_property
    def history(self) -> pl.DataFrame:
        """``score_rank`` of all years, the oldest first."""
        return table_of(self.snapshot, "score_rank", self.board.id).sort("period")

    def of_place(self, name: str, place: str) -> pl.DataFrame:
        """Rows of a table about a place."""
        return self.table(name).filter(pl.col("place_code") == place)

    def node_label(self, node: str | None) -> str | None:
        """The number and name of a node; its id where this edition has no such node."""
        if node is None:
            return None
        if node not in self.tree.nodes:
            return node
        found = self.tree[node]
        return f"{found.number} {self.say(found.label)}".strip()
