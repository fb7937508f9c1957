"""Claims read out of documents against labelled ones: which figures, and which fields of them.

A claim matches a label of the same document where their spans overlap and figure, figure_max and
unit are equal; each has one partner, the longest overlap first. Subjects and metrics are compared
without spaces and punctuation: equal, or one in the other, or much alike by their pairs of letters.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from bench.scores import Score

Row = Mapping[str, Any]
"""A line of a claims file, as ``Claim.as_json`` gives it."""

ALIKE: Final = 0.6
"""Least Dice coefficient of the pairs of letters of words that count as the same."""

FIELDS: Final[dict[str, Callable[[Row, Row], bool]]] = {
    "kind": lambda one, label: bool(one.get("kind") == label["kind"]),
    "bound": lambda one, label: bool(one.get("bound") == label["bound"]),
    "period": lambda one, label: (one.get("period") or None) == label["period"],
    "subject": lambda one, label: alike(one.get("subject"), label["subject"]),
    "metric": lambda one, label: alike(one.get("metric"), label["metric"]),
}
"""What is asked of a matched claim, in the order of printing."""


@dataclass(frozen=True, slots=True)
class ClaimScores:
    """How well claims were read."""

    figures: Score
    fields: Mapping[str, float]
    """Of matched claims the share (0-1) with the right kind, bound, period, subject, metric."""
    whole: Score
    """Claims with every field right."""

    def __str__(self) -> str:
        figures = self.figures
        lines = [
            f"figures   {figures}"
            f"   ({figures.right} matched, {figures.told} predicted, {figures.asked} labelled)",
            *(f"{name:9s} {share:.3f}" for name, share in self.fields.items()),
            f"all right F1 {self.whole.f1:.3f}",
        ]
        return "\n".join(lines)


def score_claims(claims: Sequence[Row], labels: Sequence[Row]) -> ClaimScores:
    """Scores of claims against labels; claims of documents without labels are left out."""
    labelled = {str(label["doc"]) for label in labels}
    claims = [claim for claim in claims if str(claim["doc"]) in labelled]
    pairs = partners(claims, labels)
    right = {name: [same(*pair) for pair in pairs] for name, same in FIELDS.items()}
    shares = {name: sum(held) / len(pairs) if pairs else 0.0 for name, held in right.items()}
    whole = sum(all(held) for held in zip(*right.values(), strict=True))
    told, asked = len(claims), len(labels)
    return ClaimScores(Score(len(pairs), told, asked), shares, Score(whole, told, asked))


def partners(claims: Sequence[Row], labels: Sequence[Row]) -> list[tuple[Row, Row]]:
    """Claims with the labels that they match."""
    alike_labels: dict[tuple[Any, ...], list[int]] = {}
    for place, label in enumerate(labels):
        alike_labels.setdefault(_said(label), []).append(place)
    near = [
        (-overlap, one, other)
        for one, claim in enumerate(claims)
        for other in alike_labels.get(_said(claim), ())
        if (overlap := _overlap(claim, labels[other])) > 0
    ]
    return [(claims[one], labels[other]) for one, other in _one_to_one(sorted(near))]


def _one_to_one(near: Iterable[tuple[int, int, int]]) -> Iterable[tuple[int, int]]:
    taken: set[int] = set()
    given: set[int] = set()
    for _, one, other in near:
        if one not in taken and other not in given:
            taken.add(one)
            given.add(other)
            yield one, other


def _said(row: Row) -> tuple[Any, ...]:
    figures = (_number(row["figure"]), _number(row.get("figure_max")))
    return (str(row["doc"]), *figures, row["unit"])


def _number(text: str | None) -> float | None:
    return None if text in (None, "") else round(float(text), 9)  # type: ignore[arg-type]


def _overlap(one: Row, other: Row) -> int:
    return int(min(one["end"], other["end"]) - max(one["start"], other["start"]))


def alike(one: str | None, other: str | None) -> bool:
    """Whether two names of a subject or metric count as the same.

    >>> alike("苏州工业园区", "园区"), alike("地区生产总值", "一般公共预算收入")
    (True, False)
    """
    left, right = _letters(one), _letters(other)
    if not left or not right:
        return left == right
    return left in right or right in left or _dice(left, right) >= ALIKE


def _letters(text: str | None) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text or "")).lower()


def _dice(left: str, right: str) -> float:
    ours, theirs = (Counter(map("".join, pairwise(text))) for text in (left, right))
    total = ours.total() + theirs.total()
    return 2 * (ours & theirs).total() / total if total else 0.0
