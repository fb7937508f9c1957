"""What is valid on a day: the one definition, for stocks of certificates and for indicators."""

from __future__ import annotations

import datetime as dt
from typing import Final

import polars as pl

CERTIFICATES: Final = pl.Schema(
    {"firm_id": pl.String(), "granted_on": pl.Date(), "expires_on": pl.Date()}
)
"""Certificates of one kind; ``expires_on`` null for those without end."""


def valid_on(day: pl.Expr, begins: pl.Expr, ends: pl.Expr) -> pl.Expr:
    """Whether something is valid on a day: both ends included, without end where ``ends`` is null.

    What has no beginning was never granted, and is not valid.
    """
    return ((begins <= day) & (ends.is_null() | (ends >= day))).fill_null(False)


def valid_firms(certificates: pl.DataFrame, day: dt.date) -> pl.DataFrame:
    """Firms that hold a certificate on a day: firm_id, granted_on and expires_on of the last."""
    # Null last: a certificate without end outlasts all others.
    return (
        certificates.filter(valid_on(pl.lit(day), pl.col("granted_on"), pl.col("expires_on")))
        .sort("expires_on", "granted_on", nulls_last=True)
        .unique("firm_id", keep="last", maintain_order=True)
        .sort("firm_id")
    )
