"""园区, 发改委, 商务局 and the firms themselves."""

from __future__ import annotations

from typing import Final

import polars as pl

from wotu.demo.bureaus.disagreements import self_reports
from wotu.demo.bureaus.files import BureauFile, Desk
from wotu.demo.bureaus.handwriting import (
    counts,
    dates_of_many,
    money_cells,
    texts,
    yes_or_no,
)
from wotu.demo.bureaus.sheet import Column, Sheet

PREMISES: Final = {
    "registered": "注册地址",
    "office": "办公场所",
    "plant": "生产厂房",
    "laboratory": "研发实验室",
    "carrier": "孵化载体",
}
TENURES: Final = {"owned": "自有", "rented": "租赁", "free": "无偿使用"}


def send_premises(desk: Desk) -> BureauFile:
    """Who sits where, on how many square metres."""
    rows = desk.zone.tables["firm_premises"]
    rng = desk.rng("premises")
    columns = (
        Column("入驻企业", texts(rows["firm_name"])),
        Column("统一社会信用代码", texts(rows["uscc"])),
        Column("用途", texts(rows["kind"], PREMISES)),
        Column("详细地址", texts(rows["address"])),
        Column("区划代码", texts(rows["division_code"])),
        Column("所在载体", texts(rows["park"])),
        Column("使用面积（平方米）", money_cells(rows["area_m2"], 1)),
        Column("产权性质", texts(rows["tenure"], TENURES)),
        Column("入驻日期", dates_of_many(rows["from_on"], rng)),
    )
    return desk.send(
        "园区管委会/入驻企业场地台账.xlsx",
        Sheet(columns, titles=("云岭高新区入驻企业场地台账",), total="合计"),
        "zone",
        "面积单位平方米，含合计行",
    )


def send_policy_check(desk: Desk) -> BureauFile:
    """Whether products are prohibited, restricted or to be phased out."""
    rows = desk.zone.tables["firm_profile"].filter(pl.col("restricted_products").is_not_null())
    columns = (
        Column("企业名称", texts(rows["firm_name"])),
        Column("统一社会信用代码", texts(rows["uscc"])),
        Column("是否禁止限制淘汰类", yes_or_no(rows["restricted_products"])),
    )
    return desk.send(
        "发改委/产业政策符合性核查.csv",
        Sheet(columns),
        "development_reform",
        "GB18030 编码，只有是与否",
        observed_on=desk.zone.observed_on,
        encoding="gb18030",
    )


def send_exports(desk: Desk) -> BureauFile:
    """Exports of three years, only firms with any."""
    rows = desk.zone.tables["firm_finance"].filter(pl.col("exports_cny").is_not_null())
    columns = (
        Column("企业名称", texts(rows["firm_name"])),
        Column("统一社会信用代码", texts(rows["uscc"])),
        Column("年份", counts(rows["year"])),
        Column("出口总额（万元）", money_cells(rows["exports_cny"], 10_000)),
    )
    return desk.send("商务局/企业出口额.csv", Sheet(columns), "commerce", "只有有出口的企业")


def send_self_reports(desk: Desk) -> BureauFile:
    """Some firms' own figures of the last year, some unlike those of the bureaus."""
    rows = self_reports(desk)
    columns = (
        Column("单位名称", texts(rows["firm_name"])),
        Column("统一社会信用代码", texts(rows["uscc"])),
        Column("年度", counts(rows["year"])),
        Column("销售收入（万元）", money_cells(rows["sales_revenue_cny"], 10_000)),
        Column("研发投入（万元）", money_cells(rows["rd_expense_cny"], 10_000)),
        Column("高新收入（万元）", money_cells(rows["hitech_income_cny"], 10_000)),
    )
    return desk.send(
        "企业自报/企业填报汇总.xlsx",
        Sheet(columns, titles=("企业自主填报（未经部门核对）",)),
        "firm",
        "与税务局不一致，以部门为准，自报值仍可见",
    )
