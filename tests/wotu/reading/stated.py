"""Claims for tests: made by hand, where a quote is looked for in its text, and read."""

import datetime as dt
from decimal import Decimal

from wotu.reading.claim import Bound, Claim, ClaimKind
from wotu.reading.document import Document
from wotu.reading.read import read_claims


def read(text: str, published: str = "2023-05-20") -> list[Claim]:
    """What a text says that was published on a day."""
    return read_claims(Document("text", text, dt.date.fromisoformat(published)))


def claim_in(text: str, quote: str, figure: str, **fields) -> Claim:
    """The claim of a quote that occurs once in a text."""
    start = text.index(quote)
    assert text.count(quote) == 1, quote
    begin = max(text.rfind(mark, 0, start) for mark in "。\n") + 1
    ends = [at for mark in "。\n" if (at := text.find(mark, start)) >= 0]
    kind = ClaimKind(fields.pop("kind", "level"))
    upper = fields.pop("figure_max", None)
    values = {
        "unit": "元",
        "bound": Bound.EXACT,
        "subject": "苏州工业园区",
        "metric": "地区生产总值",
        "period": "2023",
        "compare": None,
        **fields,
    }
    return Claim(
        start=start,
        end=start + len(quote),
        quote=quote,
        figure=Decimal(figure),
        figure_max=None if upper is None else Decimal(upper),
        kind=kind,
        sentence=(begin, min(ends, default=len(text)) + 1),
        **values,
    )
