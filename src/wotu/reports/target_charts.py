"""The path of a target against its actuals, with the forecast."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from wotu.packs.schema import Label
from wotu.reports.amounts import amounts_for
from wotu.reports.document import Chart, ChartKind, Role, Series
from wotu.targets.forecast import LEVEL
from wotu.targets.progress import Progress
from wotu.targets.status import STATUSES

_ACTUAL = Label(zh="实际", en="Actual")
_PATH = Label(zh="进度路径", en="Path")
_FORECAST = Label(zh=f"预测（{LEVEL:.0%} 区间）", en=f"Forecast ({LEVEL:.0%} interval)")

Points = Mapping[dt.date, float]


def path_chart(one: Progress, language: str) -> Chart:
    """Actuals since the path began, the path, and the forecast to the due date."""
    target = one.target
    begins = one.path[0].on if one.path else dt.date.min
    actual = {seen.on: seen.value for seen in one.observations if seen.on >= begins}
    path = {point.on: point.value for point in one.path}
    ahead = one.forecast.points if one.forecast else ()
    median = {point.on: point.median for point in ahead}
    low = {point.on: point.low for point in ahead}
    high = {point.on: point.high for point in ahead}
    if ahead and one.latest is not None:
        # The forecast starts where the actuals end.
        for points in (median, low, high):
            points[one.latest.on] = one.latest.value
    days = sorted({*actual, *path, *median})
    shown = amounts_for([target.value, *actual.values()], target.unit, language)

    def over(points: Points) -> tuple[float | None, ...]:
        return tuple(shown.of(points.get(day)) for day in days)

    def series() -> Iterator[Series]:
        yield Series(_ACTUAL.in_language(language), over(actual))
        if path:
            yield Series(_PATH.in_language(language), over(path), Role.REFERENCE)
        if median:
            name = _FORECAST.in_language(language)
            yield Series(name, over(median), Role.FORECAST, over(low), over(high))

    status = STATUSES[one.status].in_language(language)
    number = f"{target.number} " if target.number else ""
    said = f"{number}{target.name}：{status}" if language.startswith("zh") else (
        f"{number}{target.name}: {status.lower()}"
    )  # fmt: skip
    return Chart(
        ChartKind.LINES,
        f"{said}，{one.why.zh}" if language.startswith("zh") else f"{said}. {one.why.en}",
        tuple(days),
        tuple(series()),
        shown.unit or Label(zh="数量", en="Number").in_language(language),
        Label(
            zh="来源：指标数据，出处见“状态依据与数据来源”。",
            en="Source: registry; see “Reasons and evidence”.",
        ).in_language(language),
    )
