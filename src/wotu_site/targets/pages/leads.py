"""Pages of other apps that tell more of an indicator, for those who may open them."""

from __future__ import annotations

from django.urls import reverse
from django.utils.http import urlencode

from wotu.packs.indicators import Indicator
from wotu_site.access.registry import may_open
from wotu_site.access.roles import Person


def stock_address(indicator: Indicator | None, person: Person) -> str:
    """Stock and forecast of the certificate whose holders an indicator counts; else empty."""
    if indicator is None or not indicator.certificate or not may_open(person, "ladder:stock"):
        return ""
    return f"{reverse('ladder:stock')}?{urlencode({'kind': indicator.certificate})}"


def series_address(indicator: str, place: str, person: Person) -> str:
    """Every value of an indicator of a place with its source."""
    if not may_open(person, "documents:series"):
        return ""
    return f"{reverse('documents:series')}?{urlencode({'place': place, 'indicator': indicator})}"


def sentence_address(document: str | None, claim: str | None, person: Person) -> str:
    """The sentence of a claim; empty where there is none."""
    if not document or not claim or not may_open(person, "documents:sentence"):
        return ""
    return reverse("documents:sentence", args=[document, claim])


def batch_address(batch: str | None, person: Person) -> str:
    """The page of a batch; empty where there is none."""
    if not batch or not may_open(person, "data:batch"):
        return ""
    return reverse("data:batch", args=[batch])
