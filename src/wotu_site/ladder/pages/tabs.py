"""The tabs of the ladder: the work lists, then the cultivation lists, each with its count."""

from __future__ import annotations

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from wotu.build.among import Among
from wotu.build.snapshot import Snapshot
from wotu_site.ladder import queries, work
from wotu_site.ladder.models import Membership
from wotu_site.ladder.work import Rung, WorkList
from wotu_site.ui.tables import ListState
from wotu_site.ui.tabs import Tab

LABELS: dict[WorkList, Promise] = {
    WorkList.DECLARE: _("Can be declared this year"),
    WorkList.STEP: _("One step away"),
    WorkList.FACTS: _("Facts to be supplied"),
    WorkList.EXPIRING: _("Lapsing in 6 months"),
}
ADDRESSES = {
    WorkList.DECLARE: "ladder:home",
    WorkList.STEP: "ladder:step",
    WorkList.FACTS: "ladder:facts",
    WorkList.EXPIRING: "ladder:expiring",
}

#: Filters that go with a person from one tab to the next.
SHARED = ("q", "section", "division", "size", "officer", "listed", "rung")


def tabs(
    snapshot: Snapshot, state: ListState, among: Among, rung: Rung | None, current: str
) -> tuple[Tab, ...]:
    """All tabs; counts follow the filters that all lists share."""
    kept = [(name, value) for name in SHARED for value in state.values(name)]
    suffix = f"?{urlencode(kept)}" if kept else ""
    members = queries.counts_by_list(among.firm_ids)
    return (
        *(
            Tab(
                LABELS[one],
                reverse(ADDRESSES[one]) + suffix,
                one.value == current,
                work.count(snapshot, one, rung, among),
            )
            for one in WorkList
        ),
        *(
            Tab(
                kind.label,
                reverse("ladder:members", args=[kind.value]) + suffix,
                kind.value == current,
                members.get(kind.value, 0),
            )
            for kind in Membership.Kind
        ),
    )
