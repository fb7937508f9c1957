"""Targets, their trees and histories as rows of a table, as lines and as plain data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any, Final

import polars as pl

from wotu.targets.actuals import Actual
from wotu.targets.decisions import ACTIONS, Decision, stored
from wotu.targets.forecast import METHODS
from wotu.targets.pace import MEASURES, Growth
from wotu.targets.progress import Progress
from wotu.targets.status import STATUSES
from wotu.targets.target import AIMS, PATHS, Target, Task
from wotu.targets.tree import Branch
from wotu.targets.words import chance_text, share_label, value_text

_HEADERS: Final = (
    ("编号", "Id"),
    ("序号", "No."),
    ("目标", "Target"),
    ("状态", "Status"),
    ("滞后自", "Late since"),
    ("实际值", "Actual"),
    ("截至", "As of"),
    ("应达到", "Expected"),
    ("目标值", "Target value"),
    ("到期", "Due"),
    ("达成机会", "Chance"),
    ("责任部门", "In charge"),
)

SHOWN_ACTUALS: Final = 6


def list_headers(language: str) -> list[str]:
    """Headers of the list."""
    return [zh if language == "zh" else en for zh, en in _HEADERS]


def list_row(one: Progress, language: str) -> tuple[Any, ...]:
    """One row of the list."""
    target = one.target
    return (
        target.id,
        target.number,
        target.name,
        STATUSES[one.status].in_language(language),
        one.late_since,
        one.latest and value_text(one.latest.value, target.unit, language),
        one.latest and one.latest.on,
        one.expected and value_text(one.expected.value, target.unit, language),
        aim_text(target, language),
        target.due,
        None if one.chance is None else chance_text(one.chance),
        target.owner,
    )


def aim_text(target: Target, language: str) -> str:
    """What is promised, with its side: 不低于 1340亿元."""
    if target.value is None:
        return ""
    said = value_text(target.value, target.unit, language)
    if target.value_max is not None:
        return f"{said}–{value_text(target.value_max, target.unit, language)}"
    gap = "" if language == "zh" else " "
    return f"{AIMS[target.aim].in_language(language)}{gap}{said}"


def target_sheet(found: Sequence[Progress], language: str) -> pl.DataFrame:
    """One row a target for a workbook, figures as numbers in the target's unit."""
    zh = language == "zh"
    rows = [
        (
            one.target.plan,
            one.target.id,
            one.target.number,
            one.target.name,
            STATUSES[one.status].in_language(language),
            one.why.in_language(language),
            one.target.unit,
            one.target.baseline,
            one.target.value,
            one.target.due,
            one.latest.value if one.latest else None,
            one.latest.on if one.latest else None,
            one.expected.value if one.expected else None,
            one.gap,
            one.late_since,
            one.forecast.at_due.median if one.forecast else None,
            one.forecast.at_due.low if one.forecast else None,
            one.forecast.at_due.high if one.forecast else None,
            one.chance,
            one.target.owner,
            one.target.person,
        )
        for one in found
    ]
    number, text, day = pl.Float64, pl.String, pl.Date
    columns: list[tuple[str, str, Any]] = [
        ("规划", "Plan", text),
        ("编号", "Id", text),
        ("序号", "Number", text),
        ("目标", "Target", text),
        ("状态", "Status", text),
        ("依据", "Why", text),
        ("单位", "Unit", text),
        ("基期值", "Baseline", number),
        ("目标值", "Target value", number),
        ("到期", "Due", day),
        ("实际值", "Actual", number),
        ("截至", "As of", day),
        ("应达到", "Expected", number),
        ("差距", "Gap", number),
        ("滞后自", "Late since", day),
        ("到期预测", "Forecast at due", number),
        ("预测下限", "Low", number),
        ("预测上限", "High", number),
        ("达成机会", "Chance", number),
        ("责任部门", "In charge", text),
        ("责任人", "Person", text),
    ]
    schema = {(name if zh else english): dtype for name, english, dtype in columns}
    return pl.DataFrame(rows, schema=schema, orient="row")


