"""What can be asked about documents, by other apps."""

from __future__ import annotations

from wotu.reading.library import Review
from wotu_site.documents import library
from wotu_site.documents.conflicts import number_waiting as number_of_conflicts
from wotu_site.documents.indicators import number_pending as number_of_pending_claims

__all__ = ["number_of_conflicts", "number_of_open_claims", "number_of_pending_claims"]


def number_of_open_claims() -> int:
    """How many claims wait to be reviewed."""
    return sum(counts[Review.OPEN] for counts in library.review_counts().values())
