"""What can be asked about the cultivation lists, by this app and by others."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils.functional import Promise

from wotu_site.access.roles import FIRM_KEEPERS, Person, Role
from wotu_site.firms import queries as firms
from wotu_site.ladder.models import Act, Membership

SOON = dt.timedelta(days=7)

SORTS = ("firm_name", "state", "follow_up_on", "added_at", "target", "year")

FOLLOW_UPS = ("overdue", "soon", "none")

#: By what memberships are counted, and the part of ``WantedMembers`` that chooses it.
_CHOSEN = {"year": "years", "target": "targets", "state": "states", "follow_up": "follow_ups"}


@dataclass(frozen=True, slots=True)
class WantedMembers:
    """Which memberships of one list; an empty field asks for all, ``firm_ids`` None too."""

    kind: str
    day: dt.date
    years: tuple[int, ...] = ()
    targets: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    follow_ups: tuple[str, ...] = ()
    firm_ids: tuple[str, ...] | None = None


def list_members(wanted: WantedMembers, sort: str = "follow_up_on") -> QuerySet[Membership]:
    """The memberships wanted, in order; those without the sorted value come last."""
    column = F(sort.removeprefix("-"))
    downwards = sort.startswith("-")
    order = column.desc(nulls_last=True) if downwards else column.asc(nulls_last=True)
    rows = Membership.objects.filter(_matches(wanted)).select_related("added_by")
    return rows.order_by(order, "firm_name", "pk")


def count_members(wanted: WantedMembers) -> int:
    """How many memberships there are."""
    return Membership.objects.filter(_matches(wanted)).count()


def counts_of(wanted: WantedMembers, field: str) -> dict[str, int]:
    """How many memberships there are by ``year``, ``target``, ``state`` or ``follow_up``."""
    found = Membership.objects.filter(_matches(replace(wanted, **{_CHOSEN[field]: ()})))
    if field == "follow_up":
        counts = {name: Count("pk", filter=_follow_up(name, wanted.day)) for name in FOLLOW_UPS}
        return dict(found.aggregate(**counts))
    rows = found.values_list(field).annotate(Count("pk")).order_by(field)
    return {str(value): number for value, number in rows}


def counts_by_list(firm_ids: Sequence[str] | None = None) -> dict[str, int]:
    """How many memberships each list has, of all firms or of some."""
    found = Membership.objects.filter(removed_at=None)
    if firm_ids is not None:
        found = found.filter(firm_id__in=list(firm_ids))
    return dict(found.values_list("kind").annotate(Count("pk")).order_by())


def member_firms(kind: str = "") -> list[str]:
    """The firms on a list, or on any."""
    found = Membership.objects.filter(removed_at=None)
    found = found.filter(kind=kind) if kind else found
    return list(found.order_by("firm_id").values_list("firm_id", flat=True).distinct())


def list_words() -> dict[str, Promise]:
    """What the lists are called."""
    return {kind.value: kind.label for kind in Membership.Kind}


def lists_of(firm_ids: Iterable[str]) -> dict[str, list[Membership]]:
    """The memberships of each of some firms, the newest year first."""
    found: dict[str, list[Membership]] = defaultdict(list)
    rows = Membership.objects.filter(removed_at=None, firm_id__in=list(firm_ids))
    for row in rows.order_by("-year", "kind", "pk"):
        found[row.firm_id].append(row)
    return dict(found)


def follow_ups_due(person: Person, day: dt.date) -> QuerySet[Membership]:
    """What this person is to follow up by a day: of all firms, or of the own ones for a liaison.

    Only firms that are still being followed; the longest overdue first.
    """
    due = Membership.objects.filter(
        removed_at=None, state=Membership.State.FOLLOWED, follow_up_on__lte=day
    )
    if person.role == Role.LIAISON:
        due = due.filter(firm_id__in=firms.firms_of(person))
    return due.order_by("follow_up_on", "firm_name", "pk")


def membership_or_none(number: int) -> Membership | None:
    """A membership by its number, on its list or taken off."""
    return Membership.objects.select_related("added_by").filter(pk=number).first()


def memberships(numbers: Iterable[str]) -> list[Membership]:
    """The memberships of some numbers that are on their lists."""
    wanted = [int(number) for number in numbers if number.isdigit()]
    return list(Membership.objects.filter(pk__in=wanted, removed_at=None).order_by("pk"))


def act_or_none(number: int) -> Act | None:
    """An act by its number."""
    return Act.objects.select_related("by").filter(pk=number).first()


def history_of(membership: Membership) -> list[Any]:
    """Everything that was done to a membership, the latest first.

    ``firms`` of a change says how many firms its act changed at once.
    """
    changes = membership.changes.select_related("act__by").prefetch_related("act__undone_by")
    changes = changes.annotate(firms=Count("act__changes"))
    return list(changes.order_by("-act__at", "-pk"))


def may_change(person: Person, firm_id: str) -> bool:
    """Whether a person may follow a firm up: officers every firm, liaison officers their own."""
    if person.role in FIRM_KEEPERS:
        return True
    return person.role == Role.LIAISON and firm_id in set(firms.firms_of(person))


def _matches(wanted: WantedMembers) -> Q:
    matches = Q(kind=wanted.kind, removed_at=None)
    if wanted.years:
        matches &= Q(year__in=wanted.years)
    if wanted.targets:
        matches &= Q(target__in=wanted.targets)
    if wanted.states:
        matches &= Q(state__in=wanted.states)
    if wanted.follow_ups:
        due = Q(pk=None)
        for name in wanted.follow_ups:
            due |= _follow_up(name, wanted.day)
        matches &= due
    if wanted.firm_ids is not None:
        matches &= Q(firm_id__in=wanted.firm_ids)
    return matches


def _follow_up(name: str, day: dt.date) -> Q:
    followed = Q(state=Membership.State.FOLLOWED)
    if name == "overdue":
        return followed & Q(follow_up_on__lt=day)
    if name == "soon":
        return followed & Q(follow_up_on__gte=day, follow_up_on__lte=day + SOON)
    return followed & Q(follow_up_on=None)
