"""Rows that are no records: totals, footnotes, repeated headers, blanks."""

from __future__ import annotations

from typing import Final

import polars as pl

from wotu.contracts.columns import BoundTable
from wotu.contracts.readers.sheet import ROW
from wotu.packs.schema import Label

KINDS: Final[dict[str, Label]] = {
    "blank": Label(zh="空行（至多有一个序号）", en="a blank row (a number at most)"),
    "total": Label(zh="合计、小计或平均行", en="a row of totals, subtotals or averages"),
    "footnote": Label(zh="注释、签字或分节行", en="a note, signature or section heading"),
    "header": Label(zh="重复的表头", en="the header again"),
    "numbers": Label(zh="列号行", en="a row of column numbers"),
}
"""Kinds of rows that are set aside without alarm."""

_TOTAL: Final = (
    r"^(?:[一二三四五六七八九十]+[、.])?.{0,12}(?:合计|总计|小计|共计|总和|累计)(?:数|[::].*|[0-9]*[户家个项件]?)?$|"
    r"^(?:平均|平均值|均值|平均数|最大值|最小值|中位数|其中[::]?|total|subtotal|sum|average)$"
)
_FOOTNOTE: Final = (
    r"^(?:注|备注|说明|填表说明|填报说明|资料来源|数据来源|来源)[0-9]*[::]|^(?:注|附注)[0-9]+[、.]|"
    r"^(?:填表|填报|制表|编制|审核|复核|统计|单位|经办|主管|报出|打印|导出|联系|财务|分管)"
    r"(?:单位|部门|负责|领导)?(?:人|员|日期|时间|电话|签字|盖章|负责人)?(?:\(.*\))?[::]|"
    r"^(?:本表|以上数据|以上为|单位负责人|统计负责人|第[0-9]+页|共[0-9]+页)|^[0-9]{1,3}/[0-9]{1,3}页"
)
_SECTION: Final = (
    r"^(?:[一二三四五六七八九十]{1,3}[、.]|\([一二三四五六七八九十]{1,3}\)|第.{1,3}[部章节])"
)


def kinds_of_rows(raw: pl.DataFrame, table: BoundTable) -> pl.Series:
    """For every row of a chunk why it is no record; null for a record.

    A row with something like a unified code is always a record.
    """
    cells = [pl.col(name) for name in raw.columns if name.isdecimal()]
    filled = [cell.str.contains(r"\S").fill_null(False) for cell in cells]
    mapped = [pl.col(str(c.position)).str.contains(r"\S").fill_null(False) for c in table.columns]
    first = pl.coalesce(
        pl.when(is_filled).then(cell) for cell, is_filled in zip(cells, filled, strict=True)
    )
    frame = raw.select(
        ROW,
        filled=pl.sum_horizontal(is_filled.cast(pl.UInt16) for is_filled in filled),
        mapped=pl.any_horizontal(mapped),
        first=_plain(first),
        name=_plain(_cell_of(table, table.contract.subject.identity[1])),
        coded=_plain(_cell_of(table, "uscc")).str.contains(r"^[0-9a-z]{15,18}$").fill_null(False),
        again=_repeats_header(table),
    )
    texts = (pl.col("first"), pl.col("name"))
    total = pl.any_horizontal(text.str.contains(_TOTAL).fill_null(False) for text in texts)
    footnote = pl.any_horizontal(text.str.contains(_FOOTNOTE).fill_null(False) for text in texts)
    section = (pl.col("filled") == 1) & pl.col("first").str.contains(_SECTION)
    numbers = pl.lit(table.zone.numbered) & (pl.col(ROW) == table.zone.data_row)
    kind = (
        pl.when(~pl.col("mapped") & (pl.col("filled") <= 1) & ~(total | footnote | section))
        .then(pl.lit("blank"))
        .when(numbers)
        .then(pl.lit("numbers"))
        .when(pl.col("coded"))
        .then(pl.lit(None, pl.String))
        .when(pl.col("again"))
        .then(pl.lit("header"))
        .when(total)
        .then(pl.lit("total"))
        .when(footnote | section)
        .then(pl.lit("footnote"))
    )
    return frame.select(kind=kind).to_series()


def _cell_of(table: BoundTable, field: str) -> pl.Expr:
    column = next((column for column in table.columns if column.field == field), None)
    return pl.col(str(column.position)) if column else pl.lit(None, pl.String)


def _plain(text: pl.Expr) -> pl.Expr:
    return text.str.normalize("NFKC").str.replace_all(r"\s+", "").str.to_lowercase()


def _repeats_header(table: BoundTable) -> pl.Expr:
    """Whether most mapped cells hold a line of their own header."""
    hits = []
    for column in table.columns:
        lines = [line.strip() for line in column.title.split(">")]
        cell = pl.col(str(column.position)).str.strip_chars().str.replace_all(r"\s+", " ")
        hits.append(cell.is_in(lines).fill_null(False).cast(pl.UInt16))
    needed = max(min(2, len(hits)), (len(hits) + 1) // 2)
    return pl.sum_horizontal(hits) >= needed if hits else pl.lit(False)
