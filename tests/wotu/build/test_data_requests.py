from dataclasses import replace

import openpyxl
import polars as pl

from tests.zone import code_of
from wotu.build.data_requests import data_request, write_data_request
from wotu.build.missing_facts import UNDECIDED, asked_of, suppliers
from wotu.build.population import Wanted

REASON = "用于测算。"


def test_a_request_asks_for_every_firm_that_waits(population):
    for one in suppliers(population):
        request = data_request(population, one.name, Wanted())
        assert request.firms == one.firms
        assert request.sheets or request.lists


def test_each_row_asks_for_what_that_firm_lacks(population):
    (sheet,) = data_request(population, "人社局", Wanted()).sheets
    rows = {row["uscc"]: row for row in sheet.rows.to_dicts()}
    assert rows[code_of(3)]["sci_tech_staff"] is True
    assert rows[code_of(3)]["year"] == 2025
    items = asked_of(population, "人社局")
    waiting = population.firm_ids(Wanted(standings=UNDECIDED, lacking=items))
    assert set(rows) == set(waiting)


def test_the_workbook_marks_the_cells_to_be_filled_in(population, tmp_path):
    request = data_request(population, "人社局", Wanted())
    write_data_request(request, tmp_path / "request.xlsx", REASON)
    book = openpyxl.load_workbook(tmp_path / "request.xlsx")
    cover, sheet = book.worksheets
    said = "\n".join(str(cell.value) for cell in cover["A"] if cell.value)
    assert "致：人社局" in said and REASON in said and f"涉及企业 {request.firms} 家" in said
    assert sheet.max_row == 1 + request.sheets[0].rows.height
    assert [cell.value for cell in sheet[1]][:3] == ["统一社会信用代码", "企业名称", "年度"]
    filled = {cell.value for row in sheet.iter_rows(min_row=2, min_col=4) for cell in row}
    assert filled == {None}
    assert not list(tmp_path.glob(".*.partial"))


def test_a_bureau_without_missing_facts_is_asked_for_nothing(population):
    request = data_request(population, "无此部门", Wanted())
    assert (request.firms, request.sheets, request.lists) == (0, (), ())


def test_a_name_that_looks_like_a_formula_stays_a_text(population, tmp_path):
    request = data_request(population, "人社局", Wanted())
    (sheet,) = request.sheets
    sheet = replace(sheet, rows=sheet.rows.with_columns(name=pl.lit("=1+1")))
    request = replace(request, sheets=(sheet,))
    write_data_request(request, tmp_path / "request.xlsx", REASON)
    cell = openpyxl.load_workbook(tmp_path / "request.xlsx").worksheets[1]["B2"]
    assert cell.data_type == "s" and not str(cell.value).startswith("=")
