"""All values of one indicator of one place, with every source, agreeing and disagreeing."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final

import polars as pl

from wotu.build.known import place_register
from wotu.build.rungs import all_rungs, valid_years
from wotu.build.snapshot import Snapshot, current_id, open_current
from wotu.errors import UnknownNameError
from wotu.lake.batches import Batch
from wotu.lake.resolve import settle
from wotu.packs.indicators import Indicator, IndicatorKind
from wotu.packs.schema import Label
from wotu.periods import period_days
from wotu.reading.claim import Bound, Claim, ClaimKind, plain_decimal
from wotu.reading.differences import compare, stated
from wotu.reading.fact_rows import VALUES
from wotu.reading.facts import DOCUMENT
from wotu.reading.metrics import metric_reader
from wotu.reading.statements import LAKE, Difference, Statement
from wotu.stock.register import certificates_of, stock_of
from wotu.workspace import Workspace

COMPUTED: Final = "computed"
"""The source of values that are counted in the zone's own register."""

_COMPUTED_LABEL: Final = Label(zh="本区证书登记", en="The zone's certificates")


@dataclass(frozen=True)
class SourcedValue:
    """What one source says of one period."""

    value: Decimal
    value_max: Decimal | None
    unit: str
    bound: Bound
    source: str
    source_label: Label
    name: str
    """Of the file or document."""
    batch: str | None
    """None for a computed value."""
    row: int | None
    document: str | None
    claim: str | None
    quote: str | None
    """The figure as a document writes it."""
    sentence: str | None
    published: dt.date | None
    difference: Difference | None = None
    """How it stands to the value taken by default; None for that one."""

    @property
    def agrees(self) -> bool:
        """Whether it can be true together with the value taken by default."""
        return self.difference is None or self.difference.is_agreement


@dataclass(frozen=True)
class SeriesPoint:
    """One period: the value taken by default first, then the others by precedence."""

    period: str
    first: dt.date
    last: dt.date
    values: tuple[SourcedValue, ...]

    @property
    def default(self) -> SourcedValue:
        """The value of the source that is believed most."""
        return self.values[0]

    @property
    def disagrees(self) -> bool:
        """Whether a source says what cannot be true beside the default."""
        return not all(value.agrees for value in self.values)


@dataclass(frozen=True)
class Series:
    """The values of one indicator of one place, by their last day."""

    place: str
    place_name: str
    indicator: Indicator
    points: tuple[SeriesPoint, ...]


def series(workspace: Workspace, place: str, indicator: str) -> Series:
    """Every value of an indicator that is known of a place, as the lake is now.

    ``place``: a code or a name; ``indicator``: an id or one of its names. Imported tables, accepted
    claims of documents and, for the zone itself, what its own certificates give. Periods that are
    the same days of a stock (2023 and asof:2023) are one point. The order of belief is the packs'.

    Raises:  UnknownNameError for a place or indicator that is not known.
    """
    packs = workspace.packs
    places, found = place_register(workspace.lake, packs), packs.indicators.require(indicator)
    code = place if places.name_of(place) else places.code_of(place)
    if code is None:
        raise UnknownNameError(
            f"没有地区“{place}”，或有多个。 No place, or more than one, is named '{place}'.",
            place=place,
        )
    rows = places.assign(workspace.lake.rows(VALUES)).collect()
    rows = rows.filter((pl.col("place_code") == code) & (pl.col("indicator") == found.id))
    batches = {batch.id: batch for batch in workspace.lake.batches()}
    values = defaultdict(list)
    for row in _by_belief(workspace, rows):
        said = _value(workspace, row, batches[row["_batch"]])
        values[_point_key(row["period"], found)].append(said)
    for period, counted in _computed(workspace, code, found):
        values[_point_key(period, found)].append(counted)
    points = [_point(workspace, found, period, group) for period, group in values.items()]
    ordered = sorted(points, key=lambda point: (point.last, point.first))
    return Series(code, places.name_of(code) or code, found, tuple(ordered))


