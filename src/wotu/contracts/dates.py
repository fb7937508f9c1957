"""Dates and years as people and programs write them."""

from __future__ import annotations

import datetime
from typing import Final

import polars as pl

from wotu.contracts.readings import Reading
from wotu.contracts.words import MISSING, common_fault, tidy

EARLIEST: Final = datetime.date(1900, 1, 2)
"""The first days of Excel's calendar are placeholders; no firm in the register is older."""

FUTURE_DAYS: Final = 366
"""How far ahead a date that is not the end of something may lie."""

OPEN_YEARS: Final = 100
"""How far ahead the end of something may lie; beyond it is meant as 'without end'."""

FIRST_YEAR: Final = 1949

_ISO: Final = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}(?: 00:00:00)?$"
_CLOCK: Final = (
    r"(?:[ t]?(?<hour>[0-9]{1,2})[:时][0-9]{2}(?:[:分][0-9]{2}(?:\.[0-9]+)?秒?)?"
    r"(?<zone>z|\+00:?00)?.{0,6})?"
)
_FULL: Final = (
    r"^(?<year>[0-9]{4}) ?[-/.年\\、,] ?(?<month>[0-9]{1,2}) ?[-/.月\\、,] ?"
    r"(?<day>[0-9]{1,2}) ?[日号]?" + _CLOCK + r"(?: ?\(?星期.\)?| ?周.)?$"
)
_COMPACT: Final = r"^((?:19|20|99)[0-9]{2})([0-9]{2})([0-9]{2})(?:[0-9]{6})?$"
_SERIAL: Final = r"^([1-7][0-9]{4})(?:\.[0-9]+)?$"
_LAST_SERIAL: Final = 73_050  # 2099-12-31
_INCOMPLETE: Final = (
    r"^(?:19|20)[0-9]{2}(?: ?[-/.年] ?)?(?:[0-9]{1,2} ?月?)?(?:年|年度)?$|"
    r"^[0-9]{2}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}日?$|^[0-9]{1,2}月[0-9]{1,2}[日号]$"
)
_AMBIGUOUS: Final = r"^[0-9]{1,2}[-/.][0-9]{1,2}[-/.](?:[0-9]{4}|[0-9]{2})$"
_PLACEHOLDER: Final = (
    r"^(?:0000[-/.]00[-/.]00|0001[-/.]01[-/.]01|1899[-/.]12[-/.]3[01]|1900[-/.]0?1[-/.]0?[01])"
    r"(?: 0+:0+:0+)?$"
)
"""What programs write for a date that they do not have."""

_OPEN: Final = r"^(?:长期|永久|长期有效|永久有效|无固定期限|无期限|无限期|至今|不限)$"

_YEAR: Final = (
    r"^(?:fy|公元)? ?([0-9]{4})(?:\.0+)? ?(?:年|年度|财年|会计年度|年末|年底|fy|全年|年全年)?$"
)
_FULL_YEAR: Final = (
    r"^([0-9]{4})[-/.年]?(?:0?1[-/.月]?0?1日?|12[-/.月]?31日?)(?: 00:00:00)?$|"
    r"^([0-9]{4})[-/.年]?(?:12月?|0?1月?[-至~到—]12月(?:份|累计)?)$"
)
_PERIOD: Final = (
    r"^([0-9]{4})[-/.年]?0?1[-/.月]?0?1日? ?[-至~到—] ?([0-9]{4})[-/.年]?12[-/.月]?31日?$"
)
"""From the first to the last day of what must be one year."""

_PART: Final = (
    r"^(?:19|20)[0-9]{2}.{0,2}(?:[0-9]{1,2}月?|[上下]半年|第?[一二三四1-4]季度|q[1-4]|h[12]|"
    r"[0-9]{1,2}月?[-至~到—][0-9]{1,2}月.{0,2})$|^(?:19|20)[0-9]{2}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}.{0,9}$"
)


def read_date(cells: pl.Series, *, today: datetime.date, may_be_open: bool) -> Reading:
    """Dates with year, month and day; Excel serial numbers and midnights included.

    ``may_be_open`` is for the last day of a period: it may lie far ahead, and 长期 or the year
    9999 mean that there is none (null). Other dates may lie one year ahead at most.
    """
    cells = tidy(cells)
    iso = (cells.str.contains(_ISO) & ~cells.str.contains(_PLACEHOLDER)).fill_null(False)
    values = cells.set(~iso, None).str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False)
    faults = pl.Series([None] * cells.len(), dtype=pl.String)
    reading = Reading(values, faults)
    places = (cells.is_not_null() & values.is_null()).arg_true()
    if places.len():
        written = cells.gather(places)
        distinct = written.unique(maintain_order=True)
        told = _spread(_read_written_dates(distinct), distinct, written)
        reading = reading.overwritten(places, told)
    return _within_range(reading, today, may_be_open)


