import zipfile

import pytest

from tests.wotu.reading.intake.files import W, docx, paragraph, table
from wotu.reading.document import BlockKind, Format
from wotu.reading.intake import open_document
from wotu.reading.intake.faults import (
    BrokenDocumentError,
    EmptyDocumentError,
    EncryptedDocumentError,
    UnknownFormatError,
    UnsafeDocumentError,
)

STYLES = (
    '<w:style w:styleId="a3"><w:name w:val="Title"/></w:style>'
    '<w:style w:styleId="2"><w:name w:val="heading 2"/></w:style>'
    '<w:style w:styleId="own"><w:name w:val="公文标题"/><w:basedOn w:val="2"/></w:style>'
    '<w:style w:styleId="lvl"><w:name w:val="三级"/><w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>'
    '<w:style w:styleId="loop"><w:name w:val="x"/><w:basedOn w:val="loop2"/></w:style>'
    '<w:style w:styleId="loop2"><w:name w:val="y"/><w:basedOn w:val="loop"/></w:style>'
)


def told(document):
    return [(b.kind, b.level, document.text[b.start : b.end]) for b in document.blocks]


def test_headings_paragraphs_and_tables_come_in_order(tmp_path):
    path = docx(
        tmp_path / "report.docx",
        paragraph("2022年公报", "a3"),
        paragraph("一、综合", "2"),
        paragraph("全年增长2%。", "loop"),
        paragraph("（一）工业", "own"),
        paragraph("1.规上", "lvl"),
        table([["指标", "2022年"], ["总产值", "4.36万亿元"], ["", ""]]),
        paragraph("发布日期：2023年5月6日"),
        styles=STYLES,
    )
    document = open_document(path)
    assert document.format is Format.DOCX
    assert (document.title, str(document.published)) == ("2022年公报", "2023-05-06")
    assert told(document) == [
        (BlockKind.HEADING, 1, "2022年公报"),
        (BlockKind.HEADING, 2, "一、综合"),
        (BlockKind.PARAGRAPH, 0, "全年增长2%。"),
        (BlockKind.HEADING, 2, "（一）工业"),
        (BlockKind.HEADING, 3, "1.规上"),
        (BlockKind.TABLE_ROW, 0, "指标\t2022年"),
        (BlockKind.TABLE_ROW, 0, "总产值\t4.36万亿元"),
        (BlockKind.PARAGRAPH, 0, "发布日期：2023年5月6日"),
    ]


def test_tracked_deletions_and_fallbacks_are_left_out(tmp_path):
    body = (
        "<w:p><w:r><w:t>增长</w:t></w:r><w:del><w:r><w:delText>9%</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>2%</w:t></w:r></w:ins></w:p>"
        '<mc:AlternateContent xmlns:mc="m"><mc:Choice><w:p><w:r><w:t>框内</w:t></w:r></w:p></mc:Choice>'
        "<mc:Fallback><w:p><w:r><w:t>框内</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent>"
    )
    document = open_document(docx(tmp_path / "a.docx", body))
    assert document.text == "增长2%\n框内\n"


def test_bomb_entities_damage_and_other_zips_are_refused(tmp_path):
    entity = '<!DOCTYPE x [<!ENTITY a "aaaa">]>'
    with pytest.raises(UnsafeDocumentError):
        open_document(docx(tmp_path / "entity.docx", paragraph("x"), head=entity))
    with pytest.raises(UnsafeDocumentError):
        open_document(docx(tmp_path / "deep.docx", "<w:x>" * 5000 + "</w:x>" * 5000))
    with zipfile.ZipFile(tmp_path / "bomb.docx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 100_000_000)
    with pytest.raises(UnsafeDocumentError, match="异常"):
        open_document(tmp_path / "bomb.docx")
    cut = docx(tmp_path / "whole.docx", paragraph("x")).read_bytes()[:-40]
    (tmp_path / "cut.docx").write_bytes(cut)
    with pytest.raises(BrokenDocumentError):
        open_document(tmp_path / "cut.docx")
    with pytest.raises(BrokenDocumentError):
        open_document(docx(tmp_path / "xml.docx", "<w:p>"))
    with pytest.raises(EmptyDocumentError):
        open_document(docx(tmp_path / "empty.docx", paragraph(" ")))
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as archive:
        archive.writestr("a.txt", "x")
    with pytest.raises(UnknownFormatError):
        open_document(tmp_path / "other.zip")


def test_protected_and_old_office_files_are_refused(tmp_path):
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    (tmp_path / "old.doc").write_bytes(ole + "WordDocument".encode("utf-16-le"))
    with pytest.raises(UnknownFormatError, match=r"\.docx"):
        open_document(tmp_path / "old.doc")
    (tmp_path / "locked.docx").write_bytes(ole + "EncryptedPackage".encode("utf-16-le"))
    with pytest.raises(EncryptedDocumentError, match="密码"):
        open_document(tmp_path / "locked.docx")


def test_footnotes_are_said_to_be_left_out(tmp_path):
    notes = {"word/footnotes.xml": f"<w:footnotes {W}/>"}
    document = open_document(docx(tmp_path / "a.docx", paragraph("文"), parts=notes))
    assert "footnotes" in [notice.code for notice in document.notices]


def test_merged_cells_keep_the_columns_in_place(tmp_path):
    wide = f'<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>{paragraph("2022年")}</w:tc>'
    cell = "<w:tc>{}</w:tc>".format
    body = (
        f"<w:tbl><w:tr>{cell(paragraph('指标'))}{wide}</w:tr>"
        f"<w:tr>{cell(paragraph('产值'))}{cell(paragraph('3亿元'))}{cell(paragraph('2%'))}</w:tr></w:tbl>"
    )
    document = open_document(docx(tmp_path / "a.docx", body))
    assert document.text == "指标\t2022年\t–\n产值\t3亿元\t2%\n"
