"""Copies of files that wait to be imported: where they are kept, and for how long."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile as SentFile
from django.utils import timezone
from django.utils.translation import gettext as _

from wotu.contracts.limits import MIB
from wotu_site.data.errors import UploadError
from wotu_site.data.models import Upload, UploadedFile

#: Files that are read while somebody waits; a larger one is read by a job.
READ_AT_ONCE_BYTES = 2 * MIB

MOST_FILES = 30
KEPT = dt.timedelta(days=7)
LONGEST_NAME = 120
_UNSAFE = re.compile(r"[\x00-\x1f\x7f/\\:*?\"<>|\u202a-\u202e\u2066-\u2069]+")


def safe_name(name: str) -> str:
    """A name that is safe as the name of a file, and still tells people which file it is.

    >>> safe_name("../../etc/2025年报.xlsx"), safe_name("..")
    ('etc_2025年报.xlsx', 'file')
    """
    clean = _UNSAFE.sub("_", name).strip(" ._")
    stem, dot, ending = clean.rpartition(".")
    if dot and len(ending) <= 8:
        return f"{stem[: LONGEST_NAME - len(ending) - 1]}.{ending}"
    return clean[:LONGEST_NAME] or "file"


def check_sizes(files: Sequence[SentFile]) -> None:
    """Refuse what is empty, too large or too much at once.

    Raises:  UploadError, naming the file.
    """
    most = settings.UPLOAD_MOST_BYTES
    if len(files) > MOST_FILES:
        raise UploadError(_("At most %(most)s files at once.") % {"most": MOST_FILES})
    for file in files:
        if not file.size:
            raise UploadError(_("“%(name)s” is empty.") % {"name": file.name})
        if file.size > most:
            raise UploadError(
                _("“%(name)s” has %(size)s MB, at most %(most)s MB can be handed in. Split it.")
                % {"name": file.name, "size": file.size // MIB, "most": most // MIB}
            )


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
