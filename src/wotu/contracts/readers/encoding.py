"""Which encoding a text file is in, judged by all of its bytes: the first Chinese character of a
long file may stand on its last line."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Final

from wotu.contracts.readers.bytes_source import ByteSource
from wotu.contracts.readers.refusals import refusal

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CANDIDATES: Final = ("utf-8", "gb18030")
_SAMPLE: Final = 65_536
_CONTROLS: Final = bytes(set(range(32)) - {7, 9, 10, 11, 12, 13, 26, 27, 28, 29, 30, 31})
_FEW_CONTROLS: Final = 8
_MAX_DAMAGE: Final = 0.001
"""Share of unreadable characters up to which a file counts as slightly damaged: exports that cut
a field at a number of bytes split a Chinese character now and then."""


@dataclass(frozen=True, slots=True)
class Encoding:
    """Name of a codec, and how many characters of the file it cannot read."""

    name: str
    damaged: int = 0


def detect_encoding(source: ByteSource) -> Encoding:
    """The encoding of a text file: by its mark, else UTF-8 where all bytes fit, else GB18030.

    Raises:  UnreadableFileError for binary data and for other encodings, with the byte.
    """
    sample = source.head(_SAMPLE)
    for mark, name in _MARKS:
        if sample.startswith(mark):
            return Encoding(name, _damage(source, name))
    if name_of_wide := _wide_encoding(sample):
        return Encoding(name_of_wide, _damage(source, name_of_wide))
    _refuse_binary(sample, source.name)
    faults = {}
    for name in _CANDIDATES:
        fault = _first_fault(source, name)
        if fault is None:
            return Encoding(name)
        faults[name] = fault
    damage = {name: _damage(source, name) for name in _CANDIDATES}
    name = min(damage, key=damage.__getitem__)
    if damage[name] > 1 + _MAX_DAMAGE * _characters(source, name):
        raise refusal("encoding", source.name, offset=faults[name])
    return Encoding(name, damage[name])


def _wide_encoding(sample: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of its ASCII characters is zero."""
    if len(sample) < 4 or b"\0" not in sample or _is_utf8_beyond_ascii(sample):
        return None
    zeros = [sample[start::2].count(0) / len(sample[start::2]) for start in (0, 1)]
    if max(zeros) < 0.2 or min(zeros) > 0.02:
        return None
    return "utf-16-le" if zeros[1] > zeros[0] else "utf-16-be"


def _is_utf8_beyond_ascii(sample: bytes) -> bool:
    """Whether it reads as UTF-8 and has other than ASCII: wide text hardly ever does by chance."""
    if sample.isascii():
        return False
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        return False
    return True


def _refuse_binary(sample: bytes, name: str) -> None:
    kept = sample.translate(None, _CONTROLS)
    if len(sample) - len(kept) > max(_FEW_CONTROLS, 0.01 * len(sample)):
        offset = next(i for i, byte in enumerate(sample) if byte in _CONTROLS)
        raise refusal("binary", name, offset=offset)


def _first_fault(source: ByteSource, name: str) -> int | None:
    """Position of the first byte that is not valid in an encoding that contains ASCII."""
    decoder = codecs.getincrementaldecoder(name)()
    offset = 0
    for block in chain(source.blocks(), [b""]):
        pending = len(decoder.getstate()[0])
        if block and not pending and block.isascii():
            offset += len(block)
            continue
        try:
            decoder.decode(block, final=not block)
        except UnicodeDecodeError as error:
            return offset - pending + error.start
        offset += len(block)
    return None


def _decoded(source: ByteSource, name: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(name)(errors="replace")
    for block in source.blocks():
        yield decoder.decode(block)
    yield decoder.decode(b"", final=True)


def _damage(source: ByteSource, name: str) -> int:
    return sum(text.count("\ufffd") for text in _decoded(source, name))


def _characters(source: ByteSource, name: str) -> int:
    """Characters beyond ASCII."""
    return sum(len(text) - len(text.encode("ascii", "ignore")) for text in _decoded(source, name))
