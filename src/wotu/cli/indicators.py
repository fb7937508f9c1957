"""Commands on indicators: the dictionary, series with every source, targets and firm events."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import polars as pl
import typer

from wotu.build.snapshot import Snapshot, current_id, open_current
from wotu.cli.indicator_output import (
    amount_text,
    as_one_line,
    event_json,
    indicator_json,
    indicator_label,
    series_json,
    series_rows,
    unresolved_json,
)
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
from wotu.identity.assignments import AssignmentKind, Assignments
from wotu.indicators.register_query import query_text
from wotu.reading.claim import plain_decimal
from wotu.reading.facts.events import accept_events, event_candidates
from wotu.reading.facts.fact_rows import REASONS
from wotu.reading.facts.landing import assign, land_accepted, unresolved_claims
from wotu.reading.facts.series import all_series, series, series_known
from wotu.reading.facts.targets import target_candidates
from wotu.workspace import Workspace

commands = typer.Typer(
    no_args_is_help=True,
    help="指标：目录、各来源数值、目标与企业大事。 Indicators and their values.",
)


@commands.command("list")
@command
def list_indicators(
    folder: Folder = Path(), english: English = False, as_json: Json = False
) -> None:
    """指标目录。 The dictionary: every indicator with its unit, its formula or query of the
    register, and of how many places values are known."""
    workspace = open_folder(folder)
    language = "en" if english else "zh"
    known = dict(series_known(workspace).group_by("indicator").agg(pl.len()).iter_rows())
    indicators = workspace.packs.indicators.values()
    if as_json:
        print_json([indicator_json(one, known.get(one.id, 0)) for one in indicators])
        return
    rows = [
        (
            one.id,
            one.label.in_language(language),
            one.theme_label.in_language(language),
            "、".join(one.units),
            one.formula or query_text(one),
            one.source.title if one.source else None,
            known.get(one.id, 0),
        )
        for one in indicators
    ]
    print_table(
        ("指标", "名称", "类别", "单位", "公式或登记库取数", "定义出处", "有数据的地区"), rows
    )


@commands.command("show")
@command
def show_indicator(
    indicator: Annotated[str, typer.Argument(help="指标编号或名称 · Id or name.")],
    place: Annotated[str | None, typer.Option(help="地区名称或代码 · Place: name or code.")] = None,
    folder: Folder = Path(),
    english: English = False,
    as_json: Json = False,
) -> None:
    """一个指标的全部数值与来源。 All values of an indicator with every source."""
    workspace = open_folder(folder)
    found = workspace.packs.indicators.require(indicator)
    snapshot = _snapshot(workspace)
    if place:
        shown = [series(workspace, place, found.id, snapshot)]
    else:
        shown = [one for one in all_series(workspace, snapshot) if one.indicator.id == found.id]
    if as_json:
        print_json([series_json(one) for one in shown])
        return
    language = "en" if english else "zh"
    say(f"{found.label.in_language(language)} {found.id}（{'、'.join(found.units)}）")
    if not any(one.points for one in shown):
        say("还没有数据：导入 indicator_value，或采信文献中的数据。 No values yet.")
        return
    print_table(
        ("地区", "时期", "采用", "数值", "与采用值", "来源", "文件", "原句或算法"),
        [row for one in shown for row in series_rows(one, language)],
    )


@commands.command("land")
@command
def land(folder: Folder = Path(), as_json: Json = False) -> None:
    """已采信的数据入湖。 Bring the facts up to what is accepted in the library."""
    landed = land_accepted(open_folder(folder), author=author())
    if as_json:
        print_json(
            {
                "landed": [batch.id for batch in landed.landed],
                "undone": [batch.id for batch in landed.undone],
                "facts": landed.facts,
                "unresolved": [unresolved_json(one) for one in landed.unresolved],
            }
        )
        return
    say(
        f"✓ {landed.facts} 条数据已是事实；新入湖 {len(landed.landed)} 批，"
        f"收回 {len(landed.undone)} 批；{len(landed.unresolved)} 条未入：wotu indicators unresolved"
    )


@commands.command("unresolved")
@command
def unresolved(folder: Folder = Path(), english: English = False, as_json: Json = False) -> None:
    """已采信而未成为事实的数据及原因。 Accepted claims that are no facts, and why."""
    found = unresolved_claims(open_folder(folder))
    if as_json:
        print_json([unresolved_json(one) for one in found])
        return
    language = "en" if english else "zh"
    rows = [
        (
            one.stored.id,
            REASONS[one.reason].in_language(language),
            one.found,
            one.stored.claim.subject,
            one.stored.claim.metric,
            one.stored.claim.quote,
        )
        for one in found
    ]
    print_table(("编号", "原因", "所指", "主体", "指标", "原文"), rows)


@commands.command("assign")
@command
def assign_name(
    kind: Annotated[AssignmentKind, typer.Argument(help="place 或 indicator")],
    name: Annotated[str, typer.Argument(help="文献里的写法 · As documents write it.")],
    code: Annotated[
        str | None, typer.Argument(help="区划代码或指标编号 · Code of the place or indicator.")
    ] = None,
    reason: Annotated[str | None, typer.Option(help="理由 · Reason.")] = None,
    withdraw: Annotated[bool, typer.Option("--withdraw", help="撤回 · Take it back.")] = False,
    folder: Folder = Path(),
) -> None:
    """指定文献用语所指，下次照用。 Say what a document's words mean; it is remembered."""
    workspace = open_folder(folder)
    if withdraw:
        Assignments(workspace.lake.root).withdraw(kind, name, author=author(), reason=reason)
    elif code is None:
        raise typer.BadParameter("须写明代码 · give a code")
    else:
        assign(workspace, kind, name, code, author=author(), reason=reason)
    landed = land_accepted(workspace, author=author())
    say(f"✓ {name}；{landed.facts} 条数据已是事实，{len(landed.unresolved)} 条未入")


