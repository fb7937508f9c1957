"""What the zone's own register says of indicators that count certificates."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from wotu.build.build import CERTIFICATES
from wotu.build.rungs import all_rungs, valid_years
from wotu.build.snapshot import Snapshot
from wotu.packs.indicators import Indicator
from wotu.packs.schema import Label
from wotu.reading.claim import Bound
from wotu.reading.facts.sourced_values import SourcedValue
from wotu.stock.register import certificates_of, stock_of
from wotu.workspace import Zone

COMPUTED: Final = "computed"
"""The source of values that are counted in the zone's own register."""

_COMPUTED_LABEL: Final = Label(zh="本区证书登记", en="The zone's certificates")

Counted = list[tuple[str, SourcedValue]]


def own_counts(zone: Zone, snapshot: Snapshot | None) -> dict[tuple[str, str], Counted]:
    """Valid certificates at the end of each year and on the day of the snapshot, by period.

    By place and indicator; only of a place that is the whole zone, where the list of certificates
    is complete. Nothing without a snapshot.
    """
    if len(zone.divisions) != 1 or snapshot is None:
        return {}
    if CERTIFICATES not in snapshot.manifest.report["complete_lists"]:
        return {}
    counted = {
        (zone.divisions[0], one.id): list(_counted(snapshot, one))
        for one in snapshot.packs.indicators.values()
        if one.certificate
    }
    return {key: periods for key, periods in counted.items() if periods}


def _counted(snapshot: Snapshot, indicator: Indicator) -> Iterator[tuple[str, SourcedValue]]:
    kind = indicator.certificate or ""
    certificates = certificates_of(snapshot, kind)
    if certificates.is_empty():
        return
    rung = next((rung for rung in all_rungs(snapshot) if rung.kind == kind), None)
    years = valid_years(snapshot, rung) if rung else None
    for period in stock_of(certificates, snapshot.manifest.as_of, years).years:
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
