"""One report, three files: the same words and figures in each, and nothing run as code."""

import dataclasses
import datetime as dt
import re
import zipfile
from pathlib import Path

import openpyxl
import pypdfium2
import pytest
from docx import Document

from wotu.errors import UnreadableFileError
from wotu.reports import fonts
from wotu.reports.document import (
    Bullets,
    Chart,
    ChartKind,
    Heading,
    Paragraph,
    Report,
    Series,
    Table,
)
from wotu.reports.drawing import draw, figure_of
from wotu.reports.fonts import MissingFontError, chinese_font
from wotu.reports.writing import REPORT_ENDINGS, write_report

pytestmark = pytest.mark.slow


def bare(text: str) -> str:
    """A text without white space, which renderers break as they like."""
    return re.sub(r"\s", "", text)


def texts_of(report: Report) -> list[str]:
    """Every text that a page shows, in order."""
    found = [report.title, report.subtitle, report.stamp, report.mark]
    for block in report.blocks:
        match block:
            case Heading() | Paragraph():
                found.append(block.text)
            case Bullets():
                found += block.items
            case Table():
                found += [block.caption, *(column.header for column in block.columns)]
                found += [text for row in block.texts for text in row]
                found += [report.more_text(block), block.source]
            case Chart():
                found += [block.title, block.source]
    return [text for text in found if text]


def written(report: Report, folder: Path, ending: str) -> Path:
    path = folder / f"report{ending}"
    write_report(report, path)
    return path


def in_order(texts: list[str], whole: str) -> None:
    at = 0
    for text in texts:
        found = whole.find(bare(text), at)
        assert found >= 0, text
        at = found + len(bare(text))


def test_the_pdf_says_what_the_report_says(report: Report, tmp_path: Path) -> None:
    with pypdfium2.PdfDocument(written(report, tmp_path, ".pdf")) as pdf:
        pages = [page.get_textpage().get_text_range() for page in pdf]
    whole = bare("".join(pages))
    for text in texts_of(report):
        assert bare(text) in whole, text
    for number, page in enumerate(pages, start=1):
        assert f"{number}/{len(pages)}" in bare(page)
        assert bare(report.mark) in bare(page)
        assert report.origin.snapshot in page
    # No gap between Chinese and digits that a search would have to know of.
    assert "第5位" in "".join(pages)


def test_a_pdf_page_is_not_empty(report: Report, tmp_path: Path) -> None:
    with pypdfium2.PdfDocument(written(report, tmp_path, ".pdf")) as pdf:
        for page in pdf:
            picture = page.render(scale=0.5).to_pil().convert("L")
            dark = sum(picture.histogram()[:128])
            assert dark > 100
            assert picture.width < picture.height


def test_the_word_document_says_what_the_report_says(report: Report, tmp_path: Path) -> None:
    document = Document(str(written(report, tmp_path, ".docx")))
    said = []
    for part in document.iter_inner_content():
        if hasattr(part, "rows"):
            said += [cell.text for row in part.rows for cell in row.cells]
        else:
            said.append(part.text)
    in_order(texts_of(report), bare("".join(said)))
    headings = [one.text for one in document.paragraphs if one.style.name == "Heading 1"]
    assert headings == [block.text for block in report.blocks if isinstance(block, Heading)]
    below = document.sections[0].footer._element.xml
    assert "PAGE" in below and "NUMPAGES" in below
    assert report.mark in document.sections[0].header.paragraphs[0].text
    assert document.core_properties.created == dt.datetime(2026, 6, 30, tzinfo=dt.UTC)
    descriptions = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert descriptions == [block.title for block in report.blocks if isinstance(block, Chart)]


