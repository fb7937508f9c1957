"""How exact a stated figure is: a standard error from its written digits and its bound word."""

from __future__ import annotations

import math
from decimal import Decimal
from functools import lru_cache
from typing import Final

import polars as pl

from wotu.packs.formulas import dimension_of
from wotu.reading.claim import Bound, Claim, ClaimKind
from wotu.reading.reconciling.written import table_quote, true_values, written_step

_MONEY: Final = ("元", "美元")
_COUNTED: Final = tuple(dimension_of(unit) for unit in ("家", "人", "件"))
"""What is counted to the last one is not rounded."""

_WIDTH: Final = math.sqrt(12)
"""Deviations in the width of an interval in which every value is as likely."""


def with_errors(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows with ``error``, the standard error in their unit; null for a figure that is exact.

    Reads value (decimal), value_max, unit, bound, quote and is_rank. A figure is as likely to lie
    anywhere that rounding at its last written digit and its bound word allow, as documents are
    compared (docs/decisions/0016); the zeros at the end of money are no digits below 万 and 亿.
    """
    plain = (
        pl.col("quote").is_null()
        & pl.col("value_max").is_null()
        & (pl.col("bound").is_null() | pl.col("bound").is_in([Bound.EXACT, Bound.FIRST]))
    )
    worded = rows.filter(~plain)
    columns = ("value", "value_max", "unit", "bound", "quote", "is_rank")
    errors = [_worded_error(*row) for row in worded.select(columns).iter_rows()]
    counted = [unit for unit in rows["unit"].unique() if dimension_of(unit) in _COUNTED]
    return pl.concat(
        [
            rows.filter(plain).with_columns(error=_plain_error(counted)),
            worded.with_columns(error=pl.Series(errors, dtype=pl.Float64)),
        ]
    )


def _plain_error(counted: list[str]) -> pl.Expr:
    """Of figures of tables: from their decimals, and of money from the zeros at the end."""
    text = pl.col("value").cast(pl.String).str.strip_prefix("-")
    decimals = _length(text.str.extract(r"\.(\d*?)0*$").fill_null(""))
    whole = text.str.extract(r"^(\d+)")
    digits = _length(whole)
    zeros = digits - _length(whole.str.strip_chars_end("0"))
    left_out = pl.when(digits > 8).then(8).when(digits > 4).then(4).otherwise(0)
    power = (
        pl.when(decimals > 0)
        .then(-decimals)
        .when(pl.col("unit").is_in(_MONEY))
        .then(pl.min_horizontal(zeros, left_out))
        .otherwise(0)
    )
    exact = pl.col("is_rank") | (pl.col("unit").is_in(counted) & (decimals == 0))
    step = pl.lit(10.0).pow(power.cast(pl.Float64))
    return pl.when(~exact).then(step / _WIDTH)


def _length(text: pl.Expr) -> pl.Expr:
    return text.str.len_chars().cast(pl.Int32)


@lru_cache(maxsize=1 << 14)
def _worded_error(
    value: Decimal,
    value_max: Decimal | None,
    unit: str,
    bound: str | None,
    quote: str | None,
    is_rank: bool,
) -> float | None:
    """Of figures of documents, ranges, and figures with a bound word."""
    written = quote or table_quote(value, unit)
    claim = Claim(
        start=0,
        end=len(written),
        quote=written,
        figure=value,
        figure_max=value_max,
        unit=unit,
        kind=ClaimKind.RANK if is_rank else ClaimKind.LEVEL,
        bound=Bound(bound or Bound.EXACT),
        subject=None,
        metric="",
        period=None,
        compare=None,
        sentence=(0, len(written)),
    )
    between = true_values(claim, written_step(claim))
    if between.high is None or between.high == between.low:
        return None
    return float(between.high - between.low) / _WIDTH
