"""The command that holds documents against each other: items, settlements, findings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from wotu.build.snapshot import current_id, open_current
from wotu.cli.output import (
    English,
    Folder,
    Json,
    author,
    command,
    open_folder,
    progress_shown,
    say,
)
from wotu.cli.reconcile_output import (
    items_table,
    show,
    show_findings,
    show_ledger,
    show_possible,
)
from wotu.errors import UnknownNameError
from wotu.exports import write_table
from wotu.packs.indicators import IndicatorDictionary
from wotu.progress import Progress, part_of
from wotu.reading.document import Document
from wotu.reading.facts.gathering import (
    read_claim_file,
    statements_of,
    statements_of_document,
)
from wotu.reading.indicators import shipped_indicators
from wotu.reading.intake import document_files, open_document
from wotu.reading.library import DocumentLibrary
from wotu.reading.read import read_claims
from wotu.reading.reconciling.arithmetic import check_arithmetic
from wotu.reading.reconciling.findings import Finding
from wotu.reading.reconciling.near import near_items
from wotu.reading.reconciling.reconcile import Item, Statement, reconcile
from wotu.reading.reconciling.settlements import Settlements
from wotu.workspace import Workspace

commands = typer.Typer()


@dataclass(frozen=True)
class _Material:
    """What there is to compare."""

    statements: list[Statement]
    texts: dict[str, str]
    """Text of each document, by the id under which statements name it."""
    indicators: IndicatorDictionary
    settlements: Settlements | None
    """None where the documents are files outside of a workspace."""


@commands.command("reconcile")
@command
def reconcile_documents(
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            help="文件或文件夹，也可是 wotu read 写的 .jsonl；缺省为文献库"
            " · Documents, or .jsonl of `wotu read`; without any, the library."
        ),
    ] = None,
    texts: Annotated[
        Path | None,
        typer.Option(help="JSONL 所指原文的文件夹 · Folder of the texts that JSONL points into."),
    ] = None,
    every: Annotated[
        bool, typer.Option("--all", help="一致的也列出 · Agreeing items too.")
    ] = False,
    possible: Annotated[
        bool, typer.Option("--possible", help="列出可能相同的 · What may be the same.")
    ] = False,
    findings: Annotated[
        bool, typer.Option("--findings", help="每份文件自身的算术矛盾 · Arithmetic of each text.")
    ] = False,
    ledger: Annotated[
        bool, typer.Option("--ledger", help="核定台账 · Everything settled and withdrawn.")
    ] = False,
    settle: Annotated[
        str | None, typer.Option(help="核定哪一项 · Key of an item to settle.")
    ] = None,
    take: Annotated[
        str | None, typer.Option(help="采信哪条陈述（编号或序号） · Statement, by id or place.")
    ] = None,
    withdraw: Annotated[
        str | None, typer.Option(help="撤销哪一项的核定 · Key of a settlement to take back.")
    ] = None,
    reason: Annotated[str, typer.Option(help="理由 · Reason.")] = "",
    out: Annotated[Path | None, typer.Option(help="写成 .xlsx 或 .csv · Write a table.")] = None,
    folder: Folder = Path(),
    english: English = False,
    as_json: Json = False,
) -> None:
    """比对各文件与数据湖的同一数据，列出不一致及原因。 Where documents differ, and why."""
    if (settle is None) != (take is None):
        raise typer.BadParameter("--settle 与 --take 须同时给出 · give --settle with --take")
    workspace = None if files and not (settle or withdraw or ledger) else open_folder(folder)
    settlements = Settlements(workspace.lake) if workspace else None
    if withdraw and settlements:
        settlements.withdraw(withdraw, author=author(), reason=reason)
        say("已撤销" if not english else "Taken back")
        return
    if ledger and settlements:
        show_ledger(settlements, english=english, as_json=as_json)
        return
    with progress_shown(hidden=as_json) as progress:
        material = _gather(files or [], texts, workspace, progress)
    language = "en" if english else "zh"
    if findings:
        show_findings(_found(material), language, as_json=as_json)
        return
    if possible:
        show_possible(near_items(material.statements, material.indicators), as_json=as_json)
        return
    standing = settlements.standing() if settlements else []
    items = reconcile(material.statements, standing, material.indicators)
    if settle and take and settlements:
        item = _item_named(items, settle)
        settlements.settle(item, _statement_named(item, take), author=author(), reason=reason)
        say("已核定" if not english else "Settled")
        return
    if out:
        write_table(items_table(items, language), out, "reconcile")
    show(items, language, every=every, as_json=as_json)


def _gather(
    files: Sequence[Path], texts: Path | None, workspace: Workspace | None, progress: Progress
) -> _Material:
    indicators = workspace.packs.indicators if workspace else shipped_indicators()
    settlements = Settlements(workspace.lake) if workspace else None
    if not files and workspace:
        library = DocumentLibrary(workspace.lake)
        known = {entry.id: library.document(entry.id).text for entry in library.entries()}
        snapshots = workspace.snapshots_path
        snapshot = open_current(snapshots) if current_id(snapshots) else None
        statements = statements_of(workspace, snapshot)
        return _Material(statements, known, indicators, settlements)
    statements, known = [], {}
    for document, stated in _read(files, texts, progress):
        statements += stated
        known |= {one.source: document.text for one in stated[:1]}
    return _Material(statements, known, indicators, settlements)


def _read(
    files: Sequence[Path], texts: Path | None, progress: Progress
) -> Iterable[tuple[Document, list[Statement]]]:
    for path in (one for one in files if one.suffix == ".jsonl"):
        folder = texts or path.parent
        named = {one.stem: open_document(one) for one in document_files([folder])}
        claims = list(read_claim_file(path, named))
        for name in dict.fromkeys(doc for doc, _ in claims):
            own = [claim for doc, claim in claims if doc == name]
            yield named[name], statements_of_document(named[name], own)
    documents = [one for one in files if one.suffix != ".jsonl"]
    paths = document_files(documents) if documents else []
    for place, path in enumerate(paths):
        part = part_of(progress, place / len(paths), (place + 1) / len(paths))
        document = open_document(path, progress=part)
        yield document, statements_of_document(document, read_claims(document))


def _item_named(items: Sequence[Item], key: str) -> Item:
    found = [item for item in items if item.key.startswith(key)]
    if len(found) != 1:
        raise UnknownNameError(f"没有（或不止）一项 {key}。 No single item '{key}'.", item=key)
    return found[0]


def _statement_named(item: Item, name: str) -> str:
    """The id of a statement given by its id or by its place in the list, from 1."""
    if name.isdigit() and 1 <= int(name) <= len(item.statements):
        return item.statements[int(name) - 1].id
    return name


def _found(material: _Material) -> list[tuple[str, Finding]]:
    by_source: dict[str, list[Statement]] = {}
    for one in material.statements:
        by_source.setdefault(one.source, []).append(one)
    return [
        (stated[0].source_name, found)
        for source, stated in by_source.items()
        if source in material.texts
        for found in check_arithmetic(
            [one.claim for one in stated], material.texts[source], material.indicators
        )
    ]
