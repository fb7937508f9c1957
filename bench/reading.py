"""Claims read out of documents: quality against labels, speed, and what plain means give.

``python -m bench.reading --docs DIR --labels DIR``. A document is ``<stem>.txt`` with its labels in
``<stem>.jsonl``; ``dates.json`` in either folder may give days of publication by stem
(``{"000": "2023-05-16"}``), else the document's own text has to tell.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from bench.claim_scores import ClaimScores, score_claims
from bench.figure_baselines import Found, by_expression, by_jionlp
from wotu.reading.document import Document
from wotu.reading.read import read_claims

SPEED_BYTES: Final = 2_000_000
"""Of UTF-8 text that speed is measured on: the documents, over and over."""

MONEY: Final = ("元", "美元", "港元", "欧元", "日元", "英镑")


def read_documents(docs: Path, labels: Path) -> list[Document]:
    """Every document that has labels, with its day of publication where a ``dates.json`` says."""
    dates: dict[str, str] = {}
    for folder in (docs, labels):
        if (file := folder / "dates.json").is_file():
            dates |= json.loads(file.read_text(encoding="utf-8"))
    return [
        Document(
            name=path.stem,
            text=path.read_text(encoding="utf-8"),
            published=dt.date.fromisoformat(dates[path.stem]) if path.stem in dates else None,
        )
        for path in sorted(docs.glob("*.txt"))
        if (labels / f"{path.stem}.jsonl").is_file()
    ]


def read_labels(labels: Path, name: str) -> list[dict[str, Any]]:
    """The labelled claims of a document."""
    lines = (labels / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def read_all(documents: Sequence[Document]) -> list[dict[str, Any]]:
    """What Wotu reads in them; every span is held against the text."""
    rows = []
    for document in documents:
        claims = read_claims(document)
        if not all(claim.holds(document.text) for claim in claims):
            raise SystemExit(f"{document.name}: a span does not hold its quote")
        rows += [claim.as_json(document.name, place) for place, claim in enumerate(claims, 1)]
    return rows


def characters_a_second(documents: Sequence[Document]) -> tuple[int, float]:
    """Characters of one long text made of the documents, and how many of them a second is read."""
    text = "\n\n".join(document.text for document in documents)
    text *= max(1, SPEED_BYTES // len(text.encode()))
    read_claims(Document(name="warm", text=text[:20_000]))
    began = time.process_time()
    read_claims(Document(name="long", text=text, published=documents[0].published))
    return len(text), len(text) / (time.process_time() - began)


def show_baseline(name: str, found: Found | None, labels: Sequence[Mapping[str, Any]]) -> None:
    """Figures of a baseline against all labels and those of sums of money, and its speed."""
    if found is None:
        print(f"{name}: not installed (make bench sets up .venv-peers)")
        return
    money = [label for label in labels if label["unit"] in MONEY]
    claims = [claim for claim in found.claims if claim["unit"] in MONEY]
    print(f"{name}: figures {score_claims(found.claims, labels).figures}")
    print(f"{name}: sums of money {score_claims(claims, money).figures}")


def main(arguments: Sequence[str] | None = None) -> None:
    """Print scores of each document and of all, speed, and the baselines beside them."""
    parser = argparse.ArgumentParser(prog="python -m bench.reading", description=__doc__)
    parser.add_argument("--docs", type=Path, required=True)
    parser.add_argument("--labels", type=Path, required=True)
    parser.add_argument("--scores-only", action="store_true", help="without speed and baselines")
    chosen = parser.parse_args(arguments)
    documents = read_documents(chosen.docs, chosen.labels)
    if not documents:
        parser.error(f"no <stem>.txt of {chosen.docs} has a <stem>.jsonl in {chosen.labels}")
    labels = {document.name: read_labels(chosen.labels, document.name) for document in documents}
    every = [label for own in labels.values() for label in own]
    claims = read_all(documents)
    for document in documents:
        show(document.name, score_claims(claims, labels[document.name]))
    show("all", score_claims(claims, every))
    if not chosen.scores_only:
        show_beside(documents, claims, every)


def show(name: str, scores: ClaimScores) -> None:
    """The scores of a document or of all."""
    print(f"-- {name}\n{scores}", flush=True)


def show_beside(
    documents: Sequence[Document],
    claims: Sequence[Mapping[str, Any]],
    labels: Sequence[Mapping[str, Any]],
) -> None:
    """Speed, and the baselines on the same texts."""
    print("-- beside others")
    money = [claim for claim in claims if claim["unit"] in MONEY]
    wanted = [label for label in labels if label["unit"] in MONEY]
    print(f"wotu: figures {score_claims(claims, labels).figures}")
    print(f"wotu: sums of money {score_claims(money, wanted).figures}")
    texts = {document.name: document.text for document in documents}
    show_baseline("expression", by_expression(texts), labels)
    jionlp = by_jionlp(texts)
    show_baseline("jionlp", jionlp, labels)
    length, speed = characters_a_second(documents)
    print(f"wotu reads {speed:,.0f} characters/s ({length:,} characters in one document)")
    again = {f"{n}-{name}": text for n in range(50) for name, text in texts.items()}
    for name, found, size in (
        ("expression", by_expression(again), sum(map(len, again.values()))),
        ("jionlp", jionlp, sum(map(len, texts.values()))),
    ):
        if found:
            print(f"{name} reads {size / found.seconds:,.0f} characters/s ({size:,} characters)")


if __name__ == "__main__":
    main()
