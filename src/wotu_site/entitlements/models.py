"""The 免申即享 list: who is to be paid what under which measure, and how far that has come.

What a firm is entitled to is worked out by the library; from the day it is drafted the amount,
its evidence and clause are kept here as they were.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

USER = settings.AUTH_USER_MODEL


class Entitlement(models.Model):
    """One firm under one measure in one year.

    Amounts are yuan: ``amount_cny`` by the clause, ``granted_cny`` after stacking, ``share_cny``
    within the budget, which is settled at approval. ``history_known`` is false where earlier
    payments may be missing from the records. ``snapshot`` is the build it was drafted from.
    """

    class State(models.TextChoices):
        """How far it has come."""

        DRAFTED = "drafted", pgettext_lazy("entitlement", "Drafted")
        APPROVED = "approved", pgettext_lazy("entitlement", "Approved")
        NOTIFIED = "notified", pgettext_lazy("entitlement", "Notified")
        CONFIRMED = "confirmed", pgettext_lazy("entitlement", "Confirmed by the firm")
        PAID = "paid", pgettext_lazy("entitlement", "Paid")
        WITHHELD = "withheld", pgettext_lazy("entitlement", "Withheld")

    rule = models.CharField(max_length=80)
    year = models.PositiveSmallIntegerField()
    firm_id = models.CharField(max_length=40)
    firm_name = models.CharField(max_length=200)
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFTED)
    amount_cny = models.DecimalField(max_digits=18, decimal_places=2)
    granted_cny = models.DecimalField(max_digits=18, decimal_places=2)
    share_cny = models.DecimalField(max_digits=18, decimal_places=2)
    rank = models.FloatField(null=True)
    evidence_zh = models.TextField(blank=True)
    evidence_en = models.TextField(blank=True)
    history_known = models.BooleanField(default=True)
    snapshot = models.CharField(max_length=40)
    drafted_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    approved_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    account_name = models.CharField(_("account holder"), max_length=200, blank=True)
    account_bank = models.CharField(_("bank"), max_length=200, blank=True)
    account_no = models.CharField(_("account number"), max_length=40, blank=True)
    paid_on = models.DateField(_("paid on"), null=True)
    document_no = models.CharField(_("document number"), max_length=80, blank=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        """What the database itself guarantees."""

        constraints = [
            models.UniqueConstraint(
                fields=["rule", "year", "firm_id"],
                condition=Q(withdrawn_at=None),
                name="a_firm_is_entitled_once",
            ),
            models.CheckConstraint(
                condition=~Q(approved_by=models.F("drafted_by")), name="approved_by_four_eyes"
            ),
        ]
        indexes = [
            models.Index(fields=["rule", "year", "state"], name="entitlements_by_measure"),
            models.Index(fields=["firm_id"], name="entitlements_of_firm"),
        ]

    def __str__(self) -> str:
        return f"{self.firm_name}: {self.rule} {self.year}"

    @property
    def listed(self) -> bool:
        """Whether it stands on the list; one whose drafting was taken back does not."""
        return self.withdrawn_at is None


class Act(models.Model):
    """One thing that one person did to one entitlement or to many; ``undoes`` takes one back.

    ``batch`` is the batch of payments that it put among the facts.
    """

    at = models.DateTimeField()
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    verb = models.CharField(max_length=12)
    batch = models.CharField(max_length=64, blank=True)
    undoes = models.ForeignKey("self", models.PROTECT, null=True, related_name="undone_by")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb}"


class Change(models.Model):
    """What an act changed of one entitlement: the fields before and after."""

    act = models.ForeignKey(Act, models.PROTECT, related_name="changes")
    entitlement = models.ForeignKey(Entitlement, models.PROTECT, related_name="changes")
    before: Any = models.JSONField()
    after: Any = models.JSONField()

    def __str__(self) -> str:
        return f"{self.entitlement_id}: {self.before} → {self.after}"
