"""What can be asked about targets, by other apps."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode

from wotu.packs.indicators import Indicator
from wotu.reading.facts.targets import TargetCandidate
from wotu.targets.candidates import candidate_id, fact_id
from wotu.targets.status import Status
from wotu.targets.target import Aim
from wotu_site.access.registry import may_open
from wotu_site.access.roles import Person
from wotu_site.snapshots.queries import snapshot, workspace
from wotu_site.targets import book, rows
from wotu_site.targets.pages.shown import Shown, shown

__all__ = [
    "Shown",
    "StockTarget",
    "adopted_candidates",
    "candidate_name",
    "has_targets",
    "late_targets",
    "new_stock_target",
    "number_of_targets",
    "stock_targets",
]

has_targets = book.has_targets


def late_targets(most: int) -> tuple[Shown, ...]:
    """What is behind its path or was missed, the gravest first, at most so many."""
    return tuple(shown(one) for one in rows.late(book.counted())[:most])


def number_of_targets() -> Mapping[Status, int]:
    """How many targets have each status."""
    return Counter(one.status for one in book.counted())


def candidate_name(candidate: TargetCandidate) -> str:
    """The id by which a candidate is made a target."""
    return fact_id(candidate.fact)


def adopted_candidates() -> dict[str, str]:
    """The targets that candidates became, by the ids of the candidates."""
    return {
        candidate_id(one.origin.claim, one.origin.batch, one.origin.row): one.id
        for one in book.targets()
    }


@dataclass(frozen=True, slots=True)
class StockTarget:
    """A target for the number of the zone's firms that hold a certificate."""

    row: Shown
    figure: int
    by: dt.date


def stock_targets(certificate: str) -> tuple[StockTarget, ...]:
    """Targets that are still ahead for the holders of a certificate, the nearest first."""
    return tuple(sorted(_stock_targets(certificate), key=lambda one: one.by))


def new_stock_target(certificate: str, person: Person) -> str:
    """Where such a target is set; empty where nothing counts them, or the person sets none."""
    counted = _counted_by(certificate)
    if counted is None or not may_open(person, "targets:new"):
        return ""
    return f"{reverse('targets:new')}?{urlencode({'indicator': counted.id})}"


def _stock_targets(certificate: str) -> Iterator[StockTarget]:
    counted = _counted_by(certificate)
    # The register counts the whole zone: a plan of one of its divisions is about another number.
    places = set(workspace().config.zone.divisions)
    for one in book.known():
        target = one.target
        ahead = target.due >= snapshot().manifest.as_of and places == {target.place_code}
        of_it = counted is not None and target.indicator == counted.id
        if of_it and ahead and target.aim is Aim.AT_LEAST and target.value is not None:
            yield StockTarget(shown(one), math.ceil(target.value), target.due)


def _counted_by(certificate: str) -> Indicator | None:
    """The indicator that counts the holders of a certificate."""
    known = workspace().packs.indicators.values()
    return next((one for one in known if one.certificate == certificate), None)
