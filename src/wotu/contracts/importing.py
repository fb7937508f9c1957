"""A file, table or query in; clean typed rows and every rejected one out.

>>> with open_import("统计表.xlsx", packs) as opened:            # doctest: +SKIP
...     for table in opened.tables:
...         for chunk in table.chunks():
...             lake.land(table.contract, chunk.rows, chunk.rejected)
"""

from __future__ import annotations

import datetime
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType

from wotu.contracts.choosing import choose_candidates, rank_candidates
from wotu.contracts.columns import BoundTable, bind
from wotu.contracts.fitting import fit_mapping, header_lines
from wotu.contracts.header_zone import HeaderZone, find_header, header_at
from wotu.contracts.limits import PREVIEW_ROWS
from wotu.contracts.mapping import Mapping
from wotu.contracts.notices import Notice
from wotu.contracts.proposal import Candidate
from wotu.contracts.readers.opening import OpenedFile, open_location
from wotu.contracts.readers.sheet import RawRow, RawSheet
from wotu.contracts.sampling import SheetSample, first_cells
from wotu.contracts.schema import TableContract
from wotu.contracts.table_import import TableImport
from wotu.contracts.values import ValueReader
from wotu.contracts.vocabulary import Vocabulary
from wotu.errors import MappingError
from wotu.packs.loader import PackSet
from wotu.progress import Progress, silent

__all__ = ["FileImport", "SheetProposal", "TableImport", "open_import", "propose_mappings"]


@dataclass(frozen=True)
class SheetProposal:
    """Under which contracts a sheet may come, the best first; none where no header is known."""

    sheet: str | None
    candidates: tuple[Candidate, ...]
    chosen: tuple[Candidate, ...] = ()
    """Those that :func:`open_import` would take by itself; none where it cannot decide."""
    problem: MappingError | None = None
    """Why it cannot decide."""
    samples: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """The first filled cells of each column, by its header."""
    row_estimate: int | None = None
    """About how many rows there are, header included; null where nobody knows."""


