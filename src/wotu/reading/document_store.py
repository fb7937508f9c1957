"""Where the library keeps its documents: what happened to each, and the characters taken out."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import polars as pl

from wotu.contracts.notices import Notice
from wotu.errors import WotuError
from wotu.lake import tables
from wotu.reading.document import Block, BlockKind, Document, Format

EVENTS: Final[dict[str, pl.DataType | type[pl.DataType]]] = {
    "document": pl.String,
    "at": pl.Datetime("us", "UTC"),
    "author": pl.String,
    "event": pl.String,
    "reason": pl.String,
    "name": pl.String,
    "title": pl.String,
    "format": pl.String,
    "published": pl.Date,
    "sha256": pl.String,
    "pages": pl.Int64,
    "characters": pl.Int64,
    "claims": pl.Int64,
    "notices": pl.String,
    "text_sha256": pl.String,
    "reading": pl.String,
    "reader": pl.String,
}
"""One row an event: ``read`` (added, or read anew), ``removed`` or ``restored``. The columns from
``name`` on are of readings and null in the others."""

MANY_FILES: Final = 50
"""Files of a table from which they are joined; each document adds one."""

READ, REMOVED, RESTORED = "read", "removed", "restored"


class UnknownDocumentError(WotuError):
    """The library has no document of this name, or several fit."""

    kind = "unknown_document"


class TamperedTextError(WotuError):
    """The kept text of a document is gone or was changed since it was read."""

    kind = "tampered_text"


@dataclass(frozen=True)
class Entry:
    """One document of the library."""

    id: str
    """First 16 hexadecimal digits of the original's sha256."""
    name: str
    title: str | None
    format: Format
    published: dt.date | None
    sha256: str
    added_at: dt.datetime
    added_by: str
    pages: int | None
    """None where the format has no pages."""
    characters: int
    claims: int
    """As many as the grammar read."""
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True)
class Kept:
    """A document with what the store alone needs to know of it."""

    entry: Entry
    text_sha256: str
    reading: str
    """Name of the reading whose claims count."""
    reader: str
    removed: bool


class DocumentStore:
    """Events and texts of documents, under one folder of the lake."""

    def __init__(self, root: Path) -> None:
        self._events = root / "entries"
        self._texts = root / "texts"

    def kept(self) -> dict[str, Kept]:
        """Every document by its id, removed ones too, in the order in which they were added."""
        rows = tables.scan(self._events, EVENTS).collect().sort("at", maintain_order=True)
        history: dict[str, list[dict[str, Any]]] = {}
        for row in rows.to_dicts():
            history.setdefault(row["document"], []).append(row)
        return {document: _kept(document, events) for document, events in history.items()}

    def append(self, **values: Any) -> None:
        """Write an event."""
        row = dict.fromkeys(EVENTS) | values
        tables.append(self._events, pl.DataFrame([row], schema=EVENTS))

    def compact(self) -> None:
        """Keep reading fast after many documents."""
        tables.compact(self._events, beyond=MANY_FILES)

    def keep_text(self, document: Document) -> str:
        """Write the characters and the layout once; return the digest of both."""
        layout = {
            "blocks": [[b.kind.value, b.start, b.end, b.level] for b in document.blocks],
            "pages": list(document.pages),
        }
        text = document.text.encode("utf-8")
        lines = json.dumps(layout).encode("ascii") + b"\n" + text
        digest = hashlib.sha256(lines).hexdigest()
        path = self._path(digest)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            partial = path.with_name(f"{path.name}.{os.getpid()}.partial")
            partial.write_bytes(lines)
            partial.replace(path)
        return digest

    def document(self, kept: Kept) -> Document:
        """The document as it was read. Raises: TamperedTextError."""
        layout, text = self._parts(kept)
        described = json.loads(layout)
        entry = kept.entry
        return Document(
            name=entry.name,
            text=text.decode("utf-8"),
            published=entry.published,
            format=entry.format,
            sha256=entry.sha256,
            title=entry.title,
            blocks=tuple(
                Block(BlockKind(kind), start, end, level)
                for kind, start, end, level in described["blocks"]
            ),
            pages=tuple(described["pages"]),
            notices=entry.notices,
        )

    def text(self, kept: Kept) -> str:
        """Its characters alone. Raises: TamperedTextError."""
        return self._parts(kept)[1].decode("utf-8")

    def _parts(self, kept: Kept) -> tuple[bytes, bytes]:
        path = self._path(kept.text_sha256)
        lines = path.read_bytes() if path.exists() else b""
        if hashlib.sha256(lines).hexdigest() != kept.text_sha256:
            raise TamperedTextError(
                f"文献“{kept.entry.name}”（{kept.entry.id}）保存的文字已被改动或丢失：{path}。"
                "请从备份恢复该文件。"
                f" The kept text of '{kept.entry.name}' ({kept.entry.id}) was changed or is gone:"
                f" restore {path} from a backup.",
                document=kept.entry.id,
                path=str(path),
            )
        layout, _, text = lines.partition(b"\n")
        return layout, text

    def _path(self, digest: str) -> Path:
        return self._texts / digest[:2] / digest


def _kept(document: str, events: list[dict[str, Any]]) -> Kept:
    readings = [row for row in events if row["event"] == READ]
    first, last = readings[0], readings[-1]
    entry = Entry(
        id=document,
        name=last["name"],
        title=last["title"],
        format=Format(last["format"]),
        published=last["published"],
        sha256=last["sha256"],
        added_at=first["at"],
        added_by=first["author"],
        pages=last["pages"],
        characters=last["characters"],
        claims=last["claims"],
        notices=tuple(notice_of(item) for item in json.loads(last["notices"])),
    )
    removed = events[-1]["event"] == REMOVED
    return Kept(entry, last["text_sha256"], last["reading"], last["reader"], removed)


def notice_of(item: dict[str, Any]) -> Notice:
    """The notice that :meth:`Notice.as_json` wrote."""
    facts = {name: value for name, value in item.items() if name not in {"code", "zh", "en"}}
    return Notice(item["code"], item["zh"], item["en"], facts)
