"""Claims as rows of a table, and what of a claim a person may change."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any, Final

import polars as pl

from wotu.errors import WotuError
from wotu.reading.claim import Bound, Claim, ClaimKind, plain_decimal

CLAIM_COLUMNS: Final[dict[str, pl.DataType | type[pl.DataType]]] = {
    "start": pl.Int64,
    "end": pl.Int64,
    "quote": pl.String,
    "figure": pl.String,
    "figure_max": pl.String,
    "unit": pl.String,
    "kind": pl.String,
    "bound": pl.String,
    "subject": pl.String,
    "metric": pl.String,
    "period": pl.String,
    "compare": pl.String,
    "sentence_start": pl.Int64,
    "sentence_end": pl.Int64,
}
"""Columns of one claim; figures as decimal text, so that no digit is lost."""

_POINT: Final = r"\d{4}(-Q[1-4]|-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?"
_PERIOD: Final = re.compile(rf"((by|asof):)?{_POINT}(/{_POINT})?")
_REQUIRED: Final = ("unit", "metric")
_OPTIONAL: Final = ("subject", "period", "compare")


class ClaimFieldError(WotuError):
    """A field of a claim was given a value that it cannot have, or does not exist."""

    kind = "claim_field"


class SpanError(WotuError):
    """The characters at a span are not the ones that a claim quotes."""

    kind = "span"


def claim_row(claim: Claim) -> dict[str, Any]:
    """The values of :data:`CLAIM_COLUMNS`."""
    return {
        **{name: getattr(claim, name) for name in CLAIM_COLUMNS if "sentence" not in name},
        "figure": plain_decimal(claim.figure),
        "figure_max": None if claim.figure_max is None else plain_decimal(claim.figure_max),
        "kind": claim.kind.value,
        "bound": claim.bound.value,
        "sentence_start": claim.sentence[0],
        "sentence_end": claim.sentence[1],
    }


def claim_of(row: Mapping[str, Any]) -> Claim:
    """The claim of a row with :data:`CLAIM_COLUMNS`."""
    values = {name: row[name] for name in CLAIM_COLUMNS if "sentence" not in name}
    values |= {
        "figure": Decimal(row["figure"]),
        "figure_max": None if row["figure_max"] is None else Decimal(row["figure_max"]),
        "kind": ClaimKind(row["kind"]),
        "bound": Bound(row["bound"]),
        "sentence": (row["sentence_start"], row["sentence_end"]),
    }
    return Claim(**values)


def require_span(claim: Claim, text: str, document: str) -> None:
    """Raise SpanError unless the text says at the span what the claim quotes."""
    if not claim.holds(text):
        found = text[max(claim.start, 0) : max(claim.end, 0)][:60]
        raise SpanError(
            f"文献 {document} 第 {claim.start}–{claim.end} 字处是“{found}”，不是“{claim.quote}”；"
            "这条数据不能作准，请重新读取原件。"
            f" Document {document} has '{found}' at {claim.start}-{claim.end},"
            f" not '{claim.quote}': read the original again.",
            document=document,
            start=claim.start,
            end=claim.end,
            quote=claim.quote,
            found=found,
        )


def changed_claim(claim: Claim, changed: Mapping[str, Any], text: str) -> Claim:
    """The claim with fields changed; values as in JSON or as the fields' own types.

    With another ``start`` or ``end`` the quote is what stands there.

    Raises:  ClaimFieldError, naming the field.
    """
    values = {name: _value(name, value) for name, value in changed.items()}
    result = replace(claim, **values)
    if not 0 <= result.start < result.end <= len(text):
        raise _refused("end", f"{result.start}–{result.end}", f"0–{len(text)}")
    if result.figure_max is not None and result.figure_max <= result.figure:
        raise _refused("figure_max", str(result.figure_max), f"> {plain_decimal(result.figure)}")
    first, last = result.sentence
    return replace(
        result,
        quote=text[result.start : result.end],
        sentence=(min(first, result.start), max(last, result.end)),
    )


def _value(name: str, value: Any) -> Any:
    text = str(value).strip() if value is not None else ""
    if name in {"start", "end"}:
        if not text.isdecimal():
            raise _refused(name, text, "0, 1, 2 …")
        return int(text)
    if name == "figure" or (name == "figure_max" and text):
        return _figure(name, text)
    if name == "kind":
        return _member(name, text, ClaimKind)
    if name == "bound":
        return _member(name, text, Bound)
    if name == "period" and text and not _PERIOD.fullmatch(text):
        raise _refused(name, text, "2022, 2023-Q1, 2024-08, 2024-01/2024-05, by:2026, asof:2023")
    if name in _REQUIRED:
        if not text:
            raise _refused(name, text, "≥ 1")
        return text
    if name in _OPTIONAL or name == "figure_max":
        return text or None
    accepted = ", ".join(["start", "end", "figure", "figure_max", "kind", "bound"])
    raise _refused(name, text, ", ".join([accepted, *_REQUIRED, *_OPTIONAL]))


def _figure(name: str, text: str) -> Decimal:
    try:
        figure = Decimal(text)
    except InvalidOperation:
        figure = Decimal("nan")
    if not figure.is_finite() or abs(figure.adjusted()) > 30:
        raise _refused(name, text, "2400000000000, 5.16, -1.5")
    return figure


def _member(name: str, text: str, kinds: type[ClaimKind] | type[Bound]) -> ClaimKind | Bound:
    if text not in {one.value for one in kinds}:
        raise _refused(name, text, ", ".join(kinds))
    return kinds(text)


def _refused(name: str, found: str, accepted: str) -> ClaimFieldError:
    return ClaimFieldError(
        f"{name} 不能是“{found}”，可用：{accepted}。"
        f" {name} cannot be '{found}'; accepted: {accepted}.",
        field=name,
        found=found,
        accepted=accepted,
    )
