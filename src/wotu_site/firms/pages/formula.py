"""How the value of a condition was worked out: the formula, and each figure it reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from wotu.build.counted import COUNTS, counted_rows
from wotu.contracts.schema import TableContract
from wotu.rules.checked import CheckedCondition, CheckedRule
from wotu.rules.explain import ConditionReason, Explanation, Step
from wotu.rules.inputs import RowsInput, StateInput, YearInput, named_input
from wotu.rules.readable import Wording
from wotu.rules.spec import Band, Quantity
from wotu.rules.wording import (
    VERDICT_CODES,
    missing_text,
    shortfall_text,
    threshold_text,
    value_text,
)
from wotu_site.firms.addresses import fact_address, row_address
from wotu_site.firms.pages.verdict_rows import ClauseMark
from wotu_site.firms.pages.verdicts import Verdicts, firm_crumbs
from wotu_site.firms.seen import Seen
from wotu_site.firms.texts import figure_of, plain_text
from wotu_site.ui.figures import Figure
from wotu_site.ui.pages import Crumb

ROWS_SHOWN = 50


@dataclass(frozen=True, slots=True)
class QuantityRow:
    """A named quantity: its formula, a line each, and its value."""

    label: str
    lines: tuple[str, ...]
    value: str
    clause: ClauseMark | None


@dataclass(frozen=True, slots=True)
class InputRow:
    """A fact that the formula reads, with its own evidence."""

    label: str
    figure: Figure
    supplier: str
    judged: bool


@dataclass(frozen=True, slots=True)
class CountedRow:
    """One row of a list: what it is, and whether it counts."""

    words: str
    counts: str
    evidence: str


@dataclass(frozen=True, slots=True)
class CountedList:
    """The rows behind a count; ``certain`` of them count, ``complete`` says there are no others."""

    label: str
    test: str
    rows: tuple[CountedRow, ...]
    certain: int
    more: int
    complete: bool
    supplier: str


@dataclass(frozen=True, slots=True)
class FormulaPage:
    """A condition with its formula and everything that went into it."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    firm_name: str
    rule: str
    verdict: str
    formula: str
    value: str
    threshold: str
    short: str
    missing: tuple[str, ...]
    clause: ClauseMark | None
    note: str
    quantities: tuple[QuantityRow, ...]
    inputs: tuple[InputRow, ...]
    lists: tuple[CountedList, ...]


