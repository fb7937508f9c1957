"""统计局: one workbook a year, headers of two rows, 千元, the year in the title only."""

from __future__ import annotations

from typing import Final

from wotu.demo.bureaus.faulty import ghost
from wotu.demo.bureaus.files import BureauFile, Desk
from wotu.demo.bureaus.handwriting import money_cells, texts
from wotu.demo.bureaus.sheet import Cell, Column, Sheet

RESEARCH: Final = {
    "rd_expense_cny": "R&D经费支出",
    "rd_domestic_cny": "境内研发费用",
    "rd_personnel_cny": "人员人工费用",
    "rd_direct_cny": "直接投入费用",
    "rd_depreciation_cny": "折旧费用与长期待摊费用",
    "rd_amortisation_cny": "无形资产摊销费用",
    "rd_design_cny": "设计费用",
    "rd_testing_cny": "装备调试费用与试验费用",
    "rd_commissioned_cny": "委托外部研发费用",
    "rd_commissioned_abroad_cny": "委托境外研发费用",
    "rd_other_cny": "其他费用",
}
STATE: Final = {
    "total_assets_cny": "资产总计",
    "total_liabilities_cny": "负债合计",
    "main_business_revenue_cny": "主营业务收入",
    "retained_profit_cny": "未分配利润",
    "industrial_output_cny": "工业总产值",
}


def send_survey(desk: Desk, year: int) -> BureauFile:
    """R&D by its parts, and the balance sheet, of the firms surveyed."""
    rows = desk.seen("firm_finance", "statistics", (year,))
    columns = [
        Column("统一社会信用代码", texts(rows["uscc"]), "单位基本信息"),
        Column("单位名称", texts(rows["firm_name"]), "单位基本信息"),
    ]
    for group, headers in (("研究开发情况", RESEARCH), ("财务状况", STATE)):
        columns += [
            Column(header, money_cells(rows[field], 1_000), group)
            for field, header in headers.items()
        ]
    code, name = ghost(20)
    bad: list[dict[str, Cell]] = [
        {"统一社会信用代码": code, "单位名称": name, "R&D经费支出": "#REF!", "资产总计": 5_310}
    ]
    sheet = Sheet(
        tuple(columns),
        titles=(f"{year}年度企业研究开发与财务状况统计表", "金额单位：千元"),
        faulty=tuple(bad),
        total="总计",
        notes=(
            "注：本表统计范围为规模以上企业和有研发活动的企业。",
            "资料来源：企业统计联网直报（演示）。",
        ),
    )
    return desk.send(
        f"统计局/{year}年度研发与财务统计表.xlsx",
        sheet,
        "statistics",
        "两行合并表头，千元，年度只在标题",
    )
