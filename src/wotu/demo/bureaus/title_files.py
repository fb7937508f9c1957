"""工信局, 园区 and reviewers: what firms apply for titles with, and what is said of it."""

from __future__ import annotations

from typing import Final

import polars as pl

from wotu.demo.bureaus.faulty import ghost, wrong_check
from wotu.demo.bureaus.files import BureauFile, Desk
from wotu.demo.bureaus.handwriting import counts, dates, money_cells, texts, yes_or_no
from wotu.demo.bureaus.sheet import Cell, Column, Sheet

_PRODUCT: Final = {
    "segment_years": "从事特定细分市场年限",
    "segment_share": "市场占有率（%）",
    "new_product": "是否新产品",
    "product_position": "主导产品定位",
    "in_key_field": "是否属重点领域",
    "key_chain_link": "是否处于产业链关键环节",
}
_RANKS: Final = {"domestic_rank": "国内排名", "global_rank": "全球排名"}
"""Under no group: 排名 below another word would be the rank of something else."""

_MANAGEMENT: Final = {
    "core_business_systems": "信息系统支撑核心业务",
    "system_certificate": "管理体系认证",
    "product_certificate_abroad": "发达国家产品认证",
    "own_brand": "自主品牌",
}
_RIGHTS: Final = {
    "ip_high_value": "Ⅰ类高价值知识产权数",
    "ip_class1_own": "自主研发Ⅰ类知识产权数",
    "ip_class1": "主导产品Ⅰ类知识产权数",
    "ip_class2": "主导产品Ⅱ类知识产权数",
    "ip_class1_used": "在用Ⅰ类知识产权数",
    "ip_class1_owner": "权利人前三的在用Ⅰ类知识产权数",
}
_POSITIONS: Final = {
    "fills_gap": "补短板",
    "six_base": "工业“六基”",
    "old_brand": "老字号",
    "leading_supplier": "龙头企业配套",
    "none": "均不属于",
}
_REVIEW: Final = {
    "market_leading": "细分市场靠前",
    "key_position": "是否属工业六基或关键环节",
    "technology_advanced": "技术先进水平",
    "rd_and_ip_strong": "创新能力评价",
    "brand_strong": "品牌评价",
}
_GREEN: Final = {
    "in_provincial_list": "是否列入省级名单",
    "removed_before": "曾被移出名单",
    "inspection_findings": "督查发现问题",
    "energy_supervision_open": "节能监察未整改",
    "energy_benchmark": "是否能效标杆",
}
_QUESTIONS: Final = {
    "network_options": "网络建设",
    "data_links": "数据采集",
    "network_security_options": "网络安全",
    "data_security_options": "数据安全",
    "planning_step": "规划实施",
    "mechanism_options": "管理机制",
    "talent_options": "人才建设",
}
_SHARES: Final = {
    "device_digital_rate": "设备数字化率（%）",
    "device_connected_rate": "设备联网率（%）",
    "funding_share": "数字化投入占比（%）",
}
_TREND_QUESTIONS: Final = {
    "energy_use": "绿色低碳",
    "pass_rate": "产品质量",
    "revenue_per_head": "市场表现",
    "cost_per_100_revenue": "价值效益",
}
_TRENDS: Final = {"up": "提高", "flat": "基本持平", "down": "降低"}
_SYSTEMS: Final = {
    "none": "未使用",
    "one": "1项",
    "several": "2项及以上",
    "most": "80%以上",
    "all": "全部",
}
_SCENES: Final = {
    "product_design": "产品设计",
    "process_design": "工艺设计",
    "marketing": "营销管理",
    "after_sales": "售后服务",
    "planning_scheduling": "计划排程",
    "production_control": "生产管控",
    "quality_control": "质量管理",
    "equipment": "设备管理",
    "safety": "安全生产",
    "energy": "能耗管理",
    "purchasing": "采购管理",
    "logistics": "仓储物流",
    "finance": "财务管理",
    "hr": "人力资源",
    "office": "协同办公",
    "decision": "决策支持",
}


def _who(rows: pl.DataFrame) -> list[Column]:
    return [
        Column("企业名称", texts(rows["firm_name"])),
        Column("统一社会信用代码", texts(rows["uscc"])),
    ]


def _column(rows: pl.DataFrame, field: str, header: str, group: str | None = None) -> Column:
    """Cells as the form asks for them: yes or no, shares in per cent, whole numbers."""
    values = rows[field]
    if values.dtype == pl.Boolean:
        return Column(header, yes_or_no(values), group)
    if isinstance(values.dtype, pl.Decimal):
        return Column(header, money_cells(values * 100 if "（%）" in header else values, 1), group)
    return Column(header, counts(values), group)