def series_known(workspace: Workspace) -> pl.DataFrame:
    """Which series there are: place_code, indicator, values and the last day of the newest one."""
    places = place_register(workspace.lake, workspace.packs)
    rows = places.assign(workspace.lake.rows(VALUES))
    known = rows.group_by("place_code", "indicator").agg(
        values=pl.len(), newest=pl.col("period_last").max()
    )
    return known.collect().sort("place_code", "indicator")


def _by_belief(workspace: Workspace, rows: pl.DataFrame) -> Iterator[dict[str, Any]]:
    """Rows in the order in which they are believed, as a build settles them."""
    if rows.is_empty():
        return
    packs = workspace.packs
    contract = packs.contract(VALUES)
    # Units and periods apart for a moment: only the order of the sources is asked for here.
    one_key = rows.with_columns(
        _unit=pl.col("unit"), _period=pl.col("period"), unit=pl.lit(""), period=pl.lit("")
    )
    settled = settle(one_key, contract, packs.sources)
    ordered = settled.statements if rows.height > 1 else one_key
    for row in ordered.to_dicts():
        yield {**row, "unit": row["_unit"], "period": row["_period"]}


def _point_key(period: str, indicator: Indicator) -> str:
    """Of a stock, a year and its end are one point."""
    is_stock = indicator.kind in {IndicatorKind.STOCK, IndicatorKind.RANK}
    days = period_days(period)
    if is_stock and days:
        return f"asof:{days.last.isoformat()}"
    return period


def _value(workspace: Workspace, row: dict[str, Any], batch: Batch) -> SourcedValue:
    source = workspace.packs.sources.sources.get(batch.source)
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
    workspace: Workspace, indicator: Indicator, key: str, values: Sequence[SourcedValue]
) -> SeriesPoint:
    days = period_days(key)
    assert days is not None  # periods were read by the same grammar on their way in
    first, others = values[0], values[1:]
    read = metric_reader(workspace.packs.indicators)
    metric = read(indicator.label.zh, False, False)
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
    quote = value.quote or _written(value)
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


_IN_LARGE_UNITS: Final = frozenset({"元", "美元"})


def _written(value: SourcedValue) -> str:
    """A figure of a table with the digits that were given: money comes in 万元 and 亿元, so that
    zeros at its end are none; 2000 firms are counted to the last one."""
    if value.unit in _IN_LARGE_UNITS:
        return f"{value.value.normalize().as_tuple().digits}".strip("(,)").replace(", ", "")
    return f"{plain_decimal(value.value)}{value.unit}"


def _computed(
    workspace: Workspace, place: str, indicator: Indicator
) -> Iterator[tuple[str, SourcedValue]]:
    """Valid certificates at the end of each year and on the day of the snapshot.

    Only of a place that is the whole zone, where the list of certificates is complete.
    """
    is_zone = workspace.config.zone.divisions == (place,)
    if not indicator.certificate or not is_zone or current_id(workspace.snapshots_path) is None:
        return
    snapshot = open_current(workspace.snapshots_path, threads=1)
    try:
        yield from _counted(snapshot, indicator)
    finally:
        snapshot.close()


def _counted(snapshot: Snapshot, indicator: Indicator) -> Iterator[tuple[str, SourcedValue]]:
    kind = indicator.certificate or ""
    rung = next((rung for rung in all_rungs(snapshot) if rung.kind == kind), None)
    if "firm_certificate" not in snapshot.manifest.report["complete_lists"]:
        return
    as_of = snapshot.manifest.as_of
    years = valid_years(snapshot, rung) if rung else None
    for period in stock_of(certificates_of(snapshot, kind), as_of, years).years:
        yield (
            f"asof:{period.ends_on.isoformat()}",
            SourcedValue(
                value=Decimal(period.valid),
                value_max=None,
                unit=indicator.unit,
                bound=Bound.EXACT,
                source=COMPUTED,
                source_label=_COMPUTED_LABEL,
                name=snapshot.id,
                batch=None,
                row=None,
                document=None,
                claim=None,
                quote=None,
                sentence=None,
                published=period.ends_on,
            ),
        )
