"""The command on scoreboards: ranks with intervals, what made them and what would flip them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import polars as pl
import typer

from wotu.build.places import place_names, places_named
from wotu.build.scoreboards import BoardState, boards, ranking, require_period, table_of
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
from wotu.errors import UnknownNameError, did_you_mean
from wotu.packs.scoreboards import Scoreboard
from wotu.reports.score_report import score_report
from wotu.reports.writing import write_report
from wotu.scores.board import INDEX, tree_of

commands = typer.Typer()

SHOWN_FLIPS = 2
SHOWN_PARTS = 12


@commands.command("score")
@command
def show_scores(
    board: Annotated[
        str | None, typer.Argument(help="考核表，缺省列出全部 · Scoreboard; none lists all.")
    ] = None,
    period: Annotated[str | None, typer.Option(help="年份，缺省最新 · Year, the newest.")] = None,
    place: Annotated[
        str | None, typer.Option(help="地区：得分构成与位次翻转 · What makes its rank.")
    ] = None,
    log: Annotated[
        bool, typer.Option("--log", help="每一步做了什么 · What every step did.")
    ] = False,
    out: Annotated[
        Path | None, typer.Option(help="写成 .xlsx .docx .pdf · Write a report.")
    ] = None,
    folder: Folder = Path(),
    english: English = False,
    as_json: Json = False,
) -> None:
    """考核表的得分与位次区间。 Scores and ranks of places, each with its interval."""
    snapshot = open_current(open_folder(folder).snapshots_path)
    language = "en" if english else "zh"
    if board is None:
        _list(boards(snapshot), language, as_json)
        return
    edition = snapshot.packs.scoreboards.require(board)
    year = require_period(snapshot, edition.id, period)
    code = None if place is None else require_place(snapshot, edition, year, place)
    if out:
        write_report(score_report(snapshot, edition.id, year, code, language), out)
    if as_json:
        print_json(_as_json(snapshot, edition, year, code, log))
    elif log:
        _print_log(snapshot, edition, language)
    elif code is not None:
        _print_place(snapshot, edition, year, code, language)
    else:
        _print_ranking(snapshot, edition, year, language)
    if out and not as_json:
        say(f"✓ {out}")


def require_place(snapshot: Snapshot, board: Scoreboard, period: str, place: str) -> str:
    """The code of a ranked place, from its code or name.

    Raises:  UnknownNameError, with the nearest name.
    """
    ranked = dict(ranking(snapshot, board.id, period).select("place_code", "name").iter_rows())
    found = places_named(ranked, place)
    if len(found) != 1:
        hint = did_you_mean(place, list(ranked.values()))
        raise UnknownNameError(
            f"{period} 年的排名里没有“{place}”。 '{place}' is not ranked in {period}.{hint}",
            place=place,
        )
    return found[0]


def _list(states: list[BoardState], language: str, as_json: bool) -> None:
    if as_json:
        print_json(
            [
                {
                    "id": one.board.id,
                    "label": one.board.label.model_dump(),
                    "edition": one.board.edition,
                    "complete": one.board.complete,
                    "indicators": len(one.board.every_indicator),
                    "periods": one.periods,
                    "fault": one.fault.model_dump() if one.fault else None,
                }
                for one in states
            ]
        )
        return
    zh = language == "zh"
    rows = [
        (
            one.board.id,
            one.board.label.in_language(language),
            one.board.issuer.in_language(language),
            len(one.board.every_indicator),
            _years(one.periods),
            one.fault.in_language(language) if one.fault else None,
        )
        for one in states
    ]
    headers = ("考核表", "名称", "发布", "指标", "年份", "不能评分") if zh else (
        "Scoreboard", "Name", "Issuer", "Indicators", "Years", "Cannot be scored"
    )  # fmt: skip
    print_table(headers, rows)


def _years(periods: tuple[str, ...]) -> str | None:
    if not periods:
        return None
    return periods[0] if len(periods) == 1 else f"{periods[0]}–{periods[-1]}"


def _print_ranking(snapshot: Snapshot, board: Scoreboard, period: str, language: str) -> None:
    zh = language == "zh"
    run = table_of(snapshot, "score_run", board.id, period).to_dicts()[0]
    level = f"{run['level']:.0%}"
    say(
        f"[bold]{board.label.in_language(language)}[/] {board.edition}  {period}  "
        + (
            f"{run['places']} 个地区，{run['indicators']} 项指标，"
            f"{run['draws']:,} 次模拟，{level} 区间"
            if zh
            else f"{run['places']} places, {run['indicators']} indicators,"
            f" {run['draws']:,} draws, {level} intervals"
        )
    )
    rows = [
        (
            row["rank"],
            row["name"],
            f"{row['score']:.2f}",
            f"{row['score_low']:.2f}–{row['score_high']:.2f}",
            interval_text(row["rank_low"], row["rank_high"]),
            f"{row['share_at_rank']:.0%}",
        )
        for row in ranking(snapshot, board.id, period).iter_rows(named=True)
        if row["rank"] is not None
    ]
    headers = ("位次", "地区", "得分", "得分区间", "位次区间", "恰为此位") if zh else (
        "Rank", "Place", "Score", "Score interval", "Rank interval", "Just this rank"
    )  # fmt: skip
    print_table(headers, rows)
    if run["left_out_places"]:
        names = place_names(snapshot)
        left = "、".join(names.get(code, code) for code in run["left_out_places"])
        say(f"数据不足未参评：{left}" if zh else f"Left out for want of data: {left}")
    for note in board.notes:
        say(f"· {note.in_language(language)}")


def interval_text(low: int | None, high: int | None) -> str | None:
    """A rank interval as people write it; None where there is none."""
    if low is None or high is None:
        return None
    return str(low) if low == high else f"{low}–{high}"


def _print_place(
    snapshot: Snapshot, board: Scoreboard, period: str, place: str, language: str
) -> None:
    zh = language == "zh"
    own = ranking(snapshot, board.id, period).filter(pl.col("place_code") == place).to_dicts()[0]
    interval = interval_text(own["rank_low"], own["rank_high"])
    say(
        f"[bold]{own['name']}[/] {period}  "
        + (
            f"第 {own['rank']} 位（区间 {interval}），{own['score']:.2f} 分"
            if zh
            else f"rank {own['rank']} (interval {interval}), {own['score']:.2f} points"
        )
    )
    tree = tree_of(board, snapshot.packs.indicators)
    nodes = table_of(snapshot, "score_node", board.id, period).filter(
        (pl.col("place_code") == place) & (pl.col("node") != INDEX)
    )
    leaves = {leaf.id for leaf in tree.leaves}
    parts = (
        sorted(
            (row for row in nodes.iter_rows(named=True) if row["node"] not in leaves),
            key=lambda row: -(row["contribution"] or 0),
        )
        + sorted(
            (row for row in nodes.iter_rows(named=True) if row["node"] in leaves),
            key=lambda row: -(row["contribution"] or 0),
        )[:SHOWN_PARTS]
    )
    rows = [
        (
            tree[row["node"]].number or None,
            tree[row["node"]].label.in_language(language),
            None if row["score"] is None else f"{row['score']:.1f}",
            row["rank"],
            f"{row['weight']:.1%}",
            None if row["contribution"] is None else f"{row['contribution']:.2f}",
        )
        for row in parts
    ]
    headers = ("编号", "维度与指标", "得分", "位次", "权重", "贡献") if zh else (
        "No", "Dimension or indicator", "Score", "Rank", "Weight", "Contribution"
    )  # fmt: skip
    print_table(headers, rows)
    _print_flips(snapshot, board, period, own, language)


def _print_flips(
    snapshot: Snapshot, board: Scoreboard, period: str, own: dict[str, Any], language: str
) -> None:
    """The least changes of each kind: of own values, of weights, of a choice of method."""
    zh = language == "zh"
    flips = table_of(snapshot, "score_flip", board.id, period).filter(
        pl.col("place_code") == own["place_code"]
    )
    say("位次翻转：" if zh else "What would flip the rank:")
    if flips.is_empty():
        none = "没有找到；只算最新一年。"
        say(none if zh else "Nothing was found; flips are kept for the newest year only.")
    kind = pl.when(pl.col("kind").is_in(("value", "weight"))).then("kind").otherwise(pl.lit("z"))
    least = flips.sort("effort").group_by("upward", kind.alias("of"), maintain_order=True)
    shown = least.head(SHOWN_FLIPS).sort("upward", "of", descending=[True, False])
    names = place_names(snapshot)
    for row in shown.iter_rows(named=True):
        text = row["zh" if zh else "en"]
        say("· " + text.format(place=own["name"], other=names.get(row["other"], row["other"])))


def _print_log(snapshot: Snapshot, board: Scoreboard, language: str) -> None:
    names = place_names(snapshot)
    zh = language == "zh"
    rows = [
        (
            row["step"],
            row["period"],
            row["node"],
            names.get(row["place_code"], row["place_code"]),
            row["zh" if zh else "en"],
            row["before"],
            row["after"],
        )
        for row in table_of(snapshot, "score_log", board.id).iter_rows(named=True)
    ]
    headers = ("步骤", "年份", "指标", "地区", "做了什么", "原值", "现值") if zh else (
        "Step", "Year", "Indicator", "Place", "What was done", "Before", "After"
    )  # fmt: skip
    print_table(headers, rows)


def _as_json(
    snapshot: Snapshot, board: Scoreboard, period: str, place: str | None, log: bool
) -> dict[str, Any]:
    def rows(table: str, year: str | None = period) -> list[dict[str, Any]]:
        found = table_of(snapshot, table, board.id, year).drop("board")
        if place is not None and "place_code" in found.columns and table != "score_log":
            found = found.filter(pl.col("place_code") == place)
        return found.to_dicts()

    return {
        "board": board.id,
        "period": period,
        "snapshot": snapshot.id,
        "run": rows("score_run")[0],
        "ranking": rows("score_rank"),
        "nodes": rows("score_node"),
        "flips": rows("score_flip"),
        "sensitivity": rows("score_sensitivity"),
        "notes": [note.model_dump() for note in board.notes],
        **({"log": rows("score_log", None)} if log else {}),
    }
