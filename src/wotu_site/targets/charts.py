"""The chart of a target: its path, what came of it, and where it is heading."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wotu.targets.progress import Progress
from wotu.targets.target import Aim, PathKind
from wotu_site.targets.book import Known
from wotu_site.targets.small_chart import Dated, runs
from wotu_site.targets.words import amount_text, day_text, gap_text, range_text
from wotu_site.ui.charts import Chart
from wotu_site.ui.formats import page_language

#: Years before the path begins of which actuals are drawn.
YEARS_BEFORE = 3
BAND = {"opacity": 0.2}
_SCALES_ZH = ((1e8, "亿"), (1e4, "万"))
_SCALES_EN = ((1e9, "billion "), (1e6, "million "), (1e3, "thousand "))


def target_chart(one: Known, address_of: Callable[[dt.date], str], source: str) -> Chart | None:
    """Path, actuals and forecast; ``address_of`` gives an actual's evidence by its day.

    None where there is nothing to draw.
    """
    found = one.progress
    actual = _recent(found)
    if not actual and not found.path:
        return None
    title = _title(one)
    return Chart(
        name="target",
        title=title,
        summary=_("Lines of the path and the actual values, the forecast with its interval")
        + f". {title}",
        option=_option(one, actual, address_of),
        columns=(_("Day"), _("Path"), _("Actual"), _("Forecast"), _("80 percent interval")),
        rows=_rows(one, actual),
        source=source,
        tall=True,
    )


def _recent(found: Progress) -> list[Dated]:
    begins = found.path[0].on if found.path else found.target.due
    since = begins - dt.timedelta(days=366 * YEARS_BEFORE)
    return [(seen.on, seen.value) for seen in found.observations if seen.on >= since]


def _title(one: Known) -> str:
    seen = one.progress.latest
    if seen is None:
        return _("%(name)s: no actual value is known yet") % {"name": one.target.name}
    said = {
        "name": one.target.name,
        "actual": amount_text(seen.value, one.target.unit),
        "day": day_text(seen.on),
        "gap": gap_text(one.progress, whole=one.whole),
    }
    if not said["gap"]:
        return _("%(name)s: %(actual)s as of %(day)s") % said
    return _("%(name)s: %(actual)s as of %(day)s, %(gap)s") % said


def _option(
    one: Known, actual: Sequence[Dated], address_of: Callable[[dt.date], str]
) -> dict[str, Any]:
    found, unit = one.progress, one.target.unit
    ahead = [(point.on, point.median) for point in found.forecast.points] if found.forecast else []
    size, word = _scale(
        [value for _day, value in (*actual, *ahead)] or [one.target.value or 1], unit
    )
    path = [(point.on, point.value) for point in found.path]
    upper = [(point.on, point.upper) for point in found.path if point.upper is not None]

    def line(name: str, points: Sequence[Dated], **look: Any) -> dict[str, Any]:
        data = _with_breaks(runs(points, is_flow=one.is_flow), size)
        return {"name": name, "type": "line", "symbol": "none", "data": data, **look}

    dashed = {"lineStyle": {"type": "dashed", "width": 2}, "z": 3}
    marked = [
        {
            "value": [day.isoformat(), value / size],
            "name": f"{day_text(day)} {amount_text(value, unit)}",
            "address": address_of(day),
            "tooltip": {"formatter": "{b}"},
        }
        for day, value in actual
    ]
    # Colours go by the order of names: what came of it first, as in the small charts of lists.
    series = [
        line(_("Actual"), actual, lineStyle={"width": 2.5}, z=4),
        {
            "name": _("Actual"),
            "type": "scatter",
            "symbolSize": 8,
            "data": marked,
            "z": 5,
            "cursor": "pointer",
        },
        line(_("Forecast"), [*actual[-1:], *ahead] if ahead else [], **dashed),
        *_band(one, actual, size),
        line(_("Path"), path, lineStyle={"width": 1.5}, markLine=_goal(one, size)),
        *([line(_("Path"), upper, lineStyle={"width": 1.5})] if upper else []),
        *_milestones(one, size),
    ]
    names = [_("Actual"), _("Path"), _("Forecast"), pgettext("plan", "Milestones")]
    drawn = {one["name"] for one in series if one["data"]}
    return {
        "grid": {"left": 8, "right": 28, "top": 52, "bottom": 8, "containLabel": True},
        "legend": {
            "top": 0,
            "left": 0,
            "itemWidth": 16,
            "itemHeight": 8,
            "data": [name for name in names if name in drawn],
        },
        "tooltip": {"trigger": "item"},
        "xAxis": {"type": "time", "axisLabel": {"hideOverlap": True}},
        "yAxis": {
            "type": "value",
            "name": word,
            "scale": not one.is_flow,
            "nameTextStyle": {"align": "left"},
        },
        "series": [each for each in series if each["data"]],
    }


def _with_breaks(lines: Sequence[Sequence[Dated]], size: float) -> list[list[Any]]:
    """The points of all lines, with a gap between one line and the next."""
    data: list[list[Any]] = []
    for line in lines:
        if data:
            data.append([line[0][0].isoformat(), None])
        data += [[day.isoformat(), value / size] for day, value in line]
    return data


def _goal(one: Known, size: float) -> dict[str, Any] | None:
    target = one.target
    values = [target.value]
    if target.aim is Aim.WITHIN:
        values.append(target.value_max)
    return {
        "symbol": "none",
        "silent": True,
        "lineStyle": {"type": "dotted"},
        "data": [
            {
                "yAxis": value / size,
                "label": {
                    "position": "insideStartTop",
                    "formatter": _("Target %(value)s") % {"value": amount_text(value, target.unit)},
                },
            }
            for value in values
            if value is not None
        ],
    }


def _band(one: Known, actual: Sequence[Dated], size: float) -> list[dict[str, Any]]:
    """The interval of the forecast, stacked on an unseen line; within a year for a flow."""
    if one.progress.forecast is None:
        return []
    points = one.progress.forecast.points
    lows = [*actual[-1:], *((point.on, point.low) for point in points)]
    highs = [*actual[-1:], *((point.on, point.high) for point in points)]
    bands = []
    pairs = zip(runs(lows, is_flow=one.is_flow), runs(highs, is_flow=one.is_flow), strict=True)
    for number, (lower, upper) in enumerate(pairs):
        widths = [(day, high - low) for (day, low), (_same, high) in zip(lower, upper, strict=True)]
        bands += [
            _invisible(f"band{number}", lower, size, {"opacity": 0}),
            _invisible(f"band{number}", widths, size, BAND),
        ]
    return bands


def _invisible(
    stack: str, points: Sequence[Dated], size: float, area: dict[str, Any]
) -> dict[str, Any]:
    return {
        "name": _("Forecast"),
        "type": "line",
        "stack": stack,
        "stackStrategy": "all",
        "symbol": "none",
        "silent": True,
        "lineStyle": {"opacity": 0},
        "areaStyle": area,
        "data": [[day.isoformat(), value / size] for day, value in points],
    }


def _milestones(one: Known, size: float) -> list[dict[str, Any]]:
    if one.target.path is not PathKind.MILESTONES:
        return []
    return [
        {
            "name": pgettext("plan", "Milestones"),
            "type": "scatter",
            "symbol": "diamond",
            "symbolSize": 11,
            "z": 4,
            "data": [
                {
                    "value": [point.on.isoformat(), point.value / size],
                    "name": f"{day_text(point.on)} {amount_text(point.value, one.target.unit)}",
                    "tooltip": {"formatter": "{b}"},
                }
                for point in one.target.milestones
            ],
        }
    ]


def _rows(one: Known, actual: Sequence[Dated]) -> tuple[tuple[str, ...], ...]:
    found, unit = one.progress, one.target.unit
    path = {point.on: amount_text(point.value, unit) for point in found.path}
    seen = {day: amount_text(value, unit) for day, value in actual}
    coming = {point.on: point for point in found.forecast.points} if found.forecast else {}
    return tuple(
        (
            day_text(day),
            path.get(day, ""),
            seen.get(day, ""),
            amount_text(coming[day].median, unit, whole=one.whole) if day in coming else "",
            range_text(coming[day].low, coming[day].high, unit, whole=one.whole)
            if day in coming
            else "",
        )
        for day in sorted({*path, *seen, *coming})
    )


def _scale(values: Sequence[float], unit: str | None) -> tuple[float, str]:
    """The scale in which figures are drawn along the axis, and its words."""
    chinese = page_language().startswith("zh")
    scales = _SCALES_ZH if chinese else _SCALES_EN
    largest = max(abs(value) for value in values)
    money = {"元": "CNY", "美元": "USD"}
    word = unit or ""
    if unit in money:
        size, scale = next(((s, w) for s, w in scales if largest >= s), (1.0, ""))
        return size, f"{scale}{word if chinese else money[word]}"
    return 1.0, word
