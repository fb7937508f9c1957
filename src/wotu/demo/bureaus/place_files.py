"""Figures of places: of all zones by year, of the demo's own within the year.

Not among the files of :func:`wotu.demo.write_zone`, which are about firms.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from wotu.demo.bureaus.files import BureauFile
from wotu.demo.bureaus.sheet import Cell, Column, Sheet, write_text, write_workbook
from wotu.demo.draws import Draws
from wotu.demo.invented_codes import DIVISION
from wotu.demo.own_series import FIRST_YEAR, actuals
from wotu.demo.regions import CITY_NAMES, ZONE_NAMES
from wotu.demo.zone_figures import YEARS, zone_figures
from wotu.packs.indicators import IndicatorKind
from wotu.reading.indicators import shipped_indicators

CONTRACT: Final = "indicator_value"
_NAMES: Final = {**ZONE_NAMES, **CITY_NAMES}
_YEAR_MANNERS: Final[tuple[Callable[[int], Cell], ...]] = (
    lambda year: f"{year}年",
    lambda year: f"{year}年度",
    lambda year: year,
)
_SEPARATED: Final = 0.3
"""Share of large figures written with separators of thousands."""
_FAULTY: Final[dict[int, dict[str, Cell]]] = {
    2023: {
        "指标名称": "园区绿电交易量",
        "统计时期": "2023年",
        "完成值": 12.4,
        "计量单位": "亿千瓦时",
    },
    2025: {"指标名称": "创业氛围", "统计时期": "2025年", "完成值": "待核", "计量单位": "分"},
}
"""An indicator that nobody knows, and a figure yet to be checked."""


def write_place_files(as_of: dt.date, seed: int, folder: Path) -> list[BureauFile]:
    """Write the workbooks and texts about places into ``folder``."""
    figures, own = zone_figures(seed), actuals(seed)
    rng = Draws(seed).stream("files places")
    sent = []
    for year in YEARS:
        rows = figures.filter(pl.col("year") == year)
        sent.append(_evaluation(rows, year, as_of, folder, rng))
    for name, years in ((f"{YEARS[0]}—{YEARS[-2]}", YEARS[:-1]), (str(YEARS[-1]), YEARS[-1:])):
        rows = figures.filter(pl.col("year").is_in(years))
        sent.append(_economy(rows, name, folder, rng))
    first, last = FIRST_YEAR, as_of.year
    month = max(own.filter(year=last)["month"])
    for name, reported in (
        (f"{first}—{last - 2}年", tuple(range(first, last - 1))),
        (f"{last - 1}年", (last - 1,)),
        (f"{last}年1—{month}月", (last,)),
    ):
        sent.append(_within(own.filter(pl.col("year").is_in(reported)), name, as_of, folder, rng))
    return sent


def _evaluation(
    rows: pl.DataFrame, year: int, as_of: dt.date, folder: Path, rng: np.random.Generator
) -> BureauFile:
    """科技局: the items of the evaluation and what they are computed from, all zones."""
    rows = rows.filter(pl.col("book") != "economy").sort("place_code", maintain_order=True)
    faulty = [_FAULTY[year] | {"园区名称": _NAMES[DIVISION]}] if year in _FAULTY else []
    place = "园区信息"
    columns = (
        Column("园区名称", _names(rows), place),
        Column("区划代码", rows["place_code"].to_list(), place),
        Column("指标名称", _labels(rows)),
        Column("统计时期", _periods(rows, rng)),
        Column("完成值", _values(rows, rng), "本期"),
        Column("计量单位", rows["unit"].to_list(), "本期"),
    )
    sheet = Sheet(
        columns,
        titles=(f"国家高新区综合评价数据汇总表（{year}年度）", "填报单位：各高新区管委会（演示）"),
        faulty=tuple(faulty),
        notes=(
            "注：未报送的指标不列；定性指标由专家评分，满分100分。",
            "本表园区及数据均为虚构。",
        ),
    )
    path = folder / f"科技局/高新区综合评价数据{year}.xlsx"
    path.parent.mkdir(parents=True, exist_ok=True)
    write_workbook(path, sheet, as_of)
    return _file(path, "science", sheet, "两行合并表头，一行一园区一指标，末尾有注")


def _economy(rows: pl.DataFrame, name: str, folder: Path, rng: np.random.Generator) -> BureauFile:
    """统计局: main figures of zones and of the cities they lie in, by name alone."""
    rows = rows.filter(pl.col("book") == "economy").sort("indicator", maintain_order=True)
    columns = (
        Column("指标", _labels(rows)),
        Column("地区", _names(rows)),
        Column("年度", _periods(rows, rng)),
        Column("单位", rows["unit"].to_list()),
        Column("数值", _values(rows, rng)),
    )
    sheet = Sheet(columns, notes=("资料来源：各地统计部门（演示，均为虚构）",))
    path = folder / f"统计局/各高新区及所在城市主要指标{name}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    write_text(path, sheet, "gb18030")
    return _file(path, "statistics", sheet, "GB18030 编码，只写地名，时点数写作年末")


def _within(
    rows: pl.DataFrame, name: str, as_of: dt.date, folder: Path, rng: np.random.Generator
) -> BureauFile:
    """统计局: the demo's own zone by month and quarter."""
    rows = rows.with_columns(place_code=pl.lit(DIVISION))
    columns = (
        Column("指标名称", _labels(rows)),
        Column("统计时期", [_reported(*row) for row in rows.select(_TIME).iter_rows()]),
        Column("数据", _values(rows, rng)),
        Column("计量单位", rows["unit"].to_list()),
        Column("地区", _names(rows)),
    )
    sheet = Sheet(
        columns,
        titles=(f"云岭高新区经济运行数据（{name}）",),
        notes=("注：时期数为当年累计；1月数据与2月合并公布。", "本表数据均为虚构。"),
    )
    # Past years come as texts; of the current one the workbook itself.
    is_current = str(as_of.year) in name
    ending = "xlsx" if is_current else "csv"
    path = folder / f"统计局/云岭高新区经济运行数据（{name}）.{ending}"
    path.parent.mkdir(parents=True, exist_ok=True)
    if is_current:
        write_workbook(path, sheet, as_of)
    else:
        write_text(path, sheet, "gb18030")
    return _file(path, "statistics", sheet, "月度、季度累计数与期末数混排")


