"""All values of one indicator of one place, with every source, agreeing and disagreeing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import polars as pl

from wotu.build.known import place_register
from wotu.build.snapshot import Snapshot
from wotu.errors import UnknownNameError
from wotu.lake.batches import Batch
from wotu.lake.resolve import full_key, settle
from wotu.packs.indicators import Indicator, IndicatorKind
from wotu.packs.schema import Label
from wotu.packs.sources import SourceRegister
from wotu.periods import period_days
from wotu.reading.claim import Bound, Claim, ClaimKind
from wotu.reading.facts.computed_values import COMPUTED, Computed, computed_values
from wotu.reading.facts.fact_rows import VALUES
from wotu.reading.facts.landing import DOCUMENT
from wotu.reading.facts.sourced_values import Series, SeriesPoint, SourcedValue
from wotu.reading.reconciling.differences import compare, stated
from wotu.reading.reconciling.metrics import Metric, metric_reader
from wotu.reading.reconciling.statements import LAKE, Statement
from wotu.reading.reconciling.written import table_quote
from wotu.workspace import Workspace

__all__ = [
    "COMPUTED",
    "Series",
    "SeriesPoint",
    "SourcedValue",
    "all_series",
    "series",
    "series_known",
]


def series(
    workspace: Workspace, place: str, indicator: str, snapshot: Snapshot | None = None
) -> Series:
    """Every value of an indicator that is known of a place, as the lake is now.

    ``place``: a code or a name; ``indicator``: an id or one of its names. Imported tables, accepted
    claims of documents and what ``snapshot`` has computed: counts of the zone's own register, which
    are believed first where they are exact, and formulas, which are believed last.
    Periods that are the same days of a stock (2023 and asof:2023) are one point. The order of
    belief is the packs'.

    Raises:  UnknownNameError for a place or indicator that is not known.
    """
    found = workspace.packs.indicators.require(indicator)
    reader = _Reader(workspace, snapshot)
    code = place if reader.places.name_of(place) else reader.places.code_of(place)
    if code is None:
        raise UnknownNameError(
            f"没有地区“{place}”，或有多个。 No place, or more than one, is named '{place}'.",
            place=place,
        )
    return reader.series(code, found)


def all_series(workspace: Workspace, snapshot: Snapshot | None = None) -> list[Series]:
    """Every series of which the lake, the register or a formula has a value, from one scan.

    By place, then in the order of the dictionary.
    """
    reader = _Reader(workspace, snapshot)
    order = {name: place for place, name in enumerate(workspace.packs.indicators)}
    known = {key for key in reader.rows if key[1] in order} | set(reader.computed)
    return [
        reader.series(place, workspace.packs.indicators[name])
        for place, name in sorted(known, key=lambda key: (key[0], order[key[1]]))
    ]


def series_known(workspace: Workspace) -> pl.DataFrame:
    """Which series there are: place_code, indicator, values and the last day of the newest one."""
    places = place_register(workspace.lake, workspace.packs)
    rows = places.assign(workspace.lake.rows(VALUES))
    known = rows.group_by("place_code", "indicator").agg(
        values=pl.len(), newest=pl.col("period_last").max()
    )
    return known.collect().sort("place_code", "indicator")


class _Reader:
    """The lake and the snapshot read once, for one series or for all."""

    def __init__(self, workspace: Workspace, snapshot: Snapshot | None) -> None:
        self.packs = workspace.packs
        self.places = place_register(workspace.lake, workspace.packs)
        self.batches = {batch.id: batch for batch in workspace.lake.batches()}
        self.metric = metric_reader(workspace.packs.indicators)
        self.rows = self._rows(workspace)
        self.computed = computed_values(snapshot)

    def series(self, place: str, indicator: Indicator) -> Series:
        """The series of a code and an indicator; without points where nothing is known."""
        values: dict[str, list[SourcedValue]] = defaultdict(list)
        computed = self.computed.get((place, indicator.id), [])
        _add(values, indicator, [one for one in computed if _is_sure(one[1])])
        for row in self.rows.get((place, indicator.id), ()):
            said = _value(row, self.batches[row["_batch"]], self.packs.sources)
            values[_point_key(row["period"], indicator)].append(said)
        _add(values, indicator, [one for one in computed if not _is_sure(one[1])])
        metric = self.metric(indicator.label.zh, False, False)
        points = [_point(indicator, metric, period, group) for period, group in values.items()]
        ordered = sorted(points, key=lambda point: (point.last, point.first))
        return Series(place, self.places.name_of(place) or place, indicator, tuple(ordered))

    def _rows(self, workspace: Workspace) -> dict[tuple[str, str], list[dict[str, Any]]]:
        """Rows by place and indicator, in the order in which a build believes them."""
        contract = self.packs.contract(VALUES)
        rows = self.places.assign(workspace.lake.rows(VALUES)).collect()
        # Units and periods apart for a moment: only the order of the sources is asked for here.
        one_key = rows.with_columns(
            _unit=pl.col("unit"), _period=pl.col("period"), unit=pl.lit(""), period=pl.lit("")
        )
        several = settle(one_key, contract, self.packs.sources).statements
        single = one_key.filter(pl.len().over(full_key(contract)) == 1)
        found: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
        for row in (*several.to_dicts(), *single.to_dicts()):
            as_stored = {**row, "unit": row["_unit"], "period": row["_period"]}
            found[row["place_code"], row["indicator"]].append(as_stored)
        return dict(found)


def _add(values: dict[str, list[SourcedValue]], indicator: Indicator, computed: Computed) -> None:
    for period, value in computed:
        values[_point_key(period, indicator)].append(value)


def _is_sure(value: SourcedValue) -> bool:
    """Whether the register has counted it exactly: then no typed figure goes before it."""
    return value.source == COMPUTED and value.bound is Bound.EXACT


def _point_key(period: str, indicator: Indicator) -> str:
    """Of a stock, a year and its end are one point."""
    is_stock = indicator.kind in {IndicatorKind.STOCK, IndicatorKind.RANK}
    days = period_days(period)
    if is_stock and days:
        return f"asof:{days.last.isoformat()}"
    return period


def _value(row: dict[str, Any], batch: Batch, sources: SourceRegister) -> SourcedValue:
    source = sources.sources.get(batch.source)
    return SourcedValue(
        value=row["value"],
        value_max=row["value_max"],
        unit=row["unit"],
        bound=Bound(row["bound"] or Bound.EXACT),
        source=batch.source,
        source_label=source.label if source else Label(zh=batch.source, en=batch.source),
        name=batch.file_name,
        batch=batch.id,
        row=row["_row"],
        document=row["document"],
        claim=row["claim"],
        quote=row["quote"],
        sentence=row["sentence"],
        published=row["published"],
    )


def _point(
    indicator: Indicator, metric: Metric, key: str, values: Sequence[SourcedValue]
) -> SeriesPoint:
    days = period_days(key)
    assert days is not None  # periods were read by the same grammar on their way in
    first, others = values[0], values[1:]
    base = stated(_statement(first, indicator, 0), metric)
    compared = [
        replace(
            value,
            difference=compare(base, stated(_statement(value, indicator, at), metric)).difference,
        )
        for at, value in enumerate(others, 1)
    ]
    return SeriesPoint(key, days.first, days.last, (first, *compared))


def _statement(value: SourcedValue, indicator: Indicator, place: int) -> Statement:
    """A value as a statement, so that it is compared as RECONCILE compares documents."""
    quote = value.quote or table_quote(value.value, value.unit)
    kind = ClaimKind.RANK if indicator.kind is IndicatorKind.RANK else ClaimKind.LEVEL
    claim = Claim(
        start=0,
        end=len(quote),
        quote=quote,
        figure=value.value,
        figure_max=value.value_max,
        unit=value.unit,
        kind=kind,
        bound=value.bound,
        subject=None,
        metric=indicator.label.zh,
        period=None,
        compare=None,
        sentence=(0, len(quote)),
    )
    source = (value.document or value.batch or LAKE) if value.source == DOCUMENT else LAKE
    sentence = value.sentence or quote
    return Statement(f"{source}-{place}", source, value.name, value.published, claim, sentence)
