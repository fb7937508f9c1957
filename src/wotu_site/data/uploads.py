"""Copies of files that wait to be imported: where they are kept, and for how long."""

from __future__ import annotations

import datetime as dt

from django.core.files.uploadedfile import UploadedFile as SentFile
from django.utils import timezone

from wotu.contracts.limits import MIB
from wotu_site.data.models import Upload, UploadedFile
from wotu_site.ui.files import safe_name

#: Files that are read while somebody waits; a larger one is read by a job.
READ_AT_ONCE_BYTES = 2 * MIB

KEPT = dt.timedelta(days=7)


def keep_file(upload: Upload, sent: SentFile) -> UploadedFile:
    """Copy a file that was sent to where it waits."""
    file = UploadedFile.objects.create(upload=upload, name=safe_name(sent.name), size=sent.size)
    file.path.parent.mkdir(parents=True, exist_ok=True)
    with file.path.open("wb") as copy:
        for part in sent.chunks():
            copy.write(part)
    return file


def remove_forgotten() -> None:
    """Give up uploads that nobody has gone on with for a week."""
    forgotten = Upload.objects.filter(state=Upload.State.OPEN, at__lt=timezone.now() - KEPT)
    for upload in forgotten:
        upload.remove_files()
    forgotten.update(state=Upload.State.ABANDONED, ended_at=timezone.now())
