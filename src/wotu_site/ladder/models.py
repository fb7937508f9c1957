"""The cultivation lists: which firms are on them, and everything that was done to them.

What a firm *is* lives in the snapshot; that somebody wants to bring it up a rung lives here.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Membership(models.Model):
    """A firm on one of the lists of a year, perhaps with the rung it is to reach.

    ``firm_name`` is kept as it was, for firms that later snapshots no longer have. ``target`` is
    a kind of certificate, empty where none is aimed at. A firm that is taken off the list keeps
    its row, with ``removed_at``.
    """

    class Kind(models.TextChoices):
        """The three lists, from those to be watched to those to be helped up."""

        RESERVE = "reserve", pgettext_lazy("list", "Reserve")
        CULTIVATION = "cultivation", pgettext_lazy("list", "Cultivation")
        PROMOTION = "promotion", pgettext_lazy("list", "Promotion")

    class State(models.TextChoices):
        """How far the firm has come this year."""

        FOLLOWED = "followed", pgettext_lazy("membership", "Followed up")
        DECLARED = "declared", pgettext_lazy("membership", "Declared")
        RECOGNISED = "recognised", pgettext_lazy("membership", "Recognised")
        REFUSED = "refused", pgettext_lazy("membership", "Not recognised")

    kind = models.CharField(_("list"), max_length=12, choices=Kind.choices)
    year = models.PositiveSmallIntegerField(_("year"))
    target = models.CharField(_("aims at"), max_length=40, blank=True)
    firm_id = models.CharField(max_length=40)
    firm_name = models.CharField(max_length=200)
    state = models.CharField(
        _("state"), max_length=12, choices=State.choices, default=State.FOLLOWED
    )
    next_step = models.CharField(_("next step"), max_length=200, blank=True)
    follow_up_on = models.DateField(_("follow up on"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        """What the database itself guarantees, and the orders in which rows are looked for."""

        constraints = [
            models.UniqueConstraint(
                fields=["kind", "year", "target", "firm_id"],
                condition=Q(removed_at=None),
                name="a_firm_is_on_a_list_once",
            )
        ]
        indexes = [
            models.Index(fields=["kind", "year"], condition=Q(removed_at=None), name="listed_now"),
            models.Index(fields=["firm_id"], condition=Q(removed_at=None), name="lists_of_firm"),
            models.Index(
                fields=["follow_up_on"], condition=Q(removed_at=None), name="follow_ups_by_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.firm_name}: {self.get_kind_display()} {self.year}"

    @property
    def on_list(self) -> bool:
        """Whether the firm is on the list now."""
        return self.removed_at is None


class Act(models.Model):
    """One thing that one person did to the lists, to one firm or to many at once.

    ``undoes`` is the act that this one took back.
    """

    class Verb(models.TextChoices):
        """What was done."""

        ADDED = "added", pgettext_lazy("act", "Added to the list")
        CHANGED = "changed", pgettext_lazy("act", "Changed")
        REMOVED = "removed", pgettext_lazy("act", "Taken off the list")
        UNDONE = "undone", pgettext_lazy("act", "Taken back")

    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    verb = models.CharField(max_length=8, choices=Verb.choices)
    undoes = models.ForeignKey("self", models.PROTECT, null=True, related_name="undone_by")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb}"


class Change(models.Model):
    """What an act changed of one membership: the fields before and after."""

    act = models.ForeignKey(Act, models.PROTECT, related_name="changes")
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="changes")
    before: Any = models.JSONField()
    after: Any = models.JSONField()

    def __str__(self) -> str:
        return f"{self.membership_id}: {self.before} → {self.after}"
