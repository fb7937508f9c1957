"""A rule as a page shows it: clauses, expressions in words, parameters with their dates.

Expressions are parsed and worded once for each snapshot and language, then remembered.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from wotu.build.snapshot import Snapshot
from wotu.packs.schema import Label
from wotu.rules.checked import CheckedCondition, CheckedRule
from wotu.rules.explain import Clause, clause_of
from wotu.rules.readable import Piece, Wording
from wotu.rules.spec import Band, CodeTable, FigureTable, OfficialText, Quantity, Status
from wotu_site.snapshots.remembering import remembered

#: Characters of a definition that is repeated beside the conditions which use it.
LONGEST_BESIDE = 160


@dataclass(frozen=True, slots=True)
class CitedClause:
    """Where something stands in an official text; ``status`` says how surely."""

    text: str
    title: str
    url: str
    status: Status


@dataclass(frozen=True, slots=True)
class ParameterText:
    """A dated figure: the value in force, and every value with its first day."""

    name: str
    label: str
    value: str
    values: tuple[tuple[dt.date, str], ...]
    clause: CitedClause | None


@dataclass(frozen=True, slots=True)
class BandText:
    """One row of a points table."""

    when: tuple[Piece, ...]
    points: str
    grade: str


@dataclass(frozen=True, slots=True)
class QuantityText:
    """A named value and how it is worked out."""

    name: str
    label: str
    pieces: tuple[Piece, ...]
    bands: tuple[BandText, ...]
    code: str
    clause: CitedClause | None
    note: str

    @property
    def is_short(self) -> bool:
        """Whether the definition can stand beside a condition that uses it."""
        return 0 < sum(len(piece.text) for piece in self.pieces) <= LONGEST_BESIDE


@dataclass(frozen=True, slots=True)
class ConditionText:
    """One condition in the order of the text; ``depth`` is how deep it is nested.

    ``mode`` is test, all or any. ``uses`` are the named values in its expression, ``parameters``
    the dated figures that it depends on, through others too.
    """

    id: str
    depth: int
    mode: str
    label: str
    clause: CitedClause | None
    pieces: tuple[Piece, ...]
    code: str
    uses: tuple[QuantityText, ...]
    parameters: tuple[ParameterText, ...]
    note: str


@dataclass(frozen=True, slots=True)
class TableText:
    """A table of codes or figures that the rule looks up."""

    name: str
    label: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    clause: CitedClause | None


@dataclass(frozen=True, slots=True)
class DocumentText:
    """An official document that the rule encodes."""

    title: str
    number: str
    issued: dt.date | None
    url: str
    status: Status
    note: str


@dataclass(frozen=True, slots=True)
class RuleText:
    """All of a rule that does not depend on firms."""

    applies_to: tuple[Piece, ...]
    conditions: tuple[ConditionText, ...]
    parameters: tuple[ParameterText, ...]
    quantities: tuple[QuantityText, ...]
    tables: tuple[TableText, ...]
    documents: tuple[DocumentText, ...]
    uncoded: tuple[tuple[str, str], ...]


@remembered
def rule_text(snapshot: Snapshot, rule_id: str, edition: str, language: str) -> RuleText:
    """The text of one edition of a rule, its values those of the day of the snapshot."""
    rule = next(
        rule
        for rule in snapshot.rulebook.rules
        if rule.id == rule_id and rule.spec.edition == edition
    )
    day = snapshot.manifest.as_of
    packs = snapshot.packs
    return _Reader(rule, Wording(rule, packs.contracts, packs.code_lists, day, language)).read()


class _Reader:
    """Puts one rule into words."""

    def __init__(self, rule: CheckedRule, wording: Wording) -> None:
        self.rule = rule
        self.spec = rule.spec
        self.wording = wording
        self.quantities = {
            name: self._quantity(name, quantity) for name, quantity in self.spec.quantities.items()
        }
        self.parameters = {name: self._parameter(name) for name in self.spec.parameters}

    def read(self) -> RuleText:
        applies = self.spec.applies_to
        return RuleText(
            applies_to=self.wording.pieces(applies) if applies is not None else (),
            conditions=tuple(self._conditions(self.rule.conditions, 0)),
            parameters=tuple(self.parameters.values()),
            quantities=tuple(self.quantities.values()),
            tables=tuple(self._table(name, table) for name, table in self.spec.tables.items()),
            documents=tuple(self._document(text) for text in self.spec.texts.values()),
            uncoded=tuple((clause, self._say(why)) for clause, why in self.spec.uncoded.items()),
        )

    def _say(self, label: Label | None) -> str:
        return label.in_language(self.wording.language) if label else ""

    def _conditions(
        self, conditions: Sequence[CheckedCondition], depth: int
    ) -> list[ConditionText]:
        found = []
        for condition in conditions:
            found.append(self._condition(condition, depth))
            found += self._conditions(condition.children, depth + 1)
        return found

    def _condition(self, condition: CheckedCondition, depth: int) -> ConditionText:
        spec = condition.spec
        test = condition.mode == "test"
        names = condition.term.quantities if test else ()
        return ConditionText(
            id=condition.id,
            depth=depth,
            mode=condition.mode,
            label=self._say(spec.label),
            clause=self._clause(clause_of(self.spec, spec.cite, spec.status)),
            pieces=self.wording.pieces(spec.test) if spec.test is not None else (),
            code=_code(spec.test) if spec.test is not None else "",
            uses=tuple(self.quantities[name] for name in names),
            parameters=tuple(self._parameters_beneath(condition)) if test else (),
            note=self._say(spec.note),
        )

    def _parameters_beneath(self, condition: CheckedCondition) -> list[ParameterText]:
        """Dated figures that a condition depends on, in the order of the rule."""
        named = {piece.name for piece in self.wording.pieces(condition.spec.test or "true")}
        waiting = list(condition.term.quantities)
        seen: set[str] = set()
        while waiting:
            name = waiting.pop()
            if name in seen:
                continue
            seen.add(name)
            text = self.quantities[name]
            pieces = [*text.pieces, *(piece for band in text.bands for piece in band.when)]
            named |= {piece.name for piece in pieces if piece.kind == "parameter"}
            waiting += self.rule.quantities[name].quantities
        return [text for name, text in self.parameters.items() if name in named]

    def _quantity(self, name: str, quantity: Quantity) -> QuantityText:
        return QuantityText(
            name=name,
            label=self._say(quantity.label),
            pieces=self.wording.pieces(quantity.expr) if quantity.expr is not None else (),
            bands=tuple(self._band(band) for band in quantity.bands),
            code=_code(quantity.expr) if quantity.expr is not None else "",
            clause=self._clause(clause_of(self.spec, quantity.cite, quantity.status)),
            note=self._say(quantity.note),
        )

    def _band(self, band: Band) -> BandText:
        when = self.wording.pieces(band.when) if band.when is not None else ()
        labels = self.spec.class_labels
        grade = band.grade or ""
        if grade in labels:
            grade = self._say(labels[grade])
        return BandText(when, self.wording.text(band.points), grade)

    def _parameter(self, name: str) -> ParameterText:
        spec, checked = self.spec.parameters[name], self.rule.parameters[name]
        days = sorted(spec.values)
        return ParameterText(
            name=name,
            label=self._say(spec.label),
            value=self.wording.value_of(checked, self.wording.as_of),
            values=tuple((day, self.wording.value_of(checked, day)) for day in days),
            clause=self._clause(clause_of(self.spec, spec.cite, spec.status)),
        )

    def _table(self, name: str, table: CodeTable | FigureTable) -> TableText:
        if isinstance(table, CodeTable):
            codes = self.wording.code_lists[table.codes]
            rows = tuple(
                (f"{code} {self._say(codes.label_of(code))}", group)
                for code, group in table.rows.items()
            )
            clause = clause_of(self.spec, table.cite, table.status)
            return TableText(name, self._say(table.label), ("",), rows, self._clause(clause))
        rows = tuple((key, *map(str, row)) for key, row in table.rows.items())
        clause = clause_of(self.spec, table.cite, "verified")
        return TableText(name, self._say(table.label), table.columns, rows, self._clause(clause))

    def _document(self, text: OfficialText) -> DocumentText:
        return DocumentText(
            title=self._say(text.title),
            number=text.number or "",
            issued=text.issued,
            url=text.url or "",
            status=text.status,
            note=self._say(text.note),
        )

    def _clause(self, clause: Clause | None) -> CitedClause | None:
        if clause is None:
            return None
        language = self.wording.language
        title = clause.title.in_language(language)
        return CitedClause(clause.text(language), title, clause.url or "", clause.status)


def _code(expression: object) -> str:
    """An expression as its author wrote it, on one line."""
    text = str(expression).lower() if isinstance(expression, bool) else str(expression)
    return " ".join(text.split())
