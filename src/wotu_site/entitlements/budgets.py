"""How a yearly budget stands, and what it leaves the drafts."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum

from wotu.build.budgets import Claim, share_budget
from wotu.build.entitlements import budget_fen
from wotu.build.offers import paid_this_year
from wotu.build.snapshot import Snapshot
from wotu.errors import UnknownNameError
from wotu.rules.checked import CheckedRule
from wotu_site.entitlements.models import Entitlement

State = Entitlement.State

#: States in which money is bound: approved and not withheld.
BOUND = (State.APPROVED, State.NOTIFIED, State.CONFIRMED, State.PAID)


@dataclass(frozen=True, slots=True)
class Budget:
    """A measure's yearly budget in yuan: None where there is none.

    ``before``: paid this year outside the list. ``bound``: approved or paid on the list.
    ``wanted``: what the drafts would take, ``shared`` what is left for them.
    """

    total: Decimal | None
    before: Decimal
    bound: Decimal
    wanted: Decimal
    shared: Decimal

    @property
    def left(self) -> Decimal | None:
        """What is left after everything bound; None without a budget."""
        return None if self.total is None else self.total - self.before - self.bound

    @property
    def is_short(self) -> bool:
        """Whether the drafts want more than is left."""
        return self.left is not None and self.wanted > self.left


def budget_of(snapshot: Snapshot, rule: CheckedRule, year: int) -> Budget:
    """The budget of a measure in a year, as it stands on the list."""
    rows = Entitlement.objects.filter(rule=rule.id, year=year, withdrawn_at=None)
    drafts = rows.filter(state=State.DRAFTED)
    fen = budget_fen(rule, snapshot.manifest.as_of)
    return Budget(
        total=None if fen is None else Decimal(fen).scaleb(-2),
        before=_paid_outside(snapshot, rule, year),
        bound=_sum(rows.filter(state__in=BOUND), "share_cny"),
        wanted=_sum(drafts, "granted_cny"),
        shared=_sum(drafts, "share_cny"),
    )


def share_again(snapshot: Snapshot, rule: CheckedRule, year: int) -> None:
    """Share what is left of the budget among the drafts, by the rule of the measure."""
    measure = rule.spec.measure
    assert measure is not None
    left = budget_of(snapshot, rule, year).left
    drafts = list(
        Entitlement.objects.filter(
            rule=rule.id, year=year, withdrawn_at=None, state=State.DRAFTED
        ).order_by("pk")
    )
    claims = [
        Claim(one.firm_id, int(one.granted_cny.scaleb(2)), one.rank, one.pk) for one in drafts
    ]
    fen = None if left is None else int(left.scaleb(2))
    shares = share_budget(claims, fen, measure.when_short)
    for one in drafts:
        one.share_cny = Decimal(shares[one.firm_id]).scaleb(-2)
    Entitlement.objects.bulk_update(drafts, ["share_cny"], batch_size=500)


def rule_or_none(snapshot: Snapshot, rule_id: str) -> CheckedRule | None:
    """The edition of a measure that is in force."""
    try:
        return snapshot.rulebook.rule(rule_id, snapshot.manifest.as_of)
    except UnknownNameError:
        return None


def _paid_outside(snapshot: Snapshot, rule: CheckedRule, year: int) -> Decimal:
    """Paid this year to firms for which the list binds no money."""
    if year != snapshot.manifest.as_of.year:
        return Decimal(0)
    paid = paid_this_year(snapshot).filter(measure=rule.id)
    on_list = Entitlement.objects.filter(
        rule=rule.id, year=year, withdrawn_at=None, state__in=BOUND
    )
    listed = set(on_list.values_list("firm_id", flat=True))
    fen = sum(row["fen"] for row in paid.to_dicts() if row["firm_id"] not in listed)
    return Decimal(fen).scaleb(-2)


def _sum(rows, field: str) -> Decimal:
    return rows.aggregate(total=Sum(field))["total"] or Decimal(0)
