"""Cells of one column read as the type of its field."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import polars as pl

from wotu.contracts.base_units import read_unit
from wotu.contracts.coded_values import CodeReader
from wotu.contracts.codelists import CodeList
from wotu.contracts.dates import read_date, read_year
from wotu.contracts.faults import expected_of
from wotu.contracts.identifiers import likely_code, read_registration_no, read_uscc
from wotu.contracts.numbers import read_number
from wotu.contracts.readings import Reading
from wotu.contracts.schema import Field, FieldType, TableContract
from wotu.contracts.stated_periods import read_period
from wotu.contracts.units_written import ONE, Factor
from wotu.contracts.words import read_boolean, read_name, read_text
from wotu.packs.schema import Label

NUMBERS: Final = frozenset(
    {
        FieldType.COUNT,
        FieldType.POINTS,
        FieldType.MONEY,
        FieldType.MONEY_USD,
        FieldType.SHARE,
        FieldType.AREA,
        FieldType.NUMBER,
    }
)
"""Types that have a unit."""


@dataclass(frozen=True)
class ValueReader:
    """Reads the columns of one contract; ``today`` is the day by which a date is in the future."""

    contract: TableContract
    code_lists: dict[str, CodeList]
    today: datetime.date

    @cached_property
    def _code_readers(self) -> dict[str, CodeReader]:
        code, _ = self.contract.subject.identity
        return {
            name: CodeReader(self.code_lists[field.codes], names_subject=name == code)
            for name, field in self.contract.fields.items()
            if field.codes
        }

    def read(self, field: str, cells: pl.Series, unit: Factor = ONE) -> Reading:
        """Values in the stored type of the field, and a fault code for each unreadable cell.

        Never raises on what cells hold: a cell has a value, a fault, or says nothing.
        """
        spec = self.contract.fields[field]
        reading = self._read(field, spec, cells, unit)
        values = reading.values.cast(self.contract.stored_types[field]).alias(field)
        return Reading(values, reading.faults)

    def expected(self, fault: str, field: str) -> Label:
        """What would have been right in place of a faulty value; an unknown field has no type."""
        spec = self.contract.fields.get(field)
        codes = self.code_lists[spec.codes] if spec is not None and spec.codes else None
        return expected_of(fault, spec, codes)

    def suggestion(self, field: str, value: str) -> str | None:
        """What was probably meant by a faulty cell, for a person to confirm."""
        if self.contract.fields[field].type is FieldType.USCC:
            return likely_code(value)
        if field in self._code_readers:
            return self._code_readers[field].likely_name(value)
        return None

    def _read(self, name: str, field: Field, cells: pl.Series, unit: Factor) -> Reading:
        if field.type in NUMBERS:
            return read_number(cells, field, unit)
        match field.type:
            case FieldType.USCC:
                return read_uscc(cells)
            case FieldType.REGISTRATION_NO:
                return read_registration_no(cells)
            case FieldType.FIRM_NAME:
                return read_name(cells)
            case FieldType.YEAR:
                return read_year(cells, today=self.today)
            case FieldType.DATE:
                may_be_open = name == self.contract.time.to_field
                return read_date(cells, today=self.today, may_be_open=may_be_open)
            case FieldType.BOOLEAN:
                return read_boolean(cells)
            case FieldType.UNIT:
                return read_unit(cells)
            case FieldType.PERIOD:
                return read_period(cells)
            case FieldType.CODE:
                return self._code_readers[name].read(cells)
            case _:
                return read_text(cells)
