"""Typed columns of Parquet files as the text a person would read."""

from __future__ import annotations

import polars as pl

from wotu.contracts.readers.cell_text import number_text


def texts_of(column: pl.Series) -> pl.Series:
    """A column of any type as strings; null stays null.

    >>> texts_of(pl.Series([0.1 + 0.2, 1234.0, None])).to_list()
    ['0.3', '1234', None]
    """
    kind = column.dtype
    if kind == pl.String:
        return column
    if kind.is_float():
        return _number_texts(column.cast(pl.Float64))
    if kind == pl.Boolean:
        return column.replace_strict({True: "TRUE", False: "FALSE"}, return_dtype=pl.String)
    if isinstance(kind, pl.Datetime):
        local = column.dt.convert_time_zone("Asia/Shanghai") if kind.time_zone else column
        return local.dt.strftime("%Y-%m-%d %H:%M:%S")
    if kind == pl.Binary:
        decoded = [None if cell is None else cell.decode("utf-8", "replace") for cell in column]
        return pl.Series(column.name, decoded, dtype=pl.String)
    if kind.is_nested() or kind == pl.Object:
        written = [None if cell is None else str(cell) for cell in column.to_list()]
        return pl.Series(column.name, written, dtype=pl.String)
    return column.cast(pl.String)


def _number_texts(column: pl.Series) -> pl.Series:
    finite = column.set(~column.is_finite(), None)
    texts = finite.cast(pl.String)
    noisy = (texts.str.len_bytes() > 15) | texts.str.contains("e", literal=True)
    places = noisy.fill_null(False).arg_true()
    if places.len():
        texts = texts.scatter(places, [number_text(value) for value in finite.gather(places)])
    whole = texts.str.strip_suffix(".0")
    return whole.alias(column.name)
