"""What bureaus send for measures: tax items, R&D cost, investment, surveys, talent, payments."""

from __future__ import annotations

from typing import Final

import polars as pl

from wotu.demo.bureaus.files import BureauFile, Desk
from wotu.demo.bureaus.handwriting import (
    counts,
    dates,
    dates_of_many,
    money_cells,
    texts,
    words_of_many,
    yes_or_no,
)
from wotu.demo.bureaus.sheet import Cell, Column, Sheet

_RD_COST: Final = {
    "personnel_cny": "人员人工费用",
    "direct_cny": "直接投入费用",
    "depreciation_cny": "折旧费用",
    "amortisation_cny": "无形资产摊销",
    "design_trial_cny": "新产品设计费等",
    "other_cny": "其他相关费用",
    "commissioned_domestic_cny": "委托境内研发费用",
    "commissioned_overseas_cny": "委托境外研发费用",
}
_MEASURES: Final = {
    "city.hnte_award": ("高企认定奖励", "高新技术企业认定奖补"),
    "city.rd_subsidy": ("研发后补助", "研发投入补助"),
}
_SURVEYS: Final = {"industry": "规上工业", "service": "规上服务业"}
_DEGREES: Final = {
    "doctor": ("博士", "博士研究生"),
    "master": ("硕士", "硕士研究生"),
    "bachelor": ("本科", "大学本科"),
    "college": ("大专", "专科"),
}
_TITLES: Final = {
    "senior": ("正高级",),
    "associate": ("副高级", "高级工程师"),
    "intermediate": ("中级", "工程师"),
    "none": ("无",),
}


def send_income_tax(desk: Desk) -> BureauFile:
    """Items of the yearly return, in 元."""
    rows = desk.zone.tables["firm_tax"]
    rate = [None if share is None else f"{share * 100:.0f}%" for share in rows["income_tax_rate"]]
    columns = (
        *_taxpayer(rows),
        Column("是否查账征收", yes_or_no(rows["accurate_books"])),
        Column("应纳税所得额（元）", money_cells(rows["taxable_income_cny"], 1)),
        Column("适用税率", rate),
        Column("集成电路工业母机清单企业", yes_or_no(rows["chip_or_machine_tool"])),
        Column("负面清单行业主营业务收入（元）", money_cells(rows["excluded_revenue_cny"], 1)),
        Column("加计扣除判定用收入总额（元）", money_cells(rows["counted_income_cny"], 1)),
        Column("技术转让所得（元）", money_cells(rows["transfer_income_cny"], 1)),
        Column("技术合同已登记", yes_or_no(rows["transfer_registered"])),
        Column("是否100%关联方转让", yes_or_no(rows["transfer_tied"])),
    )
    sheet = Sheet(columns, titles=("企业所得税优惠相关项目",))
    note = "单位元，税率带百分号，部分企业未填"
    name = f"税务局/{desk.zone.years[-1]}年度所得税优惠项目.xlsx"
    return desk.send(name, sheet, "tax", note, contract="firm_tax")


def send_rd_cost(desk: Desk) -> BureauFile:
    """R&D cost by the items of the super-deduction, 万元, with totals."""
    rows = desk.zone.tables["firm_rd_cost"]
    items = [
        Column(f"{header}（万元）", money_cells(rows[field], 10_000))
        for field, header in _RD_COST.items()
    ]
    sheet = Sheet((*_taxpayer(rows), *items), titles=("研发费用加计扣除归集表",), total="合计")
    name = f"税务局/{desk.zone.years[-1]}年度研发费用归集.xlsx"
    return desk.send(name, sheet, "tax", "加计扣除口径，万元，含合计行", contract="firm_rd_cost")


def send_investment(desk: Desk) -> BureauFile:
    """Investment in equipment and bank loans, 万元."""
    rows = desk.zone.tables["firm_investment"]
    columns = (
        *_firm(rows),
        Column("设备投资额（万元）", money_cells(rows["equipment_cny"], 10_000)),
        Column("项目是否备案", yes_or_no(rows["project_registered"])),
        Column("当年新增贷款（万元）", money_cells(rows["new_loans_cny"], 10_000)),
        Column("支付利息（万元）", money_cells(rows["loan_interest_cny"], 10_000)),
        Column("贷款余额（万元）", money_cells(rows["loan_balance_cny"], 10_000)),
        Column("是否逾期", yes_or_no(rows["overdue_loan"])),
    )
    name = f"工信局/{desk.zone.years[-1]}年设备投资与融资.csv"
    note = "GB18030 编码，没有投资的填0"
    return desk.send(
        name, Sheet(columns), "industry", note, contract="firm_investment", encoding="gb18030"
    )


