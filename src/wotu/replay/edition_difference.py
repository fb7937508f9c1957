"""What is new in an edition of a rule: dates, texts, figures and how far they moved, conditions."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from wotu.figures import points_text
from wotu.packs.loader import PackSet
from wotu.packs.schema import Label
from wotu.replay.rule_changes import RuleChange, in_force, rule_changes
from wotu.rules.checked import CheckedRule
from wotu.rules.spec import OfficialText, RuleSpec


@dataclass(frozen=True)
class EditionChange:
    """A difference in words, and how far a figure has moved.

    ``step`` is the difference of two shares; ``percent`` that of other figures in per cent of the
    earlier one, where it was not zero. A share that goes from 70% to 90% has not moved by 29%.
    """

    change: RuleChange
    percent: float | None = None
    step: Fraction | None = None

    def text(self, language: str) -> str:
        """``高新收入占比下限：60.0% → 70.0%（增加10个百分点）``."""
        chinese = language.startswith("zh")
        label = self.change.label.in_language(language)
        before = self.change.before.in_language(language)
        after = self.change.after.in_language(language)
        colon = "：" if chinese else ": "
        if not before:
            return f"{'新增 ' if chinese else 'New: '}{label}{colon}{after}"
        if not after:
            return f"{'删去 ' if chinese else 'Gone: '}{label}{colon}{before}"
        moved = self._moved(language)
        brackets = "（{}）" if chinese else " ({})"
        return f"{label}{colon}{before} → {after}{brackets.format(moved) if moved else ''}"

    def _moved(self, language: str) -> str:
        if self.step:
            points, more = points_text(self.step, language), self.step > 0
            if language.startswith("zh"):
                return f"{'增加' if more else '减少'}{points}"
            return f"{'+' if more else '−'}{points}"
        return "" if self.percent is None else f"{self.percent:+.4g}%"

    def as_json(self) -> dict[str, Any]:
        """Plain data."""
        points = None if self.step is None else float(self.step * 100)
        return {**self.change.as_json(), "percent": self.percent, "percentage_points": points}


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
    return [_with_step(change, old, new) for change in changes]


def _with_step(change: RuleChange, old: EditionOf, new: EditionOf) -> EditionChange:
    if change.part != "parameter":
        return EditionChange(change)
    figures, units = [], set()
    for edition in (old, new):
        parameter = edition.rule.parameters.get(change.name)
        figures.append(parameter.on(edition.day) if parameter else None)
        units.add(parameter.kind.unit if parameter else None)
    before, after = figures
    if not isinstance(before, Fraction) or not isinstance(after, Fraction) or len(units) > 1:
        return EditionChange(change)
    if units == {"share"}:
        return EditionChange(change, step=after - before)
    percent = float((after - before) / abs(before) * 100) if before else None
    return EditionChange(change, percent)


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
