"""One chunk of raw cells made into typed rows, with everything else accounted for."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import polars as pl

from wotu.contracts.base_units import base_unit
from wotu.contracts.chunks import CleanChunk, stack_rejected
from wotu.contracts.columns import BoundColumn, BoundTable
from wotu.contracts.identifiers import looks_like_registration_no
from wotu.contracts.period_days import with_days
from wotu.contracts.readers.sheet import ROW, SURPLUS
from wotu.contracts.readings import Reading
from wotu.contracts.records import kinds_of_rows
from wotu.contracts.rejects import faulty_cells, rows_set_aside, with_raw
from wotu.contracts.units_written import ONE
from wotu.contracts.values import ValueReader
from wotu.packs.schema import Label

_WORKERS: Final = 2
"""Columns read at a time; the work is done outside the interpreter's lock."""

_NO_VALUES: Final = {
    "no_values": Label(zh="至少一个年度的数值", en="a value for one year at least")
}
_LINE: Final = ("row", "column", "field", "value", "code", "scope")


@dataclass(frozen=True)
class _Slice:
    """The cells of one year of a chunk, read."""

    rows: pl.DataFrame
    lines: pl.DataFrame
    """Faults, by the columns of ``_LINE``."""
    empty: pl.Series
    """Numbers of rows that say nothing for this year."""


@dataclass(frozen=True)
class Cleaner:
    """Cleans the chunks of one table."""

    table: BoundTable
    reader: ValueReader

    def clean(self, raw: pl.DataFrame) -> CleanChunk:
        """Every row of ``raw`` either as typed rows or with the reason why not."""
        kinds = kinds_of_rows(raw, self.table)
        aside = raw.select(row=ROW).with_columns(kind=kinds).drop_nulls("kind")
        records = raw.filter(kinds.is_null())
        slices = [self._slice(records, year) for year in self.table.years]
        lines = [rows_set_aside(aside, "not_a_record")] if aside.height else []
        lines += self._lines_of(slices)
        rows = pl.concat([part.rows for part in slices])
        if len(slices) > 1:
            rows = rows.sort(ROW, maintain_order=True)
        rejected = [with_raw(part, raw, self.table) for part in lines if part.height]
        return CleanChunk(rows, stack_rejected(rejected))

    def _lines_of(self, slices: list[_Slice]) -> list[pl.DataFrame]:
        found = pl.concat([part.lines for part in slices])
        # A fault in a column that holds for every year is told once.
        found = found.unique(maintain_order=True)
        lines = [faulty_cells(found, self.reader)] if found.height else []
        if len(slices) > 1:
            nothing = pl.concat([part.empty for part in slices])
            counted = nothing.value_counts(name="years").filter(pl.col("years") == len(slices))
            rows = counted.select("row", kind=pl.lit("no_values"))
            lines.append(rows_set_aside(rows, "no_values", _NO_VALUES))
        return lines

    def _slice(self, records: pl.DataFrame, year: int | None) -> _Slice:
        columns = self.table.columns_of(year)
        empty = pl.Series("row", [], dtype=pl.Int64)
        if year is not None:
            own = [pl.col(str(column.position)) for column in columns if column.year == year]
            said = pl.any_horizontal(cell.str.contains(r"\S").fill_null(False) for cell in own)
            empty = records.filter(~said)[ROW].alias("row")
            records = records.filter(said)
        cells = {column.field: records[str(column.position)] for column in columns}
        self._move_old_numbers(cells)
        readings = self._readings(columns, cells)
        readings |= self._constants(records.height, year)
        faults = _Faults(self, records, cells, readings, columns)
        rows = self._rows(records, readings).filter(~faults.row_is_rejected)
        return _Slice(rows, faults.lines, empty)

    def _move_old_numbers(self, cells: dict[str, pl.Series]) -> None:
        """15 digits in the column of unified codes are the number that came before them."""
        if "uscc" not in cells or "registration_no" not in self.table.contract.fields:
            return
        codes = cells["uscc"]
        old = looks_like_registration_no(codes)
        if not old.any():
            return
        known = cells.get("registration_no", pl.Series([None] * codes.len(), dtype=pl.String))
        both = pl.DataFrame({"old": old, "code": codes, "known": known})
        free = pl.col("old") & ~pl.col("known").str.contains(r"\S").fill_null(False)
        moved = both.select(
            uscc=pl.when(~free).then("code"),
            registration_no=pl.when(free).then("code").otherwise("known"),
        )
        cells["uscc"], cells["registration_no"] = moved["uscc"], moved["registration_no"]

    def _readings(
        self, columns: tuple[BoundColumn, ...], cells: dict[str, pl.Series]
    ) -> dict[str, Reading]:
        units = {column.field: column.unit for column in columns}

        def read(field: str) -> Reading:
            unit_field = self.table.contract.fields[field].unit_field
            if unit_field is not None and (stated := self._units(unit_field, cells, field)):
                return self._read_by_unit(field, cells[field], stated)
            return self.reader.read(field, cells[field], units.get(field, ONE))

        with ThreadPoolExecutor(_WORKERS) as pool:
            return dict(zip(cells, pool.map(read, cells), strict=True))

    def _units(
        self, unit_field: str, cells: dict[str, pl.Series], field: str
    ) -> list[str | None] | None:
        """The unit that each row states for a number; None where the table states none."""
        if unit_field in cells:
            return cells[unit_field].to_list()
        constant = self.table.mapping.constants.get(unit_field)
        return [constant.value] * cells[field].len() if constant else None

    def _read_by_unit(self, field: str, cells: pl.Series, stated: list[str | None]) -> Reading:
        """Numbers read once for each unit that their rows state."""
        reading = self.reader.read(field, cells)
        rows = pl.DataFrame({"unit": stated}, schema={"unit": pl.String}).with_row_index("place")
        for (written,), group in rows.drop_nulls("unit").group_by("unit"):
            unit = base_unit(str(written))
            if unit is not None and unit.factor != ONE:
                told = self.reader.read(field, cells.gather(group["place"]), unit.factor)
                reading = reading.overwritten(group["place"], told)
        return reading

    @cached_property
    def _constant_readings(self) -> dict[str, Reading]:
        return {
            field: self.reader.read(field, pl.Series([constant.value], dtype=pl.String))
            for field, constant in self.table.mapping.constants.items()
        }

    def _constants(self, height: int, year: int | None) -> dict[str, Reading]:
        """Values that hold for every row, and the year of a slice."""
        constants = {
            field: Reading(_repeated(told.values, height), _repeated(told.faults, height))
            for field, told in self._constant_readings.items()
        }
        if year is not None:
            field = self.table.contract.time.from_field
            years = pl.Series([year], dtype=pl.Int32)
            none = pl.Series([None], dtype=pl.String)
            constants[field] = Reading(_repeated(years, height), _repeated(none, height))
        return constants

    def _rows(self, records: pl.DataFrame, readings: dict[str, Reading]) -> pl.DataFrame:
        types = self.table.contract.stored_types
        known = [readings[field].values.alias(field) for field in types if field in readings]
        missing = (pl.lit(None, kind).alias(field) for field, kind in types.items())
        frame = pl.DataFrame([*known, records[ROW]])
        absent = [column for column in missing if column.meta.output_name() not in frame.columns]
        return with_days(frame.with_columns(absent), self.table.contract).select(*types, ROW)


