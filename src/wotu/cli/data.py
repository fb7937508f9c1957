"""Commands on data: import, look at batches and the quarantine, undo, correct, contest."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated, Any

import polars as pl
import typer
from rich.markup import escape

from wotu.cli.output import (
    Folder,
    Json,
    author,
    command,
    messages,
    open_folder,
    print_json,
    print_table,
    progress_shown,
    say,
)
from wotu.contracts.importing import FileImport, TableImport
from wotu.contracts.mapping import load_mappings, save_mappings
from wotu.contracts.schema import TableContract
from wotu.contracts.typed_value import read_typed
from wotu.exports import write_table
from wotu.lake.batches import Batch
from wotu.lake.corrections import FactAddress, contest, correct
from wotu.packs.loader import PackSet
from wotu.program import program
from wotu.receive import Delivery, Received, land, read_file

commands = typer.Typer()

Day = Annotated[
    dt.datetime | None,
    typer.Option(
        formats=["%Y-%m-%d"],
        help="各行在哪一天为真，缺省为今天 · Day on which rows without a date are true, today.",
    ),
]


@commands.command("import")
@command
def import_files(
    files: Annotated[
        list[str],
        typer.Argument(help="文件或数据库地址 · Files, or sqlite:/// and postgresql:// addresses."),
    ],
    source: Annotated[str, typer.Option(help="来源部门 · Source: tax, statistics, science, …")],
    folder: Folder = Path(),
    contract: Annotated[str | None, typer.Option(help="数据合约，缺省自动判断 · Contract.")] = None,
    mapping: Annotated[
        Path | None, typer.Option(help="用保存的列映射 · Saved mapping of columns.", exists=True)
    ] = None,
    save_mapping: Annotated[
        Path | None, typer.Option(help="保存本次列映射 · Save the mapping used.")
    ] = None,
    sheet: Annotated[
        list[str] | None, typer.Option(help="只读这些工作表 · Only these sheets.")
    ] = None,
    complete: Annotated[
        bool, typer.Option(help="清单完整：不在其中即没有 · The list is complete.")
    ] = False,
    observed_on: Day = None,
    dry_run: Annotated[
        bool, typer.Option(help="只看列映射，不导入 · Show the mapping, import nothing.")
    ] = False,
    as_json: Json = False,
) -> None:
    """导入文件。 Import files: good rows go in, bad rows are kept with their reasons."""
    workspace = open_folder(folder)
    delivery = Delivery(
        source=source,
        author=author(),
        contract=contract,
        mappings=load_mappings(mapping) if mapping else (),
        sheets=tuple(sheet) if sheet else None,
        complete=complete,
        observed_on=observed_on.date() if observed_on else None,
    )
    results = []
    for file in files:
        with (
            progress_shown(hidden=as_json) as progress,
            read_file(workspace, file, delivery, progress) as opened,
        ):
            if save_mapping:
                save_mappings([table.mapping for table in opened.tables], save_mapping)
            if dry_run:
                results += [_mapping_json(opened, table) for table in opened.tables]
            else:
                received = land(workspace, file, opened, delivery, progress)
                results += [_received_json(opened, item) for item in received]
    if as_json:
        print_json(results)
    else:
        for result in results:
            _show(result)


def _mapping_json(opened: FileImport, table: TableImport) -> dict[str, Any]:
    return {
        "file": opened.file_name,
        "sheet": table.sheet,
        "contract": table.mapping.contract,
        "mapping": table.mapping.model_dump(mode="json", exclude_defaults=True),
        "warnings": [w.as_json() for w in (*opened.warnings, *table.warnings)],
    }


def _received_json(opened: FileImport, received: Received) -> dict[str, Any]:
    batch = received.batch
    return {
        "file": opened.file_name,
        "sheet": batch.sheet,
        "contract": batch.contract,
        "batch": batch.id,
        "unchanged": received.unchanged,
        "rows": batch.rows,
        "rejected": batch.rejected,
        "set_aside": batch.set_aside,
        "warnings": [w.as_json() for w in (*opened.warnings, *received.warnings)],
    }


def _show(result: dict[str, Any]) -> None:
    place = f"{result['file']}{' / ' + result['sheet'] if result['sheet'] else ''}"
    if "mapping" in result:
        say(f"{place} → {result['contract']}")
        columns = result["mapping"].get("columns", [])
        rows = [(c["header"], c.get("field"), c.get("unit"), c.get("year")) for c in columns]
        print_table(("表头", "字段", "单位", "年度"), rows)
    elif result["unchanged"]:
        say(f"= {place}：已在批次 {result['batch']} 中，没有变化")
    else:
        say(
            f"✓ {place} → {result['contract']}：{result['rows']:,} 行入湖，"
            f"{result['rejected']:,} 行隔离，{result['set_aside']:,} 行不是记录；"
            f"批次 {result['batch']}"
        )
        if result["rejected"]:
            say(f"  看原因：{program()} rejected {result['batch']}")
    for warning in result["warnings"]:
        messages.print(f"  ! {escape(warning['zh'])}", soft_wrap=True)


@commands.command()
@command
def batches(folder: Folder = Path(), as_json: Json = False) -> None:
    """列出批次。 List the batches, the newest last."""
    found = open_folder(folder).lake.batches()
    if as_json:
        print_json([_batch_json(batch) for batch in found])
        return
    rows = [
        (
            batch.id,
            f"{batch.received_at.astimezone():%Y-%m-%d %H:%M}",
            batch.contract,
            batch.source,
            batch.file_name,
            batch.rows,
            batch.rejected,
            "" if batch.counts else "已撤销",
        )
        for batch in found
    ]
    print_table(("批次", "收到", "合约", "来源", "文件", "行", "隔离", ""), rows)


def _batch_json(batch: Batch) -> dict[str, Any]:
    return {**batch.__dict__, "kind": batch.kind.value, "state": batch.state.value}


@commands.command()
@command
def rejected(
    batch: Annotated[str | None, typer.Argument(help="批次，缺省为全部 · Batch.")] = None,
    folder: Folder = Path(),
    out: Annotated[Path | None, typer.Option(help="写到文件 · Write to a file.")] = None,
    limit: Annotated[int, typer.Option(help="显示行数 · Rows to show.")] = 50,
    as_json: Json = False,
) -> None:
    """看隔离区。 Show what was set aside, and why."""
    lake = open_folder(folder).lake
    name = lake.batch(batch).id if batch else None
    files = {b.id: b for b in lake.batches()}
    table = (
        lake.rejected(name)
        .filter(pl.col("code") != "not_a_record")
        .sort("_batch", "row")
        .collect()
        .rename({"_batch": "batch"})
    )
    file_names = {b.id: b.file_name for b in files.values()}
    sheets = {b.id: b.sheet for b in files.values()}
    table = table.with_columns(
        file=pl.col("batch").replace_strict(file_names, default=None, return_dtype=pl.String),
        sheet=pl.col("batch").replace_strict(sheets, default=None, return_dtype=pl.String),
    )
    if out:
        write_table(table, out)
        messages.print(f"{table.height:,} → {out}")
    elif as_json:
        print_json(table.to_dicts())
    else:
        shown = table.head(limit).select("file", "sheet", "row", "column", "value", "expected")
        print_table(("文件", "工作表", "行", "列", "值", "应为"), shown.rows())
        if table.height > limit:
            say(f"… 共 {table.height:,} 条；--out FILE.xlsx 导出全部")


@commands.command()
@command
def undo(
    batch: Annotated[str, typer.Argument(help="批次 · Batch.")],
    folder: Folder = Path(),
    reason: Annotated[str | None, typer.Option(help="理由 · Reason.")] = None,
    as_json: Json = False,
) -> None:
    """撤销一个批次。 Take a batch back; it stays readable as of earlier times."""
    changed = open_folder(folder).lake.undo(batch, author(), reason)
    _say_changed(changed, "已撤销", as_json)


@commands.command()
@command
def restore(
    batch: Annotated[str, typer.Argument(help="批次 · Batch.")],
    folder: Folder = Path(),
    reason: Annotated[str | None, typer.Option(help="理由 · Reason.")] = None,
    as_json: Json = False,
) -> None:
    """恢复撤销的批次。 Let an undone batch count again."""
    changed = open_folder(folder).lake.restore(batch, author(), reason)
    _say_changed(changed, "已恢复", as_json)


def _say_changed(batch: Batch, what: str, as_json: bool) -> None:
    if as_json:
        print_json(_batch_json(batch))
    else:
        say(f"{what} {batch.id}（{batch.file_name}，{batch.rows:,} 行）；{program()} build 后生效")


@commands.command("correct")
@command
def correct_value(
    firm: Annotated[str, typer.Argument(help="统一社会信用代码 · Code of the firm.")],
    field: Annotated[str, typer.Argument(help="合约.字段 · contract.field")],
    value: Annotated[str, typer.Argument(help="正确值；unknown 表示未知 · The right value.")],
    reason: Annotated[str, typer.Option(help="理由 · Reason.")],
    folder: Folder = Path(),
    key: Annotated[
        list[str] | None, typer.Option(help="键，如 year=2025 · Key, e.g. year=2025.")
    ] = None,
    as_json: Json = False,
) -> None:
    """更正一个值。 Put a value right: a new fact with its author and reason."""
    workspace = open_folder(folder)
    packs = workspace.packs
    address, contract = address_of(packs, firm, field, key or [])
    typed = None if value == "unknown" else read_typed(packs, contract, address.field, value)
    batch = correct(workspace.lake, address, typed, author=author(), reason=reason)
    _say_changed(batch, "已更正，批次", as_json)


@commands.command("contest")
@command
def contest_value(
    firm: Annotated[str, typer.Argument(help="统一社会信用代码 · Code of the firm.")],
    field: Annotated[str, typer.Argument(help="合约.字段 · contract.field")],
    reason: Annotated[str, typer.Option(help="理由 · Reason.")],
    folder: Folder = Path(),
    claimed: Annotated[str | None, typer.Option(help="认为应是 · The value claimed.")] = None,
    key: Annotated[list[str] | None, typer.Option(help="键，如 year=2025 · Key.")] = None,
    as_json: Json = False,
) -> None:
    """对一个值提出异议。 Put a value in doubt for an officer to look into."""
    workspace = open_folder(folder)
    address, _ = address_of(workspace.packs, firm, field, key or [])
    name = contest(workspace.lake, address, claimed=claimed, author=author(), reason=reason)
    if as_json:
        print_json({"contest": name})
    else:
        say(f"已登记异议 {name}")


def address_of(
    packs: PackSet, firm: str, field: str, key: list[str]
) -> tuple[FactAddress, TableContract]:
    """The value that ``contract.field`` and ``name=value`` pairs of a key address.

    Raises:  UnknownNameError, TypedValueError.
    """
    table, _, name = field.partition(".")
    contract = packs.contract(table)
    contract.require_field(name)
    parts = [part.partition("=") for part in key]
    for part, _, _ in parts:
        contract.require_field(part)
    typed = tuple((part, read_typed(packs, contract, part, text)) for part, _, text in parts)
    return FactAddress(table, firm.strip().upper(), name, typed), contract
