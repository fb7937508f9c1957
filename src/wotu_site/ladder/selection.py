"""Which firms of a list somebody has chosen: those ticked, or all that its filters leave."""

from __future__ import annotations

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from wotu.build.snapshot import Snapshot
from wotu_site.firms import queries as firms
from wotu_site.ladder import queries, work
from wotu_site.ladder.models import Membership
from wotu_site.ladder.services import MOST_FIRMS
from wotu_site.ladder.work import WorkList
from wotu_site.policies import queries as policies
from wotu_site.ui.tables import ListState


def chosen_firms(request: HttpRequest, snapshot: Snapshot, which: WorkList) -> dict[str, str]:
    """Names of the chosen firms of a work list by their identifiers."""
    if request.POST.get("everything") == "1":
        ids = every_firm(request, snapshot, which)
    else:
        ids = [firm for firm in request.POST.getlist("firm") if firm]
    return firms.names_of(ids) if ids else {}


def every_firm(request: HttpRequest, snapshot: Snapshot, which: WorkList) -> list[str]:
    """All firms of a work list, in the state that the form repeats."""
    sorts, first = work.ORDERS[which]
    query = QueryDict(request.POST.get("state", ""))
    state = ListState.read("", query, sorts=sorts, default_sort=first)
    among = work.narrowed(state, request.user).among
    if which is WorkList.EXPIRING:
        wanted = work.wanted_lapses(among, state)
        found = work.lapses(snapshot).firms(wanted, limit=MOST_FIRMS + 1)
        return list(dict.fromkeys(row.firm_id for row in found))
    rung = work.chosen_rung(snapshot, state)
    if rung is None:
        return []
    wanted_firms = work.wanted_firms(snapshot, which, rung, among, state)
    return policies.population(snapshot, rung.rule_id).firm_ids(wanted_firms)


def chosen_members(request: HttpRequest, wanted: queries.WantedMembers) -> list[Membership]:
    """The chosen rows of a cultivation list."""
    if request.POST.get("everything") == "1":
        return list(queries.list_members(wanted)[: MOST_FIRMS + 1])
    return queries.memberships(request.POST.getlist("firm"))


def way_back(request: HttpRequest) -> str:
    """Where somebody was when a form was sent: what the form says, else the page it came from."""
    for wanted in (request.POST.get("back", ""), request.headers.get("Referer", "")):
        hosts = {request.get_host()}
        if wanted and url_has_allowed_host_and_scheme(wanted, allowed_hosts=hosts):
            return wanted
    return reverse("ladder:home")
