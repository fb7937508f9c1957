"""The targets of the book with their actuals from a snapshot: where each of them stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final

from wotu.build.snapshot import Snapshot
from wotu.packs.indicators import Indicator
from wotu.packs.schema import Label
from wotu.reading.facts.fact_rows import VALUES
from wotu.targets.actuals import Actuals, actual_values
from wotu.targets.book import TargetBook
from wotu.targets.progress import Progress, progress
from wotu.targets.target import Target
from wotu.workspace import Workspace

REGISTRY: Final = "indicator_value"
"""The snapshot's table of the registry (:data:`wotu.scores.tables.INDICATOR_VALUES`)."""

_REGISTER: Final = Label(
    zh="有关部门（导入名单后由名录自动计数）",
    en="the bureau that keeps the list (once imported, the register counts)",
)


def plan_progress(
    workspace: Workspace,
    snapshot: Snapshot | None,
    *,
    as_of: dt.date | None = None,
    known_on: dt.datetime | None = None,
) -> tuple[Progress, ...]:
    """Where every target that stands is, in the order of the book.

    ``as_of``: only actuals whose period had ended by then count; without it the snapshot's day, or
    today where there is no snapshot. ``known_on``: targets as they stood at a time.
    """
    targets = TargetBook(workspace.lake.root).standing(known_on)
    return progress_of(workspace, snapshot, targets, as_of=as_of)


def progress_of(
    workspace: Workspace,
    snapshot: Snapshot | None,
    targets: Sequence[Target],
    *,
    as_of: dt.date | None = None,
) -> tuple[Progress, ...]:
    """Where some targets are, in their order; ``as_of`` as in :func:`plan_progress`."""
    day = as_of or (snapshot.manifest.as_of if snapshot else dt.date.today())
    known = actuals_of(workspace, snapshot, targets)
    return tuple(
        progress(target, actuals, day) for target, actuals in zip(targets, known, strict=True)
    )


def actuals_of(
    workspace: Workspace, snapshot: Snapshot | None, targets: Sequence[Target]
) -> list[Actuals]:
    """The actuals of targets in their order, read in one query; none without a registry."""
    rows = _rows(snapshot, targets)
    supplier = workspace.packs.place_contracts[VALUES].supplier
    return [_actuals(workspace, one, rows, supplier) for one in targets]


_Rows = Mapping[tuple[str, str], Sequence[Mapping[str, Any]]]


def _rows(snapshot: Snapshot | None, targets: Sequence[Target]) -> _Rows:
    places = sorted({one.place_code for one in targets if one.indicator})
    indicators = sorted({one.indicator for one in targets if one.indicator})
    if snapshot is None or not indicators or not snapshot.columns(REGISTRY):
        return {}
    found: dict[tuple[str, str], list[dict[str, Any]]] = {}
    sql = (
        f"SELECT * FROM {REGISTRY} WHERE list_contains(?, place_code) "
        "AND list_contains(?, indicator)"
    )
    for row in snapshot.rows(sql, [places, indicators]):
        found.setdefault((row["place_code"], row["indicator"]), []).append(row)
    return found


def _actuals(workspace: Workspace, target: Target, rows: _Rows, supplier: Label) -> Actuals:
    if target.indicator is None:
        return Actuals(None)
    indicator = workspace.packs.indicators.get(target.indicator)
    found = rows.get((target.place_code, target.indicator), ())
    other = sorted({row["unit"] for row in found} - {target.unit})
    return Actuals(
        indicator,
        actual_values(row for row in found if row["unit"] == target.unit),
        supplier=_REGISTER if _is_counted(indicator) else supplier,
        other_units=tuple(other),
    )


def _is_counted(indicator: Indicator | None) -> bool:
    return indicator is not None and indicator.is_counted
