"""Product pipelines of a snapshot: its records of stages, and what documents tell of approvals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import polars as pl

from wotu.build.snapshot import Snapshot
from wotu.chains.pipeline_changes import changes_between, counted_by_year
from wotu.chains.pipeline_events import STAGES_OF, TOLD, only_in_documents
from wotu.chains.pipeline_tables import STAGE_ROWS
from wotu.chains.pipelines import lines_on

CONTRACT: Final = "firm_product_stage"
EVENTS: Final = "firm_event"


@dataclass(frozen=True)
class Pipelines:
    """Everything that pages and commands ask about the products of a snapshot.

    A snapshot built before the contract was there has no records.
    """

    snapshot: Snapshot

    @property
    def as_of(self) -> dt.date:
        """The day of the snapshot."""
        return self.snapshot.manifest.as_of

    @cached_property
    def rows(self) -> pl.DataFrame:
        """All records, as :data:`wotu.chains.pipeline_tables.STAGE_ROWS`."""
        return self._rows_of(CONTRACT, STAGE_ROWS)

    @cached_property
    def told(self) -> pl.DataFrame:
        """Approvals that documents tell, as :data:`wotu.chains.pipeline_events.TOLD`."""
        kinds = ", ".join(f"'{kind}'" for kind in STAGES_OF)
        return self._rows_of(EVENTS, TOLD, f"t.document IS NOT NULL AND t.kind IN ({kinds})")

    @cached_property
    def lines(self) -> pl.DataFrame:
        """Every line as it stands on the day of the snapshot."""
        return lines_on(self.rows, self.as_of, self._parents)

    @cached_property
    def by_year(self) -> pl.DataFrame:
        """Products that first reached a stage, by year and class."""
        return counted_by_year(self.rows, self.as_of, self._parents)

    @cached_property
    def only_told(self) -> pl.DataFrame:
        """Approvals that no record confirms."""
        return only_in_documents(self.rows, self.told)

    def changes_since(self, day: dt.date) -> pl.DataFrame:
        """What became of lines after a day."""
        return changes_between(self.rows, self.as_of, day, self._parents)

    def records_of(self, firm_id: str) -> pl.DataFrame:
        """The records of one firm, in order."""
        return self.rows.filter(pl.col("firm_id") == firm_id).sort("product", "happened_on")

    @property
    def _parents(self) -> Mapping[str, str]:
        kinds = self.snapshot.packs.code_lists.get("product_kinds")
        return kinds.parents if kinds else {}

    def _rows_of(self, contract: str, schema: pl.Schema, where: str = "true") -> pl.DataFrame:
        if not self.snapshot.columns(f"fact_{contract}"):
            return pl.DataFrame(schema=schema)
        columns = ", ".join(
            "coalesce(f.name, t.firm_name) AS firm_name" if name == "firm_name" else f"t.{name}"
            for name in schema
        )
        rows = self.snapshot.frame(
            f"SELECT {columns} FROM fact_{contract} t LEFT JOIN firm f USING (firm_id)"
            f" WHERE {where} ORDER BY ALL"
        )
        return rows.select(pl.col(name).cast(kind) for name, kind in schema.items())
