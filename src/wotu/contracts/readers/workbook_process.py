"""The process that reads a workbook, apart from the one that asked for it.

Called as ``python -m wotu.contracts.readers.workbook_process
FILE FOLDER ORDER``; leaves one Arrow file a sheet and ``workbook.json`` in the folder, or
``refusal.json``.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, Final

import fastexcel
import python_calamine

from wotu.contracts.limits import (
    MAX_SHEET_CELLS,
    MAX_SHEETS,
    MIB,
    WORKBOOK_MEMORY_BYTES,
    WORKBOOK_SECONDS,
)
from wotu.contracts.readers.cell_text import column_texts
from wotu.contracts.readers.child_process import ChildLimits, limit_resources, refuse
from wotu.contracts.readers.extent import check_extent
from wotu.contracts.readers.refusals import refusal
from wotu.contracts.readers.spool import SpoolWriter
from wotu.errors import UnreadableFileError

_BATCH_CELLS: Final = 500_000
_ERROR_NAMES: Final = {
    "Div0": "#DIV/0!",
    "NA": "#N/A",
    "Name": "#NAME?",
    "Null": "#NULL!",
    "Num": "#NUM!",
    "Ref": "#REF!",
    "Value": "#VALUE!",
    "GettingData": "#GETTING_DATA",
}


def main(arguments: list[str]) -> int:
    """Read the workbook; the exit code is 0, or 3 with ``refusal.json`` written."""
    path, folder, order = Path(arguments[0]), Path(arguments[1]), json.loads(arguments[2])
    limit_resources(ChildLimits(WORKBOOK_MEMORY_BYTES, WORKBOOK_SECONDS))
    try:
        sheets = _read(path, folder, order)
    except UnreadableFileError as error:
        return refuse(folder, error.facts)
    except python_calamine.PasswordError:
        return refuse(folder, {"code": "encrypted"})
    except MemoryError:
        limit = f"{WORKBOOK_MEMORY_BYTES // MIB} MB"
        return refuse(folder, {"code": "too_much_memory", "limit": limit})
    except BaseException as error:  # a panic of the parser derives from BaseException
        if "Cell limit exceeded" in str(error):
            return refuse(
                folder, {"code": "too_much_memory", "limit": f"{MAX_SHEET_CELLS:,} cells"}
            )
        return refuse(folder, {"code": "broken", "found": f"{type(error).__name__}: {error}"[:120]})
    (folder / "workbook.json").write_text(json.dumps(sheets), encoding="utf-8")
    return 0


def _read(path: Path, folder: Path, order: dict[str, Any]) -> list[dict[str, Any]]:
    kind, name = order["kind"], order["name"]
    with python_calamine.CalamineWorkbook.from_path(str(path)) as workbook:
        described = _describe(workbook, order["sheets"], name)
        for position, sheet in enumerate(described):
            if sheet["read"]:
                (folder / "progress").write_text(f"{position / len(described)}")
                table = workbook.get_sheet_by_name(sheet["name"])
                sheet |= _spool(table, folder / f"{position}.arrow", name)
                sheet["errors"] = [] if kind == "xlsx" else _errors(path, sheet["name"], table)
    return described


def _describe(
    workbook: python_calamine.CalamineWorkbook, wanted: list[str] | None, name: str
) -> list[dict[str, Any]]:
    """Every sheet with whether it is hidden and whether it is to be read."""
    all_sheets = workbook.sheets_metadata
    names = [sheet.name for sheet in all_sheets]
    if len(names) > MAX_SHEETS:
        raise refusal("too_many_sheets", name, found=len(names), limit=MAX_SHEETS)
    for unknown in sorted(set(wanted or ()) - set(names)):
        raise refusal("no_such_sheet", name, found=unknown, accepted="、".join(names))
    described = []
    for sheet in all_sheets:
        hidden = sheet.visible != python_calamine.SheetVisibleEnum.Visible
        plain = sheet.typ == python_calamine.SheetTypeEnum.WorkSheet
        read = plain and (sheet.name in wanted if wanted is not None else not hidden)
        described.append({"name": sheet.name, "hidden": hidden, "read": read})
    return described


def _errors(
    path: Path, sheet: str, table: python_calamine.CalamineSheet
) -> list[tuple[int, int, str]]:
    """Row, column and text of the errors in a sheet of .xls or .ods, which calamine leaves out."""
    loaded = fastexcel.read_excel(path).load_sheet(
        sheet, header_row=None, skip_rows=0, dtypes="string"
    )
    _, found = loaded.to_arrow_with_errors()
    errors = []
    left = table.start[1] if table.start else 0
    for fault in found.errors if found else ():
        kind = re.search(r"Error\((\w+)\)", fault.detail)
        row, column = fault.position
        errors.append(
            (row + 1, left + column, _ERROR_NAMES.get(kind.group(1) if kind else "", "#VALUE!"))
        )
    return errors


def _spool(table: python_calamine.CalamineSheet, path: Path, name: str) -> dict[str, Any]:
    left = table.start[1] if table.start else 0
    width = left + table.width if table.width else 0
    check_extent(table.total_height, width, name, table.name)
    with SpoolWriter(path, width) as spool:
        for columns in _column_batches(table, left) if width else ():
            spool.add_columns(columns)
    merged = [
        (top + 1, first, bottom + 1, last)
        for (top, first), (bottom, last) in table.merged_cell_ranges or ()
    ]
    return {"file": path.name, "left": left, "width": width, "rows": spool.rows, "merged": merged}


def _column_batches(
    table: python_calamine.CalamineSheet, left: int
) -> Iterator[list[Sequence[str | None]]]:
    rows, size = table.iter_rows(), max(1_000, _BATCH_CELLS // table.width)
    while batch := list(islice(rows, size)):
        empty: list[Sequence[str | None]] = [[None] * len(batch)] * left
        yield empty + [column_texts(cells) for cells in zip(*batch, strict=True)]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
