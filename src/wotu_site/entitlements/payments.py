"""Payments between the list, the finance bureau and the facts."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from pathlib import Path

import polars as pl
from django.conf import settings

from wotu.build.snapshot import Snapshot
from wotu.exports import write_table
from wotu.receive import Delivery, receive
from wotu_site.access.roles import Person
from wotu_site.entitlements.models import Entitlement
from wotu_site.snapshots import queries as snapshots

SOURCE = "finance"
CONTRACT = "firm_payment"


def land(paid: Sequence[Entitlement], person: Person) -> str:
    """Put payments among the facts, as a file of the finance bureau; the batch."""
    folder = Path(settings.WORKSPACE_DIR) / "cache" / "payments"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"兑现-{uuid.uuid4().hex[:12]}.csv"
    write_table(payment_table(paid), path)
    try:
        delivery = Delivery(source=SOURCE, author=person.display_name, contract=CONTRACT)
        received = receive(snapshots.workspace(), path, delivery)
    finally:
        path.unlink(missing_ok=True)
    batch = received[0].batch
    if not batch.counts:
        # The same payments were landed and taken back before.
        snapshots.workspace().lake.restore(batch.id, person.display_name)
    return batch.id


def in_records(snapshot: Snapshot, rule_id: str, year: int) -> dict[str, tuple[dt.date, str]]:
    """Day and document of the payments under a measure that the facts hold, by firm."""
    rows = snapshot.rows(
        "SELECT firm_id, max(paid_on) AS paid_on, max(document_no) AS document_no"
        f" FROM fact_{CONTRACT} WHERE measure = ? AND year = ? AND paid_on IS NOT NULL GROUP BY 1",
        [rule_id, year],
    )
    return {row["firm_id"]: (row["paid_on"], row["document_no"] or "") for row in rows}


def take_back(batch: str, person: Person) -> None:
    """Let a batch of payments count no more."""
    snapshots.workspace().lake.undo(batch, person.display_name, "撤销兑现登记")


def payment_table(rows: Sequence[Entitlement]) -> pl.DataFrame:
    """Payments under the headers of the contract; days and numbers are empty until paid."""
    contract = snapshots.workspace().packs.contracts[CONTRACT]
    head = {name: field.label.zh for name, field in contract.fields.items()}
    return pl.DataFrame(
        {
            head["uscc"]: [one.firm_id for one in rows],
            head["firm_name"]: [one.firm_name for one in rows],
            head["year"]: [one.year for one in rows],
            head["measure"]: [one.rule for one in rows],
            f"{head['amount_cny']}（元）": [float(one.share_cny) for one in rows],
            head["paid_on"]: [one.paid_on for one in rows],
            head["document_no"]: [one.document_no for one in rows],
        },
        schema_overrides={head["paid_on"]: pl.Date, head["document_no"]: pl.String},
    )


def order_table(rows: Sequence[Entitlement], measure: str) -> pl.DataFrame:
    """What the finance bureau pays from: the payments, with measure and account."""
    table = payment_table(rows)
    return table.with_columns(
        pl.Series("项目", [measure] * len(rows), dtype=pl.String),
        pl.Series("收款户名", [one.account_name for one in rows], dtype=pl.String),
        pl.Series("开户行", [one.account_bank for one in rows], dtype=pl.String),
        pl.Series("账号", [one.account_no for one in rows], dtype=pl.String),
    )
