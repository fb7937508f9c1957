"""The chart of a series: the value taken of each period, and what other sources say."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wotu.reading.facts.series import Series, SourcedValue
from wotu_site.documents.words import amount_text, period_text, scale_of, unit_text
from wotu_site.ui.charts import Chart
from wotu_site.ui.formats import page_language

#: One value with where it stands along the axis, and the address of its evidence.
Placed = tuple[int, SourcedValue, str]


def series_chart(series: Series, values: Sequence[Sequence[tuple[SourcedValue, str]]]) -> Chart:
    """The values of a series; ``values`` pairs those of each point with their evidence."""
    label = series.indicator.label.in_language(page_language())
    periods = [period_text(point.period) for point in series.points]
    first = [(place, *said[0]) for place, said in enumerate(values)]
    others = [(place, *one) for place, said in enumerate(values) for one in said[1:]]
    size, word = scale_of([value.value for _place, value, _address in (*first, *others)])
    unit = f"{word}{unit_text(series.indicator.unit)}".strip()
    return Chart(
        name="series",
        title=_title(series, label),
        summary=_("%(label)s of %(place)s over %(number)s periods.")
        % {"label": label, "place": series.place_name, "number": len(periods)},
        option=_option(periods, first, others, size, unit),
        columns=(
            pgettext("claim", "Period"),
            _("Value"),
            _("Source"),
            pgettext("documents", "Document"),
        ),
        rows=tuple(
            (periods[place], _text(value), _source(value), value.name)
            for place, value, _address in sorted((*first, *others), key=lambda one: one[0])
        ),
        source=", ".join(dict.fromkeys(_source(value) for _at, value, _address in first + others)),
    )


def _title(series: Series, label: str) -> str:
    """The message: how the newest value stands to the one before."""
    newest = series.points[-1]
    said = {
        "place": series.place_name,
        "label": label,
        "period": period_text(newest.period),
        "value": _text(newest.default),
    }
    if newest.disagrees:
        return _("%(place)s, %(label)s: %(value)s in %(period)s, sources disagree") % said
    return _("%(place)s, %(label)s: %(value)s in %(period)s") % said


def _option(
    periods: Sequence[str],
    first: Sequence[Placed],
    others: Sequence[Placed],
    size: Decimal,
    unit: str,
) -> dict[str, Any]:
    drawn = [
        {
            "name": _("Taken"),
            "type": "line",
            "symbolSize": 9,
            "data": [_point(one, size) for one in first],
        },
        {
            "name": _("Other sources"),
            "type": "scatter",
            "symbol": "diamond",
            "symbolSize": 11,
            "data": [_point(one, size) for one in others],
        },
    ]
    return {
        "grid": {"left": 8, "right": 24, "top": 52, "bottom": 8, "containLabel": True},
        "legend": {"top": 0, "left": 0, "itemWidth": 14, "itemHeight": 8},
        "tooltip": {"trigger": "item"},
        "xAxis": {"type": "category", "data": list(periods), "axisLabel": {"hideOverlap": True}},
        "yAxis": {"type": "value", "name": unit, "scale": True, "nameTextStyle": {"align": "left"}},
        "series": [one for one in drawn if one["data"]],
    }


def _point(placed: Placed, size: Decimal) -> dict[str, Any]:
    place, value, address = placed
    return {
        "value": [place, float(value.value / size)],
        "name": f"{value.name}: {_text(value)}",
        "address": address,
        "tooltip": {"formatter": "{b}"},
    }


def _text(value: SourcedValue) -> str:
    return amount_text(value.value, value.value_max, value.unit, value.bound)


def _source(value: SourcedValue) -> str:
    return value.source_label.in_language(page_language())
