"""A chart is data: an ECharts option, the same numbers as a table, and the words around them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Chart:
    """What a page needs to show one chart.

    ``name`` is unique on the page. ``title`` says the chart's one message; ``summary`` says it to
    people who do not see the picture. ``columns`` and ``rows`` are the table behind the picture.
    Colours are left out of ``option``: the browser gives those of the theme.
    """

    name: str
    title: str
    summary: str
    option: Mapping[str, Any]
    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]
    source: str = ""
    tall: bool = False
