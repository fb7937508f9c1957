import csv
import gzip
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wotu.contracts.limits import CHUNK_ROWS
from wotu.contracts.readers.bytes_source import open_source
from wotu.contracts.readers.sheet import ROW
from wotu.contracts.readers.text import open_text, sniff_delimiter
from wotu.errors import UnreadableFileError


def write(path: Path, content: bytes | str) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def read_all_of(path: Path) -> None:
    sheet = open_text(open_source(path))
    assert sheet.width
    for _ in sheet.chunks(1):
        pass


def test_rows_are_numbered_as_excel_shows_them(tmp_path: Path) -> None:
    sheet = open_text(open_source(write(tmp_path / "a.csv", 'a,b\n\n"一\n二",2\n3,4\n')))
    (chunk,) = sheet.chunks(2)
    assert chunk.select(ROW, "0").rows() == [(2, None), (3, "一\n二"), (4, "3")]


def test_short_and_long_rows_are_kept(tmp_path: Path) -> None:
    lines = ["a,b,c", *["1,2,3"] * 300, "1,2", "1,2,3,4,,5"]
    sheet = open_text(open_source(write(tmp_path / "a.csv", "\n".join(lines))))
    (chunk,) = sheet.chunks(302)
    assert chunk.select("2", "_surplus").rows() == [(None, None), ("3", "4 | 5")]


def test_gzip_is_read_and_hashed_as_it_is(tmp_path: Path, opened) -> None:
    path = write(tmp_path / "a.csv.gz", gzip.compress("名称,值\n甲,1\n".encode("gb18030")))
    assert opened(path).sheets[0].preview(5) == [["名称", "值"], ["甲", "1"]]


def test_chunks_begin_where_they_are_asked_to(tmp_path: Path) -> None:
    sheet = open_text(
        open_source(write(tmp_path / "a.csv", "n\n" + "\n".join(map(str, range(10)))))
    )
    found = [chunk[ROW].to_list() for chunk in sheet.chunks(4, size=3)]
    assert found == [[4, 5, 6], [7, 8, 9], [10, 11]]
    assert CHUNK_ROWS >= 1_000


@pytest.mark.parametrize(
    ("lines", "delimiter"),
    [(["a,b", "1,2"], ","), (["a\tb", "1,5\t2"], "\t"), (["a;b", "1,5;2,5"], ";"), (["a|b", "1|2"], "|"), (["名单", "", "a\tb\tc", "1\t2\t3"], "\t"), (["一列", "甲"], ",")],
)  # fmt: skip
def test_delimiters(lines: list[str], delimiter: str) -> None:
    assert sniff_delimiter([line + "\n" for line in lines]) == delimiter


@pytest.mark.parametrize(
    ("content", "code"),
    [(b" \r\n\r\n", "empty"), (b"\xef\xbb\xbf", "empty"), (bytes(range(256)) * 40, "binary"), ("a,b\n" + '"' + "1,2\n" * 2_000, "open_quote"), ('a,b\n1,"2\n3,4\n', "open_quote"),
     ("x" * (17 * 1024 * 1024), "endless_line"), (",".join("abc"[:1] * 3_000) + "\n", "too_many_columns")],
)  # fmt: skip
def test_what_cannot_be_read_says_why(tmp_path: Path, content: bytes | str, code: str) -> None:
    path = write(tmp_path / "坏.csv", content)
    with pytest.raises(UnreadableFileError) as caught:
        read_all_of(path)
    assert caught.value.facts["code"] == code
    assert caught.value.facts["file"] == "坏.csv" and "\n坏.csv: " in caught.value.message


def test_a_truncated_gzip_is_broken(tmp_path: Path, opened) -> None:
    packed = gzip.compress(b"a,b\n" + b"1,2\n" * 100_000)
    with pytest.raises(UnreadableFileError) as caught:
        opened(write(tmp_path / "a.csv.gz", packed[: len(packed) // 2]))
    assert caught.value.facts["code"] == "broken"


def test_a_gzip_bomb_is_stopped(tmp_path: Path, opened, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wotu.contracts.readers.bytes_source.MAX_UNPACKED_BYTES", 8 * 1024 * 1024)
    with pytest.raises(UnreadableFileError) as caught:
        opened(write(tmp_path / "a.csv.gz", gzip.compress(b"a,b\n" * 10_000_000)))
    assert caught.value.facts["code"] == "bomb"


cells = st.text(st.characters(codec="gb18030", exclude_categories=["Cc", "Cs"]), max_size=12)


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.lists(cells, min_size=3, max_size=3), min_size=1, max_size=20),
    st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"]),
)
def test_what_csv_writes_is_what_is_read(
    tmp_path: Path, table: list[list[str]], encoding: str
) -> None:
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows(
        [["统一社会信用代码", "企业名称", "备注"], *table]
    )
    path = write(tmp_path / "t.csv", text.getvalue().encode(encoding))
    sheet = open_text(open_source(path))
    found = [row for chunk in sheet.chunks(1) for row in chunk.select("0", "1", "2").rows()]
    assert [list(row) for row in found[1:]] == table
