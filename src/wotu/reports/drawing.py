"""Charts as pictures: equal charts give equal bytes."""

from __future__ import annotations

import datetime as dt
import io
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import cycle
from threading import Lock
from typing import Any, Final, Literal

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from wotu.reports.document import Chart, ChartKind, Role, Series
from wotu.reports.fonts import chinese_font

_COLOURS: Final = {Role.MAIN: "#206bc4", Role.REFERENCE: "#868e96", Role.FORECAST: "#d9730d"}
_OTHERS: Final = ("#2fb344", "#ae3ec9", "#0ca678", "#d63939", "#4263eb", "#74b816", "#f59f00")
_INK: Final = "#333333"
_FAINT: Final = "#dddddd"
_WIDTH: Final = 6.6
"""Inches: the text of an A4 page."""
_LINES_HIGH: Final = 2.3
_TALLEST: Final = 5.6
"""Inches from which on rows are set closer, so that a chart and its title share a page."""
_ROW, _LEAST_ROW = 0.24, 0.14
_PNG_DPI: Final = 200
_ONE_AT_A_TIME: Final = Lock()

# Fonts with one weight alone are common; matplotlib would say so for every chart.
logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)


def draw(chart: Chart, form: Literal["svg", "png"]) -> bytes:
    """The chart as a picture, without its title and source, which stand in the text around it.

    Raises:  MissingFontError where no Chinese font is installed.
    """
    with _style():
        file = io.BytesIO()
        # A date in the file would make equal charts differ.
        metadata = {"Date": None} if form == "svg" else {"Software": None}
        figure_of(chart).savefig(file, format=form, dpi=_PNG_DPI, metadata=metadata)
    return file.getvalue()


def figure_of(chart: Chart) -> Figure:
    """The chart as matplotlib's figure."""
    figure = Figure(figsize=(_WIDTH, _height(chart)), layout="constrained")
    axes = figure.subplots()
    {
        ChartKind.BARS: _bars,
        ChartKind.INTERVALS: _intervals,
        ChartKind.LINES: _lines,
    }[chart.kind](axes, chart)
    axes.spines[["top", "right"]].set_visible(False)
    if len(chart.series) > 1:
        figure.legend(loc="outside upper left", ncols=4, frameon=False, fontsize=8)
    return figure


@contextmanager
def _style() -> Iterator[None]:
    settings: Any = {
        "font.family": [chinese_font(), "DejaVu Sans"],
        "font.size": 8,
        "axes.unicode_minus": False,
        "axes.edgecolor": _INK,
        "axes.labelcolor": _INK,
        "xtick.color": _INK,
        "ytick.color": _INK,
        "text.parse_math": False,
        "svg.hashsalt": "wotu",
        "svg.fonttype": "path",
    }
    # matplotlib keeps its settings for the whole process: one chart at a time.
    with _ONE_AT_A_TIME, matplotlib.rc_context(settings):
        yield


def _height(chart: Chart) -> float:
    if chart.kind is ChartKind.LINES:
        return _LINES_HIGH
    beside = 1 if chart.overlaid else len(chart.series)
    rows = len(chart.labels) * max(1.0, beside * 0.7)
    return min(max(1.4, 0.8 + _ROW * rows), max(_TALLEST, 0.8 + _LEAST_ROW * rows))


def _colours(series: Sequence[Series]) -> list[str]:
    others = cycle(_OTHERS)
    return [_COLOURS.get(one.role) or next(others) for one in series]


def _places(chart: Chart) -> list[int]:
    """Heights of the labels, the first on top."""
    return list(range(len(chart.labels) - 1, -1, -1))


def _name_rows(axes: Axes, chart: Chart) -> None:
    axes.set_yticks(_places(chart), [str(label) for label in chart.labels])
    axes.set_ylim(-0.7, len(chart.labels) - 0.3)
    axes.tick_params(axis="y", length=0)
    axes.set_xlabel(chart.axis)
    axes.grid(axis="x", color=_FAINT, linewidth=0.6)
    axes.set_axisbelow(True)


def _bars(axes: Axes, chart: Chart) -> None:
    thick = 0.8 if chart.overlaid else 0.8 / len(chart.series)
    for turn, (series, colour) in enumerate(zip(chart.series, _colours(chart.series), strict=True)):
        shift = 0.4 - thick * (0.5 if chart.overlaid else turn + 0.5)
        heights = [place + shift for place in _places(chart)]
        bars = axes.barh(
            heights, _gaps(series.values), thick * 0.92, color=colour, label=series.name
        )
        texts = [_figure(value) for value in series.values]
        axes.bar_label(bars, texts, padding=3, fontsize=7)
    _name_rows(axes, chart)
    low, high = axes.get_xlim()
    # Room for the figures at the ends of the bars.
    axes.set_xlim(min(low * 1.06, 0), max(high * 1.06, 0))


def _intervals(axes: Axes, chart: Chart) -> None:
    for series, colour in zip(chart.series, _colours(chart.series), strict=True):
        places = _places(chart)
        if series.low and series.high:
            axes.hlines(
                places, _gaps(series.low), _gaps(series.high), color=colour, linewidth=3, alpha=0.4
            )
        axes.plot(_gaps(series.values), places, "o", color=colour, markersize=4, label=series.name)
    _name_rows(axes, chart)
    if chart.reverse:
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))


def _lines(axes: Axes, chart: Chart) -> None:
    dated = isinstance(chart.labels[0], dt.date) if chart.labels else False
    for series, colour in zip(chart.series, _colours(chart.series), strict=True):
        known = [
            (label, value, at)
            for at, (label, value) in enumerate(zip(chart.labels, series.values, strict=True))
            if value is not None
        ]
        if not known:
            continue
        labels, values, at = zip(*known, strict=True)
        style = {Role.REFERENCE: "--", Role.FORECAST: ":"}.get(series.role, "-")
        marker = "o" if series.role in (Role.MAIN, Role.OTHER) else ""
        axes.plot(
            labels, values, style, marker=marker, markersize=3, color=colour, label=series.name
        )
        if series.low and series.high:
            low, high = ([ends[one] for one in at] for ends in (series.low, series.high))
            axes.fill_between(
                labels, _gaps(low), _gaps(high), color=colour, alpha=0.15, linewidth=0
            )
    axes.set_ylabel(chart.axis)
    axes.grid(axis="y", color=_FAINT, linewidth=0.6)
    if chart.reverse:
        axes.invert_yaxis()
        axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    if dated:
        axes.tick_params(axis="x", rotation=0)


def _figure(value: float | None) -> str:
    """Three digits of a small figure, all whole ones of a large one."""
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:,.3g}"


def _gaps(values: Sequence[float | None]) -> list[float]:
    """Unknown values as what is not drawn."""
    return [float("nan") if value is None else value for value in values]
