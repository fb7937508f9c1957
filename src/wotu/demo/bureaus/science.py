"""科技局 and its experts: certificates, conversions, hi-tech income, fields, reviews, counts."""

from __future__ import annotations

from typing import Final

import polars as pl

from wotu.demo.bureaus.faulty import ghost, wrong_check
from wotu.demo.bureaus.files import BureauFile, Desk
from wotu.demo.bureaus.handwriting import (
    counts,
    dates,
    dates_of_many,
    money_cells,
    texts,
    words_of_many,
)
from wotu.demo.bureaus.sheet import Cell, Column, Sheet
from wotu.demo.showcase import SHOWCASE

CERTIFICATES: Final = {
    "hnte": ("高新技术企业", "国家高新技术企业", "高企"),
    "tsme": ("科技型中小企业",),
    "innovative_sme": ("创新型中小企业",),
    "srdi_sme": ("专精特新中小企业", "专精特新"),
    "little_giant": ("专精特新“小巨人”企业", "小巨人"),
    "single_champion": ("制造业单项冠军企业",),
    "gazelle": ("瞪羚企业",),
    "potential_unicorn": ("潜在独角兽企业",),
    "unicorn": ("独角兽企业",),
    "national_award": ("国家科学技术奖",),
    "rd_institution": ("研发机构认定",),
    "green_factory": ("绿色工厂",),
}
LEVELS: Final = {"national": "国家级", "provincial": "省级", "city": "市级", "county": "区县级"}
FORMS: Final = {
    "own_use": "自行投资实施转化",
    "transferred": "转让",
    "licensed": "许可",
    "joint": "合作实施",
    "equity": "作价入股",
    "other": "其他",
}
FIELDS: Final = {
    "electronics": "电子信息",
    "biomedicine": "生物与新医药",
    "aerospace": "航空航天",
    "materials": "新材料",
    "services": "高技术服务",
    "energy": "新能源与节能",
    "environment": "资源与环境",
    "manufacturing": "先进制造与自动化",
    "none": "不属于",
}
REVIEW_HEADERS: Final = {
    "ip_advanced": "技术先进程度",
    "ip_core_support": "对主要产品核心支持作用",
    "ip_advanced_points": "技术先进程度得分",
    "ip_core_support_points": "核心支持作用得分",
    "ip_way_points": "获得方式得分",
    "ip_count_points": "数量得分",
    "standards_points": "标准加分",
    "conversion_points": "科技成果转化能力得分",
    "management_rules_points": "管理制度得分",
    "management_body_points": "研发机构得分",
    "management_conversion_points": "成果转化组织实施得分",
    "management_talent_points": "人才得分",
    "net_asset_growth_points": "净资产增长率得分",
    "sales_growth_points": "销售收入增长率得分",
}


def send_certificates(desk: Desk) -> BureauFile:
    """All certificates of the zone's firms, lapsed ones too."""
    rows = desk.zone.tables["firm_certificate"]
    rng = desk.rng("certificates")
    columns = (
        Column("认定企业", texts(rows["firm_name"])),
        Column("统一社会信用代码", texts(rows["uscc"])),
        Column("资质名称", words_of_many(rows["kind"], CERTIFICATES, rng)),
        Column("级别", texts(rows["level"], LEVELS)),
        Column("证书编号", texts(rows["certificate_no"])),
        Column("发证日期", dates_of_many(rows["granted_on"], rng)),
        Column("有效期至", dates(rows["expires_on"])),
        Column("获奖排名", counts(rows["rank"])),
    )
    code, name = ghost(50)
    bad: list[dict[str, Cell]] = []
    for number, (kind, day) in enumerate((("高企", "2024-11"), ("金牌企业", "2024-11-06"))):
        code, name = ghost(50 + number)
        bad.append({"认定企业": name, "统一社会信用代码": code, "资质名称": kind, "发证日期": day})
    sheet = Sheet(columns, titles=("科技与专精特新资质证书台账",), faulty=tuple(bad))
    return desk.send(
        "科技局/资质证书台账.xlsx", sheet, "science", "完整清单，名称写法不一", complete=True
    )


