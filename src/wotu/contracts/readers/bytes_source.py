"""Opening a file's bytes: plain or gzip, bounded, with every fault told in the same words."""

from __future__ import annotations

import gzip
import hashlib
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import BinaryIO, Final, cast

from wotu.contracts.limits import MAX_FILE_BYTES, MAX_LINE_CHARS, MAX_UNPACKED_BYTES, MIB
from wotu.contracts.readers.refusals import refusal

BLOCK: Final = 4 * MIB
GZIP_MAGIC: Final = b"\x1f\x8b"


@dataclass(frozen=True)
class ByteSource:
    """A file on disk that exists, is a file and is not too large."""

    path: Path
    name: str
    """How the file is called in messages and in the lake: its name without folders."""
    size: int
    compressed: bool

    @contextmanager
    def opened(self) -> Iterator[BinaryIO]:
        """The bytes, unpacked where the file is a .gz.

        Raises:  UnreadableFileError, also for faults met while reading inside the block.
        """
        try:
            with self.path.open("rb") as raw:
                yield cast(BinaryIO, _Unpacked(raw, self.name)) if self.compressed else raw
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise refusal("broken", self.name, found="gzip") from error
        except PermissionError as error:
            raise refusal("no_permission", self.name, found=error.strerror) from error
        except OSError as error:
            raise refusal("broken", self.name, found=error.strerror or str(error)) from error

    def blocks(self) -> Iterator[bytes]:
        """The bytes of :meth:`opened` in blocks."""
        with self.opened() as file:
            while block := file.read(BLOCK):
                yield block

    def head(self, size: int) -> bytes:
        """The first bytes of :meth:`opened`."""
        with self.opened() as file:
            return file.read(size)

    def sha256(self) -> str:
        """Digest of the bytes on disk, packed or not."""
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()


class _Unpacked(gzip.GzipFile):
    """A gzip stream that refuses to unpack without end."""

    def __init__(self, raw: BinaryIO, name: str) -> None:
        super().__init__(fileobj=raw, mode="rb")
        self._file_name = name
        self._unpacked = 0

    def read(self, size: int | None = -1) -> bytes:
        block = super().read(size if size is not None and size >= 0 else BLOCK)
        self._unpacked += len(block)
        if self._unpacked > MAX_UNPACKED_BYTES:
            raise refusal(
                "bomb",
                self._file_name,
                found=f"> {self._unpacked // MIB} MB",
                limit=f"{MAX_UNPACKED_BYTES // MIB} MB",
            )
        return block

    def read1(self, size: int = -1) -> bytes:
        return self.read(min(size, BLOCK) if size >= 0 else BLOCK)


def open_source(path: Path) -> ByteSource:
    """The bytes at ``path``; a link is followed.

    Raises:  UnreadableFileError for what is missing, a folder or device, empty, or too large.
    """
    name = path.name
    if not path.exists():
        raise refusal("missing", name or str(path))
    if not path.is_file():
        found = ("文件夹", "a folder") if path.is_dir() else ("设备或管道", "a device or a pipe")
        raise refusal("not_a_file", name or str(path), found=found[0], found_en=found[1])
    size = path.stat().st_size
    if size == 0:
        raise refusal("empty", name)
    if size > MAX_FILE_BYTES:
        limit = f"{MAX_FILE_BYTES // MIB} MB"
        raise refusal("too_large", name, found=f"{size // MIB} MB", limit=limit)
    plain = ByteSource(path, name, size, compressed=False)
    return ByteSource(path, name, size, compressed=plain.head(2) == GZIP_MAGIC)


def text_lines(source: ByteSource, encoding: str) -> Iterator[str]:
    """Physical lines with their ends; bytes that do not decode are shown as U+FFFD."""
    with source.opened() as file:
        text = io.TextIOWrapper(file, encoding, errors="replace", newline="")
        for number in count(1):
            line = text.readline(MAX_LINE_CHARS)
            if not line:
                return
            if len(line) == MAX_LINE_CHARS:
                raise refusal("endless_line", source.name, row=number, limit=MAX_LINE_CHARS)
            yield line
