"""What can be asked about the audit log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from wotu_site.access.roles import Person
from wotu_site.audit.models import AuditEntry
from wotu_site.audit.rows import EntryRow as EntryRow
from wotu_site.audit.rows import entry_row as entry_row


@dataclass(frozen=True, slots=True)
class EntryFilter:
    """Which entries are wanted; an empty field asks for all. Both days are included."""

    person: str = ""
    actions: tuple[str, ...] = ()
    about_kind: str = ""
    about_id: str = ""
    from_day: date | None = None
    to_day: date | None = None


def list_entries(wanted: EntryFilter) -> QuerySet[AuditEntry]:
    """The entries wanted, newest first, with their people."""
    return AuditEntry.objects.filter(_matches(wanted)).select_related("user").order_by("-id")


def entry_or_none(entry_id: int) -> AuditEntry | None:
    """The entry of this number."""
    return AuditEntry.objects.select_related("user").filter(pk=entry_id).first()


def previous_sign_in(person: Person) -> AuditEntry | None:
    """The sign-in before the present one."""
    sign_ins = AuditEntry.objects.filter(user_id=person.pk, action="session.started")
    return next(iter(sign_ins.order_by("-id")[1:2]), None)


def _matches(wanted: EntryFilter) -> Q:
    matches = Q()
    for word in wanted.person.split():
        matches &= Q(username__icontains=word) | Q(user__display_name__icontains=word)
    if wanted.actions:
        matches &= Q(action__in=wanted.actions)
    if wanted.about_kind:
        matches &= Q(about_kind=wanted.about_kind)
    if wanted.about_id:
        matches &= Q(about_id=wanted.about_id) | Q(about_label=wanted.about_id)
    if wanted.from_day:
        matches &= Q(at__gte=_midnight(wanted.from_day))
    if wanted.to_day:
        matches &= Q(at__lt=_midnight(wanted.to_day + timedelta(days=1)))
    return matches


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
