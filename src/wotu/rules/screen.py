"""Screening: a rule run over all firms, with where each one stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import polars as pl

from wotu.contracts.schema import TableContract
from wotu.packs.schema import Label
from wotu.rules.checked import CheckedRule
from wotu.rules.columns import Column, ColumnType, Literal, Named, Together, when
from wotu.rules.compile import FIRM_ID, MASK_BITS, SUBJECT, compile_rule, missing_columns
from wotu.rules.inputs import Asked
from wotu.rules.layout import Stage
from wotu.rules.polars_columns import PolarsPrinter


class Standing(StrEnum):
    """Where a firm stands before a rule, from nearest to farthest."""

    MET = "met"
    READY = "ready"  # every fact is in and none fails; only people's judgement is open
    ONE_FACT = "one_fact"  # nothing fails and one fact is missing
    FACTS_MISSING = "facts_missing"  # nothing fails and several facts are missing
    ONE_CONDITION = "one_condition"  # exactly one condition fails and no fact is missing
    NOT_MET = "not_met"


STANDING_LABELS: Final[dict[Standing, Label]] = {
    Standing.MET: Label(zh="符合", en="Meets the rule"),
    Standing.READY: Label(zh="可申报，待专家评价", en="Ready, experts to judge"),
    Standing.ONE_FACT: Label(zh="差一个数据", en="One fact away"),
    Standing.FACTS_MISSING: Label(zh="数据待补", en="Facts missing"),
    Standing.ONE_CONDITION: Label(zh="差一个条件", en="One condition away"),
    Standing.NOT_MET: Label(zh="不符合", en="Does not meet the rule"),
}


HEAD: Final = ("verdict", "standing", "failing", "open_facts")
"""The columns of a screening that follow its keys."""


@dataclass(frozen=True)
class Screening:
    """A rule compiled for a frame: its query."""

    rule: CheckedRule
    as_of: dt.date
    rows: pl.LazyFrame


def screen(
    rule: CheckedRule,
    frame: pl.LazyFrame,
    contracts: Mapping[str, TableContract],
    as_of: dt.date,
) -> Screening:
    """Run ``rule`` over a frame of inputs.

    Columns: ``firm_id``, and for a rule on the rows of a list their key; ``verdict`` (true, false,
    null for unknown); ``standing``; ``failing`` (conditions not met); ``open_facts`` (missing
    facts that could still matter); then for each condition what
    :func:`wotu.rules.compile.compile_rule` says, and the ``missing`` columns.
    """
    compiled = compile_rule(rule, as_of, frame.collect_schema())
    rows = compiled.plan(frame)
    for stage in standing_stages(rule, contracts):
        rows = rows.with_columns(PolarsPrinter({}).exprs(stage))
    head = list(HEAD)
    names = rows.collect_schema().names()
    keys = [FIRM_ID, *(name for name in names if name.startswith(SUBJECT))]
    others = [name for name in names if name not in {*keys, *head}]
    return Screening(rule, as_of, rows.select(*keys, *head, *others))


def standing_stages(rule: CheckedRule, contracts: Mapping[str, TableContract]) -> list[Stage]:
    """What a screening adds to the outputs of a rule: how many conditions fail, how many facts
    are missing, and the standing."""
    failed = [
        (~Named(f"{c.id}.verdict")).fill_null(False).cast(ColumnType.WHOLE16)
        for c in rule.conditions
    ]
    judged = [contracts[item.table].judged for item in rule.asked]
    counts = {"failing": Together("sum", tuple(failed)), "open_facts": _open_facts(judged)}
    return [counts, {"standing": _standing()}]


def _open_facts(judged: list[bool]) -> Column:
    counts = []
    for word, name in enumerate(missing_columns(len(judged))):
        part = judged[word * MASK_BITS : (word + 1) * MASK_BITS]
        facts = sum(1 << place for place, by_people in enumerate(part) if not by_people)
        asked = Named(name).operation("bits_in", Literal(facts, ColumnType.WHOLE64))
        counts.append(asked.operation("count_bits"))
    return Together("sum", tuple(counts)).cast(ColumnType.WHOLE16)


def _standing() -> Column:
    facts, failing = Named("open_facts"), Named("failing")
    no_fact, no_failure = facts.compared("=", 0), failing.compared("=", 0)
    return (
        when(Named("verdict"), Standing.MET.value)
        .when(no_failure & no_fact, Standing.READY.value)
        .when(no_failure & facts.compared("=", 1), Standing.ONE_FACT.value)
        .when(no_failure, Standing.FACTS_MISSING.value)
        .when(failing.compared("=", 1) & no_fact, Standing.ONE_CONDITION.value)
        .else_(Standing.NOT_MET.value)
    )


def missing_of(masks: tuple[int | None, ...], asked: tuple[Asked, ...]) -> list[Asked]:
    """Facts that the ``missing`` columns of a row mark, of those that its rule asks for."""
    return [
        item
        for place, item in enumerate(asked)
        if (masks[place // MASK_BITS] or 0) >> (place % MASK_BITS) & 1
    ]
