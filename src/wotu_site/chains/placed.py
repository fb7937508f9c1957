"""Which firms stand on a link, and on which links a firm stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from wotu.build.among import Among, firms_among, nearness
from wotu.build.snapshot import Snapshot
from wotu.chains.tables import CHAIN_FIRMS, PLACED_FROM, PLACEMENT, ZONE
from wotu_site.snapshots.remembering import remembered

_COLUMNS = (
    "p.firm_id, p.chain, p.node, p.confidence, p.main, p.judged, p.words, f.name, f.place,"
    " f.founded_on, f.capital_cny, f.sales_cny, f.employees, f.patents, f.certificates, f.listed"
)


@dataclass(frozen=True, slots=True)
class Placed:
    """A firm on a link, of the zone or elsewhere, with what is known of its scale."""

    firm_id: str
    chain: str
    node: str
    confidence: float
    main: bool | None
    judged: bool | None
    words: list[dict[str, str]] | None
    name: str
    place: str
    founded_on: date | None
    capital_cny: int | None
    sales_cny: int | None
    employees: int | None
    patents: int | None
    certificates: list[str] | None
    listed: bool | None

    @property
    def stands(self) -> bool:
        """Whether the firm counts as standing there."""
        return self.confidence >= PLACED_FROM

    @property
    def fields(self) -> frozenset[str]:
        """From what of the firm it was read."""
        return frozenset(one["field"] for one in self.words or ())

    @property
    def terms(self) -> tuple[str, ...]:
        """The words that placed it, the strongest first."""
        return tuple(dict.fromkeys(one["term"] for one in self.words or ()))


@remembered
def firms_on(snapshot: Snapshot, chain: str, node: str) -> tuple[Placed, ...]:
    """The firms of the zone on a link, the surest first, doubtful and refused ones too."""
    rows = snapshot.rows(
        f"SELECT {_COLUMNS} FROM placement p JOIN chain_firm f USING (firm_id)"
        " WHERE p.chain = ? AND p.node = ?"
        " ORDER BY p.confidence DESC, f.capital_cny DESC NULLS LAST, p.firm_id",
        [chain, node],
    )
    return tuple(Placed(**row) for row in rows)


@remembered
def links_of_firm(snapshot: Snapshot, firm_id: str) -> tuple[Placed, ...]:
    """The links on which a firm of the zone may stand, the surest first."""
    rows = snapshot.rows(
        f"SELECT {_COLUMNS} FROM placement p JOIN chain_firm f USING (firm_id)"
        " WHERE p.firm_id = ? ORDER BY p.confidence DESC, p.chain, p.node",
        [firm_id],
    )
    return tuple(Placed(**row) for row in rows)


def placement_or_none(snapshot: Snapshot, chain: str, node: str, firm_id: str) -> Placed | None:
    """A firm on a link; None where it was not placed there."""
    found = (one for one in firms_on(snapshot, chain, node) if one.firm_id == firm_id)
    return next(found, None)


@remembered
def firms_elsewhere(snapshot: Snapshot, chain: str, node: str) -> tuple[Placed, ...]:
    """The firms of other places that stand on a link, the surest first."""
    if not snapshot.columns("outside_placement"):
        return ()
    rows = snapshot.rows(
        f"SELECT {_COLUMNS} FROM outside_placement p JOIN chain_firm f USING (firm_id)"
        " WHERE p.chain = ? AND p.node = ? AND p.confidence >= ?"
        " ORDER BY p.confidence DESC, f.capital_cny DESC NULLS LAST, p.firm_id",
        [chain, node, PLACED_FROM],
    )
    return tuple(Placed(**row) for row in rows)


@remembered
def placement_table(snapshot: Snapshot, chain: str) -> pl.DataFrame:
    """The placements of a chain as the library wants them."""
    columns = ", ".join(PLACEMENT)
    rows = snapshot.frame(f"SELECT {columns} FROM placement WHERE chain = ?", [chain])
    return rows.cast(dict(PLACEMENT))


def placements_beside(snapshot: Snapshot, firm_id: str) -> pl.DataFrame:
    """The placements on every chain on which a firm stands, as the library wants them."""
    columns = ", ".join(PLACEMENT)
    rows = snapshot.frame(
        f"SELECT {columns} FROM placement WHERE confidence >= ? AND chain IN"
        " (SELECT chain FROM placement WHERE firm_id = ? AND confidence >= ?)",
        [PLACED_FROM, firm_id, PLACED_FROM],
    )
    return rows.cast(dict(PLACEMENT))


@remembered
def zone_firms(snapshot: Snapshot) -> pl.DataFrame:
    """The firms of the zone as the library wants them (``CHAIN_FIRMS``)."""
    columns = ", ".join(CHAIN_FIRMS)
    rows = snapshot.frame(f"SELECT {columns} FROM chain_firm WHERE place = ?", [ZONE])
    return rows.cast(dict(CHAIN_FIRMS))


def zone_firm_or_none(snapshot: Snapshot, firm_id: str) -> dict[str, Any] | None:
    """A firm of the zone with what is known of its scale."""
    columns = ", ".join(CHAIN_FIRMS)
    return snapshot.row(
        f"SELECT {columns} FROM chain_firm WHERE firm_id = ? AND place = ?", [firm_id, ZONE]
    )


def found_firms(snapshot: Snapshot, words: str, limit: int) -> Sequence[dict[str, Any]]:
    """Firms of the zone that have the words, the nearest first."""
    clause, near = firms_among(snapshot, Among(words=words)), nearness(words)
    return snapshot.rows(
        f"SELECT f.firm_id, f.name, f.uscc, {near.sql} AS near FROM firm f WHERE {clause.sql}"
        f" ORDER BY near, f.initials, f.firm_id LIMIT {int(limit)}",
        (*near.parameters, *clause.parameters),
    )
