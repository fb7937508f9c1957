import datetime
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from wotu.contracts.readers.sheet import ROW, MergedRange
from wotu.contracts.readers.workbook import column_letters
from wotu.errors import UnreadableFileError

from .workbooks import sheet_xml, write_workbook


def make_xlsx(path: Path) -> Path:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("数据")
        formats = {
            name: book.add_format({"num_format": text})
            for name, text in {"percent": "0.00%", "day": "yyyy-mm-dd", "wan": "0!.0,"}.items()
        }
        sheet.merge_range(1, 1, 1, 3, "标题")
        sheet.write_row(2, 1, ["0123", 0.1 + 0.2, 1234567.89, 1e15, 1.5e-7, True])
        sheet.write(3, 1, 0.055, formats["percent"])
        sheet.write_datetime(3, 2, datetime.datetime(2023, 1, 5), formats["day"])
        sheet.write_formula(3, 3, "=1/0", None, "#DIV/0!")
        sheet.write_formula(3, 4, "=A1&B1", None, "甲")
        sheet.write(3, 5, 12345678, formats["wan"])
        book.add_worksheet("隐藏的").hide()
        book.add_chartsheet("图")
    return path


def test_cells_are_read_as_a_person_reads_them(tmp_path: Path, rows_of) -> None:
    rows = rows_of(make_xlsx(tmp_path / "a.xlsx"))
    assert rows[2] == [None, "0123", "0.3", "1234567.89", "1000000000000000", "0.00000015", "TRUE"]
    assert rows[3] == [None, "5.5%", "2023-01-05", "#DIV/0!", "甲", "12345678", None]


def test_places_are_those_of_the_sheet(tmp_path: Path, opened) -> None:
    file = opened(make_xlsx(tmp_path / "a.xlsx"))
    (sheet,) = file.sheets
    assert (sheet.name, sheet.width, sheet.row_estimate) == ("数据", 7, 4)
    assert sheet.merged == [MergedRange(2, 1, 2, 3)]
    assert [notice.code for notice in (*file.notices, *sheet.notices)] == [
        "hidden_sheet",
        "scaled_format",
    ]


def test_a_hidden_sheet_is_read_where_it_is_named(tmp_path: Path, opened) -> None:
    file = opened(make_xlsx(tmp_path / "a.xlsx"), ["隐藏的"])
    assert [sheet.name for sheet in file.sheets] == ["隐藏的"] and file.notices == []
    with pytest.raises(UnreadableFileError, match="数据、隐藏的、图"):
        opened(tmp_path / "a.xlsx", ["没有"])


def test_a_formula_without_result_is_shown_as_formula(tmp_path: Path, rows_of) -> None:
    book = openpyxl.Workbook()
    for row in (["甲", "乙"], [1, "=A2*2"], [None, "=SUM(B2:B2)"]):
        book.active.append(row)
    book.save(tmp_path / "f.xlsx")
    assert rows_of(tmp_path / "f.xlsx") == [["甲", "乙"], ["1", "=A2*2"], [None, "=SUM(B2:B2)"]]


def test_numbers_keep_fifteen_digits_and_no_noise(tmp_path: Path, rows_of) -> None:
    values = [
        "0.30000000000000004",
        "0.123456789012345",
        "1.2345678912",
        "100.29999999999999",
        "913205811420298028",
    ]
    cells = "".join(
        f'<c r="{column}1"><v>{value}</v></c>'
        for column, value in zip("ABCDE", values, strict=True)
    )
    rows = rows_of(write_workbook(tmp_path / "n.xlsx", sheet_xml(f'<row r="1">{cells}</row>')))
    assert rows == [["0.3", "0.123456789012345", "1.2345678912", "100.3", "913205811420298000"]]


def test_old_excel(tmp_path: Path, opened, rows_of) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("甲")
    sheet.write_merge(1, 1, 1, 3, "标题")
    sheet.write(2, 1, 1.1)
    sheet.write(2, 2, datetime.date(2023, 1, 5), xlwt.easyxf(num_format_str="yyyy-mm-dd"))
    book.save(str(tmp_path / "a.xls"))
    assert rows_of(tmp_path / "a.xls")[1:] == [
        [None, "标题", None],
        [None, "1.1", "2023-01-05"],
    ]
    assert opened(tmp_path / "a.xls").sheets[0].merged == [MergedRange(2, 1, 2, 3)]


