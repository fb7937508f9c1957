"""What the zone's own register and the packs' formulas say of indicators."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import Any, Final

from wotu.build.registry import COMPUTED as COMPUTED_TABLE
from wotu.build.snapshot import Snapshot
from wotu.contracts.schema import NUMBER
from wotu.indicators.registry import FORMULA, REGISTER
from wotu.packs.schema import Label
from wotu.reading.claim import Bound
from wotu.reading.facts.sourced_values import SourcedValue

COMPUTED: Final = "computed"
"""The source of values that are counted in the zone's own register."""

SOURCE_LABELS: Final = {
    COMPUTED: Label(zh="本区登记库", en="The zone's register"),
    FORMULA: Label(zh="按公式计算", en="Computed by formula"),
}
"""What the sources of computed values are called."""

_SOURCES: Final = {REGISTER: COMPUTED, FORMULA: FORMULA}

Computed = list[tuple[str, SourcedValue]]


def computed_values(snapshot: Snapshot | None) -> dict[tuple[str, str], Computed]:
    """Counts of the register and results of formulas, with their periods, as a build stored them.

    By place and indicator, the oldest first; nothing without a snapshot.
    """
    found: dict[tuple[str, str], Computed] = defaultdict(list)
    if snapshot is None or not snapshot.columns(COMPUTED_TABLE):
        return found
    sql = f"SELECT * FROM {COMPUTED_TABLE} ORDER BY place_code, indicator, period_last, period"
    for row in snapshot.rows(sql):
        found[row["place_code"], row["indicator"]].append((row["period"], _value(row, snapshot)))
    return found


def _value(row: dict[str, Any], snapshot: Snapshot) -> SourcedValue:
    source = _SOURCES[row["origin"]]
    # Four decimals, as figures of tables are stored.
    value = Decimal(repr(row["value"])).quantize(Decimal(1).scaleb(-NUMBER.scale))
    return SourcedValue(
        value=value,
        value_max=None,
        unit=row["unit"],
        bound=Bound(row["bound"] or Bound.EXACT),
        source=source,
        source_label=SOURCE_LABELS[source],
        name=snapshot.id,
        batch=None,
        row=None,
        document=None,
        claim=None,
        quote=None,
        sentence=None,
        published=row["period_last"],
        expression=row["expression"],
        inputs=tuple(row["inputs"] or ()),
    )
