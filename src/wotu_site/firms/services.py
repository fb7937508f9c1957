"""Everything that people change about firms; each change is recorded in the same transaction."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from wotu_site.access.roles import Person
from wotu_site.audit import services as audit
from wotu_site.firms.bulk_actions import BulkAction as BulkAction
from wotu_site.firms.bulk_actions import register as register_bulk_action
from wotu_site.firms.errors import AssignmentError, SavedViewError
from wotu_site.firms.exports import clear_old_files as clear_old_files
from wotu_site.firms.exports import exports_folder as exports_folder
from wotu_site.firms.models import OFFICER_ROLES, Assignment, SavedView
from wotu_site.firms.settling import author_of as author_of

__all__ = ["BulkAction", "register_bulk_action"]

MOST_FIRMS = 5_000


@transaction.atomic
def assign(firm_ids: Sequence[str], officer: Person | None, *, acting_user: Person) -> str:
    """Let an officer look after firms, or with None nobody; gives the name of the act.

    Raises:  AssignmentError for a person who cannot, and for more firms than one act takes.
    """
    if officer is not None and (officer.role not in OFFICER_ROLES or not officer.is_active):
        raise AssignmentError(_("Only liaison officers and officers can look after firms."))
    wanted = list(dict.fromkeys(firm_ids))
    if len(wanted) > MOST_FIRMS:
        raise AssignmentError(
            _("At most %(most)s firms can be assigned at once.") % {"most": f"{MOST_FIRMS:,}"}
        )
    act = uuid.uuid4().hex
    standing = Assignment.objects.filter(firm_id__in=wanted, ended_at=None)
    kept: set[str] = set()
    if officer is not None:
        kept = set(standing.filter(officer_id=officer.pk).values_list("firm_id", flat=True))
    changed = [firm_id for firm_id in wanted if firm_id not in kept]
    _end(standing.filter(firm_id__in=changed), act, acting_user)
    if officer is not None:
        _begin(changed, officer, act, acting_user)
    audit.record(
        "firm.assigned" if officer else "firm.unassigned",
        acting_user=acting_user,
        about=_firm_subject(wanted),
        detail={
            "officer": officer.display_name if officer else "",
            "firms": len(wanted),
            "first": wanted[:20],
            "act": act,
        },
    )
    return act


@transaction.atomic
def undo_assignment(act: str, *, acting_user: Person) -> int:
    """Take an act of assigning back; how many firms it was about.

    Firms that somebody has assigned again since stay as they are.
    """
    begun = Assignment.objects.filter(begun_in=act)
    ended = Assignment.objects.filter(ended_in=act)
    firms = {*begun.values_list("firm_id", flat=True), *ended.values_list("firm_id", flat=True)}
    _end(begun.filter(ended_at=None), f"undo-{act}"[:32], acting_user)
    taken = Assignment.objects.filter(ended_at=None, firm_id__in=firms).values("firm_id")
    free = list(ended.exclude(firm_id__in=taken).values_list("pk", flat=True))
    Assignment.objects.filter(pk__in=free).update(
        ended_at=None, ended_by=None, ended_in="", changed_at=timezone.now()
    )
    audit.record(
        "firm.assignment_undone",
        acting_user=acting_user,
        about=_firm_subject(sorted(firms)),
        detail={"act": act, "firms": len(firms)},
    )
    return len(firms)


def _begin(firm_ids: Sequence[str], officer: Person, act: str, acting_user: Person) -> None:
    now = timezone.now()
    rows = [
        Assignment(
            firm_id=firm_id,
            officer_id=officer.pk,
            since=now,
            begun_by_id=acting_user.pk,
            begun_in=act,
            changed_at=now,
        )
        for firm_id in firm_ids
    ]
    Assignment.objects.bulk_create(rows, batch_size=1000)


def _end(standing: QuerySet[Assignment], act: str, acting_user: Person) -> None:
    now = timezone.now()
    standing.update(ended_at=now, ended_by_id=acting_user.pk, ended_in=act, changed_at=now)


@transaction.atomic
def save_view(name: str, query: str, *, shared: bool, acting_user: Person) -> SavedView:
    """Keep a state of the list of firms under a name; one of the same name is replaced.

    Raises:  SavedViewError without a name.
    """
    if not name.strip():
        raise SavedViewError(_("A view needs a name."))
    view, _made = SavedView.objects.update_or_create(
        owner_id=acting_user.pk,
        name=name.strip()[:60],
        removed_at=None,
        defaults={"query": query[:2000], "shared": shared},
    )
    audit.record(
        "firm_view.saved",
        acting_user=acting_user,
        about=audit.Subject("firm_view", str(view.pk), view.name),
        detail={"query": view.query, "shared": shared},
    )
    return view


@transaction.atomic
def remove_view(view: SavedView, *, acting_user: Person) -> None:
    """Take a view away; ``restore_view`` brings it back."""
    view.removed_at = timezone.now()
    view.save(update_fields=["removed_at"])
    _record_view("firm_view.removed", view, acting_user)


@transaction.atomic
def restore_view(view: SavedView, *, acting_user: Person) -> None:
    """Bring a removed view back.

    Raises:  SavedViewError where another one has taken its name meanwhile.
    """
    others = SavedView.objects.filter(owner_id=view.owner_id, name=view.name, removed_at=None)
    if others.exists():
        raise SavedViewError(_("Another view has this name now."))
    view.removed_at = None
    view.save(update_fields=["removed_at"])
    _record_view("firm_view.restored", view, acting_user)


def _record_view(action: str, view: SavedView, acting_user: Person) -> None:
    about = audit.Subject("firm_view", str(view.pk), view.name)
    audit.record(action, acting_user=acting_user, about=about)


def _firm_subject(firm_ids: Sequence[str]) -> audit.Subject:
    return audit.Subject("firm", firm_ids[0] if len(firm_ids) == 1 else "")
