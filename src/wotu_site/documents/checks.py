"""What arithmetic says of the claims of a document: sums, growth and levels held together."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from pathlib import Path

from wotu.reading.arithmetic import Finding, check_arithmetic
from wotu.reading.library import Review, StoredClaim
from wotu_site.documents import library
from wotu_site.snapshots.queries import workspace
from wotu_site.ui.formats import page_language

Place = tuple[int, int]


def findings_of(stored: StoredClaim) -> tuple[str, ...]:
    """What contradicts a claim among the others of its document, in words of the page."""
    found = _by_place(workspace().lake.root, library.commits(), stored.document)
    claim = stored.claim
    return tuple(
        one.words.in_language(page_language()) for one in found.get((claim.start, claim.end), ())
    )


@lru_cache(maxsize=4)
def _by_place(
    _root: Path, _commits: library.Commits, document_id: str
) -> dict[Place, list[Finding]]:
    """Findings by the characters of each claim that they are made from; rejected ones left out."""
    claims = library.claims_of(document_id)
    standing = [one.claim for one in claims if one.review is not Review.REJECTED]
    text = library.document(document_id).text
    found: dict[Place, list[Finding]] = defaultdict(list)
    for finding in check_arithmetic(standing, text, workspace().packs.indicators):
        for claim in finding.claims:
            found[claim.start, claim.end].append(finding)
    return found
