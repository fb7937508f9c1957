"""A report as a workbook: its text, each table on a sheet of its own, and native charts."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any, Final

import xlsxwriter

from wotu.exports import AS_TEXT
from wotu.reports.document import (
    Bullets,
    CellKind,
    Chart,
    ChartKind,
    Column,
    Heading,
    Paragraph,
    Report,
    Role,
    Series,
    Table,
)

_FORBIDDEN: Final = re.compile(r"[\[\]:*?/\\']")
_LONGEST_NAME: Final = 31
_COLOURS: Final = {
    Role.MAIN: "#206bc4",
    Role.REFERENCE: "#868e96",
    Role.FORECAST: "#d9730d",
}
_CHART_ROWS: Final = 22
_PIXELS_WIDE: Final = 860
_NARROWEST: Final = 10
_WIDEST: Final = 60


def write_sheets(report: Report, path: Path) -> None:
    """Write the report as .xlsx; numbers stay numbers, and no text is ever run as a formula."""
    day = report.origin.as_of
    with xlsxwriter.Workbook(str(path), AS_TEXT) as book:
        book.set_properties(
            {
                "title": report.title,
                "comments": report.stamp,
                "created": dt.datetime(day.year, day.month, day.day),
            }
        )
        formats = _Formats(book)
        names: set[str] = set()
        _write_text(book.add_worksheet(_name("报告", "Report", report, names)), report, formats)
        charts = [block for block in report.blocks if isinstance(block, Chart)]
        if charts:
            shown = book.add_worksheet(_name("图表", "Charts", report, names))
            data = book.add_worksheet(_name("图表数据", "Chart data", report, names))
            _write_charts(book, shown, data, charts, formats)
        for block in report.blocks:
            if isinstance(block, Table):
                page = book.add_worksheet(_sheet_name(block.name, names))
                _write_table(page, block, report, formats)


class _Formats:
    """Formats of cells, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._numbers: dict[str, Any] = {}
        self.title = book.add_format({"bold": True, "font_size": 16})
        self.heading = book.add_format({"bold": True, "font_size": 12})
        self.strong = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self.text = book.add_format({"text_wrap": True, "valign": "top"})
        self.faint = book.add_format({"font_color": "#6b7280"})
        self.mark = book.add_format({"font_color": "#b42318", "bold": True})
        self.header = book.add_format(
            {
                "bold": True,
                "bottom": 1,
                "text_wrap": True,
                "valign": "vcenter",
                "bg_color": "#eef2f7",
            }
        )
        self.day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})

    def of(self, column: Column, cell: float) -> Any:
        """The format of a number of a column."""
        digits = column.decimals_of(cell)
        decimals = f".{'0' * digits}" if digits else ""
        pattern = f"0{decimals}%" if column.kind is CellKind.SHARE else f"#,##0{decimals}"
        if pattern not in self._numbers:
            self._numbers[pattern] = self._book.add_format({"num_format": pattern})
        return self._numbers[pattern]


def _name(zh: str, en: str, report: Report, names: set[str]) -> str:
    return _sheet_name(zh if report.is_chinese else en, names)


def _sheet_name(wanted: str, names: set[str]) -> str:
    """A name that Excel takes and that no sheet before it has."""
    plain = _FORBIDDEN.sub(" ", wanted).strip()[:_LONGEST_NAME] or "Sheet"
    name, number = plain, 1
    while name.casefold() in names:
        number += 1
        name = f"{plain[: _LONGEST_NAME - len(str(number)) - 1]} {number}"
    names.add(name.casefold())
    return name


def _write_text(page: Any, report: Report, formats: _Formats) -> None:
    page.set_column(0, 0, 100)
    lines: list[tuple[str, Any]] = [(report.title, formats.title), (report.subtitle, formats.faint)]
    lines.append((report.stamp, formats.faint))
    lines += [(report.mark, formats.mark)] if report.mark else []
    for block in report.blocks:
        match block:
            case Heading():
                lines += [("", None), (block.text, formats.heading)]
            case Paragraph():
                lines.append((block.text, formats.strong if block.strong else formats.text))
            case Bullets():
                lines += [(f"· {item}", formats.text) for item in block.items]
            case Table():
                lines.append((f"▸ {block.caption}", formats.faint))
            case Chart():
                lines.append((f"▸ {block.title}", formats.faint))
    for line, (text, form) in enumerate(lines):
        page.write_string(line, 0, text, form)


def _write_table(page: Any, table: Table, report: Report, formats: _Formats) -> None:
    notes = [table.caption, table.source or report.stamp, report.mark]
    top = 0
    for note in filter(None, notes):
        page.write_string(top, 0, note, formats.faint)
        top += 1
    for at, column in enumerate(table.columns):
        page.write_string(top, at, column.header, formats.header)
        cells = [column.text_of(row[at]) for row in table.rows[:200]]
        widest = max(map(_breadth, [column.header, *cells]), default=0)
        page.set_column(at, at, min(max(widest + 2, _NARROWEST), _WIDEST))
    page.freeze_panes(top + 1, 0)
    for line, row in enumerate(table.rows, start=top + 1):
        for at, (cell, column) in enumerate(zip(row, table.columns, strict=True)):
            _write_cell(page, line, at, cell, column, formats)
    if table.rows:
        page.autofilter(top, 0, top + len(table.rows), len(table.columns) - 1)


