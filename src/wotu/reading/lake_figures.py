"""The lake's own figures as statements, to be held against documents."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

import polars as pl

from wotu.build.known import place_register
from wotu.packs.indicators import Indicator, IndicatorKind
from wotu.reading.claim import Bound, Claim, ClaimKind, plain_decimal
from wotu.reading.fact_rows import VALUES
from wotu.reading.series import COMPUTED, series
from wotu.reading.statements import LAKE, Statement
from wotu.workspace import Workspace

_MONEY: Final = frozenset({"元", "美元"})


def statements_of_lake(workspace: Workspace) -> list[Statement]:
    """What imported tables and the zone's own certificates say of places.

    Values that came from documents are left out: their claims speak for themselves. So are values
    of places or indicators that are not known.
    """
    return [*_imported(workspace), *_counted(workspace)]


def _imported(workspace: Workspace) -> Iterator[Statement]:
    packs = workspace.packs
    places = place_register(workspace.lake, packs)
    rows = places.assign(workspace.lake.rows(VALUES))
    known = pl.col("document").is_null() & pl.col("place_code").is_not_null()
    names = {batch.id: batch.file_name for batch in workspace.lake.batches()}
    for row in rows.filter(known).collect().to_dicts():
        indicator = packs.indicators.get(row["indicator"])
        place = places.name_of(row["place_code"])
        if indicator and place:
            yield _statement(
                f"{LAKE}-{row['_batch']}-{row['_row']}",
                names.get(row["_batch"], row["_batch"]),
                row["published"],
                _figure(row),
                (place, indicator, row["period"]),
            )


def _counted(workspace: Workspace) -> Iterator[Statement]:
    divisions = workspace.config.zone.divisions
    if len(divisions) != 1:
        return
    for indicator in workspace.packs.indicators.values():
        if not indicator.certificate:
            continue
        found = series(workspace, divisions[0], indicator.id)
        for point in found.points:
            for value in point.values:
                if value.source == COMPUTED:
                    yield _statement(
                        f"{LAKE}-{indicator.id}-{point.period}",
                        value.source_label.zh,
                        value.published,
                        (value.value, None, value.unit, value.bound),
                        (found.place_name, indicator, point.period),
                    )


_Figure = tuple[Decimal, Decimal | None, str, Bound]


def _figure(row: dict[str, Any]) -> _Figure:
    return row["value"], row["value_max"], row["unit"], Bound(row["bound"] or Bound.EXACT)


def _statement(
    name: str,
    source_name: str,
    published: dt.date | None,
    figure: _Figure,
    of: tuple[str, Indicator, str],
) -> Statement:
    """A value as a sentence of its own: 苏州市 2023 地区生产总值：2465340000000元."""
    value, most, unit, bound = figure
    place, indicator, period = of
    quote = _written(value, unit)
    before = f"{place} {period} {indicator.label.zh}："
    end = len(before) + len(quote)
    claim = Claim(
        start=len(before),
        end=end,
        quote=quote,
        figure=value,
        figure_max=most,
        unit=unit,
        kind=ClaimKind.RANK if indicator.kind is IndicatorKind.RANK else ClaimKind.LEVEL,
        bound=bound,
        subject=place,
        metric=indicator.label.zh,
        period=period,
        compare=None,
        sentence=(0, end),
    )
    return Statement(name, LAKE, source_name, published, claim, before + quote)


def _written(value: Decimal, unit: str) -> str:
    """The figure with the digits that were given: money comes in 万元 and 亿元, so that zeros at
    its end are none, while 2000 firms are counted to the last one."""
    if unit not in _MONEY:
        return f"{plain_decimal(value)}{unit}"
    for size, word in ((10**8, "亿"), (10**4, "万")):
        if value and abs(value) >= size:
            return f"{plain_decimal((value / size).normalize())}{word}{unit}"
    return f"{plain_decimal(value.normalize())}{unit}"
