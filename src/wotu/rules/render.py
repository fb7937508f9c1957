"""From the tree of an expression back to its text, in one canonical form."""

from __future__ import annotations

from fractions import Fraction

from wotu.rules import tree

_TIGHTNESS = {"or": 1, "and": 2, "not": 3, "compare": 4, "+": 5, "-": 5, "*": 6, "/": 6, "atom": 9}


def render(node: tree.Node) -> str:
    """The text of ``node``; parsing it again gives an equal tree.

    >>> from wotu.rules.parse import parse_expression
    >>> render(parse_expression("a>=1 and not(b or c)"))
    'a >= 1 and not (b or c)'
    """
    return _render(node)[0]


def _render(node: tree.Node) -> tuple[str, int]:
    match node:
        case tree.Number(value, unit):
            return f"{_decimal(value)}{' ' + unit if unit and unit not in '%‰' else unit or ''}", 9
        case tree.PointsRange(low, high):
            return f"{_decimal(low)}..{_decimal(high)}", 9
        case tree.Date(value):
            return value.isoformat(), 9
        case tree.Text(value):
            return f"'{value}'", 9
        case tree.Truth(value):
            return str(value).lower(), 9
        case tree.Name(name):
            return name, 9
        case tree.FieldRef(table, name, year):
            return f"{table}.{name}{_year(year)}", 9
        case tree.Negative(operand):
            return f"-{_inside(operand, 7)}", 7
        case tree.Arithmetic(operator, left, right):
            tight = _TIGHTNESS[operator]
            return f"{_inside(left, tight)} {operator} {_inside(right, tight + 1)}", tight
        case tree.Compare(operator, left, right):
            return f"{_inside(left, 5)} {operator} {_inside(right, 5)}", 4
        case tree.Membership(operand, options):
            listed = ", ".join(_inside(option, 5) for option in options)
            return f"{_inside(operand, 5)} in ({listed})", 4
        case tree.IsKnown(operand, negated):
            return f"{_inside(operand, 5)} is {'unknown' if negated else 'known'}", 4
        case tree.Not(operand):
            return f"not {_inside(operand, 3)}", 3
        case tree.And(operands):
            return " and ".join(_inside(operand, 3) for operand in operands), 2
        case tree.Or(operands):
            return " or ".join(_inside(operand, 2) for operand in operands), 1
        case tree.IfThenElse(condition, then, otherwise):
            parts = (render(condition), render(then), render(otherwise))
            return "if {} then {} else {}".format(*parts), 0
        case tree.Call(function, arguments):
            return f"{function}({', '.join(render(a) for a in arguments)})", 9
        case tree.Rows(table, where):
            return table if where is None else f"{table} where {render(where)}", 9
    raise AssertionError(f"no text for {type(node).__name__}")


def _inside(node: tree.Node, tightness: int) -> str:
    text, own = _render(node)
    return text if own >= tightness else f"({text})"


def _decimal(value: Fraction) -> str:
    if value.denominator == 1:
        return str(value.numerator)
    return f"{float(value):.12f}".rstrip("0")


def _year(year: int | None) -> str:
    if year is None:
        return ""
    if year == 1:
        return "[this_year]"
    base, offset = ("last_year", year) if year <= 0 else ("this_year", year - 1)
    return f"[{base}]" if offset == 0 else f"[{base} {'+' if offset > 0 else '-'} {abs(offset)}]"
