"""Word files: headings, paragraphs and tables in order, as their styles say."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import XMLParser, iterparse

from wotu.contracts.notices import Notice
from wotu.contracts.readers.zip_guard import member_blocks
from wotu.reading.document import BlockKind, Format
from wotu.reading.intake.faults import BrokenDocumentError, UnsafeDocumentError
from wotu.reading.intake.limits import MAX_TABLE_COLUMNS
from wotu.reading.intake.taken import BlockWriter, Taken

_BODY: Final = "word/document.xml"
_HEADING: Final = re.compile(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)
_MAX_DEPTH: Final = 500
_SKIPPED: Final = frozenset({"Fallback", "del", "moveFrom", "instrText", "delText"})
"""The older twin of a drawing, and what tracked changes took out."""


@dataclass(frozen=True)
class _Style:
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    title: bool = False


@dataclass
class _Paragraph:
    parts: list[str] = field(default_factory=list)
    style: str = ""
    outline: int | None = None


def is_docx(archive: zipfile.ZipFile) -> bool:
    """Whether a zip is a Word file."""
    return _BODY in archive.namelist()


def take_docx(archive: zipfile.ZipFile, name: str) -> Taken:
    """The body of a Word file; headers, footers, comments and removed text are left out.

    Raises:  BrokenDocumentError, UnsafeDocumentError, DocumentTooLargeError; UnreadableFileError.
    """
    members = set(archive.namelist())
    try:
        styles = _styles(archive, name) if "word/styles.xml" in members else {}
        body = _Body(BlockWriter(name), styles)
        body.read(_elements(archive, _BODY, name))
        title = body.title or _core_title(archive, name, members)
    except ParseError as error:
        raise BrokenDocumentError(name, found=f"XML: {error}"[:80]) from error
    except DefusedXmlException as error:
        raise UnsafeDocumentError(name, found=type(error).__name__) from error
    notices = tuple(_left_out(members))
    return Taken(
        body.writer.text, Format.DOCX, title, blocks=tuple(body.writer.blocks), notices=notices
    )


class _Parts(io.RawIOBase):
    """A part of the zip as a file that an XML parser reads piece by piece."""

    def __init__(self, blocks: Iterator[bytes]) -> None:
        self._blocks = blocks
        self._rest = b""

    def read(self, size: int = -1) -> bytes:
        if not self._rest:
            self._rest = next(self._blocks, b"")
        taken = self._rest[:size] if size >= 0 else self._rest
        self._rest = self._rest[len(taken) :]
        return taken


def _elements(
    archive: zipfile.ZipFile, member: str, name: str
) -> Iterator[tuple[str, str, Element]]:
    """Starts and ends of elements with their names without namespace; emptied as they end."""
    parser = XMLParser(forbid_dtd=True)
    parts: Any = _Parts(member_blocks(archive, member, name))
    depth = 0
    for event, element in iterparse(parts, events=("start", "end"), parser=parser):
        depth += 1 if event == "start" else -1
        if depth > _MAX_DEPTH:
            raise UnsafeDocumentError(name, found=f"XML > {_MAX_DEPTH}")
        yield event, element.tag.rpartition("}")[2], element
        if event == "end":
            element.clear()


def _attribute(element: Element, name: str) -> str:
    return next((v for key, v in element.attrib.items() if key.rpartition("}")[2] == name), "")


class _Body:
    """Paragraphs and rows as they come."""

    def __init__(self, writer: BlockWriter, styles: dict[str, _Style]) -> None:
        self.writer = writer
        self.title: str | None = None
        self._styles = styles
        self._paragraphs: list[_Paragraph] = []
        self._rows: list[list[list[str]]] = []
        self._skipping = 0
        self._across = 1
        """Columns that the cell being read covers."""

    def read(self, elements: Iterator[tuple[str, str, Element]]) -> None:
        for event, name, element in elements:
            if name in _SKIPPED:
                self._skipping += 1 if event == "start" else -1
            elif self._skipping:
                continue
            elif event == "start":
                self._start(name)
            else:
                self._end(name, element)

    def _start(self, name: str) -> None:
        if name == "p":
            self._paragraphs.append(_Paragraph())
        elif name == "tr":
            self._rows.append([])
        elif name == "tc" and self._rows:
            self._rows[-1].append([])

    def _end(self, name: str, element: Element) -> None:
        if name == "tr" and self._rows:
            self._end_row(self._rows.pop())
        elif name == "gridSpan" and self._rows and self._rows[-1]:
            across = _attribute(element, "val")
            self._across = int(across) if across.isdecimal() and len(across) < 4 else 1
        elif name == "tc" and self._rows:
            self._rows[-1].extend([] for _ in range(min(self._across, MAX_TABLE_COLUMNS) - 1))
            self._across = 1
        elif not self._paragraphs:
            return
        elif name == "t":
            self._paragraphs[-1].parts.append(element.text or "")
        elif name in {"tab", "ptab"}:
            self._paragraphs[-1].parts.append(" ")
        elif name in {"br", "cr"}:
            self._paragraphs[-1].parts.append("\n")
        elif name == "noBreakHyphen":
            self._paragraphs[-1].parts.append("-")
        elif name == "pStyle":
            self._paragraphs[-1].style = _attribute(element, "val")
        elif name == "outlineLvl":
            self._paragraphs[-1].outline = _level(_attribute(element, "val"))
        elif name == "p":
            self._end_paragraph(self._paragraphs.pop())

    def _end_paragraph(self, paragraph: _Paragraph) -> None:
        text = "".join(paragraph.parts)
        if self._rows and self._rows[-1]:
            self._rows[-1][-1].append(text)
            return
        style = self._styles.get(paragraph.style, _Style())
        if paragraph.outline is not None:
            style = _Style(BlockKind.HEADING, paragraph.outline)
        if style.title and self.title is None and text.strip():
            self.title = text.strip()
        self.writer.add(style.kind, text, style.level)

    def _end_row(self, cells: list[list[str]]) -> None:
        if self._rows and self._rows[-1]:  # a table within a cell is that cell's text
            self._rows[-1][-1].extend(part for cell in cells for part in cell)
        else:
            self.writer.add_row(cells)


def _level(text: str) -> int | None:
    """Word counts outline levels from 0; 9 is body text."""
    return int(text) + 1 if text in set("012345678") else None


def _styles(archive: zipfile.ZipFile, name: str) -> dict[str, _Style]:
    """What each style is: by its outline level, its name, or the style that it is based on."""
    found: dict[str, _Style] = {}
    based: dict[str, str] = {}
    for event, tag, element in _elements(archive, "word/styles.xml", name):
        if event == "start" and tag == "style":
            style_id = _attribute(element, "styleId")
        elif event == "end" and tag == "name" and _attribute(element, "val"):
            if style := _named_style(_attribute(element, "val")):
                found[style_id] = style
        elif event == "end" and tag == "basedOn":
            based[style_id] = _attribute(element, "val")
        elif event == "end" and tag == "outlineLvl":
            level = _level(_attribute(element, "val"))
            if level and style_id not in found:
                found[style_id] = _Style(BlockKind.HEADING, level)
    for style_id in based:
        chain, current = {style_id}, style_id
        while current not in found and based.get(current, style_id) not in chain:
            current = based[current]
            chain.add(current)
        if current in found:
            found.setdefault(style_id, found[current])
    return found


def _named_style(name: str) -> _Style | None:
    if name.lower() in {"title", "标题"}:
        return _Style(BlockKind.HEADING, 1, title=True)
    if name.lower() in {"caption", "题注"}:
        return _Style(BlockKind.CAPTION)
    heading = _HEADING.match(name)
    return _Style(BlockKind.HEADING, int(heading.group(1))) if heading else None


def _core_title(archive: zipfile.ZipFile, name: str, members: set[str]) -> str | None:
    if "docProps/core.xml" not in members:
        return None
    for event, tag, element in _elements(archive, "docProps/core.xml", name):
        if event == "end" and tag == "title":
            return (element.text or "").strip() or None
    return None


def _left_out(members: set[str]) -> Iterator[Notice]:
    if "word/footnotes.xml" in members:
        yield Notice(
            "footnotes",
            "脚注没有读取。",
            "Footnotes were not read.",
        )
