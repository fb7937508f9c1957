"""One page of the list of firms: its rows in the columns that were chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import QueryDict

from wotu.build.among import listed
from wotu_site.firms.columns import FirmColumn, joined, select_of
from wotu_site.firms.queries import officer_names
from wotu_site.firms.wanted import WantedFirms
from wotu_site.ui import formats
from wotu_site.ui.tables import ListState, Pager

#: Orders that are no column: by the name as it is spoken, and by how near it is to the words.
BY_NAME, BY_NEARNESS = "name", "near"


@dataclass(frozen=True, slots=True)
class Cell:
    """One value as it is shown; ``known`` is False where nobody has told us."""

    text: str
    shown: str = "text"
    code: str = ""
    known: bool = True


@dataclass(frozen=True, slots=True)
class FirmRow:
    """One firm in the list; ``listed`` is False for a firm that the register does not have."""

    firm_id: str
    name: str
    is_branch: bool
    listed: bool
    cells: tuple[Cell, ...]


def list_state(
    path: str, query: QueryDict, known: Mapping[str, FirmColumn], wanted: WantedFirms
) -> ListState:
    """The state of the list; what was searched for comes by nearness unless an order is chosen."""
    sorts = [BY_NAME, BY_NEARNESS, *(name for name, column in known.items() if column.order)]
    default = BY_NEARNESS if wanted.words else BY_NAME
    return ListState.read(path, query, sorts=sorts, default_sort=default)


def page_of_rows(
    wanted: WantedFirms,
    known: Mapping[str, FirmColumn],
    chosen: Mapping[str, FirmColumn],
    sort: str,
    pager: Pager,
) -> list[FirmRow]:
    """A page of the firms wanted, in the columns chosen; any known column may give the order."""
    ids = ids_in_order(wanted, known, sort, pager.size, pager.offset)
    found = {row["firm_id"]: row for row in records(wanted, chosen, ids)}
    return firm_rows([found[firm_id] for firm_id in ids], chosen)


def ids_in_order(
    wanted: WantedFirms, known: Mapping[str, FirmColumn], sort: str, limit: int, offset: int
) -> list[str]:
    """Identifiers of a page of the firms wanted; firms without the figure come last."""
    name, direction = sort.removeprefix("-"), "DESC" if sort.startswith("-") else "ASC"
    tables, clause, parameters = "", wanted.clause(), ()
    by_name = "f.initials, f.name, f.firm_id"
    if name == BY_NEARNESS:
        near = wanted.nearness()
        order, parameters = f"{near.sql}, {by_name}", near.parameters
    elif name == BY_NAME:
        order = f"f.initials {direction}, f.name {direction}, f.firm_id"
    else:
        column = known[name]
        order = f"{column.order} {direction} NULLS LAST, {by_name}"
        tables = joined({column.join}, wanted.snapshot)
    sql = (
        f"SELECT f.firm_id FROM firm f {tables} WHERE {clause.sql}"
        f" ORDER BY {order} LIMIT {int(limit)} OFFSET {int(offset)}"
    )
    return [row[0] for row in wanted.rows(sql, (*clause.parameters, *parameters))]


def records(
    wanted: WantedFirms, chosen: Mapping[str, FirmColumn], ids: Sequence[str]
) -> list[dict[str, Any]]:
    """The values of some firms in some columns, in no order."""
    named = listed("f.firm_id", ids)
    tables = joined({column.join for column in chosen.values()}, wanted.snapshot)
    sql = f"SELECT {select_of(chosen)} FROM firm f {tables} WHERE {named.sql}"
    return wanted.snapshot.rows(sql, named.parameters)


def firm_rows(found: Sequence[dict[str, Any]], chosen: Mapping[str, FirmColumn]) -> list[FirmRow]:
    """Rows as they are shown."""
    officers = officer_names(
        [row["officer"] for row in found if row.get("officer")] if "officer" in chosen else []
    )
    return [
        FirmRow(
            row["firm_id"],
            row["name"],
            bool(row["is_branch"]),
            bool(row["listed"]),
            tuple(_cell(row, name, column, officers) for name, column in chosen.items()),
        )
        for row in found
    ]


def _cell(row: dict[str, Any], name: str, column: FirmColumn, officers: Mapping[str, str]) -> Cell:
    value = row[name]
    if value is None:
        return Cell(column.blank or formats.unknown_text(), known=False)
    match column.shown:
        case "standing":
            return Cell("", "standing", value)
        case "officer":
            return Cell(officers.get(value, ""))
        case "certificate":
            return Cell(value.isoformat(), "certificate", column.word(row["expires_kind"]))
    return Cell(text_of(value, column), column.shown)


def text_of(value: Any, column: FirmColumn) -> str:
    """A value in words."""
    match column.shown:
        case "money":
            return formats.money_text(value)
        case "count":
            return formats.count_text(value)
        case "code":
            return column.word(value)
    return value.isoformat() if isinstance(value, date) else str(value)