def read_year(cells: pl.Series, *, today: datetime.date) -> Reading:
    """Years of four digits in their writings, whole years only, from 1949 to next year."""
    cells = tidy(cells)
    plain = cells.str.contains(r"^[0-9]{4}$").fill_null(False)
    values = cells.set(~plain, None).cast(pl.Int32, strict=False)
    reading = Reading(values, pl.Series([None] * cells.len(), dtype=pl.String))
    places = (~plain & cells.is_not_null()).arg_true()
    if places.len():
        reading = reading.overwritten(places, _read_written_years(cells.gather(places)))
    outside = ~reading.values.is_between(FIRST_YEAR, today.year + 1)
    return reading.checked(outside, "year_out_of_range")


def _spread(reading: Reading, distinct: pl.Series, cells: pl.Series) -> Reading:
    places = pl.Series(range(distinct.len()), dtype=pl.UInt32)
    found = cells.replace_strict(distinct, places, return_dtype=pl.UInt32)
    return Reading(reading.values.gather(found), reading.faults.gather(found))


def _half_width() -> pl.Expr:
    return pl.col("text").str.normalize("NFKC").str.to_lowercase().str.strip_chars()


def _read_written_dates(texts: pl.Series) -> Reading:
    frame = texts.to_frame("text").with_columns(half=_half_width())
    half = pl.col("half")
    parts = half.str.extract_groups(_FULL).struct
    compact = half.str.extract_groups(_COMPACT).struct

    def iso(year: pl.Expr, month: pl.Expr, day: pl.Expr) -> pl.Expr:
        text = pl.concat_str(year, month.str.zfill(2), day.str.zfill(2), separator="-")
        return text.str.to_date("%Y-%m-%d", strict=False)

    full = iso(parts.field("year"), parts.field("month"), parts.field("day"))
    # Midnight in China is 16:00 of the day before in the Z notation of web programs.
    late = parts.field("zone").is_not_null() & (parts.field("hour").cast(pl.Int8) >= 16)
    full = pl.when(late).then(full.dt.offset_by("1d")).otherwise(full)
    serial = half.str.extract(_SERIAL).cast(pl.Int32, strict=False)
    day_zero = pl.lit(datetime.date(1899, 12, 30))
    excel = pl.when(serial <= _LAST_SERIAL).then(day_zero + pl.duration(days=serial))
    names = (compact.field("1"), compact.field("2"), compact.field("3"))
    value = pl.coalesce(full, iso(*names), excel.cast(pl.Date))
    fault = (
        pl.when(common_fault(pl.col("text")).is_not_null())
        .then(common_fault(pl.col("text")))
        .when(pl.col("value").is_not_null())
        .then(pl.lit(None, pl.String))
        .when(half.str.contains(_AMBIGUOUS))
        .then(pl.lit("ambiguous_date"))
        .when(half.str.contains(_INCOMPLETE))
        .then(pl.lit("incomplete_date"))
        .when(half.str.contains(_OPEN))
        .then(pl.lit("open"))
        .otherwise(pl.lit("not_a_date"))
    )
    missing = half.str.contains(MISSING) | half.str.contains(_PLACEHOLDER)
    told = frame.with_columns(value=pl.when(~missing).then(value)).with_columns(
        fault=pl.when(~missing).then(fault)
    )
    return Reading.of(told)


def _within_range(reading: Reading, today: datetime.date, may_be_open: bool) -> Reading:
    faults = reading.faults
    opened = faults == "open"
    if opened.any():
        meant = None if may_be_open else "not_a_date"
        faults = faults.set(opened, meant)
    if may_be_open:
        endless = reading.values.dt.year() > today.year + OPEN_YEARS
        values = reading.values.set(endless.fill_null(False), None)
        latest = datetime.date(today.year + OPEN_YEARS, 12, 31)
    else:
        values = reading.values
        latest = today + datetime.timedelta(days=FUTURE_DAYS)
    outside = ~values.is_between(EARLIEST, latest)
    return Reading(values, faults).checked(outside, "date_out_of_range")


def _read_written_years(cells: pl.Series) -> Reading:
    frame = cells.to_frame("text").with_columns(half=_half_width().str.replace_all(r"\s*年", "年"))
    half = pl.col("half")
    whole = half.str.extract_groups(_FULL_YEAR).struct
    period = half.str.extract_groups(_PERIOD).struct
    one_year = pl.when(period.field("1") == period.field("2")).then(period.field("1"))
    year = pl.coalesce(half.str.extract(_YEAR), whole.field("1"), whole.field("2"), one_year)
    common = common_fault(pl.col("text"))
    fault = (
        pl.when(common.is_not_null())
        .then(common)
        .when(year.is_not_null())
        .then(pl.lit(None, pl.String))
        .when(half.str.contains(_PART))
        .then(pl.lit("part_of_year"))
        .otherwise(pl.lit("not_a_year"))
    )
    stated = ~half.str.contains(MISSING)
    return Reading.of(
        frame.select(
            value=pl.when(stated).then(year.cast(pl.Int32)), fault=pl.when(stated).then(fault)
        )
    )
