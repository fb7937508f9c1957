"""Everything that changes kept drafts; each change is recorded in the same transaction."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from wotu.rules.draft import Draft as RuleDraft
from wotu_site.access.roles import Person
from wotu_site.audit import services as audit
from wotu_site.drafts.errors import DraftError
from wotu_site.drafts.models import Draft


@transaction.atomic
def save_draft(changes: RuleDraft, name: str, note: str, *, acting_user: Person) -> Draft:
    """Keep a draft under a name.

    Raises:  DraftError where it has no name or changes nothing.
    """
    _require_some(changes, name)
    now = timezone.now()
    draft = Draft.objects.create(
        name=name.strip()[:80],
        rule_id=changes.rule,
        edition=changes.edition,
        changes=stored(changes),
        note=note.strip()[:2000],
        author_id=acting_user.pk,
        made_at=now,
        changed_at=now,
    )
    _record("draft.saved", draft, acting_user, {"changes": draft.changes})
    return draft


@transaction.atomic
def change_draft(
    draft: Draft, changes: RuleDraft, name: str, note: str, *, acting_user: Person
) -> None:
    """Keep a draft as it now is.

    Raises:  DraftError where it has no name or changes nothing, or is somebody else's.
    """
    _require_own(draft, acting_user)
    _require_some(changes, name)
    before = {"name": draft.name, "note": draft.note, "changes": draft.changes}
    draft.name, draft.note = name.strip()[:80], note.strip()[:2000]
    draft.changes, draft.changed_at = stored(changes), timezone.now()
    draft.save()
    after = {"name": draft.name, "note": draft.note, "changes": draft.changes}
    detail = {key: [before[key], after[key]] for key in before if before[key] != after[key]}
    _record("draft.changed", draft, acting_user, detail)


@transaction.atomic
def set_state(draft: Draft, state: Draft.State, *, acting_user: Person) -> None:
    """Share a draft with everybody who drafts, withdraw it, or make it one's own again.

    Raises:  DraftError where it is somebody else's.
    """
    _require_own(draft, acting_user)
    before, draft.state = draft.state, state
    draft.save(update_fields=["state"])
    action = "draft.shared" if state == Draft.State.SHARED else "draft.withdrawn"
    _record(action, draft, acting_user, {"state": [before, state]})


@transaction.atomic
def delete_draft(draft: Draft, *, acting_user: Person) -> None:
    """Take a draft away; it can be restored.

    Raises:  DraftError where it is somebody else's.
    """
    _require_own(draft, acting_user)
    draft.deleted_at = timezone.now()
    draft.save(update_fields=["deleted_at"])
    _record("draft.deleted", draft, acting_user, {})


@transaction.atomic
def restore_draft(draft: Draft, *, acting_user: Person) -> None:
    """Bring a deleted draft back.

    Raises:  DraftError where it is somebody else's.
    """
    _require_own(draft, acting_user)
    draft.deleted_at = None
    draft.save(update_fields=["deleted_at"])
    _record("draft.restored", draft, acting_user, {})


def stored(changes: RuleDraft) -> dict[str, Any]:
    """The changes of a draft as they are kept."""
    return changes.model_dump(
        mode="json", include={"parameters", "quantities", "tables", "conditions"}
    )


def _require_some(changes: RuleDraft, name: str) -> None:
    if not name.strip():
        raise DraftError(_("Give the draft a name."))
    if changes.empty:
        raise DraftError(_("Nothing is changed yet: move a figure first."))


def _require_own(draft: Draft, person: Person) -> None:
    if draft.author_id != person.pk:
        raise DraftError(_("Only the author changes a draft. Save it under a name of your own."))


def _record(action: str, draft: Draft, person: Person, detail: dict[str, Any]) -> None:
    about = audit.Subject("draft", str(draft.pk), draft.name)
    audit.record(action, acting_user=person, about=about, detail={"rule": draft.rule_id, **detail})
