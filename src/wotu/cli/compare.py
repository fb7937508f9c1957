"""The command on peers: places side by side on the same indicators, and places that are alike."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from wotu.build.places import place_names
from wotu.build.snapshot import Snapshot, open_current
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
from wotu.figures import indicator_text
from wotu.peers.compared import compare, explained, require_place, score_gaps, similar
from wotu.peers.side_by_side import Cell, SideBySide
from wotu.peers.suggest import Peer
from wotu.peers.views import VIEW_LABELS, View
from wotu.periods import period_in_words
from wotu.reports.origin import origin_of
from wotu.reports.peer_report import peer_report
from wotu.reports.writing import write_report

commands = typer.Typer()

SHOWN_GAPS: Final = 5

BOUNDS: Final = {
    "about": ("约", "about "),
    "nearly": ("近", "nearly "),
    "over": ("超", "over "),
    "up_to": ("至多", "up to "),
}


@commands.command("compare")
@command
def compare_places(
    places: Annotated[
        list[str],
        typer.Argument(help="地区名称或代码；只写一个则推荐相近地区 · Two to ten places."),
    ],
    indicators: Annotated[
        str | None, typer.Option(help="指标，逗号分隔 · Indicators, by commas.")
    ] = None,
    board: Annotated[str | None, typer.Option(help="考核表的全部指标 · Those of a table.")] = None,
    period: Annotated[str | None, typer.Option(help="时期，缺省最新年份 · 2025, 2025-Q2.")] = None,
    view: Annotated[View, typer.Option(help="口径 · In which proportion.")] = View.TOTAL,
    head: Annotated[str, typer.Option(help="人均的分母指标 · What heads are.")] = "residents",
    base: Annotated[str | None, typer.Option(help="基准地区 · Compare with it.")] = None,
    out: Annotated[
        Path | None, typer.Option(help="写成 .xlsx .docx .pdf · Write a report.")
    ] = None,
    folder: Folder = Path(),
    english: English = False,
    as_json: Json = False,
) -> None:
    """对标：同一指标下各地区对比，附依据。 Places side by side on the same indicators."""
    snapshot = open_current(open_folder(folder).snapshots_path)
    language = "en" if english else "zh"
    codes = [require_place(snapshot, one) for one in places]
    if len(codes) == 1:
        _show_similar(snapshot, codes[0], language, as_json)
        return
    shown = compare(
        snapshot,
        codes,
        indicators=[one.strip() for one in indicators.split(",")] if indicators else (),
        board=board,
        period=period,
        view=view,
        base=None if base is None else require_place(snapshot, base),
        head=head,
    )
    if out:
        _write(snapshot, shown, language, out)
    if as_json:
        print_json(_as_json(shown))
        return
    _print(shown, place_names(snapshot), language)
    _print_gaps(snapshot, shown, board, language)
    if out:
        say(f"✓ {out}")


def _print(shown: SideBySide, names_of: dict[str, str], language: str) -> None:
    zh = language == "zh"
    head = VIEW_LABELS[shown.view].in_language(language)
    say(f"[bold]{head}[/]  {shown.period}")
    if not shown.rows:
        say(
            "没有两个地区都有数据的指标：换一个时期，或导入“区域指标”后建库。"
            if zh
            else "No indicator is known of two of the places: another period, or import figures."
        )
        return
    names = [shown.names[one] for one in shown.places]
    rows = [
        (
            row.label.in_language(language) + ("" if row.converted else " *"),
            *(_text(cell, language) for cell in row.cells),
        )
        for row in shown.rows
    ]
    print_table(("指标" if zh else "Indicator", *names), rows)
    wholes = {
        cell.place: cell.share_of for row in shown.rows for cell in row.cells if cell.share_of
    }
    for place, whole in wholes.items():
        mine, larger = shown.names[place], names_of.get(whole, whole)
        say(f"{mine}占{larger}的比重。" if zh else f"{mine}: shares of {larger}.")
    if not all(row.converted for row in shown.rows):
        say(
            "* 比率、位次等不折算，按原值列出。"
            if zh
            else "* Rates and ranks are shown as they are."
        )


def _text(cell: Cell, language: str) -> str | None:
    """A figure with its bound, its period where another was asked, and the gap to the base."""
    figure = cell.figure
    if figure is None:
        return None
    zh = language == "zh"
    bound = BOUNDS.get(figure.bound or "", ("", ""))[0 if zh else 1]
    text = bound + indicator_text(figure.value, figure.unit, language)
    if figure.value_max is not None:
        text += "–" + indicator_text(figure.value_max, figure.unit, language)
    if not figure.same_period:
        return f"{text} ({period_in_words(figure.period, language)})"
    gap = cell.to_base.percent if cell.to_base else None
    return text if gap is None else f"{text} ({gap:+.1f}%)"


def _print_gaps(snapshot: Snapshot, shown: SideBySide, board: str | None, language: str) -> None:
    """Beside the base: which indicators make the difference in score, or size and intensity."""
    for other in shown.places if shown.base else ():
        if other == shown.base or shown.base is None:
            continue
        mine, theirs = shown.names[shown.base], shown.names[other]
        if board is not None:
            say(f"\n[bold]{mine} – {theirs}[/]")
            for gap in score_gaps(snapshot, board, shown.base, other, shown.period)[:SHOWN_GAPS]:
                points = f"{gap.difference:+.2f}"
                unit = " 分" if language == "zh" else " points"
                say(f"  {gap.label.in_language(language)}  {points}{unit}")
        elif shown.view is View.TOTAL:
            for split in explained(snapshot, shown, other)[:SHOWN_GAPS]:
                said = split.words.in_language(language)
                say("· " + said.format(place=mine, other=theirs))


def _write(snapshot: Snapshot, shown: SideBySide, language: str, out: Path) -> None:
    gaps = [
        gap
        for other in shown.places
        if shown.base not in (None, other) and shown.view is View.TOTAL
        for gap in explained(snapshot, shown, other)
    ]
    sources = {name: one.label for name, one in snapshot.packs.sources.sources.items()}
    report = peer_report(shown, origin_of(snapshot, language), language, gaps, sources)
    write_report(report, out)


def _as_json(shown: SideBySide) -> dict[str, Any]:
    rows = [
        {
            **asdict(row),
            "label": row.label.model_dump(),
            "cells": [
                {**asdict(cell), "missing": cell.missing and cell.missing.model_dump()}
                for cell in row.cells
            ],
        }
        for row in shown.rows
    ]
    return {**asdict(shown), "names": dict(shown.names), "rows": rows}


def _show_similar(snapshot: Snapshot, place: str, language: str, as_json: bool) -> None:
    found = similar(snapshot, place)
    names = place_names(snapshot)
    if as_json:
        print_json({"place": place, "peers": [_peer_json(one, names) for one in found]})
        return
    zh = language == "zh"
    said = f"与{names[place]}相近的地区" if zh else f"Places like {names[place]}"
    say(f"[bold]{said}[/]")
    for one in found:
        reasons = ("；" if zh else "; ").join(each.in_language(language) for each in one.reasons)
        say(f"{names.get(one.place, one.place)}  {one.distance:.2f}  {reasons}")
    if not found:
        say("没有两项以上共同指标的地区。" if zh else "No place shares two indicators with it.")


def _peer_json(one: Peer, names: dict[str, str]) -> dict[str, Any]:
    return {
        **asdict(one),
        "name": names.get(one.place, one.place),
        "reasons": [each.model_dump() for each in one.reasons],
    }
