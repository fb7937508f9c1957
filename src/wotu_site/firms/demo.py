"""Gives the liaison officer of a demonstration firms to look after, as an officer would."""

from __future__ import annotations

from wotu.build.rungs import READY, STEPS
from wotu_site.access.roles import Person
from wotu_site.firms.models import Assignment
from wotu_site.firms.services import assign
from wotu_site.snapshots.queries import has_snapshot, snapshot

DEMO_RULE = "cn.hnte"
DEMO_FIRMS = 60


def assign_demo_firms(liaison: Person, officer: Person) -> int:
    """Assign firms near the rung of the demo's rule, once; how many there were.

    Nothing is done before the first build, nor where the liaison officer ever had a firm.
    """
    if not has_snapshot() or Assignment.objects.filter(officer_id=liaison.pk).exists():
        return 0
    near = [standing.value for standing in (*READY, *STEPS)]
    marks = ", ".join("?" * len(near))
    rows = snapshot().rows(
        f'SELECT firm_id FROM firm WHERE "standing_{DEMO_RULE}" IN ({marks})'
        f" ORDER BY firm_id LIMIT {DEMO_FIRMS}",
        near,
    )
    firms = [str(row["firm_id"]) for row in rows]
    if firms:
        assign(firms, liaison, acting_user=officer)
    return len(firms)
