"""Long work of the app: reading large files, importing, building. Jobs call these by name."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_noop

from wotu.build.build import build
from wotu.errors import WotuError
from wotu.progress import part_of
from wotu.receive import Delivery, Received, receive
from wotu.workspace import Workspace, open_workspace
from wotu_site.access.roles import Person
from wotu_site.audit import services as audit
from wotu_site.data import reading
from wotu_site.data.models import BatchRemark, Upload, UploadedFile
from wotu_site.data.reading import mappings_of
from wotu_site.documents import services as documents
from wotu_site.firms.services import author_of
from wotu_site.jobs.services import Outcome, Progress
from wotu_site.snapshots.queries import workspace
from wotu_site.ui.languages import Words, in_both

READING = gettext_noop("Reading %(file)s")
READ = gettext_noop("The columns can be checked now.")
LANDED = gettext_noop("%(rows)s rows imported, %(rejected)s set aside.")
UNCHANGED = gettext_noop("The same content was imported before; nothing changed.")
PARTLY = gettext_noop("%(failed)s of %(files)s files could not be imported.")
SAME_SNAPSHOT = gettext_noop("Nothing has changed since that snapshot was built.")
BUILT = gettext_noop("%(firms)s firms, as of %(day)s.")


def run_reading(progress: Progress, *, file: int) -> Outcome:
    """Read the first rows of a large file."""
    found = UploadedFile.objects.select_related("upload").get(pk=file)
    words = in_both(READING, file=found.name)
    reading.inspect(found, workspace().packs, lambda share, _text: progress(share, words))
    address = f"{reverse('data:upload', args=[found.upload_id])}?file={found.pk}"
    return Outcome(in_both(READ) if found.sheets else Words(found.problem, found.problem), address)


def run_import(progress: Progress, *, upload: str, person: int) -> Outcome:
    """Import the files of an upload; each lands whole or not at all.

    An upload of which nothing could be imported is open again, to be put right.
    """
    found = Upload.objects.get(pk=uuid.UUID(upload))
    somebody = get_user_model().objects.get(pk=person)
    files = [file for file in found.files.select_related("upload") if file.sheets]
    try:
        for place, file in enumerate(files):
            step = part_of(progress, place / len(files), (place + 1) / len(files))
            words = in_both(READING, file=file.name)
            _import_file(file, somebody, lambda share, _text, s=step, w=words: s(share, w))
    except BaseException:
        _reopen(found)
        raise
    landed = [entry for file in files for entry in file.landed]
    if not landed:
        _reopen(found)
        raise WotuError("\n".join(file.problem for file in files))
    found.state, found.ended_at = Upload.State.LANDED, timezone.now()
    found.save(update_fields=["state", "ended_at"])
    found.remove_files()
    failed = [file for file in files if file.problem]
    return Outcome(_outcome_words(landed, files, failed), address=_result_address(found, landed))


def run_build(progress: Progress, *, as_of: str, person: int) -> Outcome:
    """Build a snapshot as of a day and publish it."""
    somebody = get_user_model().objects.get(pk=person)
    # Opened anew: the packs may have been edited since the site was started.
    fresh = open_workspace(settings.WORKSPACE_DIR)
    documents.land(acting_user=somebody)
    report = build(fresh, dt.date.fromisoformat(as_of), progress)
    about = audit.Subject("snapshot", report.snapshot, report.snapshot)
    detail = {"as_of": as_of, "firms": report.firms, "unchanged": report.unchanged}
    audit.record("snapshot.built", acting_user=somebody, about=about, detail=detail)
    built = in_both(BUILT, firms=f"{report.firms:,}", day=as_of)
    words = in_both(SAME_SNAPSHOT) if report.unchanged else built
    return Outcome(words, address=reverse("data:snapshot", args=[report.snapshot]))


def _import_file(file: UploadedFile, person: Person, progress: Any) -> None:
    """Land one file; why it could not is kept beside it, and the others go on."""
    held: Workspace = workspace()
    try:
        received = receive(held, file.path, _delivery(file, person), progress)
    except WotuError as error:
        file.problem, file.landed = error.message, []
    else:
        file.problem, file.landed = "", [_landed_entry(one) for one in received]
        for one in received:
            _remember(one, person)
    file.save(update_fields=["problem", "landed"])


def _delivery(file: UploadedFile, person: Person) -> Delivery:
    """What is said of a file; untouched proposals are proposed again, so that the same file is
    recognised wherever it is imported.
    """
    touched = any(entry["touched"] for entry in file.sheets)
    mappings = [one for entry in file.sheets for one in mappings_of(entry)]
    return Delivery(
        source=file.upload.source,
        author=author_of(person),
        mappings=tuple(mappings) if touched else (),
        complete=file.upload.complete,
        observed_on=file.upload.observed_on,
    )


def _landed_entry(one: Received) -> dict[str, Any]:
    batch = one.batch
    return {
        "batch": batch.id,
        "contract": batch.contract,
        "sheet": batch.sheet,
        "unchanged": one.unchanged,
        "rows": batch.rows,
        "rejected": batch.rejected,
        "set_aside": batch.set_aside,
    }


def _remember(one: Received, person: Person) -> None:
    """Keep the remarks on a batch, and write down that it landed."""
    if one.unchanged:
        return
    batch = one.batch
    BatchRemark.objects.bulk_create(
        BatchRemark(batch=batch.id, code=note.code, text_zh=note.zh, text_en=note.en)
        for note in one.warnings
    )
    about = audit.Subject("batch", batch.id, batch.file_name)
    detail = {"contract": batch.contract, "source": batch.source, "rows": batch.rows}
    audit.record("batch.landed", acting_user=person, about=about, detail=detail)


def _reopen(upload: Upload) -> None:
    upload.state = Upload.State.OPEN
    upload.save(update_fields=["state"])


def _outcome_words(
    landed: list[dict[str, Any]], files: list[UploadedFile], failed: list[UploadedFile]
) -> Words:
    if failed:
        return in_both(PARTLY, failed=len(failed), files=len(files))
    fresh = [entry for entry in landed if not entry["unchanged"]]
    if not fresh:
        return in_both(UNCHANGED)
    rows, rejected = (sum(entry[name] for entry in fresh) for name in ("rows", "rejected"))
    return in_both(LANDED, rows=f"{rows:,}", rejected=f"{rejected:,}")


def _result_address(upload: Upload, landed: list[dict[str, Any]]) -> str:
    """The batch where there is one, else the page that lists all that became of the files."""
    if len(landed) == 1 and upload.files.count() == 1:
        return reverse("data:batch", args=[landed[0]["batch"]])
    return reverse("data:upload", args=[upload.id])