def test_the_workbook_has_all_rows_as_numbers_and_no_formula(
    report: Report, tmp_path: Path
) -> None:
    path = written(report, tmp_path, ".xlsx")
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["报告", "图表", "图表数据", "位次 1  表"]
    page = book["位次 1  表"]
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=4)]
    assert rows[0] == ["位次", "地区", "得分", "占比", "金额", "到期"]
    assert len(rows) == 1 + 4
    assert rows[1] == [1, "云岭高新区", 90.5, 0.5, 1263.8, dt.datetime(2026, 12, 31)]
    assert rows[2][1] == '=HYPERLINK("http://x")'
    assert {cell.data_type for row in page.iter_rows() for cell in row} <= {"s", "n", "d"}
    assert rows[4][2] == "—" and rows[4][3] == 0
    with zipfile.ZipFile(path) as inside:
        sheets = [name for name in inside.namelist() if name.startswith("xl/worksheets/sheet")]
        assert not any(b"<f>" in inside.read(name) for name in sheets)
        charts = [name for name in inside.namelist() if name.startswith("xl/charts/chart")]
    assert len(charts) == 3
    said = "".join(str(cell.value) for row in book["报告"].iter_rows() for cell in row)
    assert report.mark in said and report.stamp in said


def test_equal_charts_are_equal_pictures(report: Report) -> None:
    for chart in (block for block in report.blocks if isinstance(block, Chart)):
        assert draw(chart, "svg") == draw(chart, "svg")
        assert draw(chart, "png").startswith(b"\x89PNG")


@pytest.mark.parametrize(("values", "holds"), [((20.0, 12.0), 0.0), ((-3.0, -1.0), 0.0)])
def test_bars_start_at_zero(values: tuple[float, ...], holds: float) -> None:
    chart = Chart(ChartKind.BARS, "图", ("甲", "乙"), (Series("得分", values),), "分", "")
    low, high = figure_of(chart).axes[0].get_xlim()
    assert holds in (low, high)


def test_the_first_rank_is_on_top(report: Report) -> None:
    lines = Chart(
        ChartKind.LINES, "图", ("2024", "2025"), (Series("位次", (8, 5)),), "位次", "", reverse=True
    )
    bottom, top = figure_of(lines).axes[0].get_ylim()
    assert bottom > top


def test_series_as_long_as_the_labels_are_asked_for() -> None:
    with pytest.raises(ValueError, match="2 labels, 1 values"):
        Chart(ChartKind.BARS, "图", ("甲", "乙"), (Series("得分", (1.0,)),), "分", "")


def test_another_ending_is_refused_and_nothing_is_written(report: Report, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match=r"\.docx、\.pdf、\.xlsx"):
        write_report(report, tmp_path / "report.html")
    assert list(tmp_path.iterdir()) == []
    assert REPORT_ENDINGS == (".docx", ".pdf", ".xlsx")


def test_without_a_chinese_font_the_package_is_named(
    report: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chinese_font.cache_clear()
    monkeypatch.setattr(fonts.font_manager.fontManager, "ttflist", [])
    with pytest.raises(MissingFontError, match="fonts-noto-cjk"):
        write_report(report, tmp_path / "report.pdf")
    chinese_font.cache_clear()
    assert list(tmp_path.iterdir()) == []


def test_an_english_report_is_english_outside_its_data(report: Report, tmp_path: Path) -> None:
    english = dataclasses.replace(report, language="en")
    assert english.mark == "Demo: all data is invented"
    assert "as of 2026-06-30" in english.stamp
    book = openpyxl.load_workbook(written(english, tmp_path, ".xlsx"))
    assert book.sheetnames[:3] == ["Report", "Charts", "Chart data"]


def test_real_data_bears_no_mark(report: Report, tmp_path: Path) -> None:
    origin = dataclasses.replace(report.origin, invented=False)
    real = dataclasses.replace(report, origin=origin)
    with pypdfium2.PdfDocument(written(real, tmp_path, ".pdf")) as pdf:
        whole = "".join(page.get_textpage().get_text_range() for page in pdf)
    assert "演示" not in whole
