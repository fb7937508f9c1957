"""The command on product pipelines: where products stand, what moved, what each year brought."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated, Any, Final

import polars as pl
import typer

from wotu.build.pipelines import Pipelines
from wotu.build.snapshot import Snapshot, open_current
from wotu.chains.pipeline_tables import CHANGE_LABELS, STATUS_LABELS, Change, Status
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
from wotu.errors import UnknownNameError, did_you_mean
from wotu.exports import write_sheets
from wotu.packs.schema import Label

commands = typer.Typer()

MOST_SHOWN: Final = 40
YEARS_SHOWN: Final = 6


_CODED: Final = {
    "kind": "product_kinds",
    "registration_class": "registration_classes",
    "stage": "product_stages",
    "stage_before": "product_stages",
    "furthest": "product_stages",
}


@commands.command("pipelines")
@command
def pipelines(
    of_class: Annotated[
        str | None, typer.Option("--class", help="注册分类，如 1类、三类 · Class of registration.")
    ] = None,
    stage: Annotated[str | None, typer.Option(help="阶段，如 III期 · Stage.")] = None,
    changes: Annotated[
        bool, typer.Option("--changes", help="只列变化 · What moved; needs --since.")
    ] = False,
    since: Annotated[
        dt.datetime | None, typer.Option(formats=["%Y-%m-%d"], help="自哪天起 · After which day.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="写成 .xlsx · Write a workbook.")] = None,
    folder: Folder = Path(),
    english: English = False,
    as_json: Json = False,
) -> None:
    """产品管线：各阶段产品、年度获批、久未推进与变化。 Product pipelines by stage and year."""
    if changes != (since is not None):
        raise typer.BadParameter("--changes 与 --since 须同时给出 · give --changes and --since")
    snapshot = open_current(open_folder(folder).snapshots_path)
    found = Pipelines(snapshot)
    kept = pl.lit(True)
    for codes, said, column in (
        ("registration_classes", of_class, "registration_class"),
        ("product_stages", stage, "stage"),
    ):
        if said:
            kept &= pl.col(column) == _code(snapshot, codes, said)
    words = _Words(snapshot, "en" if english else "zh")
    lines = found.lines.filter(kept)
    moved = found.changes_since(since.date()).filter(kept) if since else None
    if out:
        sheets = {"pipelines": lines, "by_year": found.by_year, "documents_only": found.only_told}
        sheets |= {} if moved is None else {"changes": moved}
        write_sheets({name: words.told(table) for name, table in sheets.items()}, out)
    if as_json:
        print_json(_as_json(found, lines, moved))
    elif moved is not None:
        _print_changes(moved, words)
    else:
        _print_lines(found, lines, words)


class _Words:
    """The words of codes in one language."""

    def __init__(self, snapshot: Snapshot, language: str) -> None:
        self.lists = snapshot.packs.code_lists
        self.language = language

    def of(self, codes: str, code: str | None) -> str | None:
        return self.lists[codes].label_of(code).in_language(self.language) if code else None

    def told(self, table: pl.DataFrame) -> pl.DataFrame:
        """The table with words in place of codes."""
        words: dict[str, dict[str, Label]] = {
            name: dict(self.lists[codes].labels)
            for name, codes in _CODED.items()
            if codes in self.lists
        }
        words["status"] = {one.value: label for one, label in STATUS_LABELS.items()}
        words["change"] = {one.value: label for one, label in CHANGE_LABELS.items()}
        # ``kind`` is of products, and of events in the table of what documents tell.
        words["kind"] |= self.lists["event_kinds"].labels
        return table.with_columns(
            pl.col(name).replace(
                {code: label.in_language(self.language) for code, label in of.items()}
            )
            for name, of in words.items()
            if name in table.columns
        )

    def pick(self, zh: str, en: str) -> str:
        return zh if self.language == "zh" else en


def _code(snapshot: Snapshot, codes: str, said: str) -> str:
    listed = snapshot.packs.code_lists[codes]
    code = listed.spellings.get(said.strip().casefold())
    if code is None:
        known = [label.zh for label in listed.labels.values()]
        raise UnknownNameError(
            f"没有“{said}”（有：{'、'.join(known)}）。"
            f" There is no '{said}'.{did_you_mean(said, known)}",
            name=said,
        )
    return code


def _as_json(found: Pipelines, lines: pl.DataFrame, moved: pl.DataFrame | None) -> dict[str, Any]:
    return {
        "as_of": found.as_of.isoformat(),
        "lines": lines.to_dicts(),
        "by_year": found.by_year.to_dicts(),
        "documents_only": found.only_told.to_dicts(),
        "changes": None if moved is None else moved.to_dicts(),
    }


def _print_lines(found: Pipelines, lines: pl.DataFrame, words: _Words) -> None:
    if lines.is_empty():
        say(words.pick("没有这样的产品。导入“产品管线”表后再看。", "No such product."))
        return
    stages = lines.group_by("stage", maintain_order=True).agg(
        pl.len(), stalled=pl.col("stalled").fill_null(False).sum()
    )
    print_table(
        words.pick("阶段,产品,超时", "Stage,Products,Overdue").split(","),
        [(words.of("product_stages", stage), n, late) for stage, n, late in stages.iter_rows()],
    )
    headers = words.pick(
        "产品,企业,分类,阶段,自,天数,状态", "Product,Firm,Class,Stage,Since,Days,Status"
    )
    print_table(
        headers.split(","),
        [
            (
                row["product"],
                row["firm_name"],
                words.of("registration_classes", row["registration_class"]),
                words.of("product_stages", row["stage"]),
                row["since"],
                row["days"],
                STATUS_LABELS[Status(row["status"])].in_language(words.language)
                + (words.pick("，超时", ", overdue") if row["stalled"] else ""),
            )
            for row in lines.head(MOST_SHOWN).iter_rows(named=True)
        ],
    )
    if lines.height > MOST_SHOWN:
        more = f"{lines.height - MOST_SHOWN:,}"
        say(words.pick(f"……另有 {more} 个，--out 可全部导出", f"… and {more} more: use --out"))
    _print_years(found, words)
    if told := found.only_told.height:
        say(words.pick(f"仅文献提及的获批 {told} 项", f"Approvals told by documents only: {told}"))


def _print_years(found: Pipelines, words: _Words) -> None:
    table = found.by_year.filter(pl.col("year") > found.as_of.year - YEARS_SHOWN)
    years = sorted(table["year"].unique())
    wide = table.pivot("year", index=["stage", "registration_class"], values="products")
    print_table(
        (*words.pick("阶段,分类", "Stage,Class").split(","), *map(str, years)),
        [
            (
                words.of("product_stages", row["stage"]),
                words.of("registration_classes", row["registration_class"]),
                *(row[str(year)] or 0 for year in years),
            )
            for row in wide.iter_rows(named=True)
        ],
    )


def _print_changes(moved: pl.DataFrame, words: _Words) -> None:
    headers = words.pick("日期,变化,产品,企业,原阶段,现阶段", "Day,Change,Product,Firm,Before,Now")
    print_table(
        headers.split(","),
        [
            (
                str(row["happened_on"]),
                CHANGE_LABELS[Change(row["change"])].in_language(words.language),
                row["product"],
                row["firm_name"],
                words.of("product_stages", row["stage_before"]),
                words.of("product_stages", row["stage"]),
            )
            for row in moved.iter_rows(named=True)
        ],
    )
