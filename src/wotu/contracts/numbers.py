"""Numbers as people write them, read exactly: decimals scaled to whole units of storage.

The usual cell, plain digits, is read by one cast; only what is left goes the long way of
separators, signs, brackets and units. No floating point is involved.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import polars as pl

from wotu.contracts.readings import Reading
from wotu.contracts.schema import NUMBER, Field, FieldType
from wotu.contracts.units_written import FACTORS, FOREIGN_CURRENCY, ONE, Factor, is_unit
from wotu.contracts.words import MISSING, common_fault, tidy

_PLACES: Final = 12
"""Decimals kept while reading: a fen is the tenth of a 亿元."""

_EXACT: Final = pl.Decimal(38, _PLACES)
_PLAIN: Final = r"^-?[0-9]{1,20}(?:\.[0-9]{1,15})?$"
_COMMAS: Final = r"^-?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]{1,15})?$"
_WRITTEN: Final = (
    r"^(?<sign>[-+−△▲负]?) ?(?<digits>[0-9][0-9,' ]*(?:\.[0-9]*)?|\.[0-9]+)"
    r"(?<exponent>e[-+]?[0-9]{1,3})? ?(?<minus>-?) ?(?<unit>\(?[^0-9()]{0,8}\)?)$"
)
_GROUPED: Final = (
    r"^(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,3}(?: [0-9]{3})+|[0-9]{1,3}(?:'[0-9]{3})+|[0-9]*)"
    r"(?:\.[0-9]*)?$"
)
_RENMINBI: Final = r"\(人民币\)|人民币|rmb|cny|¥|元?整$"


@dataclass(frozen=True, slots=True)
class _Storage:
    """How a type of number is stored: decimals, and the largest value in its smallest unit."""

    decimals: int
    limit: int
    dtype: pl.DataType | type[pl.DataType]


_STORAGE: Final = {
    FieldType.COUNT: _Storage(0, 10**15, pl.Int64),
    FieldType.MONEY: _Storage(2, 10**18 - 1, pl.Decimal(18, 2)),
    FieldType.MONEY_USD: _Storage(2, 10**18 - 1, pl.Decimal(18, 2)),
    FieldType.AREA: _Storage(2, 10**14 - 1, pl.Decimal(14, 2)),
    FieldType.POINTS: _Storage(2, 10**8 - 1, pl.Decimal(8, 2)),
    FieldType.SHARE: _Storage(8, 10**12 - 1, pl.Decimal(12, 8)),
    FieldType.NUMBER: _Storage(4, 9 * 10**18, NUMBER),
}


def read_number(cells: pl.Series, field: Field, unit: Factor = ONE) -> Reading:
    """Numbers of a column whose header states ``unit``; a unit in a cell goes before it.

    Rounded half away from zero to the decimals of the type (fen for money); a count must be
    whole. A marker of missing data is null, never zero.
    """
    storage = _STORAGE[field.type]
    cells = _without_commas(tidy(cells))
    plain = cells.str.contains(_PLAIN).fill_null(False)
    exact = cells.set(~plain, None).cast(_EXACT, strict=False)
    # A plain number that the cast refuses has more digits than any real one.
    too_large = pl.Series(plain & exact.is_null())
    reading = _stored(exact, unit, field, storage).overwritten(
        too_large.arg_true(), _faults_only(int(too_large.sum()), "out_of_range")
    )
    places = (~plain & cells.is_not_null()).arg_true()
    if places.len():
        reading = reading.overwritten(places, _read_written(cells.gather(places), field, unit))
    return _within_bounds(reading, field, storage, unit)


def _without_commas(cells: pl.Series) -> pl.Series:
    """Cells such as 1,234.56 without their separators: common enough for a short way."""
    grouped = cells.str.contains(_COMMAS)
    if not grouped.any():
        return cells
    bare = pl.col("cell").str.replace_all(",", "", literal=True)
    chosen = pl.when(grouped).then(bare).otherwise(pl.col("cell"))
    return cells.to_frame("cell").select(chosen.alias("cell")).to_series()


def _faults_only(count: int, code: str) -> Reading:
    faults = pl.Series([code] * count, dtype=pl.String)
    return Reading(pl.Series([None] * count, dtype=pl.Int64), faults)


def _stored(exact: pl.Series, unit: Factor, field: Field, storage: _Storage) -> Reading:
    """Exact decimals times the unit, as whole smallest units: so they stay till the end."""
    times, over = unit.times * 10**storage.decimals, unit.over * 10**_PLACES
    most = storage.limit * over // times
    number = pl.col("number")
    size = number.abs()
    fits = size <= _lit(most)
    rounded = (pl.when(fits).then(size) * _lit(2 * times) + _lit(over)) // _lit(2 * over)
    signed = rounded.cast(pl.Int64) * pl.when(number < 0).then(-1).otherwise(1)
    fault: pl.Expr = pl.when(~fits).then(pl.lit("out_of_range"))
    if field.type is FieldType.COUNT:
        broken = (pl.when(fits).then(size) * _lit(times)) % _lit(over) != 0
        fault = pl.coalesce(fault, pl.when(broken).then(pl.lit("not_whole")))
    frame = exact.to_physical().to_frame("number")
    return Reading.of(frame.select(value=signed, fault=fault))


def _lit(value: int) -> pl.Expr:
    return pl.lit(value, dtype=pl.Int128)


def _read_written(cells: pl.Series, field: Field, unit: Factor) -> Reading:
    """The long way, for each distinct text once."""
    distinct = cells.unique(maintain_order=True)
    parts = _parts(distinct, field.type)
    storage = _STORAGE[field.type]
    values = pl.Series([None] * distinct.len(), dtype=pl.Int64)
    reading = Reading(values, parts["fault"])
    for (written,), rows in parts.filter(pl.col("fault").is_null()).group_by("unit"):
        factor = unit if written in {"", None} else FACTORS[field.type][str(written)]
        told = _stored(rows["exact"], factor, field, storage)
        reading = reading.overwritten(rows["place"], told)
        if field.type is FieldType.SHARE and not written and unit == ONE:
            reading = reading.checked(_above_one(reading, rows["place"]), "ambiguous_share")
    places = pl.Series(range(distinct.len()), dtype=pl.UInt32)
    found = cells.replace_strict(distinct, places, return_dtype=pl.UInt32)
    return Reading(reading.values.gather(found), reading.faults.gather(found))


def _above_one(reading: Reading, places: pl.Series) -> pl.Series:
    one = 10 ** _STORAGE[FieldType.SHARE].decimals
    here = pl.int_range(reading.values.len(), eager=True, dtype=pl.UInt32).is_in(places.implode())
    return pl.Series(here & (reading.values > one))


def _parts(texts: pl.Series, kind: FieldType) -> pl.DataFrame:
    """Per distinct text: its place, exact value, unit key and fault."""
    half = pl.col("text").str.normalize("NFKC").str.to_lowercase().str.strip_chars()
    frame = texts.to_frame("text").with_row_index("place")
    frame = frame.with_columns(
        common=common_fault(pl.col("text")),
        missing=pl.col("text").str.contains(MISSING) | half.str.contains(MISSING),
        foreign=half.str.contains("(?i)" + FOREIGN_CURRENCY.pattern) & half.str.contains(r"[0-9]"),
        renminbi=half.str.contains(r"人民币|rmb|cny|¥"),
        bare=half.str.replace_all(_RENMINBI, "").str.replace_all(r"\s+", " ").str.strip_chars(),
    )
    bracketed = pl.col("bare").str.extract(r"^\(([^()]+)\)$")
    frame = frame.with_columns(
        negative=bracketed.is_not_null(), bare=pl.coalesce(bracketed, pl.col("bare"))
    )
    frame = frame.with_columns(
        pl.col("bare").str.strip_chars().str.extract_groups(_WRITTEN).alias("written")
    ).unnest("written")
    return _judged(frame, kind).select("place", "exact", "unit", "fault")


def _judged(frame: pl.DataFrame, kind: FieldType) -> pl.DataFrame:
    sign, minus = pl.col("sign"), pl.col("minus")
    signs = (
        sign.is_in(["-", "−", "△", "▲", "负"]).cast(pl.Int8)
        + (minus == "-").cast(pl.Int8)
        + pl.col("negative").cast(pl.Int8)
    )
    digits = pl.col("digits").str.strip_chars()
    minus_sign = pl.when(signs == 1).then(pl.lit("-")).otherwise(pl.lit(""))
    number = minus_sign + digits.str.replace_all(r"[, ']", "") + pl.col("exponent").fill_null("")
    unit = pl.col("unit").str.strip_chars(" ()").str.replace_all(" ", "").fill_null("")
    decimals = digits.str.extract(r"\.([0-9]*)$").str.len_chars().fill_null(0)
    power = pl.col("exponent").str.extract(r"^e\+([0-9]+)$").cast(pl.Int64, strict=False)
    known = list(FACTORS[kind])
    frame = frame.with_columns(
        unit=unit,
        exact=number.cast(_EXACT, strict=False),
        lossy=power > decimals,
        signs=signs,
        grouped=digits.str.contains(_GROUPED),
    )
    # What is foreign to yuan may be the very money of a column in dollars.
    foreign = pl.col("foreign") & ~pl.col("unit").is_in(known)
    if kind is FieldType.MONEY_USD:
        foreign |= pl.col("renminbi")
    other = pl.col("unit").is_in([text for text in frame["unit"].unique() if is_unit(text)])
    fault = (
        pl.when(pl.col("common").is_not_null())
        .then(pl.col("common"))
        .when(foreign)
        .then(pl.lit("foreign_currency" if kind is FieldType.MONEY else "other_unit"))
        .when(pl.col("digits").is_null() | (pl.col("signs") > 1))
        .then(pl.lit("not_a_number"))
        .when((pl.col("unit") != "") & ~pl.col("unit").is_in(known))
        .then(pl.when(other).then(pl.lit("other_unit")).otherwise(pl.lit("not_a_number")))
        .when(~pl.col("grouped"))
        .then(pl.lit("ambiguous_number"))
        .when(pl.col("lossy"))
        .then(pl.lit("scientific"))
        .when(pl.col("exact").is_null())
        .then(pl.lit("out_of_range"))
    )
    stated = ~pl.col("missing")
    return frame.with_columns(
        fault=pl.when(stated).then(fault), exact=pl.when(stated).then(pl.col("exact"))
    )


def _within_bounds(reading: Reading, field: Field, storage: _Storage, unit: Factor) -> Reading:
    least = Decimal(0) if field.type is FieldType.COUNT else field.minimum
    scale = 10**storage.decimals
    if field.type is FieldType.SHARE and unit == ONE and field.maximum is not None:
        reading = reading.checked(reading.values > int(field.maximum * scale), "ambiguous_share")
    if least is not None:
        reading = reading.checked(reading.values < int(least * scale), "out_of_range")
    if field.maximum is not None:
        reading = reading.checked(reading.values > int(field.maximum * scale), "out_of_range")
    values = reading.values
    if storage.decimals:
        frame = values.to_frame("value").select(
            pl.col("value").cast(pl.Int128).reinterpret(dtype=storage.dtype)
        )
        values = frame.to_series()
    return Reading(values, reading.faults)