class _Faults:
    """The faults of one slice, and which of its rows do not go in."""

    def __init__(
        self,
        cleaner: Cleaner,
        records: pl.DataFrame,
        cells: dict[str, pl.Series],
        readings: dict[str, Reading],
        columns: tuple[BoundColumn, ...],
    ) -> None:
        self._contract = cleaner.table.contract
        self._titles = {column.field: column.title for column in columns}
        self._records = records
        self._cells = cells
        self._readings = readings
        beyond = [pl.col(str(place)) for place in cleaner.table.beyond]
        filled = (pl.when(cell.str.contains(r"\S")).then(cell) for cell in beyond)
        self._surplus = records.select(pl.coalesce(SURPLUS, *filled)).to_series()
        self._rejected = pl.Series([False] * records.height, dtype=pl.Boolean)
        self._parts = [*self._values(), *self._whole_rows()]

    @property
    def row_is_rejected(self) -> pl.Series:
        """Whether each row stays out."""
        return self._rejected

    @cached_property
    def lines(self) -> pl.DataFrame:
        """One line a fault; where the row stays out, all its faults have the scope of the row."""
        texts = {name: pl.String() for name in _LINE[1:]}
        schema = pl.Schema({"place": pl.UInt32(), "row": pl.Int64(), **texts})
        if not self._parts:
            return pl.DataFrame(schema=schema).select(_LINE)
        parts = [part.select(schema.names()).cast(schema) for part in self._parts]
        out = self._rejected.gather(pl.concat(parts)["place"])
        scope = pl.when(out).then(pl.lit("row")).otherwise(pl.lit("value"))
        return pl.concat(parts).with_columns(scope=scope).select(_LINE)

    def _values(self) -> Iterator[pl.DataFrame]:
        for field, reading in self._readings.items():
            faults = reading.faults
            if faults.null_count() == faults.len():
                continue
            faulty = faults.is_not_null()
            if not self._contract.fields[field].tolerant:
                self._rejected = self._rejected | faulty
            yield self._lines(faulty, field, faults.filter(faulty))

    def _whole_rows(self) -> Iterator[pl.DataFrame]:
        cells = self._surplus
        surplus = cells.is_not_null()
        if surplus.any():
            self._rejected = self._rejected | surplus
            yield self._lines(surplus, None, "wrong_cell_count", cells)
        for field, spec in self._contract.fields.items():
            if spec.required:
                lacking = self._lacking(field)
                if lacking.any():
                    self._rejected = self._rejected | lacking
                    yield self._lines(lacking, field, "required_missing")
        code, name = self._contract.subject.identity
        nameless = self._lacking(code) & self._lacking(name)
        if not self._contract.fields[name].required and nameless.any():
            self._rejected = self._rejected | nameless
            yield self._lines(nameless, None, "no_identifier")

    def _lacking(self, field: str) -> pl.Series:
        """Rows without a value and without a fault that says why."""
        if field not in self._readings:
            return pl.Series([True] * self._records.height, dtype=pl.Boolean)
        reading = self._readings[field]
        return reading.values.is_null() & reading.faults.is_null()

    def _lines(
        self,
        where: pl.Series,
        field: str | None,
        code: str | pl.Series,
        cells: pl.Series | None = None,
    ) -> pl.DataFrame:
        values = self._cells.get(field or "") if cells is None else cells
        places = where.arg_true()
        return pl.DataFrame(
            {
                "place": places,
                "row": self._records[ROW].gather(places),
                "value": None if values is None else values.gather(places),
                "code": code,
            },
            schema_overrides={"value": pl.String},
        ).with_columns(
            column=pl.lit(self._titles.get(field or ""), pl.String),
            field=pl.lit(field, pl.String),
            scope=pl.lit("row"),
        )


def _repeated(values: pl.Series, height: int) -> pl.Series:
    return values.new_from_index(0, height)
