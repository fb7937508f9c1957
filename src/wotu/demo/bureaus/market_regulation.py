"""市场监管局: the register in a workbook with a title and merged headers, groups, standards."""

from __future__ import annotations

from typing import Final

import polars as pl

from wotu.demo.bureaus.faulty import ghost, wrong_check
from wotu.demo.bureaus.files import BureauFile, Desk
from wotu.demo.bureaus.handwriting import (
    dates,
    dates_of_many,
    money_cells,
    other_brackets,
    texts,
    words_of_many,
    yes_or_no,
)
from wotu.demo.bureaus.sheet import Cell, Column, Sheet

WAN: Final = 10_000

LEGAL_FORMS: Final = {
    "173": "有限责任公司(自然人投资或控股)",
    "159": "有限责任公司(法人独资)",
    "151": "有限责任公司(国有独资)",
    "110": "全民所有制",
    "170": "私营企业",
    "160": "其他股份有限公司(非上市)",
    "310": "有限责任公司(中外合资)",
    "330": "有限责任公司(外国法人独资)",
    "210": "有限责任公司(台港澳与境内合资)",
    "230": "有限责任公司(台港澳法人独资)",
    "340": "外商投资股份有限公司",
}
STATES: Final = {
    "in_business": ("存续", "在业", "存续（在营、开业、在册）"),
    "moved_out": ("迁出",),
    "revoked": ("吊销未注销", "吊销"),
    "cancelled": ("注销", "已注销"),
    "suspended": ("歇业",),
}
RELATIONS: Final = {"branch_of": "总公司", "parent": "母公司", "shareholder": "股东"}


def send_register(desk: Desk) -> BureauFile:
    """All firms; numbers of 15 digits for some, dates of every kind, capital in 万元."""
    rows = desk.zone.tables["firm_registration"]
    rng = desk.rng("register")
    code = pl.coalesce("uscc", "registration_no")
    old = pl.when(pl.col("uscc").is_not_null()).then("registration_no")
    columns = (
        Column("企业名称", other_brackets(rows["firm_name"], rng), "主体身份"),
        Column("统一社会信用代码", texts(rows.select(code).to_series()), "主体身份"),
        Column("注册号", texts(rows.select(old).to_series()), "主体身份"),
        Column("曾用名", texts(rows["former_names"]), "主体身份"),
        Column("企业类型", texts(rows["legal_form"], LEGAL_FORMS), "登记信息"),
        Column("登记状态", words_of_many(rows["state"], STATES, rng), "登记信息"),
        Column("成立日期", dates_of_many(rows["founded_on"], rng), "登记信息"),
        Column("注册资本（万元）", _capital(rows), "登记信息"),
        Column("行业代码", _industries(rows["industry_code"]), "登记信息"),
        Column("行政区划代码", texts(rows["division_code"]), "登记信息"),
        Column("是否分支机构", yes_or_no(rows["is_branch"]), "登记信息"),
        Column("法定代表人", [None] * rows.height, "经营信息"),
        Column("住所", texts(rows["address"]), "经营信息"),
        Column("经营范围", texts(rows["business_scope"]), "经营信息"),
    )
    day = desk.zone.observed_on
    sheet = Sheet(
        columns,
        titles=("云岭高新区市场主体登记信息表", f"截至{day.year}年{day.month}月{day.day}日"),
        faulty=_faulty_registrations(),
        total="合计",
        notes=("注：1. 本表为虚构的演示数据，人员信息不提供。", "填表人：　　　　审核人："),
    )
    return desk.send(
        "市场监管局/市场主体登记信息.xlsx",
        sheet,
        "market_regulation",
        "标题行、截至行、合并表头、十五位老注册号、多种日期写法、合计与注释行",
        observed_on=desk.zone.observed_on,
    )


def send_relations(desk: Desk) -> BureauFile:
    """Head offices, parents and corporate shareholders; no persons."""
    rows = desk.zone.tables["firm_relation"]
    percent = (pl.col("share") * 100).cast(pl.Float64)
    columns = (
        Column("被投资企业", texts(rows["firm_name"])),
        Column("被投资企业代码", texts(rows["uscc"])),
        Column("关系类型", texts(rows["kind"], RELATIONS)),
        Column("股东名称", texts(rows["related_name"])),
        Column("股东代码", texts(rows["related_uscc"])),
        Column("出资比例（%）", rows.select(percent).to_series().to_list()),
        Column("国别", texts(rows["related_country"])),
        Column("出资日期", texts(rows["from_on"].cast(pl.String))),
    )
    return desk.send(
        "市场监管局/法人股东与总分机构.csv",
        Sheet(columns),
        "market_regulation",
        "比例以百分数写出，只有法人股东",
        complete=False,
    )


