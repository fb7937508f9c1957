"""Files on their way into the lake, and what was said of them; the facts themselves are there."""

from __future__ import annotations

import shutil
import uuid
from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Upload(models.Model):
    """Files that somebody hands in together, with what holds for all of them.

    ``job`` is the import that runs or has run. ``ended_at`` is empty until the files are in the
    lake or given up; their copies are removed then.
    """

    class State(models.TextChoices):
        """How far the files have come; the last two are final."""

        OPEN = "open", pgettext_lazy("upload", "Being checked")
        IMPORTING = "importing", pgettext_lazy("upload", "Being imported")
        LANDED = "landed", pgettext_lazy("upload", "Imported")
        ABANDONED = "abandoned", pgettext_lazy("upload", "Given up")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source = models.CharField(_("source"), max_length=60)
    complete = models.BooleanField(_("complete list"), default=False)
    observed_on = models.DateField(_("true on"), null=True, blank=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.OPEN)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    job = models.ForeignKey("jobs.Job", models.SET_NULL, null=True, related_name="+")

    class Meta:
        """The order in which uploads are looked for."""

        indexes = [models.Index(fields=["person", "state", "-at"], name="uploads_of_person")]

    @property
    def folder(self) -> Path:
        """Where the files wait."""
        return Path(settings.WORKSPACE_DIR) / "cache" / "uploads" / self.id.hex

    def remove_files(self) -> None:
        """Delete the copies."""
        shutil.rmtree(self.folder, ignore_errors=True)


class UploadedFile(models.Model):
    """One of the files.

    ``sheets`` holds one entry a sheet: the contract somebody chose (empty: proposed, ``-``: left
    out), the mappings in force, the remarks of the proposal and why there is none, and whether a
    person has changed anything. It is null until the file has been read. ``problem`` says why it
    cannot be read. ``landed`` lists what became of it: one entry a table.
    """

    upload = models.ForeignKey(Upload, models.CASCADE, related_name="files")
    name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64, blank=True)
    sheets = models.JSONField(null=True)
    problem = models.TextField(blank=True)
    landed = models.JSONField(default=list)

    class Meta:
        """Files stay in the order in which they were chosen."""

        ordering = ["pk"]

    @property
    def path(self) -> Path:
        """The copy of the file, under its own name."""
        return self.upload.folder / str(self.pk) / self.name

    @property
    def head_path(self) -> Path:
        """The first rows of the file."""
        return self.upload.folder / f"{self.pk}.json"


class BatchRemark(models.Model):
    """What the import remarked on a table when it landed."""

    batch = models.CharField(max_length=60, db_index=True)
    code = models.CharField(max_length=40)
    text_zh = models.TextField()
    text_en = models.TextField()


class Postponed(models.Model):
    """A doubtful name that somebody wants to look into later."""

    reference = models.CharField(max_length=300, unique=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
