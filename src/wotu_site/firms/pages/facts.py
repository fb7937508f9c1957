"""Facts of a firm as a page shows them: single values, figures by year, lists."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from wotu.build.snapshot import Snapshot
from wotu.contracts.schema import FieldType, TableContract, TimeKind
from wotu.lake.resolve import IDENTITY_FIELDS
from wotu_site.access.fields import visible_fields
from wotu_site.access.roles import Person
from wotu_site.firms.addresses import fact_address, row_address
from wotu_site.firms.texts import figure_of, is_figure, plain_text, value_text
from wotu_site.ui.figures import Figure
from wotu_site.ui.formats import page_language

#: The order in which people look for things; contracts of other packs come after.
ORDER = (
    "firm_registration",
    "firm_profile",
    "firm_finance",
    "firm_staff",
    "firm_innovation",
    "firm_review",
    "firm_certificate",
    "firm_ip",
    "firm_conversion",
    "firm_incident",
    "firm_premises",
    "firm_relation",
)
YEARS_SHOWN = 5
ROWS_SHOWN = 5

Disputed = frozenset[tuple[str, str, str]]
"""Contract, field and key (as JSON) of the values on which sources disagree."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One value with its label; ``long`` for texts that take several lines."""

    label: str
    figure: Figure
    long: bool = False


@dataclass(frozen=True, slots=True)
class FactCard:
    """The values of a contract of which a firm has one row."""

    contract: str
    label: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class YearRow:
    """One field over the years; ``course`` is empty where it cannot be drawn."""

    label: str
    figures: tuple[Figure, ...]
    course: tuple[Any, ...]
    course_words: str


@dataclass(frozen=True, slots=True)
class YearTable:
    """The figures of a contract by year, the last year at the right."""

    contract: str
    label: str
    years: tuple[int, ...]
    rows: tuple[YearRow, ...]


@dataclass(frozen=True, slots=True)
class ListRow:
    """One row of a list: its cells, its evidence, and for certificates the days it has left."""

    cells: tuple[tuple[str, bool], ...]
    evidence: str
    days_left: int | None = None


@dataclass(frozen=True, slots=True)
class ListCard:
    """The rows of a list about a firm; ``complete`` says that there are certainly no others."""

    contract: str
    label: str
    columns: tuple[str, ...]
    rows: tuple[ListRow, ...]
    total: int
    complete: bool
    supplier: str
    lapses: bool


