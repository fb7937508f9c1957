"""Tables of targets: how far each is, and on what figures that rests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from wotu.packs.schema import Label
from wotu.periods import period_in_words
from wotu.reports.amounts import amounts_for
from wotu.reports.document import Cell, CellKind, Column, Table
from wotu.targets.actuals import Actual, Observation
from wotu.targets.progress import Progress
from wotu.targets.status import STATUSES
from wotu.targets.words import chance_text

_PROGRESS_COLUMNS: Final = (
    ("编号", "No", CellKind.TEXT, 0.75),
    ("目标", "Target", CellKind.TEXT, 2.6),
    ("状态", "Status", CellKind.TEXT, 0.9),
    ("目标值", "Value", CellKind.AMOUNT, 1.0),
    ("实际", "Actual", CellKind.AMOUNT, 1.0),
    ("应达", "By the path", CellKind.AMOUNT, 1.0),
    ("单位", "Unit", CellKind.TEXT, 0.95),
    ("实际截至", "Actual of", CellKind.TEXT, 1.3),
    ("到期", "Due", CellKind.TEXT, 1.3),
    ("滞后自", "Late since", CellKind.TEXT, 1.3),
    ("可能性", "Chance", CellKind.TEXT, 0.8),
)


def judged_by(one: Progress) -> Observation | None:
    """The actual that the status rests on: the latest, or the last until a past due date."""
    until = [seen for seen in one.observations if seen.on <= one.target.due]
    return until[-1] if until and one.as_of > one.target.due else one.latest


def progress_table(ordered: Sequence[Progress], language: str) -> Table:
    """One row a target: value, latest actual, what the path expects, and since when it is late."""
    zh = language.startswith("zh")
    columns = tuple(
        Column(zh_header if zh else en_header, kind, 2 if kind is CellKind.AMOUNT else 0, width)
        for zh_header, en_header, kind, width in _PROGRESS_COLUMNS
    )
    rows = tuple(_progress_row(one, language) for one in ordered)
    caption = "目标进度，最严重的在前" if zh else "Targets, the gravest first"
    return Table("目标" if zh else "Targets", caption, columns, rows)


def _progress_row(one: Progress, language: str) -> tuple[Cell, ...]:
    target, actual = one.target, judged_by(one)
    expected = one.expected.value if one.expected else None
    if one.as_of > target.due:
        expected = target.value
    values = (target.value, actual.value if actual else None, expected)
    shown = amounts_for(values, target.unit, language)
    return (
        target.number or target.id,
        target.name,
        STATUSES[one.status].in_language(language),
        *(shown.of(value) for value in values),
        shown.unit,
        actual.on if actual else None,
        target.due,
        one.late_since if one.as_of <= target.due else None,
        None if one.chance is None else chance_text(one.chance),
    )


def evidence_table(
    ordered: Sequence[Progress], language: str, sources: Mapping[str, Label]
) -> Table:
    """Why each target has its status, who answers for it, and where its latest actual is said."""
    zh = language.startswith("zh")
    headers = ("编号", "目标", "为何", "责任部门", "最新实际值出处") if zh else (
        "No", "Target", "Why", "Owner", "Evidence of the latest actual"
    )  # fmt: skip
    widths = (0.5, 1.8, 2.6, 1.0, 2.2)
    columns = tuple(
        Column(header, width=width) for header, width in zip(headers, widths, strict=True)
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            one.target.number or one.target.id,
            one.target.name,
            (one.missing or one.why).in_language(language),
            " ".join(filter(None, (one.target.owner, one.target.person))),
            _evidence(one, language, sources),
        )
        for one in ordered
    )
    caption = "状态怎样得出" if zh else "How states came about"
    return Table("依据" if zh else "Evidence", caption, columns, rows)


def _evidence(one: Progress, language: str, sources: Mapping[str, Label]) -> str | None:
    actual = judged_by(one)
    if actual is None:
        return None
    parts = (evidence_text(part, language, sources) for part in actual.parts)
    return "；".join(dict.fromkeys(parts))


def evidence_text(value: Actual, language: str, sources: Mapping[str, Label]) -> str:
    """Where a value of the registry is said: batch and row, document and claim, or its query."""
    zh = language.startswith("zh")
    bureau = sources.get(value.source or "")
    said = bureau.in_language(language) if bureau else value.source or ""
    period = period_in_words(value.period, language)
    if value.document:
        return f"{said} {value.document} {value.claim or ''}".strip()
    if value.batch:
        row = f"第 {value.row} 行" if zh else f"row {value.row}"
        return f"{said} {period} {value.batch} {row}".strip()
    computed = f"名录计算 {period}" if zh else f"Computed {period}"
    return f"{computed}: {value.expression}" if value.expression else computed
