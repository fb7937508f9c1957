"""One version of a rule over inputs held in memory: verdicts, and amounts where it brings money."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import polars as pl

from wotu.build.held import HeldInputs
from wotu.rules.checked import CheckedRule
from wotu.rules.compile import CompiledRule, compile_rule

NO_SUBJECT, NOT_MET, UNKNOWN, MET = range(4)
"""Verdicts as small numbers: the rule does not apply, it is not met, undecided, met."""

VERDICT_NAMES: Final = ("not_applicable", "not_met", "unknown", "met")

AMOUNTS: Final = ("amount", "amount.low", "amount.high")


@dataclass(frozen=True)
class Verdicts:
    """Verdicts of one version of a rule, row by row as the inputs are.

    ``rows``: ``verdict`` (see :data:`NO_SUBJECT`), and for a rule with a measure ``amount``,
    ``amount.low`` and ``amount.high`` in yuan, null where they are not known.
    """

    rule: CheckedRule
    compiled: CompiledRule
    rows: pl.DataFrame

    @property
    def priced(self) -> bool:
        """Whether the rule brings money."""
        return "amount" in self.rows.columns

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many firms have each of :data:`VERDICT_NAMES`."""
        found = dict(self.rows["verdict"].value_counts().iter_rows())
        return {name: found.get(code, 0) for code, name in enumerate(VERDICT_NAMES)}


def judge(held: HeldInputs, rule: CheckedRule) -> Verdicts:
    """Run one version of a rule over inputs."""
    frame = held.inputs_of(rule)
    compiled = compile_rule(rule, held.as_of, frame.schema)
    wanted = {"verdict", *AMOUNTS}
    outputs = [one for one in compiled.outputs if one.meta.output_name() in wanted]
    applies = pl.lit(True) if compiled.applies is None else compiled.applies.fill_null(True)
    # No row is dropped: the rows of both versions stay beside each other without a join.
    every = replace(compiled, outputs=(*outputs, applies.alias("applies")), applies=None)
    met = pl.col("verdict")
    code = (
        pl.when(~pl.col("applies"))
        .then(NO_SUBJECT)
        .otherwise(pl.when(met).then(MET).when(met.is_null()).then(UNKNOWN).otherwise(NOT_MET))
    )
    names = [name for name in AMOUNTS if any(o.meta.output_name() == name for o in outputs)]
    rows = every.plan(frame.lazy()).select(code.cast(pl.Int8).alias("verdict"), *names)
    return Verdicts(rule, compiled, rows.collect(engine="streaming"))
