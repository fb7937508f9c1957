"""Text files: their characters as they are, whatever encoding they are in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from wotu.contracts.limits import MIB
from wotu.contracts.notices import Notice
from wotu.contracts.readers.bytes_source import ByteSource
from wotu.contracts.readers.encoding import Encoding, detect_encoding
from wotu.reading.document import Format
from wotu.reading.intake.faults import DocumentTooLargeError
from wotu.reading.intake.limits import MAX_PLAIN_BYTES
from wotu.reading.intake.mojibake import mojibake_notices
from wotu.reading.intake.taken import Taken

_SHOWN: Final = {"utf-8-sig": "UTF-8", "utf-8": "UTF-8", "gb18030": "GB18030"}


def take_text(source: ByteSource) -> Taken:
    """The characters of a text file.

    Of UTF-8 they are exactly the file's, its mark and its line ends included, so that offsets
    count as they do in any program that reads the file as UTF-8.

    Raises:  DocumentTooLargeError; UnreadableFileError for binary data and other encodings.
    """
    content = read_bounded(source)
    encoding = detect_encoding(source)
    # utf-8-sig would drop the mark, and every offset would be one less than in the file.
    name = "utf-8" if encoding.name == "utf-8-sig" else encoding.name
    text = content.decode(name, errors="replace")
    return Taken(text, Format.TEXT, notices=tuple(_notices(text, encoding)))


def read_bounded(source: ByteSource) -> bytes:
    """All bytes of a file that is held in memory. Raises: DocumentTooLargeError."""
    with source.opened() as file:
        content = file.read(MAX_PLAIN_BYTES + 1)
    if len(content) > MAX_PLAIN_BYTES or source.size > MAX_PLAIN_BYTES:
        found = f"{max(source.size, len(content)) // MIB} MB"
        raise DocumentTooLargeError(source.name, found=found, limit=f"{MAX_PLAIN_BYTES // MIB} MB")
    return content


def _notices(text: str, encoding: Encoding) -> Iterator[Notice]:
    if encoding.name not in {"utf-8", "utf-8-sig"}:
        shown = _SHOWN.get(encoding.name, encoding.name.upper())
        yield Notice(
            "encoding",
            f"文件编码是 {shown}，已换算；位置按文字个数计。",
            f"The file is in {shown} and was converted; positions count characters.",
            {"encoding": shown},
        )
    if encoding.damaged:
        yield Notice(
            "damaged",
            f"有 {encoding.damaged} 处文字无法解码，显示为 \ufffd。",
            f"{encoding.damaged} characters could not be decoded and show as \ufffd.",
            {"damaged": encoding.damaged},
        )
    if nulls := text.count("\0"):
        yield Notice(
            "nul",
            f"文中有 {nulls} 个空字符（NUL），已原样保留。",
            f"The text holds {nulls} NUL characters, kept as they are.",
            {"nulls": nulls},
        )
    yield from mojibake_notices(text)
