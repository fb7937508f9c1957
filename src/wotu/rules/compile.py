"""From a checked rule to Polars expressions over one row a firm."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl
import polars.selectors as cs

from wotu.rules.checked import CheckedRule
from wotu.rules.layout import MASK_BITS, lay_out_rule, missing_columns
from wotu.rules.polars_columns import PolarsPrinter

__all__ = ["FIRM_ID", "MASK_BITS", "SUBJECT", "CompiledRule", "compile_rule", "missing_columns"]

FIRM_ID = "firm_id"

SUBJECT = "subject."
"""What the key of a judged row begins with, in rules on the rows of a list."""


@dataclass(frozen=True)
class CompiledRule:
    """The stages of a rule's query, as expressions; see :class:`wotu.rules.layout.RuleLayout`."""

    rule: CheckedRule
    as_of: dt.date
    stages: tuple[tuple[pl.Expr, ...], ...]
    outputs: tuple[pl.Expr, ...]
    applies: pl.Expr | None

    def plan(self, frame: pl.LazyFrame) -> pl.LazyFrame:
        """The query over a frame of inputs: ``firm_id`` and the rule's result columns."""
        for stage in self.stages:
            frame = frame.with_columns(stage)
        if self.applies is not None:
            frame = frame.filter(self.applies.fill_null(True))
        return frame.select(pl.col(FIRM_ID), cs.starts_with(SUBJECT), *self.outputs)


def compile_rule(
    rule: CheckedRule, as_of: dt.date, schema: Mapping[str, pl.DataType]
) -> CompiledRule:
    """Compile ``rule`` as of a day for frames of ``schema``.

    Columns of money may hold yuan as decimals, doubles or whole numbers. The result columns are
    those of :func:`wotu.rules.layout.lay_out_rule`.
    """
    layout = lay_out_rule(rule, as_of)
    printer = PolarsPrinter(schema)
    return CompiledRule(
        rule,
        as_of,
        tuple(printer.exprs(stage) for stage in layout.stages),
        printer.exprs(layout.outputs),
        None if layout.applies is None else printer.expr(layout.applies),
    )