class Formulas:
    """Builds the page of one condition of one rule."""

    def __init__(self, verdicts: Verdicts, rule: CheckedRule) -> None:
        self.verdicts = verdicts
        self.rule = rule
        self.snapshot = verdicts.snapshot
        self.contracts = self.snapshot.packs.contracts
        self.language = verdicts.language
        self.as_of: date = verdicts.as_of
        self.firm_id = verdicts.firm_id
        self.seen: Seen = verdicts.seen(rule)
        self.wording = Wording(
            rule, self.contracts, self.snapshot.packs.code_lists, self.as_of, self.language
        )

    def page(self, explanation: Explanation, condition: CheckedCondition) -> FormulaPage:
        """The page of a condition whose value the person may see."""
        reason = next(r for r in explanation.all_conditions() if r.id == condition.id)
        title = reason.label.in_language(self.language)
        inputs = self.rule.inputs_beneath(condition.term)
        return FormulaPage(
            title=title,
            breadcrumbs=firm_crumbs(self.verdicts.firm, title),
            firm_name=self.verdicts.firm["name"],
            rule=self.rule.spec.label.in_language(self.language),
            verdict=VERDICT_CODES[reason.verdict],
            formula=self.wording.text(condition.spec.test or ""),
            value=value_text(reason, self.language),
            threshold=threshold_text(reason, self.language),
            short=shortfall_text(reason, self.language) or "",
            missing=tuple(missing_text(m, self.language) for m in reason.missing),
            clause=self.verdicts.clause(reason.clause),
            note=reason.note.in_language(self.language) if reason.note else "",
            quantities=self.quantities(reason),
            inputs=tuple(self.input(item) for item in inputs if not isinstance(item, RowsInput)),
            lists=tuple(self.counted(item) for item in inputs if isinstance(item, RowsInput)),
        )

    def quantities(self, reason: ConditionReason) -> tuple[QuantityRow, ...]:
        """Every named quantity behind a condition, each once, the last result first."""
        found: dict[str, Step] = {}
        waiting = list(reason.steps)
        while waiting:
            step = waiting.pop(0)
            if step.name not in found:
                found[step.name] = step
                waiting += step.parts
        return tuple(self._quantity(step) for step in found.values())

    def _quantity(self, step: Step) -> QuantityRow:
        return QuantityRow(
            step.label.in_language(self.language),
            tuple(self._lines(self.rule.spec.quantities[step.name])),
            self.verdicts.step_value(step),
            self.verdicts.clause(step.clause),
        )

    def _lines(self, spec: Quantity) -> list[str]:
        """The formula of a quantity; a points table has a line for each of its rows."""
        if spec.expr is not None:
            return [self.wording.text(spec.expr)]
        colon = "：" if self.language.startswith("zh") else ": "
        rest = _("otherwise")
        return [
            f"{rest if band.when is None else self.wording.text(band.when)}{colon}"
            f"{self._gives(spec, band)}"
            for band in spec.bands
        ]

    def _gives(self, spec: Quantity, band: Band) -> str:
        """What a row of a table gives: points, or the class of that name."""
        labels = self.rule.spec.class_labels
        if spec.unit == "class" and band.grade in labels:
            return labels[band.grade].in_language(self.language)
        points = self.wording.text(band.points)
        return _("%(points)s points") % {"points": points} if points.isdigit() else points

    def input(self, item: StateInput | YearInput) -> InputRow:
        """A fact with its value and the way to its evidence."""
        contract = self.contracts[item.table]
        spec = contract.fields[item.field]
        named = named_input(item, contract, self.as_of)
        key = {contract.time.from_field: named.year} if named.year is not None else {}
        value = self.verdicts.facts.get(item.column(self.as_of))
        is_open = self.seen.is_open(item)
        address = fact_address(self.firm_id, item.table, item.field, key) if is_open else ""
        figure = figure_of(spec, value, self.snapshot.packs.code_lists, address, False)
        supplier = named.supplier.in_language(self.language)
        return InputRow(named.title(self.language), figure, supplier, contract.judged)

    def counted(self, item: RowsInput) -> CountedList:
        """The rows of a list, those that count first."""
        contract = self.contracts[item.table]
        rows = counted_rows(self.snapshot, self.firm_id, self.rule, item, self.as_of).to_dicts()
        test = f"count({item.table} where {item.text})" if item.text else f"count({item.table})"
        return CountedList(
            label=contract.label.in_language(self.language),
            test=self.wording.text(test),
            rows=tuple(self._counted_row(contract, row) for row in rows[:ROWS_SHOWN]),
            certain=sum(row[COUNTS] is True for row in rows),
            more=max(len(rows) - ROWS_SHOWN, 0),
            complete=bool(self.verdicts.facts.get(item.complete_column)),
            supplier=contract.supplier.in_language(self.language),
        )

    def _counted_row(self, contract: TableContract, row: Mapping[str, Any]) -> CountedRow:
        key = {name: row[name] for name in contract.key}
        shown = [n for n in (*contract.key, "title", "level", contract.time.from_field) if n in row]
        words = [
            plain_text(contract.fields[name], row[name], self.snapshot.packs.code_lists)
            for name in dict.fromkeys(shown)
            if row[name] is not None
        ]
        counts = {
            True: _("Counts"),
            False: _("Does not count"),
            None: _("Not known whether it counts"),
        }
        return CountedRow(
            " · ".join(words), counts[row[COUNTS]], row_address(self.firm_id, contract.name, key)
        )
