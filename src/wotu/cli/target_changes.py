"""Commands that change the book of targets: import, adopt, add, change, withdraw, undo, tasks."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated, Any

import typer

from wotu.cli.output import (
    English,
    Folder,
    Json,
    author,
    command,
    open_folder,
    print_json,
    print_table,
    say,
)
from wotu.cli.target_output import (
    aim_text,
    decision_json,
    decision_line,
    target_json,
    task_json,
)
from wotu.cli.targets import TargetId, commands
from wotu.errors import UnknownNameError
from wotu.figures import indicator_text
from wotu.periods import period_in_words
from wotu.targets.book import TargetBook
from wotu.targets.candidates import adopt, candidate_list
from wotu.targets.importing import Imported, import_plan
from wotu.targets.target import Aim, PathKind, Target, Task
from wotu.targets.written import milestones_of
from wotu.workspace import Workspace

__all__ = ["commands"]

Reason = Annotated[str | None, typer.Option(help="理由 · Reason.")]
Date = Annotated[dt.datetime | None, typer.Option(formats=["%Y-%m-%d"])]
Due = Annotated[dt.datetime | None, typer.Option(formats=["%Y-%m-%d"], help="到期 · Due date.")]
Value = Annotated[float | None, typer.Option(help="目标值，基本单位（元）· Value in base unit.")]
Baseline = Annotated[float | None, typer.Option(help="基期值 · Baseline.")]
BaselinePeriod = Annotated[str | None, typer.Option(help="基期，如 2025 · Its period.")]
PathOption = Annotated[PathKind | None, typer.Option(help="进度路径 · Path.")]
Milestones = Annotated[str | None, typer.Option(help="节点，如 2026:1800; 2027:1900 · Milestones.")]
Owner = Annotated[str | None, typer.Option(help="责任部门 · Bureau in charge.")]
Person = Annotated[str | None, typer.Option(help="责任人 · Person in charge.")]
Parent = Annotated[str | None, typer.Option(help="上级目标 · Target above it.")]
Note = Annotated[str | None, typer.Option(help="备注 · Note.")]

tasks = typer.Typer(no_args_is_help=True, help="任务书。 Tasks of targets.")
commands.add_typer(tasks, name="task")


@commands.command("import")
@command
def import_targets(
    file: Annotated[Path, typer.Argument(help="规划的表格 · Workbook or CSV.", exists=True)],
    plan: Annotated[str, typer.Option(help="规划名称 · Name of the plan.")],
    source: Annotated[str, typer.Option(help="来源部门 · Source.")] = "development_reform",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="只看结果，不导入 · Only show what would happen.")
    ] = False,
    folder: Folder = Path(),
    english: English = False,
    as_json: Json = False,
) -> None:
    """导入规划的目标表和任务书。 Import a plan: its targets and tasks."""
    workspace = open_folder(folder)
    found = import_plan(workspace, file, plan=plan, author=author(), source=source, dry_run=dry_run)
    if as_json:
        print_json(_imported_json(found))
        return
    told = found.adoption
    counts = (len(told.added), len(told.changed), len(told.unchanged), len(told.tasks_added))
    say(
        "{} targets added, {} changed, {} unchanged; {} tasks added".format(*counts)
        if english
        else "新增目标 {} 个，调整 {} 个，未变 {} 个；新增任务 {} 项".format(*counts)
    )
    for one in found.reports:
        mark = "✗" if one.refused else "!"
        why = one.why.in_language("en" if english else "zh")
        say(f"{mark} {one.sheet or ''} {one.row}  {one.name}  {why}")


def _imported_json(found: Imported) -> dict[str, Any]:
    told = found.adoption
    return {
        "plan": found.plan,
        "batches": list(found.batches),
        "added": [target_json(one) for one in told.added],
        "changed": [target_json(one) for one in told.changed],
        "unchanged": [one.id for one in told.unchanged],
        "tasks_added": [task_json(one) for one in told.tasks_added],
        "tasks_changed": [task_json(one) for one in told.tasks_changed],
        "reports": [
            {
                "sheet": one.sheet,
                "row": one.row,
                "name": one.name,
                "why": one.why.model_dump(),
                "refused": one.refused,
            }
            for one in found.reports
        ],
    }


@commands.command("adopt")
@command
def adopt_candidates(
    candidates: Annotated[
        list[str] | None, typer.Argument(help="目标备选，缺省列出全部 · Candidates; none: list.")
    ] = None,
    plan: Annotated[str | None, typer.Option(help="归入哪个规划 · Plan.")] = None,
    folder: Folder = Path(),
    as_json: Json = False,
) -> None:
    """采用文献或表格中的目标备选。 Make candidates of documents and tables targets."""
    workspace = open_folder(folder)
    if candidates:
        added = adopt(workspace, candidates, author=author(), plan=plan)
        if as_json:
            print_json([target_json(one) for one in added])
            return
        for one in added:
            say(f"✓ {one.id}  {one.name}  {aim_text(one, 'zh')}  {one.due}")
        return
    known = candidate_list(workspace)
    if as_json:
        print_json([{"id": one.id, "target": one.adopted, **one.found.fact} for one in known])
        return
    rows = [
        (
            one.id,
            one.adopted,
            one.found.place_name,
            one.found.indicator.label.zh if one.found.indicator else one.found.fact["indicator"],
            indicator_text(float(one.found.fact["value"]), one.found.fact["unit"], "zh"),
            period_in_words(one.found.fact["period"], "zh"),
        )
        for one in known
    ]
    print_table(("备选", "已成目标", "地区", "指标", "目标值", "期限"), rows)


@commands.command("add")
@command
def add_target(
    name: Annotated[str, typer.Argument(help="目标名称 · Name.")],
    plan: Annotated[str, typer.Option(help="规划名称 · Plan.")],
    due: Annotated[dt.datetime, typer.Option(formats=["%Y-%m-%d"], help="到期 · Due date.")],
    indicator: Annotated[str | None, typer.Option(help="指标 · Indicator.")] = None,
    value: Value = None,
    value_max: Annotated[float | None, typer.Option(help="上限 · Upper end.")] = None,
    aim: Annotated[Aim, typer.Option(help="方向 · Aim.")] = Aim.AT_LEAST,
    unit: Annotated[str | None, typer.Option(help="单位 · Unit.")] = None,
    place: Annotated[str | None, typer.Option(help="区划代码 · Code of the place.")] = None,
    number: Annotated[str, typer.Option(help="序号 · Number.")] = "",
    baseline: Baseline = None,
    baseline_period: BaselinePeriod = None,
    path: PathOption = None,
    milestones: Milestones = None,
    owner: Owner = None,
    person: Person = None,
    parent: Parent = None,
    note: Note = None,
    folder: Folder = Path(),
    as_json: Json = False,
) -> None:
    """新增一个目标。 Add a target."""
    workspace = open_folder(folder)
    found = workspace.packs.indicators.require(indicator) if indicator else None
    dated = milestones_of(milestones, value or 0.0)
    target = Target(
        id="",
        plan=plan,
        name=name,
        number=number,
        place_code=place or _own_place(workspace),
        due=due.date(),
        indicator=found.id if found else None,
        unit=unit or (found.unit if found else None),
        aim=aim,
        value=value,
        value_max=value_max,
        baseline=baseline,
        baseline_period=baseline_period,
        path=path or (PathKind.MILESTONES if dated else PathKind.LINEAR),
        milestones=dated,
        owner=owner or "",
        person=person or "",
        parent=parent,
        note=note or "",
    )
    (added,) = TargetBook(workspace.lake.root).add([target], author=author())
    if as_json:
        print_json(target_json(added))
    else:
        say(f"✓ {added.id}  {added.name}  {aim_text(added, 'zh')}  {added.due}")


def _own_place(workspace: Workspace) -> str:
    divisions = workspace.config.zone.divisions
    if len(divisions) != 1:
        raise UnknownNameError(
            "园区不是只有一个区划，请用 --place 写明。"
            " The zone has not just one division: give --place."
        )
    return divisions[0]


@commands.command("change")
@command
def change_target(
    target: TargetId,
    reason: Reason = None,
    name: Annotated[str | None, typer.Option(help="名称 · Name.")] = None,
    value: Value = None,
    due: Due = None,
    baseline: Baseline = None,
    baseline_period: BaselinePeriod = None,
    path: PathOption = None,
    milestones: Milestones = None,
    owner: Owner = None,
    person: Person = None,
    parent: Parent = None,
    note: Note = None,
    folder: Folder = Path(),
    as_json: Json = False,
) -> None:
    """调整目标；改数值、期限、基期、路径须写理由。 Change a target; a promise needs a reason."""
    book = TargetBook(open_folder(folder).lake.root)
    before = book.require(target)
    given: dict[str, Any] = {
        "name": name,
        "value": value,
        "due": due.date() if due else None,
        "baseline": baseline,
        "baseline_period": baseline_period,
        "path": path,
        "owner": owner,
        "person": person,
        "parent": parent,
        "note": note,
    }
    if milestones is not None:
        given["milestones"] = milestones_of(milestones, value or before.value or 0.0)
    values = {field: one for field, one in given.items() if one is not None}
    after = book.change(before.id, author=author(), reason=reason, **values)
    if as_json:
        print_json(target_json(after))
    else:
        say(f"✓ {after.id}  {after.name}  {aim_text(after, 'zh')}  {after.due}")


@commands.command("withdraw")
@command
def withdraw_target(
    target: TargetId,
    reason: Annotated[str, typer.Option(help="理由 · Reason.")],
    folder: Folder = Path(),
) -> None:
    """撤销目标，沿革保留。 Take a target out of its plan; its history stays."""
    TargetBook(open_folder(folder).lake.root).withdraw(target, author=author(), reason=reason)
    say(f"✓ {target} 已撤销；wotu targets undo {target} 可撤回")


@commands.command("undo")
@command
def undo_last(
    subject: Annotated[str, typer.Argument(help="目标或任务编号 · Target or task.")],
    reason: Reason = None,
    folder: Folder = Path(),
    english: English = False,
) -> None:
    """撤回目标或任务的上一步。 Take the last step of a target or task back."""
    book = TargetBook(open_folder(folder).lake.root)
    book.undo(subject, author=author(), reason=reason)
    say("✓" + decision_line(book.history(subject)[-1], "en" if english else "zh"))


@commands.command("history")
@command
def show_history(
    subject: Annotated[str, typer.Argument(help="目标或任务编号 · Target or task.")],
    folder: Folder = Path(),
    english: English = False,
    as_json: Json = False,
) -> None:
    """目标或任务的沿革。 Every step of a target or task with author and reason."""
    steps = TargetBook(open_folder(folder).lake.root).history(subject)
    if as_json:
        print_json([decision_json(step) for step in steps])
        return
    for step in steps:
        say(decision_line(step, "en" if english else "zh"))


@tasks.command("add")
@command
def add_task(
    target: TargetId,
    what: Annotated[str, typer.Argument(help="任务内容 · What is done.")],
    owner: Owner = None,
    due: Due = None,
    note: Note = None,
    folder: Folder = Path(),
    as_json: Json = False,
) -> None:
    """给目标加一项任务。 Add a task to a target."""
    task = Task("", target, what, owner or "", due.date() if due else None, note=note or "")
    (added,) = TargetBook(open_folder(folder).lake.root).add_tasks([task], author=author())
    _show_task(added, as_json)


@tasks.command("done")
@command
def finish_task(
    task: Annotated[str, typer.Argument(help="任务编号，如 T3.1 · Id of the task.")],
    on: Date = None,
    note: Note = None,
    folder: Folder = Path(),
    as_json: Json = False,
) -> None:
    """办结任务。 Say that a task is done."""
    day = on.date() if on else dt.date.today()
    book = TargetBook(open_folder(folder).lake.root)
    _show_task(book.done(task, on=day, author=author(), note=note), as_json)


@tasks.command("reopen")
@command
def reopen_task(
    task: Annotated[str, typer.Argument(help="任务编号 · Id of the task.")],
    reason: Annotated[str, typer.Option(help="理由 · Reason.")],
    folder: Folder = Path(),
    as_json: Json = False,
) -> None:
    """重新打开任务。 Say that a task is not done after all."""
    book = TargetBook(open_folder(folder).lake.root)
    _show_task(book.reopen(task, author=author(), reason=reason), as_json)


def _show_task(task: Task, as_json: bool) -> None:
    if as_json:
        print_json(task_json(task))
    else:
        say(f"✓ {task.id}  {task.what}  {task.due or ''} {task.done_on or ''}".rstrip())
