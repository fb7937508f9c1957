"""Drafts that people keep: named changes to an edition of a rule."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Draft(models.Model):
    """Changes to one edition of a rule, kept under a name.

    ``changes`` holds ``parameters``, ``quantities`` and ``conditions`` as
    :class:`wotu.rules.draft.Draft` has them. A deleted draft keeps its row, with ``deleted_at``.
    """

    class State(models.TextChoices):
        """Who sees the draft: its author, everybody who drafts, or its author as given up."""

        DRAFT = "draft", pgettext_lazy("draft", "Own draft")
        SHARED = "shared", pgettext_lazy("draft", "Shared")
        WITHDRAWN = "withdrawn", pgettext_lazy("draft", "Withdrawn")

    name = models.CharField(_("name"), max_length=80)
    rule_id = models.CharField(max_length=80)
    edition = models.CharField(max_length=40)
    changes: Any = models.JSONField()
    note = models.TextField(_("note"), blank=True, max_length=2000)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        """The order in which drafts are looked for."""

        indexes = [
            models.Index(
                fields=["-changed_at"], condition=models.Q(deleted_at=None), name="drafts_now"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.rule_id} {self.edition})"
