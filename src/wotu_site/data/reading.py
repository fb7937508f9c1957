"""What a waiting file holds, as the person who checks it sees it: sheets, tables, first rows.

A file is opened once, when it comes in; everything after that works on its first rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from wotu.contracts.chunks import CleanChunk
from wotu.contracts.heads import load_head, only_sheet, read_head, save_head
from wotu.contracts.importing import SheetProposal, open_import, propose_mappings
from wotu.contracts.limits import PREVIEW_ROWS
from wotu.contracts.mapping import Mapping
from wotu.contracts.notices import Notice
from wotu.contracts.proposal import missing_fields
from wotu.contracts.readers.opening import OpenedFile
from wotu.contracts.sampling import SheetSample, first_cells
from wotu.contracts.table_import import TableImport
from wotu.errors import WotuError
from wotu.packs.loader import PackSet
from wotu.progress import Progress, silent
from wotu_site.data.models import UploadedFile

LEFT_OUT = "-"
"""The choice of a sheet that is not imported."""


@dataclass(frozen=True)
class TableReading:
    """One table of a sheet under its contract, with its first rows as they would go in."""

    table: TableImport
    samples: dict[str, tuple[str, ...]]
    missing: tuple[str, ...]
    preview: CleanChunk

    @property
    def mapping(self) -> Mapping:
        """Which column is which field."""
        return self.table.mapping


@dataclass(frozen=True)
class SheetReading:
    """One sheet: what was chosen for it, and what that gives; ``problem`` says why nothing."""

    place: int
    name: str | None
    row_estimate: int | None
    choice: str
    tables: tuple[TableReading, ...]
    remarks: tuple[Notice, ...]
    problem: str


def inspect(file: UploadedFile, packs: PackSet, progress: Progress = silent) -> None:
    """Read the first rows of a file and propose its mappings; what is wrong is kept beside it."""
    try:
        head = read_head(file.path, progress)
    except WotuError as error:
        file.problem = error.message
        file.save(update_fields=["problem"])
        return
    save_head(head, file.head_path)
    file.sha256 = head.sha256
    file.sheets = [proposed_entry(one) for one in propose_mappings(head, packs)]
    file.save(update_fields=["sha256", "sheets"])


def proposed_entry(proposal: SheetProposal) -> dict[str, Any]:
    """What is kept of a sheet while nobody has changed anything."""
    chosen = proposal.chosen
    return {
        "choice": "",
        "touched": False,
        "mappings": [dump(one.mapping) for one in chosen],
        "remarks": [notice.as_json() for one in chosen for notice in one.notices],
        "problem": proposal.problem.message if proposal.problem else "",
    }


def proposed_again(head: OpenedFile, place: int, packs: PackSet) -> dict[str, Any]:
    """What a sheet is proposed as, whatever a person had changed."""
    return proposed_entry(propose_mappings(only_sheet(head, place), packs)[0])


def entry_under(head: OpenedFile, place: int, contract: str, packs: PackSet) -> dict[str, Any]:
    """What is kept of a sheet that somebody wants read under one contract.

    Raises:  UnknownNameError.
    """
    (proposal,) = propose_mappings(only_sheet(head, place), packs, contract=contract)
    found = proposal.candidates[:1]
    return {
        "choice": contract,
        "touched": True,
        "mappings": [dump(one.mapping) for one in found],
        "remarks": [notice.as_json() for one in found for notice in one.notices],
        "problem": proposal.problem.message if proposal.problem and not found else "",
    }


def dump(mapping: Mapping) -> dict[str, Any]:
    """A mapping as plain data."""
    return mapping.model_dump(mode="json", exclude_defaults=True)


def mappings_of(entry: dict[str, Any]) -> tuple[Mapping, ...]:
    """The mappings in force for a sheet; none where it is left out."""
    if entry["choice"] == LEFT_OUT:
        return ()
    return tuple(Mapping.model_validate(one) for one in entry["mappings"])


def is_ready(file: UploadedFile, packs: PackSet) -> bool:
    """Whether something of a file would be imported, and nothing that is required is missing.

    A sheet that holds no table is left out, and says so; it stands in nobody's way.
    """
    mappings = [one for entry in file.sheets or () for one in mappings_of(entry)]
    return bool(mappings) and not any(
        missing_fields(one, packs.contract(one.contract)) for one in mappings
    )


def head_of(file: UploadedFile) -> OpenedFile:
    """The first rows of a file that has been read."""
    return load_head(file.head_path)


def sheets_of(file: UploadedFile, packs: PackSet) -> tuple[SheetReading, ...]:
    """All sheets of a file as they would be imported now."""
    head = head_of(file)
    return tuple(
        sheet_reading(head, place, entry, packs) for place, entry in enumerate(file.sheets or ())
    )


def sheet_reading(
    head: OpenedFile, place: int, entry: dict[str, Any], packs: PackSet
) -> SheetReading:
    """One sheet under the mappings in force."""
    sheet = head.sheets[place]
    tables: tuple[TableReading, ...] = ()
    problem = entry["problem"]
    mappings = mappings_of(entry)
    if mappings:
        try:
            tables = tuple(read_tables(head, place, mappings, packs))
        except WotuError as error:
            problem = error.message
    return SheetReading(
        place=place,
        name=sheet.name,
        row_estimate=sheet.row_estimate,
        choice=entry["choice"],
        tables=tables,
        remarks=tuple(Notice(one["code"], one["zh"], one["en"]) for one in entry["remarks"]),
        problem="" if tables or entry["choice"] == LEFT_OUT else problem,
    )


def read_tables(
    head: OpenedFile, place: int, mappings: Sequence[Mapping], packs: PackSet
) -> list[TableReading]:
    """The tables of one sheet, their first rows cleaned.

    Raises:  MappingError where a mapping does not fit the sheet.
    """
    with open_import(only_sheet(head, place), packs, mapping=list(mappings)) as opened:
        return [_table_reading(table, head.name) for table in opened.tables]


def _table_reading(table: TableImport, file: str) -> TableReading:
    rows = table.source.preview(PREVIEW_ROWS)
    sample = SheetSample(table.bound.zone, rows, table.sheet, file)
    missing = missing_fields(table.mapping, table.contract)
    return TableReading(table, first_cells(sample), missing, next(table.chunks()))
