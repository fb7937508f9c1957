"""A mapping bound to a sheet: which cells, at which place, are read as which field."""

from __future__ import annotations

from dataclasses import dataclass

from wotu.contracts.header_zone import HeaderZone
from wotu.contracts.mapping import Mapping
from wotu.contracts.schema import TableContract
from wotu.contracts.units_written import ONE, Factor, factor_of
from wotu.errors import MappingError


@dataclass(frozen=True, slots=True)
class BoundColumn:
    """One imported column."""

    position: int
    title: str
    field: str
    unit: Factor
    year: int | None


@dataclass(frozen=True)
class BoundTable:
    """A sheet with its header, contract and columns."""

    contract: TableContract
    mapping: Mapping
    zone: HeaderZone
    columns: tuple[BoundColumn, ...]
    beyond: tuple[int, ...] = ()
    """Places right of the header in which a cell means that its row has shifted."""

    @property
    def years(self) -> tuple[int | None, ...]:
        """The years one row of the sheet speaks of; one unknown year where headers state none."""
        years = sorted({column.year for column in self.columns if column.year is not None})
        return tuple(years) or (None,)

    def columns_of(self, year: int | None) -> tuple[BoundColumn, ...]:
        """The columns of one year, and those that hold for every year."""
        return tuple(column for column in self.columns if column.year in {None, year})

    @property
    def titles(self) -> dict[int, str]:
        """Header text by position, of every column that has one."""
        return {column.position: column.title for column in self.zone.columns}


def bind(mapping: Mapping, zone: HeaderZone, contract: TableContract) -> BoundTable:
    """The mapping put onto the columns of a sheet, by header text.

    Raises:  MappingError naming columns that the sheet lacks, unknown fields, fields given twice
        and units that do not suit.
    """
    positions = {column.title: column.position for column in zone.columns}
    columns = []
    taken: dict[tuple[str, int | None], str] = {}
    for column in mapping.used:
        field = column.field or ""
        if field not in contract.fields:
            raise _unknown_field(field, contract)
        if column.header not in positions:
            raise missing_columns([column.header], zone)
        unit = factor_of(contract.fields[field].type, column.unit) if column.unit else ONE
        if unit is None:
            raise _wrong_unit(column.header, column.unit or "", field, contract)
        if (field, column.year) in taken:
            raise _twice(field, taken[field, column.year], column.header)
        taken[field, column.year] = column.header
        place = positions[column.header]
        columns.append(BoundColumn(place, column.header, field, unit, column.year))
    for field in mapping.constants:
        if field not in contract.fields:
            raise _unknown_field(field, contract)
    return BoundTable(contract, mapping, zone, tuple(columns))


def missing_columns(headers: list[str], zone: HeaderZone) -> MappingError:
    """The error that names columns of a mapping which a file does not have."""
    known = [column.title for column in zone.columns]
    listed, found = "、".join(headers), "、".join(known)
    return MappingError(
        f"文件里没有映射所用的列：{listed}。文件的表头（第 {zone.first_row} 行起）：{found}。"
        "请改映射中的 header，或去掉这些列的 field。\n"
        f"The file lacks columns of the mapping: {', '.join(headers)}. Its header, from row "
        f"{zone.first_row}, has: {', '.join(known)}. Change 'header' in the mapping, or take "
        "'field' away from these columns.",
        columns=headers,
        known=known,
    )


def _unknown_field(field: str, contract: TableContract) -> MappingError:
    known = list(contract.fields)
    return MappingError(
        f"合约 {contract.name} 没有字段“{field}”。已有字段：{'、'.join(known)}。\n"
        f"The contract {contract.name} has no field '{field}'. It has: {', '.join(known)}.",
        contract=contract.name,
        field=field,
        known=known,
    )


def _wrong_unit(header: str, unit: str, field: str, contract: TableContract) -> MappingError:
    label = contract.fields[field].label
    return MappingError(
        f"列“{header}”的单位“{unit}”不适用于“{label.zh}”。请改映射中的 unit。\n"
        f"The unit '{unit}' of column '{header}' does not suit '{label.en}'. Change 'unit'.",
        columns=[header],
        unit=unit,
        field=field,
    )


def _twice(field: str, one: str, other: str) -> MappingError:
    return MappingError(
        f"两列“{one}”“{other}”都映射到字段 {field}。请去掉其中一列的 field。\n"
        f"Two columns, '{one}' and '{other}', are mapped to {field}. Take 'field' from one.",
        columns=[one, other],
        field=field,
    )
