"""What a firm can get: the best lawful bundle of what is certain, what is open, loans, the rest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from wotu.build.bundle import Bundle, LeftOut, WhyNot, best_bundle
from wotu.build.offers import (
    Offer,
    measured_rules,
    offers_of_firm,
    paid_this_year,
    payments_are_complete,
)
from wotu.build.snapshot import Snapshot
from wotu.build.stacking import Stacking, stacking_of


@dataclass(frozen=True)
class Possible:
    """A measure that facts or one condition still decide.

    ``gain_fen``: by how much the best bundle would grow with it; None while its amount is unknown,
    and for loans, which bring no money.
    """

    offer: Offer
    gain_fen: int | None


@dataclass(frozen=True)
class Benefits:
    """Everything that measures offer one firm in the year of ``as_of``.

    ``bundle`` holds only measures that the firm certainly qualifies for, at the least amount that
    is certain. ``unpriced`` are certain too, but their amount is not known. ``loans`` are certain
    limits, never added to money. ``payments_known`` tells whether a firm without a payment on
    record certainly had none.
    """

    firm_id: str
    as_of: dt.date
    offers: tuple[Offer, ...]
    bundle: Bundle
    unpriced: tuple[Offer, ...]
    possible: tuple[Possible, ...]
    loans: tuple[Offer, ...]
    payments_known: bool

    def offer(self, measure: str) -> Offer:
        """The offer of a measure that applies to the firm."""
        return next(offer for offer in self.offers if offer.rule.id == measure)

    @property
    def not_for_firm(self) -> list[Offer]:
        """Measures that the firm does not meet by far, in the order of the packs."""
        shown = {item.offer.rule.id for item in self.possible}
        return [o for o in self.offers if o.verdict is not True and o.rule.id not in shown]

    @property
    def most_fen(self) -> int:
        """The bundle, and the largest gain that any open measure would bring alone."""
        gains = [item.gain_fen or 0 for item in self.possible]
        return self.bundle.total_fen + max(gains, default=0)


def benefits_of_firm(snapshot: Snapshot, firm_id: str) -> Benefits:
    """What a firm can get as of the snapshot's day."""
    offers = offers_of_firm(snapshot, firm_id)
    stacking = stacking_of(measured_rules(snapshot), snapshot.packs.groups)
    paid = {row["measure"]: int(row["fen"]) for row in paid_this_year(snapshot, firm_id).to_dicts()}
    used = _used(snapshot, paid)
    barred = _barred(offers, stacking, paid, snapshot.manifest.as_of.year)
    out = {item.measure for item in barred}
    certain = [o for o in offers if o.is_certain and not o.is_loan and o.rule.id not in out]
    amounts = {o.rule.id: o.low_fen for o in certain if o.low_fen is not None}
    best = best_bundle(stacking, amounts, used)
    possible = []
    for offer in offers:
        if not offer.is_open or offer.rule.id in out:
            continue
        gain = None
        if offer.low_fen is not None and not offer.is_loan:
            widened = {**amounts, offer.rule.id: offer.low_fen}
            gain = best_bundle(stacking, widened, used).total_fen - best.total_fen
        possible.append(Possible(offer, gain))
    return Benefits(
        firm_id=firm_id,
        as_of=snapshot.manifest.as_of,
        offers=tuple(offers),
        bundle=Bundle(best.taken, (*best.left_out, *barred)),
        unpriced=tuple(o for o in certain if o.low_fen is None),
        possible=tuple(sorted(possible, key=lambda p: (-(p.gain_fen or -1), p.offer.rule.id))),
        loans=tuple(o for o in offers if o.is_certain and o.is_loan),
        payments_known=payments_are_complete(snapshot),
    )


def _used(snapshot: Snapshot, paid: dict[str, int]) -> dict[str, int]:
    """What was paid this year under each ceiling, also by measures no longer in force."""
    used: dict[str, int] = {}
    for rule in snapshot.rulebook.rules:
        if rule.spec.measure and rule.id in paid:
            for group in rule.spec.measure.groups:
                used[group] = used.get(group, 0) + paid[rule.id]
            paid = {measure: fen for measure, fen in paid.items() if measure != rule.id}
    return used


def _barred(
    offers: Sequence[Offer], stacking: Stacking, paid: dict[str, int], year: int
) -> list[LeftOut]:
    """Measures that a payment keeps the firm from, though it meets the rule or may do so."""
    barred = []
    for offer in offers:
        if offer.is_loan or offer.standing.value == "not_met":
            continue
        amount, own = offer.low_fen or 0, offer.rule.id
        if offer.barred_by is not None:
            barred.append(LeftOut(own, WhyNot.HAD, amount, year=offer.barred_by))
            continue
        other = next((m for m in sorted(paid) if m != own and _clash(stacking, own, m)), None)
        if other is not None:
            barred.append(LeftOut(own, WhyNot.PAID_OTHER, amount, because=other, year=year))
    return barred


def _clash(stacking: Stacking, measure: str, other: str) -> bool:
    return stacking.clash(measure, other) is not None
