"""Handing documents in: the files wait in a folder until a job has read them."""

from __future__ import annotations

import datetime as dt
import shutil
import time
import uuid
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile as SentFile
from django.db import transaction
from django.utils.translation import gettext_noop

from wotu.reading.library import Entry
from wotu_site.access.roles import Person
from wotu_site.audit import services as audit
from wotu_site.documents import library
from wotu_site.firms.services import author_of
from wotu_site.jobs import services as jobs
from wotu_site.ui.files import check_sizes, safe_name
from wotu_site.ui.languages import in_both

#: What the file dialog offers; what a file is shows in its content, not in its name.
ENDINGS = ".txt,.md,.html,.htm,.mhtml,.docx,.pdf"
ADDING = gettext_noop("Read %(file)s")
ADDING_MORE = gettext_noop("Read %(file)s and %(more)s more")
#: Characters of a document that is read while somebody waits.
READ_AT_ONCE = 100_000
FORGOTTEN_SECONDS = 7 * 24 * 60 * 60


@transaction.atomic
def receive_files(
    sent: Sequence[SentFile], *, published: dt.date | None, acting_user: Person
) -> jobs.Job:
    """Keep files that were sent and read them in the background.

    ``published`` None takes of each file the day that it states itself.
    Raises:  UploadError for what cannot be taken.
    """
    check_sizes(sent)
    clear_forgotten()
    folder = waiting_folder() / uuid.uuid4().hex
    names = [_keep(one, folder / str(place)) for place, one in enumerate(sent)]
    words = {"file": names[0], "more": len(names) - 1}
    return jobs.start(
        "documents",
        "wotu_site.documents.work.run_adding",
        {
            "folder": folder.name,
            "names": names,
            "published": published.isoformat() if published else None,
            "person": acting_user.pk,
        },
        acting_user,
        title=in_both(ADDING_MORE if len(names) > 1 else ADDING, **words),
    )


def date_document(entry: Entry, published: dt.date, *, acting_user: Person) -> jobs.Job | None:
    """Say when a document was published; its periods are read anew, its reviews stay.

    A long document is read by a job, which is given back.
    Raises:  UnknownDocumentError; BatchError while another writer holds the lake.
    """
    if entry.characters <= READ_AT_ONCE:
        read_with_day(entry.id, published, acting_user)
        return None
    day = published.isoformat()
    return jobs.start(
        "dating",
        "wotu_site.documents.work.run_dating",
        {"document": entry.id, "published": day, "person": acting_user.pk},
        acting_user,
        title=in_both(ADDING, file=entry.title or entry.name),
    )


def read_with_day(document_id: str, published: dt.date, person: Person) -> Entry:
    """Read a document of the library anew, with another day of publication."""
    held = library.library()
    entry = held.entry(document_id)
    read = held.add(
        held.original(document_id),
        published=published,
        author=author_of(person),
        name=entry.name,
    )
    about = audit.Subject("document", entry.id, entry.title or entry.name)
    detail = {"published": [str(entry.published or ""), published.isoformat()]}
    audit.record("document.dated", acting_user=person, about=about, detail=detail)
    return read


def waiting_folder() -> Path:
    """Where files wait until they are read."""
    return Path(settings.WORKSPACE_DIR) / "cache" / "documents"


def clear_forgotten() -> None:
    """Delete what no job has come for in a week."""
    for folder in waiting_folder().glob("*"):
        if time.time() - folder.stat().st_mtime > FORGOTTEN_SECONDS:
            shutil.rmtree(folder, ignore_errors=True)


def _keep(sent: SentFile, folder: Path) -> str:
    """Copy a file to where it waits; its name."""
    folder.mkdir(parents=True)
    name = safe_name(sent.name or "")
    with (folder / name).open("wb") as copy:
        for part in sent.chunks():
            copy.write(part)
    return name
