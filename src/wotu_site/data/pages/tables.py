"""One sheet of a waiting file: column by column, with its first rows as they would go in."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from wotu.contracts.choices import UNITS
from wotu.contracts.mapping import ColumnMapping
from wotu.contracts.notices import Notice
from wotu.contracts.schema import TableContract
from wotu_site.data.labels import contract_label, field_label, packs
from wotu_site.data.reading import LEFT_OUT, SheetReading, TableReading
from wotu_site.firms.queries import value_text
from wotu_site.ui.formats import page_language

SHOWN_ROWS = 8
SHOWN_FAULTS = 8

ORIGINS: dict[str, Promise] = {
    "header": pgettext_lazy("unit", "from the header"),
    "note": pgettext_lazy("unit", "from a note above"),
    "values": pgettext_lazy("unit", "from the values"),
    "assumed": pgettext_lazy("unit", "assumed"),
    "person": pgettext_lazy("unit", "by you"),
    "title": pgettext_lazy("unit", "from the title"),
    "sheet": pgettext_lazy("unit", "from the name of the sheet"),
    "file": pgettext_lazy("unit", "from the name of the file"),
}


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a select."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """One column of a table: what it holds, what it is read as, and how sure that is.

    ``sureness`` is ``exact``, ``similar``, ``person`` or empty for a column that is left out.
    """

    name: str
    header: str
    samples: tuple[str, ...]
    fields: tuple[Option, ...]
    units: tuple[Option, ...]
    unit_name: str
    unit_origin: str
    assumed: bool
    year: int | None
    sureness: str
    remark: str


@dataclass(frozen=True, slots=True)
class ConstantChoice:
    """A value that holds for every row: taken from a title, given by a person, or missing."""

    name: str
    label: str
    value: str
    origin: str
    missing: bool


@dataclass(frozen=True, slots=True)
class PreviewFault:
    """One fault among the first rows."""

    row: int
    column: str
    value: str
    expected: str
    whole_row: bool


@dataclass(frozen=True, slots=True)
class TableChoice:
    """One table of a sheet under its contract."""

    contract: str
    columns: tuple[ColumnChoice, ...]
    constants: tuple[ConstantChoice, ...]
    missing: tuple[str, ...]
    heads: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    checked: int
    faults: tuple[PreviewFault, ...]
    more_faults: int

    @property
    def used(self) -> int:
        """Columns that are imported."""
        return sum(bool(column.sureness) for column in self.columns)


@dataclass(frozen=True, slots=True)
class SheetChoice:
    """One sheet of the file."""

    place: int
    name: str
    row_estimate: int | None
    contracts: tuple[Option, ...]
    left_out: bool
    tables: tuple[TableChoice, ...]
    remarks: tuple[str, ...]
    problem: str
    error: str


def sheet_choice(one: SheetReading, error: tuple[int, str] | None) -> SheetChoice:
    """A sheet as it can be put right; ``error`` is what a change of one failed with."""
    language = page_language()
    return SheetChoice(
        place=one.place,
        name=one.name or "",
        row_estimate=one.row_estimate,
        contracts=_contract_options(one),
        left_out=one.choice == LEFT_OUT,
        tables=tuple(_table_choice(table, number) for number, table in enumerate(one.tables)),
        remarks=tuple(
            notice.in_language(language) for notice in _remarks(one) if notice.code != "constant"
        ),
        problem=one.problem,
        error=error[1] if error and error[0] == one.place else "",
    )


def _remarks(one: SheetReading) -> tuple[Notice, ...]:
    """What the proposal remarked; once a person has changed it, what fitting it remarks."""
    fitted = (notice for table in one.tables for notice in table.table.warnings)
    return one.remarks or tuple(dict.fromkeys(fitted))


def _contract_options(one: SheetReading) -> tuple[Option, ...]:
    proposed = "、".join(contract_label(table.mapping.contract) for table in one.tables)
    automatic = _("Proposed: %(contracts)s") % {"contracts": proposed} if proposed else _("Choose…")
    if one.choice:
        automatic = _("As proposed")
    language = page_language()
    return (
        Option("", automatic, not one.choice),
        *(
            Option(name, contract.label.in_language(language), one.choice == name)
            for name, contract in packs().every_contract.items()
        ),
        Option(LEFT_OUT, _("Do not import this sheet"), one.choice == LEFT_OUT),
    )


def _table_choice(one: TableReading, number: int) -> TableChoice:
    contract = one.table.contract
    faults = _faults(one)
    heads, rows = _preview(one, contract)
    return TableChoice(
        contract=contract.label.in_language(page_language()),
        columns=tuple(
            _column_choice(one, contract, column, f"{number}-{place}")
            for place, column in enumerate(one.mapping.columns)
        ),
        constants=_constants(one, contract, number),
        missing=tuple(field_label(contract.name, name) for name in one.missing),
        heads=heads,
        rows=rows,
        checked=one.preview.rows.height + len({fault.row for fault in faults if fault.whole_row}),
        faults=tuple(faults[:SHOWN_FAULTS]),
        more_faults=max(len(faults) - SHOWN_FAULTS, 0),
    )


def _column_choice(
    one: TableReading, contract: TableContract, column: ColumnMapping, name: str
) -> ColumnChoice:
    language = page_language()
    spec = contract.fields[column.field] if column.field else None
    units = UNITS.get(spec.type, ()) if spec else ()
    unit = column.unit or ""
    if unit and units and unit not in units:
        units = (unit, *units)
    return ColumnChoice(
        name=name,
        header=column.header,
        samples=one.samples.get(column.header, ()),
        fields=(
            Option("", _("Not imported"), not column.field),
            *(
                Option(field, known.label.in_language(language), field == column.field)
                for field, known in contract.fields.items()
            ),
        ),
        units=tuple(Option(word, word, word == unit) for word in units),
        unit_name=f"unit-{name}",
        unit_origin=str(ORIGINS.get(column.unit_origin or "", "")),
        assumed=column.unit_origin == "assumed",
        year=column.year,
        sureness=(column.match or "exact") if column.field else "",
        remark=column.remark.in_language(language) if column.remark else "",
    )


def _constants(
    one: TableReading, contract: TableContract, number: int
) -> tuple[ConstantChoice, ...]:
    """Values for every row: those there are, and those that could supply what is missing."""
    wanted = [*one.mapping.constants, *(n for n in one.missing if n not in {"uscc", "firm_name"})]
    choices = []
    for name in dict.fromkeys(wanted):
        given = one.mapping.constants.get(name)
        choices.append(
            ConstantChoice(
                name=f"constant-{number}-{name}",
                label=field_label(contract.name, name),
                value=given.value if given else "",
                origin=str(ORIGINS.get(given.origin, "")) if given else "",
                missing=given is None,
            )
        )
    return tuple(choices)


def _preview(
    one: TableReading, contract: TableContract
) -> tuple[tuple[str, ...], tuple[tuple[int, tuple[str, ...]], ...]]:
    """The first rows as they would go in: heads, and row numbers with cells."""
    named = {*one.mapping.constants, *(column.field for column in one.mapping.used)}
    if one.mapping.years:
        named.add(contract.time.from_field)
    fields = [name for name in contract.fields if name in named]
    heads = tuple(field_label(contract.name, name) for name in fields)
    codes = packs().code_lists
    rows = one.preview.rows.select("_row", *fields).head(SHOWN_ROWS)
    return heads, tuple(
        (
            cells[0],
            tuple(
                "" if value is None else value_text(contract.fields[name], value, codes)
                for name, value in zip(fields, cells[1:], strict=True)
            ),
        )
        for cells in rows.iter_rows()
    )


def _faults(one: TableReading) -> list[PreviewFault]:
    zh = page_language().startswith("zh")
    return [
        PreviewFault(
            row=row["row"],
            column=row["column"] or "",
            value=row["value"] or "",
            expected=(row["expected"] if zh else row["expected_en"]) or "",
            whole_row=row["scope"] == "row",
        )
        for row in one.preview.rejected.iter_rows(named=True)
        if row["code"] != "not_a_record"
    ]
