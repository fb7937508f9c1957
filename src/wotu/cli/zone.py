"""Commands on the workspace itself: make one, and see whether all is well."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from wotu.cli.output import Folder, Json, command, open_folder, print_json, print_table, say
from wotu.doctor import examine
from wotu.packs.schema import Label
from wotu.program import program
from wotu.workspace import Zone, create_workspace

commands = typer.Typer()


@commands.command()
@command
def init(
    folder: Folder = Path(),
    name: Annotated[str, typer.Option(help="园区中文名 · Name in Chinese.")] = "示范高新区",
    name_en: Annotated[str, typer.Option(help="英文名 · Name in English.")] = "Demo zone",
    division: Annotated[
        list[str] | None, typer.Option(help="行政区划代码，可多次 · Division codes, repeatable.")
    ] = None,
    as_json: Json = False,
) -> None:
    """新建工作区。 Make a workspace in an empty folder."""
    zone = Zone(name=Label(zh=name, en=name_en), divisions=tuple(division or ()))
    workspace = create_workspace(folder.resolve(), zone)
    if as_json:
        print_json({"workspace": str(workspace.root), "packs": list(workspace.config.packs)})
    else:
        say(f"已建工作区 {workspace.root}；下一步：{program()} import 文件 --source 来源")


@commands.command()
@command
def doctor(folder: Folder = Path(), as_json: Json = False) -> None:
    """检查环境与工作区。 Check the machine, the packs, the lake and the snapshot."""
    findings = examine(folder.resolve())
    if as_json:
        print_json([finding.as_json() for finding in findings])
    else:
        marks = {"ok": "✓", "warning": "!", "fault": "✗"}
        rows = [(marks[f.level], f.subject, f.message) for f in findings]
        print_table(("", "项目 · Item", "结果 · Result"), rows)
    if any(finding.level == "fault" for finding in findings):
        raise typer.Exit(1)


@commands.command("contracts")
@command
def list_contracts(
    folder: Folder = Path(),
    contract: Annotated[str | None, typer.Argument(help="合约 · Contract.")] = None,
    as_json: Json = False,
) -> None:
    """列出数据合约或一个合约的字段。 List the contracts, or the fields of one."""
    packs = open_folder(folder).packs
    rows: list[tuple[str, str, str, str, str]]
    if contract is None:
        headers = ("合约", "名称", "English", "来源", "字段数")
        rows = [
            (c.name, c.label.zh, c.label.en, c.supplier.zh, str(len(c.fields)))
            for c in packs.every_contract.values()
        ]
    else:
        headers = ("字段", "名称", "English", "类型", "单位或代码表")
        rows = [
            (name, f.label.zh, f.label.en, f.type.value, f.unit or f.codes or "")
            for name, f in packs.contract(contract).fields.items()
        ]
    if as_json:
        names = ("id", "zh", "en", "kind", "detail")
        print_json([dict(zip(names, row, strict=True)) for row in rows])
    else:
        print_table(headers, rows)
