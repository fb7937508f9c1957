"""What to ask a bureau for: a workbook to be filled in and imported as it comes back."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import polars as pl
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from wotu.build.missing_facts import UNDECIDED, asked_of
from wotu.build.population import Population, Wanted
from wotu.contracts.schema import FieldType, TableContract
from wotu.exports import safe_cell
from wotu.rules.compile import MASK_BITS
from wotu.rules.inputs import Asked, ListInput, YearInput

_UNITS: Final = {
    FieldType.MONEY: "元",
    FieldType.MONEY_USD: "美元",
    FieldType.AREA: "平方米",
    FieldType.SHARE: "%",
}
"""Units written into headers where the contract names none."""

_LONGEST_SHEET_NAME: Final = 31


@dataclass(frozen=True)
class RequestSheet:
    """What is asked for under one contract: one row a firm (and year), one column a field.

    ``rows`` has the columns uscc, name, year (null where the contract has no years) and one of
    booleans for each field: whether that value is asked for.
    """

    contract: TableContract
    fields: tuple[str, ...]
    rows: pl.DataFrame

    @property
    def headers(self) -> list[str]:
        """The headers of the fields with their units, as the import reads them."""
        return [_header(self.contract, field) for field in self.fields]


@dataclass(frozen=True)
class DataRequest:
    """What a bureau is asked for, on account of one rule.

    ``lists`` are tables of which it is asked for the whole list, and for how many firms.
    """

    supplier: str
    firms: int
    sheets: tuple[RequestSheet, ...]
    lists: tuple[tuple[TableContract, int], ...]


def data_request(population: Population, supplier: str, wanted: Wanted) -> DataRequest:
    """What to ask a bureau, by its Chinese name, for firms that only missing facts keep open."""
    items = asked_of(population, supplier)
    wanted = replace(wanted, standings=wanted.standings or UNDECIDED, lacking=items)
    rows = _lacking(population, wanted, items) if items else pl.DataFrame()
    contracts = population.snapshot.packs.contracts
    lists = [item for item in items if isinstance(item, ListInput)]
    fields: dict[str, list[Asked]] = {}
    for item in items:
        if not isinstance(item, ListInput):
            fields.setdefault(item.table, []).append(item)
    sheets = [_sheet(population, contracts[name], asked, rows) for name, asked in fields.items()]
    counted = [(contracts[item.table], int(rows[_name(item)].sum())) for item in lists]
    return DataRequest(
        supplier,
        rows.height,
        tuple(sheet for sheet in sheets if sheet.rows.height),
        tuple((contract, firms) for contract, firms in counted if firms),
    )


def write_data_request(request: DataRequest, path: Path, reason: str) -> None:
    """Write a request as ``.xlsx``: what it is about, then the sheets to be filled in.

    ``reason`` says in one sentence what the figures are for. Cells to be filled in are marked;
    the file can be imported as it comes back.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    try:
        with xlsxwriter.Workbook(str(partial), options) as book:
            styles = {
                "head": book.add_format({"bold": True, "bg_color": "#E9EFFB", "border": 1}),
                "wanted": book.add_format({"bg_color": "#FDF3DC", "border": 1}),
                "rest": book.add_format({"font_color": "#888888", "bg_color": "#F3F4F6"}),
                "title": book.add_format({"bold": True, "font_size": 14}),
            }
            _write_cover(book.add_worksheet("说明"), request, reason, styles)
            for sheet in request.sheets:
                name = sheet.contract.label.zh[:_LONGEST_SHEET_NAME]
                _write_sheet(book.add_worksheet(name), sheet, styles)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def _lacking(population: Population, wanted: Wanted, items: Sequence[Asked]) -> pl.DataFrame:
    """Firms wanted with their code and name, and for each fact whether it is missing."""
    source, clause = population.source(wanted, verdicts=True)
    columns = [
        f'(v."{population.masks[place // MASK_BITS]}" & {1 << place % MASK_BITS}) <> 0'
        f' AS "{_name(item)}"'
        for item in items
        for place in [population.rule.asked.index(item)]
    ]
    return population.snapshot.frame(
        f"SELECT coalesce(f.uscc, '') AS uscc, f.name, {', '.join(columns)} {source}"
        f" WHERE {clause.sql} ORDER BY f.firm_id",
        clause.parameters,
    )


