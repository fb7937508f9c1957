"""A piece of long work and how far it has come."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import pgettext_lazy

from wotu_site.ui.languages import Words


class Job(models.Model):
    """One run of a function outside a request.

    ``function`` is its dotted path, ``arguments`` its keyword arguments. ``progress`` runs from 0
    to 1. Titles and messages are kept in both languages. ``process`` marks the process that runs
    the job; ``seen_at`` is empty until the person who started it has seen how it ended.
    """

    class State(models.TextChoices):
        """How far a job has come; the last three are final."""

        QUEUED = "queued", pgettext_lazy("job", "Waiting")
        RUNNING = "running", pgettext_lazy("job", "Running")
        DONE = "done", pgettext_lazy("job", "Done")
        FAILED = "failed", pgettext_lazy("job", "Failed")
        INTERRUPTED = "interrupted", pgettext_lazy("job", "Interrupted")

    kind = models.CharField(max_length=40)
    title_zh = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    function = models.CharField(max_length=200)
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=12, choices=State.choices, default=State.QUEUED)
    progress = models.FloatField(default=0.0)
    message_zh = models.TextField(blank=True)
    message_en = models.TextField(blank=True)
    result = models.JSONField(default=dict, blank=True)
    result_address = models.CharField(max_length=500, blank=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    process = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)

    class Meta:
        """The orders in which jobs are looked for."""

        indexes = [
            models.Index(fields=["state", "id"], name="jobs_by_state"),
            models.Index(fields=["started_by", "-id"], name="jobs_by_person"),
        ]

    def __str__(self) -> str:
        return str(self.title)

    @property
    def title(self) -> Words:
        """What the job does."""
        return Words(self.title_zh, self.title_en)

    @property
    def message(self) -> Words:
        """What the job is at, or how it ended."""
        return Words(self.message_zh, self.message_en)

    @property
    def active(self) -> bool:
        """Whether there is still something to come."""
        return self.state in (self.State.QUEUED, self.State.RUNNING)

    @property
    def percent(self) -> int:
        """The progress in whole per cent; 100 only at the end."""
        return 100 if self.state == self.State.DONE else min(int(self.progress * 100), 99)

    @property
    def can_retry(self) -> bool:
        """Whether the job ended without having done its work."""
        return self.state in (self.State.FAILED, self.State.INTERRUPTED)
