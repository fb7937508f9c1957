"""Expressions in words: names by their labels, signs as the official texts print them.

The result is a row of pieces, so that a page can link a name to its definition.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal

from wotu.contracts.codelists import CodeList
from wotu.contracts.schema import Field, TableContract
from wotu.figures import dollar_text, figure_text, money_text, number_text
from wotu.packs.schema import Label
from wotu.rules import tree
from wotu.rules.checked import CheckedParameter, CheckedRule
from wotu.rules.inputs import last_accounting_year
from wotu.rules.parse import parse_expression
from wotu.rules.spec import Expression
from wotu.units import USD_PER_UNIT, YUAN_PER_UNIT

PieceKind = Literal["text", "parameter", "quantity", "table", "fact"]


@dataclass(frozen=True)
class Piece:
    """A stretch of an expression; ``name`` is the identifier that it stands for, if any."""

    text: str
    kind: PieceKind = "text"
    name: str = ""


_SIGNS: Final = {">=": "≥", "<=": "≤", ">": ">", "<": "<", "=": "=", "!=": "≠",
                 "+": "+", "-": "−", "*": "×", "/": "÷"}  # fmt: skip

_UNITS: Final = {
    "days": ("天", " days"), "天": ("天", " days"), "years": ("年", " years"),
    "年": ("年", " years"), "months": ("个月", " months"), "个月": ("个月", " months"),
    "persons": ("人", ""), "人": ("人", ""), "件": ("件", ""), "项": ("项", ""),
    "points": ("分", " points"), "分": ("分", " points"), "m2": ("平方米", " m²"),
    "平方米": ("平方米", " m²"), "%": ("%", "%"), "‰": ("‰", "‰"),
}  # fmt: skip

_TIGHTNESS: Final = {"+": 5, "-": 5, "*": 6, "/": 6}

_YEARS: Final = {"last_year": 0, "this_year": 1}
"""Names of years, counted from the last accounting year."""

_WORDS: Final = {
    "and": Label(zh=" 且 ", en=" and "),
    "or": Label(zh=" 或 ", en=" or "),
    "not": Label(zh="并非 ", en="not "),
    "none": Label(zh="没有 ", en="none of "),
    "in": Label(zh=" 属于 ", en=" is one of "),
    "known": Label(zh=" 已知", en=" is known"),
    "unknown": Label(zh=" 未知", en=" is unknown"),
    "true": Label(zh="是", en="yes"),
    "false": Label(zh="否", en="no"),
    "if": Label(zh="若 ", en="if "),
    "then": Label(zh=" 则 ", en=" then "),
    "else": Label(zh="，否则 ", en=", otherwise "),
    "comma": Label(zh="、", en=", "),
    "as_of": Label(zh="截至日", en="the day in question"),
}
_CALLS: Final = {
    "sum": Label(zh="近{1}{0}合计", en="sum of {0} over {1}"),
    "operating": Label(zh="{0}（成立以前按0计）", en="{0} (0 before founding)"),
    "max": Label(zh="取高（{*}）", en="the highest of ({*})"),
    "min": Label(zh="取低（{*}）", en="the lowest of ({*})"),
    "first_known": Label(zh="取首个已知（{*}）", en="the first known of ({*})"),
    "where_known": Label(zh="{0}（以 {+} 已知为前提）", en="{0} (where {+} are known)"),
    "points": Label(zh="专家给分 {0}，未给时 {1}", en="expert points {0}, until given {1}"),
    "cagr": Label(zh="{0}至{1}的{2}复合增长率", en="compound growth from {0} to {1} over {2}"),
    "tally": Label(zh="以下各项中成立的项数（{*}）", en="how many of these hold ({*})"),
    "year": Label(zh="{0}的年份", en="year of {0}"),
    "count": Label(zh="{0} 的条数", en="number of {0}"),
    "exists": Label(zh="存在 {0}", en="any of {0}"),
    "match_code": Label(zh="{1} 按 {0} 归类", en="{1} classed by {0}"),
    "lookup": Label(zh="{0}（{1}，{2}）", en="{0} ({1}, {2})"),
}
"""How a call reads: ``{0}`` its first argument, ``{*}`` all of them, ``{+}`` all but the first."""


@dataclass(frozen=True)
class Wording:
    """Puts the expressions of one rule into words of one language, as of a day."""

    rule: CheckedRule
    contracts: Mapping[str, TableContract]
    code_lists: Mapping[str, CodeList]
    as_of: dt.date
    language: str

    def pieces(self, expression: Expression) -> tuple[Piece, ...]:
        """The pieces of an expression, neighbours of plain text joined."""
        text = str(expression).lower() if isinstance(expression, bool) else str(expression)
        return tuple(_joined(self._node(parse_expression(text), None)))

    def text(self, expression: Expression) -> str:
        """The expression as plain text."""
        return "".join(piece.text for piece in self.pieces(expression))

    def value_of(self, parameter: CheckedParameter, day: dt.date) -> str:
        """The value of a parameter on a day."""
        value = parameter.on(day)
        if isinstance(value, Fraction):
            return figure_text(value, parameter.kind.unit, self.language)
        return self._word(str(value).lower()) if isinstance(value, bool) else str(value)

    def _word(self, key: str) -> str:
        return _WORDS[key].in_language(self.language)

    def _node(
        self, node: tree.Node, row_of: TableContract | None, codes: str | None = None
    ) -> list[Piece]:
        """Pieces of a node; ``row_of`` is the list whose fields bare names are."""
        match node:
            case tree.Number(value, unit):
                return [Piece(self._number(value, unit))]
            case tree.PointsRange(low, high):
                unit = _UNITS["points"][not self._is_chinese]
                return [Piece(f"{number_text(low)}–{number_text(high)}{unit}")]
            case tree.Date(value):
                return [Piece(value.isoformat())]
            case tree.Text(value):
                known = self.code_lists[codes].label_of(value) if codes else None
                return [Piece(known.in_language(self.language) if known else value)]
            case tree.Truth(value):
                return [Piece(self._word(str(value).lower()))]
            case tree.Name(name):
                return [self._named(name, row_of)]
            case tree.FieldRef(table, field, year):
                return [self._fact(table, field, year)]
            case tree.Negative(operand):
                return [Piece("−"), *self._inside(operand, 7, row_of)]
            case tree.Arithmetic(
                "+" | "-" as operator, tree.Name(name), tree.Number(value, None)
            ) if name in _YEARS:
                return [Piece(self._year(_YEARS[name] + int(value if operator == "+" else -value)))]
            case tree.Arithmetic(operator, left, right):
                tight = _TIGHTNESS[operator]
                sign = Piece(f" {_SIGNS[operator]} ")
                return [
                    *self._inside(left, tight, row_of),
                    sign,
                    *self._inside(right, tight + 1, row_of),
                ]
            case tree.Compare(operator, left, right):
                listed = self._codes_of(left, row_of)
                sign = Piece(f" {_SIGNS[operator]} ")
                return [
                    *self._inside(left, 5, row_of),
                    sign,
                    *self._inside(right, 5, row_of, listed),
                ]
            case tree.Membership(operand, options):
                listed = self._codes_of(operand, row_of)
                parts = [self._inside(option, 5, row_of, listed) for option in options]
                word = Piece(self._word("in"))
                return [*self._inside(operand, 5, row_of), word, *self._list(parts)]
            case tree.IsKnown(operand, negated):
                word = Piece(self._word("unknown" if negated else "known"))
                return [*self._inside(operand, 5, row_of), word]
            case tree.Not(tree.Call("exists", (rows,))):
                return [Piece(self._word("none")), *self._node(rows, row_of)]
            case tree.Not(tree.FieldRef() as field):
                return [*self._node(field, row_of), Piece(f" = {self._word('false')}")]
            case tree.Not(operand):
                return [Piece(self._word("not")), *self._inside(operand, 3, row_of)]
            case tree.And(operands):
                return self._between(operands, "and", 3, row_of)
            case tree.Or(operands):
                return self._between(operands, "or", 2, row_of)
            case tree.IfThenElse(condition, then, otherwise):
                words = [Piece(self._word(word)) for word in ("if", "then", "else")]
                parts = [self._node(part, row_of) for part in (condition, then, otherwise)]
                return [
                    piece
                    for word, part in zip(words, parts, strict=True)
                    for piece in (word, *part)
                ]
            case tree.Call():
                return self._call(node, row_of)
            case tree.Rows(table, where):
                return self._rows(table, where)
        raise AssertionError(f"no words for {type(node).__name__}")

    @property
    def _is_chinese(self) -> bool:
        return self.language.startswith("zh")

    def _number(self, value: Fraction, unit: str | None) -> str:
        if unit is None:
            return number_text(value, 6)
        if unit in YUAN_PER_UNIT and unit.isascii() == self._is_chinese:
            return money_text(value * Fraction(YUAN_PER_UNIT[unit]), self.language)
        if unit in USD_PER_UNIT:
            return dollar_text(value * Fraction(USD_PER_UNIT[unit]), self.language)
        word = _UNITS.get(unit, (unit, f" {unit}"))[not self._is_chinese]
        return f"{number_text(value, 6)}{word}"

    def _named(self, name: str, row_of: TableContract | None) -> Piece:
        spec = self.rule.spec
        if row_of is not None and name in row_of.fields:
            return Piece(row_of.fields[name].label.in_language(self.language), "fact", name)
        if name in spec.parameters:
            return Piece(spec.parameters[name].label.in_language(self.language), "parameter", name)
        if name in spec.quantities:
            return Piece(spec.quantities[name].label.in_language(self.language), "quantity", name)
        if name in spec.tables:
            return Piece(spec.tables[name].label.in_language(self.language), "table", name)
        if name in _YEARS:
            return Piece(self._year(_YEARS[name]))
        return Piece(self._word(name)) if name in _WORDS else Piece(name)

    def _year(self, offset: int) -> str:
        year = last_accounting_year(self.as_of) + offset
        return f"{year}年" if self._is_chinese else str(year)

    def _fact(self, table: str, field: str, year: int | None) -> Piece:
        label = self.contracts[table].fields[field].label.in_language(self.language)
        if year is not None:
            when = self._year(year)
            label = f"{when}{label}" if self._is_chinese else f"{label}, {when}"
        return Piece(label, "fact", f"{table}.{field}")

    def _codes_of(self, node: tree.Node, row_of: TableContract | None) -> str | None:
        """The code list that values of a node come from."""
        field: Field | None = None
        if isinstance(node, tree.FieldRef):
            field = self.contracts[node.table].fields[node.field]
        elif isinstance(node, tree.Name) and row_of is not None:
            field = row_of.fields.get(node.name)
        return field.codes if field else None

    def _between(
        self, operands: Sequence[tree.Node], word: str, tight: int, row_of: TableContract | None
    ) -> list[Piece]:
        pieces: list[Piece] = []
        for place, operand in enumerate(operands):
            pieces += [Piece(self._word(word))] if place else []
            pieces += self._inside(operand, tight, row_of)
        return pieces

    def _list(self, parts: Sequence[Sequence[Piece]]) -> list[Piece]:
        comma = Piece(self._word("comma"))
        return [
            piece
            for place, part in enumerate(parts)
            for piece in ([comma, *part] if place else part)
        ]

    def _inside(
        self,
        node: tree.Node,
        tightness: int,
        row_of: TableContract | None,
        codes: str | None = None,
    ) -> list[Piece]:
        pieces = self._node(node, row_of, codes)
        if _tightness_of(node) >= tightness:
            return pieces
        opening, closing = ("（", "）") if self._is_chinese else ("(", ")")
        return [Piece(opening), *pieces, Piece(closing)]

    def _call(self, node: tree.Call, row_of: TableContract | None) -> list[Piece]:
        arguments = [self._node(argument, row_of) for argument in node.arguments]
        parts = {str(place): part for place, part in enumerate(arguments)}
        parts |= {"*": self._list(arguments), "+": self._list(arguments[1:])}
        pattern = _CALLS[node.function].in_language(self.language)
        pieces: list[Piece] = []
        for place, stretch in enumerate(pattern.split("{")):
            key, closed, rest = stretch.partition("}") if place else ("", "", stretch)
            pieces += [*(parts[key] if closed else []), Piece(rest)]
        return pieces

    def _rows(self, table: str, where: tree.Node | None) -> list[Piece]:
        contract = self.contracts[table]
        name = Piece(contract.label.in_language(self.language), "fact", table)
        if where is None:
            return [name]
        opening, closing = ("（", "）") if self._is_chinese else (" (", ")")
        return [name, Piece(opening), *self._node(where, contract), Piece(closing)]


def _tightness_of(node: tree.Node) -> int:
    match node:
        case tree.Arithmetic(operator, _, _):
            return _TIGHTNESS[operator]
        case tree.Compare() | tree.Membership() | tree.IsKnown():
            return 4
        case tree.Not():
            return 3
        case tree.And():
            return 2
        case tree.Or():
            return 1
        case tree.IfThenElse():
            return 0
    return 9


def _joined(pieces: Sequence[Piece]) -> list[Piece]:
    joined: list[Piece] = []
    for piece in pieces:
        if piece.kind == "text" and joined and joined[-1].kind == "text":
            joined[-1] = Piece(joined[-1].text + piece.text)
        elif piece.text:
            joined.append(piece)
    return joined
