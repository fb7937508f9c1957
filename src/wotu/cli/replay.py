"""Commands that look back: replay a screening, and keep or check the record of a decision."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Annotated, Any

import typer

from wotu.build.answers import find_firm
from wotu.build.corners import Moment
from wotu.build.record import decision_record
from wotu.build.record_check import check_record, read_record
from wotu.build.replay import CLOCK, Replayed, end_of, replay
from wotu.build.replay_store import keep, summary_json
from wotu.build.replay_words import (
    cause_words,
    change_words,
    differences_table,
    standing_words,
)
from wotu.build.snapshot import current_id, list_snapshots, open_current, read_manifest
from wotu.cli.output import (
    English,
    Folder,
    Json,
    command,
    open_folder,
    print_json,
    print_table,
    progress_shown,
    say,
)
from wotu.exports import write_table
from wotu.workspace import Workspace

commands = typer.Typer()

Day = dt.datetime | None


def _day(words: str) -> Any:
    return typer.Option(formats=["%Y-%m-%d"], help=words)


@commands.command("replay")
@command
def replay_screening(
    rule: Annotated[str, typer.Argument(help="规则，如 cn.hnte · Rule.")],
    known_on: Annotated[dt.datetime, _day("按这一天已知的数据 · As known at the end of this day.")],
    in_force_on: Annotated[
        Day, _day("按这一天有效的规则，缺省同上 · Rules in force, the same day by default.")
    ] = None,
    as_of: Annotated[
        Day, _day("截至日期，缺省同规则之日 · Day of application, that of the rules by default.")
    ] = None,
    packs_of: Annotated[
        str, typer.Option(help="用这个快照留存的规则包 · Use the packs that a snapshot kept.")
    ] = "",
    to_known_on: Annotated[
        Day, _day("与之相比的数据之日，缺省现在 · Compare with facts of this day, now by default.")
    ] = None,
    to_in_force_on: Annotated[
        Day, _day("与之相比的规则之日 · Compare with rules of this day.")
    ] = None,
    to_as_of: Annotated[
        Day, _day("与之相比的截至日期 · Compare with this day of application.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="逐企业写成 .xlsx、.csv 等 · File, one row a firm.")
    ] = None,
    folder: Folder = Path(),
    english: English = False,
    as_json: Json = False,
) -> None:
    """重放：当时的数据与规则，与今天差在哪里。 Replay a screening; explain what differs now."""
    workspace = open_folder(folder)
    rules_day = (in_force_on or known_on).date()
    before = Moment(
        end_of(known_on.date()), rules_day, as_of.date() if as_of else rules_day, packs_of
    )
    after = _after(workspace, to_known_on, to_in_force_on, to_as_of)
    with progress_shown(hidden=as_json) as progress:
        found = replay(workspace, rule, before, after, progress)
    name = keep(workspace, found)
    language = "en" if english else "zh"
    if out:
        write_table(differences_table(found, workspace.packs, language), out)
    if as_json:
        print_json({"replay": name, **summary_json(found), "firms": found.firms.to_dicts()})
        return
    _print(found, name, language)
    _offer_packs(workspace, before, english=english)


def _after(workspace: Workspace, known_on: Day, in_force_on: Day, as_of: Day) -> Moment:
    """What is compared with: by default the facts of now and the day of the current snapshot."""
    current = current_id(workspace.snapshots_path)
    shown = read_manifest(workspace.snapshots_path / current).as_of if current else dt.date.today()
    day = as_of.date() if as_of else in_force_on.date() if in_force_on else shown
    return Moment(
        end_of(known_on.date()) if known_on else dt.datetime.now(dt.UTC),
        in_force_on.date() if in_force_on else day,
        day,
    )


def _print(found: Replayed, name: str, language: str) -> None:
    zh = language == "zh"
    say(f"[bold]{found.label.in_language(language)}[/]  {name}")
    told = (("之前", "Before", found.before), ("之后", "After", found.after))
    for chinese, english, moment in told:
        known = f"{moment.known_on.astimezone(CLOCK):%Y-%m-%d %H:%M}"
        say(
            f"{chinese}：已知至 {known}，规则 {moment.in_force_on}，截至 {moment.as_of}"
            if zh
            else f"{english}: known until {known}, rules of {moment.in_force_on},"
            f" as of {moment.as_of}"
        )
    if found.stored:
        say(f"{'留存的快照' if zh else 'Stored snapshot'}：{found.stored} ({found.stored_code})")
    rows = [
        (cause_words(row["cause"], language), row["firms"], row["gained"], row["lost"])
        for row in found.groups().to_dicts()
    ]
    headers = (
        ("原因", "企业", "变为符合", "不再符合") if zh else ("Cause", "Firms", "Met now", "Lost")
    )
    print_table(headers, rows)
    moved = [row for row in found.matrix.to_dicts() if row["before"] != row["after"]]
    print_table(
        ("之前", "之后", "企业") if zh else ("Before", "After", "Firms"),
        [
            (
                standing_words(row["before"], language),
                standing_words(row["after"], language),
                row["firms"],
            )
            for row in sorted(moved, key=lambda row: -row["firms"])
        ],
    )
    for change in found.changes:
        say(change_words(change, language))


def _offer_packs(workspace: Workspace, before: Moment, *, english: bool) -> None:
    """Tell of the snapshot current then, whose own packs can be used instead of those of today."""
    then = [m for m in list_snapshots(workspace.snapshots_path) if m.built_at <= before.known_on]
    if before.packs_of or not then:
        return
    say(
        f"Packs as they were then: --packs-of {then[-1].id}"
        if english
        else f"如要用当时的规则包：--packs-of {then[-1].id}"
    )


@commands.command("record")
@command
def record_decision(
    firm: Annotated[str | None, typer.Argument(help="代码或全称 · Code or full name.")] = None,
    rule: Annotated[str | None, typer.Argument(help="规则 · Rule.")] = None,
    out: Annotated[Path | None, typer.Option(help="写到的 .json 文件 · File to write.")] = None,
    verify: Annotated[
        Path | None, typer.Option(help="核对一份记录 · Check a record by itself.")
    ] = None,
    folder: Folder = Path(),
    as_json: Json = False,
) -> None:
    """留存或核对决定记录。 Keep all that a verdict rests on, or check such a record by itself."""
    if verify is not None:
        _verify(verify, as_json=as_json)
        return
    if firm is None or rule is None or out is None:
        raise typer.BadParameter("给出企业、规则和 --out 文件，或 --verify 文件")
    snapshot = open_current(open_folder(folder).snapshots_path)
    record = decision_record(snapshot, find_firm(snapshot, firm)["firm_id"], rule)
    out.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    told = {"out": str(out), "sha256": record["sha256"]}
    if as_json:
        print_json(told)
    else:
        say(f"{out}  sha256 {record['sha256']}")


def _verify(path: Path, *, as_json: bool) -> None:
    checked = check_record(read_record(path))
    if as_json:
        print_json(checked.as_json())
    else:
        state = "一致 · equal" if checked.equal else "不一致 · different"
        say(f"{state}：{checked.verdict}")
        if not checked.intact:
            say("摘要不符，文件被改动过。 The digest does not fit: the file was changed.")
        for at, then, now in checked.differences:
            say(f"{at}: {then} → {now}")
        if checked.code_then != checked.code_now:
            say(f"当时的程序 {checked.code_then}，现在 {checked.code_now}")
    if not checked.equal:
        raise typer.Exit(1)
