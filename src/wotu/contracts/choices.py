"""What a person decides about the columns of a table, put into its mapping."""

from __future__ import annotations

from wotu.contracts.mapping import Mapping
from wotu.contracts.proposal import IDENTIFIERS
from wotu.contracts.schema import FieldType, TimeKind
from wotu.contracts.table_import import TableImport

UNITS: dict[FieldType, tuple[str, ...]] = {
    FieldType.MONEY: ("元", "千元", "万元", "百万元", "亿元"),
    FieldType.MONEY_USD: ("美元", "万美元", "百万美元", "亿美元"),
    FieldType.COUNT: ("个", "千人", "万人"),
    FieldType.SHARE: ("%", "‰", "1"),
    FieldType.AREA: ("平方米", "万平方米", "公顷"),
}
"""Units that a person can choose for a column of figures."""


def with_choice(
    table: TableImport,
    mapping: Mapping,
    header: str,
    field: str | None,
    unit: str | None = None,
) -> Mapping:
    """A mapping of a table with one column put right; ``field=None`` leaves it out.

    A year that the header states is kept; without ``unit`` the unit is read from the file anew.
    Raises:  MappingError where there is no such header; UnknownNameError for an unknown field.
    """
    contract = table.contract
    year = None
    if field is not None:
        contract.require_field(field)
        column = next((c for c in table.bound.zone.columns if c.title == header), None)
        yearly = contract.time.kind is TimeKind.YEAR and field not in IDENTIFIERS
        year = column.year if column and yearly and field != contract.time.from_field else None
    chosen = mapping.with_column(header, field, unit=unit, year=year)
    return chosen.with_constant(contract.time.from_field, None) if chosen.years else chosen
