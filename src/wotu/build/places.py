"""Facts about places in a snapshot: beside the firms, never among them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

import polars as pl

from wotu.build.known import Known
from wotu.build.snapshot import Snapshot, SnapshotWriter
from wotu.identity.place_register import PLACE_CODE


def write_places(
    writer: SnapshotWriter, now: Known, counts: dict[str, int]
) -> dict[str, pl.DataFrame]:
    """Settle the contracts about places and store their tables; note how many facts each has.
    Gives the facts by contract.

    For every contract ``fact_NAME`` (the row that is believed) and ``statement_NAME`` (every row
    of the keys that have several, ``_place`` 0 the believed one); ``place`` (code, name) for the
    places that any fact is about, ``unknown_place`` (contract, place_name, rows) for names that
    stand for no known place, whose rows are left out.
    """
    codes: set[str] = set()
    unknown = []
    facts: dict[str, pl.DataFrame] = {}
    for name, rows in now.place_rows.items():
        settled = now.settled_places(name)
        facts[name] = settled.facts
        counts[name] = settled.facts.height
        writer.table(f"fact_{name}", settled.facts, PLACE_CODE)
        writer.table(f"statement_{name}", settled.statements, PLACE_CODE)
        codes |= set(settled.facts[PLACE_CODE])
        unknown.append(now.places.unknown(rows).with_columns(contract=pl.lit(name)))
    named = [(code, now.places.name_of(code) or code) for code in sorted(codes)]
    schema = {"place_code": pl.String, "name": pl.String}
    writer.table("place", pl.DataFrame(named, schema=schema, orient="row"), PLACE_CODE)
    lost = pl.Schema({"contract": pl.String(), "place_name": pl.String(), "rows": pl.UInt32()})
    parts = [part.select(lost.names()).cast(lost) for part in unknown]
    writer.table("unknown_place", pl.concat([pl.DataFrame(schema=lost), *parts]))
    return facts


def place_names(snapshot: Snapshot) -> dict[str, str]:
    """Names of the places that any fact of a snapshot is about, by code."""
    return dict(snapshot.frame("SELECT place_code, name FROM place").iter_rows())


def places_named(names: Mapping[str, str], place: str) -> list[str]:
    """Codes of the places (code to name) that a code or name means.

    What a name has in brackets at its end may be left out.

    >>> places_named({"530114": "云岭高新区（虚构）"}, "云岭高新区")
    ['530114']
    """
    exact = [code for code, name in names.items() if place in (code, name)]
    return exact or [code for code, name in names.items() if _BRACKETS.sub("", name) == place]


_BRACKETS: Final = re.compile(r"[(（][^()（）]*[)）]$")
