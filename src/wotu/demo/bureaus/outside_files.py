"""省市场监管部门共享: firms of twelve other cities, one text for all of them."""

from __future__ import annotations

from wotu.demo.bureaus.files import BureauFile, Desk
from wotu.demo.bureaus.handwriting import (
    counts,
    dates_of_many,
    money_cells,
    texts,
    words_of_many,
    yes_or_no,
)
from wotu.demo.bureaus.market_regulation import STATES
from wotu.demo.bureaus.sheet import Column, Sheet
from wotu.demo.outside import outside_firms

CONTRACT = "outside_firm"


def send_outside_firms(desk: Desk) -> BureauFile:
    """Register, main product and last figures of firms elsewhere; many figures are not known."""
    rows = outside_firms(desk.zone.as_of, desk.zone.seed)
    rng = desk.rng("outside firms")
    columns = (
        Column("企业名称", texts(rows["firm_name"])),
        Column("统一社会信用代码", texts(rows["uscc"])),
        Column("登记状态", words_of_many(rows["state"], STATES, rng)),
        Column("成立日期", dates_of_many(rows["founded_on"], rng)),
        Column("注册资本（万元）", money_cells(rows["registered_capital_cny"], 10_000)),
        Column("行业代码", texts(rows["industry_code"])),
        Column("行政区划代码", texts(rows["division_code"])),
        Column("住所", texts(rows["address"])),
        Column("经营范围", texts(rows["business_scope"])),
        Column("主要产品", texts(rows["main_product"])),
        Column("营业收入（万元）", money_cells(rows["sales_cny"], 10_000)),
        Column("上年营业收入（万元）", money_cells(rows["sales_before_cny"], 10_000)),
        Column("从业人数", counts(rows["employees"])),
        Column("有效专利数", counts(rows["patents"])),
        Column("是否上市", yes_or_no(rows["listed"])),
    )
    return desk.send(
        "市场监管局/省内其他城市企业名录.csv",
        Sheet(columns),
        "market_regulation",
        "GB18030 编码，域外企业，须指明合约导入",
        contract=CONTRACT,
        observed_on=desk.zone.observed_on,
        encoding="gb18030",
    )
