"""Excel and LibreOffice workbooks, read by a process of their own with bounded memory and time."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, Literal

from wotu.contracts.limits import MAX_COLUMNS, WORKBOOK_MEMORY_BYTES, WORKBOOK_SECONDS
from wotu.contracts.notices import Notice
from wotu.contracts.readers.child_process import ChildLimits, running_child
from wotu.contracts.readers.refusals import refusal
from wotu.contracts.readers.sheet import MergedRange, RawSheet
from wotu.contracts.readers.spooled_sheet import Overlay, SpooledSheet
from wotu.contracts.readers.xlsx_scan import SheetScan, scan_workbook
from wotu.contracts.readers.zip_guard import guarded_zip, member_blocks
from wotu.progress import Progress

WorkbookKind = Literal["xlsx", "xls", "ods"]

_PROCESS: Final = "wotu.contracts.readers.workbook_process"


def read_workbook(
    path: Path,
    name: str,
    kind: WorkbookKind,
    folder: Path,
    sheets: Sequence[str] | None,
    progress: Progress,
) -> tuple[list[RawSheet], list[Notice]]:
    """The sheets of a workbook, spooled into ``folder``; hidden ones only where named.

    Macros are never run: only values are read.
    Raises:  UnreadableFileError.
    """
    order = {"kind": kind, "name": name, "sheets": list(sheets) if sheets is not None else None}
    arguments = [str(path.resolve()), str(folder.resolve()), json.dumps(order)]
    limits = ChildLimits(WORKBOOK_MEMORY_BYTES, WORKBOOK_SECONDS)
    with running_child(_PROCESS, arguments, folder, name, limits, progress) as finish:
        scans = _scans(path, name, kind, sheets)
        finish()
    described = json.loads((folder / "workbook.json").read_text(encoding="utf-8"))
    read: list[RawSheet] = [
        _sheet(item, folder, scans.get(item["name"], SheetScan()))
        for item in described
        if item["read"]
    ]
    if not read and not any(item["hidden"] for item in described):
        raise refusal("no_sheets", name)
    return read, [_hidden(item["name"]) for item in described if _left_out(item)]


def _scans(
    path: Path, name: str, kind: WorkbookKind, sheets: Sequence[str] | None
) -> dict[str, SheetScan]:
    """What the XML says beside the values; for .ods only that it is honest about its size."""
    if kind == "xls":
        return {}
    with guarded_zip(path, name) as archive:
        if kind == "xlsx":
            return scan_workbook(archive, name, sheets)
        for _ in member_blocks(archive, "content.xml", name):
            pass  # reading it to the end proves its size and looks for entities
    return {}


def _sheet(item: dict[str, Any], folder: Path, scan: SheetScan) -> SpooledSheet:
    blocks = scan.merged or item["merged"]
    texts = scan.texts | {(row, column): text for row, column, text in item["errors"]}
    reach = max((column + 1 for _, column in texts), default=0)
    return SpooledSheet(
        folder / item["file"],
        item["name"],
        width=min(max(item["width"], reach), MAX_COLUMNS),
        row_estimate=item["rows"],
        merged=[MergedRange(*block) for block in blocks],
        notices=[_scaled(column) for column in sorted(scan.scaled)],
        overlay=Overlay(texts, scan.percents),
    )


def _left_out(item: dict[str, Any]) -> bool:
    return bool(item["hidden"]) and not item["read"]


def _hidden(sheet: str) -> Notice:
    return Notice(
        "hidden_sheet",
        f"隐藏的工作表“{sheet}”没有读取；需要时请指定它的名称。",
        f"The hidden sheet '{sheet}' was not read; name it to read it.",
        {"sheet": sheet},
    )


def _scaled(column: int) -> Notice:
    letters = column_letters(column)
    return Notice(
        "scaled_format",
        f"{letters} 列的数字格式显示的是缩小后的值，读入的是单元格的真实值：请核对单位。",
        f"Column {letters} has a number format that shows a scaled value; the true value of the "
        "cell is read: check its unit.",
        {"column": letters},
    )


def column_letters(column: int) -> str:
    """Letters of a column counted from 0.

    >>> column_letters(0), column_letters(27)
    ('A', 'AB')
    """
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
