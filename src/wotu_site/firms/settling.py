"""Contesting, correcting and settling values: acts that go to the lake and the audit log."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from wotu.contracts.schema import TableContract
from wotu.contracts.typed_value import read_typed
from wotu.errors import WotuError
from wotu.lake import corrections as lake_corrections
from wotu.lake.batches import Batch, BatchKind
from wotu.lake.corrections import ContestState
from wotu_site.access.roles import Person
from wotu_site.audit import services as audit
from wotu_site.firms.addresses import lake_address
from wotu_site.firms.contested import Contest
from wotu_site.firms.errors import CorrectionError
from wotu_site.snapshots.queries import workspace


def author_of(person: Person) -> str:
    """How a person is named in the lake, where accounts are not known."""
    return f"{person.display_name} ({person.username})"


def contest_value(
    firm: Mapping[str, Any],
    contract: TableContract,
    field: str,
    key: Mapping[str, Any],
    *,
    claimed: str,
    reason: str,
    acting_user: Person,
) -> str:
    """Put a value in doubt; gives the name of the contest.

    Raises:  CorrectionError for a firm without a code.
    """
    address = lake_address(contract, _code_of(firm), field, key)
    name = lake_corrections.contest(
        workspace().lake,
        address,
        claimed=claimed or None,
        author=author_of(acting_user),
        reason=reason,
    )
    detail = {"contest": name, "value": _value_name(contract, field, key), "reason": reason}
    _record("value.contested", firm, acting_user, detail)
    return name


def correct_value(
    firm: Mapping[str, Any],
    contract: TableContract,
    field: str,
    key: Mapping[str, Any],
    *,
    text: str | None,
    reason: str,
    acting_user: Person,
) -> Batch:
    """State the right value as a person types it, or with None that it is not known.

    Raises:  TypedValueError for what is no value of the field; CorrectionError for a firm without
        a code, and for the fields that say which row is meant.
    """
    if field in contract.key or field in ("uscc", "firm_name"):
        raise CorrectionError(
            _("This field says which row is meant. Undo the batch and import the right rows.")
        )
    held = workspace()
    value = None if text is None else read_typed(held.packs, contract, field, text)
    address = lake_address(contract, _code_of(firm), field, key)
    batch = lake_corrections.correct(
        held.lake, address, value, author=author_of(acting_user), reason=reason
    )
    detail = {
        "batch": batch.id,
        "value": _value_name(contract, field, key),
        "now": str(value),
        "reason": reason,
    }
    _record("value.corrected", firm, acting_user, detail)
    return batch


def undo_correction(batch: Batch, firm: Mapping[str, Any], *, acting_user: Person) -> None:
    """Take a correction back.

    Raises:  CorrectionError for a batch that is none; BatchError where it is undone already.
    """
    if batch.kind is not BatchKind.CORRECTION:
        raise CorrectionError(_("This batch is no correction; it is undone on the page of data."))
    workspace().lake.undo(batch.id, author_of(acting_user))
    _record("correction.undone", firm, acting_user, {"batch": batch.id})


def uphold(contest: Contest, *, reason: str, acting_user: Person) -> None:
    """Close a contest: the value stays as it is.

    Raises:  ContestError where it is closed already.
    """
    _settle(contest, ContestState.UPHELD, reason, None, acting_user)


def settle_by_correcting(
    contest: Contest,
    firm: Mapping[str, Any],
    contract: TableContract,
    key: Mapping[str, Any],
    *,
    text: str | None,
    reason: str,
    acting_user: Person,
) -> Batch:
    """Close a contest by putting the value right.

    Raises:  what ``correct_value`` raises; ContestError where it is closed already.
    """
    batch = correct_value(
        firm, contract, contest.field, key, text=text, reason=reason, acting_user=acting_user
    )
    try:
        _settle(contest, ContestState.CORRECTED, reason, batch.id, acting_user)
    except WotuError:
        # Somebody else has closed it meanwhile: the value is not put right twice.
        undo_correction(batch, firm, acting_user=acting_user)
        raise
    return batch


def _settle(
    contest: Contest, state: ContestState, reason: str, batch: str | None, acting_user: Person
) -> None:
    lake_corrections.settle_contest(
        workspace().lake,
        contest.name,
        state,
        author=author_of(acting_user),
        reason=reason,
        batch=batch,
    )
    audit.record(
        "contest.settled",
        acting_user=acting_user,
        about=audit.Subject("contest", contest.name, contest.uscc),
        detail={"state": state.value, "reason": reason},
    )


def _code_of(firm: Mapping[str, Any]) -> str:
    if not firm["uscc"]:
        raise CorrectionError(
            _("This firm has no credit code yet. Link it to a firm of the register first.")
        )
    return str(firm["uscc"])


def _value_name(contract: TableContract, field: str, key: Mapping[str, Any]) -> str:
    said = ",".join(f"{name}={value}" for name, value in key.items())
    return f"{contract.name}.{field}[{said}]" if said else f"{contract.name}.{field}"


def _record(
    action: str, firm: Mapping[str, Any], acting_user: Person, detail: dict[str, Any]
) -> None:
    about = audit.Subject("firm", firm["firm_id"], firm["name"])
    audit.record(action, acting_user=acting_user, about=about, detail=detail)
