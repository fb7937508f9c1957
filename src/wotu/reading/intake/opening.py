"""From a file to a document: what kind of file it is, judged by content and never by name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

from wotu.contracts.limits import MIB
from wotu.contracts.readers.bytes_source import ByteSource, open_source
from wotu.contracts.readers.zip_guard import guarded_zip
from wotu.errors import UnreadableFileError
from wotu.progress import Progress, silent
from wotu.reading.document import BlockKind, Document
from wotu.reading.intake.dates import date_notice, date_of_lines, date_of_name, undated_notice
from wotu.reading.intake.docx import is_docx, take_docx
from wotu.reading.intake.faults import (
    DocumentTooLargeError,
    EmptyDocumentError,
    EncryptedDocumentError,
    UnknownFormatError,
    document_error,
)
from wotu.reading.intake.html import take_html, take_mhtml
from wotu.reading.intake.limits import MAX_DOCUMENT_BYTES
from wotu.reading.intake.pdf import take_pdf
from wotu.reading.intake.plain_text import take_text
from wotu.reading.intake.taken import Taken

ACCEPTED_SUFFIXES: Final = (".txt", ".md", ".html", ".htm", ".mhtml", ".mht", ".docx", ".pdf")
"""Files that are taken from a folder; a file named by itself may be called anything."""

_HEAD: Final = 4_096
_MARKS: Final = b"\xef\xbb\xbf\xff\xfe \t\r\n\f"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FOREIGN: Final = {
    b"Rar!": ("压缩包（.rar）", "a rar archive"),
    b"7z\xbc\xaf": ("压缩包（.7z）", "a 7z archive"),
    b"\x89PNG": ("图片", "a picture"),
    b"\xff\xd8\xff": ("图片", "a picture"),
    b"GIF8": ("图片", "a picture"),
    b"II*\0": ("图片", "a picture"),
    b"MM\0*": ("图片", "a picture"),
    b"{\\rtf": ("RTF 文档（请另存为 .docx）", "an RTF document (save it as .docx)"),
    b"PAR1": ("Parquet 数据", "Parquet data"),
    b"\x1f\x8b": ("压缩文件（.gz）", "a gzip file"),
}
_HTML: Final = (
    *(b"<!doctype html", b"<html", b"<head", b"<meta", b"<title", b"<body", b"<script", b"<style"),
    *(b"<div", b"<article", b"<section", b"<table", b"<h1", b"<p>"),
)


def open_document(
    path: Path,
    *,
    published: dt.date | None = None,
    name: str | None = None,
    progress: Progress = silent,
) -> Document:
    """The document in a file.

    ``published`` None takes the day that the document or its name states. ``name`` is what the
    file is called where ``path`` is a copy under another name.

    Raises:  UnreadableDocumentError, one subclass a fault.
    """
    with _opened(path, name) as source:
        taken = _taken(source, progress)
        if not taken.text.strip("\ufeff \t\r\n\0"):
            raise EmptyDocumentError(source.name)
        return _document(source, taken, published)


def document_digest(path: Path, *, name: str | None = None) -> str:
    """The sha256 by which a document is known. Raises: UnreadableDocumentError."""
    with _opened(path, name) as source:
        return source.sha256()


@contextmanager
def _opened(path: Path, name: str | None) -> Iterator[ByteSource]:
    """The file's bytes; faults inside the block are told in the words for documents."""
    shown = name or path.name
    try:
        yield replace(open_source(path), name=shown)
    except UnreadableFileError as error:
        error.facts["file"] = shown
        raise document_error(error) from error


def _taken(source: ByteSource, progress: Progress) -> Taken:
    if source.size > MAX_DOCUMENT_BYTES:
        found, limit = f"{source.size // MIB} MB", f"{MAX_DOCUMENT_BYTES // MIB} MB"
        raise DocumentTooLargeError(source.name, found=found, limit=limit)
    with source.path.open("rb") as file:
        head = file.read(_HEAD)
    for magic, (found, found_en) in _FOREIGN.items():
        if head.startswith(magic):
            raise UnknownFormatError(source.name, found=found, found_en=found_en)
    # Readers of PDF look for its mark in the first kilobyte, and so do the programs that write it.
    if b"%PDF-" in head[:1024]:
        return take_pdf(source, progress)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _from_zip(source)
    if head.startswith(_OLE):
        raise _ole_fault(source)
    markup = head.replace(b"\0", b"").lstrip(_MARKS).lower()
    if markup.startswith((b"mime-version:", b"from: <saved by")) or b"multipart/related" in markup:
        return take_mhtml(source)
    if markup.startswith(_HTML) or (markup.startswith((b"<?xml", b"<!--")) and b"<html" in markup):
        return take_html(source)
    if markup.startswith(b"<?xml"):
        kind = ("XML 数据（请另存为网页或 .docx）", "XML data (save it as a web page or .docx)")
        raise UnknownFormatError(source.name, found=kind[0], found_en=kind[1])
    return take_text(source)


def _from_zip(source: ByteSource) -> Taken:
    with guarded_zip(source.path, source.name) as archive:
        if not is_docx(archive):
            kind = ("压缩包或其他 Office 文件", "a zip archive or another Office file")
            raise UnknownFormatError(source.name, found=kind[0], found_en=kind[1])
        return take_docx(archive, source.name)


def _ole_fault(source: ByteSource) -> UnreadableFileError:
    with source.path.open("rb") as file:
        content = file.read(4 * MIB)
    if "EncryptedPackage".encode("utf-16-le") in content:
        return EncryptedDocumentError(source.name)
    kind = ("旧版 Office 文件（.doc，请另存为 .docx）", "an old Office file (save it as .docx)")
    return UnknownFormatError(source.name, found=kind[0], found_en=kind[1])


def _document(source: ByteSource, taken: Taken, published: dt.date | None) -> Document:
    stem, notices = Path(source.name).stem, list(taken.notices)
    if published is None:
        stated = taken.published or date_of_lines(_lines(taken))
        published = stated or date_of_name(stem)
        found = date_notice(published, in_name=stated is None) if published else undated_notice()
        notices.append(found)
    return Document(
        name=stem,
        text=taken.text,
        published=published,
        format=taken.format,
        sha256=source.sha256(),
        title=taken.title,
        blocks=taken.blocks,
        pages=taken.pages,
        notices=tuple(notices),
    )


def _lines(taken: Taken) -> list[str]:
    if not taken.blocks:
        return taken.text.splitlines()
    kinds = {BlockKind.TABLE_ROW}
    return [taken.text[one.start : one.end] for one in taken.blocks if one.kind not in kinds]
