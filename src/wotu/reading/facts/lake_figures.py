"""The lake's own figures as statements, to be held against documents."""

from __future__ import annotations

from wotu.build.snapshot import Snapshot
from wotu.packs.indicators import Indicator, IndicatorKind
from wotu.reading.claim import Claim, ClaimKind
from wotu.reading.facts.series import Series, SeriesPoint, SourcedValue, all_series
from wotu.reading.reconciling.alike import period_key
from wotu.reading.reconciling.statements import LAKE, Statement
from wotu.reading.reconciling.written import table_quote
from wotu.workspace import Workspace


def statements_of_lake(workspace: Workspace, snapshot: Snapshot | None = None) -> list[Statement]:
    """What imported tables, and with ``snapshot`` the zone's own certificates, say of places.

    Values that came from documents are left out: their claims speak for themselves.
    """
    return [
        _statement(series, point, value)
        for series in all_series(workspace, snapshot)
        for point in series.points
        for value in point.values
        if value.document is None
    ]


def _statement(series: Series, point: SeriesPoint, value: SourcedValue) -> Statement:
    """A value as a sentence of its own: 苏州市 2023 地区生产总值：24653.4亿元."""
    indicator = series.indicator
    quote = table_quote(value.value, value.unit)
    before = f"{series.place_name} {period_key(point.period)} {indicator.label.zh}："
    end = len(before) + len(quote)
    claim = Claim(
        start=len(before),
        end=end,
        quote=quote,
        figure=value.value,
        figure_max=value.value_max,
        unit=value.unit,
        kind=_kind(indicator),
        bound=value.bound,
        subject=series.place_name,
        metric=indicator.label.zh,
        period=point.period,
        compare="yoy" if indicator.growth_of else None,
        sentence=(0, end),
    )
    row = f"{value.batch}-{value.row}" if value.batch else value.source
    name = f"{LAKE}-{series.place}-{indicator.id}-{point.period}-{row}"
    shown = f"{value.source_label.zh} {value.name}" if value.batch else value.source_label.zh
    return Statement(name, LAKE, shown, value.published, claim, before + quote)


def _kind(indicator: Indicator) -> ClaimKind:
    if indicator.kind is IndicatorKind.RANK:
        return ClaimKind.RANK
    if indicator.growth_of:
        return ClaimKind.CHANGE_PCT
    is_share = indicator.kind is IndicatorKind.RATE and indicator.unit == "%"
    return ClaimKind.SHARE if is_share else ClaimKind.LEVEL
