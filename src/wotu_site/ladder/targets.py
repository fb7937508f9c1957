"""The targets for stocks of certificates: set, taken away, and each act taken back."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from wotu_site.access.roles import Person
from wotu_site.audit import services as audit
from wotu_site.ladder.errors import ListError
from wotu_site.ladder.models import StockTarget


def present_target(kind: str) -> StockTarget | None:
    """The target that counts for a certificate, None where there is none."""
    latest = _latest(kind)
    return latest if latest and latest.figure is not None else None


@transaction.atomic
def set_target(kind: str, figure: int, by_day: dt.date, *, acting_user: Person) -> StockTarget:
    """Set the target of a certificate in place of any other."""
    return _say("target.set", kind, figure, by_day, acting_user)


@transaction.atomic
def withdraw_target(kind: str, *, acting_user: Person) -> StockTarget:
    """Take the target of a certificate away.

    Raises:  ListError where there is none.
    """
    if present_target(kind) is None:
        raise ListError(_("There is no target to take away."))
    return _say("target.withdrawn", kind, None, None, acting_user)


@transaction.atomic
def undo_target(number: int, *, acting_user: Person) -> StockTarget:
    """Take the last thing back that was said of a target; what was said before counts again.

    Raises:  ListError where something was said since then.
    """
    said = StockTarget.objects.filter(pk=number).first()
    if said is None or said != _latest(said.kind):
        raise ListError(_("The target was changed again since then; nothing was taken back."))
    StockTarget.objects.filter(pk=said.pk).update(undone_at=timezone.now())
    _record("target.undone", said, _latest(said.kind), acting_user)
    return said


def _latest(kind: str) -> StockTarget | None:
    return StockTarget.objects.filter(kind=kind, undone_at=None).order_by("-pk").first()


def _say(
    action: str, kind: str, figure: int | None, by_day: dt.date | None, person: Person
) -> StockTarget:
    before = _latest(kind)
    said = StockTarget.objects.create(
        kind=kind, figure=figure, by_day=by_day, set_by_id=person.pk, set_at=timezone.now()
    )
    _record(action, before, said, person)
    return said


def _record(
    action: str, before: StockTarget | None, after: StockTarget | None, person: Person
) -> None:
    known = before or after
    audit.record(
        action,
        acting_user=person,
        about=audit.Subject("stock", known.kind if known else "", known.kind if known else ""),
        detail={
            "figure": [before.figure if before else None, after.figure if after else None],
            "by": [_day(before), _day(after)],
        },
    )


def _day(target: StockTarget | None) -> str | None:
    return target.by_day.isoformat() if target and target.by_day else None
