"""The process that reads a PDF, apart from the one that asked for it.

Called as ``python -m wotu.reading.intake.pdf_process FILE FOLDER``; leaves ``pages.jsonl`` in the
folder, one line a page, and ``document.json``, or ``refusal.json``.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, Final

import pypdfium2
import pypdfium2.raw as pdfium

from wotu.contracts.limits import MIB
from wotu.contracts.readers.child_process import ChildLimits, limit_resources, refuse
from wotu.reading.intake.limits import MAX_CHARACTERS, MAX_PAGES, PDF_MEMORY_BYTES, PDF_SECONDS
from wotu.reading.intake.pdf_layout import lines_in_order
from wotu.reading.intake.pdf_runs import page_characters

LIMITS: Final = ChildLimits(PDF_MEMORY_BYTES, PDF_SECONDS)
_FEW: Final = 20
"""Characters up to which a page that is a picture counts as one: a page number, a watermark."""
_COVERED: Final = 0.4
_MOST_UNKNOWN: Final = 0.3


def main(arguments: list[str]) -> int:
    """Read the PDF; the exit code is 0, or 3 with ``refusal.json`` written."""
    path, folder = Path(arguments[0]), Path(arguments[1])
    limit_resources(LIMITS)
    try:
        with pypdfium2.PdfDocument(path) as document:
            return _read(document, folder)
    except pypdfium2.PdfiumError as error:
        if error.err_code in {pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY}:
            return refuse(folder, {"code": "encrypted"})
        return refuse(folder, {"code": "broken", "found": f"PDF: {error}"[:120]})
    except MemoryError:
        limit = f"{PDF_MEMORY_BYTES // MIB} MB"
        return refuse(folder, {"code": "too_much_memory", "limit": limit})


def _read(document: pypdfium2.PdfDocument, folder: Path) -> int:
    count = len(document)
    if count > MAX_PAGES:
        facts = {"found": f"{count:,} 页", "limit": f"{MAX_PAGES:,} 页"}
        return refuse(folder, {"code": "too_large", **facts})
    characters = 0
    with (folder / "pages.jsonl").open("w", encoding="utf-8") as pages:
        for place in range(count):
            page = _page(document, place)
            characters += sum(len(line[0]) for line in page["lines"])
            if characters > MAX_CHARACTERS:
                facts = {"found": f"> {characters:,} 字", "limit": f"{MAX_CHARACTERS:,} 字"}
                return refuse(folder, {"code": "too_large", **facts})
            pages.write(json.dumps(page) + "\n")
            (folder / "progress").write_text(f"{(place + 1) / count}")
    described = {"title": document.get_metadata_value("Title"), "pages": count}
    (folder / "document.json").write_text(json.dumps(described), encoding="utf-8")
    return 0


def _page(document: pypdfium2.PdfDocument, place: int) -> dict[str, Any]:
    """Size and lines of a page, and its state: ``text``, ``blank``, ``picture``, ``fonts`` or
    ``broken``."""
    try:
        page = document[place]
    except pypdfium2.PdfiumError:
        return {"state": "broken", "width": 0, "height": 0, "lines": [], "cut": False}
    try:
        width, height = page.get_size()
        found = page_characters(page)
        if found.characters <= _FEW and _is_picture(page):
            state = "picture"
        elif not found.characters:
            state = "blank"
        else:
            state = "fonts" if found.unknown > _MOST_UNKNOWN * found.characters else "text"
        lines = lines_in_order(found.runs) if state == "text" else []
        return {
            "state": state,
            "width": width,
            "height": height,
            "lines": lines,
            "cut": found.cut,
        }
    finally:
        page.close()


def _is_picture(page: pypdfium2.PdfPage) -> bool:
    """Whether images cover a good part of a page."""
    width, height = page.get_size()
    covered = 0.0
    for image in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = image.get_bounds()
        covered += abs(right - left) * abs(top - bottom)
    return bool(covered > _COVERED * width * height)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
