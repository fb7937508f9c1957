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
        ended = error.token.type == "$END"
        position = len(text) if ended else (error.token.start_pos or 0)
        found = ("结尾", "the end") if ended else (f"“{error.token}”", f"'{error.token}'")
        raise ExpressionError(_unexpected(*found, text, position), position) from error
    except UnexpectedCharacters as error:
        at = error.pos_in_stream or 0
        message = _unexpected(f"“{text[at]}”", f"'{text[at]}'", text, at)
        raise ExpressionError(message, at) from error
    except UnexpectedEOF as error:
        message = f"“{text}”没有写完 · «{text}» ends too early"
        raise ExpressionError(message, len(text)) from error
    except VisitError as error:
        if isinstance(error.orig_exc, ExpressionError):
            raise error.orig_exc from error
        raise
    return node


_INSTEAD = {
    "≥": ">=", "≤": "<=", "≠": "!=", "＞": ">", "＜": "<", "＝": "=", "==": "=", "=": "=",
    "（": "(", "）": ")", "，": ",", "％": "%", "“": "'", "”": "'", '"': "'", "‘": "'", "’": "'",
    "×": "*", "÷": "/", "且": "and", "或": "or", "非": "not", "&": "and", "|": "or",
    "AND": "and", "OR": "or", "NOT": "not", "！": "not", "!": "not",
}  # fmt: skip
"""What authors write, and what the language says instead."""


def _unexpected(zh: str, en: str, text: str, position: int) -> str:
    rest = text[position:]
    slip = next((one for one in _INSTEAD if rest.startswith(one)), None)
    zh_hint = en_hint = ""
    if slip:
        zh_hint, en_hint = f"，应写 {_INSTEAD[slip]}", f": write {_INSTEAD[slip]}"
    return f"“{text}”里不该有{zh}{zh_hint} · unexpected {en} in «{text}»{en_hint}"


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
            raise ExpressionError(
                f"区间 {low}..{high} 是空的，小的在前"
                f" · the range {low}..{high} is empty: write the lower first",
                meta.start_pos,
            )
        return tree.PointsRange(low, high, position=meta.start_pos)

    @v_args(meta=True)
    def date(self, meta: Any, children: list[Any]) -> tree.Node:
        try:
            return tree.Date(dt.date.fromisoformat(children[0]), position=meta.start_pos)
        except ValueError as error:
            raise ExpressionError(
                f"没有 {children[0]} 这一天 · {children[0]} is not a day", meta.start_pos
            ) from error

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
            raise ExpressionError(
                "where 要跟在表名后面 · 'where' follows the name of a table", meta.start_pos
            )
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
