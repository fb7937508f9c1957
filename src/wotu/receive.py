"""Receiving a file: read under contract, land in the lake, keep the original."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from wotu.contracts.importing import FileImport, TableImport, open_import
from wotu.contracts.mapping import Mapping
from wotu.contracts.notices import Notice
from wotu.errors import UnknownNameError, did_you_mean
from wotu.lake.batches import Batch, BatchDraft
from wotu.progress import Progress, part_of, silent
from wotu.workspace import Workspace


@dataclass(frozen=True)
class Delivery:
    """What a person says of a file that they hand in."""

    source: str
    author: str
    contract: str | None = None
    mappings: tuple[Mapping, ...] = ()
    sheets: tuple[str, ...] | None = None
    complete: bool = False
    observed_on: dt.date | None = None


@dataclass(frozen=True)
class Received:
    """What became of one table of a file: a new batch, or the one it had landed in before."""

    batch: Batch
    unchanged: bool
    warnings: tuple[Notice, ...] = ()


def read_file(
    workspace: Workspace, location: str | Path, delivery: Delivery, progress: Progress = silent
) -> FileImport:
    """Open a file and propose its mapping, without importing anything; close it after use.

    Raises:  UnreadableFileError, MappingError; UnknownNameError for an unknown source or contract.
    """
    sources = workspace.packs.sources.sources
    if delivery.source not in sources:
        hint = did_you_mean(delivery.source, list(sources))
        raise UnknownNameError(
            f"没有来源“{delivery.source}”（有：{'、'.join(sources)}）。"
            f" There is no source '{delivery.source}'.{hint}",
            source=delivery.source,
        )
    return open_import(
        location,
        workspace.packs,
        contract=delivery.contract,
        mapping=delivery.mappings or None,
        sheets=delivery.sheets,
        progress=progress,
    )


def receive(
    workspace: Workspace,
    location: str | Path,
    delivery: Delivery,
    progress: Progress = silent,
) -> list[Received]:
    """Import a file: all of its tables land, or none does.

    Raises:  what :func:`read_file` raises, and BatchError while another writer holds the lake.
    """
    with read_file(workspace, location, delivery, part_of(progress, 0.0, 0.1)) as opened:
        return land(workspace, location, opened, delivery, part_of(progress, 0.1, 1.0))


def land(
    workspace: Workspace,
    location: str | Path,
    opened: FileImport,
    delivery: Delivery,
    progress: Progress = silent,
) -> list[Received]:
    """Land the tables of a file that has been opened."""
    lake = workspace.lake
    pairs = [(table, _draft(opened, table, delivery)) for table in opened.tables]
    known = [lake.batch_with_fingerprint(draft.fingerprint) for _, draft in pairs]
    fresh = [pair for pair, batch in zip(pairs, known, strict=True) if batch is None]
    if fresh and Path(location).is_file():
        lake.keep_original(Path(location), opened.sha256)
    with lake.landing_together([draft for _, draft in fresh]) as landings:
        for place, ((table, _), landing) in enumerate(zip(fresh, landings, strict=True)):
            step = part_of(progress, place / len(fresh), (place + 1) / len(fresh))
            for chunk in table.chunks(step):
                landing.add(chunk.rows)
                landing.reject(chunk.rejected)
    landed = {landing.draft.fingerprint: landing.batch_id for landing in landings}
    by_id = {batch.id: batch for batch in lake.batches()}
    return [
        Received(
            batch=batch or by_id[landed[draft.fingerprint]],
            unchanged=batch is not None,
            warnings=tuple(table.warnings),
        )
        for (table, draft), batch in zip(pairs, known, strict=True)
    ]


def _draft(opened: FileImport, table: TableImport, delivery: Delivery) -> BatchDraft:
    return BatchDraft(
        contract=table.mapping.contract,
        source=delivery.source,
        file_name=opened.file_name,
        file_sha256=opened.sha256,
        author=delivery.author,
        sheet=table.sheet,
        mapping=table.mapping.model_dump(mode="json", exclude_defaults=True),
        complete=delivery.complete,
        observed_on=delivery.observed_on,
    )
