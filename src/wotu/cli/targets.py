"""Commands on the targets of plans: how they stand, one in full, the tree.

``wotu targets --chain`` and ``--backtest`` speak of firms to attract (:mod:`wotu.cli.attraction`).
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated, Final

import typer

from wotu.build.places import place_names
from wotu.build.snapshot import Snapshot, current_id, open_current
from wotu.cli.attraction import show_attraction
from wotu.cli.output import (
    English,
    Folder,
    Json,
    command,
    open_folder,
    print_json,
    print_table,
    say,
)
from wotu.cli.target_output import (
    branch_json,
    branch_lines,
    decision_json,
    decision_line,
    list_headers,
    list_row,
    progress_json,
    target_lines,
    target_sheet,
    task_json,
    task_line,
)
from wotu.exports import write_table
from wotu.reports.origin import origin_of
from wotu.reports.target_report import target_report
from wotu.reports.writing import write_report
from wotu.targets.book import TargetBook
from wotu.targets.news import news_since_day
from wotu.targets.plan import plan_progress, progress_of
from wotu.targets.progress import Progress
from wotu.targets.status import STATUSES, Status
from wotu.targets.tree import target_tree
from wotu.workspace import Workspace

commands = typer.Typer(
    help="规划目标：进度、预测与任务；带 --chain 或 --backtest 时为招引目标。"
    " Targets of plans; with --chain or --backtest, firms to attract."
)

AsOf = Annotated[
    dt.datetime | None,
    typer.Option("--on", formats=["%Y-%m-%d"], help="截至日期 · As of this day."),
]
TargetId = Annotated[str, typer.Argument(help="目标编号，如 T3 · Id of the target.")]


@commands.callback(invoke_without_command=True)
@command
def targets(
    context: typer.Context,
    chain: Annotated[str | None, typer.Option(help="招引目标：产业链 · Chain.")] = None,
    node: Annotated[str | None, typer.Option(help="招引目标：环节 · Link.")] = None,
    backtest: Annotated[
        bool, typer.Option("--backtest", help="招引清单的历史命中率 · How such lists have fared.")
    ] = False,
    out: Annotated[Path | None, typer.Option(help="写成 .xlsx · Write a workbook.")] = None,
    folder: Folder = Path(),
    english: English = False,
    as_json: Json = False,
) -> None:
    """规划目标一览；带 --chain 为招引目标。 Targets of plans; with --chain, firms to attract."""
    if context.invoked_subcommand is not None:
        return
    if chain is not None or node is not None or backtest:
        show_attraction(
            folder, chain, node, out, backtest=backtest, english=english, as_json=as_json
        )
    else:
        _list(open_folder(folder), None, None, None, None, out, english, as_json)


@commands.command("list")
@command
def list_targets(
    status: Annotated[
        list[Status] | None, typer.Option(help="只看这些状态 · Only these statuses.")
    ] = None,
    owner: Annotated[str | None, typer.Option(help="责任部门 · Bureau in charge.")] = None,
    plan: Annotated[str | None, typer.Option(help="规划 · Plan.")] = None,
    on: AsOf = None,
    out: Annotated[
        Path | None, typer.Option(help="写成 .xlsx .csv 或报告 .docx .pdf · A file.")
    ] = None,
    folder: Folder = Path(),
    english: English = False,
    as_json: Json = False,
) -> None:
    """目标一览：实际值、应达到、差距、状态。 Every target with its status."""
    _list(open_folder(folder), status, owner, plan, on, out, english, as_json)


REPORTS: Final = {".docx", ".pdf"}
"""Endings under which the list becomes a report with charts; others are plain tables."""


def _write(found: list[Progress], workspace: Workspace, language: str, out: Path) -> None:
    if out.suffix.lower() not in REPORTS:
        write_table(target_sheet(found, language), out, "targets")
        return
    snapshot = open_current(workspace.snapshots_path)
    tasks = TargetBook(workspace.lake.root).tasks()
    sources = {name: one.label for name, one in workspace.packs.sources.sources.items()}
    write_report(target_report(found, origin_of(snapshot, language), language, tasks, sources), out)


def _list(
    workspace: Workspace,
    status: list[Status] | None,
    owner: str | None,
    plan: str | None,
    on: dt.datetime | None,
    out: Path | None,
    english: bool,
    as_json: bool,
) -> None:
    language = "en" if english else "zh"
    known = plan_progress(workspace, _snapshot(workspace), as_of=on.date() if on else None)
    found = [
        one
        for one in known
        if (not status or one.status in status)
        and (owner is None or owner in one.target.owner)
        and (plan is None or plan in one.target.plan)
    ]
    if out:
        _write(found, workspace, language, out)
    if as_json:
        print_json([progress_json(one) for one in found])
    elif not known:
        say(
            "There are no targets: wotu targets import FILE --plan NAME."
            if english
            else "还没有目标：用 wotu targets import 文件 --plan 规划名称 导入。"
        )
    else:
        with_own = [one for one in found if one.target.indicator is not None]
        print_table(list_headers(language), [list_row(one, language) for one in with_own])


@commands.command("show")
@command
def show_target(
    target: TargetId,
    on: AsOf = None,
    folder: Folder = Path(),
    english: English = False,
    as_json: Json = False,
) -> None:
    """一个目标：路径、实际值及出处、预测、沿革、任务。 One target with all that is known of it."""
    workspace = open_folder(folder)
    book = TargetBook(workspace.lake.root)
    found = book.require(target)
    snapshot = _snapshot(workspace)
    (one,) = progress_of(workspace, snapshot, [found], as_of=on.date() if on else None)
    tasks, history = book.tasks(found.id), book.history(found.id)
    if as_json:
        print_json(
            {
                **progress_json(one, whole=True),
                "tasks": [task_json(task) for task in tasks],
                "history": [decision_json(step) for step in history],
            }
        )
        return
    language = "en" if english else "zh"
    place = _place(workspace, snapshot, one)
    for line in target_lines(one, place, language):
        say(line)
    for task in tasks:
        say(task_line(task, one.as_of, language))
    for step in history:
        say(decision_line(step, language))


@commands.command("tree")
@command
def show_tree(
    on: AsOf = None, folder: Folder = Path(), english: English = False, as_json: Json = False
) -> None:
    """目标树：规划、目标、任务，逐级汇总状态。 From plan to task, with the status of each."""
    workspace = open_folder(folder)
    known = plan_progress(workspace, _snapshot(workspace), as_of=on.date() if on else None)
    tree = target_tree(known, TargetBook(workspace.lake.root).tasks())
    if as_json:
        print_json([branch_json(one) for one in tree])
        return
    for branch in tree:
        for line in branch_lines(branch, "en" if english else "zh"):
            say(line)


@commands.command("news")
@command
def show_news(
    since: Annotated[
        dt.datetime, typer.Option(formats=["%Y-%m-%d"], help="自哪天起 · Since this day.")
    ],
    on: AsOf = None,
    folder: Folder = Path(),
    english: English = False,
    as_json: Json = False,
) -> None:
    """某日以来状态或预警有变的目标。 Targets whose status or warning changed since a day."""
    workspace = open_folder(folder)
    day = on.date() if on else None
    found = news_since_day(workspace, _snapshot(workspace), since.date(), day)
    if as_json:
        print_json(
            [
                {
                    "before": one.before and progress_json(one.before),
                    "after": one.after and progress_json(one.after),
                }
                for one in found
            ]
        )
        return
    language = "en" if english else "zh"
    if not found:
        say("Nothing changed." if english else "没有变化。")
    for one in found:
        if one.before and one.after:
            was, now = (STATUSES[x.status].in_language(language) for x in (one.before, one.after))
            say(f"{one.after.target.id}  {one.after.target.name}  {was} → {now}")
            say(f"    {one.after.why.in_language(language)}")


def _snapshot(workspace: Workspace) -> Snapshot | None:
    """The current snapshot; None before the first build, when no actual is known."""
    if current_id(workspace.snapshots_path) is None:
        return None
    return open_current(workspace.snapshots_path)


def _place(workspace: Workspace, snapshot: Snapshot | None, one: Progress) -> str:
    code = one.target.place_code
    known = place_names(snapshot) if snapshot is not None else {}
    divisions = workspace.packs.code_lists.get("divisions")
    label = divisions.labels.get(code) if divisions else None
    return known.get(code) or (label.zh if label else code)