def send_applications(desk: Desk) -> BureauFile:
    """Applications for titles, headers of two rows; the platform's score of two years."""
    rows = desk.zone.tables["firm_specialisation"]
    columns = [*_who(rows), Column("填报年度", counts(rows["year"]))]
    for group, fields in (
        ("细分市场与产品", _PRODUCT),
        ("管理与品牌", _MANAGEMENT),
        ("知识产权", _RIGHTS),
    ):
        for field, header in fields.items():
            if field == "product_position":
                cells = texts(rows[field], _POSITIONS)
                columns.append(Column(header, cells, group))
            else:
                columns.append(_column(rows, field, header, group))
    columns += [_column(rows, field, header) for field, header in _RANKS.items()]
    columns.append(Column("平台评价得分", money_cells(rows["quality_score"], 1), "平台评价"))
    code, name = ghost(61)
    bad: list[dict[str, Cell]] = [
        {"企业名称": name, "统一社会信用代码": wrong_check(code), "填报年度": desk.zone.years[-1]}
    ]
    sheet = Sheet(
        tuple(columns),
        titles=("优质中小企业梯度培育申报数据汇总",),
        faulty=tuple(bad),
        notes=("注：平台评价得分由国家平台计算。",),
    )
    return desk.send(
        "工信局/优质中小企业申报数据.xlsx", sheet, "industry", "两行合并表头，含上年申报与当年评分"
    )


def send_title_reviews(desk: Desk) -> BureauFile:
    """What reviewers say of this year's applications."""
    rows = desk.zone.tables["firm_recognition_review"]
    columns = [*_who(rows), Column("评审年度", counts(rows["year"]))]
    columns += [_column(rows, field, header) for field, header in _REVIEW.items()]
    columns.append(Column("特色化得分", money_cells(rows["local_feature_points"], 1)))
    return desk.send(
        "工信局/称号评审意见.xlsx", Sheet(tuple(columns)), "experts", "由评审专家判断，部分未评"
    )


def send_questionnaires(desk: Desk) -> BureauFile:
    """Answers to the questionnaire on the digital level, as exported from the platform."""
    rows = desk.zone.tables["firm_digital"]
    columns = [*_who(rows), Column("评测年度", counts(rows["year"]))]
    for fields in (_QUESTIONS, _SHARES):
        columns += [_column(rows, field, header) for field, header in fields.items()]
    columns.append(Column("人力资源数据采集", yes_or_no(rows["data_hr"])))
    columns.append(Column("信息系统", texts(rows["systems"], _SYSTEMS)))
    for field, header in _TREND_QUESTIONS.items():
        columns.append(Column(header, texts(rows[field], _TRENDS)))
    for scene, name in _SCENES.items():
        columns.append(Column(f"{name}等级", counts(rows[f"scene_{scene}"])))
    columns.append(Column("数字化等级", counts(rows["assessed_level"])))
    return desk.send(
        "工信局/中小企业数字化水平问卷.csv",
        Sheet(tuple(columns)),
        "industry",
        "评测平台导出，GB18030，有题未答",
        encoding="gb18030",
    )


def send_green(desk: Desk) -> BureauFile:
    """Lists and inspections of green manufacturing."""
    rows = desk.zone.tables["firm_green"]
    columns = [*_who(rows), Column("停产月数", counts(rows["idle_months"]))]
    columns += [_column(rows, field, header) for field, header in _GREEN.items()]
    columns.append(Column("动态管理年度", counts(rows["dynamic_table_year"])))
    return desk.send(
        "工信局/绿色制造情况.xlsx",
        Sheet(tuple(columns)),
        "industry",
        "状态类数据，是与否",
        observed_on=desk.zone.observed_on,
    )


def send_venture(desk: Desk) -> BureauFile:
    """Private equity and valuations in ten thousand dollars."""
    rows = desk.zone.tables["firm_venture"]
    columns = [
        *_who(rows),
        Column("是否获得私募投资", yes_or_no(rows["private_equity_funded"])),
        Column("是否上市", yes_or_no(rows["listed"])),
        Column("最近一轮投后估值（万美元）", money_cells(rows["valuation_usd"], 10_000)),
        Column("融资日期", dates(rows["valued_on"])),
        Column("累计融资额（万美元）", money_cells(rows["funding_usd"], 10_000)),
        Column("是否核心技术企业", yes_or_no(rows["core_technology"])),
    ]
    return desk.send(
        "园区管委会/创投与上市情况.xlsx",
        Sheet(tuple(columns)),
        "zone",
        "估值单位万美元，不折算",
        observed_on=desk.zone.observed_on,
    )
