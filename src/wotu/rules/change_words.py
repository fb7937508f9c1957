"""Changes of facts in words of one language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from wotu.contracts.codelists import CodeList
from wotu.contracts.schema import TableContract
from wotu.figures import figure_text, step_text
from wotu.packs.schema import Label
from wotu.rules.along import Today
from wotu.rules.checked import CheckedRule
from wotu.rules.inputs import RowsInput, StateInput, YearInput
from wotu.rules.least_change import Change
from wotu.rules.readable import Wording

_TRUTHS = {True: Label(zh="是", en="yes"), False: Label(zh="否", en="no")}


@dataclass(frozen=True)
class ChangeWords:
    """Puts changes that one rule asks for into words, as of a day."""

    rule: CheckedRule
    contracts: Mapping[str, TableContract]
    code_lists: Mapping[str, CodeList]
    as_of: dt.date
    language: str

    def text(self, change: Change) -> str:
        """``2025年研发费用增加30万元（270万元 → 300万元）``."""
        if isinstance(change.moving, Today):
            return self._waiting(change)
        if isinstance(change.moving, RowsInput):
            return self._rows(change, change.moving)
        name = self._named(change)
        if change.by is None:
            before, after = (self._coded(change, v) for v in (change.before, change.after))
            colon = "：" if self._chinese else ": "
            return f"{name}{colon}{before} → {after}"
        step = step_text(change.by, change.unit, self.language)
        assert isinstance(change.before, Fraction)
        assert isinstance(change.after, Fraction)
        before = figure_text(change.before, change.unit, self.language)
        after = figure_text(change.after, change.unit, self.language, change.before)
        if self._chinese:
            return f"{name}{'增加' if change.by > 0 else '减少'}{step}（{before} → {after}）"
        return f"{name} {'up' if change.by > 0 else 'down'} by {step} ({before} → {after})"

    @property
    def _chinese(self) -> bool:
        return self.language.startswith("zh")

    def _named(self, change: Change) -> str:
        name = change.label.in_language(self.language)
        if change.year is None:
            return name
        return f"{change.year}年{name}" if self._chinese else f"{name}, {change.year}"

    def _waiting(self, change: Change) -> str:
        assert change.by is not None
        days = int(change.by)
        day = self.as_of + dt.timedelta(days=days)
        return f"再过{days}天（{day}起）" if self._chinese else f"in {days} days (from {day})"

    def _rows(self, change: Change, rows: RowsInput) -> str:
        """What is counted, in the words of the rule, and how many more or fewer."""
        assert change.by is not None
        listed = self._named(change)
        if change.label == self.contracts[rows.table].label:
            wording = Wording(self.rule, self.contracts, self.code_lists, self.as_of, self.language)
            where = f" where {rows.text}" if rows.text else ""
            listed = wording.text(f"count({rows.table}{where})")
        number, more = abs(int(change.by)), change.by > 0
        if self._chinese:
            return f"{listed}{'增加' if more else '减少'}{number}"
        return f"{listed}: {number} {'more' if more else 'fewer'}"

    def _coded(self, change: Change, value: object) -> str:
        if isinstance(value, bool):
            return _TRUTHS[value].in_language(self.language)
        item = change.moving
        assert isinstance(item, StateInput | YearInput)
        codes = self.contracts[item.table].fields[item.field].codes
        label = self.code_lists[codes].label_of(str(value)) if codes else None
        return label.in_language(self.language) if label else str(value)
