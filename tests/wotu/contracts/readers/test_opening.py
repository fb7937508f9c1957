import os
import zipfile
from pathlib import Path

import polars as pl
import pytest

from wotu.errors import UnreadableFileError

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def wide(text: str) -> bytes:
    return text.encode("utf-16-le")


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [("a.xlsx", b"", "empty"), ("a.xlsx", OLE + wide("EncryptedPackage"), "encrypted"), ("a.xls", OLE + wide("WordDocument"), "not_spreadsheet"),
     ("a.xls", OLE + wide("Workbook"), "broken"), ("a.xlsx", b"PK\x03\x04" + bytes(50), "broken"), ("a.csv", b"%PDF-1.7\n", "unknown_kind"),
     ("a.xls", b"MIME-Version: 1.0\r\n", "resave"), ("a.xls", b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "resave"),
     ("a.parquet", b"PAR1" + bytes(100), "broken"), ("a.csv", b"SQLite format 3\0" + bytes(100), "unknown_kind"), ("a.csv", os.urandom(5_000), None)],
)  # fmt: skip
def test_content_tells_what_a_file_is(
    tmp_path: Path, opened, name: str, content: bytes, code: str | None
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UnreadableFileError) as caught:
        opened(tmp_path / name)
    assert code is None or caught.value.facts["code"] == code
    assert caught.value.facts["file"] == name


def test_zips_of_other_kinds_are_named(tmp_path: Path, opened) -> None:
    for member, code in (
        ("word/document.xml", "not_spreadsheet"),
        ("xl/workbook.bin", "resave"),
        ("a.txt", "unknown_kind"),
    ):
        with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
            archive.writestr(member, "x")
        with pytest.raises(UnreadableFileError) as caught:
            opened(tmp_path / "a.zip")
        assert caught.value.facts["code"] == code


def test_folders_links_and_missing_files(tmp_path: Path, opened, rows_of) -> None:
    with pytest.raises(UnreadableFileError, match="文件夹"):
        opened(tmp_path)
    with pytest.raises(UnreadableFileError, match="找不到"):
        opened(tmp_path / "没有.csv")
    (tmp_path / "a.csv").write_text("x,y\n1,2\n")
    (tmp_path / "link.csv").symlink_to(tmp_path / "a.csv")
    assert rows_of(tmp_path / "link.csv") == [["x", "y"], ["1", "2"]]
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    with pytest.raises(UnreadableFileError):
        opened(tmp_path / "loop")


def test_a_pipe_is_not_waited_for(tmp_path: Path, opened) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UnreadableFileError, match="管道"):
        opened(tmp_path / "pipe")


def test_text_named_xls_is_read_as_text(tmp_path: Path, rows_of) -> None:
    (tmp_path / "a.xls").write_bytes("名称\t值\r\n甲\t1\r\n".encode("gb18030"))
    assert rows_of(tmp_path / "a.xls") == [["名称", "值"], ["甲", "1"]]


def test_a_web_page_named_xls_is_read_as_table(tmp_path: Path, rows_of, opened) -> None:
    page = """<html><head><meta charset="gb2312"><style>td{color:red}</style></head><body><p>说明</p>
    <table border=1><tr><th rowspan=2>企业名称<th colspan=2>2023年</tr><tr><td>收入<td>利润</tr>
    <tr><td>苏州甲&amp;乙公司<td>1,234<td>&nbsp;5</table><table><tr><td>别的</table></body></html>"""
    (tmp_path / "a.xls").write_bytes(page.encode("gb18030"))
    assert rows_of(tmp_path / "a.xls") == [
        ["企业名称", "2023年", None],
        [None, "收入", "利润"],
        ["苏州甲&乙公司", "1,234", "5"],
    ]
    (sheet,) = opened(tmp_path / "a.xls").sheets
    assert len(sheet.merged) == 2 and sheet.notices[0].code == "web_page"


def test_nested_pages_are_sent_back(tmp_path: Path, opened) -> None:
    (tmp_path / "a.xls").write_text("<table><tr><td><table><tr><td>1</table></table>")
    with pytest.raises(UnreadableFileError, match="另存为"):
        opened(tmp_path / "a.xls")


def test_parquet_types_become_text(tmp_path: Path, rows_of) -> None:
    frame = pl.DataFrame(
        {"甲": [0.1 + 0.2, 1e20, None], "乙": [1, 2, 3], "丙": ["x", "", None], "丁": [True, None, False]},
    ).with_columns(戊=pl.date(2023, 1, 5), 己=pl.lit("1.50").cast(pl.Decimal(9, 2)), 庚=pl.datetime(2023, 1, 5, 13, 30), 辛=pl.lit(b"ab"), 壬=pl.concat_list(pl.lit(1)))  # fmt: skip
    frame.write_parquet(tmp_path / "a.parquet")
    assert rows_of(tmp_path / "a.parquet") == [
        ["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬"],
        ["0.3", "1", "x", "TRUE", "2023-01-05", "1.50", "2023-01-05 13:30:00", "ab", "[1]"],
        [
            "100000000000000000000",
            "2",
            "",
            None,
            "2023-01-05",
            "1.50",
            "2023-01-05 13:30:00",
            "ab",
            "[1]",
        ],
        [None, "3", None, "FALSE", "2023-01-05", "1.50", "2023-01-05 13:30:00", "ab", "[1]"],
    ]
