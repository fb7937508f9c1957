"""A report as a file: Word, PDF or Excel by the ending of its name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from wotu.errors import UnreadableFileError
from wotu.exports import written_whole
from wotu.reports.document import Report

# Word, PDF and charts need libraries that are slow to load: each is imported when it is asked for.


def _write_word(report: Report, path: Path) -> None:
    from wotu.reports.word import write_word

    write_word(report, path)


def _write_pdf(report: Report, path: Path) -> None:
    from wotu.reports.pdf import write_pdf

    write_pdf(report, path)


def _write_sheets(report: Report, path: Path) -> None:
    from wotu.reports.sheets import write_sheets

    write_sheets(report, path)


_WRITERS: Final[dict[str, Callable[[Report, Path], None]]] = {
    ".docx": _write_word,
    ".pdf": _write_pdf,
    ".xlsx": _write_sheets,
}
REPORT_ENDINGS: Final = tuple(_WRITERS)
"""Endings of the files that a report can become."""


def write_report(report: Report, path: Path) -> None:
    """Write a report; the file appears whole under its name or not at all.

    Raises:  UnreadableFileError for another ending; MissingFontError where a chart or PDF needs
        a Chinese font and none is installed.
    """
    writer = _WRITERS.get(path.suffix.lower())
    if writer is None:
        raise UnreadableFileError(
            f"不会写 {path.suffix or '没有后缀的'} 报告；可用 {'、'.join(_WRITERS)}。"
            f" Cannot write '{path.suffix}': use {', '.join(_WRITERS)}.",
            file=str(path),
        )
    with written_whole(path) as partial:
        writer(report, partial)
