"""PDF files with a text layer, read by a process of their own with bounded memory and time."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Final

from wotu.contracts.notices import Notice
from wotu.contracts.readers.bytes_source import ByteSource
from wotu.contracts.readers.child_process import ChildLimits, running_child
from wotu.progress import Progress
from wotu.reading.document import Format
from wotu.reading.intake.faults import (
    BrokenDocumentError,
    EmptyDocumentError,
    ScannedDocumentError,
    UndecodableFontError,
)
from wotu.reading.intake.limits import PDF_MEMORY_BYTES, PDF_SECONDS
from wotu.reading.intake.mojibake import mojibake_notices
from wotu.reading.intake.pdf_blocks import Page, write_pages
from wotu.reading.intake.pdf_layout import Line
from wotu.reading.intake.taken import BlockWriter, Taken

_PROCESS: Final = "wotu.reading.intake.pdf_process"
_LIMITS: Final = ChildLimits(PDF_MEMORY_BYTES, PDF_SECONDS)
_UNREAD: Final = {
    "picture": ("是图片，没有文字层", "are pictures without a text layer"),
    "fonts": ("的字体没有给出文字编码", "have fonts that do not say which characters they draw"),
    "broken": ("已损坏", "are broken"),
}


def take_pdf(source: ByteSource, progress: Progress) -> Taken:
    """The text of a PDF in reading order, with page offsets.

    Pages that are pictures or broken are left out, and a notice names them.

    Raises:  ScannedDocumentError, UndecodableFontError, EmptyDocumentError where no page has text;
             DocumentTooLargeError; UnreadableFileError from the process.
    """
    with tempfile.TemporaryDirectory(prefix="wotu-pdf-") as made:
        folder = Path(made)
        arguments = [str(source.path.resolve()), str(folder)]
        with running_child(_PROCESS, arguments, folder, source.name, _LIMITS, progress) as finish:
            finish()
        described = json.loads((folder / "document.json").read_text(encoding="utf-8"))
        pages, states, cut = _pages(folder)
    _require_text(source.name, states)
    writer = BlockWriter(source.name)
    starts, heading = write_pages(pages, writer)
    return Taken(
        text=writer.text,
        format=Format.PDF,
        title=heading or _metadata_title(described["title"]),
        blocks=tuple(writer.blocks),
        pages=tuple(starts),
        notices=(*_notices(states, cut), *mojibake_notices(writer.text)),
    )


def _pages(folder: Path) -> tuple[list[Page], list[str], list[int]]:
    """Pages, the state of each, and the numbers of those whose text was cut."""
    pages, states, cut = [], [], []
    with (folder / "pages.jsonl").open(encoding="utf-8") as lines:
        for number, packed in enumerate(lines, 1):
            page = json.loads(packed)
            read = [Line(*line) for line in page["lines"]]
            pages.append(Page(page["width"], page["height"], read))
            states.append(page["state"])
            if page["cut"]:
                cut.append(number)
    return pages, states, cut


def _require_text(name: str, states: list[str]) -> None:
    if "text" in states:
        return
    if "picture" in states:
        raise ScannedDocumentError(name, pages=len(states))
    if "fonts" in states:
        raise UndecodableFontError(name, pages=len(states))
    if "broken" in states:
        raise BrokenDocumentError(name, found="PDF: no page can be read")
    raise EmptyDocumentError(name)


def _notices(states: list[str], cut: list[int]) -> Iterator[Notice]:
    for state, (zh, en) in _UNREAD.items():
        numbers = [number for number, one in enumerate(states, 1) if one == state]
        if numbers:
            shown = page_ranges(numbers)
            yield Notice(
                f"pages_{state}",
                f"第 {shown} 页{zh}，没有读取。",
                f"Pages {shown} {en} and were not read.",
                {"pages": shown},
            )
    if cut:
        shown = page_ranges(cut)
        yield Notice(
            "pages_cut",
            f"第 {shown} 页文字过多，只读取了前面部分。",
            f"Pages {shown} hold too many characters: only their first part was read.",
            {"pages": shown},
        )


def page_ranges(numbers: Sequence[int]) -> str:
    """Ascending page numbers in short.

    >>> page_ranges([1, 2, 3, 7])
    '1–3, 7'
    """
    shown = []
    for _, members in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        run = [number for _, number in members]
        shown.append(f"{run[0]}–{run[-1]}" if len(run) > 1 else f"{run[0]}")
    return ", ".join(shown)


def _metadata_title(title: str) -> str | None:
    """The stated title, but for those that a printer driver made up."""
    made_up = title.lower().startswith(("microsoft", "untitled")) or title.lower().endswith(
        (".doc", ".docx", ".indd", ".wps", ".tmp")
    )
    return title.strip() or None if not made_up else None