@dataclass(frozen=True)
class FileImport:
    """An opened file. Close it, or use it in a ``with`` block: it may hold copies on disk."""

    file_name: str
    """Name of the file without its folders; of a query its address without the password."""
    sha256: str
    """Of the bytes of the file; of a query over address, query and rows."""
    tables: tuple[TableImport, ...]
    warnings: tuple[Notice, ...]
    """Remarks on the file: hidden sheets, sheets without a known header."""
    _folder: tempfile.TemporaryDirectory[str] = field(repr=False)

    def __enter__(self) -> FileImport:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Remove temporary copies; the tables cannot be read any more."""
        self._folder.cleanup()


def open_import(
    location: str | Path | OpenedFile,
    packs: PackSet,
    *,
    contract: str | None = None,
    mapping: Mapping | Sequence[Mapping] | None = None,
    sheets: Sequence[str] | None = None,
    today: datetime.date | None = None,
    progress: Progress = silent,
) -> FileImport:
    """Open a file or query and work out which rows go under which contract.

    ``location``: a path, ``sqlite:///file.db?table=…``, ``postgresql://…?query=…``, or the head of
    a file as :func:`~wotu.contracts.heads.read_head` gives it.
    ``contract``: the only contract to read under; without it every contract that a sheet clearly
    speaks of, so that one sheet may give firms, finance and staff.
    ``mapping``: saved mappings, used in place of proposals.
    ``sheets``: names of the sheets to read; without it all that are not hidden.
    ``today``: the day by which dates lie in the future.

    Raises:  UnreadableFileError, MappingError, UnknownNameError; nothing has been read in then.
    """
    folder = tempfile.TemporaryDirectory(prefix="wotu-import-", ignore_cleanup_errors=True)
    try:
        opened = _opened(location, Path(folder.name), sheets, progress)
        mappings = [mapping] if isinstance(mapping, Mapping) else mapping
        day = today or datetime.date.today()
        plan = _Plan(packs, day, opened.name, Path(folder.name), opened.notices)
        if mappings is None:
            tables = plan.by_proposal(opened.sheets, contract)
        else:
            tables = plan.by_mapping(opened.sheets, mappings)
        return FileImport(opened.name, opened.sha256, tuple(tables), tuple(plan.notices), folder)
    except BaseException:
        folder.cleanup()
        raise


def propose_mappings(
    location: str | Path | OpenedFile,
    packs: PackSet,
    *,
    contract: str | None = None,
    sheets: Sequence[str] | None = None,
    today: datetime.date | None = None,
    progress: Progress = silent,
) -> list[SheetProposal]:
    """Every contract with its mapping, score and what it lacks, for each sheet of a file.

    For showing, and for files that :func:`open_import` cannot decide: put the mapping right, save
    it, and open the file with it.
    Raises:  UnreadableFileError, UnknownNameError.
    """
    with tempfile.TemporaryDirectory(prefix="wotu-import-", ignore_cleanup_errors=True) as folder:
        opened = _opened(location, Path(folder), sheets, progress)
        day = today or datetime.date.today()
        plan = _Plan(packs, day, opened.name, Path(folder), opened.notices)
        return plan.proposals(opened.sheets, contract)


def _opened(
    location: str | Path | OpenedFile,
    folder: Path,
    sheets: Sequence[str] | None,
    progress: Progress,
) -> OpenedFile:
    if isinstance(location, OpenedFile):
        return location
    return open_location(location, folder, sheets, progress)


class _Plan:
    """The tables of one file in the making."""

    def __init__(
        self,
        packs: PackSet,
        today: datetime.date,
        file: str,
        folder: Path,
        notices: Sequence[Notice],
    ) -> None:
        self._packs = packs
        self._today = today
        self._file = file
        self._folder = folder
        self.notices = list(notices)

    def by_proposal(self, sheets: Sequence[RawSheet], contract: str | None) -> list[TableImport]:
        """Tables of every sheet that has a header with known names.

        Raises:  MappingError where no sheet has one.
        """
        readers, vocabulary = self._words(contract)
        tables: list[TableImport] = []
        undecided: list[tuple[RawSheet, MappingError]] = []
        for sheet in sheets:
            rows = sheet.preview(PREVIEW_ROWS)
            sample = self._sample(sheet, rows, vocabulary)
            try:
                candidates = choose_candidates(sample, rows, vocabulary, readers, self._file)
            except MappingError as error:
                undecided.append((sheet, error))
                continue
            for candidate in candidates:
                assert sample is not None
                bound = bind(candidate.mapping, sample.zone, candidate.contract)
                tables.append(self._table(bound, sheet, rows, candidate.notices))
        if not tables and undecided:
            raise undecided[0][1]
        self.notices += [_unused(sheet, error) for sheet, error in undecided]
        return tables

    def proposals(self, sheets: Sequence[RawSheet], contract: str | None) -> list[SheetProposal]:
        """Candidates of every sheet, viable or not."""
        readers, vocabulary = self._words(contract)
        return [self._proposal(sheet, readers, vocabulary) for sheet in sheets]

    def _proposal(
        self, sheet: RawSheet, readers: list[ValueReader], vocabulary: Vocabulary
    ) -> SheetProposal:
        rows = sheet.preview(PREVIEW_ROWS)
        sample = self._sample(sheet, rows, vocabulary)
        ranked = rank_candidates(sample, vocabulary, readers) if sample else []
        chosen: list[Candidate] = []
        problem = None
        try:
            chosen = choose_candidates(sample, rows, vocabulary, readers, self._file)
        except MappingError as error:
            problem = error
        return SheetProposal(
            sheet.name,
            tuple(ranked),
            tuple(chosen),
            problem,
            first_cells(sample) if sample else {},
            sheet.row_estimate,
        )

    def _words(self, contract: str | None) -> tuple[list[ValueReader], Vocabulary]:
        proposed = (c for c in self._packs.every_contract.values() if not c.subject.chosen_by_name)
        every = [self._packs.contract(contract)] if contract else list(proposed)
        return [self._reader(one) for one in every], Vocabulary(every)

    def _sample(
        self, sheet: RawSheet, rows: list[RawRow], vocabulary: Vocabulary
    ) -> SheetSample | None:
        zone = find_header(rows, sheet.merged, vocabulary)
        return SheetSample(zone, rows, sheet.name, self._file) if zone else None

    def by_mapping(
        self, sheets: Sequence[RawSheet], mappings: Sequence[Mapping]
    ) -> list[TableImport]:
        """One table for each mapping.

        Raises:  MappingError where a mapping fits no sheet.
        """
        return [self._mapped(self._sheet_for(mapping, sheets), mapping) for mapping in mappings]

    def _mapped(self, sheet: RawSheet, mapping: Mapping) -> TableImport:
        reader = self._reader(self._packs.contract(mapping.contract))
        rows = sheet.preview(PREVIEW_ROWS)
        zone = self._zone(sheet, rows, mapping)
        sample = SheetSample(zone, rows, sheet.name, self._file)
        fitted = fit_mapping(mapping, sample, reader)
        bound = bind(fitted.mapping, zone, reader.contract)
        return self._table(bound, sheet, rows, fitted.notices)

    def _zone(self, sheet: RawSheet, rows: list[RawRow], mapping: Mapping) -> HeaderZone:
        if mapping.header_rows:
            return header_at(rows, sheet.merged, *mapping.header_rows)
        vocabulary = Vocabulary(self._packs.every_contract.values(), also=header_lines([mapping]))
        zone = find_header(rows, sheet.merged, vocabulary)
        if zone is None:
            listed = "、".join(column.header for column in mapping.used)
            raise MappingError(
                f"{self._file}：找不到映射所用的表头（{listed}）。\n"
                f"{self._file}: the header of the mapping is not there ({listed}).",
                columns=[column.header for column in mapping.used],
            )
        return zone

    def _sheet_for(self, mapping: Mapping, sheets: Sequence[RawSheet]) -> RawSheet:
        named = [sheet for sheet in sheets if sheet.name == mapping.sheet]
        if named or len(sheets) == 1:
            return (named or list(sheets))[0]
        vocabulary = Vocabulary([], also=header_lines([mapping]))

        def columns_found(sheet: RawSheet) -> int:
            zone = find_header(sheet.preview(PREVIEW_ROWS), sheet.merged, vocabulary)
            return sum(vocabulary.knows(c.parts) for c in zone.columns) if zone else 0

        return max(sheets, key=columns_found)

    def _reader(self, contract: TableContract) -> ValueReader:
        return ValueReader(contract, self._packs.code_lists, self._today)

    def _table(
        self, bound: BoundTable, sheet: RawSheet, rows: list[RawRow], notices: Sequence[Notice]
    ) -> TableImport:
        if sheet.may_shift:
            bound = replace(bound, beyond=_beyond_header(bound.zone, rows))
        reader = self._reader(bound.contract)
        return TableImport(bound, reader, sheet, (*sheet.notices, *notices), self._folder)


def _beyond_header(zone: HeaderZone, rows: list[RawRow]) -> tuple[int, ...]:
    """Places right of the last header that most rows leave empty."""
    last = max(column.position for column in zone.columns)
    below = rows[zone.data_row - 1 :]
    width = len(rows[0]) if rows else 0
    filled = {place: sum(bool(row[place]) for row in below) for place in range(last + 1, width)}
    return tuple(place for place, count in filled.items() if 2 * count <= len(below))


def _unused(sheet: RawSheet, error: MappingError) -> Notice:
    zh, _, en = error.message.partition("\n")
    name = sheet.name or ""
    return Notice("unused_sheet", f"工作表“{name}”未导入：{zh}", f"Sheet '{name}': {en}")
