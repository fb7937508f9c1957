"""Commands for rule authors: the query of a rule, a new file, differences, coverage, imports."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated, Literal

import typer

from wotu.build.snapshot import current_id, open_current
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
from wotu.errors import UnknownNameError, WorkspaceError
from wotu.packs.loader import PackSet, find_pack, load_packs
from wotu.packs.schema import Label
from wotu.program import program
from wotu.replay.edition_difference import EditionOf, edition_changes
from wotu.rules.coverage import clause_coverage
from wotu.rules.dmn.convert import rule_from_table
from wotu.rules.dmn.mapping import operands_of
from wotu.rules.dmn.table import read_decision_tables
from wotu.rules.rulebook import Rulebook, load_rulebook
from wotu.rules.scaffold import NewRule, rule_scaffold
from wotu.rules.sql.query import rule_query

commands = typer.Typer(help="编写规则的工具。 Tools for rule authors.", no_args_is_help=True)

RuleId = Annotated[str, typer.Argument(help="规则，如 cn.hnte · Rule.")]
OnDay = Annotated[
    dt.datetime | None,
    typer.Option("--as-of", "--on", formats=["%Y-%m-%d"], help="截至日期，缺省今天 · Day."),
]
Packs = Annotated[
    list[str] | None,
    typer.Option("--pack", help="包，缺省为工作区的包或 cn · Packs, the workspace's by default."),
]


def packs_of(folder: Path, names: list[str] | None) -> PackSet:
    """The packs named, those of the workspace, or the national one outside a workspace."""
    if names:
        return load_packs([find_pack(name, folder) for name in names])
    try:
        return open_folder(folder).packs
    except WorkspaceError:
        return load_packs([find_pack("cn", folder)])


@commands.command("sql")
@command
def print_sql(
    rule: RuleId,
    dialect: Annotated[
        Literal["duckdb", "spark", "postgres"], typer.Option(help="方言 · Dialect.")
    ] = "duckdb",
    as_of: OnDay = None,
    complete: Annotated[
        list[str] | None,
        typer.Option(help="完整的清单，缺省按快照 · Complete lists, the snapshot's by default."),
    ] = None,
    folder: Folder = Path(),
    packs: Packs = None,
    english: English = False,
    as_json: Json = False,
) -> None:
    """打印规则的查询。 Print the query of a rule, over the tables of a snapshot."""
    loaded = packs_of(folder, packs)
    day = as_of.date() if as_of else dt.date.today()
    checked = load_rulebook(loaded).rule(rule, day)
    lists = complete if complete is not None else _complete_lists(folder)
    query = rule_query(checked, loaded.contracts, day, dialect, lists)
    text = query.text("en" if english else "zh")
    if as_json:
        print_json({"rule": rule, "dialect": dialect, "tables": query.tables, "sql": text})
    else:
        typer.echo(f"{text};")


def _complete_lists(folder: Path) -> list[str]:
    snapshots = folder / "snapshots"
    if current_id(snapshots) is None:
        return []
    found: list[str] = open_current(snapshots).manifest.report["complete_lists"]
    return found


@commands.command("new")
@command
def write_new(
    rule: RuleId,
    zh: Annotated[str, typer.Option(help="中文名称 · Name in Chinese.")],
    en: Annotated[str, typer.Option(help="英文名称 · Name in English.")],
    number: Annotated[str, typer.Option(help="文号 · Number of the text.")],
    field: Annotated[
        list[str], typer.Option(help="用到的字段 表.字段，可多次 · Fields, table.field.")
    ],
    out: Annotated[Path, typer.Option(help="写到哪个文件 · File to write.")],
    since: Annotated[
        dt.datetime | None,
        typer.Option("--from", formats=["%Y-%m-%d"], help="施行日期 · In force from."),
    ] = None,
    folder: Folder = Path(),
    packs: Packs = None,
    as_json: Json = False,
) -> None:
    """写一个新规则文件。 Write a new rule file that passes the check, with comments that teach."""
    if out.exists():
        message = f"{out} 已经存在，不覆盖。 {out} exists already and is left as it is."
        raise UnknownNameError(message, file=str(out))
    loaded = packs_of(folder, packs)
    day = since.date() if since else dt.date.today()
    new = NewRule(rule, Label(zh=zh, en=en), number, field, day)
    text = rule_scaffold(new, loaded.contracts)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(text, encoding="utf-8")
    if as_json:
        print_json({"rule": rule, "file": str(out)})
    else:
        say(f"✓ {out}：接着改条件与数字，再运行 {program()} pack check")


@commands.command("diff")
@command
def print_difference(
    old: Annotated[str, typer.Argument(help="规则@版本，如 cn.hnte@2016 · Rule and edition.")],
    new: Annotated[str, typer.Argument(help="规则@版本 · Rule and edition.")],
    old_packs: Annotated[
        list[str] | None, typer.Option("--old-pack", help="旧规则所在的包 · Packs of the old one.")
    ] = None,
    folder: Folder = Path(),
    packs: Packs = None,
    english: English = False,
    as_json: Json = False,
) -> None:
    """比较两个版本。 What differs between two editions of a rule, in plain words."""
    loaded = packs_of(folder, packs)
    earlier = packs_of(folder, old_packs) if old_packs else loaded
    changes = edition_changes(_edition(earlier, old), _edition(loaded, new))
    if as_json:
        print_json([change.as_json() for change in changes])
        return
    if not changes:
        say("No difference." if english else "两个版本没有差别。")
    for change in changes:
        say(f"· {change.text('en' if english else 'zh')}")


def _edition(packs: PackSet, name: str) -> EditionOf:
    rule_id, _, edition = name.partition("@")
    book: Rulebook = load_rulebook(packs)
    found = [rule for rule in book.rules if rule.id == rule_id]
    chosen = [rule for rule in found if not edition or rule.spec.edition == edition]
    if not chosen:
        known = ", ".join(f"{rule.id}@{rule.spec.edition}" for rule in found or book.rules)
        message = f"没有 {name}（有：{known}）。 There is no '{name}' (there are: {known})."
        raise UnknownNameError(message, rule=name)
    return EditionOf(chosen[-1], packs)


_STATES = {"coded": ("✓ 已编写", "✓ coded"), "uncoded": ("– 由人办理", "– left to people"),
           "silent": ("✗ 没有说明", "✗ silent")}  # fmt: skip


@commands.command("coverage")
@command
def print_coverage(
    rule: RuleId,
    as_of: OnDay = None,
    folder: Folder = Path(),
    packs: Packs = None,
    english: English = False,
    as_json: Json = False,
) -> None:
    """哪些条款还没有编写。 Which clauses a rule codes, leaves to people, or forgets."""
    loaded = packs_of(folder, packs)
    day = as_of.date() if as_of else dt.date.today()
    checked = load_rulebook(loaded).rule(rule, day)
    clauses = clause_coverage(checked)
    if as_json:
        print_json([clause.as_json() for clause in clauses])
        return
    if not clauses:
        messages.print(
            f"{rule} 没有列出条款：在 texts.*.clauses 里写上。"
            f" {rule} lists no clauses: give them under texts.*.clauses."
        )
        return
    language = "en" if english else "zh"
    rows = [
        (
            _STATES[clause.state][english],
            clause.text,
            clause.clause,
            clause.label.in_language(language),
            ", ".join(clause.by[:3]) + (" …" if len(clause.by) > 3 else ""),
            clause.reason.in_language(language) if clause.reason else "",
        )
        for clause in clauses
    ]
    headers = ("", "Text", "Clause", "What it says", "By", "Reason")
    print_table(headers if english else ("", "文件", "条款", "内容", "由", "理由"), rows)
    counts = {state: sum(c.state == state for c in clauses) for state in _STATES}
    say("，".join(f"{_STATES[state][english]} {count}" for state, count in counts.items()))


@commands.command("import-dmn")
@command
def import_dmn(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="DMN 文件 · File.")],
    rule: Annotated[str, typer.Option("--rule", help="新规则的标识，如 sz.grow · Its identifier.")],
    maps: Annotated[
        list[str], typer.Option("--map", help="列名=表.字段[:单位]，可多次 · Column and field.")
    ],
    out: Annotated[Path | None, typer.Option(help="写到哪个文件，缺省打印 · File.")] = None,
    decision: Annotated[
        str | None, typer.Option(help="决策名，文件里有几个时 · Which, where there are several.")
    ] = None,
    since: Annotated[
        dt.datetime | None,
        typer.Option("--from", formats=["%Y-%m-%d"], help="施行日期 · In force from."),
    ] = None,
    folder: Folder = Path(),
    packs: Packs = None,
    as_json: Json = False,
) -> None:
    """把 DMN 决策表变成规则文件。 Turn a DMN decision table into a rule file."""
    tables = read_decision_tables(file)
    chosen = [t for t in tables if decision is None or decision in {t.name, t.id}]
    if len(chosen) != 1:
        names = ", ".join(t.name for t in tables)
        message = f"用 --decision 选一个：{names}。 Choose one with --decision: {names}."
        raise UnknownNameError(message, decisions=[t.name for t in tables])
    loaded = packs_of(folder, packs)
    operands = operands_of(maps, loaded.contracts, loaded.code_lists)
    day = since.date() if since else dt.date.today()
    conversion = rule_from_table(chosen[0], rule, day.isoformat(), operands)
    if out is not None:
        out.write_text(conversion.text, encoding="utf-8")
    if as_json:
        print_json({"rule": rule, "text": conversion.text, "remarks": conversion.remarks})
        return
    if out is None:
        typer.echo(conversion.text, nl=False)
    else:
        say(f"✓ {out}")
    for remark in conversion.remarks:
        messages.print(f"! {remark}", soft_wrap=True)
