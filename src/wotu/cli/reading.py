"""The command that reads documents: figures with their sentences, from files to a table."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any, TextIO

import typer
from rich.markup import escape

from wotu.cli.output import (
    English,
    Folder,
    Json,
    author,
    command,
    messages,
    open_folder,
    print_json,
    print_table,
    progress_shown,
    say,
)
from wotu.errors import WotuError
from wotu.figures import group_digits
from wotu.progress import Progress, part_of
from wotu.reading.claim import Claim, plain_decimal
from wotu.reading.document import Document
from wotu.reading.intake import document_files, open_document
from wotu.reading.library import DocumentLibrary
from wotu.reading.read import read_claims
from wotu.reading.reconciling.words import BOUND_LABELS, KIND_LABELS

commands = typer.Typer()

_LONGEST_SENTENCE = 64
_LINE_BREAK = re.compile(r"\s*[\r\n]\s*")


@dataclass(frozen=True)
class ReadFile:
    """What became of one file: its document and claims, or the error."""

    path: Path
    document: Document | None = None
    claims: tuple[Claim, ...] = ()
    error: WotuError | None = None

    def lines(self) -> list[dict[str, Any]]:
        """Its claims as JSON."""
        if self.document is None:
            return []
        numbered = enumerate(self.claims, 1)
        return [claim.as_json(self.document.name, place) for place, claim in numbered]


@commands.command("read")
@command
def read_files(
    files: Annotated[
        list[Path],
        typer.Argument(help="文件或文件夹：txt、html、docx、pdf · Files and folders."),
    ],
    date: Annotated[
        dt.datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"],
            help="发布日期，缺省取文中或文件名所写 · Day of publication, else as the file states.",
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="写成 JSONL，一行一条数据 · Write one claim a line.")
    ] = None,
    add: Annotated[
        bool, typer.Option("--add", help="存入工作区的文献库 · Keep in the workspace's library.")
    ] = False,
    folder: Folder = Path(),
    english: English = False,
    as_json: Json = False,
) -> None:
    """读出文件里的数据，每条附原文位置。 Read the figures of documents, each with its characters.

    一份文件出错不影响其余；有出错的，退出状态为 1。
    The fault of one file does not stop the others; the exit status is 1 where there was one.
    """
    library = DocumentLibrary(open_folder(folder).lake) if add else None
    published = date.date() if date else None
    paths = document_files(files)
    failed, shown = 0, []
    with progress_shown(hidden=as_json) as progress, _lines_to(out) as lines:
        for read in _read_all(paths, published, library, progress):
            failed += read.error is not None
            if lines is not None:
                lines.writelines(
                    json.dumps(line, ensure_ascii=False) + "\n" for line in read.lines()
                )
            if read.error is not None and not as_json:
                messages.print(f"[bold red]✗[/] {escape(str(read.error))}", soft_wrap=True)
            if as_json:
                shown.append(_as_json(read))
            elif read.document is not None:
                _print(read, english=english, table=out is None)
    if as_json:
        print_json(shown)
    if failed:
        raise typer.Exit(1)


@contextmanager
def _lines_to(path: Path | None) -> Iterator[TextIO | None]:
    """The file for claims; there under its name only when all of it is written."""
    if path is None:
        yield None
        return
    partial = path.with_name(f"{path.name}.partial")
    try:
        with partial.open("w", encoding="utf-8", newline="\n") as lines:
            yield lines
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def _read_all(
    paths: list[Path],
    published: dt.date | None,
    library: DocumentLibrary | None,
    progress: Progress,
) -> Iterator[ReadFile]:
    """One file after the other, so that memory holds one document."""
    stems = Counter(path.stem for path in paths)
    for place, path in enumerate(paths):
        step = part_of(progress, place / len(paths), (place + 1) / len(paths))
        try:
            if library is None:
                document = open_document(path, published=published, progress=step)
                claims = tuple(read_claims(document))
            else:
                entry = library.add(path, published=published, author=author(), progress=step)
                document = library.document(entry.id)
                claims = tuple(one.as_read for one in library.claims(entry.id) if one.as_read)
        except WotuError as error:
            yield ReadFile(path, error=error)
            continue
        if stems[path.stem] > 1:  # claims of two files must not bear one name
            document = replace(document, name=path.name)
        yield ReadFile(path, document, claims)


def _as_json(read: ReadFile) -> dict[str, Any]:
    if read.document is None:
        return {"file": str(read.path), **(read.error.as_json() if read.error else {})}
    document = read.document
    return {
        "file": str(read.path),
        "doc": document.name,
        "title": document.title,
        "format": document.format.value,
        "published": document.published,
        "characters": len(document.text),
        "notices": [notice.as_json() for notice in document.notices],
        "claims": read.lines(),
    }


def _print(read: ReadFile, *, english: bool, table: bool) -> None:
    document, language = read.document, "en" if english else "zh"
    if document is None:
        return
    count = f"{len(read.claims)} claims" if english else f"{len(read.claims)} 条数据"
    day = f"  {document.published}" if document.published else ""
    say(f"[bold]{escape(document.name)}[/]{day}  {count}")
    for notice in document.notices:
        say(f"  [yellow]![/] {escape(notice.in_language(language))}")
    if table and read.claims:
        rows = [claim_cells(document.text, claim, english=english) for claim in read.claims]
        print_table(claim_headers(english=english), rows)


def claim_headers(*, english: bool) -> tuple[str, ...]:
    """Headers of the columns of :func:`claim_cells`."""
    if english:
        return ("Figure", "Unit", "Kind", "Bound", "Subject", "Metric", "Period", "Sentence")
    return ("数值", "单位", "类别", "界限", "主体", "指标", "时期", "原句")


def claim_cells(text: str, claim: Claim, *, english: bool) -> tuple[Any, ...]:
    """One claim of a document with this text as a row of a table."""
    language = "en" if english else "zh"
    return (
        figure_text(claim),
        claim.unit,
        KIND_LABELS[claim.kind].in_language(language),
        BOUND_LABELS[claim.bound].in_language(language),
        claim.subject,
        claim.metric,
        claim.period,
        _sentence(text, claim),
    )


def figure_text(claim: Claim) -> str:
    """The figure in base units, both ends of a range."""
    ends = [claim.figure, *([] if claim.figure_max is None else [claim.figure_max])]
    return "–".join(group_digits(plain_decimal(end)) for end in ends)


def _sentence(text: str, claim: Claim) -> str:
    """The sentence without line breaks, cut around the figure where it is long."""
    first, last = claim.sentence
    start, end = first, last
    if end - start > _LONGEST_SENTENCE:
        spare = max(0, _LONGEST_SENTENCE - (claim.end - claim.start)) // 2
        start, end = max(start, claim.start - spare), min(end, claim.end + spare)
    shown = _LINE_BREAK.sub("", text[start:end]).strip()
    return f"{'…' if start > first else ''}{shown}{'…' if end < last else ''}"
