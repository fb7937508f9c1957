"""What people change about data: batches, builds, and who is who. Uploads have their own module."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from wotu.build.snapshot import current_id, publish
from wotu.identity.judgements import JudgementKind, Judgements
from wotu.lake.batches import Batch
from wotu_site.access.roles import Person
from wotu_site.audit import services as audit
from wotu_site.data.errors import BuildError, DecisionError
from wotu_site.data.models import Postponed
from wotu_site.data.uploading import abandon as abandon
from wotu_site.data.uploading import choose_columns as choose_columns
from wotu_site.data.uploading import choose_contract as choose_contract
from wotu_site.data.uploading import receive_files as receive_files
from wotu_site.data.uploading import save_mapping as save_mapping
from wotu_site.data.uploading import start_import as start_import
from wotu_site.data.uploading import use_saved_mapping as use_saved_mapping
from wotu_site.firms.services import author_of
from wotu_site.jobs import queries as job_queries
from wotu_site.jobs import services as jobs
from wotu_site.snapshots.queries import workspace
from wotu_site.ui.languages import in_both

BUILD = gettext_noop("Build a snapshot as of %(day)s")


def undo_batch(batch_id: str, *, reason: str, acting_user: Person) -> Batch:
    """Take a batch back: with the next build its rows count no more.

    Raises:  BatchError where it is undone already, or there is none.
    """
    batch = workspace().lake.undo(batch_id, author_of(acting_user), reason or None)
    _record_batch("batch.undone", batch, reason, acting_user)
    return batch


def restore_batch(batch_id: str, *, acting_user: Person) -> Batch:
    """Let an undone batch count again.

    Raises:  BatchError where it counts already; AlreadyLandedError where the same content has
        landed since.
    """
    batch = workspace().lake.restore(batch_id, author_of(acting_user))
    _record_batch("batch.restored", batch, "", acting_user)
    return batch


@transaction.atomic
def start_build(as_of: dt.date, *, acting_user: Person) -> jobs.Job:
    """Build a snapshot in the background and publish it.

    Raises:  BuildError where nothing has been imported, or a build is on its way.
    """
    if not workspace().lake.batches():
        raise BuildError(_("Nothing has been imported yet. Import the files of the bureaus first."))
    running = job_queries.active_job("build")
    if running is not None:
        raise BuildError(_("A build is running already. Wait until it is done."))
    arguments = {"as_of": as_of.isoformat(), "person": acting_user.pk}
    title = in_both(BUILD, day=as_of.isoformat())
    return jobs.start("build", "wotu_site.data.work.run_build", arguments, acting_user, title=title)


def publish_snapshot(snapshot_id: str, *, acting_user: Person) -> str:
    """Make another snapshot the one that pages show; gives the name of the one before.

    Raises:  SnapshotError where there is none.
    """
    folder = workspace().snapshots_path
    before = current_id(folder) or ""
    publish(folder, snapshot_id)
    about = audit.Subject("snapshot", snapshot_id, snapshot_id)
    detail = {"snapshot": [before, snapshot_id]}
    audit.record("snapshot.published", acting_user=acting_user, about=about, detail=detail)
    return before


def link_reference(reference: str, firm_id: str, *, reason: str, acting_user: Person) -> None:
    """Say that a name means a firm."""
    _judge("reference.linked", JudgementKind.LINK, reference, firm_id, reason, acting_user)


def reject_reference(
    reference: str, firm_id: str | None, *, reason: str, acting_user: Person
) -> None:
    """Say that a name does not mean a firm, or with None that it means none of them."""
    _judge("reference.rejected", JudgementKind.REJECT, reference, firm_id, reason, acting_user)


def withdraw_decision(
    kind: str, reference: str, firm_id: str | None, *, acting_user: Person
) -> None:
    """Take a decision about a name back.

    Raises:  DecisionError where it does not stand.
    """
    judgements = Judgements(workspace().lake.root)
    standing = {(one.kind.value, one.left, one.right) for one in judgements.standing()}
    if (kind, reference, firm_id) not in standing:
        raise DecisionError(_("This decision does not stand any more."))
    judgements.withdraw(
        JudgementKind(kind), reference, firm_id, author=author_of(acting_user), reason=None
    )
    _record_reference("reference.withdrawn", reference, acting_user, {"firm": firm_id or ""})


@transaction.atomic
def postpone(reference: str, *, acting_user: Person) -> None:
    """Put a name off until somebody knows more."""
    Postponed.objects.update_or_create(
        reference=reference, defaults={"person_id": acting_user.pk, "at": timezone.now()}
    )
    _record_reference("reference.postponed", reference, acting_user, {})


@transaction.atomic
def resume(reference: str, *, acting_user: Person) -> None:
    """Take a name up again that was put off."""
    Postponed.objects.filter(reference=reference).delete()
    _record_reference("reference.resumed", reference, acting_user, {})


def _judge(
    action: str,
    kind: JudgementKind,
    reference: str,
    firm_id: str | None,
    reason: str,
    acting_user: Person,
) -> None:
    Judgements(workspace().lake.root).record(
        kind, reference, firm_id, author=author_of(acting_user), reason=reason or None
    )
    Postponed.objects.filter(reference=reference).delete()
    detail = {"firm": firm_id or "", "reason": reason}
    _record_reference(action, reference, acting_user, detail)


def _record_reference(
    action: str, reference: str, acting_user: Person, detail: dict[str, str]
) -> None:
    about = audit.Subject("reference", reference, reference)
    audit.record(action, acting_user=acting_user, about=about, detail=detail)


def _record_batch(action: str, batch: Batch, reason: str, acting_user: Person) -> None:
    about = audit.Subject("batch", batch.id, batch.file_name)
    detail = {"contract": batch.contract, "source": batch.source, "rows": batch.rows}
    audit.record(action, acting_user=acting_user, about=about, detail={**detail, "reason": reason})
