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

from wotu_site.access.roles import Person
from wotu_site.jobs import services as jobs
from wotu_site.ui.files import check_sizes, safe_name
from wotu_site.ui.languages import in_both

#: What the file dialog offers; what a file is shows in its content, not in its name.
ENDINGS = ".txt,.md,.html,.htm,.mhtml,.docx,.pdf"
ADDING = gettext_noop("Read %(file)s")
ADDING_MORE = gettext_noop("Read %(file)s and %(more)s more")
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
