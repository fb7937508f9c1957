"""A file, table or query in; clean typed rows and every rejected one out.

>>> with open_import("统计表.xlsx", packs) as opened:            # doctest: +SKIP
...     for table in opened.tables:
...         for chunk in table.chunks():
...             lake.land(table.contract, chunk.rows, chunk.rejected)
"""

from __future__ import annotations

import datetime
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

import polars as pl

from wotu.contracts.choosing import choose_candidates
from wotu.contracts.chunk_store import ChunkStore
from wotu.contracts.chunks import CleanChunk, stack_rejected
from wotu.contracts.cleaning import Cleaner
from wotu.contracts.columns import BoundTable, bind
from wotu.contracts.duplicates import DuplicateRows, DuplicateSearch
from wotu.contracts.fitting import fit_mapping, header_lines
from wotu.contracts.header_zone import HeaderZone, find_header, header_at
from wotu.contracts.limits import CHUNK_ROWS, PREVIEW_ROWS
from wotu.contracts.mapping import Mapping
from wotu.contracts.notices import Notice
from wotu.contracts.readers.opening import open_location
from wotu.contracts.readers.sheet import ROW, RawSheet
from wotu.contracts.rejects import with_raw
from wotu.contracts.sampling import SheetSample
from wotu.contracts.schema import TableContract
from wotu.contracts.values import ValueReader
from wotu.contracts.vocabulary import Vocabulary
from wotu.errors import MappingError
from wotu.packs.loader import PackSet
from wotu.progress import Progress, part_of, silent


