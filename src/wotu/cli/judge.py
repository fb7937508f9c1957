"""Commands that judge: build, screen, explain, and move between snapshots."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from wotu.build.answers import explain_firm, find_firm, screening_table
from wotu.build.build import build
from wotu.build.snapshot import (
    current_id,
    list_snapshots,
    open_current,
    publish,
    remove_old,
)
from wotu.cli.output import (
    English,
    Folder,
    Json,
    command,
    messages,
    open_folder,
    print_json,
    print_table,
    progress_shown,
    say,
)
from wotu.errors import SnapshotError
from wotu.exports import write_table
from wotu.rules.explain import ConditionReason, Explanation
from wotu.rules.screen import STANDING_LABELS, Standing
from wotu.rules.wording import (
    explanation_json,
    missing_text,
    shortfall_text,
    summary,
    threshold_text,
    value_text,
    words_of,
)

commands = typer.Typer()

OnDay = Annotated[
    dt.datetime | None,
    typer.Option("--on", formats=["%Y-%m-%d"], help="截至日期，缺省今天 · Day, today by default."),
]


@commands.command("build")
@command
def build_snapshot(folder: Folder = Path(), on: OnDay = None, as_json: Json = False) -> None:
    """建快照并发布。 Build a snapshot from lake and packs, and publish it."""
    workspace = open_folder(folder)
    day = on.date() if on else dt.date.today()
    with progress_shown(hidden=as_json) as progress:
        report = build(workspace, day, progress)
    if as_json:
        print_json(report.as_json())
        return
    state = "没有变化，仍为" if report.unchanged else "已发布"
    say(f"{state} {report.snapshot}：{report.firms:,} 家企业，截至 {report.as_of}")
    print_verdicts(report.verdicts)
    if report.doubtful_references:
        say(f"{report.doubtful_references:,} 个名称待认：wotu doubtful")


def print_verdicts(verdicts: dict[str, dict[str, dict[str, int]]]) -> None:
    """The counts of a build, one line a rule."""
    order = list(Standing)
    headers = ("规则", *(STANDING_LABELS[standing].zh for standing in order))
    rows = [(rule, *(c["standing"][s.value] for s in order)) for rule, c in verdicts.items()]
    print_table(headers, rows)


@commands.command()
@command
def screen(
    rule: Annotated[str, typer.Option(help="规则，如 cn.hnte · Rule.")],
    out: Annotated[Path, typer.Option(help=".parquet、.csv、.xlsx 或 .json · File to write.")],
    folder: Folder = Path(),
    on: OnDay = None,
    engine: Annotated[
        Literal["polars", "spark"], typer.Option(help="计算引擎 · What runs the rule.")
    ] = "polars",
    english: English = False,
    as_json: Json = False,
) -> None:
    """对全部企业跑一条规则。 Run a rule over all firms and write the results."""
    snapshot = open_current(open_folder(folder).snapshots_path)
    language = "en" if english else "zh"
    table = screening_table(snapshot, rule, on.date() if on else None, language, engine)
    write_table(table, out)
    counts = dict(table.group_by("verdict").len().sort("verdict").iter_rows())
    if as_json:
        print_json({"rule": rule, "firms": table.height, "verdicts": counts, "out": str(out)})
    else:
        said = "，".join(f"{verdict} {count:,}" for verdict, count in counts.items())
        messages.print(f"{table.height:,} 家：{said} → {out}")


@commands.command()
@command
def explain(
    firm: Annotated[str, typer.Argument(help="代码或全称 · Code or full name.")],
    rule: Annotated[str | None, typer.Option(help="规则，缺省全部 · Rule, all by default.")] = None,
    folder: Folder = Path(),
    on: OnDay = None,
    english: English = False,
    as_json: Json = False,
) -> None:
    """说明一家企业为何符合或不符合。 Why a firm meets a rule or not, condition by condition."""
    snapshot = open_current(open_folder(folder).snapshots_path)
    found = find_firm(snapshot, firm)
    explanations = explain_firm(snapshot, found["firm_id"], rule, on.date() if on else None)
    if as_json:
        answers = [explanation_json(explanation) for explanation in explanations]
        who: dict[str, Any] = {"firm_id": found["firm_id"], "firm_name": found["name"]}
        print_json({**who, **answers[0]} if rule else {**who, "rules": answers})
        return
    language = "en" if english else "zh"
    say(f"[bold]{found['name']}[/]  {found['firm_id']}")
    for explanation in explanations:
        _print_explanation(explanation, language)


def _print_explanation(explanation: Explanation, language: str) -> None:
    label = explanation.rule.spec.label.in_language(language)
    say(f"\n[bold]{label}[/]  {summary(explanation, language)}")
    rows = []
    for reason in explanation.conditions:
        for depth, item in _with_depth(reason, 0):
            rows.append(_line(explanation, item, depth, language))
    if language == "zh":
        print_table(("", "条件", "值", "应达到", "说明", "条款"), rows)
    else:
        print_table(("", "Condition", "Value", "Threshold", "Remark", "Clause"), rows)


def _with_depth(reason: ConditionReason, depth: int) -> list[tuple[int, ConditionReason]]:
    below = [pair for child in reason.children for pair in _with_depth(child, depth + 1)]
    return [(depth, reason), *below]


def _line(
    explanation: Explanation, reason: ConditionReason, depth: int, language: str
) -> tuple[str, ...]:
    mark = {True: "✓", False: "✗", None: "?"}[reason.verdict]
    value = value_text(reason, language)
    threshold = threshold_text(reason, language)
    remarks = [shortfall_text(reason, language) or ""]
    if reason.missing:
        lacks = "缺" if language == "zh" else "missing: "
        listed = [missing_text(item, language) for item in reason.missing[:3]]
        more = len(reason.missing) - 3
        tail = f" …+{more}" if more > 0 else ""
        remarks.append(lacks + "；".join(listed) + tail)
    label = "  " * depth + reason.label.in_language(language)
    clause = reason.clause.text(language) if reason.clause else ""
    said = f"{mark} {words_of(reason.verdict, language)}"
    return said, label, value, threshold, " ".join(filter(None, remarks)), clause


@commands.command()
@command
def snapshots(
    folder: Folder = Path(),
    keep: Annotated[
        int | None,
        typer.Option(min=1, help="只留最新的几个，其余删除 · Remove all but the newest so many."),
    ] = None,
    as_json: Json = False,
) -> None:
    """列出快照。 List the snapshots; the current one is marked."""
    path = open_folder(folder).snapshots_path
    if keep is not None:
        remove_old(path, keep)
    current = current_id(path)
    found = list_snapshots(path)
    if as_json:
        print_json([{**m.as_json(), "current": m.id == current} for m in found])
    else:
        rows = [
            (
                "→" if m.id == current else "",
                m.id,
                m.as_of,
                f"{m.built_at.astimezone():%Y-%m-%d %H:%M}",
                m.report["firms"],
            )
            for m in found
        ]
        print_table(("", "快照", "截至", "建于", "企业"), rows)


@commands.command()
@command
def rollback(
    snapshot: Annotated[str | None, typer.Argument(help="快照，缺省前一个 · Snapshot.")] = None,
    folder: Folder = Path(),
    as_json: Json = False,
) -> None:
    """退回到先前的快照。 Serve an earlier snapshot again."""
    path = open_folder(folder).snapshots_path
    if snapshot is None:
        earlier = [m.id for m in list_snapshots(path)]
        place = earlier.index(current_id(path) or "") if current_id(path) in earlier else 0
        if place == 0:
            raise SnapshotError("没有更早的快照。 There is no earlier snapshot.")
        snapshot = earlier[place - 1]
    publish(path, snapshot)
    if as_json:
        print_json({"snapshot": snapshot})
    else:
        say(f"现在是 {snapshot}")
