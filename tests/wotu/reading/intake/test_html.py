import base64
import datetime as dt
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wotu.reading.document import BlockKind, Format
from wotu.reading.intake import open_document
from wotu.reading.intake.faults import BrokenDocumentError, EmptyDocumentError

PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>苏州 - 门户</title>
<meta name="ArticleTitle" content="苏州工业园区：创新之城"><meta name="PubDate" content="2023-05-06 08:30">
<style>p{color:red}</style><script>var n = "增长99%</p>";</script></head><body>
<div class="nav"><a href="/">首页</a> | <a href="/n">新闻 123 条</a></div>
<div class="main"><h1>苏州工业园区：创新之城</h1>
<div class="TRS_Editor"><p>　　2022年，地区生产总值达<b>2.4</b>万亿元，<br>同比增长2&nbsp;%。</p>
<h2>产业</h2><p>有效高新技术企业1.34万家，新增&lt;百家&gt;的企业&#21313;家，创新主体活力持续增强，
专利授权量居全国前列，研发投入占比达3.9%，各项指标均好于预期。</p>
<table><tr><th>指标</th><th>2022年</th></tr><tr><td>总产值</td><td>4.36万亿元</td></tr></table>
<p style="display:none">隐藏500家</p><!-- 注释300家 --></div>
<div class="related"><a href="#">相关：某地增长8%</a></div></div>
<footer>备案号 12345</footer></body></html>"""


def read(tmp_path, page, name="page.html"):
    path = tmp_path / name
    path.write_bytes(page if isinstance(page, bytes) else page.encode())
    return open_document(path)


def blocks(document, *kinds):
    return [
        document.text[one.start : one.end]
        for one in document.blocks
        if not kinds or one.kind in kinds
    ]


def test_article_is_told_from_the_page_around_it(tmp_path):
    document = read(tmp_path, PAGE)
    assert document.format is Format.HTML
    assert (document.title, document.published) == ("苏州工业园区：创新之城", dt.date(2023, 5, 6))
    assert blocks(document, BlockKind.HEADING) == ["苏州工业园区：创新之城", "产业"]
    assert blocks(document, BlockKind.PARAGRAPH)[0].endswith(
        "2022年，地区生产总值达2.4万亿元，\n同比增长2\xa0%。"
    )
    assert "新增<百家>的企业十家" in document.text
    assert blocks(document, BlockKind.TABLE_ROW) == ["指标\t2022年", "总产值\t4.36万亿元"]
    furniture = "".join(blocks(document, BlockKind.FURNITURE))
    assert all(said in furniture for said in ("123", "增长8%", "12345"))
    assert not any(said in document.text for said in ("99%", "500家", "300家", "color"))


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "big5hkscs"])
def test_declared_encodings_are_read(tmp_path, encoding):
    declared = {"gb18030": "gb2312", "big5hkscs": "big5"}.get(encoding, "utf-16")
    page = (
        f"<html><head><meta charset={declared}></head><body><p>全市生產總值增長2%</p></body></html>"
    )
    assert "全市生產總值增長2%" in read(tmp_path, page.encode(encoding)).text


def test_page_of_layout_tables_keeps_its_prose(tmp_path):
    page = (
        "<html><body><table><tr><td>导航</td><td><table><tr><td><p>第一段，增长2%。</p>"
        "<p>第二段，共3家。</p></td></tr></table></td></tr></table></body></html>"
    )
    document = read(tmp_path, page)
    assert blocks(document, BlockKind.PARAGRAPH) == ["导航", "第一段，增长2%。", "第二段，共3家。"]


def test_web_archive_is_read(tmp_path):
    archive = (
        b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="xx"\r\n\r\n'
        b"--xx\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    )
    archive += base64.encodebytes(PAGE.encode()) + b"--xx--\r\n"
    assert read(tmp_path, archive, "page.mhtml").title == "苏州工业园区：创新之城"
    with pytest.raises(BrokenDocumentError):
        read(tmp_path, archive[:70], "cut.mhtml")


def test_page_without_text_is_refused(tmp_path):
    with pytest.raises(EmptyDocumentError):
        read(tmp_path, "<html><body><script>1</script><img src=a></body></html>")


HOSTILE = {
    "nested": "<div>" * 60_000 + "增长2%" + "</div>" * 60_000,
    "nested tables": "<table><tr><td>" * 20_000 + "增长2%",
    "unclosed comments": "<p>增长2%</p>" + "<!--" * 60_000,
    "unclosed tags": "<p>增长2%</p>" + "<a " * 60_000,
    "unclosed quotes": "<p>增长2%</p>" + '<a href="' * 60_001,
    "bare signs": "<p>增长2%</p>" + "<" * 30_000,
    "unclosed scripts": "<p>增长2%</p>" + "<script>" * 60_000,
    "closing tags": "<p>增长2%</p>" + "</b>" * 80_000,
    "attributes": "<p>增长2%</p><p " + "a=1 " * 80_000 + ">",
    "equals": "<p>增长2%</p><p " + '= "' * 60_000 + ">",
    "declarations": "<p>增长2%</p>" + "<![CDATA[" * 60_000,
    "entities": "<p>增长2%</p>" + "&" * 30_000,
    "open paragraphs": "<p>增长2%</p>" + "<p><b>" * 60_000,
    "named": "<p>增长2%</p>" + f"<div class='{'main ' * 1000}'>" * 200,
    "rows": "<table>" + "<tr><td>增长2%<td>1" * 30_000,
    "cells": "<p>增长2%</p><table><tr>" + "<td colspan=300 rowspan=300>1" * 30_000,
    "spaces": "<p>增长2%" + " " * 1_000_000 + "</p>",
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.slow
def test_hostile_pages_take_bounded_time(tmp_path, name):
    started = time.monotonic()
    document = read(tmp_path, "<html><body>" + HOSTILE[name])
    assert "增长2%" in document.text
    assert time.monotonic() - started < 30


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<td>",
                "<tr>",
                "</table>",
                "<table>",
                "<div class=main>",
                "</div>",
                "文字2%",
                "<",
                ">",
                "<!--",
                "-->",
                '"',
                "<script>",
                "</script>",
                "<br>",
                "&lt;",
                "<h2>",
                "<a href='",
                "'>",
            ]
        ),
        max_size=40,
    ).map("".join)
)
def test_any_markup_gives_blocks_in_order(tmp_path_factory, markup):
    document = read(tmp_path_factory.mktemp("h"), "<html><p>首段</p>" + markup)
    end = 0
    for block in document.blocks:
        assert end <= block.start < block.end <= len(document.text)
        assert document.text[block.start : block.end].strip()
        end = block.end


def test_page_beyond_all_measure_is_cut_and_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr("wotu.reading.intake.html_page.MAX_MARKUP_TOKENS", 1000)
    document = read(tmp_path, "<html><body>" + "<p>增长2%</p>" * 1000)
    assert "page_cut" in [notice.code for notice in document.notices]
    assert 100 < len(document.blocks) < 1000


def test_form_around_the_page_and_compact_days_are_understood(tmp_path):
    page = (
        '<html><head><meta name="PubDate" content="20230506"></head><body><form><div class="rank">'
        "<p>全市生产总值增长2%，高新技术企业1.34万家。</p></div></form></body></html>"
    )
    document = read(tmp_path, page)
    assert document.published == dt.date(2023, 5, 6)
    assert blocks(document, BlockKind.PARAGRAPH) == ["全市生产总值增长2%，高新技术企业1.34万家。"]


def test_merged_cells_keep_the_columns_in_place(tmp_path):
    page = (
        "<html><body><table><tr><td rowspan=2>指标<td colspan='2'>2022年<td>备注</tr>"
        "<tr><td>数值</td><td>增长</td><td>无</td></tr>"
        "<tr><td>产值<td>3亿元<td>2%<td rowspan=9999999>见表</table></body></html>"
    )
    rows = blocks(read(tmp_path, page), BlockKind.TABLE_ROW)
    assert rows == ["指标\t2022年\t–\t备注", "–\t数值\t增长\t无", "产值\t3亿元\t2%\t见表"]