def _write_cell(
    page: Any, line: int, at: int, cell: Any, column: Column, formats: _Formats
) -> None:
    if cell is None:
        page.write_string(line, at, column.text_of(None))
    elif isinstance(cell, dt.date):
        page.write_datetime(line, at, cell, formats.day)
    elif isinstance(cell, str):
        page.write_string(line, at, cell)
    else:
        page.write_number(line, at, cell, formats.of(column, cell))


def _breadth(text: str) -> int:
    """Columns of a text, a Chinese character taking two."""
    return sum(2 if ord(char) > 0x2E7F else 1 for char in text)


def _write_charts(book: Any, shown: Any, data: Any, charts: list[Chart], formats: _Formats) -> None:
    top = line = 0
    for chart in charts:
        places = _write_data(data, chart, top, formats)
        shown.write_string(line, 0, chart.title, formats.heading)
        drawn = _chart(book, data.name, chart, top, places)
        rows = (
            max(_CHART_ROWS, len(chart.labels) + 6)
            if chart.kind is not ChartKind.LINES
            else _CHART_ROWS
        )
        drawn.set_size({"width": _PIXELS_WIDE, "height": rows * 20})
        shown.insert_chart(line + 1, 0, drawn, {"description": chart.title})
        shown.write_string(line + rows + 1, 0, chart.source, formats.faint)
        line += rows + 3
        top += len(chart.labels) + 3


def _write_data(page: Any, chart: Chart, top: int, formats: _Formats) -> dict[tuple[str, str], int]:
    """Write the values behind a chart; gives the column of each series and of what it takes to
    the ends of its interval, since Excel draws intervals by their distance from the value."""
    page.write_string(top, 0, chart.title, formats.faint)
    for line, label in enumerate(chart.labels, start=top + 2):
        if isinstance(label, dt.date):
            page.write_datetime(line, 0, label, formats.day)
        else:
            page.write_string(line, 0, label)
    places: dict[tuple[str, str], int] = {}
    for series in chart.series:
        for part, values in _parts(series).items():
            at = places[series.name, part] = len(places) + 1
            page.write_string(top + 1, at, f"{series.name}{part}")
            for line, value in enumerate(values, start=top + 2):
                if value is not None:
                    page.write_number(line, at, value)
    return places


def _parts(series: Series) -> dict[str, list[float | None]]:
    parts: dict[str, list[float | None]] = {"": list(series.values)}
    if series.low and series.high:
        pairs = list(zip(series.values, series.low, series.high, strict=True))
        parts[" −"] = [None if v is None or a is None else v - a for v, a, _ in pairs]
        parts[" +"] = [None if v is None or b is None else b - v for v, _, b in pairs]
    return parts


def _chart(
    book: Any, sheet: str, chart: Chart, top: int, places: dict[tuple[str, str], int]
) -> Any:
    lying = chart.kind is ChartKind.BARS
    drawn = book.add_chart({"type": "bar" if lying else "line"})
    first, last = top + 2, top + 1 + len(chart.labels)

    def cells(at: int) -> list[Any]:
        return [sheet, first, at, last, at]

    for series in chart.series:
        colour = _COLOURS.get(series.role)
        spec: dict[str, Any] = {
            "name": series.name,
            "categories": cells(0),
            "values": cells(places[series.name, ""]),
        }
        line = {"color": colour} if colour else {}
        if chart.kind is ChartKind.INTERVALS:
            spec["line"], spec["marker"] = {"none": True}, {"type": "circle", "size": 6}
        elif lying:
            spec["fill"] = line
            if chart.overlaid:
                spec["overlap"] = 100
        else:
            dash = {"dash_type": "dash"} if series.role is not Role.MAIN else {}
            spec["line"] = {"width": 2, **line, **dash}
        if (series.name, " +") in places:
            spec["y_error_bars"] = {
                "type": "custom",
                "plus_values": cells(places[series.name, " +"]),
                "minus_values": cells(places[series.name, " −"]),
            }
        drawn.add_series(spec)
    drawn.show_blanks_as("span")
    drawn.set_legend({"none": len(chart.series) == 1, "position": "top"})
    values: dict[str, Any] = {"name": chart.axis, "reverse": chart.reverse}
    names: dict[str, Any] = {"reverse": lying, "label_position": "low"}
    if chart.labels and isinstance(chart.labels[0], dt.date):
        names |= {"date_axis": True, "num_format": "yyyy-mm"}
    if lying:
        values["min"] = 0 if _least(chart) >= 0 else None
    # A lying chart's first axis is the one with the names, as is an upright one's.
    drawn.set_x_axis(names)
    drawn.set_y_axis(values)
    return drawn


def _least(chart: Chart) -> float:
    return min((v for series in chart.series for v in series.values if v is not None), default=0.0)
