"""Units of the figures that bureaus write, and exact arithmetic between them.

Money is yuan with two decimals in every table, and whole fen (1/100 yuan, 64-bit integers) where
it is computed with, so that a comparison at a threshold is exact. Shares lie between 0 and 1.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

import polars as pl

FEN_PER_YUAN: Final = 100

MONEY = pl.Decimal(18, 2)
"""How money is stored: yuan with two decimals, up to 10^16 yuan."""

YUAN_PER_UNIT: Final[dict[str, Decimal]] = {
    "元": Decimal(1),
    "人民币元": Decimal(1),
    "百元": Decimal(100),
    "千元": Decimal(1_000),
    "万元": Decimal(10_000),
    "人民币万元": Decimal(10_000),
    "万元人民币": Decimal(10_000),
    "十万元": Decimal(100_000),
    "百万元": Decimal(1_000_000),
    "千万元": Decimal(10_000_000),
    "亿元": Decimal(100_000_000),
    "yuan": Decimal(1),
    "cny": Decimal(1),
    "rmb": Decimal(1),
    "thousand yuan": Decimal(1_000),
    "million yuan": Decimal(1_000_000),
    "billion yuan": Decimal(1_000_000_000),
}
"""Yuan in one of each unit of money, as written in headers and rules."""

USD_PER_UNIT: Final[dict[str, Decimal]] = {
    "美元": Decimal(1),
    "千美元": Decimal(1_000),
    "万美元": Decimal(10_000),
    "百万美元": Decimal(1_000_000),
    "千万美元": Decimal(10_000_000),
    "亿美元": Decimal(100_000_000),
    "usd": Decimal(1),
    "million usd": Decimal(1_000_000),
    "billion usd": Decimal(1_000_000_000),
}
"""US dollars in one of each unit; no rate leads from them to yuan, since no text fixes the day."""

COUNT_PER_UNIT: Final[dict[str, int]] = {
    "人": 1,
    "名": 1,
    "件": 1,
    "项": 1,
    "个": 1,
    "家": 1,
    "千人": 1_000,
    "万人": 10_000,
    "万件": 10_000,
    "persons": 1,
}
"""Pieces in one of each unit of counting."""

SHARE_PER_UNIT: Final[dict[str, Decimal]] = {
    "%": Decimal("0.01"),
    "％": Decimal("0.01"),
    "‰": Decimal("0.001"),
    "percent": Decimal("0.01"),
}
"""Share (0 to 1) in one of each unit of proportion."""


def fen(column: str | pl.Expr) -> pl.Expr:
    """Whole fen of a column of money stored as yuan with two decimals; null stays null."""
    expr = pl.col(column) if isinstance(column, str) else column
    return expr.to_physical().cast(pl.Int64)


def yuan(column: str | pl.Expr) -> pl.Expr:
    """Yuan with two decimals of a column of whole fen: the reverse of :func:`fen`."""
    expr = pl.col(column) if isinstance(column, str) else column
    return expr.cast(pl.Int128).reinterpret(dtype=MONEY)
