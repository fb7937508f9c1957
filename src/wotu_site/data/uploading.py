"""Handing files in, putting their mappings right, and importing them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping as Entries
from collections.abc import Sequence
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile as SentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from wotu.contracts.choices import with_choice
from wotu.contracts.importing import open_import
from wotu.contracts.mapping import Mapping, load_mappings, save_mappings
from wotu.contracts.typed_value import read_typed
from wotu.errors import UnknownNameError
from wotu.workspace import Workspace
from wotu_site.access.roles import Person
from wotu_site.audit import services as audit
from wotu_site.data import reading
from wotu_site.data.models import Upload, UploadedFile
from wotu_site.data.reading import LEFT_OUT, dump, head_of, mappings_of
from wotu_site.data.uploads import READ_AT_ONCE_BYTES, keep_file, remove_forgotten
from wotu_site.jobs import services as jobs
from wotu_site.ui.files import UploadError, check_sizes
from wotu_site.ui.languages import in_both

READING = gettext_noop("Read %(file)s")
IMPORTING = gettext_noop("Import %(file)s")
IMPORTING_MORE = gettext_noop("Import %(file)s and %(more)s more")


def receive_files(
    sent: Sequence[SentFile],
    workspace: Workspace,
    *,
    source: str,
    complete: bool,
    observed_on: dt.date | None,
    acting_user: Person,
) -> Upload:
    """Keep files that were sent and read their first rows; large ones are read by a job.

    Raises:  UploadError for what cannot be taken; UnknownNameError for an unknown source.
    """
    check_sizes(sent)
    if source not in workspace.packs.sources.sources:
        raise UnknownNameError(_("Choose who sent the files."), source=source)
    remove_forgotten()
    with transaction.atomic():
        upload = Upload.objects.create(
            source=source,
            complete=complete,
            observed_on=observed_on,
            person_id=acting_user.pk,
            at=timezone.now(),
        )
        files = [keep_file(upload, one) for one in sent]
        detail = {"files": [file.name for file in files], "source": source}
        _record("upload.received", upload, acting_user, detail)
    for file in files:
        if file.size <= READ_AT_ONCE_BYTES:
            reading.inspect(file, workspace.packs)
        else:
            title = in_both(READING, file=file.name)
            function = "wotu_site.data.work.run_reading"
            jobs.start("read", function, {"file": file.pk}, acting_user, title=title)
    return upload


def choose_contract(file: UploadedFile, place: int, choice: str, workspace: Workspace) -> None:
    """Read a sheet under a contract, as proposed (empty), or leave it out (``-``).

    Raises:  UploadError where the upload has moved on; UnknownNameError.
    """
    _require_open(file.upload)
    packs, head = workspace.packs, head_of(file)
    if choice == LEFT_OUT:
        entry = {**file.sheets[place], "choice": LEFT_OUT, "touched": True}
    elif choice:
        entry = reading.entry_under(head, place, choice, packs)
    else:
        entry = reading.proposed_again(head, place, packs)
    _keep(file, place, entry)


def choose_columns(
    file: UploadedFile, place: int, wanted: Entries[str, str], workspace: Workspace
) -> None:
    """Put columns of a sheet right.

    ``wanted`` holds ``field-T-C`` and ``unit-T-C`` for column C of table T, and
    ``constant-T-FIELD`` for a value that holds for every row; what is not named stays.
    Raises:  MappingError where the columns do not go together; TypedValueError; UploadError.
    """
    _require_open(file.upload)
    head, entry = head_of(file), file.sheets[place]
    readings = reading.read_tables(head, place, mappings_of(entry), workspace.packs)
    changed = [_put_right(one, number, wanted, workspace) for number, one in enumerate(readings)]
    # Opened once more as it would be imported: what does not go together is told now.
    reading.read_tables(head, place, changed, workspace.packs)
    entry = {**entry, "touched": True, "mappings": [dump(one) for one in changed], "remarks": []}
    _keep(file, place, entry)


def _put_right(
    one: reading.TableReading, number: int, wanted: Entries[str, str], workspace: Workspace
) -> Mapping:
    table, mapping = one.table, one.mapping
    for place, column in enumerate(one.mapping.columns):
        field = wanted.get(f"field-{number}-{place}", column.field or "")
        unit = wanted.get(f"unit-{number}-{place}", "") or None
        if field != (column.field or ""):
            mapping = with_choice(table, mapping, column.header, field or None)
        elif field and unit and unit != column.unit:
            mapping = with_choice(table, mapping, column.header, field, unit)
    for name in table.contract.fields:
        given = wanted.get(f"constant-{number}-{name}")
        known = mapping.constants.get(name)
        if given is None or given.strip() == (known.value if known else ""):
            continue
        if given.strip():
            read_typed(workspace.packs, table.contract, name, given.strip())
        mapping = mapping.with_constant(name, given.strip() or None)
    return mapping


def use_saved_mapping(file: UploadedFile, name: str, workspace: Workspace) -> None:
    """Read a file as a saved mapping says; sheets that it does not speak of are left out.

    Raises:  MappingError where it does not fit; PackError; UploadError where it is gone.
    """
    _require_open(file.upload)
    path = workspace.mappings_path / Path(name).name
    if not path.is_file():
        raise UploadError(_("There is no saved mapping “%(name)s”.") % {"name": name})
    head = head_of(file)
    with open_import(head, workspace.packs, mapping=load_mappings(path)) as opened:
        found = [(table.sheet, dump(table.mapping)) for table in opened.tables]
    file.sheets = [
        {
            "choice": "" if sheet.name in {name for name, _mapping in found} else LEFT_OUT,
            "touched": True,
            "mappings": [mapping for name, mapping in found if name == sheet.name],
            "remarks": [],
            "problem": "",
        }
        for sheet in head.sheets
    ]
    file.save(update_fields=["sheets"])


def save_mapping(
    file: UploadedFile, name: str, workspace: Workspace, *, acting_user: Person
) -> Path:
    """Keep the mapping of a file for the next one of its kind.

    Raises:  UploadError without a usable name, or where nothing is mapped.
    """
    plain = re.sub(r"[^\w\-（）()]+", "_", name.strip()).strip("_")[:60]
    mappings = [one for entry in file.sheets or () for one in mappings_of(entry)]
    if not plain or not mappings:
        raise UploadError(_("A mapping needs a name, and a column that is imported."))
    path = workspace.mappings_path / f"{plain}.yaml"
    path.parent.mkdir(exist_ok=True)
    save_mappings(mappings, path)
    detail = {"mapping": plain, "file": file.name}
    _record("upload.mapping_saved", file.upload, acting_user, detail)
    return path


@transaction.atomic
def start_import(upload: Upload, workspace: Workspace, *, acting_user: Person) -> jobs.Job:
    """Import the files of an upload in the background; those that cannot be read stay out.

    Raises:  UploadError where it has moved on, a file is still to be checked, or none can be read.
    """
    _require_open(upload)
    unchecked = unchecked_files(upload, workspace)
    if unchecked:
        names = "、".join(file.name for file in unchecked)
        raise UploadError(_("Still to be checked: %(files)s") % {"files": names})
    names = [file.name for file in upload.files.all() if file.sheets]
    if not names:
        raise UploadError(_("None of the files can be read."))
    words = {"file": names[0], "more": len(names) - 1}
    title = in_both(IMPORTING_MORE if len(names) > 1 else IMPORTING, **words)
    arguments = {"upload": upload.id.hex, "person": acting_user.pk}
    job = jobs.start(
        "import", "wotu_site.data.work.run_import", arguments, acting_user, title=title
    )
    upload.state, upload.job_id = Upload.State.IMPORTING, job.pk
    upload.save(update_fields=["state", "job"])
    return job


def unchecked_files(upload: Upload, workspace: Workspace) -> list[UploadedFile]:
    """The files that are still being read, or of which something is missing."""
    readable = [file for file in upload.files.all() if file.sheets or not file.problem]
    return [file for file in readable if not reading.is_ready(file, workspace.packs)]


@transaction.atomic
def abandon(upload: Upload, *, acting_user: Person) -> None:
    """Give an upload up: the copies of its files are deleted, nothing was imported.

    Raises:  UploadError where it is being imported or has been.
    """
    _require_open(upload)
    upload.state, upload.ended_at = Upload.State.ABANDONED, timezone.now()
    upload.save(update_fields=["state", "ended_at"])
    upload.remove_files()
    _record("upload.abandoned", upload, acting_user, {})


def _require_open(upload: Upload) -> None:
    upload.refresh_from_db(fields=["state"])
    if upload.state != Upload.State.OPEN:
        raise UploadError(
            _("This upload has moved on (%(state)s).") % {"state": upload.get_state_display()}
        )


def _keep(file: UploadedFile, place: int, entry: dict[str, object]) -> None:
    file.sheets = [*file.sheets[:place], entry, *file.sheets[place + 1 :]]
    file.save(update_fields=["sheets"])


def _record(action: str, upload: Upload, acting_user: Person, detail: dict[str, object]) -> None:
    label = "、".join(upload.files.values_list("name", flat=True))
    about = audit.Subject("upload", str(upload.id), label)
    audit.record(action, acting_user=acting_user, about=about, detail=detail)
