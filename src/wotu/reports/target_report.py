"""The report on targets: which are late and since when, with paths, forecasts and evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from wotu.packs.schema import Label
from wotu.reports.document import (
    Block,
    Cell,
    CellKind,
    Chart,
    ChartKind,
    Column,
    Heading,
    Origin,
    Paragraph,
    Report,
    Series,
    Table,
)
from wotu.reports.target_charts import path_chart
from wotu.reports.target_tables import evidence_table, progress_table
from wotu.targets.progress import Progress
from wotu.targets.status import GRAVITY, STATUSES, Status
from wotu.targets.target import Task

_CHARTED: Final = (Status.MISSED, Status.LATE, Status.AT_RISK, Status.ON_TRACK)
_MOST_CHARTS: Final = 16


def target_report(
    progresses: Sequence[Progress],
    origin: Origin,
    language: str,
    tasks: Sequence[Task] = (),
    sources: Mapping[str, Label] | None = None,
) -> Report:
    """The report on targets, the gravest first; targets without an indicator only gather others.

    ``sources``: labels of the bureaus by id, for the evidence.
    """
    measured = [one for one in progresses if one.target.indicator is not None]
    ordered = sorted(measured, key=_gravity)
    names = dict.fromkeys(one.target.plan for one in progresses)
    zh = language.startswith("zh")
    return Report(
        title="目标进展报告" if zh else "Progress of targets",
        subtitle=("、" if zh else ", ").join(names) or "—",
        origin=origin,
        language=language,
        blocks=tuple(_blocks(ordered, tasks, origin, language, sources or {})),
    )


def _gravity(one: Progress) -> tuple[int, str, str]:
    return GRAVITY[one.status], str(one.late_since or "9999"), one.target.number


def _blocks(
    ordered: Sequence[Progress],
    tasks: Sequence[Task],
    origin: Origin,
    language: str,
    sources: Mapping[str, Label],
) -> Iterator[Block]:
    zh = language.startswith("zh")
    yield Heading("结论" if zh else "Result")
    if not ordered:
        yield Paragraph(
            "还没有目标：用 wotu targets import 导入任务分解表。"
            if zh
            else "There are no targets yet: import a plan with wotu targets import."
        )
        return
    yield Paragraph(_summary(ordered).in_language(language), strong=True)
    yield _status_chart(ordered, language)
    yield progress_table(ordered, language)
    yield Heading("进度与预测" if zh else "Paths and forecasts")
    charted = [one for one in ordered if one.status in _CHARTED and one.observations]
    for one in charted[:_MOST_CHARTS]:
        yield path_chart(one, language)
    yield Heading("状态依据与数据来源" if zh else "Reasons and evidence")
    yield evidence_table(ordered, language, sources)
    if tasks:
        yield Heading("任务" if zh else "Tasks")
        yield _task_table(tasks, ordered, origin, language)


def _summary(ordered: Sequence[Progress]) -> Label:
    counts = Counter(one.status for one in ordered)
    said = sorted(counts, key=GRAVITY.__getitem__)
    zh = "、".join(f"{STATUSES[one].zh} {counts[one]}" for one in said)
    en = ", ".join(f"{STATUSES[one].en.lower()} {counts[one]}" for one in said)
    late = [one for one in ordered if one.status is Status.LATE and one.late_since]
    if not late:
        return Label(zh=f"{len(ordered)} 个目标：{zh}。", en=f"{len(ordered)} targets: {en}.")
    first = min(late, key=lambda one: str(one.late_since))
    return Label(
        zh=f"{len(ordered)} 个目标：{zh}。滞后最久的是“{first.target.name}”，自 {first.late_since}"
        " 起落后于进度路径。",
        en=f"{len(ordered)} targets: {en}. Late for longest: “{first.target.name}”, behind its path"
        f" since {first.late_since}.",
    )


def _status_chart(ordered: Sequence[Progress], language: str) -> Chart:
    counts = Counter(one.status for one in ordered)
    behind = counts[Status.LATE] + counts[Status.MISSED]
    title = Label(
        zh=f"{len(ordered)} 个目标中 {behind} 个滞后或未达成",
        en=f"{behind} of {len(ordered)} targets are late or missed",
    )
    shown = [status for status in Status if counts[status]]
    return Chart(
        ChartKind.BARS,
        title.in_language(language),
        tuple(STATUSES[one].in_language(language) for one in shown),
        (
            Series(
                Label(zh="目标数", en="Targets").in_language(language),
                tuple(float(counts[one]) for one in shown),
            ),
        ),
        Label(zh="目标（个）", en="Targets").in_language(language),
        Label(
            zh="来源：目标库与指标数据，状态由进度和预测得出。",
            en="Source: book of targets and registry; states follow from pace and forecast.",
        ).in_language(language),
    )


def _task_table(
    tasks: Sequence[Task], ordered: Sequence[Progress], origin: Origin, language: str
) -> Table:
    zh = language.startswith("zh")
    numbers = {one.target.id: one.target.number or one.target.id for one in ordered}
    overdue = [one for one in tasks if one.is_overdue(origin.as_of)]

    def state(one: Task) -> str:
        if one.done_on is not None and one.done_on <= origin.as_of:
            return "已完成" if zh else "Done"
        if one in overdue:
            return "逾期" if zh else "Overdue"
        return "进行中" if zh else "Open"

    rest = [one for one in tasks if one not in overdue]
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (numbers.get(one.target), one.what, one.owner, one.due, one.done_on, state(one))
        for one in (*overdue, *sorted(rest, key=lambda one: str(one.due or "9999")))
    )
    headers = ("目标", "任务", "责任部门", "完成时限", "完成日期", "状态") if zh else (
        "Target", "Task", "Owner", "Due", "Done on", "State"
    )  # fmt: skip
    widths = (0.7, 3.2, 1.2, 1.2, 1.2, 0.9)
    columns = tuple(
        Column(header, CellKind.TEXT, width=width)
        for header, width in zip(headers, widths, strict=True)
    )
    caption = Label(
        zh=f"{len(tasks)} 项任务，{len(overdue)} 项逾期",
        en=f"{len(tasks)} tasks, {len(overdue)} overdue",
    )
    return Table("任务" if zh else "Tasks", caption.in_language(language), columns, rows)
