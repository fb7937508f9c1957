"""The registry of indicators in a snapshot: believed values, and what was computed beside them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping

import polars as pl

from wotu.build.snapshot import SnapshotWriter
from wotu.identity.place_register import PLACE_CODE
from wotu.indicators.registry import registry
from wotu.packs.loader import PackSet
from wotu.workspace import Zone

VALUES = "indicator_value"
COMPUTED = "indicator_computed"
CONFLICTS = "indicator_conflict"
UNKNOWN = "indicator_unknown"


def write_registry(
    writer: SnapshotWriter,
    place_facts: Mapping[str, pl.DataFrame],
    packs: PackSet,
    zone: Zone,
    complete_lists: Collection[str],
    as_of: dt.date,
) -> pl.DataFrame:
    """Store the registry and give its believed values (INDICATOR_VALUES).

    Tables: ``indicator_value``; ``indicator_computed``, everything that the register and formulas
    give, believed or not; ``indicator_conflict``, where statements differ from these;
    ``indicator_unknown``, formulas without a value. The firms' tables are stored before.
    """
    found = registry(place_facts, writer, packs, zone, as_of, complete_lists)
    writer.table(VALUES, found.values, PLACE_CODE)
    writer.table(COMPUTED, found.computed, PLACE_CODE)
    writer.table(CONFLICTS, found.conflicts, PLACE_CODE)
    writer.table(UNKNOWN, found.unknown, PLACE_CODE)
    return found.values
