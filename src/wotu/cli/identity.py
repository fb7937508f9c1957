"""Commands on who is who: the queue of doubtful references, links and merges."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from wotu.build.snapshot import open_current
from wotu.cli.output import (
    Folder,
    Json,
    author,
    command,
    open_folder,
    print_json,
    print_table,
    say,
)
from wotu.identity.judgements import JudgementKind, Judgements
from wotu.program import program

commands = typer.Typer()

Reason = Annotated[str | None, typer.Option(help="理由 · Reason.")]


@commands.command()
@command
def doubtful(
    folder: Folder = Path(),
    limit: Annotated[int, typer.Option(help="显示条数 · How many to show.")] = 30,
    as_json: Json = False,
) -> None:
    """列出待认的企业名称。 List names that wait for a person to say which firm they mean."""
    snapshot = open_current(open_folder(folder).snapshots_path)
    rows = snapshot.rows("SELECT * FROM doubtful LIMIT ?", [limit])
    for row in rows:
        row["candidates"] = json.loads(row["candidates"] or "[]")
    if as_json:
        print_json(rows)
        return
    shown = [
        (row["reference"], row["rows"], row["contracts"], _said(row["candidates"][:3]))
        for row in rows
    ]
    print_table(("名称", "行", "合约", "可能是"), shown)


def _said(candidates: list[dict[str, str]]) -> str:
    return "；".join(f"{one['name']} {one['firm_id']}" for one in candidates)


@commands.command()
@command
def link(
    reference: Annotated[str, typer.Argument(help="待认名称 · The name as listed by `doubtful`.")],
    firm: Annotated[str, typer.Argument(help="企业代码；none 表示都不是 · Firm, or none.")],
    folder: Folder = Path(),
    reason: Reason = None,
    withdraw: Annotated[bool, typer.Option(help="收回 · Take it back.")] = False,
    as_json: Json = False,
) -> None:
    """认定名称指哪家企业。 Say which firm a name means."""
    kind = JudgementKind.REJECT if firm == "none" else JudgementKind.LINK
    _judge(folder, kind, reference, None if firm == "none" else firm, reason, withdraw, as_json)


@commands.command()
@command
def merge(
    firm: Annotated[str, typer.Argument(help="并入方 · The firm that is merged.")],
    into: Annotated[str, typer.Argument(help="保留方 · The firm that stays.")],
    folder: Folder = Path(),
    reason: Reason = None,
    withdraw: Annotated[bool, typer.Option(help="收回 · Take it back.")] = False,
    as_json: Json = False,
) -> None:
    """把两个代码认作一家企业。 Treat two codes as one firm; can be taken back."""
    _judge(folder, JudgementKind.SAME_FIRM, firm, into, reason, withdraw, as_json)


def _judge(
    folder: Path,
    kind: JudgementKind,
    left: str,
    right: str | None,
    reason: str | None,
    withdraw: bool,
    as_json: bool,
) -> None:
    judgements = Judgements(open_folder(folder).lake.root)
    if withdraw:
        judgements.withdraw(kind, left, right, author=author(), reason=reason)
    else:
        judgements.record(kind, left, right, author=author(), reason=reason)
    if as_json:
        print_json({"kind": kind.value, "left": left, "right": right, "withdrawn": withdraw})
    else:
        say(f"已记录；{program()} build 后生效")
