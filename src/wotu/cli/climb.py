"""The command on what it would take: the least improvements with which a place climbs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from wotu.build.places import place_names
from wotu.build.scoreboards import require_period, scored_board
from wotu.build.snapshot import open_current
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
from wotu.cli.score import require_place
from wotu.figures import indicator_text
from wotu.packs.schema import Label
from wotu.scores.climb import Climb, climb
from wotu.scores.climb_words import reached_text
from wotu.scores.moves import Mix, Single

commands = typer.Typer()

FIXED = ("inf", "x", "固定")
"""Costs of what cannot be changed."""


@commands.command("climb")
@command
def climb_board(
    board: Annotated[str, typer.Argument(help="考核表 · Scoreboard.")],
    place: Annotated[str, typer.Argument(help="地区名称或代码 · Place: name or code.")],
    ranks: Annotated[int, typer.Option(min=1, help="要上升几位 · Ranks to climb.")] = 3,
    cost: Annotated[
        list[str] | None,
        typer.Option(help="指标=代价（倍），inf 为不可改变 · indicator=2; inf keeps it."),
    ] = None,
    judged: Annotated[
        bool, typer.Option("--judged", help="定性指标也可提高 · Judged items may rise too.")
    ] = False,
    period: Annotated[str | None, typer.Option(help="年份，缺省最新 · Year, the newest.")] = None,
    folder: Folder = Path(),
    english: English = False,
    as_json: Json = False,
) -> None:
    """前移几位至少要提高哪些指标、到多少。 The least improvements for so many ranks."""
    snapshot = open_current(open_folder(folder).snapshots_path)
    edition = snapshot.packs.scoreboards.require(board)
    year = require_period(snapshot, edition.id, period)
    code = require_place(snapshot, edition, year, place)
    scored = scored_board(snapshot, edition.id)
    costs = {leaf.id: None for leaf in scored.tree.leaves if leaf.judged and not judged}
    found = climb(
        scored, code, ranks, {**costs, **_costs(cost or ())}, scored.given.periods.index(year)
    )
    if as_json:
        print_json(_as_json(found))
    else:
        _print(found, place_names(snapshot), "en" if english else "zh")


def _costs(written: Sequence[str]) -> dict[str, float | None]:
    found: dict[str, float | None] = {}
    for one in written:
        name, equals, price = one.partition("=")
        try:
            found[name.strip()] = None if price.strip() in FIXED else float(price)
        except ValueError:
            equals = ""
        if not equals:
            raise typer.BadParameter(f"“{one}”：请写 指标=代价 · write indicator=2")
    return found


def _print(found: Climb, names: dict[str, str], language: str) -> None:
    zh = language == "zh"
    name = names.get(found.place, found.place)
    score = f"{found.score:.2f}"
    say(
        f"[bold]{name}[/]  {found.period}  第 {found.rank} 位，{score} 分"
        if zh
        else f"[bold]{name}[/]  {found.period}  rank {found.rank}, {score} points"
    )
    for mix in found.frontier:
        if mix is not None:
            say("· " + _worded(mix.words, name, mix.effect.passed, names, language))
    rows = [
        (
            one.move.label.in_language(language),
            _figure(one.move.before, one.move.unit, language),
            reached_text(one.move.after, one.move.unit, language),
            f"{one.move.deviations:.2f}",
        )
        for one in found.singles
        if one.enough
    ]
    if short := len(found.singles) - len(rows):
        say(
            f"  单独一项就够的有 {len(rows)} 项，其余 {short} 项单独都不够。"
            if zh
            else f"  Indicators that would do alone: {len(rows)}; that would not: {short}."
        )
    if rows:
        headers = ("只靠一项", "现值", "需达到", "标准差") if zh else (
            "One alone", "Now", "Needed", "Deviations"
        )  # fmt: skip
        print_table(headers, rows)
    for note in found.notes:
        say("  " + note.in_language(language).format(place=name))


def _figure(value: float, unit: str, language: str) -> str:
    return indicator_text(value, unit, language, 2 if abs(value) >= 1 or not value else 6)


def _worded(
    words: Label, place: str, passed: Sequence[str], names: dict[str, str], language: str
) -> str:
    joined = ("、" if language == "zh" else ", ").join(names.get(one, one) for one in passed)
    return words.in_language(language).format(place=place, passed=joined)


def _as_json(found: Climb) -> dict[str, Any]:
    return {
        **asdict(found),
        "singles": [_part_json(one) for one in found.singles],
        "frontier": [one and _part_json(one) for one in found.frontier],
        "notes": [one.model_dump() for one in found.notes],
    }


def _part_json(one: Single | Mix) -> dict[str, Any]:
    moves = [one.move] if isinstance(one, Single) else one.moves
    worded = [{**asdict(each), "label": each.label.model_dump()} for each in moves]
    plain = {**asdict(one), "words": one.words.model_dump()}
    return {**plain, "move": worded[0]} if isinstance(one, Single) else {**plain, "moves": worded}
