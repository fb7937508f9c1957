"""Commands on the library of documents: what is in it, and reviewing its claims."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape

from wotu.cli.output import (
    English,
    Folder,
    Json,
    author,
    command,
    open_folder,
    print_json,
    print_table,
    say,
)
from wotu.cli.reading import claim_cells, claim_headers
from wotu.reading.claim_rows import ClaimFieldError
from wotu.reading.facts.landing import land_accepted
from wotu.reading.library import DocumentLibrary, Entry, StoredClaim
from wotu.reading.reconciling.words import FORMAT_LABELS, REVIEW_LABELS

commands = typer.Typer(invoke_without_command=True)

DocumentId = Annotated[str, typer.Argument(help="文献编号或其开头 · Document, or its beginning.")]
ClaimIds = Annotated[list[str], typer.Argument(help="数据编号 · Claims.")]
Reason = Annotated[str, typer.Option(help="理由 · Reason.")]


def _library(folder: Path) -> DocumentLibrary:
    return DocumentLibrary(open_folder(folder).lake)


@contextmanager
def _changing(folder: Path) -> Iterator[DocumentLibrary]:
    """The library; what is accepted in it afterwards is what the lake holds."""
    workspace = open_folder(folder)
    yield DocumentLibrary(workspace.lake)
    land_accepted(workspace, author=author())


@commands.callback()
@command
def list_documents(
    context: typer.Context,
    folder: Folder = Path(),
    removed: Annotated[
        bool, typer.Option("--removed", help="列出已移除的 · The removed ones.")
    ] = False,
    english: English = False,
    as_json: Json = False,
) -> None:
    """列出文献库里的文献；下列命令审核其中的数据。 List the documents of the library."""
    if context.invoked_subcommand is not None:
        return
    library = _library(folder)
    entries = library.removed() if removed else library.entries()
    if as_json:
        print_json([_entry_json(entry) for entry in entries])
    elif not entries:
        say(
            "The library is empty: wotu read FILE --add"
            if english
            else "文献库是空的：用 wotu read 文件 --add 存入"
        )
    else:
        print_table(
            ("Document", "Name", "Format", "Published", "Characters", "Claims")
            if english
            else ("编号", "名称", "格式", "发布日期", "字数", "数据"),
            [_entry_cells(entry, "en" if english else "zh") for entry in entries],
        )


@commands.command("show")
@command
def show_document(
    document: DocumentId, folder: Folder = Path(), english: English = False, as_json: Json = False
) -> None:
    """一份文献的数据与审核情况。 The claims of a document with their reviews."""
    library = _library(folder)
    entry, claims = library.entry(document), library.claims(document)
    if as_json:
        print_json({**_entry_json(entry), "claims": [_claim_json(one, entry) for one in claims]})
        return
    language = "en" if english else "zh"
    say(f"[bold]{escape(entry.title or entry.name)}[/]  {entry.published or ''}")
    for notice in entry.notices:
        say(f"  [yellow]![/] {escape(notice.in_language(language))}")
    text = library.document(entry.id).text
    headers = ("Claim", "Review") if english else ("编号", "审核")
    print_table(
        (*headers, *claim_headers(english=english)),
        [
            (
                one.id,
                REVIEW_LABELS[one.review].in_language(language),
                *claim_cells(text, one.claim, english=english),
            )
            for one in claims
        ],
    )


@commands.command("accept")
@command
def accept_claims(claims: ClaimIds, folder: Folder = Path(), as_json: Json = False) -> None:
    """采纳数据。 Vouch for claims as they stand."""
    with _changing(folder) as library:
        library.accept(claims, author=author())
    _done({"accepted": claims}, f"已采纳 {len(claims)} 条", as_json=as_json)


@commands.command("reject")
@command
def reject_claims(
    claims: ClaimIds, reason: Reason, folder: Folder = Path(), as_json: Json = False
) -> None:
    """驳回数据。 Say that claims are wrong."""
    with _changing(folder) as library:
        library.reject(claims, author=author(), reason=reason)
    _done({"rejected": claims}, f"已驳回 {len(claims)} 条", as_json=as_json)


@commands.command("withdraw")
@command
def withdraw_reviews(claims: ClaimIds, folder: Folder = Path(), as_json: Json = False) -> None:
    """撤回审核，数据回到待审核。 Take reviews back; the claims are open again."""
    with _changing(folder) as library:
        library.withdraw(claims, author=author())
    _done({"withdrawn": claims}, f"已撤回 {len(claims)} 条审核", as_json=as_json)


@commands.command("correct")
@command
def correct_claim(
    claim: Annotated[str, typer.Argument(help="数据编号 · Claim.")],
    values: Annotated[
        list[str],
        typer.Option("--set", help="字段=值，如 period=2022，可多次 · field=value, repeatable."),
    ],
    reason: Reason,
    folder: Folder = Path(),
    as_json: Json = False,
) -> None:
    """更正一条数据。 State what a claim should say."""
    changed = dict(_assignment(value) for value in values)
    with _changing(folder) as library:
        library.correct(claim, changed, author=author(), reason=reason)
    _done({"corrected": claim, "changed": changed}, "已更正", as_json=as_json)


@commands.command("remove")
@command
def remove_document(
    document: DocumentId, reason: Reason, folder: Folder = Path(), as_json: Json = False
) -> None:
    """移除文献，可恢复。 Take a document out; it can be restored."""
    with _changing(folder) as library:
        entry = library.entry(document)
        library.remove(entry.id, author=author(), reason=reason)
    said = f"已移除；wotu documents restore {entry.id} 可恢复"
    _done({"removed": entry.id}, said, as_json=as_json)


@commands.command("restore")
@command
def restore_document(document: DocumentId, folder: Folder = Path(), as_json: Json = False) -> None:
    """恢复移除的文献。 Let a removed document count again, with its reviews."""
    with _changing(folder) as library:
        library.restore(document, author=author())
        entry = library.entry(document)
    _done({"restored": entry.id}, f"已恢复 {escape(entry.name)}", as_json=as_json)


def _assignment(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign:
        raise ClaimFieldError(
            f"“{text}”应写作 字段=值。 Write '{text}' as field=value.", field=text
        )
    return name.strip(), value


def _done(result: dict[str, Any], said: str, *, as_json: bool) -> None:
    if as_json:
        print_json(result)
    else:
        say(said)


def _entry_cells(entry: Entry, language: str) -> tuple[Any, ...]:
    form = FORMAT_LABELS[entry.format].in_language(language)
    return (entry.id, entry.name, form, entry.published, entry.characters, entry.claims)


def _entry_json(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "name": entry.name,
        "title": entry.title,
        "format": entry.format.value,
        "published": entry.published,
        "sha256": entry.sha256,
        "added_at": entry.added_at.isoformat(),
        "added_by": entry.added_by,
        "pages": entry.pages,
        "characters": entry.characters,
        "claims_read": entry.claims,
        "notices": [notice.as_json() for notice in entry.notices],
    }


def _claim_json(one: StoredClaim, entry: Entry) -> dict[str, Any]:
    fields = one.claim.as_json(entry.name, 1)
    return {
        **fields,
        "id": one.id,
        "proposed_by": one.proposed_by,
        "review": one.review.value,
        "reviewed_by": one.reviewed_by,
        "reviewed_at": one.reviewed_at.isoformat() if one.reviewed_at else None,
        "reason": one.reason,
    }