def target_lines(one: Progress, place: str, language: str) -> Iterator[str]:
    """All that is known of a target, in lines."""
    zh = language == "zh"
    target = one.target
    status = STATUSES[one.status].in_language(language)
    yield f"[bold]{target.id}[/] {target.number} {target.name}  [bold]{status}[/]"
    yield one.why.in_language(language)
    if one.missing:
        yield one.missing.in_language(language)
    path = PATHS[target.path].in_language(language)
    yield (
        f"{target.plan} · {place} · {aim_text(target, language)} · {target.due} · {path}"
        f" · {target.owner} {target.person}".rstrip()
    )
    if one.late_since:
        yield f"{'滞后自' if zh else 'Observed behind since'} {one.late_since}"
    if one.warned_from:
        said = (
            "预警：预测中位数自该日起落后于路径" if zh else "Warning: forecast behind the path from"
        )
        yield f"{said} {one.warned_from}"
    if one.growth:
        yield _growth_text(one.growth, target, language)
    if one.forecast:
        end = one.forecast.at_due
        low, median, high = (
            value_text(x, target.unit, language) for x in (end.low, end.median, end.high)
        )
        method = METHODS[one.forecast.method].in_language(language)
        head = "到期预测" if zh else "Forecast at due"
        level = "80% 区间" if zh else "80% interval"
        yield f"{head} {median}（{level} {low}–{high}）{method}, n={one.forecast.based_on}"
    for seen in one.observations[-SHOWN_ACTUALS:]:
        shown = value_text(seen.value, target.unit, language)
        yield f"  {seen.on}  {shown}  {'; '.join(evidence_text(part) for part in seen.parts)}"


def _growth_text(found: Growth, target: Target, language: str) -> str:
    def said(value: float) -> str:
        if found.measure.in_unit:
            return value_text(value, target.unit, language)
        return share_label(value)

    label = MEASURES[found.measure].in_language(language)
    so_far = "–" if found.so_far is None else said(found.so_far)
    if language == "zh":
        return f"{label}：还需 {said(found.needed)}，此前 {so_far}"
    return f"{label}: {said(found.needed)} needed, {so_far} so far"


def evidence_text(actual: Actual) -> str:
    """Where an actual comes from: batch and row, document and claim, or what computed it."""
    if actual.document:
        return f"{actual.origin} {actual.document}/{actual.claim or ''}"
    if actual.batch:
        return f"{actual.origin} {actual.source or ''} {actual.batch}:{actual.row}"
    return f"{actual.origin} {actual.expression or ''}".rstrip()


def task_line(task: Task, as_of: dt.date, language: str) -> str:
    """A task with its state."""
    zh = language == "zh"
    if task.done_on:
        state = f"{'已办结' if zh else 'done'} {task.done_on}"
    elif task.is_overdue(as_of):
        state = f"{'已逾期' if zh else 'overdue'} {task.due}"
    else:
        state = f"{'未办结' if zh else 'open'} {task.due or ''}".rstrip()
    return f"  {task.id}  {task.what}  {task.owner}  {state}"


FIELDS: Final = {
    "name": "名称",
    "plan": "规划",
    "number": "序号",
    "indicator": "指标",
    "unit": "单位",
    "aim": "方向",
    "value": "目标值",
    "value_max": "上限",
    "baseline": "基期值",
    "baseline_period": "基期",
    "due": "完成期限",
    "path": "进度路径",
    "milestones": "节点",
    "owner": "责任部门",
    "person": "责任人",
    "parent": "上级目标",
    "what": "任务",
    "done_on": "完成日期",
    "note": "备注",
}
"""What a history calls the fields of targets and tasks in Chinese."""


