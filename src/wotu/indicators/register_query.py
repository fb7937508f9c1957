"""Queries of the register: what an indicator counts, as conditions over columns and in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import polars as pl

from wotu.indicators.arithmetic import compute
from wotu.packs.formulas import Figure, parse_formula
from wotu.packs.indicators import Indicator, IndicatorKind
from wotu.packs.register_counts import Condition, Counting, RegisterCount

CERTIFICATES: Final = "firm_certificate"


def count_of(indicator: Indicator) -> RegisterCount | None:
    """The query of an indicator; of one that names a certificate, the firms that hold it.

    Holders are counted on the day, and of a flow those to whom it was granted in the period.
    """
    if indicator.certificate is None:
        return indicator.counted
    return RegisterCount(
        contract=CERTIFICATES,
        count=Counting.FIRMS,
        where={"kind": Condition(equals=indicator.certificate)},
        dated="granted_on" if indicator.kind is IndicatorKind.FLOW else None,
    )


def holds(text: str, condition: Condition) -> pl.Expr:
    """Whether a field, or an expression over fields, is as a condition says; null if unknown."""
    formula = parse_formula(text)
    if isinstance(formula, Figure):
        value = pl.col(formula.name)
    else:
        value = compute(formula, lambda figure: pl.col(figure.name).cast(pl.Float64)).value
    number = value if not isinstance(formula, Figure) else value.cast(pl.Float64, strict=False)
    tests = []
    if condition.equals is not None:
        tests.append(value == condition.equals)
    if condition.one_of:
        tests.append(value.is_in(condition.one_of))
    for limit, test in (
        (condition.at_least, pl.Expr.ge),
        (condition.over, pl.Expr.gt),
        (condition.at_most, pl.Expr.le),
        (condition.below, pl.Expr.lt),
    ):
        if limit is not None:
            tests.append(test(number, limit))
    return pl.all_horizontal(tests)


def query_text(indicator: Indicator) -> str | None:
    """The query of an indicator in short; None where the register does not give it."""
    spec = count_of(indicator)
    return None if spec is None else _written_query(spec)


def _written_query(spec: RegisterCount) -> str:
    what = f"sum({spec.field})" if spec.field else f"count({spec.count})"
    tests = [
        f"{text} {sign} {limit}"
        for text, condition in spec.where.items()
        for sign, limit in _written(condition)
    ]
    where = f" where {' and '.join(tests)}" if tests else ""
    when = f" by {'first ' * spec.first_only}{spec.dated}" if spec.dated else ""
    return f"{what} of {spec.contract}{where}{when}"


def expression_of(spec: RegisterCount, whole: bool) -> pl.Expr:
    """The query in short, with its day or year, and of how many firms the fact is known."""
    written = pl.lit(f"{_written_query(spec)}, ") + pl.col("period")
    if whole:
        return written
    return written + pl.format("; {} of {} firms", "known", "firms")


def _written(condition: Condition) -> Iterator[tuple[str, object]]:
    for sign, limit in (
        ("=", condition.equals),
        ("in", list(condition.one_of) or None),
        (">=", condition.at_least),
        (">", condition.over),
        ("<=", condition.at_most),
        ("<", condition.below),
    ):
        if limit is not None:
            yield sign, limit