def test_open_document(tmp_path: Path, rows_of) -> None:
    book = OpenDocumentSpreadsheet()
    table = Table(name="甲")
    for cells in (
        [("string", "企业名称"), ("string", "值")],
        [("string", "苏州甲公司"), ("float", "1234.5")],
    ):
        row = TableRow()
        for kind, text in cells:
            cell = TableCell(valuetype=kind, **({"value": text} if kind == "float" else {}))
            cell.addElement(P(text=text))
            row.addElement(cell)
        table.addElement(row)
    book.spreadsheet.addElement(table)
    book.save(str(tmp_path / "a.ods"))
    assert rows_of(tmp_path / "a.ods") == [["企业名称", "值"], ["苏州甲公司", "1234.5"]]


def test_macros_are_left_alone(tmp_path: Path, rows_of) -> None:
    path = write_workbook(
        tmp_path / "m.xlsm",
        sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>'),
        {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0 macro"},
    )
    assert rows_of(path) == [["1"]]


def test_chunks_begin_where_they_are_asked_to(tmp_path: Path, opened) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        book.add_worksheet().write_column(0, 0, range(10))
    (sheet,) = opened(tmp_path / "a.xlsx").sheets
    assert [chunk[ROW].to_list() for chunk in sheet.chunks(4, size=4)] == [
        [4],
        [5, 6, 7, 8],
        [9, 10],
    ]


@pytest.mark.parametrize(
    ("cells", "code"),
    [('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', "too_many_cells"),
     ('<row r="1"><c r="A1"><v>1</v></c><c r="CZZ1"><v>1</v></c></row>', "too_many_columns")],
)  # fmt: skip
def test_sheets_that_reach_too_far_are_refused(
    tmp_path: Path, opened, cells: str, code: str
) -> None:
    with pytest.raises(UnreadableFileError) as caught:
        opened(write_workbook(tmp_path / "a.xlsx", sheet_xml(cells)))
    assert caught.value.facts["code"] == code and caught.value.facts["sheet"] == "S"


def test_entities_are_refused(tmp_path: Path, opened) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    text = sheet_xml('<row r="1"><c r="A1" t="str"><v>&b;</v></c></row>').replace(
        "<worksheet", bomb + "<worksheet"
    )
    with pytest.raises(UnreadableFileError) as caught:
        opened(write_workbook(tmp_path / "a.xlsx", text))
    assert caught.value.facts["code"] == "unsafe_xml"


def test_a_member_that_unpacks_to_too_much_is_refused(tmp_path: Path, opened) -> None:
    path = write_workbook(
        tmp_path / "a.xlsx", sheet_xml(""), {"xl/media/image.bin": bytes(80 * 1024 * 1024)}
    )
    with pytest.raises(UnreadableFileError) as caught:
        opened(path)
    assert caught.value.facts["code"] == "bomb"


def test_a_directory_that_lies_about_sizes_is_refused(tmp_path: Path, opened) -> None:
    path = write_workbook(tmp_path / "a.xlsx", sheet_xml("<row>" + " " * 5_000_000 + "</row>"))
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    path.write_bytes(
        path.read_bytes().replace(size.to_bytes(4, "little"), (500).to_bytes(4, "little"))
    )
    with pytest.raises(UnreadableFileError) as caught:
        opened(path)
    assert caught.value.facts["code"] == "broken"


def test_repeated_cells_without_end_are_refused(tmp_path: Path, opened) -> None:
    names = ("office", "table", "text")
    spaces = " ".join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in names)
    cell = '<table:table-cell office:value-type="string" table:number-columns-repeated="16384"><text:p>甲</text:p></table:table-cell>'
    table = f'<table:table table:name="S"><table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row></table:table>'
    with zipfile.ZipFile(tmp_path / "a.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
        archive.writestr(
            "content.xml",
            f"<office:document-content {spaces}><office:body><office:spreadsheet>{table}</office:spreadsheet></office:body></office:document-content>",
        )
    with pytest.raises(UnreadableFileError) as caught:
        opened(tmp_path / "a.ods")
    assert caught.value.facts["code"] == "too_much_memory"


def test_a_parser_that_falls_over_takes_nothing_with_it(
    tmp_path: Path, opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    crash = tmp_path / "python"
    crash.write_text("#!/bin/sh\nkill -ABRT $$\n")
    crash.chmod(0o755)
    monkeypatch.setattr("sys.executable", str(crash))
    with pytest.raises(UnreadableFileError) as caught:
        opened(make_xlsx(tmp_path / "a.xlsx"))
    assert caught.value.facts["code"] == "broken"


def test_reading_stops_in_time(tmp_path: Path, opened, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wotu.contracts.readers.workbook.WORKBOOK_SECONDS", 0)
    with pytest.raises(UnreadableFileError) as caught:
        opened(make_xlsx(tmp_path / "a.xlsx"))
    assert caught.value.facts["code"] == "too_slow"


def test_letters_of_columns() -> None:
    assert [column_letters(i) for i in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
