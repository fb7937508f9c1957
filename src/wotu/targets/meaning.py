"""What a target must say to be one: faults that no single field shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wotu.periods import period_days
from wotu.targets.target import Aim, PathKind, Target


def meaning_faults(target: Target, standing: Sequence[Target]) -> list[str]:
    """Every fault of a target among those that stand, in both languages; none where it is sound."""
    named = f"{target.number} {target.name}".strip()
    return [f"{named}：{fault}" for fault in _faults(target, standing)]


def _faults(target: Target, standing: Sequence[Target]) -> Iterator[str]:
    if not target.name.strip():
        yield "请写目标名称。 It needs a name."
    if not target.plan.strip():
        yield "请写所属规划。 It needs the name of its plan."
    if target.indicator is None:
        if target.value is not None:
            yield "有目标值须有指标。 A value needs its indicator."
    elif target.value is None or not target.unit:
        yield "有指标须有目标值和单位。 An indicator needs a value and a unit."
    if target.aim is Aim.WITHIN and (
        target.value is None or target.value_max is None or target.value_max < target.value
    ):
        yield "区间目标须写下限和不小于它的上限。 A range needs both ends, the lower first."
    yield from _faults_of_path(target)
    yield from _faults_of_parent(target, standing)


def _faults_of_path(target: Target) -> Iterator[str]:
    days = period_days(target.baseline_period) if target.baseline_period else None
    if target.baseline_period and days is None:
        yield (
            f"看不懂基期“{target.baseline_period}”，应写 2025 或 asof:2025-12-31。"
            " The period of the baseline is not in our notation."
        )
    if days is not None and days.last >= target.due:
        yield "基期须早于到期日。 The baseline must end before the due date."
    if target.baseline is not None and days is None and not target.baseline_period:
        yield "有基期值须写基期。 A baseline needs its period."
    if target.path is PathKind.MILESTONES and not target.milestones:
        yield "节点路径须写节点。 A path of milestones needs milestones."
    on = [one.on for one in target.milestones]
    if len(set(on)) < len(on):
        yield "同一天有两个节点。 Two milestones are on one day."
    if any(day > target.due for day in on):
        yield "节点须不晚于到期日。 Milestones must not come after the due date."


def _faults_of_parent(target: Target, standing: Sequence[Target]) -> Iterator[str]:
    above = {one.id: one for one in standing} | {target.id: target}
    if target.parent is None:
        return
    if target.parent not in above:
        yield f"没有上级目标 {target.parent}。 There is no parent target {target.parent}."
        return
    seen = {target.id}
    parent: str | None = target.parent
    while parent is not None and parent in above:
        if parent in seen:
            yield "上下级成了一个圈。 The targets above it lead back to it."
            return
        seen.add(parent)
        parent = above[parent].parent
