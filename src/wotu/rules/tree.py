"""The tree of an expression, as parsed: what the author wrote, with its position.

Nodes are immutable and compare by content, not by position, so that an equal sub-expression is
found equal wherever it stands.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal, TypeAlias

Comparison: TypeAlias = Literal[">=", "<=", ">", "<", "=", "!="]


@dataclass(frozen=True)
class Node:
    """Base of all nodes; ``position`` is the offset of its first character."""

    position: int = field(default=0, compare=False, kw_only=True, repr=False)


@dataclass(frozen=True)
class Number(Node):
    """A number as written, with its unit word: ``5000 万元``, ``10%``, ``365 days``."""

    value: Fraction
    unit: str | None = None


@dataclass(frozen=True)
class PointsRange(Node):
    """Points that an expert fills in between two whole numbers: ``7..8``."""

    low: Fraction
    high: Fraction


@dataclass(frozen=True)
class Date(Node):
    """A day: ``2016-01-01``."""

    value: dt.date


@dataclass(frozen=True)
class Text(Node):
    """A code or word in quotes: ``'hnte'``."""

    value: str


@dataclass(frozen=True)
class Truth(Node):
    """``true`` or ``false``."""

    value: bool


@dataclass(frozen=True)
class Name(Node):
    """A parameter, a quantity, ``as_of``, or within ``where`` a field of the table."""

    name: str


@dataclass(frozen=True)
class FieldRef(Node):
    """A field of a contract; ``year`` counts from the last accounting year, 0 being that year."""

    table: str
    field: str
    year: int | None = None


@dataclass(frozen=True)
class Negative(Node):
    """``-x``."""

    operand: Node


@dataclass(frozen=True)
class Arithmetic(Node):
    """``left op right`` with ``+ - * /``."""

    operator: Literal["+", "-", "*", "/"]
    left: Node
    right: Node


@dataclass(frozen=True)
class Compare(Node):
    """``left op right``: true, false, or unknown where a side is unknown."""

    operator: Comparison
    left: Node
    right: Node


@dataclass(frozen=True)
class Membership(Node):
    """``operand in (option, ...)``."""

    operand: Node
    options: tuple[Node, ...]


@dataclass(frozen=True)
class IsKnown(Node):
    """``operand is known`` or, negated, ``is unknown``: never unknown itself."""

    operand: Node
    negated: bool


@dataclass(frozen=True)
class Not(Node):
    """``not operand``."""

    operand: Node


@dataclass(frozen=True)
class And(Node):
    """Kleene conjunction: false where any operand is false, whatever is unknown."""

    operands: tuple[Node, ...]


@dataclass(frozen=True)
class Or(Node):
    """Kleene disjunction: true where any operand is true, whatever is unknown."""

    operands: tuple[Node, ...]


@dataclass(frozen=True)
class IfThenElse(Node):
    """One of two values; unknown where the condition is, unless both agree."""

    condition: Node
    then: Node
    otherwise: Node


@dataclass(frozen=True)
class Call(Node):
    """A function: ``max(a, b)``, ``sum(firm_finance.rd_expense_cny, 3 years)``."""

    function: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True)
class Rows(Node):
    """``table where condition``, the argument of ``count`` and ``exists``."""

    table: str
    where: Node | None
