"""Everything that moves entitlements on; each act is kept whole, so that it can be undone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from wotu.build.snapshot import Snapshot
from wotu.rules.checked import CheckedRule
from wotu_site.access.roles import Person
from wotu_site.audit import services as audit
from wotu_site.entitlements import budgets, drafting, payments
from wotu_site.entitlements.errors import EntitlementError
from wotu_site.entitlements.models import Act, Change, Entitlement

State = Entitlement.State

#: From which states each act moves an entitlement on.
FROM: Mapping[str, frozenset[str]] = {
    "approved": frozenset({State.DRAFTED}),
    "notified": frozenset({State.APPROVED}),
    "confirmed": frozenset({State.NOTIFIED}),
    "paid": frozenset({State.CONFIRMED}),
    "withheld": frozenset({State.DRAFTED, State.APPROVED, State.NOTIFIED, State.CONFIRMED}),
}


@dataclass(frozen=True, slots=True)
class Done:
    """What an act came to: how many entitlements it changed, and how many it left as they were."""

    act: Act | None
    changed: int
    kept: int


@transaction.atomic
def draft_list(snapshot: Snapshot, rule: CheckedRule, *, acting_user: Person) -> Done:
    """Put every firm that certainly qualifies on the list of the year; those on it stay as is."""
    year = snapshot.manifest.as_of.year
    listed = Entitlement.objects.filter(rule=rule.id, year=year, withdrawn_at=None)
    there = set(listed.values_list("firm_id", flat=True))
    rows = drafting.drafts(snapshot, rule, year, leave_out=there)
    made = Entitlement.objects.bulk_create(
        [
            Entitlement(**row, drafted_by_id=acting_user.pk, drafted_at=timezone.now())
            for row in rows
        ],
        batch_size=500,
    )
    if not made:
        return Done(None, 0, len(there))
    act = _keep(
        "drafted", [(one, {"listed": False}, {"listed": True}) for one in made], acting_user
    )
    budgets.share_again(snapshot, rule, year)
    _record("entitlement.drafted", rule.id, made, acting_user, {"snapshot": snapshot.id})
    return Done(act, len(made), len(there))


@transaction.atomic
def approve(chosen: Sequence[Entitlement], *, acting_user: Person) -> Done:
    """Approve drafts at the amounts that the budget leaves.

    Raises:  EntitlementError where whoever drafted one of them would approve it.
    """
    own = [one for one in chosen if one.drafted_by_id == acting_user.pk]
    if own:
        raise EntitlementError(
            _("You drafted %(firm)s yourself: somebody else has to approve.")
            % {"firm": own[0].firm_name}
        )
    return _move("approved", chosen, acting_user, {"approved_by_id": acting_user.pk})


@transaction.atomic
def notify(chosen: Sequence[Entitlement], *, acting_user: Person) -> Done:
    """Tell firms: from now on their users find it on their page and can confirm."""
    return _move("notified", chosen, acting_user, {})


@transaction.atomic
def confirm(entitlement: Entitlement, account: Mapping[str, str], *, acting_user: Person) -> Done:
    """The firm says yes and gives its account."""
    return _move("confirmed", [entitlement], acting_user, account)


@transaction.atomic
def withhold(chosen: Sequence[Entitlement], reason: str, *, acting_user: Person) -> Done:
    """Pay nothing for now, with the reason; what it would have taken goes back to the budget."""
    if not reason:
        raise EntitlementError(_("Say why it is withheld: the firm and the auditor read it."))
    return _move("withheld", chosen, acting_user, {"reason": reason})


@transaction.atomic
def pay(
    chosen: Sequence[Entitlement], paid_on: dt.date, document_no: str, *, acting_user: Person
) -> Done:
    """Record payments, and land them among the facts as a batch of the finance bureau."""
    values = {"paid_on": paid_on, "document_no": document_no}
    done = _move("paid", chosen, acting_user, values)
    if done.act is not None:
        moved = [change.entitlement for change in done.act.changes.select_related("entitlement")]
        done.act.batch = payments.land(moved, acting_user)
        done.act.save(update_fields=["batch"])
    return done


@transaction.atomic
def take_over(snapshot: Snapshot, rule: CheckedRule, *, acting_user: Person) -> Done:
    """Mark as paid what the finance bureau has paid by its own records, imported since.

    Raises:  EntitlementError where the records hold no payment for a firm that has confirmed.
    """
    year = snapshot.manifest.as_of.year
    paid = payments.in_records(snapshot, rule.id, year)
    waiting = Entitlement.objects.filter(
        rule=rule.id, year=year, withdrawn_at=None, state=State.CONFIRMED, firm_id__in=list(paid)
    )
    changes = []
    for one in waiting.order_by("pk"):
        day, document = paid[one.firm_id]
        after = {"state": State.PAID.value, "paid_on": day, "document_no": document}
        before = {name: _plain(getattr(one, name)) for name in after}
        changes.append((one, before, {name: _plain(value) for name, value in after.items()}))
        _set(one, after)
    if not changes:
        raise EntitlementError(_("The records hold no payment that is not marked here already."))
    act = _keep("paid", changes, acting_user)
    moved = [one for one, _before, _after in changes]
    _record("entitlement.paid", rule.id, moved, acting_user, {"snapshot": snapshot.id})
    return Done(act, len(changes), 0)


@transaction.atomic
def undo(act: Act, snapshot: Snapshot, *, acting_user: Person) -> Done:
    """Take an act back; entitlements that have moved on since then stay as they are."""
    if act.undone_by.exists():
        raise EntitlementError(_("This has been taken back already."))
    changes, kept = [], 0
    for change in act.changes.select_related("entitlement"):
        present = {name: _plain(getattr(change.entitlement, name)) for name in change.after}
        if present != change.after:
            kept += 1
            continue
        changes.append((change.entitlement, change.after, change.before))
        _set(change.entitlement, change.before)
    if not changes:
        raise EntitlementError(_("All of these have moved on since; nothing was taken back."))
    if act.batch and not kept:
        payments.take_back(act.batch, acting_user)
    taken = _keep("undone", changes, acting_user, undoes=act)
    moved = [one for one, _before, _after in changes]
    _share_again(moved, snapshot)
    _record("entitlement.undone", moved[0].rule, moved, acting_user, {"act": act.pk})
    return Done(taken, len(changes), kept)


def _move(
    verb: str, chosen: Sequence[Entitlement], acting_user: Person, values: Mapping[str, Any]
) -> Done:
    """Move those that are in a state to be moved; others stay as they are."""
    if not chosen:
        raise EntitlementError(_("Nothing is chosen. Tick firms in the list first."))
    after = {"state": verb, **values}
    changes = []
    for one in chosen:
        if one.state not in FROM[verb] or not one.listed:
            continue
        before = {name: _plain(getattr(one, name)) for name in after}
        changes.append((one, before, {name: _plain(value) for name, value in after.items()}))
        _set(one, after)
    if not changes:
        raise EntitlementError(_("None of these is at the step before: nothing was changed."))
    act = _keep(verb, changes, acting_user)
    moved = [one for one, _before, _after in changes]
    detail = {name: str(value) for name, value in values.items() if name != "account_no"}
    _record(f"entitlement.{verb}", moved[0].rule, moved, acting_user, detail)
    return Done(act, len(changes), len(chosen) - len(changes))


def _share_again(moved: Sequence[Entitlement], snapshot: Snapshot) -> None:
    for rule_id, year in sorted({(one.rule, one.year) for one in moved}):
        rule = budgets.rule_or_none(snapshot, rule_id)
        if rule is not None:
            budgets.share_again(snapshot, rule, year)


def _set(entitlement: Entitlement, values: Mapping[str, Any]) -> None:
    fields = [name for name in values if name != "listed"]
    for name in fields:
        value = values[name]
        is_day = name == "paid_on" and isinstance(value, str)
        setattr(entitlement, name, dt.date.fromisoformat(value) if is_day else value)
    if "listed" in values:
        entitlement.withdrawn_at = None if values["listed"] else timezone.now()
        fields.append("withdrawn_at")
    entitlement.save(update_fields=fields)


def _keep(
    verb: str,
    changes: Sequence[tuple[Entitlement, Mapping[str, Any], Mapping[str, Any]]],
    acting_user: Person,
    undoes: Act | None = None,
) -> Act:
    act = Act.objects.create(at=timezone.now(), by_id=acting_user.pk, verb=verb, undoes=undoes)
    rows = [
        Change(act=act, entitlement=one, before=dict(before), after=dict(after))
        for one, before, after in changes
    ]
    Change.objects.bulk_create(rows, batch_size=500)
    return act


def _plain(value: Any) -> Any:
    """As JSON keeps it: days as text."""
    return value.isoformat() if isinstance(value, dt.date) else value


def _record(
    action: str,
    rule: str,
    moved: Sequence[Entitlement],
    acting_user: Person,
    detail: Mapping[str, Any],
) -> None:
    total = sum((one.share_cny for one in moved), Decimal(0))
    audit.record(
        action,
        acting_user=acting_user,
        about=audit.Subject("entitlement", rule, rule),
        detail={
            **detail,
            "firms": len(moved),
            "share_cny": str(total),
            "first": [one.firm_id for one in moved[:20]],
        },
    )
