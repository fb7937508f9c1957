"""How far a sheet may reach, checked before and after its cells are in memory."""

from __future__ import annotations

from wotu.contracts.limits import MAX_COLUMNS, MAX_SHEET_CELLS
from wotu.contracts.readers.refusals import refusal


def check_extent(rows: int, columns: int, file: str, sheet: str | None) -> None:
    """Nothing, where a sheet of so many rows and columns may be read.

    Raises:  UnreadableFileError, naming the limit.
    """
    if rows * columns > MAX_SHEET_CELLS:
        reach = {"rows": f"{rows:,}", "columns": f"{columns:,}", "limit": f"{MAX_SHEET_CELLS:,}"}
        raise refusal("too_many_cells", file, sheet=sheet, **reach)
    if columns > MAX_COLUMNS:
        found = f"{columns:,}"
        raise refusal("too_many_columns", file, sheet=sheet, found=found, limit=MAX_COLUMNS)
