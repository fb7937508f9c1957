"""Why a target has its status, and what is missing where none can be told."""

from __future__ import annotations

import datetime as dt

from wotu.packs.schema import Label
from wotu.targets.actuals import Actuals, Observation
from wotu.targets.paths import PathPoint
from wotu.targets.status import Evidence, Status
from wotu.targets.target import Target
from wotu.targets.words import chance_text, share_label, value_label


def why(
    target: Target,
    status: Status,
    found: Evidence,
    latest: Observation | None,
    expected: PathPoint | None,
    gap: float | None,
) -> Label:
    """The rule that gave a status, in a sentence with its figures."""
    if status in (Status.ACHIEVED, Status.MISSED) and latest is not None:
        return _at_the_end(target, status, found, latest)
    if status is Status.NOT_BEGUN and found.begins is not None:
        return Label(zh=f"进度路径自 {found.begins} 起算", en=f"The path begins on {found.begins}")
    if status is Status.UNKNOWN or latest is None:
        return Label(zh="数据不足，无法判断", en="Too little is known to tell")
    pace = _pace(target, latest, expected, gap, found.behind)
    chance = _chance(found.chance)
    return Label(zh=f"{pace.zh}；{chance.zh}", en=f"{pace.en}; {chance.en}")


def _at_the_end(target: Target, status: Status, found: Evidence, latest: Observation) -> Label:
    reached = value_label(latest.value, target.unit)
    if not found.past_due:
        return Label(
            zh=f"{latest.on} 为 {reached.zh}，已提前达到目标值",
            en=f"{reached.en} on {latest.on}: the target value is reached early",
        )
    if status is Status.ACHIEVED:
        return Label(
            zh=f"到期日 {target.due} 达到目标值", en=f"The value was reached by {target.due}"
        )
    return Label(
        zh=f"到期日 {target.due} 未达到目标值",
        en=f"The value was not reached by {target.due}",
    )


def _pace(
    target: Target,
    latest: Observation,
    expected: PathPoint | None,
    gap: float | None,
    behind: bool | None,
) -> Label:
    if expected is None or gap is None:
        return Label(
            zh="未填基期值，没有进度路径可比", en="No baseline, hence no path to compare with"
        )
    size = value_label(abs(gap), target.unit)
    share = f"（{share_label(abs(gap / expected.value))}）" if expected.value else ""
    share_en = f" ({share_label(abs(gap / expected.value))})" if expected.value else ""
    if behind:
        return Label(
            zh=f"{latest.on} 比进度路径差 {size.zh}{share}",
            en=f"Behind the path by {size.en}{share_en} on {latest.on}",
        )
    if gap <= 0:
        return Label(zh=f"{latest.on} 与进度路径持平", en=f"Just on the path on {latest.on}")
    return Label(
        zh=f"{latest.on} 好于进度路径 {size.zh}{share}",
        en=f"Ahead of the path by {size.en}{share_en} on {latest.on}",
    )


def _chance(chance: float | None) -> Label:
    if chance is None:
        return Label(zh="数据太少，没有预测", en="too few values for a forecast")
    said = chance_text(chance)
    return Label(zh=f"按期达成的可能性 {said}", en=f"chance of reaching it in time {said}")


def missing_words(
    target: Target, actuals: Actuals, found: Evidence, latest: Observation | None
) -> Label:
    """What an unknown target lacks, and who supplies it."""
    if target.indicator is None:
        return Label(
            zh="本目标没有指标，状态看下级目标",
            en="It has no indicator of its own: see the targets below it",
        )
    lack = _lack(target, actuals, found, latest)
    asked = actuals.supplier or Label(zh="责任部门", en="the bureau in charge")
    if target.owner:
        asked = Label(zh=target.owner, en=target.owner)
    return Label(zh=f"{lack.zh}；请{asked.zh}提供", en=f"{lack.en}; ask {asked.en}")


def _lack(target: Target, actuals: Actuals, found: Evidence, latest: Observation | None) -> Label:
    name = actuals.indicator.label if actuals.indicator else Label(zh=target.name, en=target.name)
    if latest is None and actuals.other_units:
        units = "、".join(actuals.other_units)
        return Label(
            zh=f"“{name.zh}”只有以“{units}”计的数据，目标以“{target.unit}”计",
            en=f"'{name.en}' is known in {units} only, the target is in {target.unit}",
        )
    if latest is None:
        return Label(zh=f"没有“{name.zh}”的数据", en=f"There are no values of '{name.en}'")
    if found.past_due:
        return _until(target.due, latest)
    if not found.observed:
        return Label(
            zh=f"进度开始后还没有“{name.zh}”的数据（最近一期 {latest.on}）",
            en=f"No value of '{name.en}' since the path began (the last is of {latest.on})",
        )
    return Label(
        zh="没有基期值，数据也太少，无法预测",
        en="No baseline, and too few values for a forecast",
    )


def _until(due: dt.date, latest: Observation) -> Label:
    return Label(
        zh=f"到期日 {due} 的数据还没有报（最近一期 {latest.on}）",
        en=f"The value of the due date {due} is not known yet (the last is of {latest.on})",
    )