def _name(item: Asked) -> str:
    return repr(item)


def _sheet(
    population: Population, contract: TableContract, items: Sequence[Asked], rows: pl.DataFrame
) -> RequestSheet:
    fields = tuple(dict.fromkeys(item.field for item in items if not isinstance(item, ListInput)))
    by_year: dict[int | None, dict[str, Asked]] = {}
    for item in items:
        assert not isinstance(item, ListInput)
        year = population.named(item).year if isinstance(item, YearInput) else None
        by_year.setdefault(year, {})[item.field] = item
    parts = []
    for year, asked in sorted(by_year.items(), key=lambda part: part[0] or 0):
        wants = [
            (pl.col(_name(asked[field])) if field in asked else pl.lit(False)).alias(field)
            for field in fields
        ]
        part = rows.select("uscc", "name", pl.lit(year, dtype=pl.Int32).alias("year"), *wants)
        parts.append(part.filter(pl.any_horizontal(fields)))
    return RequestSheet(contract, fields, pl.concat(parts).sort("uscc", "name", "year"))


def _header(contract: TableContract, field: str) -> str:
    spec = contract.fields[field]
    unit = spec.unit or _UNITS.get(spec.type)
    return f"{spec.label.zh}（{unit}）" if unit else spec.label.zh


def _write_cover(
    sheet: Worksheet, request: DataRequest, reason: str, styles: dict[str, Any]
) -> None:
    lines = [
        f"致：{request.supplier}",
        reason,
        f"涉及企业 {request.firms:,} 家。请在后面各表中填写标黄的单元格，灰色单元格不需填写；",
        "表头请勿改动，填好后原样退回即可直接导入。没有数据的请留空，不要填 0。",
    ]
    sheet.set_column(0, 0, 100)
    sheet.write_string(0, 0, "数据需求清单", styles["title"])
    for place, line in enumerate(lines, start=2):
        sheet.write_string(place, 0, line)
    row = len(lines) + 3
    for table in request.sheets:
        listed = "、".join(table.headers)
        sheet.write_string(
            row, 0, f"表“{table.contract.label.zh}”：{table.rows.height:,} 行，{listed}"
        )
        row += 1
    for contract, firms in request.lists:
        sheet.write_string(
            row,
            0,
            f"另请提供《{contract.label.zh}》完整清单（全部记录，涉及上述企业 {firms:,} 家）",
        )
        row += 1


def _write_sheet(sheet: Worksheet, table: RequestSheet, styles: dict[str, Any]) -> None:
    has_years = table.rows["year"].null_count() == 0
    contract = table.contract
    firm = [contract.fields["uscc"].label.zh, contract.fields["firm_name"].label.zh]
    year = [contract.fields[contract.time.from_field].label.zh] if has_years else []
    for place, header in enumerate([*firm, *year, *table.headers]):
        sheet.write_string(0, place, header, styles["head"])
    sheet.freeze_panes(1, 2)
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, 36)
    sheet.set_column(2, 2 + len(table.fields), 18)
    for row, (uscc, name, when, *wants) in enumerate(table.rows.iter_rows(), start=1):
        sheet.write_string(row, 0, uscc)
        sheet.write_string(row, 1, safe_cell(name))
        if has_years:
            sheet.write_number(row, 2, when)
        for place, is_wanted in enumerate(wants, start=3 if has_years else 2):
            sheet.write_blank(row, place, None, styles["wanted" if is_wanted else "rest"])
