import os
import time
from contextlib import suppress

import psutil
import pytest

from tests.wotu.reading.intake.files import PdfPage, pdf_bytes
from wotu.contracts.readers.child_process import ChildLimits
from wotu.reading.document import BlockKind, Format
from wotu.reading.intake import open_document
from wotu.reading.intake import pdf as pdf_module
from wotu.reading.intake.faults import (
    BrokenDocumentError,
    DocumentTooLargeError,
    DocumentTooSlowError,
    EmptyDocumentError,
    EncryptedDocumentError,
    MissingDocumentError,
    ScannedDocumentError,
    UndecodableFontError,
)
from wotu.reading.intake.pdf_layout import lines_in_order
from wotu.reading.intake.pdf_runs import Run, stacked

LEFT = [
    "　　2022年，苏州地区生产总值达2.4万亿元，比",
    "上年增长2%，规上工业总产值达4.36万亿元，",
    "同比增长4%。",
    "　　有效高新技术企业1.34万家，增长12%。",
]
RIGHT = [
    "　　全市研发投入占地区生产总值比重3.9%，居",
    "全国前列，专利授权量突破10万件，其中发明",
    "专利2万件，位居全省第一。",
]
PROSE = "唯创新者胜江苏苏州高质量发展路径调查这两年苏州一直以超四万亿元的工业规模居全国地级市首位"


def read(tmp_path, pages, name="paper.pdf", **options):
    path = tmp_path / name
    path.write_bytes(pdf_bytes(pages, **options))
    return open_document(path)


def told(document, *kinds):
    return [
        document.text[one.start : one.end].replace("\n", "")
        for one in document.blocks
        if not kinds or one.kind in kinds
    ]


def test_newspaper_page_is_read_column_by_column(tmp_path):
    page = PdfPage().put(60, 740, "苏州工业园区：创新之城", 22)
    page.column(320, 700, RIGHT).column(60, 700, LEFT)
    document = read(tmp_path, [page])
    assert document.format is Format.PDF
    assert document.title == "苏州工业园区：创新之城"
    assert told(document) == [
        "苏州工业园区：创新之城",
        "".join(LEFT[:3]).strip("　"),
        LEFT[3].strip("　"),
        "".join(RIGHT).strip("　"),
    ]
    assert document.blocks[0].kind is BlockKind.HEADING


def test_columns_on_other_baselines_are_columns_too(tmp_path):
    page = PdfPage().column(60, 700, LEFT * 3).column(320, 693, RIGHT * 3, leading=17)
    text = read(tmp_path, [page]).text
    assert text.rindex("有效高新技术企业") < text.index("全市研发投入")


def test_table_is_read_by_rows(tmp_path):
    page = PdfPage().column(60, 700, [PROSE[:38], PROSE[:20]]).put(60, 650, "表1 主要指标")
    rows = [
        ("指标", "2022年", "增长"),
        ("生产总值（亿元）", "23958.3", "2.0%"),
        ("其中：第一产业", "", "3%"),
        ("总产值（亿元）", "43642", "4%"),
    ]
    for place, row in enumerate(rows):
        for x, cell in zip((60, 260, 400), row, strict=True):
            if cell:
                page.put(x, 620 - place * 18, cell)
    document = read(tmp_path, [page])
    assert told(document, BlockKind.CAPTION) == ["表1 主要指标"]
    assert told(document, BlockKind.TABLE_ROW) == [
        "指标\t2022年\t增长",
        "生产总值（亿元）\t23958.3\t2.0%",
        "其中：第一产业\t–\t3%",
        "总产值（亿元）\t43642\t4%",
    ]


def test_letter_spaced_heading_is_one_line(tmp_path):
    page = PdfPage(spacing=24).put(60, 740, "创新之城", 22)
    other = PdfPage().column(60, 700, LEFT)
    assert read(tmp_path, [page, other]).text.startswith("创 新 之 城\n")


def test_running_heads_and_page_numbers_are_furniture(tmp_path):
    pages = [
        PdfPage()
        .put(60, 810, f"产业年报 第{n}章", 9)
        .put(290, 30, f"— {n} —", 9)
        .column(60, 760, [PROSE[n:], f"本页第{n}条"])
        for n in range(1, 5)
    ]
    document = read(tmp_path, pages)
    furniture = told(document, BlockKind.FURNITURE)
    assert furniture == [said for n in range(1, 5) for said in (f"产业年报 第{n}章", f"— {n} —")]
    assert [document.page_of(document.text.index(f"本页第{n}条")) for n in range(1, 5)] == [
        1,
        2,
        3,
        4,
    ]


@pytest.mark.parametrize("step", [13, -13])
def test_upright_text_stays_together_and_ties_no_lines(step):
    drawn = [
        Run(character, 60, 700 - step * place, 70.5, 710.5 - step * place, 10.5)
        for place, character in enumerate("党的建设")
    ]
    beside = [
        Run(f"全市增长{place}", x, 690 - 16 * place, x + 50, 700.5 - 16 * place, 10.5)
        for x in (120, 220)
        for place in range(3)
    ]
    runs = stacked([*drawn, *beside])
    assert runs[0].text == "党的建设"
    upright = [line.text for line in lines_in_order(runs)]
    assert upright[-1] == "党的建设"
    assert upright[:-1] == [line.text for line in lines_in_order(beside)]


def test_scan_without_text_says_so(tmp_path):
    with pytest.raises(ScannedDocumentError, match="没有文字层") as caught:
        read(tmp_path, [PdfPage(image=True), PdfPage(image=True).put(290, 30, "2")])
    assert caught.value.facts["pages"] == 2