def send_conversions(desk: Desk) -> BureauFile:
    """All converted results; one firm by its name alone."""
    rows = desk.zone.tables["firm_conversion"]
    named_only = pl.col("uscc") == SHOWCASE["by_name_only"][0]
    code = pl.when(~named_only).then("uscc")
    columns = (
        Column("单位名称", texts(rows["firm_name"])),
        Column("统一社会信用代码", texts(rows.select(code).to_series())),
        Column("转化年度", counts(rows["year"])),
        Column("转化成果名称", texts(rows["result_name"])),
        Column("转化方式", texts(rows["form"], FORMS)),
        Column("转化产品", texts(rows["product"])),
        Column("对应专利号", texts(rows["related_ip_no"])),
    )
    return desk.send(
        "科技局/科技成果转化清单.csv",
        Sheet(columns),
        "science",
        "完整清单，个别企业只有名称",
        complete=True,
    )


def send_hitech_income(desk: Desk) -> BureauFile:
    """Three years side by side in 万元."""
    years = desk.zone.years
    rows = desk.seen("firm_finance", "science", years)
    wide = rows.select("uscc", "firm_name").unique(maintain_order=True)
    for year in years:
        own = rows.filter(pl.col("year") == year).select(
            "uscc", pl.col("hitech_income_cny").alias(str(year))
        )
        wide = wide.join(own, on="uscc", how="left", maintain_order="left")
    wide = wide.filter(pl.any_horizontal(pl.col(str(year)).is_not_null() for year in years))
    columns = [
        Column("企业名称", texts(wide["firm_name"])),
        Column("统一社会信用代码", texts(wide["uscc"])),
    ]
    columns += [
        Column(f"{year}年高新技术产品（服务）收入（万元）", money_cells(wide[str(year)], 10_000))
        for year in years
    ]
    bad: list[dict[str, Cell]] = [
        {"企业名称": ghost(52)[1], "统一社会信用代码": wrong_check(ghost(52)[0])}
        | {f"{years[-1]}年高新技术产品（服务）收入（万元）": 880}
    ]
    return desk.send(
        "科技局/高新技术产品收入统计.xlsx",
        Sheet(tuple(columns), faulty=tuple(bad), total="合计"),
        "science",
        "三个年度并列，万元",
    )


def send_fields(desk: Desk) -> BureauFile:
    """Field of technology and main product, of the firms whose field is settled."""
    rows = desk.zone.tables["firm_profile"].filter(pl.col("hitech_field").is_not_null())
    columns = (
        Column("企业名称", texts(rows["firm_name"])),
        Column("统一社会信用代码", texts(rows["uscc"])),
        Column("技术领域", texts(rows["hitech_field"], FIELDS)),
        Column("主导产品", texts(rows["main_product"])),
    )
    return desk.send(
        "科技局/技术领域认定.csv",
        Sheet(columns),
        "science",
        "状态类数据",
        observed_on=desk.zone.observed_on,
    )


def send_innovation(desk: Desk) -> BureauFile:
    """Yearly counts of rights and results."""
    rows = desk.zone.tables["firm_innovation"]
    columns = (
        Column("企业名称", texts(rows["firm_name"])),
        Column("统一社会信用代码", texts(rows["uscc"])),
        Column("统计年度", counts(rows["year"])),
        Column("Ⅰ类知识产权数", counts(rows["ip_class1_in_force"]), "知识产权"),
        Column("Ⅱ类知识产权数", counts(rows["ip_class2_in_force"]), "知识产权"),
        Column("当年授权专利数", counts(rows["ip_granted"]), "知识产权"),
        Column("成果转化项数", counts(rows["conversions"]), "成果转化"),
    )
    return desk.send("科技局/年度创新产出汇总.xlsx", Sheet(columns), "science", "清单之外的汇总数")


def send_reviews(desk: Desk) -> BureauFile:
    """Grades and points of the expert panels, by year of application."""
    rows = desk.zone.tables["firm_review"]
    columns = [
        Column("申报单位", texts(rows["firm_name"])),
        Column("统一社会信用代码", texts(rows["uscc"])),
        Column("申报年度", counts(rows["year"])),
    ]
    for field, header in REVIEW_HEADERS.items():
        if rows[field].dtype == pl.String:
            columns.append(Column(header, texts(rows[field])))
        else:
            columns.append(Column(header, money_cells(rows[field], 1)))
    return desk.send(
        "科技局/高企认定专家评价汇总.xlsx",
        Sheet(tuple(columns), titles=("高新技术企业认定专家评价得分汇总",)),
        "experts",
        "由专家判断；今年申报的企业部分尚未评完",
    )
