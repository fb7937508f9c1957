"""The tables of product pipelines. Rows are keyed as the snapshot stores them; null is unknown."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

import polars as pl

from wotu.packs.schema import Label

STAGE_ROWS: Final = pl.Schema(
    {
        "firm_id": pl.String,
        "firm_name": pl.String,
        "product": pl.String,
        "kind": pl.String,  # code of product_kinds
        "registration_class": pl.String,
        "indication": pl.String,
        "stage": pl.String,
        "happened_on": pl.Date,
        "number": pl.String,
        "partner": pl.String,
        "note": pl.String,
    }
)
"""Records of the contract ``firm_product_stage`` as pipelines read them."""

LINE: Final = ("firm_id", "product", "indication")

LINES: Final = pl.Schema(
    {
        "firm_id": pl.String,
        "firm_name": pl.String,
        "product": pl.String,
        "indication": pl.String,
        "kind": pl.String,
        "track": pl.String,  # drug, device; null where neither kind nor stages tell
        "registration_class": pl.String,
        "stage": pl.String,  # present one; null where only a halt is known
        "since": pl.Date,  # day on which it was reached
        "days": pl.Int64,  # in the stage, to the day or the halt; null if approved
        "status": pl.String,  # active, approved, paused, terminated
        "halted_on": pl.Date,
        "moved_on": pl.Date,  # latest record that is no halt
        "furthest": pl.String,
        "stepped_back": pl.Boolean,
        "off_track": pl.Boolean,  # a stage of devices for a drug, or the other way round
        "innovative": pl.Boolean,  # passed the special review of innovative devices
        "number": pl.String,
        "partner": pl.String,
        "note": pl.String,
        "usual_days": pl.Int64,  # median of finished stays of the zone; null below FEWEST_STAYS
        "limit_days": pl.Int64,  # longer is stalled; null where nothing is known
        "limit_from": pl.String,  # law, zone; null
        "stalled": pl.Boolean,  # null where no limit is known
    }
)
"""One row a line, as it stands on a day."""


class Status(StrEnum):
    """Whether a line moves."""

    ACTIVE = "active"
    APPROVED = "approved"
    PAUSED = "paused"
    TERMINATED = "terminated"


STATUS_LABELS: Final = {
    Status.ACTIVE: Label(zh="推进中", en="Active"),
    Status.APPROVED: Label(zh="已获批", en="Approved"),
    Status.PAUSED: Label(zh="暂停", en="Paused"),
    Status.TERMINATED: Label(zh="终止", en="Terminated"),
}


class Change(StrEnum):
    """What became of a line between two days."""

    APPROVED = "approved"
    ADVANCED = "advanced"
    NEW = "new"
    RESUMED = "resumed"
    STEPPED_BACK = "stepped_back"
    PAUSED = "paused"
    TERMINATED = "terminated"


CHANGE_LABELS: Final = {
    Change.APPROVED: Label(zh="获批", en="Approved"),
    Change.ADVANCED: Label(zh="推进", en="Advanced"),
    Change.NEW: Label(zh="新增", en="New"),
    Change.RESUMED: Label(zh="恢复", en="Resumed"),
    Change.STEPPED_BACK: Label(zh="回退", en="Stepped back"),
    Change.PAUSED: Label(zh="暂停", en="Paused"),
    Change.TERMINATED: Label(zh="终止", en="Terminated"),
}

CHANGES: Final = pl.Schema(
    {
        "firm_id": pl.String,
        "firm_name": pl.String,
        "product": pl.String,
        "indication": pl.String,
        "kind": pl.String,
        "registration_class": pl.String,
        "change": pl.String,
        "stage_before": pl.String,
        "stage": pl.String,
        "happened_on": pl.Date,
        "note": pl.String,
    }
)

YEAR_COUNTS: Final = pl.Schema(
    {
        "year": pl.Int32,
        "stage": pl.String,
        "registration_class": pl.String,  # null where no record says
        "products": pl.Int64,
    }
)
