"""A report as PDF, set by typst from data alone."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import typst

from wotu.reports.document import Block, Bullets, Chart, Heading, Paragraph, Report, Table
from wotu.reports.drawing import draw
from wotu.reports.fonts import chinese_font

_LATIN: Final = "Libertinus Serif"
"""Typst's own, for characters that the Chinese font lacks."""


def write_pdf(report: Report, path: Path) -> None:
    """Write the report as PDF; texts go in as data and are never read as markup.

    Raises:  MissingFontError where no Chinese font is installed.
    """
    day = report.origin.as_of
    data = {
        "title": report.title,
        "subtitle": report.subtitle,
        "stamp": report.stamp,
        "mark": report.mark,
        "lang": "zh" if report.is_chinese else "en",
        "date": [day.year, day.month, day.day],
        "fonts": [chinese_font(), _LATIN],
        "blocks": [_block(block, report) for block in report.blocks],
    }
    inputs = {"report": json.dumps(data, ensure_ascii=False)}
    path.write_bytes(typst.compile(_template(), format="pdf", sys_inputs=inputs))


@cache
def _template() -> bytes:
    return files("wotu.reports").joinpath("report.typ").read_bytes()


def _block(block: Block, report: Report) -> dict[str, Any]:
    match block:
        case Heading():
            return {"kind": "heading", "level": block.level, "text": block.text}
        case Paragraph():
            return {"kind": "paragraph", "text": block.text, "strong": block.strong}
        case Bullets():
            return {"kind": "bullets", "items": block.items}
        case Table():
            return _table(block, report)
        case Chart():
            svg = draw(block, "svg").decode()
            return {"kind": "chart", "title": block.title, "source": block.source, "svg": svg}


def _table(table: Table, report: Report) -> dict[str, Any]:
    return {
        "kind": "table",
        "caption": table.caption,
        "columns": [
            {"header": one.header, "kind": one.kind.value, "width": one.width}
            for one in table.columns
        ],
        "rows": table.texts,
        "more": report.more_text(table),
        "source": table.source,
    }