class FactPages:
    """Builds the parts of a page from the facts of one firm, as one person may see them."""

    def __init__(self, snapshot: Snapshot, firm: Mapping[str, Any], person: Person) -> None:
        self.snapshot = snapshot
        self.firm = firm
        self.firm_id: str = firm["firm_id"]
        self.person = person
        self.language = page_language()
        self.codes = snapshot.packs.code_lists
        self.disputed = disputed_values(snapshot, self.firm_id)

    def contracts(self) -> list[TableContract]:
        """All contracts in the order in which they are shown."""
        found = self.snapshot.packs.contracts
        known = [found[name] for name in ORDER if name in found]
        return known + [contract for name, contract in found.items() if name not in ORDER]

    def cards(self) -> tuple[FactCard, ...]:
        """Contracts with one row a firm."""
        single = [c for c in self.contracts() if not c.key]
        return tuple(card for c in single if (card := self._card(c)).facts)

    def tables(self) -> tuple[YearTable, ...]:
        """Contracts with one row a year."""
        yearly = [c for c in self.contracts() if is_yearly(c)]
        return tuple(table for c in yearly if (table := self._table(c)).rows)

    def lists(self) -> tuple[ListCard, ...]:
        """Contracts with any number of rows."""
        several = [c for c in self.contracts() if c.key and not is_yearly(c) and self.fields(c)]
        return tuple(self.list_card(contract, ROWS_SHOWN, 0) for contract in several)

    def fields(self, contract: TableContract) -> list[str]:
        """The fields to show: those that the person may see and that do not name the firm."""
        hidden = {*IDENTITY_FIELDS}
        return [name for name in visible_fields(self.person, contract) if name not in hidden]

    def figure(
        self, contract: TableContract, name: str, value: Any, key: Mapping[str, Any]
    ) -> Figure:
        """One value with its evidence."""
        spec = contract.fields[name]
        key_json = json.dumps(dict(key), default=str, separators=(",", ":"), ensure_ascii=False)
        disputed = (contract.name, name, key_json) in self.disputed
        address = fact_address(self.firm_id, contract.name, name, key)
        return figure_of(spec, value, self.codes, address, disputed)

    def _card(self, contract: TableContract) -> FactCard:
        sql = f'SELECT * FROM "fact_{contract.name}" WHERE firm_id = ?'
        row = self.snapshot.row(sql, [self.firm_id]) or {}
        facts = tuple(
            Fact(
                contract.fields[name].label.in_language(self.language),
                self.figure(contract, name, row[name], {}),
                long=isinstance(row[name], str) and len(row[name]) > 30,
            )
            for name in self.fields(contract)
            if row.get(name) is not None
        )
        return FactCard(contract.name, contract.label.in_language(self.language), facts)

    def _table(self, contract: TableContract) -> YearTable:
        year = contract.time.from_field
        # Sorted here: with a limit in it the query would read the table, not its index.
        found = self.snapshot.rows(
            f'SELECT * FROM "fact_{contract.name}" WHERE firm_id = ?', [self.firm_id]
        )
        rows = sorted(found, key=lambda row: int(row[year]))[-YEARS_SHOWN:]
        names = [name for name in self.fields(contract) if name != year]
        told = [name for name in names if any(row[name] is not None for row in rows)]
        return YearTable(
            contract.name,
            contract.label.in_language(self.language),
            tuple(row[year] for row in rows),
            tuple(self._year_row(contract, name, rows) for name in told),
        )

    def _year_row(self, contract: TableContract, name: str, rows: list[dict[str, Any]]) -> YearRow:
        spec, year = contract.fields[name], contract.time.from_field
        values = [row[name] for row in rows]
        drawn = is_figure(spec) and sum(value is not None for value in values) > 1
        told = [f"{row[year]}: {value_text(spec, row[name], self.codes)}" for row in rows]
        return YearRow(
            spec.label.in_language(self.language),
            tuple(
                self.figure(contract, name, value, {year: row[year]})
                for value, row in zip(values, rows, strict=True)
            ),
            tuple(values) if drawn else (),
            "; ".join(told) if drawn else "",
        )

    def list_card(self, contract: TableContract, limit: int, offset: int) -> ListCard:
        """A part of the rows of a list, the latest first."""
        begins = contract.time.from_field
        rows = self.snapshot.rows(
            f'SELECT *, count(*) OVER () AS _total FROM "fact_{contract.name}" WHERE firm_id = ?'
            f' ORDER BY "{begins}" DESC NULLS LAST, {", ".join(contract.key)}'
            f" LIMIT {int(limit)} OFFSET {int(offset)}",
            [self.firm_id],
        )
        names = [n for n in self.fields(contract) if any(row[n] is not None for row in rows)]
        return ListCard(
            contract=contract.name,
            label=contract.label.in_language(self.language),
            columns=tuple(contract.fields[n].label.in_language(self.language) for n in names),
            rows=tuple(self._list_row(contract, names, row) for row in rows),
            total=rows[0]["_total"] if rows else 0,
            complete=contract.name in self.snapshot.manifest.report["complete_lists"],
            supplier=contract.supplier.in_language(self.language),
            lapses=contract.name == "firm_certificate",
        )

    def _list_row(self, contract: TableContract, names: list[str], row: dict[str, Any]) -> ListRow:
        key = {name: row[name] for name in contract.key}
        ends = row.get(contract.time.to_field) if contract.time.to_field else None
        return ListRow(
            tuple(self._list_cell(contract, name, row[name]) for name in names),
            row_address(self.firm_id, contract.name, key),
            (ends - self.snapshot.manifest.as_of).days if isinstance(ends, date) else None,
        )

    def _list_cell(self, contract: TableContract, name: str, value: Any) -> tuple[str, bool]:
        spec = contract.fields[name]
        if value is None:
            return "", False
        if spec.type in (FieldType.CODE, FieldType.BOOLEAN, FieldType.DATE, FieldType.TEXT):
            return plain_text(spec, value, self.codes), False
        return value_text(spec, value, self.codes), is_figure(spec)


def is_yearly(contract: TableContract) -> bool:
    """Whether a firm has one row of the contract for each year."""
    return contract.time.kind is TimeKind.YEAR and contract.key == (contract.time.from_field,)


def disputed_values(snapshot: Snapshot, firm_id: str) -> Disputed:
    """The values of a firm on which sources disagree."""
    rows = snapshot.rows(
        "SELECT contract, key, fields FROM disagreement WHERE firm_id = ?", [firm_id]
    )
    return frozenset(
        (row["contract"], field, row["key"]) for row in rows for field in row["fields"].split(",")
    )
