"""What was set aside: counted by batch, field and kind, and read line by line."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import polars as pl

from wotu.contracts.schema import Sensitivity
from wotu.lake.store import HARMLESS
from wotu_site.access.fields import may_see
from wotu_site.access.roles import Person
from wotu_site.data.labels import packs
from wotu_site.snapshots import queries as snapshots
from wotu_site.ui.tables import ListState

COUNT_BY = ("_batch", "code", "scope", "field", "column")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which lines a list asks for; nothing chosen means all that alarm."""

    contracts: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()
    batches: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    words: str = ""
    in_whole_rows: bool = False

    @classmethod
    def of(cls, state: ListState, person: Person) -> Wanted:
        """What the address of a list asks for.

        Whole rows hold personal fields too: only who may see those searches in them.
        """
        return cls(
            contracts=tuple(state.values("contract")),
            sources=tuple(state.values("source")),
            codes=tuple(state.values("code")),
            scopes=tuple(state.values("scope")),
            batches=tuple(state.values("batch")),
            fields=tuple(state.values("field")),
            words=state.value("q"),
            in_whole_rows=may_see(person, Sensitivity.PERSONAL),
        )


def counts() -> pl.DataFrame:
    """Lines of the quarantine counted: the columns of :data:`COUNT_BY`, ``contract``, ``source``,
    ``counts`` (whether the batch does), ``lines``, ``rows`` and ``example``, a value as written.
    """
    lake = snapshots.workspace().lake
    counted = _counts(lake.root, *_commits(lake.root))
    batches = [(b.id, b.contract, b.source, b.counts) for b in snapshots.batches()]
    about = pl.DataFrame(
        batches,
        schema={
            "_batch": pl.String,
            "contract": pl.String,
            "source": pl.String,
            "counts": pl.Boolean,
        },
        orient="row",
    )
    return counted.join(about, on="_batch", how="inner")


def values_by_batch() -> dict[str, int]:
    """Values that were set aside alone, by batch."""
    values = counts().filter((pl.col("scope") == "value") & ~pl.col("code").is_in(HARMLESS))
    return dict(values.group_by("_batch").agg(pl.col("lines").sum()).iter_rows())


def alarming_lines() -> int:
    """Lines of batches that count which somebody should look into."""
    return int(_narrowed(counts(), Wanted())["lines"].sum())


def counted_by(wanted: Wanted, name: str) -> list[tuple[str, int]]:
    """Lines by the value of a column, the most first; the filter of that column itself is open."""
    open_filter = {"contract": "contracts", "source": "sources", "code": "codes"}.get(
        name, "scopes"
    )
    rest = Wanted(**{**_as_dict(wanted), open_filter: (), "words": ""})
    rows = _narrowed(counts(), rest).group_by(name).agg(pl.col("lines").sum())
    return list(rows.sort(["lines", name], descending=[True, False]).iter_rows())


def lines(wanted: Wanted, *, offset: int, size: int, newest_first: bool) -> pl.DataFrame:
    """One page of lines: the columns of the lake's quarantine, by batch and row."""
    order = ["_batch", "row", "column"]
    found = _wanted_lines(wanted).sort(order, descending=[newest_first, False, False])
    return found.slice(offset, size).collect()


def all_lines(wanted: Wanted) -> pl.DataFrame:
    """All lines that a list asks for, by batch and row."""
    return _wanted_lines(wanted).sort("_batch", "row", "column").collect()


def number_of(wanted: Wanted) -> int:
    """How many lines a list asks for."""
    if not wanted.words:
        return int(_narrowed(counts(), wanted)["lines"].sum())
    return int(_wanted_lines(wanted).select(pl.len()).collect().item())


def hidden_fields(person: Person) -> set[tuple[str, str]]:
    """Contract and field of values that the person may not see."""
    return {
        (contract.name, name)
        for contract in packs().every_contract.values()
        for name, field in contract.fields.items()
        if not may_see(person, field.sensitivity)
    }


def _wanted_lines(wanted: Wanted) -> pl.LazyFrame:
    found = _narrowed(counts(), Wanted(**{**_as_dict(wanted), "words": ""}))
    batches = found["_batch"].unique().to_list()
    rows = snapshots.workspace().lake.rejected().filter(pl.col("_batch").is_in(batches))
    rows = rows.filter(_code_test(wanted))
    if wanted.scopes:
        rows = rows.filter(pl.col("scope").is_in(wanted.scopes))
    if wanted.fields:
        rows = rows.filter(pl.col("field").is_in(wanted.fields))
    if wanted.words:
        texts = ["column", "value", *(["raw"] if wanted.in_whole_rows else [])]
        told = pl.concat_str(texts, separator="\n", ignore_nulls=True)
        rows = rows.filter(told.str.contains(wanted.words, literal=True))
    return rows


def _narrowed(table: pl.DataFrame, wanted: Wanted) -> pl.DataFrame:
    tests = [_code_test(wanted)]
    if wanted.batches:
        tests.append(pl.col("_batch").is_in(wanted.batches))
    else:
        tests.append(pl.col("counts"))
    named = {
        "contract": wanted.contracts,
        "source": wanted.sources,
        "scope": wanted.scopes,
        "field": wanted.fields,
    }
    tests += [pl.col(name).is_in(chosen) for name, chosen in named.items() if chosen]
    return table.filter(*tests)


def _code_test(wanted: Wanted) -> pl.Expr:
    if wanted.codes:
        return pl.col("code").is_in(wanted.codes)
    return ~pl.col("code").is_in(HARMLESS)


def _as_dict(wanted: Wanted) -> dict[str, Any]:
    return {name: getattr(wanted, name) for name in Wanted.__slots__}


def _commits(root: Path) -> tuple[str, str]:
    return snapshots.last_commit(root / "rejected"), snapshots.last_commit(root / "batches")


@lru_cache(maxsize=2)
def _counts(_root: Path, _rejected: str, _batches: str) -> pl.DataFrame:
    rows = snapshots.workspace().lake.rejected()
    return (
        rows.group_by(COUNT_BY)
        .agg(
            lines=pl.len().cast(pl.Int64),
            rows=pl.col("row").n_unique().cast(pl.Int64),
            example=pl.col("value").drop_nulls().first(),
        )
        .sort("lines", descending=True)
        .collect()
    )
