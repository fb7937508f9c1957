"""From the text of an expression to its tree."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from lark import Lark, Token, Transformer, v_args
from lark.exceptions import UnexpectedCharacters, UnexpectedEOF, UnexpectedToken, VisitError

from wotu.rules import tree


class ExpressionError(Exception):
    """An expression cannot be read; ``position`` is the offset where it stops making sense."""

    def __init__(self, message: str, position: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.position = position


@lru_cache(maxsize=1 << 13)
def parse_expression(text: str) -> tree.Node:
    """The tree of ``text``; a draft of a rule has most of its texts in common with the rule.

    Raises:  ExpressionError, with what was found and what is accepted there.

    >>> parse_expression("sales <= cap")
    Compare(operator='<=', left=Name(name='sales'), right=Name(name='cap'))
    """
    try:
        node: tree.Node = _TreeBuilder().transform(_parser().parse(text))
    except UnexpectedToken as error:
        found = "the end" if error.token.type == "$END" else f"'{error.token}'"
        position = len(text) if error.token.type == "$END" else (error.token.start_pos or 0)
        raise ExpressionError(f"unexpected {found} in «{text}»", position) from error
    except UnexpectedCharacters as error:
        at = error.pos_in_stream or 0
        raise ExpressionError(f"unexpected '{text[at]}' in «{text}»", at) from error
    except UnexpectedEOF as error:
        raise ExpressionError(f"«{text}» ends too early", len(text)) from error
    except VisitError as error:
        if isinstance(error.orig_exc, ExpressionError):
            raise error.orig_exc from error
        raise
    return node


@cache
def _parser() -> Lark:
    grammar = files("wotu.rules").joinpath("grammar.lark").read_text(encoding="utf-8")
    return Lark(grammar, parser="lalr", propagate_positions=True, maybe_placeholders=True)


def _fraction(token: str) -> Fraction:
    return Fraction(token.replace("_", ""))


class _TreeBuilder(Transformer[Any, tree.Node]):
    """Turns lark's tree into ours, one method a production."""

    def start(self, children: list[Any]) -> tree.Node:
        node: tree.Node = children[0]
        return node

    @v_args(meta=True)
    def number(self, meta: Any, children: list[Any]) -> tree.Node:
        value, unit = children[0], children[1] if len(children) > 1 else None
        return tree.Number(_fraction(value), unit and str(unit), position=meta.start_pos)

    @v_args(meta=True)
    def points_range(self, meta: Any, children: list[Any]) -> tree.Node:
        low, high = (_fraction(child) for child in children)
        if low > high:
            raise ExpressionError(f"the range {low}..{high} is empty", meta.start_pos)
        return tree.PointsRange(low, high, position=meta.start_pos)

    @v_args(meta=True)
    def date(self, meta: Any, children: list[Any]) -> tree.Node:
        try:
            return tree.Date(dt.date.fromisoformat(children[0]), position=meta.start_pos)
        except ValueError as error:
            raise ExpressionError(f"{children[0]} is not a day", meta.start_pos) from error

    @v_args(meta=True)
    def text(self, meta: Any, children: list[Any]) -> tree.Node:
        return tree.Text(str(children[0])[1:-1], position=meta.start_pos)

    @v_args(meta=True)
    def true(self, meta: Any, _: list[Any]) -> tree.Node:
        return tree.Truth(True, position=getattr(meta, "start_pos", 0))

    @v_args(meta=True)
    def false(self, meta: Any, _: list[Any]) -> tree.Node:
        return tree.Truth(False, position=getattr(meta, "start_pos", 0))

    @v_args(meta=True)
    def name(self, meta: Any, children: list[Any]) -> tree.Node:
        return tree.Name(str(children[0]), position=meta.start_pos)

    @v_args(meta=True)
    def field(self, meta: Any, children: list[Any]) -> tree.Node:
        table, name, year = str(children[0]), str(children[1]), children[2]
        return tree.FieldRef(table, name, year, position=meta.start_pos)

    def year(self, children: list[Any]) -> int:
        base = 0 if children[0] == "last_year" else 1
        if children[1] is None:
            return base
        return base + int(children[2]) * (1 if children[1] == "+" else -1)

    @v_args(meta=True)
    def call(self, meta: Any, children: list[Any]) -> tree.Node:
        arguments = tuple(child for child in children[1:] if child is not None)
        return tree.Call(str(children[0]), arguments, position=meta.start_pos)

    @v_args(meta=True)
    def argument(self, meta: Any, children: list[Any]) -> tree.Node:
        value, where = children
        if where is None:
            node: tree.Node = value
            return node
        if not isinstance(value, tree.Name):
            raise ExpressionError("'where' follows the name of a table", meta.start_pos)
        return tree.Rows(value.name, where, position=meta.start_pos)

    @v_args(meta=True)
    def negative(self, meta: Any, children: list[Any]) -> tree.Node:
        return tree.Negative(children[0], position=meta.start_pos)

    @v_args(meta=True)
    def sum(self, meta: Any, children: list[Any]) -> tree.Node:
        return self._left_to_right(meta, children)

    @v_args(meta=True)
    def product(self, meta: Any, children: list[Any]) -> tree.Node:
        return self._left_to_right(meta, children)

    def _left_to_right(self, meta: Any, children: list[Any]) -> tree.Node:
        node: tree.Node = children[0]
        for operator, operand in zip(children[1::2], children[2::2], strict=True):
            symbol: Any = str(operator)
            node = tree.Arithmetic(symbol, node, operand, position=meta.start_pos)
        return node

    @v_args(meta=True)
    def comparison(self, meta: Any, children: list[Any]) -> tree.Node:
        left, operator, right = children
        symbol: Any = str(operator)
        return tree.Compare(symbol, left, right, position=meta.start_pos)

    @v_args(meta=True)
    def membership(self, meta: Any, children: list[Any]) -> tree.Node:
        return tree.Membership(children[0], tuple(children[1:]), position=meta.start_pos)

    @v_args(meta=True)
    def is_known(self, meta: Any, children: list[Any]) -> tree.Node:
        return tree.IsKnown(children[0], negated=False, position=meta.start_pos)

    @v_args(meta=True)
    def is_unknown(self, meta: Any, children: list[Any]) -> tree.Node:
        return tree.IsKnown(children[0], negated=True, position=meta.start_pos)

    @v_args(meta=True)
    def negation(self, meta: Any, children: list[Any]) -> tree.Node:
        return tree.Not(children[0], position=meta.start_pos)

    @v_args(meta=True)
    def conjunction(self, meta: Any, children: list[Any]) -> tree.Node:
        return tree.And(tuple(children), position=meta.start_pos)

    @v_args(meta=True)
    def disjunction(self, meta: Any, children: list[Any]) -> tree.Node:
        return tree.Or(tuple(children), position=meta.start_pos)

    @v_args(meta=True)
    def if_then_else(self, meta: Any, children: list[Any]) -> tree.Node:
        return tree.IfThenElse(*children, position=meta.start_pos)

    def __default_token__(self, token: Token) -> Token:
        return token
