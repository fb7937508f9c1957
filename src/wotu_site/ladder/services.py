"""Everything that changes the cultivation lists; each act is kept whole, so it can be undone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from wotu_site.access.roles import Person
from wotu_site.audit import services as audit
from wotu_site.ladder.errors import ListError
from wotu_site.ladder.models import Act, Change, Membership

MOST_FIRMS = 5_000

#: What of a membership can be changed, and so is kept with each act.
FIELDS = ("kind", "year", "target", "state", "next_step", "follow_up_on", "note", "on_list")


@dataclass(frozen=True, slots=True)
class Listing:
    """Which list firms are put on: its kind, its year, and the rung that they are to reach."""

    kind: str
    year: int
    target: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """What an act came to: how many firms it changed, how many were so already or changed since."""

    act: Act | None
    changed: int
    kept: int


@transaction.atomic
def add_to_list(firms: Mapping[str, str], listing: Listing, *, acting_user: Person) -> Done:
    """Put firms, names by identifier, on a list; those that are on it stay as they are.

    Raises:  ListError for no firms, or for more than one act takes.
    """
    _require_some(firms)
    present = Membership.objects.filter(
        removed_at=None, kind=listing.kind, year=listing.year, target=listing.target
    )
    there = set(present.filter(firm_id__in=list(firms)).values_list("firm_id", flat=True))
    fresh = [firm_id for firm_id in firms if firm_id not in there]
    if not fresh:
        return Done(None, 0, len(there))
    now = timezone.now()
    rows = Membership.objects.bulk_create(
        [
            Membership(
                kind=listing.kind,
                year=listing.year,
                target=listing.target,
                firm_id=firm_id,
                firm_name=firms[firm_id][:200],
                added_by_id=acting_user.pk,
                added_at=now,
            )
            for firm_id in fresh
        ],
        batch_size=500,
    )
    changes = [(row, {"on_list": False}, {"on_list": True}) for row in rows]
    act = _keep(Act.Verb.ADDED, changes, acting_user)
    detail = {"list": listing.kind, "year": listing.year, "target": listing.target}
    _record("list.added", rows, acting_user, detail)
    return Done(act, len(rows), len(there))


@transaction.atomic
def change_memberships(
    memberships: Sequence[Membership], values: Mapping[str, Any], *, acting_user: Person
) -> Done:
    """Give memberships new values of some of :data:`FIELDS`.

    Raises:  ListError where a firm is on the list already that it would be moved to.
    """
    changes = []
    for membership in memberships:
        before = {name: _plain(getattr(membership, name)) for name in values}
        after = {name: _plain(value) for name, value in values.items()}
        differing = [name for name in values if before[name] != after[name]]
        if differing:
            _require_free_place(membership, values)
            changes.append(
                (
                    membership,
                    {name: before[name] for name in differing},
                    {name: after[name] for name in differing},
                )
            )
            _set(membership, {name: values[name] for name in differing})
    if not changes:
        return Done(None, 0, len(memberships))
    removing = values.get("on_list") is False
    act = _keep(Act.Verb.REMOVED if removing else Act.Verb.CHANGED, changes, acting_user)
    action = "list.removed" if removing else "list.changed"
    detail = {} if removing else {name: [a, b] for name, a, b in _pairs(changes)}
    _record(action, [one for one, _before, _after in changes], acting_user, detail)
    return Done(act, len(changes), len(memberships) - len(changes))


def remove_from_list(memberships: Sequence[Membership], *, acting_user: Person) -> Done:
    """Take firms off their list; they stay in its history."""
    _require_some(memberships)
    return change_memberships(memberships, {"on_list": False}, acting_user=acting_user)


@transaction.atomic
def undo(act: Act, *, acting_user: Person) -> Done:
    """Take an act back; firms that were changed again since then stay as they are."""
    if act.undone_by.exists():
        raise ListError(_("This has been taken back already."))
    changes = []
    kept = 0
    for change in act.changes.select_related("membership").order_by("pk"):
        membership = change.membership
        present = {name: _plain(getattr(membership, name)) for name in change.after}
        values = _typed(change.before)
        if present != change.after or not _place_is_free(membership, values):
            kept += 1
            continue
        changes.append((membership, change.after, change.before))
        _set(membership, values)
    if not changes:
        raise ListError(_("All of these firms have been changed since; nothing was taken back."))
    taken = _keep(Act.Verb.UNDONE, changes, acting_user, undoes=act)
    _record("list.undone", [one for one, _b, _a in changes], acting_user, {"act": act.pk})
    return Done(taken, len(changes), kept)


def _require_some(firms: Sequence[Any] | Mapping[str, str]) -> None:
    if not firms:
        raise ListError(_("No firm is chosen. Tick firms in the list first."))
    if len(firms) > MOST_FIRMS:
        raise ListError(
            _("At most %(most)s firms can be taken at once.") % {"most": f"{MOST_FIRMS:,}"}
        )


def _require_free_place(membership: Membership, values: Mapping[str, Any]) -> None:
    if not _place_is_free(membership, values):
        raise ListError(
            _("%(firm)s is on that list already.") % {"firm": membership.firm_name},
            firm=membership.firm_id,
        )


def _place_is_free(membership: Membership, values: Mapping[str, Any]) -> bool:
    """Whether no other membership stands where this one would with new values."""
    wanted = {
        name: values.get(name, getattr(membership, name)) for name in ("kind", "year", "target")
    }
    if not values.get("on_list", membership.on_list):
        return True
    others = Membership.objects.filter(removed_at=None, firm_id=membership.firm_id, **wanted)
    return not others.exclude(pk=membership.pk).exists()


def _set(membership: Membership, values: Mapping[str, Any]) -> None:
    fields = [name for name in values if name != "on_list"]
    for name in fields:
        setattr(membership, name, values[name])
    if "on_list" in values:
        membership.removed_at = None if values["on_list"] else timezone.now()
        fields.append("removed_at")
    membership.save(update_fields=fields)


def _keep(
    verb: Act.Verb,
    changes: Iterable[tuple[Membership, Mapping[str, Any], Mapping[str, Any]]],
    acting_user: Person,
    undoes: Act | None = None,
) -> Act:
    act = Act.objects.create(at=timezone.now(), by_id=acting_user.pk, verb=verb, undoes=undoes)
    rows = [
        Change(act=act, membership=membership, before=dict(before), after=dict(after))
        for membership, before, after in changes
    ]
    Change.objects.bulk_create(rows, batch_size=500)
    return act


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value


def _typed(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as they were before they were kept as JSON."""
    typed = dict(values)
    if typed.get("follow_up_on"):
        typed["follow_up_on"] = dt.date.fromisoformat(typed["follow_up_on"])
    return typed


def _pairs(
    changes: Sequence[tuple[Membership, Mapping[str, Any], Mapping[str, Any]]],
) -> list[tuple[str, Any, Any]]:
    """What changed of the first membership: the audit log names it, the act keeps all."""
    _membership, before, after = changes[0]
    return [(name, before[name], after[name]) for name in after]


def _record(
    action: str, memberships: Sequence[Membership], acting_user: Person, detail: Mapping[str, Any]
) -> None:
    first = memberships[0]
    single = len(memberships) == 1
    audit.record(
        action,
        acting_user=acting_user,
        about=audit.Subject(
            "membership",
            str(first.pk) if single else "",
            first.firm_name if single else "",
        ),
        detail={
            **detail,
            "firms": len(memberships),
            "first": [one.firm_id for one in memberships[:20]],
        },
    )