def _told(value: Any) -> str:
    if value in (None, "", (), []):
        return "–"
    return f"{value:,.12g}" if isinstance(value, int | float) else str(value)


def decision_line(step: Decision, language: str) -> str:
    """A step of a history with what it changed."""
    action = ACTIONS[step.action].in_language(language)
    changes = "; ".join(
        f"{FIELDS.get(one.field, one.field)} {_told(one.before)} → {_told(one.after)}"
        if language == "zh"
        else f"{one.field.replace('_', ' ')} {_told(one.before)} → {_told(one.after)}"
        for one in step.changes
    )
    back = (" （已撤回）" if language == "zh" else " (taken back)") if step.taken_back else ""
    at = f"{step.at.astimezone():%Y-%m-%d %H:%M}"
    return f"  {at}  {step.author}  {action} {step.subject}{back}  {changes}  {step.reason or ''}"


def branch_lines(branch: Branch, language: str, depth: int = 0) -> Iterator[str]:
    """A branch and what is below it, indented."""
    if branch.task is not None:
        done = "✓" if branch.task.done_on else "·"
        yield f"{'  ' * depth}{done} {branch.task.id} {branch.name}"
        return
    status = STATUSES[branch.status].in_language(language) if branch.status else ""
    counts = " ".join(
        f"{STATUSES[one].in_language(language)} {count}"
        for one, count in (branch.counts or {}).items()
    )
    name = branch.progress.target.id + " " if branch.progress else ""
    below = f"  ({counts})" if not branch.is_own else ""
    yield f"{'  ' * depth}{name}{branch.name}  [bold]{status}[/]{below}"
    for child in branch.children:
        yield from branch_lines(child, language, depth + 1)


def target_json(target: Target) -> dict[str, Any]:
    """A target as plain data."""
    return stored(dict(target.__dict__))


def task_json(task: Task) -> dict[str, Any]:
    """A task as plain data."""
    return stored(dict(task.__dict__))


def decision_json(step: Decision) -> dict[str, Any]:
    """A step of a history as plain data."""
    return {
        "at": step.at.isoformat(),
        "author": step.author,
        "reason": step.reason,
        "action": step.action.value,
        "subject": step.subject,
        "taken_back": step.taken_back,
        "changes": [asdict(one) for one in step.changes],
    }


def progress_json(one: Progress, *, whole: bool = False) -> dict[str, Any]:
    """A target with where it stands; ``whole`` with path, actuals and forecast points."""
    end = one.forecast.at_due if one.forecast else None
    data = {
        **target_json(one.target),
        "as_of": one.as_of,
        "status": one.status.value,
        "why": one.why.model_dump(),
        "missing": one.missing.model_dump() if one.missing else None,
        "actual": one.latest.value if one.latest else None,
        "actual_on": one.latest.on if one.latest else None,
        "expected": one.expected.value if one.expected else None,
        "gap": one.gap,
        "gap_share": one.gap_share,
        "late_since": one.late_since,
        "warned_from": one.warned_from,
        "chance": one.chance,
        "forecast": asdict(end) if end else None,
        "growth": asdict(one.growth) if one.growth else None,
    }
    if whole:
        data["path_points"] = [asdict(point) for point in one.path]
        data["actuals"] = [asdict(seen) for seen in one.observations]
        data["forecast_points"] = [asdict(x) for x in one.forecast.points] if one.forecast else []
    return data


def branch_json(branch: Branch) -> dict[str, Any]:
    """A branch and what is below it as plain data."""
    target, task = branch.progress, branch.task
    return {
        "kind": branch.kind.value,
        "id": target.target.id if target else task.id if task else None,
        "name": branch.name,
        "status": branch.status.value if branch.status else None,
        "own": branch.is_own,
        "counts": {status.value: count for status, count in (branch.counts or {}).items()},
        "tasks_open": branch.tasks_open,
        "children": [branch_json(child) for child in branch.children],
    }
