"""What the fast workbook reader does not tell about an .xlsx: read from its XML, sheet by sheet.

Extent (before any memory is taken), merged blocks, error values, formulas that were never
calculated, cells shown as per cent, and number formats that show a scaled value.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final
from xml.etree import ElementTree

from wotu.contracts.limits import MIB
from wotu.contracts.readers.extent import check_extent
from wotu.contracts.readers.refusals import refusal
from wotu.contracts.readers.zip_guard import member_blocks

_MAX_PART: Final = 64 * MIB
_MAX_TAIL: Final = 16 * MIB
_PERCENT_FORMATS: Final = {9, 10}
_RELATIONSHIPS: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


@dataclass
class SheetScan:
    """Findings on one sheet; rows from 1, columns from 0."""

    last_row: int = 0
    last_column: int = 0
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    """First row, first column, last row, last column."""
    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    """Row and column of an error (``#REF!``) or of a formula without result (``=A1+1``)."""
    percents: dict[int, set[int]] = field(default_factory=dict)
    """Rows shown as per cent, by column."""
    scaled: set[int] = field(default_factory=set)
    """Columns with a number format that shows thousandths or ten-thousandths of the value."""


@dataclass(frozen=True)
class _Styles:
    percent: frozenset[bytes]
    scaled: frozenset[bytes]


def scan_workbook(
    archive: zipfile.ZipFile, name: str, sheets: Sequence[str] | None
) -> dict[str, SheetScan]:
    """Findings on the named sheets, or on all.

    Raises:  UnreadableFileError for damage, entities, parts larger than declared and sheets that
        reach too far.
    """
    styles = _styles(archive, name)
    for member in archive.namelist():
        if member.endswith("sharedStrings.xml"):
            for _ in member_blocks(archive, member, name):
                pass  # reading it to the end proves its size and looks for entities
    scans = {}
    for sheet, member in _sheet_members(archive, name).items():
        if sheets is None or sheet in sheets:
            scans[sheet] = _scan_sheet(member_blocks(archive, member, name), styles, name, sheet)
    return scans


def column_number(letters: str | bytes) -> int:
    """Position of a column from 0.

    >>> column_number("A"), column_number("AA")
    (0, 26)
    """
    number = 0
    for letter in letters.encode() if isinstance(letters, str) else letters:
        number = number * 26 + letter - 64
    return number - 1


def _part(archive: zipfile.ZipFile, member: str, name: str) -> ElementTree.Element:
    if archive.getinfo(member).file_size > _MAX_PART:
        raise refusal("bomb", name, found=member, limit=f"{_MAX_PART // MIB} MB")
    try:
        return ElementTree.fromstring(b"".join(member_blocks(archive, member, name)))
    except ElementTree.ParseError as error:
        raise refusal("broken", name, found=f"{member}: {error}") from error


def _sheet_members(archive: zipfile.ZipFile, name: str) -> dict[str, str]:
    """Part of each sheet by the sheet's name."""
    links = _part(archive, "xl/_rels/workbook.xml.rels", name)
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    members = {}
    for sheet in _part(archive, "xl/workbook.xml", name).iter():
        if sheet.tag.rpartition("}")[2] == "sheet":
            target = targets.get(sheet.get(f"{_RELATIONSHIPS}id"), "")
            member = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            if member in archive.NameToInfo:
                members[sheet.get("name", "")] = member
    return members


def _styles(archive: zipfile.ZipFile, name: str) -> _Styles:
    """Numbers of the cell styles whose format shows per cent or a scaled value."""
    if "xl/styles.xml" not in archive.NameToInfo:
        return _Styles(frozenset(), frozenset())
    root = _part(archive, "xl/styles.xml", name)
    formats: dict[int, str] = {}
    percent, scaled = set(), set()
    for element in root.iter():
        tag = element.tag.rpartition("}")[2]
        if tag == "numFmt":
            formats[_integer(element.get("numFmtId"))] = element.get("formatCode", "")
        if tag != "cellXfs":
            continue
        for position, style in enumerate(element):
            number = _integer(style.get("numFmtId"))
            code = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", formats.get(number, ""))
            if number in _PERCENT_FORMATS or "%" in code:
                percent.add(str(position).encode())
            if re.search(r"[0#]!?\.?[0#]*,+(;|$|\s)|0!\.0", code):
                scaled.add(str(position).encode())
    return _Styles(frozenset(percent), frozenset(scaled))


def _integer(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else -1


class _Patterns:
    """Patterns of the elements of a sheet, for the namespace prefix that its writer uses.

    Every repetition has a bound, so that no text makes a search slow.
    """

    def __init__(self, prefix: bytes) -> None:
        tag, end = b"<" + prefix, b"</" + prefix
        rest = rb"[^>]{0,300}"
        no_value = tag + rb"v\s?/>|" + tag + rb"v>" + end + rb"v>"
        formula = tag + rb"f(?:\s" + rest + rb")?(?:/>|>([^<]{0,9000})" + end + rb"f>)"
        self.cell_start = tag + b"c "
        self.formula_start = tag + b"f"
        self.column = re.compile(rb" r=[\"']([A-Z]{1,4})[1-9]")
        self.row = re.compile(tag + rb"row r=[\"'](\d{1,9})[\"']")
        self.far_cell = re.compile(rb"[A-Z](\d{7,9})[\"']")
        self.merged = re.compile(
            tag + rb"mergeCell\s[^>]{0,100}?ref=[\"']([A-Z]+)(\d{1,9}):([A-Z]+)(\d{1,9})[\"']"
        )
        cell = tag + rb"c\s(" + rest + rb")>\s?"
        self.uncalculated = re.compile(cell + formula + rb"\s?(?:" + no_value + rb")?\s?" + end)
        self.error = re.compile(
            tag
            + rb"c\s([^>]{0,200}\bt=[\"']e[\"'][^>]{0,100})>(?:"
            + formula
            + rb")?\s?"
            + tag
            + rb"v>([^<]{0,40})<"
        )
        self.styled = re.compile(tag + rb"c\s([^>]{0,200}\bs=[\"'](\d{1,6})[\"'][^>]{0,100})>")


_REFERENCE: Final = re.compile(rb"\br=[\"']([A-Z]{1,4})(\d{1,9})[\"']")
_ROOT: Final = re.compile(rb"<(\w+:)?(?:worksheet|chartsheet|dialogsheet)")


def _scan_sheet(blocks: Iterator[bytes], styles: _Styles, name: str, sheet: str) -> SheetScan:
    scan = SheetScan()
    patterns: _Patterns | None = None
    tail = b""
    for block in blocks:
        text = tail + block
        if patterns is None:
            root = _ROOT.search(text[:65_536])
            patterns = _Patterns((root.group(1) if root else b"") or b"")
        cut = text.rfind(patterns.cell_start)
        cut = cut if cut > 0 else text.rfind(b"<")
        tail = text[cut:] if cut > 0 else text
        if len(tail) > _MAX_TAIL:
            raise refusal("broken", name, found="xml: a cell without end")
        if cut > 0:
            _note(text[:cut], scan, patterns, styles)
            check_extent(scan.last_row, scan.last_column + 1, name, sheet)
    if patterns is not None:
        _note(tail, scan, patterns, styles)
        check_extent(scan.last_row, scan.last_column + 1, name, sheet)
    return scan


def _note(text: bytes, scan: SheetScan, patterns: _Patterns, styles: _Styles) -> None:
    columns = map(column_number, set(patterns.column.findall(text)))
    scan.last_column = max(scan.last_column, max(columns, default=0))
    rows = patterns.row.findall(text)[-1:] + patterns.far_cell.findall(text)
    scan.last_row = max(scan.last_row, max(map(int, rows), default=0))
    if b"mergeCell" in text:
        for left, top, right, bottom in patterns.merged.findall(text):
            block = (int(top), column_number(left), int(bottom), column_number(right))
            scan.merged.append(block)
    if patterns.formula_start in text:
        for attributes, formula in patterns.uncalculated.findall(text):
            if b't="str"' in attributes or b"t='str'" in attributes:
                continue  # calculated, and its result is an empty text
            _note_text(scan, attributes, "=" + formula.decode("utf-8", "replace"))
    if b't="e"' in text or b"t='e'" in text:
        for attributes, _, error in patterns.error.findall(text):
            _note_text(scan, attributes, error.decode("utf-8", "replace"))
    if styles.percent or styles.scaled:
        _note_styles(text, scan, patterns, styles)


def _note_text(scan: SheetScan, attributes: bytes, text: str) -> None:
    if place := _REFERENCE.search(attributes):
        scan.texts[int(place.group(2)), column_number(place.group(1))] = text


def _note_styles(text: bytes, scan: SheetScan, patterns: _Patterns, styles: _Styles) -> None:
    for attributes, style in patterns.styled.findall(text):
        if style in styles.percent or style in styles.scaled:
            place = _REFERENCE.search(attributes)
            if place is None or attributes.endswith(b"/"):
                continue
            column = column_number(place.group(1))
            if style in styles.percent:
                scan.percents.setdefault(column, set()).add(int(place.group(2)))
            else:
                scan.scaled.add(column)
