"""A report as a Word document, with real headings, repeated table headers and page numbers."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path
from typing import Any, Final

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from wotu.reports.document import (
    Block,
    Bullets,
    CellKind,
    Chart,
    Heading,
    Paragraph,
    Report,
    Table,
)
from wotu.reports.drawing import draw

_EAST_ASIAN: Final = "宋体"
"""Every Chinese Word has it; others take their own font for Chinese."""
_LATIN: Final = "Arial"
_FAINT: Final = RGBColor(0x6B, 0x72, 0x80)
_RED: Final = RGBColor(0xB4, 0x23, 0x18)
_TEXT_WIDTH: Final = 16.6
"""Centimetres between the margins of A4."""


def write_word(report: Report, path: Path) -> None:
    """Write the report as .docx.

    Raises:  MissingFontError where it has charts and no Chinese font is installed.
    """
    document = Document()
    _set_page(document)
    _set_fonts(document)
    _set_properties(document, report)
    _write_margins(document, report)
    document.add_heading(report.title, 0)
    _small(document.add_paragraph(), report.subtitle, 11)
    _small(document.add_paragraph(), report.stamp, 9)
    if report.mark:
        _small(document.add_paragraph(), report.mark, 9, _RED)
    for block in report.blocks:
        _write(document, block, report)
    document.save(str(path))


def _set_page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin, section.bottom_margin = Cm(2.4), Cm(2.2)


def _set_fonts(document: Any) -> None:
    for name in ("Normal", "Title", "Heading 1", "Heading 2", "List Bullet"):
        style = document.styles[name]
        style.font.name = _LATIN
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        # Headings of the template name theme fonts, which would win over these.
        for attribute in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{attribute}"), None)
        fonts.set(qn("w:eastAsia"), _EAST_ASIAN)
    document.styles["Normal"].font.size = Pt(10)
    document.styles["Title"].font.size = Pt(20)


def _set_properties(document: Any, report: Report) -> None:
    properties, day = document.core_properties, report.origin.as_of
    made = dt.datetime(day.year, day.month, day.day)
    properties.title, properties.author = report.title, report.origin.zone
    properties.comments = report.stamp
    properties.created = properties.modified = made
    properties.language = "zh-CN" if report.is_chinese else "en"


def _write_margins(document: Any, report: Report) -> None:
    """Title and mark above, snapshot and page number below."""
    section = document.sections[0]
    _small(section.header.paragraphs[0], report.title, 8)
    if report.mark:
        _small(section.header.paragraphs[0], f"\t\t{report.mark}", 8, _RED)
    below = section.footer.paragraphs[0]
    _small(below, f"{report.stamp}\t\t", 8)
    _page_field(below, "PAGE")
    _small(below, " / ", 8)
    _page_field(below, "NUMPAGES")


def _page_field(paragraph: Any, code: str) -> None:
    """A field that Word fills in: the page's number or how many there are."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def _small(paragraph: Any, text: str, size: float, colour: RGBColor = _FAINT) -> None:
    run = paragraph.add_run(text)
    run.font.size, run.font.color.rgb = Pt(size), colour


def _write(document: Any, block: Block, report: Report) -> None:
    match block:
        case Heading():
            document.add_heading(block.text, block.level)
        case Paragraph():
            document.add_paragraph().add_run(block.text).bold = block.strong or None
        case Bullets():
            for item in block.items:
                document.add_paragraph(item, style="List Bullet")
        case Table():
            _write_table(document, block, report)
        case Chart():
            _write_chart(document, block)


def _caption(document: Any, text: str) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.keep_with_next = True
    run = paragraph.add_run(text)
    run.bold, run.font.size = True, Pt(9)


def _write_table(document: Any, table: Table, report: Report) -> None:
    _caption(document, table.caption)
    grid = document.add_table(rows=1, cols=len(table.columns), style="Light Grid Accent 1")
    grid.autofit = False
    whole = sum(column.width for column in table.columns)
    header = grid.rows[0]
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    header._tr.get_or_add_trPr().append(repeated)
    _fill(header.cells, tuple(column.header for column in table.columns), table, bold=True)
    for texts in table.texts:
        _fill(grid.add_row().cells, texts, table)
    for at, column in enumerate(table.columns):
        for cell in grid.columns[at].cells:
            cell.width = Cm(_TEXT_WIDTH * column.width / whole)
    for note in (report.more_text(table), table.source):
        if note:
            _small(document.add_paragraph(), note, 8)


def _fill(cells: Any, texts: tuple[str, ...], table: Table, *, bold: bool = False) -> None:
    for cell, text, column in zip(cells, texts, table.columns, strict=True):
        paragraph = cell.paragraphs[0]
        run = paragraph.add_run(text)
        run.font.size, run.bold = Pt(8), bold
        if column.kind is not CellKind.TEXT:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _write_chart(document: Any, chart: Chart) -> None:
    _caption(document, chart.title)
    picture = document.add_picture(io.BytesIO(draw(chart, "png")), width=Cm(_TEXT_WIDTH))
    properties = picture._inline.docPr
    properties.set("descr", chart.title)
    _small(document.add_paragraph(), chart.source, 8)
