"""科技局, 园区 and 发改委: the gazelle pool, new equity, strategic industries."""

from __future__ import annotations

import polars as pl

from wotu.demo.bureaus.files import BureauFile, Desk
from wotu.demo.bureaus.handwriting import counts, money_cells, texts, yes_or_no
from wotu.demo.bureaus.sheet import Column, Sheet

_STRATEGIC = {
    "information": "新一代信息技术",
    "equipment": "高端装备",
    "materials": "新材料",
    "biology": "生物医药",
    "new_energy": "新能源",
    "environment": "节能环保",
    "services": "相关服务业",
    "none": "不属于",
}


def _who(rows: pl.DataFrame) -> list[Column]:
    return [
        Column("企业名称", texts(rows["firm_name"])),
        Column("统一社会信用代码", texts(rows["uscc"])),
    ]


def _side_by_side(rows: pl.DataFrame, field: str, years: tuple[int, ...]) -> pl.DataFrame:
    """One row a firm, one column a year."""
    told = rows.filter(pl.col(field).is_not_null() & pl.col("year").is_in(years))
    wide = told.select("uscc", "firm_name").unique(maintain_order=True)
    for year in years:
        own = told.filter(pl.col("year") == year).select("uscc", pl.col(field).alias(str(year)))
        wide = wide.join(own, on="uscc", how="left", maintain_order="left")
    return wide


def send_gazelle_pool(desk: Desk) -> BureauFile:
    """Revenue of the year before the statistics, and last year's spending on technology."""
    last, first = desk.zone.years[-1], desk.zone.years[0] - 1
    finance = desk.zone.tables["firm_finance"]
    earlier = _side_by_side(finance, "sales_revenue_cny", (first,))
    spent = _side_by_side(finance, "sti_spend_cny", (last,))
    rows = earlier.join(spent, on=["uscc", "firm_name"], how="full", coalesce=True)
    rows = rows.sort("uscc")
    columns = [
        *_who(rows),
        Column(f"{first}年营业收入（万元）", money_cells(rows[str(first)], 10_000)),
        Column(f"{last}年科技活动费用支出（万元）", money_cells(rows[str(last)], 10_000)),
    ]
    return desk.send(
        "科技局/瞪羚培育库数据.xlsx",
        Sheet(tuple(columns), titles=("瞪羚企业培育库入库企业数据",)),
        "science",
        "两个年度不同指标并列，万元",
    )


def send_gazelle_staff(desk: Desk) -> BureauFile:
    """Staff of the year before the statistics."""
    first = desk.zone.years[0] - 1
    rows = desk.zone.tables["firm_staff"].filter(pl.col("year") == first)
    columns = [
        *_who(rows),
        Column("年度", counts(rows["year"])),
        Column("从业人员", counts(rows["total_staff"])),
    ]
    return desk.send(
        "科技局/瞪羚培育库从业人员.csv", Sheet(tuple(columns)), "science", "只有起始年"
    )


def send_gazelle_bars(desk: Desk) -> BureauFile:
    """Which firms are of a type that is not recommended."""
    rows = desk.zone.tables["firm_profile"].filter(pl.col("growth_list_excluded").is_not_null())
    columns = [*_who(rows), Column("瞪羚排除类型", yes_or_no(rows["growth_list_excluded"]))]
    return desk.send(
        "科技局/瞪羚不予推荐核查.csv",
        Sheet(tuple(columns)),
        "science",
        "只有是与否",
        observed_on=desk.zone.observed_on,
    )


def send_strategic_industries(desk: Desk) -> BureauFile:
    """The strategic emerging industry of each main product."""
    rows = desk.zone.tables["firm_profile"].filter(pl.col("strategic_industry").is_not_null())
    columns = [*_who(rows), Column("战新产业领域", texts(rows["strategic_industry"], _STRATEGIC))]
    return desk.send(
        "发改委/战略性新兴产业认定.xlsx",
        Sheet(tuple(columns)),
        "development_reform",
        "简称写法",
        observed_on=desk.zone.observed_on,
    )


def send_new_equity(desk: Desk) -> BureauFile:
    """New equity of three years side by side, zeros included."""
    years = desk.zone.years
    rows = _side_by_side(desk.zone.tables["firm_finance"], "new_equity_cny", years)
    columns = _who(rows)
    columns += [
        Column(f"{year}年新增股权融资额（万元）", money_cells(rows[str(year)], 10_000))
        for year in years
    ]
    return desk.send(
        "园区管委会/企业股权融资情况.xlsx",
        Sheet(tuple(columns), total="合计"),
        "zone",
        "三个年度并列，没有融资的填0",
    )
