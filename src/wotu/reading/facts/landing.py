"""Accepted claims become facts of the lake, in batches that can be undone like any other.

What the lake says is held against what people have accepted: claims that are new land, claims that
were withdrawn, rejected or corrected since are taken back. Doing it twice changes nothing.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from wotu.build.known import place_register
from wotu.errors import UnknownNameError
from wotu.identity.assignments import AssignmentKind, Assignments
from wotu.lake.batches import Batch, BatchDraft, BatchKind
from wotu.lake.store import Lake
from wotu.reading.facts.fact_rows import TARGETS, VALUES, ClaimResolver, FactRow, Reason, Unresolved
from wotu.reading.library import DocumentLibrary, Entry, Review, StoredClaim
from wotu.workspace import Workspace

DOCUMENT: Final = "document"
"""The source of facts that come from documents."""

NO_LONGER: Final = "文献数据的采信已变更 · no longer accepted as it was"
"""Reason of the undoing of a batch whose claims have changed; another reason is a person's."""

_CONTRACTS: Final = (VALUES, TARGETS)
_COUNTS: Final = frozenset({Review.ACCEPTED, Review.CORRECTED})


@dataclass(frozen=True)
class Landed:
    """What became of the accepted claims."""

    landed: tuple[Batch, ...]
    undone: tuple[Batch, ...]
    facts: int
    """Claims that are facts now."""
    unresolved: tuple[Unresolved, ...]


def land_accepted(workspace: Workspace, *, author: str) -> Landed:
    """Bring the lake up to what is accepted in the library of documents.

    One batch a document and contract; a batch that a person undid is not landed again until its
    claims are reviewed again.

    Raises:  TamperedTextError, SpanError where a kept text no longer says what was read.
    """
    lake = workspace.lake
    resolved, unresolved = _resolved(workspace)
    batches = [b for b in lake.batches() if b.source == DOCUMENT and b.contract in _CONTRACTS]
    held = _taken_back(batches, [stored for _, stored in resolved])
    wanted = {row.claim: row for row, stored in resolved if stored.id not in held}
    standing, expected = _standing(lake), _as_stored(lake, wanted.values())
    undone = [
        lake.undo(batch, author, NO_LONGER)
        for batch, rows in standing.items()
        if any(expected.get(name) != row for name, row in rows.items())
    ]
    gone = {batch.id for batch in undone}
    there = {name for batch, rows in standing.items() if batch not in gone for name in rows}
    fresh = [row for name, row in wanted.items() if name not in there]
    landed = _land(workspace, fresh, author) if fresh else []
    back = [
        Unresolved(stored, Reason.TAKEN_BACK, "") for _, stored in resolved if stored.id in held
    ]
    return Landed(tuple(landed), tuple(undone), len(wanted), (*unresolved, *back))


def unresolved_claims(workspace: Workspace) -> list[Unresolved]:
    """Accepted claims that are no facts, with the reason; nothing is written."""
    resolved, unresolved = _resolved(workspace)
    batches = [b for b in workspace.lake.batches() if b.source == DOCUMENT]
    held = _taken_back(batches, [stored for _, stored in resolved])
    back = [Unresolved(one, Reason.TAKEN_BACK, "") for _, one in resolved if one.id in held]
    return [*unresolved, *back]


def assign(
    workspace: Workspace,
    kind: AssignmentKind,
    name: str,
    code: str,
    *,
    author: str,
    reason: str | None = None,
) -> None:
    """Say which place or indicator a document's words mean, for this claim and all later ones.

    Raises:  UnknownNameError where there is no such code; AssignmentError for an empty name.
    """
    if kind is AssignmentKind.INDICATOR:
        code = workspace.packs.indicators.require(code).id
    elif place_register(workspace.lake, workspace.packs).name_of(code) is None:
        raise UnknownNameError(
            f"行政区划代码表里没有 {code}。 The list of divisions has no code '{code}'.", code=code
        )
    Assignments(workspace.lake.root).assign(kind, name, code, author=author, reason=reason)


def resolver_of(workspace: Workspace) -> ClaimResolver:
    """How claims are resolved now: places, dictionary, and what people assigned."""
    return ClaimResolver(
        place_register(workspace.lake, workspace.packs),
        workspace.packs.indicators,
        Assignments(workspace.lake.root).codes(AssignmentKind.INDICATOR),
    )


