"""Approvals that documents tell and the list of stages does not have."""

from __future__ import annotations

import datetime as dt
from typing import Final

import polars as pl

from wotu.chains.stages import Stage

TOLD: Final = pl.Schema(
    {
        "firm_id": pl.String,
        "firm_name": pl.String,
        "kind": pl.String,  # code of event_kinds
        "product": pl.String,
        "period": pl.String,
        "happened_on": pl.Date,
        "sentence": pl.String,
        "document": pl.String,
        "span_start": pl.Int64,
    }
)
"""Events of the contract ``firm_event``, as documents tell them."""

STAGES_OF: Final = {
    "product_approval": (Stage.APPROVED,),
    "device_registration": (Stage.APPROVED,),
    # Papers call the permission of a trial and the trial that it leads to by one name.
    "trial_approval": (Stage.TRIAL_APPROVED, Stage.PHASE_1, Stage.PHASE_2, Stage.PHASE_3),
}
"""The stages of which an event of a kind speaks."""

NEAR: Final = dt.timedelta(days=183)
"""An event without a product means a record of its firm no further away than this."""

_MARKS: Final = r"[\s“”\"'‘’《》（）()\[\]【】®™·•\-—]"


def only_in_documents(rows: pl.DataFrame, events: pl.DataFrame) -> pl.DataFrame:
    """The events (:data:`TOLD`) that no record of ``rows`` (STAGE_ROWS) confirms, newest first.

    A record confirms an event of its firm at such a stage if one product's name holds the other;
    where the document names no product, if it lies within half a year.
    """
    told = events.filter(pl.col("kind").is_in(list(STAGES_OF))).with_row_index("event")
    stages = pl.DataFrame(
        [(kind, stage.value) for kind, own in STAGES_OF.items() for stage in own],
        schema={"kind": pl.String, "stage": pl.String},
        orient="row",
    )
    records = rows.select("firm_id", "stage", of="happened_on", recorded=_plain("product"))
    pairs = (
        told.select("event", "firm_id", "kind", "happened_on", named=_plain("product"))
        .join(stages, on="kind")
        .join(records, on=["firm_id", "stage"])
    )
    same = (
        pl.when(pl.col("named").str.len_chars() > 0)
        .then(
            pl.col("named").str.contains(pl.col("recorded"), literal=True)
            | pl.col("recorded").str.contains(pl.col("named"), literal=True)
        )
        .otherwise((pl.col("happened_on") - pl.col("of")).abs() <= NEAR)
    )
    confirmed = pairs.filter(same).select("event").unique()
    return (
        told.join(confirmed, on="event", how="anti")
        .sort("happened_on", "firm_id", "product", descending=[True, False, False], nulls_last=True)
        .select(pl.col(name).cast(kind) for name, kind in TOLD.items())
    )


def _plain(column: str) -> pl.Expr:
    return pl.col(column).fill_null("").str.replace_all(_MARKS, "").str.to_lowercase()
