"""From a location to its sheets: what kind of file it is, judged by content and never by name."""

from __future__ import annotations

import hashlib
import mmap
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from wotu.contracts.limits import MAX_WORKBOOK_BYTES, MIB
from wotu.contracts.notices import Notice
from wotu.contracts.readers.bytes_source import ByteSource, open_source
from wotu.contracts.readers.database import is_query_location, parse_location, read_query
from wotu.contracts.readers.html_table import read_html
from wotu.contracts.readers.parquet import open_parquet
from wotu.contracts.readers.refusals import refusal
from wotu.contracts.readers.sheet import RawSheet
from wotu.contracts.readers.text import open_text
from wotu.contracts.readers.workbook import read_workbook
from wotu.contracts.readers.zip_guard import guarded_zip, kind_of_zip
from wotu.progress import Progress

_HEAD: Final = 4_096
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FOREIGN: Final[dict[bytes, tuple[str, str]]] = {
    b"%PDF": ("PDF 文件", "a PDF file"),
    b"Rar!": ("压缩包（.rar）", "a rar archive"),
    b"7z\xbc\xaf": ("压缩包（.7z）", "a 7z archive"),
    b"\x89PNG": ("图片", "a picture"),
    b"\xff\xd8\xff": ("图片", "a picture"),
    b"GIF8": ("图片", "a picture"),
    b"SQLite format 3": (
        "SQLite 数据库（请写作 sqlite:///文件.db?table=表名）",
        "an SQLite database (write sqlite:///file.db?table=name)",
    ),
    b"{\\rtf": ("RTF 文档", "an RTF document"),
}


@dataclass(frozen=True)
class OpenedFile:
    """The sheets of a location, its name for people, and the digest of its content."""

    name: str
    sha256: str
    sheets: Sequence[RawSheet]
    notices: Sequence[Notice]


def open_location(
    location: str | Path, folder: Path, sheets: Sequence[str] | None, progress: Progress
) -> OpenedFile:
    """Open a file or run a query; ``folder`` holds what has to be copied meanwhile.

    Raises:  UnreadableFileError for whatever cannot be read, in the words of an officer.
    """
    if isinstance(location, str) and is_query_location(location):
        asked = parse_location(location)
        sheet = read_query(asked, folder)
        return OpenedFile(
            asked.shown, _digest_of_query(asked.shown, asked.query, sheet), [sheet], []
        )
    source = open_source(Path(location))
    read, notices = _sheets_of(source, folder, sheets, progress)
    return OpenedFile(source.name, source.sha256(), read, notices)


def _digest_of_query(shown: str, query: str, sheet: RawSheet) -> str:
    digest = hashlib.sha256(f"{shown}\0{query}\0".encode())
    for chunk in sheet.chunks(1):
        digest.update(chunk.write_csv().encode())
    return digest.hexdigest()


def _sheets_of(
    source: ByteSource, folder: Path, sheets: Sequence[str] | None, progress: Progress
) -> tuple[Sequence[RawSheet], Sequence[Notice]]:
    head = source.head(_HEAD)
    for magic, (found, found_en) in _FOREIGN.items():
        if head.startswith(magic):
            raise refusal("unknown_kind", source.name, found=found, found_en=found_en)
    packed = source.compressed
    if packed and head.startswith((b"PK", _OLE, b"PAR1", b"\x1f\x8b")):
        kind = ("gzip 压缩的非文本文件", "a gzip file that holds no text")
        raise refusal("unknown_kind", source.name, found=kind[0], found_en=kind[1])
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        with guarded_zip(source.path, source.name) as archive:
            zip_kind = kind_of_zip(archive, source.name)
        return read_workbook(source.path, source.name, zip_kind, folder, sheets, progress)
    if head.startswith(_OLE):
        _check_ole(source)
        return read_workbook(source.path, source.name, "xls", folder, sheets, progress)
    if head.startswith(b"PAR1"):
        return [open_parquet(source.path, source.name)], []
    if markup := _markup(head):
        if markup == "html":
            return [read_html(source, folder)], []
        found, found_en = _MARKUP[markup]
        raise refusal("resave", source.name, found=found, found_en=found_en)
    return [open_text(source)], []


_MARKUP: Final = {
    "mhtml": ("单个文件网页（MHTML）", "a web archive (MHTML)"),
    "xml": ("XML 文件（可能是 2003 版 XML 表格）", "an XML file, perhaps an XML spreadsheet 2003"),
}


def _markup(head: bytes) -> str | None:
    text = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if text.startswith((b"<html", b"<!doctype html", b"<table", b"<meta", b"<head", b"<style")):
        return "html"
    if text.startswith(b"mime-version:"):
        return "mhtml"
    if text.startswith(b"<?xml"):
        return "html" if b"<html" in text else "xml"
    return None


def _check_ole(source: ByteSource) -> None:
    """Which of the many formats in an OLE container it is, by the names of its streams."""
    if source.size > MAX_WORKBOOK_BYTES:
        found, limit = f"{source.size // MIB} MB", f"{MAX_WORKBOOK_BYTES // MIB} MB"
        raise refusal("too_large", source.name, found=found, limit=limit)
    with (
        source.path.open("rb") as file,
        mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data,
    ):

        def holds(stream: str) -> bool:
            return data.find(stream.encode("utf-16-le")) >= 0

        if holds("EncryptedPackage") or holds("EncryptionInfo"):
            raise refusal("encrypted", source.name)
        if holds("Workbook") or holds("Book"):
            return
        kind = "Word" if holds("WordDocument") else "PowerPoint" if holds("PowerPoint") else "OLE"
    raise refusal("not_spreadsheet", source.name, found=kind)
