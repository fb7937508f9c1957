"""Firms in questions about listed companies: found by grammar, found by a book, linked.

``python -m bench.name_links --linkage DIR``. DIR holds ``company_aliases.csv`` and
``company_questions.csv`` (question, mention, stock_code). A mention counts as found where what is
found begins with it and only 公司 or 集团 may follow; brackets of either width are the same. The
register has the full names only; the book also the short ones.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench.linkage import read_task
from wotu.identity.matching import NameIndex
from wotu.identity.place_register import NO_DIVISIONS, PlaceRegister
from wotu.reading.naming.linking import Link, link, name_book
from wotu.reading.naming.names import Mention, NameBook, find_names

_FORMS: Final = ("公司", "集团")


@dataclass(frozen=True, slots=True)
class Question:
    """A question, the firm that it names and how."""

    text: str
    mention: str
    firm_id: str


@dataclass(frozen=True, slots=True)
class Counts:
    """Of questions: how many firms were found, linked and linked with the right one."""

    asked: int
    found: int
    linked: int
    right: int

    def __str__(self) -> str:
        precision = self.right / max(self.linked, 1)
        return (
            f"found {self.found} of {self.asked} ({self.found / max(self.asked, 1):.4f}), "
            f"linked {self.linked}, right {self.right} (precision {precision:.4f}, "
            f"recall {self.right / max(self.asked, 1):.4f})"
        )


def read_questions(folder: Path) -> list[Question]:
    """The questions, with the firm's id as the register of :func:`read_task` has it."""
    firm_of = dict(read_task(folder, ()).questions)
    with (folder / "company_questions.csv").open(encoding="utf-8") as lines:
        return [
            Question(row["question"], row["mention"], firm_of[row["mention"]])
            for row in csv.DictReader(lines)
            if row["mention"] in firm_of
        ]


def read_book(folder: Path) -> NameBook:
    """Every full name of the alias table with the short names of the same code."""
    names: dict[str, dict[str, list[str]]] = {}
    with (folder / "company_aliases.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            of_firm = names.setdefault(row["stock_code"], {"full_name": [], "short_name": []})
            of_firm[row["kind"]].append(row["name"])
    return name_book(
        (own["full_name"][0], (*own["full_name"][1:], *own["short_name"]))
        for own in names.values()
        if own["full_name"]
    )


def ask(questions: Iterable[Question], index: NameIndex, book: NameBook | None) -> Counts:
    """Look for the firm of each question and decide which firm of the register it is."""
    places = PlaceRegister(NO_DIVISIONS, {})
    asked = found = linked = right = 0
    for question in questions:
        asked += 1
        named = [m for m in find_names(question.text, book) if _is_asked(m, question)]
        if not named:
            continue
        found += 1
        meant: Link = link(named[:1], index, places)[0]
        linked += meant.firm_id is not None
        right += meant.firm_id == question.firm_id
    return Counts(asked, found, linked, right)


def _is_asked(mention: Mention, question: Question) -> bool:
    found, asked = (_plain(text) for text in (mention.text, question.mention))
    return found == asked or found in [asked + form for form in _FORMS]


def _plain(text: str) -> str:
    return text.replace("（", "(").replace("）", ")")


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the counts with and without a book of known names."""
    parser = argparse.ArgumentParser(prog="python -m bench.name_links", description=__doc__)
    parser.add_argument("--linkage", type=Path, required=True)
    folder = parser.parse_args(arguments).linkage
    questions = read_questions(folder)
    index = NameIndex.build(read_task(folder, ()).names)
    full = [question for question in questions if question.mention.endswith("公司")]
    print(f"full names, grammar alone: {ask(full, index, None)}")
    print(f"all names, grammar alone:  {ask(questions, index, None)}")
    print(f"all names, with a book:    {ask(questions, index, read_book(folder))}")


if __name__ == "__main__":
    main()
