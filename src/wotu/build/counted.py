"""The rows of a list behind a count: which of a firm's rows a rule counts."""

from __future__ import annotations

import datetime as dt

import polars as pl

from wotu.build.snapshot import Snapshot
from wotu.rules.checked import CheckedRule
from wotu.rules.frame import row_test
from wotu.rules.inputs import RowsInput

COUNTS = "_counts"


def counted_rows(
    snapshot: Snapshot, firm_id: str, rule: CheckedRule, item: RowsInput, as_of: dt.date
) -> pl.DataFrame:
    """A firm's rows of a list, those first that count.

    Columns: those of the facts, and ``_counts``: true, false, or null where a row does not say
    enough.
    """
    contract = snapshot.packs.contract(item.table)
    rows = snapshot.frame(f'SELECT * FROM "fact_{item.table}" WHERE firm_id = ?', [firm_id])
    judged = rows.with_columns(row_test(rule, item, contract, as_of).alias(COUNTS))
    return judged.sort(COUNTS, descending=True, nulls_last=False, maintain_order=True)
