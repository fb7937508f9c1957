"""Targets of the plan that are late, for those who answer for it."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode

from wotu.targets.status import Status
from wotu_site.targets import queries as targets

#: Late targets that the first page names; the list has the others.
NAMED = 5


@dataclass(frozen=True, slots=True)
class LateTargets:
    """What is late, how much of how much, and the list of it."""

    shown: tuple[targets.Shown, ...]
    late: int
    targets: int
    address: str


def late_targets() -> LateTargets | None:
    """The gravest late targets; None where no target is set."""
    if not targets.has_targets():
        return None
    counts = targets.number_of_targets()
    query = urlencode({"status": [Status.MISSED.value, Status.LATE.value]}, doseq=True)
    return LateTargets(
        shown=targets.late_targets(NAMED),
        late=counts[Status.MISSED] + counts[Status.LATE],
        targets=sum(counts.values()),
        address=f"{reverse('targets:home')}?{query}",
    )
