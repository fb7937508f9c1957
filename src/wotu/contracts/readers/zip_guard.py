"""Looking into a zip before anything in it is unpacked, and unpacking no more than it declares."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Literal

from wotu.contracts.limits import (
    MAX_MEMBER_BYTES,
    MAX_RATIO,
    MAX_UNPACKED_BYTES,
    MAX_WORKBOOK_BYTES,
    MAX_ZIP_MEMBERS,
    MIB,
    RATIO_FREE_BYTES,
)
from wotu.contracts.readers.refusals import refusal

BLOCK: Final = 4 * MIB
_PROLOGUE: Final = 64 * 1024
_ENTITIES: Final = re.compile(rb"<\0?!\0?(DOCTYPE|D\0O\0C\0T\0Y\0P\0E|ENTITY)", re.IGNORECASE)

ZipKind = Literal["xlsx", "ods"]

_OTHER_KINDS: Final = {
    "xl/workbook.bin": ("resave", "二进制工作簿（.xlsb）", "a binary workbook (.xlsb)"),
    "word/document.xml": ("not_spreadsheet", "Word", "Word"),
    "ppt/presentation.xml": ("not_spreadsheet", "PowerPoint", "PowerPoint"),
}


@contextmanager
def guarded_zip(path: Path, name: str) -> Iterator[zipfile.ZipFile]:
    """The zip at ``path`` once its directory has been found harmless.

    Raises:  UnreadableFileError for bombs, passwords and damage, also inside the block.
    """
    if path.stat().st_size > MAX_WORKBOOK_BYTES:
        found, limit = (f"{size // MIB} MB" for size in (path.stat().st_size, MAX_WORKBOOK_BYTES))
        raise refusal("too_large", name, found=found, limit=limit)
    try:
        with zipfile.ZipFile(path) as archive:
            _check_directory(archive, name)
            yield archive
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError) as error:
        raise refusal("broken", name, found=f"zip: {error}"[:120]) from error
    except (OSError, ValueError, OverflowError) as error:
        raise refusal("broken", name, found=f"zip: {error}"[:120]) from error


def kind_of_zip(archive: zipfile.ZipFile, name: str) -> ZipKind:
    """Whether the zip is a workbook of Excel or of LibreOffice.

    Raises:  UnreadableFileError for any other zip.
    """
    members = set(archive.namelist())
    if "xl/workbook.xml" in members:
        return "xlsx"
    if "mimetype" in members and b"opendocument.spreadsheet" in archive.read("mimetype")[:200]:
        return "ods"
    for member, (code, found, found_en) in _OTHER_KINDS.items():
        if member in members:
            raise refusal(code, name, found=found, found_en=found_en)
    raise refusal("unknown_kind", name, found="压缩包（.zip）", found_en="a zip archive")


def member_blocks(archive: zipfile.ZipFile, member: str, name: str) -> Iterator[bytes]:
    """The unpacked bytes of a part; more than the directory declares ends in an error.

    Raises:  UnreadableFileError where the part defines XML entities.
    """
    with archive.open(member) as file:
        first = True
        while block := file.read(BLOCK):
            if first and (found := _ENTITIES.search(block[:_PROLOGUE])):
                text = found.group().replace(b"\0", b"").decode("ascii")
                raise refusal("unsafe_xml", name, found=text)
            first = False
            yield block


def _check_directory(archive: zipfile.ZipFile, name: str) -> None:
    members = archive.infolist()
    if len(members) > MAX_ZIP_MEMBERS:
        raise refusal("bomb", name, found=f"{len(members)} 个部件", limit=MAX_ZIP_MEMBERS)
    if any(member.flag_bits & 1 for member in members):
        raise refusal("encrypted", name)
    if len({member.filename for member in members}) < len(members):
        raise refusal("broken", name, found="zip: two parts of one name")
    total = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    largest = max((member.file_size for member in members), default=0)
    limits = ((total, MAX_UNPACKED_BYTES), (largest, MAX_MEMBER_BYTES))
    for size, limit in limits:
        if size > limit:
            raise refusal("bomb", name, found=f"{size // MIB} MB", limit=f"{limit // MIB} MB")
    if total > RATIO_FREE_BYTES and total > MAX_RATIO * max(packed, 1):
        found = f"{total // max(packed, 1)} : 1"
        raise refusal("bomb", name, found=found, limit=f"{MAX_RATIO} : 1")
