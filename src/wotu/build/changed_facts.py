"""Which facts of which firms differ between two screenings, and the batch behind each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from wotu.build.causes import Cause
from wotu.build.corners import Screened
from wotu.contracts.schema import TableContract
from wotu.packs.schema import Label
from wotu.rules.checked import CheckedRule
from wotu.rules.compile import FIRM_ID
from wotu.rules.inputs import Input, RowsInput, YearInput, named_input

CHANGES: Final = pl.Schema(
    {
        FIRM_ID: pl.String(),
        "cause": pl.String(),
        "item": pl.String(),
        "before": pl.String(),
        "after": pl.String(),
        "batch": pl.String(),
        "row": pl.Int64(),
        "taken_back": pl.Boolean(),
    }
)
"""One row for each fact of a firm that differs: ``item`` names it (a key of the items), values are
as text, null where unknown; ``batch`` brought the value after, or with ``taken_back`` held the one
before; null where the firm, its day or the belief among sources made the difference."""


@dataclass(frozen=True)
class Item:
    """A fact that a rule reads: what it is called, and the conditions that read it.

    ``field`` is empty for a count of rows.
    """

    label: Label
    table: str
    field: str
    conditions: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "label": self.label.model_dump(),
            "table": self.table,
            "field": self.field,
            "conditions": list(self.conditions),
        }


def items_of(screened: Screened) -> dict[str, Item]:
    """Every fact that a rule reads, by the name of its column."""
    rule, contracts = screened.rule.rule, screened.rule.packs.contracts
    day = screened.known.as_of
    readers, counting = _readers(rule), _counting(rule)
    return {
        item.column(day): Item(
            _label(item, contracts, day, counting),
            item.table,
            "" if isinstance(item, RowsInput) else item.field,
            tuple(readers.get(item, ())),
        )
        for item in rule.inputs
    }


def changed_facts(
    before: Screened, after: Screened, cause: Cause, firms: Collection[str]
) -> pl.DataFrame:
    """The facts of some firms that differ, as :data:`CHANGES` says."""
    wanted = pl.Series(FIRM_ID, list(firms), dtype=pl.String)
    rule = after.rule.rule
    parts = [_differing(item, before, after, cause, wanted) for item in rule.inputs]
    return pl.concat([pl.DataFrame(schema=CHANGES), *parts]).sort(FIRM_ID, "item")


def _differing(
    item: Input, before: Screened, after: Screened, cause: Cause, wanted: pl.Series
) -> pl.DataFrame:
    old, new = item.column(before.known.as_of), item.column(after.known.as_of)
    if old not in before.frame.columns or new not in after.frame.columns:
        return pl.DataFrame(schema=CHANGES)
    left = _values(before.frame, item, old).rename({"value": "before"})
    right = _values(after.frame, item, new).rename({"value": "after"})
    rows = (
        left.join(right, on=FIRM_ID, how="full", coalesce=True)
        .filter(pl.col("before").ne_missing(pl.col("after")))
        .filter(pl.col(FIRM_ID).is_in(wanted.implode()))
    )
    if cause is Cause.FACTS and not rows.is_empty():
        rows = _with_batches(rows, item, before, after)
    else:
        rows = rows.with_columns(batch=None, row=None, taken_back=pl.lit(False))
    return rows.select(
        FIRM_ID,
        cause=pl.lit(cause.value),
        item=pl.lit(new),
        before=pl.col("before"),
        after=pl.col("after"),
        batch=pl.col("batch").cast(pl.String),
        row=pl.col("row").cast(pl.Int64),
        taken_back=pl.col("taken_back"),
    )


def _values(frame: pl.DataFrame, item: Input, column: str) -> pl.DataFrame:
    """``value`` as text; a count says too how many rows are doubtful and whether there are more."""
    value = pl.col(column).cast(pl.String)
    if isinstance(item, RowsInput):
        doubtful = pl.col(f"{column}?")
        value = pl.concat_str(
            value,
            pl.when(doubtful > 0).then(pl.format("+{}?", doubtful)).otherwise(pl.lit("")),
            pl.when(pl.col(item.complete_column)).then(pl.lit("")).otherwise(pl.lit("+")),
        )
    return frame.select(FIRM_ID, value=value)


def _with_batches(
    rows: pl.DataFrame, item: Input, before: Screened, after: Screened
) -> pl.DataFrame:
    """Rows with the batch that brought the value after, else the one that held the value before."""
    brought = _stating(item, after, before, rows.select(FIRM_ID, value="after"))
    held = _stating(item, before, after, rows.select(FIRM_ID, value="before"))
    listed, unlisted = _completing(item, after, before), _completing(item, before, after)
    return (
        rows.join(brought, on=FIRM_ID, how="left")
        .join(held, on=FIRM_ID, how="left", suffix="_held")
        .with_columns(
            batch=pl.coalesce("batch", pl.lit(listed, dtype=pl.String)),
            batch_held=pl.coalesce("batch_held", pl.lit(unlisted, dtype=pl.String)),
        )
        .with_columns(
            taken_back=pl.col("batch").is_null() & pl.col("batch_held").is_not_null(),
            batch=pl.coalesce("batch", "batch_held"),
            row=pl.when(pl.col("batch").is_not_null()).then("row").otherwise("row_held"),
        )
    )


def _completing(item: Input, here: Screened, there: Screened) -> str | None:
    """The batch that says that a list is complete here, where it is not there."""
    if not isinstance(item, RowsInput) or item.table in there.known.lists:
        return None
    return here.known.lists.get(item.table)


def _stating(item: Input, here: Screened, there: Screened, rows: pl.DataFrame) -> pl.DataFrame:
    """``firm_id``, ``batch`` and ``row`` of what states a value and counts here but not there."""
    contract = here.rule.packs.contracts[item.table]
    fresh = [name for name in here.known.batches if name not in there.known.batches]
    said = (
        here.known.assigned(item.table)
        .filter(pl.col("_batch").is_in(fresh))
        .filter(pl.col(FIRM_ID).is_in(rows[FIRM_ID].implode()))
    )
    if isinstance(item, YearInput):
        year = here.known.as_of.year - 1 + item.offset
        said = said.filter(pl.col(contract.time.from_field) == year)
    if not isinstance(item, RowsInput):
        stated = said.select(
            FIRM_ID, "_batch", "_row", "_received_at", value=pl.col(item.field).cast(pl.String)
        )
        said = stated.join(rows.lazy(), on=[FIRM_ID, "value"], how="semi")
    return (
        said.sort("_received_at", "_row", descending=True)
        .unique(FIRM_ID, keep="first", maintain_order=True)
        .select(FIRM_ID, batch="_batch", row="_row")
        .collect()
    )


def _label(
    item: Input,
    contracts: Mapping[str, TableContract],
    day: dt.date,
    counting: Mapping[Input, Label],
) -> Label:
    contract = contracts[item.table]
    if isinstance(item, RowsInput):
        return counting.get(item) or Label(
            zh=f"{contract.label.zh}（计入的条数）", en=f"{contract.label.en} (rows that count)"
        )
    named = named_input(item, contract, day)
    return Label(zh=named.title("zh"), en=named.title("en"))


def _counting(rule: CheckedRule) -> dict[Input, Label]:
    """What a count is called: the quantity that counts it, where one does."""
    return {
        item: rule.spec.quantities[name].label
        for name, term in reversed(list(rule.quantities.items()))
        for item in term.own_inputs
        if isinstance(item, RowsInput) and name in rule.spec.quantities
    }


def _readers(rule: CheckedRule) -> dict[Input, list[str]]:
    found: dict[Input, list[str]] = {}
    for condition in rule.all_conditions():
        for item in rule.inputs_beneath(condition.term):
            found.setdefault(item, []).append(condition.id)
    return found
