"""Firms and their texts from files of any bureau."""

import polars as pl
import xlsxwriter

from wotu.chains.firm_files import read_firm_file
from wotu.chains.tables import FIRM_TEXTS


def read(tmp_path, packs, text, encoding="utf-8"):
    path = tmp_path / "名单.csv"
    path.write_bytes(text.encode(encoding))
    return read_firm_file(path, packs)


def test_columns_are_found_under_the_names_of_bureaus(tmp_path, packs):
    read_file = read(
        tmp_path,
        packs,
        "单位名称,社会信用代码,经营范围,主导产品,行业代码\n"
        "某某电子有限公司,91320505MA1WTU01KU,光刻胶的生产,光刻胶,3985\n",
        "gb18030",
    )
    (firm,) = read_file.firms.to_dicts()
    assert firm["firm_id"] == firm["uscc"] == "91320505MA1WTU01KU"
    assert (firm["name"], firm["scope"], firm["products"], firm["industry_code"]) == (
        "某某电子有限公司",
        "光刻胶的生产",
        "光刻胶",
        "3985",
    )
    assert read_file.firms.select(FIRM_TEXTS.names()).schema == FIRM_TEXTS


def test_only_names_are_needed(tmp_path, packs):
    read_file = read(tmp_path, packs, "企业名称,经营范围\n甲厂,光刻胶的生产\n,货运\n乙厂,\n")
    assert read_file.firms["firm_id"].to_list() == ["row 2", "row 4"]
    (rejected,) = read_file.rejected.filter(pl.col("scope") == "row").to_dicts()
    assert (rejected["row"], rejected["field"]) == (3, "firm_name")


def test_a_code_that_stands_twice_names_one_firm_only(tmp_path, packs):
    code = "91320505MA1WTU01KU"
    read_file = read(
        tmp_path, packs, f"企业名称,统一社会信用代码\n甲有限公司,{code}\n乙有限公司,{code}\n"
    )
    assert read_file.firms["firm_id"].n_unique() == read_file.firms.height


def test_rows_of_several_sheets_stay_apart(tmp_path, packs):
    path = tmp_path / "名单.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        for name, firm in (("一区", "甲厂"), ("二区", "乙厂")):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, ["企业名称", "经营范围"])
            sheet.write_row(1, 0, [firm, "光刻胶的生产"])
    firms = read_firm_file(path, packs).firms
    assert firms["firm_id"].to_list() == ["一区 row 2", "二区 row 2"]
