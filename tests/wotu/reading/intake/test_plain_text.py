import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.shared_data import shared_path
from wotu.reading.document import Format
from wotu.reading.intake import open_document
from wotu.reading.intake.faults import EmptyDocumentError, UnknownEncodingError, UnknownFormatError

PROSE = "2022年，苏州地区生产总值达2.4万亿元，同比增长2%。有效高新技术企业1.34万家。\n" * 5


def read(tmp_path, content, name="some.txt", **options):
    path = tmp_path / name
    path.write_bytes(content)
    return open_document(path, **options)


def codes(document):
    return [notice.code for notice in document.notices]


@settings(max_examples=60, deadline=None)
@given(
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"))),
    st.sampled_from(["", "\r\n", "\r", "\n", "\ufeff"]),
)
def test_text_is_exactly_the_characters_of_a_utf8_file(tmp_path_factory, text, extra):
    path = tmp_path_factory.mktemp("exact") / "文件.txt"
    path.write_bytes((extra + "文" + text + extra).encode())
    document = open_document(path)
    assert document.text == path.read_bytes().decode("utf-8")
    assert document.name == "文件"


@pytest.mark.shared
@pytest.mark.parametrize("name", ["000", "001", "002"])
def test_the_shared_articles_are_read_as_they_are(name):
    path = shared_path("docs", f"{name}.txt")
    document = open_document(path)
    assert document.text == path.read_text("utf-8")
    assert (document.format, document.blocks, document.pages) == (Format.TEXT, (), ())


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_other_encodings_are_recognised_and_said(tmp_path, encoding):
    text = PROSE + "abc" * 40
    document = read(tmp_path, text.encode(encoding), published=dt.date(2023, 1, 1))
    assert document.text == text
    assert codes(document) == ["encoding"]


@pytest.mark.parametrize(
    ("wrong", "right"), [("gb18030", "utf-8"), ("latin-1", "utf-8"), ("latin-1", "gb18030")]
)
def test_mojibake_is_said(tmp_path, wrong, right):
    garbled = PROSE.encode(right).decode(wrong, errors="replace")
    document = read(tmp_path, garbled.encode("utf-8"))
    assert document.text == garbled
    assert "mojibake" in codes(document)


def test_lost_characters_are_said(tmp_path):
    document = read(tmp_path, ("锟斤拷" * 30 + PROSE).encode())
    assert "lost_characters" in codes(document)


@settings(max_examples=80, deadline=None)
@given(
    st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=20, max_size=200)
)
def test_chinese_is_no_mojibake(tmp_path_factory, text):
    document = read(tmp_path_factory.mktemp("m"), text.encode(), published=dt.date(2023, 1, 1))
    assert document.notices == ()


@pytest.mark.shared
def test_the_shared_articles_are_no_mojibake():
    for name in ("000", "001", "002"):
        assert codes(open_document(shared_path("docs", f"{name}.txt"))) == ["undated"]


def test_nul_bytes_are_kept_and_said(tmp_path):
    document = read(tmp_path, PROSE.encode() + b"\0\0" + PROSE.encode())
    assert document.text == PROSE + "\0\0" + PROSE
    assert "nul" in codes(document)


def test_a_cut_character_is_said(tmp_path):
    document = read(tmp_path, (PROSE * 20).encode() + "半".encode()[:2])
    assert "damaged" in codes(document)


@pytest.mark.parametrize("content", [b"", b"  \r\n\t ", b"\xef\xbb\xbf \n", "\u3000".encode()[:0]])
def test_file_without_text_is_refused(tmp_path, content):
    with pytest.raises(EmptyDocumentError, match="没有文字"):
        read(tmp_path, content)


def test_binary_data_and_unknown_encodings_are_refused(tmp_path):
    with pytest.raises(UnknownFormatError, match=r"some\.txt"):
        read(tmp_path, bytes(range(32)) * 200)
    with pytest.raises(UnknownFormatError, match="XML"):
        read(tmp_path, b"<?xml version='1.0'?><data>2</data>")
    with pytest.raises(UnknownEncodingError, match="GB18030"):
        read(tmp_path, b"\xff\xff\xff" * 500 + b"abc")


@pytest.mark.parametrize(
    ("name", "content", "day"),
    [
        ("苏州日报20230506", PROSE, dt.date(2023, 5, 6)),
        ("a", "标题\n发布时间：2023-05-06 10:00\n" + PROSE, dt.date(2023, 5, 6)),
        ("a", "标题\n2023年5月6日 星期六\n" + PROSE, dt.date(2023, 5, 6)),
        ("a", PROSE + "\n苏州市统计局\n2023年5月6日\n", dt.date(2023, 5, 6)),
        ("2021-01-01", "标题\n2023年5月6日\n" + PROSE, dt.date(2023, 5, 6)),
        ("a", "2023年5月6日，全市召开大会，会上指出共有18家企业入选。\n", None),
        ("第20230599期", PROSE, None),
    ],
)
def test_day_of_publication_is_taken_where_it_is_stated(tmp_path, name, content, day):
    document = read(tmp_path, content.encode(), name=f"{name}.txt")
    assert document.published == day
    assert codes(document) == ["date_found" if day else "undated"]
    given_day = dt.date(2020, 2, 2)
    again = read(tmp_path, content.encode(), name=f"{name}.txt", published=given_day)
    assert (again.published, again.notices) == (given_day, ())