_TIME: Final = ("year", "month", "of_period")


def _file(path: Path, source: str, sheet: Sheet, note: str) -> BureauFile:
    return BureauFile(
        path=path,
        source=source,
        contract=CONTRACT,
        complete=False,
        observed_on=None,
        note=note,
        rows=sheet.height,
        faulty=len(sheet.faulty),
    )


def _reported(year: int, month: int, of_period: bool) -> str:
    """The period of a report as the bureau writes it.

    >>> _reported(2026, 5, True), _reported(2026, 3, False), _reported(2025, 12, False)
    ('2026年1—5月', '2026年3月末', '2025年末')
    """
    if month == 12:
        return f"{year}年" if of_period else f"{year}年末"
    return f"{year}年1—{month}月" if of_period else f"{year}年{month}月末"


def _periods(rows: pl.DataFrame, rng: np.random.Generator) -> list[Cell]:
    """Years in one of several manners; of a stock the end of the year."""
    known, manners = shipped_indicators(), rng.integers(0, len(_YEAR_MANNERS), rows.height)
    return [
        f"{year}年末" if known[name].kind is IndicatorKind.STOCK else _YEAR_MANNERS[manner](year)
        for name, year, manner in zip(rows["indicator"], rows["year"], manners, strict=True)
    ]


def _labels(rows: pl.DataFrame) -> list[Cell]:
    known = shipped_indicators()
    return [known[name].label.zh for name in rows["indicator"]]


def _names(rows: pl.DataFrame) -> list[Cell]:
    return [_NAMES[code] for code in rows["place_code"]]


def _values(rows: pl.DataFrame, rng: np.random.Generator) -> list[Cell]:
    """Figures as numbers, some large ones as text with separators."""
    chances = rng.random(rows.height)
    cells: list[Cell] = []
    for value, chance in zip(rows["value"], chances, strict=True):
        number = int(value) if value == int(value) else value
        cells.append(f"{number:,}" if abs(value) >= 1_000 and chance < _SEPARATED else number)
    return cells
