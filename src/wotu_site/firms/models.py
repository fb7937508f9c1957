"""What people keep about firms: who looks after which, and the views of the list they come back to.

What is known of firms lives in the lake and the snapshot, never here.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from wotu_site.access.roles import Role


class Assignment(models.Model):
    """One person looking after one firm, from a time until another.

    Rows are ended, never deleted. All rows that one act began or ended carry its name, so that
    the act can be taken back whole.
    """

    firm_id = models.CharField(max_length=40)
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    since = models.DateTimeField()
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    begun_in = models.CharField(max_length=32)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    ended_in = models.CharField(max_length=32, blank=True)
    changed_at = models.DateTimeField(db_index=True)

    class Meta:
        """What the database itself guarantees, and the orders in which rows are looked for."""

        constraints = [
            models.UniqueConstraint(
                "firm_id", condition=Q(ended_at=None), name="one_officer_looks_after_a_firm"
            )
        ]
        indexes = [
            models.Index(fields=["firm_id", "-since"], name="assignments_of_firm"),
            models.Index(fields=["officer"], condition=Q(ended_at=None), name="firms_of_officer"),
            models.Index(fields=["begun_in"], name="assignments_begun_in"),
            models.Index(fields=["ended_in"], name="assignments_ended_in"),
        ]

    def __str__(self) -> str:
        return f"{self.firm_id}: {self.officer}"


class SavedView(models.Model):
    """A state of the list of firms under a name: its filters, order and columns.

    ``query`` is the part of the address behind the question mark. A removed view stays, so that
    removing it can be taken back.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=2000, blank=True)
    shared = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        """What the database itself guarantees."""

        constraints = [
            models.UniqueConstraint(
                "owner", "name", condition=Q(removed_at=None), name="one_view_of_a_name"
            )
        ]

    def __str__(self) -> str:
        return self.name


#: Who can look after firms.
OFFICER_ROLES = (Role.LIAISON, Role.OFFICER)
