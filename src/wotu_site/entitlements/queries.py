"""What can be asked about entitlements, by this app and by others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet, Sum
from django.http import Http404

from wotu.build.entitlements import automatic_rules
from wotu.build.snapshot import Snapshot
from wotu.rules.checked import CheckedRule
from wotu_site.entitlements.models import Act, Entitlement

MOST_AT_ONCE = 5_000

#: Orders of a list: key and column.
ORDERS: Mapping[str, str] = {
    "name": "firm_name",
    "share": "share_cny",
    "granted": "granted_cny",
    "rank": "rank",
    "state": "state",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows of a measure's list are wanted; an empty field asks for all."""

    rule: str
    year: int
    states: tuple[str, ...] = ()
    words: str = ""


def listed(wanted: Wanted) -> QuerySet[Entitlement]:
    """The rows of a list that are wanted."""
    rows = Entitlement.objects.filter(rule=wanted.rule, year=wanted.year, withdrawn_at=None)
    if wanted.states:
        rows = rows.filter(state__in=wanted.states)
    if wanted.words:
        rows = rows.filter(firm_name__icontains=wanted.words)
    return rows


def ordered(rows: QuerySet[Entitlement], sort: str) -> QuerySet[Entitlement]:
    """The rows in an order of :data:`ORDERS`, with ``-`` in front for the other way round."""
    sign = "-" if sort.startswith("-") else ""
    by = f"{sign}{ORDERS[sort.removeprefix('-')]}"
    return rows.select_related("drafted_by", "approved_by").order_by(by, "firm_id")


def counts_by_state(rule: str, year: int) -> dict[str, int]:
    """How many rows of a list are in each state."""
    rows = listed(Wanted(rule, year)).values("state").annotate(number=Count("pk"))
    return {row["state"]: row["number"] for row in rows.order_by()}


def sums_by_state(rule: str, year: int) -> dict[str, object]:
    """Yuan of the rows of a list in each state."""
    rows = listed(Wanted(rule, year)).values("state").annotate(total=Sum("share_cny"))
    return {row["state"]: row["total"] for row in rows.order_by()}


def by_numbers(numbers: Sequence[str]) -> list[Entitlement]:
    """Entitlements by their numbers, as a form sends them."""
    wanted = [int(n) for n in numbers if n.isascii() and n.isdigit()][:MOST_AT_ONCE]
    return list(Entitlement.objects.filter(pk__in=wanted, withdrawn_at=None).order_by("pk"))


def of_firm(firm_id: str, year: int, *, with_drafts: bool) -> list[Entitlement]:
    """A firm's entitlements of a year; firms themselves see them from the notice on."""
    rows = Entitlement.objects.filter(firm_id=firm_id, year=year, withdrawn_at=None)
    if not with_drafts:
        told = [Entitlement.State.NOTIFIED, Entitlement.State.CONFIRMED, Entitlement.State.PAID]
        rows = rows.filter(state__in=told)
    return list(rows.order_by("rule"))


def act_or_404(number: int) -> Act:
    """An act by its number."""
    found = Act.objects.filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def automatic_rule_or_404(snapshot: Snapshot, rule_id: str) -> CheckedRule:
    """A measure that is paid without application."""
    found = next((rule for rule in automatic_rules(snapshot) if rule.id == rule_id), None)
    if found is None:
        raise Http404
    return found
