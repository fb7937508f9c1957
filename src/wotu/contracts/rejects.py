"""Lines of rejection: the faulty cell with what would have been right, and its whole row."""

from __future__ import annotations

import polars as pl

from wotu.contracts.chunks import REJECTED_SCHEMA
from wotu.contracts.columns import BoundTable
from wotu.contracts.readers.sheet import ROW, SURPLUS
from wotu.contracts.readers.workbook import column_letters
from wotu.contracts.records import KINDS
from wotu.contracts.values import ValueReader
from wotu.packs.schema import Label


def raw_json(raw: pl.DataFrame, table: BoundTable) -> pl.DataFrame:
    """Columns ``row`` and ``raw``: each row as JSON from header to cell, empty cells as null."""
    titles = table.titles
    taken = set(titles.values())
    named = []
    for name in raw.columns:
        if name.isdecimal():
            letters = f"[{column_letters(int(name))}]"
            title = titles.get(int(name), letters if letters not in taken else f"[{name}]")
            named.append(pl.col(name).alias(title))
    surplus = pl.col(SURPLUS).alias("[+]") if SURPLUS not in taken else pl.col(SURPLUS)
    if raw[SURPLUS].null_count() < raw.height:
        named.append(surplus)
    return raw.select(row=pl.col(ROW), raw=pl.struct(named).struct.json_encode())


def faulty_cells(faults: pl.DataFrame, reader: ValueReader) -> pl.DataFrame:
    """Lines for faulty cells, with columns row, column, field, value, code and scope given.

    The expectation is worked out once for each field, code and value, with a suggestion where
    one stands out.
    """
    keys = faults.select("field", "code", "value").unique(maintain_order=True)
    expected = [_expectation(reader, *key) for key in keys.iter_rows()]
    told = keys.with_columns(
        pl.Series("expected", [label.zh for label in expected], dtype=pl.String),
        pl.Series("expected_en", [label.en for label in expected], dtype=pl.String),
    )
    return faults.join(told, on=["field", "code", "value"], how="left", nulls_equal=True)


def rows_set_aside(rows: pl.DataFrame, code: str, labels: dict[str, Label] = KINDS) -> pl.DataFrame:
    """Lines for whole rows, from columns row and kind."""
    zh = {kind: label.zh for kind, label in labels.items()}
    en = {kind: label.en for kind, label in labels.items()}
    return rows.select(
        "row",
        pl.lit(None, pl.String).alias("column"),
        pl.lit(None, pl.String).alias("field"),
        pl.lit(None, pl.String).alias("value"),
        pl.col("kind").replace_strict(zh, return_dtype=pl.String).alias("expected"),
        pl.col("kind").replace_strict(en, return_dtype=pl.String).alias("expected_en"),
        pl.lit(code).alias("code"),
        pl.lit("row").alias("scope"),
    )


def with_raw(lines: pl.DataFrame, raw: pl.DataFrame, table: BoundTable) -> pl.DataFrame:
    """The lines with the JSON of their rows, in the order of columns of a clean chunk."""
    wanted = raw.filter(pl.col(ROW).is_in(lines["row"].unique().implode()))
    joined = lines.join(raw_json(wanted, table), on="row", how="left", maintain_order="left")
    return joined.select(REJECTED_SCHEMA.names()).cast(REJECTED_SCHEMA)


def _expectation(reader: ValueReader, field: str, code: str, value: str | None) -> Label:
    spec = reader.contract.fields.get(field)
    label = reader.expected(code, field)
    meant = reader.suggestion(field, value) if value and spec else None
    if meant is None:
        return label
    return Label(zh=f"{label.zh}；是否为 {meant}？", en=f"{label.en}; did you mean {meant}?")
