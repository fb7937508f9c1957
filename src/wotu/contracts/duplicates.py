"""The same record twice in one file, found across chunks with sixteen bytes a row.

Rows of one record are those that agree in firm and key. Identical ones count once; rows that
complete each other (none contradicts another) all go in; of rows that disagree none does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from wotu.contracts.chunk_store import ChunkStore
from wotu.contracts.columns import BoundTable
from wotu.contracts.readers.sheet import ROW
from wotu.contracts.schema import TableContract, TimeKind
from wotu.identity.name_text import normalised_name

_CHUNK: Final = "_chunk"
_PLACE: Final = "_place"
_FIRM: Final = "_firm"
_NAME: Final = "_name"
_SHOWN: Final = 10
"""Row numbers named in one text; the rest are counted."""


@dataclass(frozen=True)
class DuplicateRows:
    """Rows that do not go in after all.

    ``places``: columns _chunk and _place. ``lines``: the lines of rejection without ``raw``,
    with _chunk.
    """

    places: pl.DataFrame
    lines: pl.DataFrame


class DuplicateSearch:
    """Collects a hash of firm and key of every row, and looks closer where one comes twice."""

    def __init__(self, table: BoundTable) -> None:
        self._table = table
        self._contract = table.contract
        self._keys = key_fields(table.contract)
        self._hashes: list[pl.DataFrame] = []

    def add(self, rows: pl.DataFrame) -> None:
        """The rows of the next chunk."""
        key = rows.lazy().select(*self._identity()).select(key=pl.struct(pl.all()).hash(seed=0))
        numbers = pl.lit(len(self._hashes), pl.UInt32).alias(_CHUNK)
        places = pl.int_range(pl.len(), dtype=pl.UInt32).alias(_PLACE)
        self._hashes.append(key.with_columns(numbers, places).collect())

    def resolve(self, store: ChunkStore) -> DuplicateRows | None:
        """Which rows stay out, once every chunk has been added; null where none does."""
        if not self._hashes:
            return None
        suspects = pl.concat(self._hashes).filter(pl.col("key").is_duplicated())
        if not suspects.height:
            return None
        groups = self._grouped(suspects, store)
        told = self._judged(groups).filter(pl.col("code").is_not_null())
        if not told.height:
            return None
        return DuplicateRows(told.select(_CHUNK, _PLACE), self._lines(told))

    def _identity(self) -> list[pl.Expr]:
        """Firm or place, and key of a row."""
        code, written = self._contract.subject.identity
        name = normalised_name(pl.col(written))
        firm = pl.coalesce(pl.col(code), pl.format("#{}", name)).alias(_FIRM)
        return [firm, *(pl.col(field) for field in self._keys)]

    def _grouped(self, suspects: pl.DataFrame, store: ChunkStore) -> pl.DataFrame:
        """The suspected rows in full, with the number of their group."""
        parts = []
        for (number,), places in suspects.group_by(_CHUNK, maintain_order=True):
            rows = store.rows_of(int(str(number)))[places[_PLACE]]
            parts.append(rows.with_columns(places[_CHUNK], places[_PLACE]))
        name = normalised_name(pl.col(self._contract.subject.identity[1])).alias(_NAME)
        frame = pl.concat(parts).with_columns(*self._identity(), name)
        group = pl.struct(_FIRM, *self._keys).rank("dense").alias("group")
        return frame.with_columns(group).filter(pl.col("group").is_duplicated())

    def _compared(self) -> list[str]:
        fields = [
            field for field in self._contract.fields if field not in self._contract.subject.identity
        ]
        return [_NAME, *(field for field in fields if field not in self._keys)]

    def _judged(self, groups: pl.DataFrame) -> pl.DataFrame:
        """The rows with the code of their fault; null where the row goes in."""
        compared = self._compared()
        differ = [
            (pl.col(field).drop_nulls().n_unique().over("group") > 1).alias(f"differ:{field}")
            for field in compared
        ]
        content = pl.struct(compared).hash(seed=0).alias("content")
        shown = groups.group_by("group").agg(pl.col(ROW).head(_SHOWN + 1).alias("others"), pl.len())
        frame = groups.with_columns(*differ, content).join(shown, on="group")
        frame = frame.sort(_CHUNK, _PLACE)
        conflict = pl.any_horizontal(f"differ:{field}" for field in compared)
        again = pl.struct("group", "content").is_first_distinct().not_()
        return frame.with_columns(
            code=pl.when(conflict)
            .then(pl.lit("duplicate_conflict"))
            .when(again)
            .then(pl.lit("duplicate_identical")),
            first=pl.col(ROW).first().over("group", "content"),
        )

    def _lines(self, told: pl.DataFrame) -> pl.DataFrame:
        titles = {column.field: column.title for column in self._table.columns}
        compared = self._compared()
        lines = []
        for row in told.iter_rows(named=True):
            differing = [field for field in compared if row[f"differ:{field}"]]
            _, name = self._contract.subject.identity
            fields = [name if field == _NAME else field for field in differing]
            headers = [titles.get(field, field) for field in fields]
            zh, en = _texts(row, headers)
            lines.append(
                {
                    "row": row[ROW],
                    "column": "、".join(headers) or None,
                    "field": ",".join(fields) or None,
                    "value": None,
                    "expected": zh,
                    "expected_en": en,
                    "code": row["code"],
                    "scope": "row",
                    _CHUNK: row[_CHUNK],
                }
            )
        schema = {"row": pl.Int64, "value": pl.String, "column": pl.String, "field": pl.String}
        return pl.DataFrame(lines, schema_overrides=schema | {_CHUNK: pl.UInt32})


def key_fields(contract: TableContract) -> list[str]:
    """Fields that, beside the firm, tell records apart; for states also the day they are true."""
    state = contract.time.kind is TimeKind.STATE
    return list(dict.fromkeys([*contract.key, *([contract.time.from_field] if state else [])]))


def _texts(row: dict[str, Any], headers: list[str]) -> tuple[str, str]:
    if row["code"] == "duplicate_identical":
        first = row["first"]
        return f"与第 {first} 行完全相同，已计一次", f"the same as row {first}, which went in"
    others = [number for number in row["others"] if number != row[ROW]][:_SHOWN] or [row[ROW]]
    more = row["len"] - 1 - len(others)
    shown = "、".join(map(str, others))
    more_zh = f" 等 {row['len'] - 1} 行" if more > 0 else " 行"
    more_en = f" and {more} more" if more > 0 else ""
    return (
        f"与第 {shown}{more_zh}是同一记录，但{'、'.join(headers)}不一致：请只保留正确的一行",
        f"one record with row {shown}{more_en}, but they differ in {', '.join(headers)}: keep "
        "only the right one",
    )
