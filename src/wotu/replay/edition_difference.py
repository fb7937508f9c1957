"""What is new in an edition of a rule: dates, texts, figures with their percentage, conditions."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from wotu.packs.loader import PackSet
from wotu.packs.schema import Label
from wotu.replay.rule_changes import RuleChange, in_force, rule_changes
from wotu.rules.checked import CheckedRule
from wotu.rules.spec import OfficialText, RuleSpec


@dataclass(frozen=True)
class EditionChange:
    """A difference in words; ``percent`` is how far a figure has moved, where it was not zero."""

    change: RuleChange
    percent: float | None = None

    def text(self, language: str) -> str:
        """``研发费用占比下限：5% → 6%（+20%）``."""
        chinese = language.startswith("zh")
        label = self.change.label.in_language(language)
        before = self.change.before.in_language(language)
        after = self.change.after.in_language(language)
        colon = "：" if chinese else ": "
        if not before:
            return f"{'新增 ' if chinese else 'New: '}{label}{colon}{after}"
        if not after:
            return f"{'删去 ' if chinese else 'Gone: '}{label}{colon}{before}"
        moved = "" if self.percent is None else f"{self.percent:+.4g}%"
        brackets = "（{}）" if chinese else " ({})"
        return f"{label}{colon}{before} → {after}{brackets.format(moved) if moved else ''}"

    def as_json(self) -> dict[str, Any]:
        """Plain data."""
        return {**self.change.as_json(), "percent": self.percent}


@dataclass(frozen=True)
class EditionOf:
    """An edition of a rule in its packs; ``day`` is one on which it is in force."""

    rule: CheckedRule
    packs: PackSet

    @property
    def day(self) -> dt.date:
        """The last day of the edition, today at most; its first where it has not begun."""
        valid = self.rule.spec.valid
        today = dt.date.today()
        return max(valid.from_, min(valid.to or today, today))


def edition_changes(old: EditionOf, new: EditionOf) -> list[EditionChange]:
    """Everything in which two editions differ, validity and texts first."""
    changes = [*_validity(old.rule.spec, new.rule.spec), *_texts(old.rule.spec, new.rule.spec)]
    before = in_force(old.rule, old.day, old.packs)
    # Years are named as of one day: "last year" has not changed between two editions.
    before = replace(before, day=new.day)
    after = in_force(new.rule, new.day, new.packs)
    changes += rule_changes(before, after)
    return [EditionChange(change, _percent(change, old, new)) for change in changes]


def _percent(change: RuleChange, old: EditionOf, new: EditionOf) -> float | None:
    if change.part != "parameter":
        return None
    figures = []
    for edition in (old, new):
        parameter = edition.rule.parameters.get(change.name)
        figures.append(parameter.on(edition.day) if parameter else None)
    before, after = figures
    if not isinstance(before, Fraction) or not isinstance(after, Fraction) or not before:
        return None
    return float((after - before) / abs(before) * 100)


def _validity(old: RuleSpec, new: RuleSpec) -> list[RuleChange]:
    found = []
    for name, label, before, after in (
        ("from", Label(zh="施行日期", en="In force from"), old.valid.from_, new.valid.from_),
        ("to", Label(zh="失效日期", en="In force until"), old.valid.to, new.valid.to),
    ):
        if before != after:
            words = [_plain("" if day is None else day.isoformat()) for day in (before, after)]
            found.append(RuleChange("edition", name, label, words[0], words[1], ()))
    return found


def _texts(old: RuleSpec, new: RuleSpec) -> list[RuleChange]:
    found = []
    for name in dict.fromkeys([*old.texts, *new.texts]):
        before, after = (_text(spec.texts.get(name)) for spec in (old, new))
        if before != after:
            label = Label(zh="依据", en="Text")
            found.append(RuleChange("edition", f"texts.{name}", label, before, after, ()))
    return found


def _text(text: OfficialText | None) -> Label:
    if text is None:
        return _plain("")
    number = f" {text.number}" if text.number else ""
    return Label(zh=f"《{text.title.zh}》{number}", en=f"{text.title.en}{number}")


def _plain(text: str) -> Label:
    return Label(zh=text, en=text)
