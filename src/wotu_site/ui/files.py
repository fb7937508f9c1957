"""Files that people hand in: the form field, what is refused, and names that are safe to keep."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile as SentFile
from django.utils.translation import gettext as _

from wotu.contracts.limits import MIB
from wotu.errors import WotuError

MOST_FILES = 30
LONGEST_NAME = 120
_UNSAFE = re.compile(r"[\x00-\x1f\x7f/\\:*?\"<>|\u202a-\u202e\u2066-\u2069]+")


class UploadError(WotuError):
    """A file cannot be taken in, or an upload has moved on meanwhile."""

    kind = "upload"


class FilesInput(forms.ClearableFileInput):
    """An input that takes several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files; clean gives the list of them."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[SentFile]:
        """Every file on its own."""
        sent = data if isinstance(data, list | tuple) and data else [None]
        return [super(FilesField, self).clean(one, initial) for one in sent]


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
