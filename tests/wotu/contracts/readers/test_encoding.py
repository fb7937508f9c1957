from pathlib import Path

import pytest

from wotu.contracts.readers.bytes_source import BLOCK, open_source
from wotu.contracts.readers.encoding import detect_encoding
from wotu.errors import UnreadableFileError


def detect(path: Path, content: bytes):
    path.write_bytes(content)
    return detect_encoding(open_source(path))


TEXT = "企业名称,营业收入\n苏州甲公司,1\n"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-8-sig", "utf-16-le"])
def test_encodings_are_found(tmp_path: Path, encoding: str) -> None:
    found = detect(tmp_path / "a", TEXT.encode(encoding))
    assert TEXT.encode(encoding).decode(found.name) == TEXT and found.damaged == 0


def test_marked_utf16_is_found(tmp_path: Path) -> None:
    assert detect(tmp_path / "a", TEXT.encode("utf-16")).name == "utf-16"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_the_first_chinese_character_may_come_late(tmp_path: Path, encoding: str) -> None:
    content = b"a,b\n" * (BLOCK // 3) + "甲".encode(encoding)
    assert detect(tmp_path / "a", content).name == encoding


def test_a_character_may_lie_across_blocks(tmp_path: Path) -> None:
    content = b"x" * (BLOCK - 1) + "甲乙".encode()
    assert detect(tmp_path / "a", content).name == "utf-8"


def test_a_character_cut_in_half_damages_one_cell_only(tmp_path: Path) -> None:
    content = (TEXT * 2_000).encode("gb18030") + "甲".encode("gb18030")[:1] + b",5\n"
    found = detect(tmp_path / "a", content)
    assert (found.name, found.damaged) == ("gb18030", 1)


def test_another_encoding_is_refused_with_its_byte(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError) as caught:
        detect(tmp_path / "a", b"abc" + bytes([0xFF, 0x80, 0xFE, 0xFF, 0x20] * 100))
    assert caught.value.facts["code"] == "encoding" and caught.value.facts["offset"] == 3


@pytest.mark.parametrize("text", ["文\0", "文\0\0", "a\0文b\0\0"])
def test_zero_bytes_in_short_chinese_are_no_wide_encoding(tmp_path: Path, text: str) -> None:
    assert detect(tmp_path / "a", text.encode()).name == "utf-8"


def test_pads_of_zero_bytes_are_no_binary_data(tmp_path: Path) -> None:
    assert detect(tmp_path / "a", TEXT.encode() * 100 + b"\0\0").name == "utf-8"
