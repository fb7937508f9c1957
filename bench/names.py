"""Names found in documents against labelled ones: precision, recall and F1, by kind.

``python -m bench.names --docs DIR --labels FILE``. DIR holds ``<doc>.txt``, FILE the lines of
``organisations.jsonl`` (doc, name, kind, mentions, canonical). A mention is right where it begins
and ends as labelled; of those found, the share with the labelled kind and canonical name is told.
Places are no organisations and are left out.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench.scores import Score
from wotu.reading.document import Document
from wotu.reading.grammar.repair import repair
from wotu.reading.naming.names import MentionKind, find_names

LABELLED_AS: Final = {
    MentionKind.ZONE: "park",
    MentionKind.INSTITUTE: "lab",
    MentionKind.GOVERNMENT: "agency",
    MentionKind.MEDIA: "other",
}
"""Kinds that the labels call by another word."""


@dataclass(frozen=True, slots=True)
class Named:
    """A name in a document, of the labels or found."""

    doc: str
    start: int
    end: int
    kind: str
    canonical: str


def labelled_names(labels: Path) -> list[Named]:
    """Every mention of the label file."""
    rows = (json.loads(line) for line in labels.read_text(encoding="utf-8").splitlines() if line)
    return [
        Named(row["doc"], start, _end(row, start), row["kind"], row["canonical"])
        for row in rows
        for start in row["mentions"]
    ]


def _end(row: dict[str, object], start: int) -> int:
    """Labels give beginnings only; line breaks inside a name are not counted by its length."""
    return start + len(str(row["name"]))


def found_names(docs: Path, names: Sequence[str]) -> list[Named]:
    """What is found in ``<name>.txt`` of the folder, by places of the original characters."""
    found = []
    for name in names:
        text = (docs / f"{name}.txt").read_text(encoding="utf-8")
        prose = repair(Document(name=name, text=text))
        for mention in find_names(prose.text):
            if mention.kind is not MentionKind.PLACE:
                start, _ = prose.original(mention.start, mention.end)
                kind = LABELLED_AS.get(mention.kind, mention.kind.value)
                end = start + len(mention.text)
                found.append(Named(name, start, end, kind, mention.canonical))
    return found


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the scores of all names, by labelled kind, and what was missed or found amiss."""
    parser = argparse.ArgumentParser(prog="python -m bench.names", description=__doc__)
    parser.add_argument("--docs", type=Path, required=True)
    parser.add_argument("--labels", type=Path, required=True)
    parser.add_argument("--misses", action="store_true", help="print what was missed or amiss")
    chosen = parser.parse_args(arguments)
    labelled = labelled_names(chosen.labels)
    found = found_names(chosen.docs, sorted({name.doc for name in labelled}))
    show(labelled, found)
    if chosen.misses:
        show_misses(labelled, found)


def show(labelled: Sequence[Named], found: Sequence[Named]) -> None:
    """Scores of spans, of all and by kind; kinds and canonical names of the right ones."""
    spans = {(name.doc, name.start, name.end): name for name in labelled}
    right = [(n, spans[n.doc, n.start, n.end]) for n in found if (n.doc, n.start, n.end) in spans]
    print(f"all        {Score(len(right), len(found), len(labelled))}")
    hits = Counter(label.kind for _, label in right)
    amiss = Counter(n.kind for n in found if (n.doc, n.start, n.end) not in spans)
    for kind, count in Counter(name.kind for name in labelled).most_common():
        print(f"{kind:10} {Score(hits[kind], hits[kind] + amiss[kind], count)}")
    for field in ("kind", "canonical"):
        same = sum(getattr(one, field) == getattr(label, field) for one, label in right)
        print(f"{field:10} {same / max(len(right), 1):.3f} of those found")


def show_misses(labelled: Sequence[Named], found: Sequence[Named]) -> None:
    """The names that were missed and those found that are not labelled."""
    ours = {(name.doc, name.start, name.end) for name in found}
    theirs = {(name.doc, name.start, name.end) for name in labelled}
    for name in labelled:
        if (name.doc, name.start, name.end) not in ours:
            print("missed", name)
    for name in found:
        if (name.doc, name.start, name.end) not in theirs:
            print("amiss", name)


if __name__ == "__main__":
    main()
