"""Indicators, series, unresolved claims and events as rows of a table and as plain data."""

from __future__ import annotations

import re
from typing import Any

from wotu.indicators.register_query import query_text
from wotu.packs.indicators import Indicator
from wotu.reading.claim import plain_decimal
from wotu.reading.facts.event_grammar import FoundEvent
from wotu.reading.facts.events import EventCandidate
from wotu.reading.facts.fact_rows import Unresolved
from wotu.reading.facts.series import Series, SourcedValue
from wotu.reading.reconciling.words import DIFFERENCE_LABELS
from wotu.workspace import Workspace


def amount_text(event: FoundEvent) -> str | None:
    """The amount of a round with its bound; None where the document gives none."""
    if event.amount is None:
        return None
    bound = {"over": "超", "nearly": "近", "about": "约"}.get(event.bound or "", "")
    return f"{bound}{plain_decimal(event.amount)}{event.amount_unit}"


def indicator_label(workspace: Workspace, indicator: str) -> str:
    """The Chinese name of an indicator; its id where the packs no longer have it."""
    found = workspace.packs.indicators.get(indicator)
    return found.label.zh if found else indicator


def as_one_line(sentence: str) -> str:
    """A sentence as written, without the line breaks and spacing of its page."""
    return re.sub(r"(?<![A-Za-z0-9])\s+|\s+(?![A-Za-z0-9])", "", sentence)


def indicator_json(one: Indicator, places: int) -> dict[str, Any]:
    """One indicator of the dictionary, with the number of places that have values."""
    return {
        "id": one.id,
        "zh": one.label.zh,
        "en": one.label.en,
        "theme": one.theme,
        "units": list(one.units),
        "kind": one.kind.value,
        "whole": one.whole,
        "direction": one.direction.value,
        "synonyms": list(one.synonyms),
        "source": one.source.title if one.source else None,
        "formula": one.formula,
        "register": query_text(one),
        "places": places,
    }


def series_rows(one: Series, language: str) -> list[tuple[Any, ...]]:
    """One row a value, the one taken by default marked by an arrow."""
    return [
        (
            one.place_name,
            point.period,
            "→" if value.difference is None else "",
            _value_text(value),
            value.difference and DIFFERENCE_LABELS[value.difference].in_language(language),
            value.source_label.in_language(language),
            value.name,
            as_one_line(value.sentence) if value.sentence else _reckoning(value),
        )
        for point in one.points
        for value in point.values
    ]


def _reckoning(value: SourcedValue) -> str | None:
    """How a value was computed, and from what."""
    if value.expression is None:
        return None
    return f"{value.expression}（{'、'.join(value.inputs)}）" if value.inputs else value.expression


def _value_text(value: SourcedValue) -> str:
    upper = f"–{plain_decimal(value.value_max)}" if value.value_max is not None else ""
    return f"{plain_decimal(value.value)}{upper}{value.unit}"


def series_json(one: Series) -> dict[str, Any]:
    """A series with every value and source."""
    return {
        "place": one.place,
        "place_name": one.place_name,
        "indicator": one.indicator.id,
        "points": [
            {
                "period": point.period,
                "first": point.first.isoformat(),
                "last": point.last.isoformat(),
                "disagrees": point.disagrees,
                "values": [_value_json(value) for value in point.values],
            }
            for point in one.points
        ],
    }


def _value_json(value: SourcedValue) -> dict[str, Any]:
    return {
        "value": plain_decimal(value.value),
        "value_max": None if value.value_max is None else plain_decimal(value.value_max),
        "unit": value.unit,
        "bound": value.bound.value,
        "source": value.source,
        "name": value.name,
        "batch": value.batch,
        "document": value.document,
        "claim": value.claim,
        "sentence": value.sentence,
        "expression": value.expression,
        "inputs": list(value.inputs),
        "published": value.published.isoformat() if value.published else None,
        "difference": value.difference.value if value.difference else None,
    }


def unresolved_json(one: Unresolved) -> dict[str, Any]:
    """An accepted claim that is no fact, with the reason."""
    return {
        "claim": one.stored.id,
        "reason": one.reason.value,
        "found": one.found,
        "subject": one.stored.claim.subject,
        "metric": one.stored.claim.metric,
        "quote": one.stored.claim.quote,
    }


def event_json(one: EventCandidate) -> dict[str, Any]:
    """An event of a document, with the firm that it is linked to."""
    event = one.event
    return {
        "id": one.id,
        "document": one.document.id,
        "kind": event.kind,
        "firm": one.firm_name,
        "firm_id": one.firm_id,
        "product": event.product,
        "period": event.period,
        "amount": None if event.amount is None else plain_decimal(event.amount),
        "amount_unit": event.amount_unit,
        "bound": event.bound.value if event.bound else None,
        "start": event.start,
        "end": event.end,
        "sentence": event.text,
        "batch": one.batch,
    }
