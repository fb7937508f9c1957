"""Statements for tests, from a few words each."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from wotu.reading.claim import Bound, Claim, ClaimKind
from wotu.reading.statements import Statement


def claim_in(text: str, quote: str, figure: str, **fields: object) -> Claim:
    """A claim whose span is where ``quote`` first stands in ``text``; the sentence is up to 。."""
    start = text.index(quote)
    begin = text.rfind("。", 0, start) + 1
    end = text.find("。", start) + 1 or len(text)
    defaults: dict[str, object] = {
        "figure_max": None,
        "unit": "家",
        "kind": ClaimKind.LEVEL,
        "bound": Bound.EXACT,
        "subject": "苏州",
        "metric": "高新技术企业",
        "period": "2023",
        "compare": None,
    }
    return Claim(
        start=start,
        end=start + len(quote),
        quote=quote,
        figure=Decimal(figure),
        sentence=(begin, end),
        **(defaults | fields),  # type: ignore[arg-type]
    )


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
    claim = claim_in(sentence, quote, figure, **fields)
    source = source or f"doc-{name}"
    return Statement(name, source, source_name or source, published, claim, sentence)
