"""Files of bureaus, with what an import of them has to know."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from wotu.demo.bureaus.sheet import Sheet, write_text, write_workbook
from wotu.demo.draws import Draws
from wotu.demo.generate import Zone


@dataclass(frozen=True)
class BureauFile:
    """One file and how it is imported.

    ``rows`` counts records that should go in, a record being a row of the file; ``faulty`` those
    that should be set aside. Totals, notes and titles are in neither.
    """

    path: Path
    source: str
    """Identifier in the pack's sources."""
    contract: str | None
    """Null where the importer is to find it out by itself."""
    complete: bool
    """Whether the file lists all there is: firms that are not in it have none."""
    observed_on: dt.date | None
    """The day on which its rows are true, where they do not say."""
    note: str
    """What is remarkable about it, in Chinese."""
    rows: int
    faulty: int = 0
    sheet: str | None = None


@dataclass(frozen=True)
class Desk:
    """Where a bureau writes: the zone it writes of, and the folder."""

    zone: Zone
    folder: Path

    def rng(self, subject: str) -> np.random.Generator:
        """Chance in the manner of writing, apart from all chance in the facts."""
        return Draws(self.zone.seed, self.zone.chunk).stream(f"files {subject}")

    def seen(self, contract: str, bureau: str, years: tuple[int, ...]) -> pl.DataFrame:
        """Rows of a yearly table that a bureau has, of the given years."""
        covered = self.zone.coverage.filter(pl.col(bureau) & pl.col("year").is_in(years))
        rows = self.zone.tables[contract]
        return rows.join(covered.select("uscc", "year"), on=["uscc", "year"], maintain_order="left")

    def send(
        self,
        name: str,
        sheet: Sheet,
        source: str,
        note: str,
        *,
        contract: str | None = None,
        complete: bool = False,
        observed_on: dt.date | None = None,
        encoding: str = "utf-8-sig",
    ) -> BureauFile:
        """Write a sheet as workbook or text, by the ending of its name."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix == ".xlsx":
            write_workbook(path, sheet, self.zone.as_of)
        else:
            write_text(path, sheet, encoding)
        return BureauFile(
            path=path,
            source=source,
            contract=contract,
            complete=complete,
            observed_on=observed_on,
            note=note,
            rows=sheet.height,
            faulty=len(sheet.faulty),
        )
