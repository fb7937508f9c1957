"""From a document's words to an indicator of the dictionary."""

from __future__ import annotations

from functools import cache

from wotu.packs.indicators import Indicator, IndicatorDictionary
from wotu.packs.loader import load_packs, shipped_packs

SHIPPED = "cn"
"""The pack whose dictionary serves where there is no workspace."""


@cache
def shipped_indicators() -> IndicatorDictionary:
    """The dictionary of the national pack."""
    return load_packs([shipped_packs() / SHIPPED]).indicators


def indicator_of(metric: str, indicators: IndicatorDictionary | None = None) -> Indicator | None:
    """The indicator that a metric names, exactly after normalisation; None where none does.

    ``indicators`` is the dictionary of a workspace (``workspace.packs.indicators``); without it
    that of the national pack.

    >>> found = indicator_of("有效高新技术企业总数")
    >>> found.id, found.unit, found.whole
    ('hitech_firms', '家', True)
    """
    return (shipped_indicators() if indicators is None else indicators).named(metric)
