"""Web pages: the article as blocks, tables as rows, and the page around them as furniture."""

from __future__ import annotations

import codecs
import email
import email.policy
import re
from typing import Final

from wotu.contracts.notices import Notice
from wotu.contracts.readers.bytes_source import ByteSource
from wotu.contracts.readers.encoding import detect_encoding
from wotu.errors import UnreadableFileError
from wotu.reading.document import Format
from wotu.reading.intake.faults import BrokenDocumentError
from wotu.reading.intake.html_article import write_page
from wotu.reading.intake.html_page import PageReader
from wotu.reading.intake.limits import MAX_MARKUP_TOKENS
from wotu.reading.intake.mojibake import mojibake_notices
from wotu.reading.intake.plain_text import read_bounded
from wotu.reading.intake.taken import Taken

_DECLARED: Final = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]{2,30})", re.IGNORECASE)
_HEAD: Final = 8_192


def take_html(source: ByteSource) -> Taken:
    """The article of a web page.

    Raises:  DocumentTooLargeError, EmptyDocumentError; UnreadableFileError.
    """
    content = read_bounded(source)
    return take_page(content.decode(_encoding(source, content), errors="replace"), source.name)


def take_mhtml(source: ByteSource) -> Taken:
    """The page of a web archive, as browsers save one in a single file.

    Raises:  BrokenDocumentError where it holds none; else as :func:`take_html`.
    """
    content = read_bounded(source)
    try:
        message = email.message_from_bytes(content, policy=email.policy.compat32)
        pages = (part for part in message.walk() if part.get_content_type() == "text/html")
        part = next(pages, None)
        packed = part.get_payload(decode=True) if part else None
    except (RecursionError, ValueError, LookupError) as error:
        raise BrokenDocumentError(source.name, found=f"mhtml: {error}"[:80]) from error
    if part is None or not isinstance(packed, bytes):
        raise BrokenDocumentError(source.name, found="mhtml: no text/html")
    name = _known(part.get_content_charset() or _declared(packed)) or "utf-8"
    return take_page(packed.decode(name, errors="replace"), source.name)


def take_page(page: str, name: str) -> Taken:
    """The article of a page whose characters are known."""
    reader = PageReader()
    reader.read(page)
    writer = write_page(reader, name)
    return Taken(
        text=writer.text,
        format=Format.HTML,
        title=reader.title,
        published=reader.published,
        blocks=tuple(writer.blocks),
        notices=(*_cut_notice(reader), *mojibake_notices(writer.text)),
    )


def _cut_notice(reader: PageReader) -> list[Notice]:
    if not reader.cut:
        return []
    return [
        Notice(
            "page_cut",
            f"网页有超过 {MAX_MARKUP_TOKENS:,} 个标签，其后的内容没有读取。",
            f"The page has more than {MAX_MARKUP_TOKENS:,} tags; what follows was not read.",
            {"limit": MAX_MARKUP_TOKENS},
        )
    ]


def _encoding(source: ByteSource, content: bytes) -> str:
    """By the bytes where these are decisive, else as the page declares it."""
    declared = _declared(content)
    try:
        detected = detect_encoding(source).name
    except UnreadableFileError:
        if name := _known(declared):
            return name
        raise
    if detected == "gb18030" and declared and declared.startswith("big5"):
        return "big5hkscs"
    return detected


def _declared(content: bytes) -> str | None:
    found = _DECLARED.search(content[:_HEAD])
    return found.group(1).decode("ascii").lower() if found else None


def _known(name: str | None) -> str | None:
    if name in {"gb2312", "gbk", "gb_2312-80"}:
        return "gb18030"
    try:
        return codecs.lookup(name).name if name else None
    except LookupError:
        return None