def send_standards(desk: Desk) -> BureauFile:
    """Who helped to write standards; the others by 否."""
    rows = desk.zone.tables["firm_profile"]
    columns = (
        Column("单位名称", texts(rows["firm_name"])),
        Column("社会信用代码", texts(rows["uscc"])),
        Column("是否参与标准制定", yes_or_no(rows["standards_participation"])),
        Column("是否主导制定标准", yes_or_no(rows["led_standard_five_years"])),
    )
    return desk.send(
        "市场监管局/标准参与情况.xlsx",
        Sheet(columns, titles=("企业参与国家、行业标准情况",)),
        "market_regulation",
        "只有是与否",
        observed_on=desk.zone.observed_on,
    )


def send_incidents(desk: Desk) -> BureauFile:
    """The joint list of three bureaus: all there is."""
    rows = desk.zone.tables["firm_incident"]
    rng = desk.rng("incidents")
    kinds = {
        "major_safety": ("重大安全生产事故", "重大安全事故"),
        "major_quality": ("重大质量事故",),
        "serious_environment": ("严重环境违法", "严重环境违法行为"),
        "research_misconduct": ("严重科研失信行为",),
        "abnormal_operation": ("经营异常", "经营异常名录"),
        "serious_illegal": ("严重违法失信名单",),
        "minor": ("一般行政处罚", "行政处罚"),
    }
    columns = (
        Column("当事人名称", texts(rows["firm_name"])),
        Column("统一社会信用代码", texts(rows["uscc"])),
        Column("违法类型", words_of_many(rows["kind"], kinds, rng)),
        Column("处罚决定日期", dates_of_many(rows["occurred_on"], rng)),
        Column("移出日期", dates(rows["ended_on"])),
        Column("处罚决定书文号", texts(rows["document_no"])),
        Column("案由", texts(rows["detail"])),
    )
    code, name = ghost(40)
    faulty: tuple[dict[str, Cell], ...] = (
        {
            "当事人名称": name,
            "统一社会信用代码": code,
            "违法类型": "行政处罚",
            "处罚决定日期": "2025年3月",
        },
    )
    return desk.send(
        "应急管理局/事故与不良记录联合清单.xlsx",
        Sheet(columns, titles=("事故、处罚与失信记录清单（应急、市监、环保联合）",), faulty=faulty),
        "emergency",
        "完整清单：不在其中的企业即没有",
        complete=True,
    )


def _capital(rows: pl.DataFrame) -> list[Cell]:
    cells = money_cells(rows["registered_capital_cny"], WAN)
    return ["见章程" if cell is None and place % 2 else cell for place, cell in enumerate(cells)]


def _industries(codes: pl.Series) -> list[Cell]:
    """Bare codes and codes with the letter of their section, in turn."""
    letters = {"C": range(13, 44), "E": range(47, 51), "F": range(51, 53), "I": range(63, 66)}
    of = {division: letter for letter, divisions in letters.items() for division in divisions}
    return [
        code if place % 3 else f"{of.get(int(code[:2]), '')}{code}"
        for place, code in enumerate(codes)
    ]


def _faulty_registrations() -> tuple[dict[str, Cell], ...]:
    rows: list[dict[str, Cell]] = []
    for number in range(6):
        code, name = ghost(number)
        rows.append({"企业名称": name, "统一社会信用代码": code, "成立日期": "2019-06-03"})
    for number in (0, 2, 3):
        rows[number]["统一社会信用代码"] = wrong_check(ghost(number)[0])
    rows[1]["统一社会信用代码"] = ghost(1)[0][:17]
    rows[2]["成立日期"] = "2021-02-30"
    rows[3]["成立日期"] = "2219年5月1日"
    rows[5] = {**rows[4], "成立日期": "2017-01-09"}  # the same firm, founded twice
    return tuple(rows)
