"""Charts of a draft: whom it reaches by an attribute, and a figure moved along its slider."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from wotu.build.simulate import Breakdown, Effect
from wotu.build.sweep import SweepPoint
from wotu_site.drafts.controls import Figure, decimal_text, unit_word
from wotu_site.drafts.words import (
    SHOWN,
    WORSE,
    difference_text,
    effect_word,
    firms_text,
    verdict_word,
)
from wotu_site.ui.charts import Chart
from wotu_site.ui.formats import count_text, money_text, page_language

MOST_BARS = 12


def reached_chart(
    attribute: str, label: str, rows: Sequence[tuple[str, Breakdown]], source: str
) -> Chart:
    """The firms that a draft reaches, by an attribute: to the right better, to the left worse.

    ``rows`` pair each value's name with its counts; those that are reached most come first.
    """
    reached = sorted(
        ((word, one) for word, one in rows if _reached(one)), key=lambda row: -_reached(row[1])
    )
    shown = reached[:MOST_BARS]
    effects = [effect for effect in SHOWN if any(one.effects[effect] for _word, one in rows)]
    return Chart(
        name=f"reached-{attribute}",
        title=_title(label, reached),
        summary=_("Bars of the firms reached, by %(attribute)s: %(values)s.")
        % {
            "attribute": label,
            "values": ", ".join(f"{word} {count_text(_reached(one))}" for word, one in shown),
        },
        option=_bars(shown, effects),
        columns=(
            label,
            _("Met at present"),
            _("Met under the draft"),
            _("Difference"),
            *(effect_word(effect) for effect in effects),
        ),
        rows=tuple(
            (
                word,
                count_text(one.before["met"]),
                count_text(one.after["met"]),
                difference_text(one.before["met"], one.after["met"]),
                *(count_text(one.effects[effect]) for effect in effects),
            )
            for word, one in rows
        ),
        source=source,
    )


def sweep_chart(
    figure: Figure, points: Sequence[SweepPoint], drafted: float | None, source: str
) -> Chart:
    """How many firms meet the rule, or are undecided, as one figure moves along its slider.

    ``drafted`` is the number of the draft in the figure's unit; None where it is not moved.
    """
    unit = unit_word(figure.unit, page_language())
    numbers = [decimal_text(number) for number in figure.values(len(points))]
    priced = any(point.cost for point in points)
    return Chart(
        name=f"sweep-{figure.name}",
        title=_sweep_title(figure, points, numbers, unit),
        summary=_("Two lines over %(figure)s: firms that meet the rule, and undecided ones.")
        % {"figure": figure.label},
        option=_lines(figure, points, drafted, unit),
        columns=(
            f"{figure.label}{f' ({unit})' if unit else ''}",
            *(verdict_word(verdict) for verdict in ("met", "unknown", "not_met")),
            *([_("Certain cost")] if priced else []),
        ),
        rows=tuple(
            (
                number,
                *(count_text(point.counts[verdict]) for verdict in ("met", "unknown", "not_met")),
                *([money_text(point.cost.certain)] if point.cost else []),
            )
            for number, point in zip(numbers, points, strict=True)
        ),
        source=source,
    )


def _reached(one: Breakdown) -> int:
    return sum(number for effect, number in one.effects.items() if effect is not Effect.SAME)


def _title(label: str, reached: Sequence[tuple[str, Breakdown]]) -> str:
    """The message: where most firms are reached."""
    if not reached:
        return _("No firm is reached, whatever its %(attribute)s") % {"attribute": label}
    word, most = reached[0]
    return _("%(attribute)s: most of the firms reached are %(value)s, %(number)s") % {
        "attribute": label,
        "value": word,
        "number": firms_text(_reached(most)),
    }


def _bars(rows: Sequence[tuple[str, Breakdown]], effects: Sequence[Effect]) -> dict[str, Any]:
    return {
        "grid": {"left": 4, "right": 16, "top": 28, "bottom": 4, "containLabel": True},
        "legend": {"type": "scroll", "top": 0, "left": 0, "itemWidth": 12, "itemHeight": 10},
        "tooltip": {"trigger": "axis", "axisPointer": {"type": "shadow"}},
        "xAxis": {"type": "value", "minInterval": 1, "axisLabel": {"hideOverlap": True}},
        "yAxis": {"type": "category", "inverse": True, "data": [word for word, _one in rows]},
        "series": [
            {
                "name": effect_word(effect),
                "type": "bar",
                "stack": "firms",
                "barMaxWidth": 20,
                "data": [_signed(effect, one.effects[effect]) for _word, one in rows],
            }
            for effect in effects
        ],
    }


def _signed(effect: Effect, number: int) -> int | None:
    """Firms that are worse off stand to the left; nothing is drawn for none."""
    return (-number if effect in WORSE else number) or None


def _sweep_title(
    figure: Figure, points: Sequence[SweepPoint], numbers: Sequence[str], unit: str
) -> str:
    first, last = points[0].counts["met"], points[-1].counts["met"]
    return _(
        "%(figure)s from %(low)s to %(high)s%(unit)s: meeting the rule %(first)s → %(last)s"
    ) % {
        "figure": figure.label,
        "low": numbers[0],
        "high": numbers[-1],
        "unit": unit if unit in {"", "%"} else f" {unit}",
        "first": count_text(first),
        "last": firms_text(last),
    }


def _lines(
    figure: Figure, points: Sequence[SweepPoint], drafted: float | None, unit: str
) -> dict[str, Any]:
    """Two drawings, one above the other: undecided firms are often many more than the met."""
    numbers = [float(number) for number in figure.values(len(points))]
    marks = [{"xAxis": float(figure.present), "name": _("Present")}]
    if drafted is not None and drafted != float(figure.present):
        marks.append({"xAxis": drafted, "name": _("Draft")})
    below = {"formatter": f"{{value}}{unit if unit == '%' else ''}"}
    across = {"type": "value", "min": numbers[0], "max": numbers[-1]}
    return {
        "grid": [
            {"left": 48, "right": 28, "top": 44, "height": "34%"},
            {"left": 48, "right": 28, "bottom": 24, "height": "22%"},
        ],
        "legend": {"top": 0, "left": 0, "itemWidth": 14, "itemHeight": 8},
        "tooltip": {"trigger": "axis"},
        "axisPointer": {"link": [{"xAxisIndex": "all"}]},
        "xAxis": [
            {**across, "gridIndex": 0, "axisLabel": {"show": False}},
            {**across, "gridIndex": 1, "axisLabel": below},
        ],
        "yAxis": [
            {"type": "value", "min": 0, "minInterval": 1, "splitNumber": 3, "gridIndex": place}
            for place in (0, 1)
        ],
        "series": [
            {
                "name": verdict_word(verdict),
                "type": "line",
                "symbolSize": 5,
                "showAllSymbol": True,
                "xAxisIndex": place,
                "yAxisIndex": place,
                "data": [
                    [number, point.counts[verdict]]
                    for number, point in zip(numbers, points, strict=True)
                ],
                **({"markLine": _mark_line(marks)} if verdict == "met" else {}),
            }
            for place, verdict in enumerate(("met", "unknown"))
        ],
    }


def _mark_line(marks: Sequence[dict[str, Any]]) -> dict[str, Any]:
    return {
        "symbol": "none",
        "label": {"formatter": "{b}", "position": "end"},
        "lineStyle": {"type": "dashed"},
        "data": list(marks),
    }
