"""The rows of a new list: what the library finds, as it is to be kept."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from typing import Any

import polars as pl

from wotu.build.entitlements import entitled_firms, evidence_of
from wotu.build.snapshot import Snapshot
from wotu.rules.checked import CheckedRule
from wotu.rules.compile import FIRM_ID
from wotu_site.firms import queries as firms


def drafts(
    snapshot: Snapshot, rule: CheckedRule, year: int, leave_out: Collection[str]
) -> list[dict[str, Any]]:
    """Values of the entitlements of a measure, one for each firm that is not left out."""
    found = entitled_firms(snapshot, [rule]).filter(~pl.col(FIRM_ID).is_in(list(leave_out)))
    ids = found[FIRM_ID].to_list()
    names = firms.names_of(ids) if ids else {}
    evidence = {language: evidence_of(snapshot, rule, ids, language) for language in ("zh", "en")}
    return [
        {
            "rule": rule.id,
            "year": year,
            "firm_id": row[FIRM_ID],
            "firm_name": names[row[FIRM_ID]],
            "amount_cny": _yuan(row["amount_fen"]),
            "granted_cny": _yuan(row["granted_fen"]),
            "share_cny": _yuan(row["share_fen"]),
            "rank": row["rank"],
            "evidence_zh": evidence["zh"].get(row[FIRM_ID], ""),
            "evidence_en": evidence["en"].get(row[FIRM_ID], ""),
            "history_known": row["history_known"],
            "snapshot": snapshot.id,
        }
        for row in found.iter_rows(named=True)
    ]


def _yuan(fen: int) -> Decimal:
    return Decimal(fen).scaleb(-2)
