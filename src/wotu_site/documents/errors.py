"""Faults that the services of documents explain."""

from __future__ import annotations

from wotu.errors import WotuError


class QuoteError(WotuError):
    """The words of a claim that somebody adds are not in the text, or are there several times."""

    kind = "quote"
