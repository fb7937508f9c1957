"""Units of figures about places: any unit, with 万 and 亿 multiplied out."""

from __future__ import annotations

import re
import unicodedata
from typing import Final, NamedTuple

import polars as pl

from wotu.contracts.readings import Reading
from wotu.contracts.units_written import Factor
from wotu.contracts.words import common_fault, matches_missing, tidy

_MAGNITUDES: Final = {
    "万亿": 10**12,
    "千亿": 10**11,
    "百亿": 10**10,
    "十亿": 10**9,
    "亿": 10**8,
    "千万": 10**7,
    "百万": 10**6,
    "十万": 10**5,
    "万": 10**4,
    "千": 10**3,
    "百": 10**2,
}
_WHOLE: Final = frozenset({"百分点", "个百分点", "千瓦", "千瓦时", "千克", "千米", "千伏安"})
"""Units that begin with a character of magnitude and are units of their own."""

_SAME: Final = {
    "人民币元": "元",
    "元人民币": "元",
    "个百分点": "百分点",
    "平方千米": "平方公里",
    "km2": "平方公里",
    "%": "%",
    "百分比": "%",
    "名次": "位",
}
_UNIT: Final = re.compile(r"^[^\W\d_][^\d\s]{0,14}$|^[%‰]$|^km2$")


class BaseUnit(NamedTuple):
    """A unit without its magnitude, and how many of it one of the written unit is."""

    unit: str
    factor: Factor


def base_unit(text: str) -> BaseUnit | None:
    """The base unit of a written one; None for what is no unit.

    >>> base_unit("亿元"), base_unit("％"), base_unit("2023")
    (BaseUnit(unit='元', factor=Factor(times=100000000, over=1)), \
BaseUnit(unit='%', factor=Factor(times=1, over=1)), None)
    """
    bare = "".join(unicodedata.normalize("NFKC", text).casefold().split()).strip("()[]【】")
    if not _UNIT.match(bare):
        return None
    if bare in _WHOLE or bare in _SAME:
        return BaseUnit(_SAME.get(bare, bare), Factor())
    if bare == "‰":
        return BaseUnit("%", Factor(1, 10))
    for written, times in _MAGNITUDES.items():
        rest = bare.removeprefix(written)
        if rest != bare and rest:
            return BaseUnit(_SAME.get(rest, rest), Factor(times))
    return BaseUnit(bare, Factor())


def read_unit(cells: pl.Series) -> Reading:
    """Base units of a column of units."""
    cells = tidy(cells)
    distinct = cells.drop_nulls().unique(maintain_order=True)
    found = [base_unit(text) for text in distinct]
    silent = [matches_missing(text) for text in distinct]
    told = pl.DataFrame(
        {
            "text": distinct,
            "value": [
                None if none or not one else one.unit
                for one, none in zip(found, silent, strict=True)
            ],
            "fault": [
                None if none or one else "not_a_unit"
                for one, none in zip(found, silent, strict=True)
            ],
        },
        schema={"text": pl.String, "value": pl.String, "fault": pl.String},
    ).with_columns(fault=pl.coalesce(common_fault(pl.col("text")), "fault"))
    return Reading.of(cells.to_frame("text").join(told, "text", "left", maintain_order="left"))