@dataclass(frozen=True)
class TableImport:
    """One sheet under one contract, ready to be read; ``chunks`` may be called again."""

    bound: BoundTable
    reader: ValueReader
    source: RawSheet
    warnings: tuple[Notice, ...]
    folder: Path
    chunk_rows: int = CHUNK_ROWS

    @property
    def sheet(self) -> str | None:
        """Name of the sheet; null for a format that has only one."""
        return self.source.name

    @property
    def contract(self) -> TableContract:
        """The contract the rows come under."""
        return self.bound.contract

    @property
    def mapping(self) -> Mapping:
        """Which column is which field; saved, it reads next year's file as well."""
        return self.bound.mapping

    @property
    def row_estimate(self) -> int | None:
        """About how many rows there are, header included; null where nobody knows."""
        return self.source.row_estimate

    def chunks(self, progress: Progress = silent) -> Iterator[CleanChunk]:
        """All rows, cleaned, in the order of the file.

        The first chunk comes when the whole table has been seen, since a row may contradict one
        far below it. Memory holds one chunk, and sixteen bytes a row.
        Raises:  UnreadableFileError where the file turns out to be broken further down.
        """
        with tempfile.TemporaryDirectory(dir=self.folder) as folder:
            store = ChunkStore(Path(folder))
            search = DuplicateSearch(self.bound)
            cleaner = Cleaner(self.bound, self.reader)
            for raw in self._raw(part_of(progress, 0.0, 0.9)):
                chunk = cleaner.clean(raw)
                search.add(chunk.rows)
                store.add(chunk)
            duplicates = search.resolve(store)
            raws = self._raw_lines(duplicates) if duplicates else None
            for number in range(store.count):
                progress(0.9 + 0.1 * number / store.count, "checking for duplicates")
                chunk = store.get(number)
                yield _without(chunk, number, duplicates, raws) if duplicates else chunk
        progress(1.0, "done")

    def _raw(self, progress: Progress) -> Iterator[pl.DataFrame]:
        estimate = max(self.row_estimate or 0, 1)
        for raw in self.source.chunks(self.bound.zone.data_row, self.chunk_rows):
            yield raw
            progress(min(int(raw[ROW][-1]) / estimate, 1.0), f"row {raw[ROW][-1]}")

    def _raw_lines(self, duplicates: DuplicateRows) -> pl.DataFrame:
        """The lines of rejection with the raw rows, which are read once more for it."""
        lines = duplicates.lines
        wanted = lines["row"].unique().implode()
        parts = []
        for raw in self.source.chunks(self.bound.zone.data_row, self.chunk_rows):
            here = raw.filter(pl.col(ROW).is_in(wanted))
            if here.height:
                told = lines.filter(pl.col("row").is_in(here[ROW].implode()))
                parts.append(with_raw(told, here, self.bound))
        return pl.concat(parts)


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
    location: str | Path,
    packs: PackSet,
    *,
    contract: str | None = None,
    mapping: Mapping | Sequence[Mapping] | None = None,
    sheets: Sequence[str] | None = None,
    today: datetime.date | None = None,
    progress: Progress = silent,
) -> FileImport:
    """Open a file or query and work out which rows go under which contract.

    ``location``: a path, ``sqlite:///file.db?table=…``, ``postgresql://…?query=…``.
    ``contract``: the only contract to read under; without it every contract that a sheet clearly
    speaks of, so that one sheet may give firms, finance and staff.
    ``mapping``: saved mappings, used in place of proposals.
    ``sheets``: names of the sheets to read; without it all that are not hidden.
    ``today``: the day by which dates lie in the future.

    Raises:  UnreadableFileError, MappingError, UnknownNameError; nothing has been read in then.
    """
    folder = tempfile.TemporaryDirectory(prefix="wotu-import-", ignore_cleanup_errors=True)
    try:
        opened = open_location(location, Path(folder.name), sheets, progress)
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
        names = [self._packs.contract(contract)] if contract else self._packs.contracts.values()
        readers = [self._reader(one) for one in names]
        vocabulary = Vocabulary(reader.contract for reader in readers)
        tables: list[TableImport] = []
        undecided: list[tuple[RawSheet, MappingError]] = []
        for sheet in sheets:
            rows = sheet.preview(PREVIEW_ROWS)
            zone = find_header(rows, sheet.merged, vocabulary)
            sample = SheetSample(zone, rows, sheet.name, self._file) if zone else None
            try:
                candidates = choose_candidates(sample, rows, vocabulary, readers, self._file)
            except MappingError as error:
                undecided.append((sheet, error))
                continue
            for candidate in candidates:
                assert zone is not None
                bound = bind(candidate.mapping, zone, candidate.contract)
                tables.append(self._table(bound, sheet, candidate.notices))
        if not tables and undecided:
            raise undecided[0][1]
        self.notices += [_unused(sheet, error) for sheet, error in undecided]
        return tables

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
        return self._table(bound, sheet, fitted.notices)

    def _zone(self, sheet: RawSheet, rows: list[list[str | None]], mapping: Mapping) -> HeaderZone:
        if mapping.header_rows:
            return header_at(rows, sheet.merged, *mapping.header_rows)
        vocabulary = Vocabulary(self._packs.contracts.values(), also=header_lines([mapping]))
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

    def _table(self, bound: BoundTable, sheet: RawSheet, notices: Sequence[Notice]) -> TableImport:
        reader = self._reader(bound.contract)
        return TableImport(bound, reader, sheet, (*sheet.notices, *notices), self._folder)


def _unused(sheet: RawSheet, error: MappingError) -> Notice:
    zh, _, en = error.message.partition("\n")
    name = sheet.name or ""
    return Notice("unused_sheet", f"工作表“{name}”未导入：{zh}", f"Sheet '{name}': {en}")


def _without(
    chunk: CleanChunk, number: int, duplicates: DuplicateRows, raws: pl.DataFrame | None
) -> CleanChunk:
    """A chunk less its duplicates, which become lines of rejection."""
    here = pl.col("_chunk") == number
    places = duplicates.places.filter(here)["_place"]
    if raws is None or not places.len():
        return chunk
    kept = chunk.rows.with_row_index("_place").filter(~pl.col("_place").is_in(places.implode()))
    lines = duplicates.lines.filter(here).select("row")
    told = raws.filter(pl.col("row").is_in(lines["row"].implode()))
    return CleanChunk(kept.drop("_place"), stack_rejected([chunk.rejected, told]))
