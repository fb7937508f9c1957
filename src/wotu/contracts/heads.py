"""The first rows of a file, kept apart from it: enough to propose, put right and try a mapping.

Opening a workbook of a million rows takes a minute; what a person decides about its columns
shows in its first rows. A head is an opened file that happens to be short: :func:`open_import` and
:func:`propose_mappings` take it in place of a location.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import polars as pl

from wotu.contracts.limits import CHUNK_ROWS, PREVIEW_ROWS
from wotu.contracts.notices import Notice
from wotu.contracts.readers.opening import OpenedFile, open_location
from wotu.contracts.readers.sheet import MergedRange, RawRow, RawSheet, frame_of_rows
from wotu.progress import Progress, silent


@dataclass(frozen=True)
class SheetHead:
    """The first rows of one sheet; a ``RawSheet`` that ends early."""

    name: str | None
    width: int
    row_estimate: int | None
    may_shift: bool
    merged: Sequence[MergedRange]
    notices: Sequence[Notice]
    rows: Sequence[RawRow]

    def preview(self, rows: int) -> list[RawRow]:
        """The first rows."""
        return [list(row) for row in self.rows[:rows]]

    def chunks(self, first_row: int, size: int = CHUNK_ROWS) -> Iterator[pl.DataFrame]:
        """The kept rows from ``first_row`` on."""
        for start in range(first_row - 1, len(self.rows), size):
            yield frame_of_rows(self.rows[start : start + size], self.width, start + 1)


def read_head(location: str | Path, progress: Progress = silent) -> OpenedFile:
    """Name, digest and first rows of every sheet that is not hidden.

    Raises:  UnreadableFileError.
    """
    with tempfile.TemporaryDirectory(prefix="wotu-head-", ignore_cleanup_errors=True) as folder:
        opened = open_location(location, Path(folder), None, progress)
        heads = [_head_of(sheet) for sheet in opened.sheets]
        return OpenedFile(opened.name, opened.sha256, heads, list(opened.notices))


def only_sheet(head: OpenedFile, place: int) -> OpenedFile:
    """The head with one of its sheets."""
    return OpenedFile(head.name, head.sha256, [head.sheets[place]], [])


def save_head(head: OpenedFile, path: Path) -> None:
    """Write a head as JSON."""
    data = {
        "name": head.name,
        "sha256": head.sha256,
        "notices": [asdict(notice) for notice in head.notices],
        "sheets": [_sheet_json(sheet) for sheet in head.sheets],
    }
    path.write_text(json.dumps(data, ensure_ascii=False, default=str), encoding="utf-8")


def load_head(path: Path) -> OpenedFile:
    """Read what :func:`save_head` wrote."""
    data = json.loads(path.read_text(encoding="utf-8"))
    sheets = [_sheet_of(sheet) for sheet in data["sheets"]]
    return OpenedFile(data["name"], data["sha256"], sheets, _notices_of(data["notices"]))


def _head_of(sheet: RawSheet) -> SheetHead:
    merged = [block for block in sheet.merged if block.first_row <= PREVIEW_ROWS]
    return SheetHead(
        sheet.name,
        sheet.width,
        sheet.row_estimate,
        sheet.may_shift,
        merged,
        list(sheet.notices),
        sheet.preview(PREVIEW_ROWS),
    )


def _sheet_json(sheet: RawSheet) -> dict[str, Any]:
    return {
        "name": sheet.name,
        "width": sheet.width,
        "row_estimate": sheet.row_estimate,
        "may_shift": sheet.may_shift,
        "merged": [asdict(block) for block in sheet.merged],
        "notices": [asdict(notice) for notice in sheet.notices],
        "rows": sheet.preview(PREVIEW_ROWS),
    }


def _sheet_of(data: dict[str, Any]) -> SheetHead:
    merged = [MergedRange(**block) for block in data["merged"]]
    return SheetHead(**{**data, "merged": merged, "notices": _notices_of(data["notices"])})


def _notices_of(data: list[dict[str, Any]]) -> list[Notice]:
    return [Notice(**notice) for notice in data]
