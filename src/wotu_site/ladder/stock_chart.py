"""The chart of a stock: what came and went, what is held, and what is to come."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wotu.build.forecast import Forecast
from wotu.build.stock import Period
from wotu_site.ui.charts import Chart
from wotu_site.ui.formats import count_text

PAST_QUARTERS = 12
EXPECTED = {"opacity": 0.45}


def stock_chart(label: str, past: Sequence[Period], ahead: Forecast, source: str) -> Chart:
    """Bars of grants and lapses, the line of the stock, and its fan over the quarters ahead."""
    last = ahead.quarters[-1]
    title = _("%(label)s: %(valid)s valid, %(low)s to %(high)s expected by %(quarter)s") % {
        "label": label,
        "valid": count_text(ahead.valid),
        "low": count_text(round(last.low80)),
        "high": count_text(round(last.high80)),
        "quarter": str(last.quarter),
    }
    return Chart(
        name="stock",
        title=title,
        summary=_("Bars of grants and lapses by quarter, a line of valid certificates with a fan")
        + f". {title}",
        option=_option(past[-PAST_QUARTERS:], ahead),
        columns=(
            _("Quarter"),
            pgettext("stock", "Granted"),
            pgettext("stock", "Lapsed"),
            _("Valid"),
            _("50 percent interval"),
            _("80 percent interval"),
        ),
        rows=_rows(past[-PAST_QUARTERS:], ahead),
        source=source,
        tall=True,
    )


def _rows(past: Sequence[Period], ahead: Forecast) -> tuple[tuple[str, ...], ...]:
    known = [
        (one.name, count_text(one.granted), count_text(one.left), count_text(one.valid), "", "")
        for one in past
    ]
    coming = [
        (
            str(one.quarter),
            f"≈ {count_text(round(one.renewed + one.new))}",
            f"≈ {count_text(round(max(one.left - one.renewed, 0)))}",
            f"≈ {count_text(round(one.median))}",
            f"{count_text(round(one.low50))}–{count_text(round(one.high50))}",
            f"{count_text(round(one.low80))}–{count_text(round(one.high80))}",
        )
        for one in ahead.quarters
    ]
    return (*known, *coming)


def _option(past: Sequence[Period], ahead: Forecast) -> dict[str, Any]:
    names = [one.name for one in past]
    coming = [one for one in ahead.quarters if str(one.quarter) not in names]
    # The fan opens from the last figure that is known.
    gap: list[Any] = [None] * (len(past) - 1)
    start = [past[-1].valid] if past else []
    fan = _("Forecast")
    return {
        "grid": {"left": 4, "right": 24, "top": 34, "bottom": 4, "containLabel": True},
        "legend": {
            "type": "scroll",
            "top": 0,
            "left": 0,
            "itemWidth": 14,
            "itemHeight": 10,
            "data": [_("Valid"), fan, pgettext("stock", "Granted"), pgettext("stock", "Lapsed")],
        },
        "tooltip": {"trigger": "axis", "axisPointer": {"type": "shadow"}},
        "xAxis": {"type": "category", "data": [*names, *(str(one.quarter) for one in coming)]},
        "yAxis": {"type": "value", "minInterval": 1},
        "series": [
            _line(_("Valid"), [*(one.valid for one in past)], _target_line(ahead)),
            {
                **_line(fan, [*gap, *start, *(round(one.median) for one in coming)]),
                "lineStyle": {"type": "dashed", "width": 2},
            },
            *_fan(fan, gap, start, coming),
            _bars(
                pgettext("stock", "Granted"),
                [one.granted for one in past],
                [round(one.renewed + one.new) for one in coming],
            ),
            _bars(
                pgettext("stock", "Lapsed"),
                [-one.left for one in past],
                [-round(max(one.left - one.renewed, 0)) for one in coming],
            ),
        ],
    }


def _line(name: str, data: list[Any], mark: dict[str, Any] | None = None) -> dict[str, Any]:
    series = {"name": name, "type": "line", "symbol": "none", "data": data, "z": 4}
    return {**series, "lineStyle": {"width": 2}, **({"markLine": mark} if mark else {})}


def _target_line(ahead: Forecast) -> dict[str, Any] | None:
    if ahead.reach is None:
        return None
    figure = ahead.reach.target.figure
    words = _("Target %(figure)s") % {"figure": count_text(figure)}
    return {
        "symbol": "none",
        "silent": True,
        "lineStyle": {"type": "dashed"},
        "label": {"formatter": words, "position": "insideStartTop"},
        "data": [{"yAxis": figure}],
    }


def _fan(
    name: str, gap: list[Any], start: list[int], coming: Sequence[Any]
) -> list[dict[str, Any]]:
    """Bands stacked on an unseen line: 80%, within it 50%. One name gives them one colour."""
    bounds = [
        [*start, *(one.low80 for one in coming)],
        [*start, *(one.low50 for one in coming)],
        [*start, *(one.high50 for one in coming)],
        [*start, *(one.high80 for one in coming)],
    ]
    bands = [bounds[0]] + [
        [high - low for low, high in zip(lower, upper, strict=True)]
        for lower, upper in itertools.pairwise(bounds)
    ]
    opacities = (0, 0.16, 0.32, 0.16)
    return [
        {
            "name": name,
            "type": "line",
            "stack": "fan",
            "symbol": "none",
            "silent": True,
            "lineStyle": {"opacity": 0},
            "areaStyle": {"opacity": opacity},
            "tooltip": {"show": False},
            "data": [*gap, *(round(value, 1) for value in band)],
        }
        for band, opacity in zip(bands, opacities, strict=True)
    ]


def _bars(name: str, known: list[int], expected: list[int]) -> dict[str, Any]:
    coming = [{"value": value, "itemStyle": EXPECTED} for value in expected]
    return {
        "name": name,
        "type": "bar",
        "stack": "moves",
        "barMaxWidth": 18,
        "data": [*known, *coming],
    }
