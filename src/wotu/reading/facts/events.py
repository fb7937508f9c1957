"""Events that documents tell of the zone's firms: candidates, and facts once a person agrees."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from wotu.build.answers import find_firm
from wotu.build.known import place_register
from wotu.build.snapshot import Snapshot
from wotu.contracts.period_days import with_days
from wotu.errors import WotuError
from wotu.identity.matching import NameIndex
from wotu.lake.batches import Batch, BatchDraft, BatchKind
from wotu.reading.facts.event_grammar import FoundEvent, find_events
from wotu.reading.facts.landing import DOCUMENT
from wotu.reading.library import DocumentLibrary, Entry
from wotu.reading.naming.linking import link
from wotu.reading.naming.mention import Mention, MentionKind
from wotu.workspace import Workspace

EVENTS: Final = "firm_event"


class UnknownEventError(WotuError):
    """No document tells an event of this id."""

    kind = "unknown_event"


class UnlinkedFirmError(WotuError):
    """The firm of an event is not in the register; a person can name it."""

    kind = "unlinked_firm"


@dataclass(frozen=True)
class EventCandidate:
    """One event of a document."""

    id: str
    """``<document id>-<start>-<end>-<kind>``."""
    document: Entry
    event: FoundEvent
    firm_id: str | None
    """Of the register; None where the name is in it no time or several times."""
    firm_name: str
    """As the register has it, else as the document does."""
    uscc: str | None
    batch: str | None
    """The batch in which it is a fact; None while it is none."""


def event_candidates(
    workspace: Workspace, document: str | None = None, snapshot: Snapshot | None = None
) -> list[EventCandidate]:
    """Events of one document or of all, in order of appearance, the last document added first.

    Firms are looked for in ``snapshot``; without one no event is linked.

    Raises:  UnknownDocumentError.
    """
    library = DocumentLibrary(workspace.lake)
    entries = library.entries() if document is None else [library.entry(document)]
    told = [
        (entry, event) for entry in entries for event in find_events(library.document(entry.id))
    ]
    firms = _firms(workspace, snapshot, {event.firm for _, event in told})
    landed = _landed(workspace)
    return [_candidate(entry, event, firms, landed) for entry, event in told]


def accept_events(
    workspace: Workspace,
    event_ids: Iterable[str],
    *,
    snapshot: Snapshot,
    author: str,
    firm: str | None = None,
) -> list[Batch]:
    """Let events be facts of their firms, one batch a document; undo the batch to take it back.

    ``firm``: code or exact name of the firm that is meant, where the document's name is not enough.
    An event that is a fact already stays one.

    Raises:  UnknownEventError; UnlinkedFirmError; SubjectNotFoundError for an unknown ``firm``.
    """
    wanted = list(dict.fromkeys(event_ids))
    documents = list(dict.fromkeys(name.partition("-")[0] for name in wanted))
    known = {
        one.id: one for name in documents for one in event_candidates(workspace, name, snapshot)
    }
    if missing := [name for name in wanted if name not in known]:
        raise UnknownEventError(
            f"没有这些事件：{'、'.join(missing)}。`wotu indicators events` 列出全部。"
            f" No events are named {', '.join(missing)}.",
            events=missing,
        )
    chosen = [known[name] for name in wanted if known[name].batch is None]
    meant = find_firm(snapshot, firm) if firm else None
    groups: dict[str, list[tuple[EventCandidate, Mapping[str, Any]]]] = defaultdict(list)
    for one in chosen:
        groups[one.document.id].append((one, _row(one, meant)))
    return _land(workspace, list(groups.values()), author)


def _candidate(
    entry: Entry,
    event: FoundEvent,
    firms: Mapping[str, Mapping[str, Any]],
    landed: Mapping[str, str],
) -> EventCandidate:
    name = f"{entry.id}-{event.start}-{event.end}-{event.kind}"
    firm = firms.get(event.firm)
    return EventCandidate(
        id=name,
        document=entry,
        event=event,
        firm_id=firm["firm_id"] if firm else None,
        firm_name=firm["name"] if firm else event.firm,
        uscc=firm["uscc"] if firm else None,
        batch=landed.get(name),
    )


def _firms(
    workspace: Workspace, snapshot: Snapshot | None, names: Iterable[str]
) -> dict[str, Mapping[str, Any]]:
    """Firms of a snapshot that names mean for sure: the one bearer of the name, or the one firm
    that a short name fits."""
    wanted = sorted(set(names))
    if snapshot is None or not wanted:
        return {}
    firms = snapshot.frame("SELECT firm_id, uscc, name, division_code AS district FROM firm")
    index = NameIndex.build(firms.select("firm_id", "name", "district"))
    mentions = [Mention(0, len(name), name, MentionKind.COMPANY, name) for name in wanted]
    divisions = workspace.config.zone.divisions
    links = link(
        mentions,
        index,
        place_register(workspace.lake, workspace.packs),
        district=divisions[0] if len(divisions) == 1 else None,
    )
    by_id = {row["firm_id"]: row for row in firms.to_dicts()}
    return {one.mention.text: by_id[one.firm_id] for one in links if one.firm_id in by_id}


def _landed(workspace: Workspace) -> dict[str, str]:
    """Events that are facts now, with their batch."""
    return {
        name: batch.id
        for batch in workspace.lake.batches()
        if batch.counts and batch.contract == EVENTS and batch.source == DOCUMENT
        for name in batch.mapping.get("events", ())
    }


def _row(one: EventCandidate, meant: Mapping[str, Any] | None) -> Mapping[str, Any]:
    event = one.event
    if meant is None and one.firm_id is None:
        raise UnlinkedFirmError(
            f"登记库里没有“{event.firm}”；用 --firm 指明是哪家企业。"
            f" '{event.firm}' is not in the register: name the firm with --firm.",
            firm=event.firm,
            event=one.id,
        )
    return {
        "uscc": meant["uscc"] if meant else one.uscc,
        "firm_name": meant["name"] if meant else one.firm_name,
        "kind": event.kind,
        "product": event.product,
        "period": event.period,
        "amount_cny": event.amount if event.amount_unit == "元" else None,
        "amount_usd": event.amount if event.amount_unit == "美元" else None,
        "bound": event.bound.value if event.bound else None,
        "document": one.document.id,
        "span_start": event.start,
        "span_end": event.end,
        "sentence": event.text,
        "published": one.document.published,
    }


def _land(
    workspace: Workspace,
    groups: list[list[tuple[EventCandidate, Mapping[str, Any]]]],
    author: str,
) -> list[Batch]:
    lake, contract = workspace.lake, workspace.packs.contract(EVENTS)
    types = contract.stored_types
    drafts = [_draft([one for one, _ in group], author) for group in groups]
    with lake.landing_together(drafts) as landings:
        for landing, group in zip(landings, groups, strict=True):
            plain = [{**dict.fromkeys(types), **row} for _, row in group]
            table = with_days(pl.DataFrame(plain, schema=types), contract)
            landing.add(table.with_columns(_row=pl.int_range(1, pl.len() + 1, dtype=pl.Int64)))
    return [lake.batch(landing.batch_id) for landing in landings]


def _draft(group: list[EventCandidate], author: str) -> BatchDraft:
    entry = group[0].document
    return BatchDraft(
        contract=EVENTS,
        source=DOCUMENT,
        file_name=entry.name,
        file_sha256=entry.sha256,
        author=author,
        kind=BatchKind.DOCUMENT,
        mapping={"document": entry.id, "events": [one.id for one in group]},
    )