def _resolved(
    workspace: Workspace,
) -> tuple[list[tuple[FactRow, StoredClaim]], list[Unresolved]]:
    library, resolver = DocumentLibrary(workspace.lake), resolver_of(workspace)
    by_document: dict[str, list[StoredClaim]] = defaultdict(list)
    for stored in library.claims():
        by_document[stored.document].append(stored)
    resolved: list[tuple[FactRow, StoredClaim]] = []
    unresolved: list[Unresolved] = []
    for name, claims in by_document.items():
        accepted = [stored for stored in claims if stored.review in _COUNTS]
        if not accepted:
            continue
        document, beside = library.document(name), [stored.claim for stored in claims]
        for stored in accepted:
            start, end = stored.claim.sentence
            sentence = document.text[start:end]
            found = resolver.resolve(stored, sentence, library.entry(name).published, beside)
            if isinstance(found, FactRow):
                resolved.append((found, stored))
            else:
                unresolved.append(found)
    return resolved, unresolved


def _taken_back(batches: Iterable[Batch], resolved: Sequence[StoredClaim]) -> set[str]:
    """Claims whose batch a person undid after they were reviewed last."""
    undone: dict[str, dt.datetime] = {}
    counting: set[str] = set()
    for batch in batches:
        claims = batch.mapping.get("claims", ())
        if batch.counts:
            counting.update(claims)
        elif batch.state_reason != NO_LONGER:
            undone |= {
                name: max(batch.state_at, undone.get(name, batch.state_at)) for name in claims
            }
    return {
        one.id
        for one in resolved
        if one.id in undone
        and one.id not in counting
        and (one.reviewed_at is None or one.reviewed_at <= undone[one.id])
    }


Row = Mapping[str, Any]


def _standing(lake: Lake) -> dict[str, dict[str, Row]]:
    """Rows from documents that count now, by batch and claim."""
    found: dict[str, dict[str, Row]] = defaultdict(dict)
    for contract in _CONTRACTS:
        if contract not in lake.contracts:
            continue
        fields = list(lake.contract(contract).fields)
        rows = lake.rows(contract).filter(pl.col("_source") == DOCUMENT).collect()
        for row in rows.to_dicts():
            found[row["_batch"]][row["claim"]] = {name: row[name] for name in fields}
    return found


def _as_stored(lake: Lake, rows: Iterable[FactRow]) -> dict[str, Row]:
    """Rows by claim, with their values as the lake gives them back."""
    by_contract: dict[str, list[FactRow]] = defaultdict(list)
    for row in rows:
        by_contract[row.contract].append(row)
    return {
        row["claim"]: row
        for contract, group in by_contract.items()
        for row in _table(lake, contract, group).drop("_row").to_dicts()
    }


def _land(workspace: Workspace, rows: Sequence[FactRow], author: str) -> list[Batch]:
    lake, library = workspace.lake, DocumentLibrary(workspace.lake)
    groups: dict[tuple[str, str], list[FactRow]] = defaultdict(list)
    for row in rows:
        groups[row.document, row.contract].append(row)
    drafts = [
        _draft(library.entry(document), contract, group, author)
        for (document, contract), group in groups.items()
    ]
    with lake.landing_together(drafts) as landings:
        for landing, ((_, contract), group) in zip(landings, groups.items(), strict=True):
            landing.add(_table(lake, contract, group))
    return [lake.batch(landing.batch_id) for landing in landings]


def _draft(entry: Entry, contract: str, rows: Sequence[FactRow], author: str) -> BatchDraft:
    return BatchDraft(
        contract=contract,
        source=DOCUMENT,
        file_name=entry.name,
        file_sha256=entry.sha256,
        author=author,
        kind=BatchKind.DOCUMENT,
        mapping={"document": entry.id, "claims": [row.claim for row in rows]},
    )


def _table(lake: Lake, contract: str, rows: Sequence[FactRow]) -> pl.DataFrame:
    types = lake.contract(contract).stored_types
    plain = [{**dict.fromkeys(types), **row.values} for row in rows]
    table = pl.DataFrame(plain, schema=types)
    return table.with_columns(_row=pl.int_range(1, pl.len() + 1, dtype=pl.Int64))
