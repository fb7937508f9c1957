"""Firms that documents name: those of one document, and the documents that name one firm."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from wotu.build.known import place_register
from wotu.build.snapshot import Snapshot
from wotu.identity.matching import NameIndex
from wotu.reading.library import Entry
from wotu.reading.naming.linking import link
from wotu.reading.read import read_document
from wotu_site.documents import library
from wotu_site.snapshots.queries import has_snapshot, snapshot, workspace
from wotu_site.snapshots.remembering import remembered

_FORM = re.compile(r"(?:集团)?(?:股份)?有限(?:责任)?公司$")
#: A name without its legal form is looked for only where it is long enough to be nobody else's.
SHORTEST_NAME = 5
#: A longer text is not read for names while somebody waits.
LONGEST_TEXT = 200_000
#: Characters shown on either side of a name.
ROUND_NAME = 24


@dataclass(frozen=True, slots=True)
class NamedFirm:
    """A firm that a document names, and how often."""

    firm_id: str
    name: str
    number: int


@dataclass(frozen=True, slots=True)
class Naming:
    """A document that names a firm: how often, and the words around the first time."""

    entry: Entry
    number: int
    before: str
    name: str
    behind: str


def firms_named(document_id: str) -> tuple[NamedFirm, ...]:
    """The firms of the register that a document names for sure, those named most first."""
    entry = library.entry_or_none(document_id)
    if not has_snapshot() or entry is None or entry.characters > LONGEST_TEXT:
        return ()
    return _firms_named(workspace().lake.root, snapshot().id, document_id)


def documents_naming(firm: Mapping[str, Any]) -> list[Naming]:
    """The documents that name a firm, by its name, a former one, or without its legal form."""
    words = _names_of(firm)
    found = []
    for entry in library.entries():
        text = _bare_text(workspace().lake.root, entry.id)
        numbers = [(text.count(word), word) for word in words]
        number, word = max(numbers, default=(0, ""))
        if number:
            at = text.find(word)
            end = at + len(word)
            before, behind = text[max(at - ROUND_NAME, 0) : at], text[end : end + ROUND_NAME]
            found.append(Naming(entry, number, before, word, behind))
    return found


def _names_of(firm: Mapping[str, Any]) -> list[str]:
    former = re.split(r"[;；、,，\s]+", firm["former_names"] or "")
    names = [name for name in (firm["name"], *former) if name]
    short = [_FORM.sub("", name) for name in names]
    return list(dict.fromkeys(one for one in (*names, *short) if len(one) >= SHORTEST_NAME))


@lru_cache(maxsize=32)
def _firms_named(_root: Path, _snapshot: str, document_id: str) -> tuple[NamedFirm, ...]:
    held = workspace()
    names = read_document(library.document(document_id)).names
    places = place_register(held.lake, held.packs)
    linked = [one for one in link(names, firm_index(snapshot()), places) if one.firm_id]
    counts = Counter(one.firm_id for one in linked)
    longest = {
        firm: max((one.mention.canonical for one in linked if one.firm_id == firm), key=len)
        for firm in counts
    }
    return tuple(NamedFirm(firm, longest[firm], number) for firm, number in counts.most_common())


@remembered
def firm_index(current: Snapshot) -> NameIndex:
    """The register's firms, to be found by what documents call them."""
    return NameIndex.build(current.frame("SELECT firm_id, name FROM firm"))


@lru_cache(maxsize=512)
def _bare_text(_root: Path, document_id: str) -> str:
    """The characters without spaces and line breaks; a document's never change."""
    return "".join(library.document(document_id).text.split())
