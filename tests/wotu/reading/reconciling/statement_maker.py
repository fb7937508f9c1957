"""Statements for tests, from a few words each."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from tests.wotu.reading.stated import claim_in as any_claim_in
from wotu.reading.claim import Claim
from wotu.reading.reconciling.statements import Statement


def claim_in(text: str, quote: str, figure: str, **fields: object) -> Claim:
    """The claim of a quote that occurs once in a text: of firms in 苏州 in 2023 unless said."""
    usual: dict[str, object] = {"unit": "家", "subject": "苏州", "metric": "高新技术企业"}
    return any_claim_in(text, quote, figure, **(usual | fields))


def statement(
    name: str,
    quote: str,
    figure: str,
    *,
    source: str | None = None,
    source_name: str | None = None,
    published: dt.date | None = None,
    before: str = "苏州",
    after: str = "。",
    **fields: object,
) -> Statement:
    """A statement whose sentence is ``before``, the quote and ``after``."""
    sentence = f"{before}{quote}{after}"
    claim = replace(
        claim_in(quote, quote, figure, **fields),
        start=len(before),
        end=len(before) + len(quote),
        sentence=(0, len(sentence)),
    )
    source = source or f"doc-{name}"
    return Statement(name, source, source_name or source, published, claim, sentence)