def test_partly_scanned_file_gives_its_text_and_names_the_pages(tmp_path):
    pages = [
        PdfPage().column(60, 700, LEFT),
        *[PdfPage(image=True)] * 3,
        PdfPage().column(60, 700, RIGHT),
    ]
    document = read(tmp_path, pages)
    assert "高新技术" in document.text and "研发投入" in document.text
    assert [(n.code, n.facts["pages"]) for n in document.notices[:1]] == [("pages_picture", "2–4")]


def test_page_with_a_picture_behind_its_text_is_read(tmp_path):
    page = PdfPage(image=True).column(60, 700, LEFT)
    assert "高新技术" in read(tmp_path, [page]).text


def test_fonts_without_meaning_say_so(tmp_path):
    private = "".join(chr(0xE000 + n) for n in range(40))
    with pytest.raises(UndecodableFontError):
        read(tmp_path, [PdfPage().put(60, 700, private)])


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (pdf_bytes([PdfPage().put(60, 700, "文")], encrypt=True), EncryptedDocumentError),
        (pdf_bytes([PdfPage().put(60, 700, "文")])[:300], BrokenDocumentError),
        (b"%PDF-1.7\n" + bytes(10_000), BrokenDocumentError),
        (pdf_bytes([PdfPage()]), EmptyDocumentError),
    ],
)
def test_faulty_files_are_refused_in_words(tmp_path, content, error):
    path = tmp_path / "faulty.pdf"
    path.write_bytes(content)
    with pytest.raises(error, match=r"faulty\.pdf：") as caught:
        open_document(path)
    assert caught.value.facts["zh"] in caught.value.message
    assert caught.value.facts["en"] in caught.value.message


@pytest.mark.slow
def test_cut_or_altered_bytes_never_raise_anything_else(tmp_path):
    whole = pdf_bytes([PdfPage().column(60, 700, LEFT)] * 2, packed=False)
    for place in range(100, len(whole), len(whole) // 8):
        for content in (whole[:place], whole[:place] + b"\xff" * 40 + whole[place + 40 :]):
            path = tmp_path / "altered.pdf"
            path.write_bytes(content)
            with suppress(BrokenDocumentError, EmptyDocumentError, EncryptedDocumentError):
                open_document(path)


def test_reading_stops_at_its_time(tmp_path, monkeypatch):
    monkeypatch.setattr(pdf_module, "_LIMITS", ChildLimits(2 << 30, 0))
    with pytest.raises(DocumentTooSlowError, match="停止"):
        read(tmp_path, [PdfPage().put(60, 700, "文")])


def test_files_that_are_too_large_missing_or_folders_are_refused(tmp_path):
    big = tmp_path / "big.pdf"
    big.touch()
    os.truncate(big, 600 << 20)
    with pytest.raises(DocumentTooLargeError, match="512 MB"):
        open_document(big)
    text = tmp_path / "big.txt"
    text.write_bytes("增长2%。\n".encode() * 20_000_000)
    started = time.monotonic()
    with pytest.raises(DocumentTooLargeError, match="64 MB"):
        open_document(text)
    assert time.monotonic() - started < 30
    for path in (tmp_path / "none.pdf", tmp_path):
        with pytest.raises(MissingDocumentError):
            open_document(path)


@pytest.mark.slow
def test_a_thousand_pages_take_less_than_a_minute(tmp_path):
    pages = [
        PdfPage()
        .put(290, 30, f"- {n} -", 9)
        .column(60, 770, [f"{n * 40 + k}家{PROSE[k % 9 :][:33]}" for k in range(40)])
        for n in range(1000)
    ]
    path = tmp_path / "thousand.pdf"
    path.write_bytes(pdf_bytes(pages))
    before = psutil.Process().memory_info().rss
    started = time.monotonic()
    document = open_document(path)
    assert time.monotonic() - started < 60
    assert len(document.pages) == 1000 and len(document.text) > 1_000_000
    assert psutil.Process().memory_info().rss - before < 300 << 20


def test_paragraph_goes_on_in_the_next_column(tmp_path):
    whole = (PROSE * 5)[:100]
    lines = [whole[n : n + 20] for n in range(0, 100, 20)]
    page = PdfPage().column(60, 700, lines[:3])
    page.column(320, 700, [*lines[3:4], lines[4][:19] + "。", "　　另起一段，共三家。"])
    assert told(read(tmp_path, [page])) == [whole[:99] + "。", "另起一段，共三家。"]


def test_headline_over_columns_beside_another_article(tmp_path):
    page = (
        PdfPage(size=(1100, 900)).put(80, 800, "奋力打造产业集群", 40).put(820, 800, "药物获批", 22)
    )
    for place, x in enumerate((60, 310, 560)):
        page.column(x, 750, [f"{'甲乙丙'[place]}{k}{PROSE[k % 9 : k % 9 + 17]}" for k in range(9)])
    page.column(820, 765, [f"丁{k}{PROSE[k % 9 : k % 9 + 17]}" for k in range(9)])
    text = read(tmp_path, [page, PdfPage().column(60, 700, LEFT)]).text
    order = [
        text.index(said)
        for said in (
            "奋力打造",
            *(f"{c}{k}" for c in "甲乙丙" for k in range(9)),
            "药物获批",
            *(f"丁{k}" for k in range(9)),
        )
    ]
    assert order == sorted(order)
