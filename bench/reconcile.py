"""Conflicts found among seeded pairs of statements: precision, recall, confusion, and speed.

``python -m bench.reconcile [--seeds N] [--cases N] [--statements N] [--json]``. The pairs are those
of ``tests/wotu/reading/reconciling/seeded.py``; where the shared folder is there, labelled claims
are among them. All pairs of a seed are reconciled together. Goals: precision 0.95, recall 0.90.
A second figure reads the sentences alone, so that it measures the grammar too. Times are of the
processor.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from tests.wotu.reading.reconciling.seeded import Case, seeded_cases

from bench.shared_folder import shared
from wotu.reading.claim import Claim
from wotu.reading.document import Document
from wotu.reading.facts.gathering import read_claim_file, statements_of_document
from wotu.reading.intake import document_files, open_document
from wotu.reading.read import read_claims
from wotu.reading.reconciling.reconcile import reconcile
from wotu.reading.reconciling.statements import Difference, Item, Statement

APART = "apart"
CLASSES = [*(one.value for one in Difference), APART]


def labelled_claims(claims: Path, texts: Path) -> list[Claim]:
    """All labelled claims of a folder."""
    named = {path.stem: open_document(path) for path in document_files([texts])}
    files = [path for path in sorted(claims.glob("*.jsonl")) if path.stem in named]
    return [claim for path in files for _, claim in read_claim_file(path, named)]


def confusion_of(cases: Sequence[Case]) -> Counter[tuple[str, str]]:
    """How often each true difference was called what; ``apart`` where no item has both."""
    statements = [one for case in cases for one in case.statements]
    found = {one.id: item for item in reconcile(statements) for one in item.statements}
    return Counter(
        (case.truth.value if case.truth else APART, _called(case, found)) for case in cases
    )


def _called(case: Case, found: dict[str, Item]) -> str:
    item = found.get(case.one.id)
    if item is None or case.other not in item.statements:
        return APART
    mixed = len(item.statements) > len(case.statements)  # with another pair of the same thing
    return APART if mixed else item.difference.value


def confusion_from_text(cases: Sequence[Case]) -> Counter[tuple[str, str]]:
    """The same with nothing but the sentences: read by the grammar, each as a document."""
    return Counter((case.truth.value if case.truth else APART, _read(case)) for case in cases)


def _read(case: Case) -> str:
    statements = []
    for one in (case.one, case.other):
        document = Document(one.source, one.sentence, one.published)
        statements += statements_of_document(document, read_claims(document))
    between = [
        item for item in reconcile(statements) if len({s.source for s in item.statements}) > 1
    ]
    return between[0].difference.value if between else APART  # the worst comes first


def precision_and_recall(confusion: Counter[tuple[str, str]]) -> tuple[float, float]:
    """Of conflicts: the share of those called so that are, and of those that are the called."""
    conflict = Difference.CONFLICT.value
    right = confusion[conflict, conflict]
    called = sum(number for (_, said), number in confusion.items() if said == conflict)
    there = sum(number for (truth, _), number in confusion.items() if truth == conflict)
    return right / called if called else 1.0, right / there if there else 1.0


def seconds_for(number: int) -> tuple[float, int]:
    """Time to reconcile so many statements of seeded pairs moved to other places, and the items."""
    rng = random.Random(5)
    made = [one for case in seeded_cases(1, 5_000) for one in (case.one, case.other)]
    statements = [_elsewhere(rng, rng.choice(made), place) for place in range(number)]
    begun = time.process_time()
    items = reconcile(statements)
    return time.process_time() - begun, len(items)


def _elsewhere(rng: random.Random, one: Statement, place: int) -> Statement:
    """The statement of another document, about one of a quarter of a million subjects."""
    claim = one.claim
    subject = f"{claim.subject}第{rng.randrange(5_000)}街道"
    moved = Claim(**{**{f: getattr(claim, f) for f in Claim.__slots__}, "subject": subject})
    return Statement(f"s{place}", f"d{place}", one.source_name, one.published, moved, one.sentence)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the measurements."""
    parser = argparse.ArgumentParser(prog="bench.reconcile", description=__doc__)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--cases", type=int, default=4_000)
    parser.add_argument("--statements", type=int, default=1_000_000)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    claims, texts = shared("claims"), shared("docs")
    labelled = labelled_claims(claims, texts) if claims and texts else []
    total: Counter[tuple[str, str]] = Counter()
    lines = []
    for seed in range(1, options.seeds + 1):
        confusion = confusion_of(seeded_cases(seed, options.cases, labelled))
        total += confusion
        precision, recall = precision_and_recall(confusion)
        lines.append({"seed": seed, "precision": precision, "recall": recall})
    read = confusion_from_text(seeded_cases(options.seeds + 1, options.cases // 4))
    took, items = seconds_for(options.statements) if options.statements else (0.0, 0)
    if options.json:
        table = {f"{truth} -> {said}": number for (truth, said), number in sorted(total.items())}
        speed = {"statements": options.statements, "seconds": took, "items": items}
        from_text = dict(zip(("precision", "recall"), precision_and_recall(read), strict=True))
        measured = {"seeds": lines, "from_text": from_text, "confusion": table, "speed": speed}
        json.dump(measured, sys.stdout, indent=1)
        return
    for line in lines:
        print("seed {seed}: precision {precision:.3f}  recall {recall:.3f}".format(**line))
    precision, recall = precision_and_recall(total)
    print(f"all:    precision {precision:.3f}  recall {recall:.3f}   (goals 0.95, 0.90)")
    precision, recall = precision_and_recall(read)
    print(f"read from the sentences alone: precision {precision:.3f}  recall {recall:.3f}")
    print("\n" + "true \\ called".ljust(14) + "".join(name.rjust(10) for name in CLASSES))
    for truth in CLASSES:
        print(truth.ljust(14) + "".join(str(total[truth, said]).rjust(10) for said in CLASSES))
    if options.statements:
        print(f"\n{options.statements:,} statements in {took:.1f} s, {items:,} items")


if __name__ == "__main__":
    main()
