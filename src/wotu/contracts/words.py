"""Text of cells: markers of missing values, cleaning, and yes and no."""

from __future__ import annotations

import re
from typing import Final

import polars as pl

from wotu.contracts.limits import MAX_CELL_CHARS, MAX_NAME_CHARS
from wotu.contracts.readings import Reading

_DASHES: Final = r"[-–—―−_/\\.…·*~]+"
_WORDS: Final = (
    "空|空白|无数据|没有|不详|未知|不明|未填|未填报|未填写|未提供|未公开|未披露|未报|未统计|暂无|暂缺|"
    "缺|缺失|缺省|不适用|保密|待定|待补|待补充|待核实|n/?a|n\\.a\\.?|na|nan|nat|null|none|nil|#n/a|"
    "\\(空\\)|\\(null\\)|\\(blank\\)|<null>|\\\\n"
)
MISSING: Final = f"(?i)^(?:{_DASHES}|{_WORDS}|无)$"
"""What people write into a cell of numbers, dates and codes for which they have no value."""

MISSING_TEXT: Final = f"(?i)^(?:{_DASHES}|n/?a|nan|null|none|#n/a|\\(空\\)|<null>|\\\\n)$"
"""The same for text, yes/no and grades, where 无 and 不详 may be what is meant."""

_ZERO_WIDTH: Final = r"\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff"
_INVISIBLE: Final = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f" + _ZERO_WIDTH + "]"
_SPACES: Final = r"[\s\u00a0\u3000]+"
_ERROR: Final = r"^#(?:REF!|DIV/0!|VALUE!|NAME\?|NUM!|NULL!|GETTING_DATA|SPILL!|CALC!|FIELD!)$"
_UNTIDY: Final = r"^\s|\s$|[\x00-\x1f\x7f-\xa0\u3000" + _ZERO_WIDTH + "]|  "

_YES: Final = (
    "是",
    "有",
    "√",
    "✓",
    "✔",
    "☑",
    "y",
    "yes",
    "1",
    "true",
    "t",
    "对",
    "已",
    "具备",
    "符合",
)
_NO: Final = (
    "否",
    "无",
    "×",
    "✗",
    "✘",
    "☒",
    "x",
    "n",
    "no",
    "0",
    "false",
    "f",
    "没有",
    "不是",
    "未",
    "不具备",
    "不符合",
)


def cleaned(text: pl.Expr) -> pl.Expr:
    """Text without invisible characters, its spaces single and none at the ends; empty is null.

    Excel's ``="0123"`` in a text file, which keeps a number from being read as one, is unwrapped.
    """
    visible = text.str.replace_all(_INVISIBLE, "")
    single = visible.str.replace_all(_SPACES, " ").str.strip_chars()
    unwrapped = single.str.replace(r'^="([^"]*)"$', "$1").str.strip_chars()
    return pl.when(unwrapped != "").then(unwrapped)


def tidy(cells: pl.Series) -> pl.Series:
    """The column cleaned; columns that are clean already, the usual case, are not rewritten."""
    untidy = cells.str.contains(_UNTIDY) | cells.str.starts_with('="') | (cells == "")
    if not untidy.any():
        return cells
    return cells.to_frame("cell").select(cleaned(pl.col("cell"))).to_series().alias(cells.name)


def common_fault(text: pl.Expr) -> pl.Expr:
    """Faults that a cell of any type may have; null where there is none."""
    return (
        pl.when(text.str.contains("\ufffd", literal=True))
        .then(pl.lit("damaged_text"))
        .when(text.str.contains(_ERROR))
        .then(pl.lit("error_cell"))
        .when(text.str.starts_with("="))
        .then(pl.lit("formula"))
        .when(text.str.len_chars() > MAX_CELL_CHARS)
        .then(pl.lit("too_long"))
        .otherwise(pl.lit(None, pl.String))
    )


def read_text(cells: pl.Series) -> Reading:
    """Cleaned text."""
    return _read(cells, pl.lit(None, pl.String))


def read_name(cells: pl.Series) -> Reading:
    """Names of firms: cleaned text that is more than digits and not a sentence."""
    text = pl.col("text")
    length = text.str.len_chars()
    bad = text.str.contains(r"^[0-9\s.,-]*$") | ~length.is_between(2, MAX_NAME_CHARS)
    missing = text.is_in(["无", "不详", "未知", "暂无", "空"])
    return _read(cells, pl.when(bad & ~missing).then(pl.lit("not_a_name")), missing)


def read_boolean(cells: pl.Series) -> Reading:
    """Yes and no in their many writings; a marker of missing data is null, never no."""
    table = dict.fromkeys(_YES, True) | dict.fromkeys(_NO, False)
    text = pl.col("text").str.normalize("NFKC").str.to_lowercase().str.replace(r"\.0+$", "")
    bare = text.str.replace(r"^\((.+)\)$", "$1")
    value = bare.replace_strict(table, default=None, return_dtype=pl.Boolean)
    missing = pl.col("text").str.contains(MISSING) & value.is_null()
    wrong = pl.when(value.is_null() & ~missing).then(pl.lit("not_a_boolean"))
    return _read(cells, wrong, missing, value)


def _read(
    cells: pl.Series,
    wrong: pl.Expr,
    missing: pl.Expr | None = None,
    value: pl.Expr | None = None,
) -> Reading:
    text = pl.col("text")
    nothing = text.str.contains(MISSING_TEXT)
    if missing is not None:
        nothing = nothing | missing
    frame = tidy(cells).to_frame("text").with_columns(nothing=nothing)
    fault = pl.coalesce(common_fault(text), wrong)
    read = frame.select(
        value=pl.when(~pl.col("nothing")).then(text if value is None else value),
        fault=pl.when(text.is_not_null() & ~pl.col("nothing")).then(fault),
    )
    return Reading.of(read)


def matches_missing(text: str) -> bool:
    """Whether a person wrote the text for want of a value.

    >>> matches_missing("—"), matches_missing("暂无"), matches_missing("0")
    (True, True, False)
    """
    return re.match(MISSING.replace("(?i)", "", 1), text, re.IGNORECASE) is not None
