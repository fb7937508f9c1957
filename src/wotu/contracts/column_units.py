"""The unit of a column of numbers, and where it was read."""

from __future__ import annotations

from dataclasses import dataclass

from wotu.contracts.header_zone import HeaderColumn
from wotu.contracts.mapping import Origin
from wotu.contracts.notices import Notice
from wotu.contracts.sampling import SheetSample, are_fractions
from wotu.contracts.schema import FieldType
from wotu.contracts.units_written import factor_of
from wotu.contracts.values import NUMBERS, ValueReader


@dataclass(frozen=True, slots=True)
class ColumnUnit:
    """A unit with its origin, and a remark where it was not stated."""

    unit: str | None = None
    origin: Origin | None = None
    notice: Notice | None = None


def unit_of(
    reader: ValueReader, sample: SheetSample, column: HeaderColumn, name: str
) -> ColumnUnit:
    """Unit of a column read as field ``name``: its header's, the note's, or the contract's."""
    spec = reader.contract.fields[name]
    if spec.type not in NUMBERS:
        return ColumnUnit()
    if column.unit:
        return ColumnUnit(column.unit, "header")
    noted = sample.zone.noted_unit
    if spec.type is FieldType.MONEY and noted and factor_of(FieldType.MONEY, noted):
        return ColumnUnit(noted, "note")
    cells = sample.cells(column.position)
    if spec.type is FieldType.SHARE and are_fractions(cells, name, reader):
        zh = f"列“{column.title}”没有写明单位，值都不大于 1，按小数（0.35 即 35%）读取"
        en = f"Column '{column.title}' states no unit; its values are at most 1, read as fractions"
        return ColumnUnit("1", "values", _assumed(column, name, "1", zh, en))
    if spec.unit is None:
        return ColumnUnit()
    notice = None
    if spec.type in {FieldType.MONEY, FieldType.MONEY_USD, FieldType.SHARE}:
        zh = f"列“{column.title}”没有写明单位，按 {spec.unit} 计算，请核对"
        en = f"Column '{column.title}' states no unit; {spec.unit} is assumed: check it"
        notice = _assumed(column, name, spec.unit, zh, en)
    return ColumnUnit(spec.unit, "assumed", notice)


def _assumed(column: HeaderColumn, name: str, unit: str, zh: str, en: str) -> Notice:
    return Notice("assumed_unit", zh, en, {"column": column.title, "field": name, "unit": unit})
