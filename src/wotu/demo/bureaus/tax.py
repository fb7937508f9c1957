"""税务局: two years side by side in a GB18030 text, the last year in a workbook of its own."""

from __future__ import annotations

from typing import Final

import polars as pl

from wotu.demo.bureaus.disagreements import tax_research
from wotu.demo.bureaus.faulty import ghost, wrong_check
from wotu.demo.bureaus.files import BureauFile, Desk
from wotu.demo.bureaus.handwriting import money_cells, money_texts, texts
from wotu.demo.bureaus.sheet import Cell, Column, Sheet

HEADERS: Final = {
    "sales_revenue_cny": "营业收入",
    "total_income_cny": "收入总额",
    "operating_cost_cny": "营业成本",
    "total_cost_cny": "成本费用总额",
    "total_profit_cny": "利润总额",
    "net_profit_cny": "净利润",
    "total_assets_cny": "资产总计",
    "total_liabilities_cny": "负债合计",
    "net_assets_cny": "所有者权益合计",
    "tax_paid_cny": "实缴税金",
    "rd_expense_cny": "研发费用",
    "rd_domestic_cny": "境内研发费用",
    "rd_super_deduction_cny": "研发费用加计扣除额",
}


def send_earlier_years(desk: Desk) -> BureauFile:
    """One row a firm, the first two years side by side, 万元 with separators of thousands."""
    first, second, _ = desk.zone.years
    rows = tax_research(desk, desk.seen("firm_finance", "tax", (first, second)))
    rng = desk.rng("tax texts")
    wide = _side_by_side(rows, (first, second))
    columns = [
        Column("纳税人识别号", texts(wide["uscc"])),
        Column("纳税人名称", texts(wide["firm_name"])),
    ]
    for year in (first, second):
        filed = wide[f"filed_{year}"].fill_null(False)
        for field, header in HEADERS.items():
            cells = money_texts(wide[f"{field}_{year}"], 10_000, rng, filed)
            columns.append(Column(f"{year}年{header}（万元）", cells))
    code, name = ghost(10)
    sales = f"{second}年营业收入（万元）"
    bad: list[dict[str, Cell]] = [
        {"纳税人识别号": code, "纳税人名称": name, sales: "约三千万"},
        {"纳税人识别号": wrong_check(ghost(11)[0]), "纳税人名称": ghost(11)[1], sales: "812.4"},
        {"纳税人识别号": ghost(12)[0], "纳税人名称": ghost(12)[1], sales: "USD 120"},
    ]
    return desk.send(
        f"税务局/企业所得税汇算清缴_{first}-{second}.csv",
        Sheet(tuple(columns), faulty=tuple(bad), total="合计"),
        "tax",
        "GB18030 编码，两个年度并列，万元，千分位",
        encoding="gb18030",
    )


def send_last_year(desk: Desk) -> BureauFile:
    """One row a firm and year, in 元."""
    last = desk.zone.years[-1]
    rows = tax_research(desk, desk.seen("firm_finance", "tax", (last,)))
    columns = [
        Column("纳税人识别号", texts(rows["uscc"])),
        Column("纳税人名称", texts(rows["firm_name"])),
        Column("所属年度", [f"{last}年"] * rows.height),
    ]
    columns += [
        Column(f"{header}（元）", money_cells(rows[field], 1)) for field, header in HEADERS.items()
    ]
    code, name = ghost(13)
    bad: list[dict[str, Cell]] = [
        {
            "纳税人识别号": code,
            "纳税人名称": name,
            "所属年度": "2205年",
            "营业收入（元）": 5_200_000,
        },
        {"纳税人识别号": ghost(14)[0], "纳税人名称": ghost(14)[1], "所属年度": f"{last}年1-6月"}
        | {"营业收入（元）": 1_850_000},
        {"纳税人识别号": ghost(15)[0], "纳税人名称": ghost(15)[1], "所属年度": f"{last}年"}
        | {"营业收入（元）": 3_100_000},
        {"纳税人识别号": ghost(15)[0], "纳税人名称": ghost(15)[1], "所属年度": f"{last}年"}
        | {"营业收入（元）": 3_400_000},
    ]
    return desk.send(
        f"税务局/{last}年度纳税申报汇总.xlsx",
        Sheet(
            tuple(columns),
            titles=("企业所得税年度纳税申报主要指标",),
            faulty=tuple(bad),
            total="合计",
            notes=("说明：研发费用按加计扣除口径。",),
        ),
        "tax",
        "一行一个年度，单位元",
    )


def _side_by_side(rows: pl.DataFrame, years: tuple[int, ...]) -> pl.DataFrame:
    """One row a firm; the columns of each year end in it."""
    wide = rows.select("uscc", "firm_name").unique(maintain_order=True)
    for year in years:
        own = rows.filter(pl.col("year") == year)
        filed = pl.lit(True).alias(f"filed_{year}")
        own = own.select("uscc", pl.col(list(HEADERS)).name.suffix(f"_{year}"), filed)
        wide = wide.join(own, on="uscc", how="left", maintain_order="left")
    return wide
