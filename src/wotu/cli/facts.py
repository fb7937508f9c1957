"""Commands that read facts: rows as they were known and true, and where a value comes from."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import polars as pl
import typer

from wotu.build.answers import find_firm
from wotu.build.evidence import FactEvidence, evidence_of
from wotu.build.snapshot import open_current
from wotu.cli.data import address_of
from wotu.cli.output import (
    English,
    Folder,
    Json,
    command,
    messages,
    open_folder,
    print_json,
    print_table,
    say,
)
from wotu.exports import write_table

commands = typer.Typer()


@commands.command()
@command
def facts(
    contract: Annotated[str, typer.Argument(help="数据合约 · Contract.")],
    folder: Folder = Path(),
    firm: Annotated[str | None, typer.Option(help="只看一家企业的代码 · Code of one firm.")] = None,
    known_on: Annotated[
        dt.datetime | None,
        typer.Option(help="当时所知（本地时间） · As known at that time, local."),
    ] = None,
    true_on: Annotated[
        dt.datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="当日为真 · As true on that day."),
    ] = None,
    out: Annotated[Path | None, typer.Option(help="写到文件 · Write to a file.")] = None,
    limit: Annotated[int, typer.Option(help="显示行数 · Rows to show.")] = 20,
    as_json: Json = False,
) -> None:
    """列出事实及其出处。 List facts with their evidence, as known and as true at a time."""
    lake = open_folder(folder).lake
    rows = lake.rows(
        contract,
        known_on=known_on.astimezone(dt.UTC) if known_on else None,
        true_on=true_on.date() if true_on else None,
    )
    if firm:
        code, _ = lake.contract(contract).subject.identity
        rows = rows.filter(pl.col(code) == firm.strip().upper())
    if out:
        table = rows.collect()
        write_table(table, out)
        messages.print(f"{table.height:,} → {out}", soft_wrap=True)
        return
    table = rows.head(limit).collect()
    if as_json:
        print_json(table.to_dicts())
        return
    shown = [name for name in table.columns if table[name].null_count() < table.height]
    print_table(shown, table.select(shown).rows())


@commands.command()
@command
def evidence(
    firm: Annotated[str, typer.Argument(help="代码或全称 · Code or full name.")],
    field: Annotated[str, typer.Argument(help="合约.字段 · contract.field")],
    folder: Folder = Path(),
    key: Annotated[
        list[str] | None, typer.Option(help="键，如 year=2025 · Key, e.g. year=2025.")
    ] = None,
    english: English = False,
    as_json: Json = False,
) -> None:
    """一个值从哪里来。 Where a value comes from: file, sheet, row, and who says otherwise."""
    snapshot = open_current(open_folder(folder).snapshots_path)
    found = find_firm(snapshot, firm)
    address, _ = address_of(snapshot.packs, found["firm_id"], field, key or [])
    traced = evidence_of(
        snapshot, address.contract, found["firm_id"], address.field, dict(address.key)
    )
    if as_json:
        print_json(_json(found, traced))
        return
    language = "en" if english else "zh"
    label = traced.contract.fields[traced.field].label.in_language(language)
    say(f"{found['name']} {label}: {'–' if traced.value is None else traced.value}")
    rows = [
        (
            "→" if one.wins else "",
            "–" if one.value is None else str(one.value),
            one.source_label.in_language(language),
            one.file_name,
            one.sheet,
            one.row,
            one.column,
            one.unit,
            one.reason,
        )
        for one in traced.statements
    ]
    print_table(("", "值", "来源", "文件", "工作表", "行", "列", "单位", "理由"), rows)


def _json(firm: dict[str, str], traced: FactEvidence) -> dict[str, object]:
    statements = [
        {**one.__dict__, "source_label": one.source_label.zh} for one in traced.statements
    ]
    return {
        "firm_id": firm["firm_id"],
        "firm_name": firm["name"],
        "field": f"{traced.contract.name}.{traced.field}",
        "key": dict(traced.key),
        "value": traced.value,
        "statements": statements,
    }