def send_scale_list(desk: Desk) -> BureauFile:
    """The list of firms above designated size, with their R&D institutions."""
    rows = desk.zone.tables["firm_survey"]
    columns = (
        *_firm(rows),
        Column("是否规上企业", yes_or_no(rows["above_scale"])),
        Column("统计专业", texts(rows["scale_kind"], _SURVEYS)),
        Column("首次入库日期", dates_of_many(rows["entered_on"], desk.rng("scale list"))),
        Column("企业研发机构数", counts(rows["rd_institutions"])),
        Column("机构研发人员", counts(rows["rd_institution_staff"])),
    )
    name = f"统计局/{desk.zone.years[-1]}年规上企业名录.xlsx"
    sheet = Sheet(columns, titles=("规模以上企业名录与研发机构",))
    return desk.send(name, sheet, "statistics", "日期写法不一", contract="firm_survey")


def send_foreign_capital(desk: Desk) -> BureauFile:
    """Foreign-invested firms with their retained profit, 万元."""
    rows = desk.zone.tables["firm_foreign_capital"]
    share = [None if part is None else float(part * 100) for part in rows["foreign_share"]]
    columns = (
        *_firm(rows),
        Column("是否外商投资企业", yes_or_no(rows["foreign_invested"])),
        Column("外方持股比例（%）", share),
        Column("外方国别", texts(rows["investor_country"])),
        Column("留存未分配利润（万元）", money_cells(rows["retained_profit_cny"], 10_000)),
        Column("汇出利润（万元）", money_cells(rows["profit_distributed_cny"], 10_000)),
        Column("利润再投资（万元）", money_cells(rows["reinvested_cny"], 10_000)),
    )
    name = f"商务局/{desk.zone.years[-1]}年外资企业留存利润.xlsx"
    return desk.send(
        name, Sheet(columns), "commerce", "部分企业未报留存利润", contract="firm_foreign_capital"
    )


def send_talent(desk: Desk) -> BureauFile:
    """People whom firms brought in; names are numbers."""
    rows = desk.zone.tables["firm_talent"]
    rng = desk.rng("talent")
    columns = (
        Column("用人单位", texts(rows["firm_name"])),
        Column("统一社会信用代码", texts(rows["uscc"])),
        Column("人才编号", texts(rows["talent_no"])),
        Column("姓名", texts(rows["person_name"])),
        Column("出生年份", counts(rows["birth_year"])),
        Column("学历", words_of_many(rows["degree"], _DEGREES, rng)),
        Column("职称", words_of_many(rows["title_level"], _TITLES, rng)),
        Column("入职日期", dates(rows["hired_on"])),
        Column("离职日期", dates(rows["left_on"])),
        Column("劳动合同年限", counts(rows["contract_years"])),
        Column("连续参保月数", counts(rows["insured_months"])),
        Column("年薪（元）", money_cells(rows["yearly_pay_cny"], 1)),
        Column("是否市外引进", yes_or_no(rows["from_outside"])),
    )
    note = "个人信息，姓名为虚构编号"
    return desk.send(
        "人社局/企业人才名册.xlsx",
        Sheet(columns, titles=("企业人才名册（内部资料）",)),
        "human_resources",
        note,
        contract="firm_talent",
        complete=True,
    )


def send_payments(desk: Desk) -> BureauFile:
    """What was paid under measures, each measure in one of several wordings."""
    rows = desk.zone.tables["firm_payment"]
    columns = (
        Column("单位名称", texts(rows["firm_name"])),
        Column("统一社会信用代码", texts(rows["uscc"])),
        Column("政策年度", counts(rows["year"])),
        Column("奖补项目", words_of_many(rows["measure"], _MEASURES, desk.rng("payments"))),
        Column("拨付金额（万元）", money_cells(rows["amount_cny"], 10_000)),
        Column("拨付日期", dates(rows["paid_on"])),
        Column("文号", texts(rows["document_no"])),
    )
    sheet = Sheet(columns, titles=("政策资金兑现台账",))
    note = "全部兑现记录，项目名称写法不一"
    return desk.send(
        "财政局/政策兑现台账.xlsx", sheet, "finance", note, contract="firm_payment", complete=True
    )


def _firm(rows: pl.DataFrame) -> tuple[Column, ...]:
    return (
        Column("企业名称", texts(rows["firm_name"])),
        Column("统一社会信用代码", texts(rows["uscc"])),
        Column("年度", counts(rows["year"])),
    )


def _taxpayer(rows: pl.DataFrame) -> tuple[Column, ...]:
    years: list[Cell] = [f"{year}年度" for year in rows["year"]]
    return (
        Column("纳税人名称", texts(rows["firm_name"])),
        Column("纳税人识别号", texts(rows["uscc"])),
        Column("所属年度", years),
    )
