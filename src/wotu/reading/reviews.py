"""What people said of claims, and claims that people or models proposed: append-only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

import polars as pl

from wotu.errors import WotuError
from wotu.lake import tables
from wotu.reading.claim import Claim
from wotu.reading.claim_rows import CLAIM_COLUMNS, claim_of, claim_row
from wotu.reading.document_store import MANY_FILES

GRAMMAR: Final = "grammar"
"""Who proposed what the grammar read."""


class Review(StrEnum):
    """Where a claim stands."""

    OPEN = "open"
    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    REJECTED = "rejected"


class UnknownClaimError(WotuError):
    """The library has no claim of this name."""

    kind = "unknown_claim"


class ReviewError(WotuError):
    """A review lacks its reason, or there is none to take back."""

    kind = "review"


@dataclass(frozen=True)
class StoredClaim:
    """A claim of the library with what was said of it."""

    id: str
    """``<document id>-<start>-<end>-<n>``, n telling claims of one span apart (``p0``, ``p1`` for
    proposed ones): the same as long as the span is."""
    document: str
    claim: Claim
    """As it was accepted or corrected, else as it was read or proposed."""
    as_read: Claim | None
    """What the grammar says; None where a person or a model proposed it, and where the present
    grammar no longer reads what a person has reviewed."""
    proposed_by: str
    """``grammar``, ``model:<name>`` or an account."""
    review: Review = Review.OPEN
    reviewed_by: str | None = None
    reviewed_at: dt.datetime | None = None
    reason: str | None = None


CLAIMS: Final[dict[str, pl.DataType | type[pl.DataType]]] = {
    "id": pl.String,
    "document": pl.String,
    "reading": pl.String,
    "proposed_by": pl.String,
    "at": pl.Datetime("us", "UTC"),
    **CLAIM_COLUMNS,
}
"""One row a claim of a reading, or with ``reading`` null a proposed one."""

REVIEWS: Final[dict[str, pl.DataType | type[pl.DataType]]] = {
    "claim_id": pl.String,
    "document": pl.String,
    "at": pl.Datetime("us", "UTC"),
    "author": pl.String,
    "review": pl.String,
    "reason": pl.String,
    "proposed_by": pl.String,
    **CLAIM_COLUMNS,
}
"""One row a review, with the claim as the person left it; the last one counts."""


class ClaimStore:
    """Claims and reviews, under one folder of the lake."""

    def __init__(self, root: Path) -> None:
        self._claims = root / "claims"
        self._reviews = root / "reviews"

    def keep(
        self,
        document: str,
        claims: list[tuple[str, Claim]],
        *,
        reading: str | None,
        proposed_by: str,
        at: dt.datetime,
    ) -> None:
        """Write the claims of a reading, or with ``reading`` None proposed ones."""
        shared = {"document": document, "reading": reading, "proposed_by": proposed_by, "at": at}
        rows = [{"id": name, **shared, **claim_row(claim)} for name, claim in claims]
        if rows:
            tables.append(self._claims, pl.DataFrame(rows, schema=CLAIMS))

    def review(
        self,
        stored: list[StoredClaim],
        review: Review,
        *,
        author: str,
        reason: str | None,
        at: dt.datetime,
    ) -> None:
        """Write one review for each claim, in one commit."""
        rows = [
            {
                "claim_id": one.id,
                "document": one.document,
                "at": at,
                "author": author,
                "review": review.value,
                "reason": reason,
                "proposed_by": one.proposed_by,
                **claim_row(one.claim),
            }
            for one in stored
        ]
        if rows:
            tables.append(self._reviews, pl.DataFrame(rows, schema=REVIEWS))

    def compact(self) -> None:
        """Keep reading fast after many documents and reviews."""
        for path in (self._claims, self._reviews):
            tables.compact(path, beyond=MANY_FILES)

    def stored(
        self, readings: dict[str, str], only: Collection[str] | None = None
    ) -> list[StoredClaim]:
        """Claims of documents as they stand; ``readings`` names each document's reading.

        In order of appearance within a document, documents in the order given. ``only`` names the
        claims that are wanted; None means all.
        """
        documents = pl.col("document").is_in(list(readings))
        counts = pl.col("reading").is_null() | pl.col("reading").is_in(list(readings.values()))
        named, reviewed = pl.lit(True), documents
        if only is not None:
            named = pl.col("id").is_in(list(only))
            reviewed = documents & pl.col("claim_id").is_in(list(only))
        rows = tables.scan(self._claims, CLAIMS).filter(documents & counts & named).collect()
        found = {row["id"]: _open(row) for row in rows.sort("at", maintain_order=True).to_dicts()}
        for row in self._last_reviews(reviewed).to_dicts():
            read = found.get(row["claim_id"])
            if row["review"] == Review.OPEN:
                continue
            found[row["claim_id"]] = _reviewed(row, read)
        place = {document: number for number, document in enumerate(readings)}
        return sorted(
            found.values(),
            key=lambda one: (place[one.document], one.claim.start, one.claim.end, one.id),
        )

    def reviewed_since(self, moment: dt.datetime) -> list[str]:
        """Ids of the claims that were reviewed, or whose review was taken back, since a time."""
        events = tables.scan(self._reviews, REVIEWS).filter(pl.col("at") >= moment)
        return events.select(pl.col("claim_id").unique()).collect()["claim_id"].to_list()

    def _last_reviews(self, documents: pl.Expr) -> pl.DataFrame:
        events = tables.scan(self._reviews, REVIEWS).filter(documents).collect()
        ordered = events.sort("at", maintain_order=True)
        return ordered.unique("claim_id", keep="last", maintain_order=True)


def _open(row: dict[str, Any]) -> StoredClaim:
    claim = claim_of(row)
    as_read = claim if row["proposed_by"] == GRAMMAR else None
    return StoredClaim(row["id"], row["document"], claim, as_read, row["proposed_by"])


def _reviewed(row: dict[str, Any], read: StoredClaim | None) -> StoredClaim:
    return StoredClaim(
        id=row["claim_id"],
        document=row["document"],
        claim=claim_of(row),
        as_read=read.as_read if read else None,
        proposed_by=row["proposed_by"],
        review=Review(row["review"]),
        reviewed_by=row["author"],
        reviewed_at=row["at"],
        reason=row["reason"],
    )
