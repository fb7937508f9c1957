"""What arithmetic says of the claims of a document: sums, growth and levels held together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from wotu.reading.library import Review
from wotu.reading.reconciling.arithmetic import Finding, check_arithmetic
from wotu_site.documents import library
from wotu_site.snapshots.queries import workspace

#: Where a claim stands: its first character and the one behind its last.
Place = tuple[int, int]

#: Claims up to which a document is checked while somebody waits.
MOST_CHECKED = 5_000


def findings(document_id: str) -> Mapping[Place, list[Finding]]:
    """What contradicts claims of a document, by the characters of each claim; none in huge ones."""
    claims = library.claims_of(document_id)
    if len(claims) > MOST_CHECKED:
        return {}
    # Accepting changes no figure: only what was rejected or corrected is checked anew.
    changed = frozenset(
        (one.id, one.reviewed_at)
        for one in claims
        if one.review in (Review.REJECTED, Review.CORRECTED)
    )
    entries, stored, _reviews = library.commits()
    return _findings(workspace().lake.root, (entries, stored), changed, document_id)


@lru_cache(maxsize=16)
def _findings(
    _root: Path, _commits: library.Commits, _changed: frozenset[object], document_id: str
) -> dict[Place, list[Finding]]:
    claims = library.claims_of(document_id)
    standing = [one.claim for one in claims if one.review is not Review.REJECTED]
    text = library.document(document_id).text
    found: dict[Place, list[Finding]] = defaultdict(list)
    for finding in check_arithmetic(standing, text, workspace().packs.indicators):
        for claim in finding.claims:
            found[claim.start, claim.end].append(finding)
    return dict(found)
