"""What can be asked about targets, by other apps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from wotu.reading.facts.targets import TargetCandidate
from wotu.targets.candidates import candidate_id, fact_id
from wotu.targets.status import Status
from wotu_site.targets import book, rows
from wotu_site.targets.pages.shown import Shown, shown

__all__ = [
    "Shown",
    "adopted_candidates",
    "candidate_name",
    "has_targets",
    "late_targets",
    "number_of_targets",
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
