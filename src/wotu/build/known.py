"""What was known at a time and true on a day: the first steps of a build, and of every replay.

A build reads the lake as it is now; a replay reads it as it was. Both take the same steps here, so
that a replay of a build gives its facts again.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import polars as pl

from wotu.build.firms import with_branches
from wotu.contracts.schema import TableContract, TimeKind
from wotu.identity.assignments import AssignmentKind, Assignments
from wotu.identity.judgements import Judgements
from wotu.identity.place_register import NO_DIVISIONS, PlaceRegister
from wotu.identity.register import REGISTRATION, Register, build_register
from wotu.lake.resolve import Settled, settle
from wotu.lake.store import Lake
from wotu.packs.loader import PackSet

FACT_YEARS = 6
"""Years before the year of a screening of which rules may read figures."""


@dataclass(frozen=True)
class Known:
    """The rows that counted at a time, the firms that they are about, and the lists then complete.

    ``rows`` are by contract, as :meth:`wotu.lake.store.Lake.rows` gives them, and ``place_rows``
    those about places, which ``places`` knows by name; ``outside_rows`` are those about firms
    elsewhere. ``batches`` has the contract of every batch
    that counts, by the batch's name; ``lists`` the newest batch that says of a contract's list that
    it is complete.
    """

    packs: PackSet
    as_of: dt.date
    rows: dict[str, pl.LazyFrame]
    register: Register
    place_rows: dict[str, pl.LazyFrame]
    places: PlaceRegister
    outside_rows: dict[str, pl.LazyFrame]
    batches: dict[str, str]
    lists: dict[str, str]

    @property
    def complete(self) -> frozenset[str]:
        """Contracts whose list is known to hold every row there is."""
        return frozenset(self.lists)

    def assigned(self, name: str) -> pl.LazyFrame:
        """The rows of a contract with their ``firm_id``."""
        return self.register.assign(self.rows[name])

    def settled(self, name: str) -> Settled:
        """The facts of a contract, settled among its sources."""
        contract = self.packs.contracts[name]
        settled = settle(self.assigned(name).collect(), contract, self.packs.sources, self.as_of)
        if name == REGISTRATION:
            return Settled(with_branches(settled.facts), settled.statements)
        return settled

    def settled_places(self, name: str) -> Settled:
        """The facts of a contract about places, settled among its sources."""
        rows = self.places.assign(self.place_rows[name]).collect()
        contract = self.packs.place_contracts[name]
        return settle(rows, contract, self.packs.sources, self.as_of)

    def needed(self, facts: pl.DataFrame, name: str) -> pl.DataFrame:
        """What rules read of a contract's facts: states, lists and recent years."""
        return facts.filter(_recent(self.packs.contracts[name], self.as_of))

    def firm_ids(self) -> pl.DataFrame:
        """``firm_id`` of all firms that any fact is about, in order."""
        parts = [
            self.assigned(name).filter(_recent(contract, self.as_of)).select("firm_id")
            for name, contract in self.packs.contracts.items()
        ]
        return pl.concat(parts).unique().sort("firm_id").collect()


def known(lake: Lake, packs: PackSet, as_of: dt.date, known_on: dt.datetime | None = None) -> Known:
    """What the lake says as of a day; with ``known_on``, as it was known at a time.

    Batches that landed later do not count then, batches and judgements that were taken back later
    do.
    """
    rows = {name: lake.rows(name, known_on=known_on, true_on=as_of) for name in packs.contracts}
    place_rows = {
        name: lake.rows(name, known_on=known_on, true_on=as_of) for name in packs.place_contracts
    }
    outside_rows = {
        name: lake.rows(name, known_on=known_on, true_on=as_of) for name in packs.outside_contracts
    }
    register = build_register(rows, Judgements(lake.root).standing(known_on))
    places = place_register(lake, packs, known_on)
    counting = [batch for batch in lake.batches(known_on) if batch.counts]
    batches = {batch.id: batch.contract for batch in counting}
    lists = {batch.contract: batch.id for batch in counting if batch.complete}
    return Known(packs, as_of, rows, register, place_rows, places, outside_rows, batches, lists)


def place_register(
    lake: Lake, packs: PackSet, known_on: dt.datetime | None = None
) -> PlaceRegister:
    """The places of the packs, and what people assigned until a time."""
    assigned = Assignments(lake.root).codes(AssignmentKind.PLACE, known_on)
    return PlaceRegister(packs.code_lists.get("divisions", NO_DIVISIONS), assigned)


def _recent(contract: TableContract, as_of: dt.date) -> pl.Expr:
    if contract.time.kind is not TimeKind.YEAR:
        return pl.lit(True)
    return pl.col(contract.time.from_field) >= as_of.year - FACT_YEARS
