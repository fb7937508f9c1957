"""Which clauses of its texts a rule computes, leaves to people, or is silent on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from wotu.packs.schema import Label
from wotu.rules.checked import CheckedRule
from wotu.rules.spec import Condition

Covered = Literal["coded", "uncoded", "silent"]


@dataclass(frozen=True)
class ClauseCoverage:
    """One clause of a text: ``by`` names the parts of the rule that cite it, ``reason`` says why
    it is left to people."""

    text: str
    clause: str
    label: Label
    by: tuple[str, ...]
    reason: Label | None

    @property
    def state(self) -> Covered:
        """Whether the clause is coded, left to people with a reason, or not spoken of."""
        return "coded" if self.by else "uncoded" if self.reason else "silent"

    def as_json(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "text": self.text,
            "clause": self.clause,
            "label": self.label.model_dump(),
            "state": self.state,
            "by": list(self.by),
            "reason": self.reason.model_dump() if self.reason else None,
        }


def clause_coverage(rule: CheckedRule) -> list[ClauseCoverage]:
    """Every clause listed under ``texts.*.clauses``, in the order of the file.

    A part of the rule codes a clause if it cites it or something within it: ``第十一条（五）1``
    lies within ``第十一条（五）``.
    """
    cites = list(_cites(rule))
    found = []
    for text, spec in rule.spec.texts.items():
        for clause, label in spec.clauses.items():
            by = [part for part, cite in cites if _is_within(cite, text, clause)]
            reasons = (
                reason
                for key, reason in rule.spec.uncoded.items()
                if _names_text(key, text, spec.title) and _covers(key, clause)
            )
            reason = next(reasons, None)
            found.append(ClauseCoverage(text, clause, label, tuple(dict.fromkeys(by)), reason))
    return found


def _cites(rule: CheckedRule) -> Iterator[tuple[str, str]]:
    """Parts of the rule with what they cite."""
    spec = rule.spec
    for kind in ("parameters", "quantities", "tables"):
        for name, item in getattr(spec, kind).items():
            if item.cite:
                yield f"{kind}.{name}", item.cite
    for kind, one in (("grants", spec.grants), ("measure", spec.measure)):
        if one and one.cite:
            yield kind, one.cite
    waiting: list[Condition] = list(spec.conditions)
    while waiting:
        condition = waiting.pop(0)
        waiting = [*condition.all, *condition.any, *waiting]
        if condition.cite:
            yield f"conditions.{condition.id}", condition.cite


def _is_within(cite: str, text: str, clause: str) -> bool:
    name, _, place = cite.partition(" ")
    rest = place.removeprefix(clause)
    # 第十一条（五）10 does not lie within 第十一条（五）1.
    split_number = clause[-1:].isdigit() and rest[:1].isdigit()
    return name == text and place.startswith(clause) and not split_number


def _names_text(key: str, text: str, title: Label) -> bool:
    """Whether a key of ``uncoded`` such as ``办法 第十九条`` speaks of this text."""
    word, gap, _ = key.partition(" ")
    return not gap or word == text or title.zh.endswith(word)


def _covers(key: str, clause: str) -> bool:
    """Whether a key of ``uncoded`` covers a clause: by name, as one of several, or in a range."""
    place = key.rpartition(" ")[2]
    if spanned := re.fullmatch(r"第(\w+)条至第(\w+)条", place):
        article = re.match(r"第(\w+)条", clause)
        return article is not None and (
            _number(spanned[1]) <= _number(article[1]) <= _number(spanned[2])
        )
    stem, *parts = re.split(r"(?=（)", place)
    named = [f"{stem}{part}" for part in parts] or [stem]
    return any(clause == one or clause.startswith(f"{one}（") for one in named)


def _number(words: str) -> int:
    """A Chinese number up to 99: 二十一 is 21."""
    digits = {word: value for value, word in enumerate("零一二三四五六七八九")}
    tens, ten, ones = words.rpartition("十")
    return (digits.get(tens, 1) * 10 if ten else 0) + digits.get(ones, 0)
