"""Who looks after which firm, as a table that queries on the snapshot can join."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass

import polars as pl
from django.db.models import Max

from wotu.build.snapshot import Snapshot
from wotu_site.firms.models import Assignment

TABLE = "assigned"

#: Seconds after which the rows are read again in any case: on a server database an act that began
#: earlier may be committed later.
LONGEST_HELD = 60
SCHEMA = {"firm_id": pl.String, "officer": pl.String}


@dataclass(frozen=True, slots=True)
class Assigned:
    """The assignments that stand; ``version`` changes with every act."""

    changed_at: str
    read_at: float
    rows: pl.DataFrame

    @property
    def version(self) -> str:
        """Differs wherever the rows do."""
        return f"{self.changed_at} {self.rows.height}"


_held: dict[str, Assigned] = {}
_lock = threading.Lock()


def assigned() -> Assigned:
    """The assignments that stand now: ``firm_id`` and ``officer``, the number as text.

    They are read from the work database again only after somebody has changed one.
    """
    changed_at = Assignment.objects.aggregate(Max("changed_at"))["changed_at__max"]
    version = changed_at.isoformat() if changed_at else ""
    held, now = _held.get("now"), time.monotonic()
    if held and held.changed_at == version and now - held.read_at < LONGEST_HELD:
        return held
    with _lock:
        standing = Assignment.objects.filter(ended_at=None).values_list("firm_id", "officer_id")
        rows = [(firm_id, str(officer)) for firm_id, officer in standing.order_by("firm_id")]
        _held["now"] = Assigned(version, now, pl.DataFrame(rows, schema=SCHEMA, orient="row"))
        return _held["now"]


def make_joinable(snapshot: Snapshot) -> str:
    """Let this thread's queries on the snapshot read ``assigned``; gives the version of it."""
    now = assigned()
    snapshot.cursor().register(TABLE, now.rows.to_arrow())
    return now.version