@commands.command("candidates")
@command
def candidates(folder: Folder = Path(), as_json: Json = False) -> None:
    """规划里的目标备选。 Targets that accepted claims of plans set."""
    workspace = open_folder(folder)
    targets = target_candidates(workspace)
    if as_json:
        print_json([one.fact for one in targets])
        return
    if not targets:
        say("还没有目标备选：采信规划中的目标后，运行 wotu indicators land。 No targets yet.")
        return
    print_table(
        ("地区", "指标", "期限", "目标值", "基期值", "文献", "原句"),
        [
            (
                one.place_name,
                indicator_label(workspace, row["indicator"]),
                row["period"].removeprefix("by:"),
                f"{plain_decimal(row['value'])}{row['unit']}",
                None if row["baseline"] is None else plain_decimal(row["baseline"]),
                row["document"],
                as_one_line(row["sentence"]),
            )
            for one, row in ((one, one.fact) for one in targets)
        ],
    )


@commands.command("events")
@command
def events(
    document: Annotated[str | None, typer.Argument(help="文献编号 · Document.")] = None,
    accept: Annotated[
        list[str] | None, typer.Option(help="采信这些事件 · Let these events be facts.")
    ] = None,
    firm: Annotated[str | None, typer.Option(help="是哪家企业 · The firm that is meant.")] = None,
    folder: Folder = Path(),
    as_json: Json = False,
) -> None:
    """文献里的企业大事。 Events of firms that documents tell; --accept makes them facts."""
    workspace = open_folder(folder)
    if accept:
        snapshot = open_current(workspace.snapshots_path)
        landed = accept_events(workspace, accept, snapshot=snapshot, author=author(), firm=firm)
        for batch in landed:
            say(f"✓ {batch.file_name}：{batch.rows} 件大事入湖；批次 {batch.id}")
        return
    found = event_candidates(workspace, document, _snapshot(workspace))
    if as_json:
        print_json([event_json(one) for one in found])
        return
    kinds = workspace.packs.code_lists["event_kinds"]
    rows = [
        (
            one.id,
            kinds.label_of(one.event.kind).zh,
            one.firm_name,
            "已入湖" if one.batch else "已关联" if one.firm_id else "不在登记库",
            one.event.product,
            one.event.period,
            amount_text(one.event),
            one.event.text,
        )
        for one in found
    ]
    headers = ("编号", "类别", "企业", "状态", "产品、轮次或称号", "时间", "金额", "原句")
    print_table(headers, rows)


def _snapshot(workspace: Workspace) -> Snapshot | None:
    """The current snapshot; None before the first build."""
    if current_id(workspace.snapshots_path) is None:
        return None
    return open_current(workspace.snapshots_path)
