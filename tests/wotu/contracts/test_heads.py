import openpyxl
import pytest

from wotu.contracts.heads import load_head, only_sheet, read_head, save_head
from wotu.contracts.importing import open_import, propose_mappings
from wotu.errors import UnreadableFileError


@pytest.fixture
def workbook(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "2024年"
    sheet.merge_cells("A1:C1")
    sheet["A1"] = "企业用工情况表"
    sheet.append(["统一社会信用代码", "企业名称", "职工总数"])
    for number in range(500):
        sheet.append([None, f"第{number}电子有限公司", number])
    book.create_sheet("填表说明")["A1"] = "请如实填写"
    path = tmp_path / "用工.xlsx"
    book.save(path)
    return path


def test_a_head_proposes_what_the_file_proposes(workbook, packs, tmp_path) -> None:
    head = read_head(workbook)
    save_head(head, tmp_path / "head.json")
    kept = load_head(tmp_path / "head.json")
    assert kept == head
    assert len(kept.sheets[0].preview(1_000)) == 200
    of_head, of_file = propose_mappings(kept, packs), propose_mappings(workbook, packs)
    assert [[one.mapping for one in sheet.chosen] for sheet in of_head] == [
        [one.mapping for one in sheet.chosen] for sheet in of_file
    ]


def test_a_head_is_read_as_far_as_it_goes(workbook, packs) -> None:
    head = read_head(workbook)
    with open_import(only_sheet(head, 0), packs) as opened:
        (table,) = opened.tables
        (chunk,) = table.chunks()
    assert (opened.sha256, table.row_estimate) == (head.sha256, head.sheets[0].row_estimate)
    assert chunk.rows["_row"].to_list() == list(range(3, 201))
    assert set(chunk.rows["year"]) == {2024}


def test_a_file_that_is_no_table_has_no_head(tmp_path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"%PDF-1.7")
    with pytest.raises(UnreadableFileError):
        read_head(path)
