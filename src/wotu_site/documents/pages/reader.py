"""Where somebody is in a document: the part, the filters, and the claims that these show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from wotu.reading.claim import ClaimKind
from wotu.reading.library import Entry, Review, StoredClaim
from wotu.reading.reconciling.arithmetic import Finding
from wotu_site.documents import checks, library
from wotu_site.documents.text import PagedText, Part
from wotu_site.documents.words import review_word

FILTERS = ("review", "kind", "q")


@dataclass(frozen=True, slots=True)
class Choice:
    """One state of review: how many claims of the part stand in it, and the table of these."""

    value: str
    label: str
    count: int
    address: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the review of a whole document has come."""

    claims: int
    open: int
    accepted: int
    rejected: int


@dataclass(frozen=True)
class Reader:
    """One part of a document and the filters over its claims, as an address gives them."""

    entry: Entry
    reading: PagedText
    claims: tuple[StoredClaim, ...]
    part: Part
    review: str = ""
    kind: str = ""
    words: str = ""

    @classmethod
    def of(cls, entry: Entry, query: QueryDict, claim: StoredClaim | None = None) -> Reader:
        """What an address asks for; the part is that of ``claim`` where one is given."""
        reading, claims = library.reading(entry.id), library.claims_of(entry.id)
        review, kind = query.get("review", ""), query.get("kind", "")
        return cls(
            entry=entry,
            reading=reading,
            claims=claims,
            part=reading.part_at(claim.claim.start) if claim else _part(reading, query),
            review=review if review in {one.value for one in Review} else "",
            kind=kind if kind in {one.value for one in ClaimKind} else "",
            words=query.get("q", "").strip(),
        )

    @cached_property
    def findings(self) -> Mapping[checks.Place, list[Finding]]:
        """What contradicts claims of the document, by the characters of each claim."""
        return checks.findings(self.entry.id)

    @cached_property
    def here(self) -> tuple[StoredClaim, ...]:
        """The claims of the part, all of them."""
        return self.of_part(self.part)

    @cached_property
    def shown(self) -> tuple[StoredClaim, ...]:
        """The claims of the part that the filters leave."""
        return tuple(one for one in self.here if self.fits(one))

    @cached_property
    def wanted(self) -> tuple[StoredClaim, ...]:
        """The claims of the whole document that the filters leave."""
        return tuple(one for one in self.claims if self.fits(one))

    @cached_property
    def counts(self) -> Counter[Review]:
        """How many claims of the part stand in each state, the other filters in force."""
        return Counter(one.review for one in self.here if self.fits(one, but="review"))

    @property
    def filtered(self) -> bool:
        """Whether a filter is in force."""
        return bool(self.review or self.kind or self.words)

    def of_part(self, part: Part) -> tuple[StoredClaim, ...]:
        """The claims whose figure begins in a part."""
        return tuple(one for one in self.claims if part.start <= one.claim.start < part.end)

    def fits(self, one: StoredClaim, but: str = "") -> bool:
        """Whether the filters leave a claim."""
        claim = one.claim
        texts = (claim.subject or "", claim.metric, claim.quote, claim.period or "")
        return (
            (but == "review" or self.review in ("", one.review.value))
            and self.kind in ("", claim.kind.value)
            and any(self.words.casefold() in text.casefold() for text in texts)
        )

    def neighbours(self, claim_id: str) -> tuple[StoredClaim | None, StoredClaim | None]:
        """The claims before and after one among those that the filters leave in the document."""
        at = next((place for place, one in enumerate(self.claims) if one.id == claim_id), None)
        if at is None:
            return None, None
        before, behind = reversed(self.claims[:at]), self.claims[at + 1 :]
        return _first(self, before), _first(self, behind)

    def choices(self) -> tuple[Choice, ...]:
        """The states of review that the table can be narrowed to, all of them first."""
        shown = [("", _("All"), self.counts.total())]
        shown += [(one.value, review_word(one), self.counts[one]) for one in Review]
        path = reverse("documents:document", args=[self.entry.id])
        return tuple(
            Choice(
                value,
                label,
                count,
                f"{path}?{replace(self, review=value).query()}",
                value == self.review,
            )
            for value, label, count in shown
        )

    def standing(self) -> Standing:
        """How far the review of the document has come."""
        counts = Counter(one.review for one in self.claims)
        return Standing(
            claims=counts.total(),
            open=counts[Review.OPEN],
            accepted=counts[Review.ACCEPTED] + counts[Review.CORRECTED],
            rejected=counts[Review.REJECTED],
        )

    def address(self, name: str, *args: object, part: Part | None = None) -> str:
        """An address of the document that keeps part and filters."""
        return f"{reverse(f'documents:{name}', args=[self.entry.id, *args])}?{self.query(part)}"

    def claim_address(self, claim_id: str) -> str:
        """The document with a claim chosen."""
        return f"{reverse('documents:document', args=[self.entry.id])}?{self._asked(claim_id)}"

    def query(self, part: Part | None = None) -> str:
        """Part and filters as an address has them."""
        query = QueryDict(mutable=True)
        query["page"] = str((part or self.part).number)
        query.update({name: value for name, value in self._filters() if value})
        return query.urlencode()

    def _asked(self, claim_id: str) -> str:
        query = QueryDict(mutable=True)
        query.update({name: value for name, value in self._filters() if value})
        query["claim"] = claim_id
        return query.urlencode()

    def _filters(self) -> tuple[tuple[str, str], ...]:
        return tuple(zip(FILTERS, (self.review, self.kind, self.words), strict=True))


def _first(reader: Reader, claims: Iterable[StoredClaim]) -> StoredClaim | None:
    return next((one for one in claims if reader.fits(one)), None)


def _part(reading: PagedText, query: QueryDict) -> Part:
    wanted = query.get("page", "1")
    number = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 9 else 1
    return reading.parts[min(max(number, 1), len(reading.parts)) - 1]
