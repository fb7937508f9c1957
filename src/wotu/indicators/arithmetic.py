"""Formulas as expressions over columns: the value, and its slope in every figure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import reduce

import polars as pl

from wotu.packs.formulas import Figure, Formula, Number, Operation


@dataclass(frozen=True)
class Computed:
    """A formula over columns.

    ``value``: null where a figure is unknown or a divisor is zero. ``slopes``: the derivative in
    each figure that it reads. ``divisors``: what it divides by.
    """

    value: pl.Expr
    slopes: dict[Figure, pl.Expr] = field(default_factory=dict)
    divisors: tuple[pl.Expr, ...] = ()

    @property
    def divides_by_zero(self) -> pl.Expr:
        """Whether some divisor is known and zero."""
        none = pl.lit(False)
        return reduce(lambda one, other: one | (other == 0).fill_null(False), self.divisors, none)


def compute(formula: Formula, column_of: Callable[[Figure], pl.Expr]) -> Computed:
    """The expression of a formula; ``column_of`` gives the column of a figure, as floats."""
    match formula:
        case Number(value):
            return Computed(pl.lit(float(value)))
        case Figure():
            return Computed(column_of(formula), {formula: pl.lit(1.0)})
        case Operation(sign, left, right):
            return _combined(sign, compute(left, column_of), compute(right, column_of))


def _combined(sign: str, one: Computed, other: Computed) -> Computed:
    a, b = one.value, other.value
    divisors = (*one.divisors, *other.divisors)
    match sign:
        case "+":
            value, by_one, by_other = a + b, pl.lit(1.0), pl.lit(1.0)
        case "-":
            value, by_one, by_other = a - b, pl.lit(1.0), pl.lit(-1.0)
        case "*":
            value, by_one, by_other = a * b, b, a
        case _:
            divisor = pl.when(b != 0).then(b)
            value, by_one, by_other = a / divisor, 1.0 / divisor, -a / (divisor * divisor)
            divisors = (*divisors, b)
    slopes = {figure: slope * by_one for figure, slope in one.slopes.items()}
    for figure, slope in other.slopes.items():
        more = slope * by_other
        slopes[figure] = slopes[figure] + more if figure in slopes else more
    return Computed(value, slopes, divisors)
