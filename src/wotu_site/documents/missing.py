"""A claim that nobody read yet: from what somebody selects or quotes to a claim with its span."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from wotu.reading.claim import Bound, Claim, ClaimKind
from wotu.reading.claim_rows import changed_claim
from wotu.reading.document import Document
from wotu_site.documents.errors import QuoteError
from wotu_site.documents.forms import CORRECTED
from wotu_site.documents.text import Part, Span, around

LONGEST_QUOTE = 80


def quote_of(document: Document, query: QueryDict) -> dict[str, Any]:
    """What the form begins with: the characters that were selected, and where they stand."""
    span = _span(query.get("start", ""), query.get("end", ""))
    if span is None or not span[1] <= len(document.text):
        return {"kind": ClaimKind.LEVEL.value, "bound": Bound.EXACT.value}
    start, end = span
    return {
        "kind": ClaimKind.LEVEL.value,
        "bound": Bound.EXACT.value,
        "start": start,
        "end": end,
        "quote": "".join(document.text[start:end].split()),
    }


def claim_of_form(document: Document, part: Part, entered: Mapping[str, Any]) -> Claim:
    """The claim that a form states, its span found in the text.

    Raises:  QuoteError where the words are not in the part, or several times; ClaimFieldError.
    """
    span = _selected(document, entered) or _found(document, part, entered["quote"])
    start, end = span
    claim = Claim(
        start=start,
        end=end,
        quote=document.text[start:end],
        figure=Decimal(0),
        figure_max=None,
        unit="",
        kind=ClaimKind.LEVEL,
        bound=Bound.EXACT,
        subject=None,
        metric="",
        period=None,
        compare=None,
        sentence=around(document.text, start, end),
    )
    return changed_claim(claim, {name: entered[name] for name in CORRECTED}, document.text)


def _selected(document: Document, entered: Mapping[str, Any]) -> Span | None:
    """The span that was selected, if the words are still the ones that stand there."""
    start, end = entered.get("start"), entered.get("end")
    if start is None or end is None or not start < end <= len(document.text):
        return None
    same = _bare(document.text[start:end]) == _bare(entered["quote"])
    return (start, end) if same else None


def _found(document: Document, part: Part, quote: str) -> Span:
    """Where words stand in a part; spaces and line breaks do not count."""
    shown = document.text[part.start : part.end]
    places = [place for place, character in enumerate(shown) if not character.isspace()]
    bare, wanted = "".join(shown[place] for place in places), _bare(quote)
    at = bare.find(wanted) if wanted else -1
    if at < 0:
        raise QuoteError(
            _("“%(quote)s” does not stand in this part of the text. Copy it from there.")
            % {"quote": quote},
            field="quote",
        )
    if bare.find(wanted, at + 1) >= 0:
        raise QuoteError(
            _("“%(quote)s” stands here several times. Select it in the text, or quote more of it.")
            % {"quote": quote},
            field="quote",
        )
    return part.start + places[at], part.start + places[at + len(wanted) - 1] + 1


def _bare(text: str) -> str:
    return "".join(text.split())


def _span(start: str, end: str) -> Span | None:
    numbers = [
        int(one) for one in (start, end) if one.isascii() and one.isdigit() and len(one) < 10
    ]
    if len(numbers) != 2 or not 0 < numbers[1] - numbers[0] <= LONGEST_QUOTE:
        return None
    return numbers[0], numbers[1]
