"""Why a place has its rank: what made its score, how it moved, and what would flip it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import polars as pl

from wotu.errors import UnknownNameError
from wotu.packs.schema import Label
from wotu.reports.document import (
    Block,
    Bullets,
    Cell,
    Chart,
    ChartKind,
    Column,
    Heading,
    Paragraph,
    Series,
    Table,
)
from wotu.reports.score_facts import ScoreFacts
from wotu.reports.score_tables import interval, number, share, source_of
from wotu.scores.board import INDEX

_FLIPS: Final = 8


def place_blocks(facts: ScoreFacts, place: str) -> Iterator[Block]:
    """The blocks about a place.

    Raises:  UnknownNameError where the place was not ranked in the year.
    """
    own = next((row for row in facts.ranked if row["place_code"] == place), None)
    if own is None:
        raise UnknownNameError(
            f"{facts.period} 年的排名里没有 {place}。 {place} is not ranked in {facts.period}.",
            place=place,
        )
    yield Heading(facts.say(Label(zh="结论", en="Result")))
    yield Paragraph(facts.say(_standing(facts, own)), strong=True)
    flips = _flips(facts, place)
    yield Heading(facts.say(Label(zh="什么会使位次翻转", en="What would flip the rank")))
    yield Bullets(flips) if flips else Paragraph(facts.say(_NO_FLIPS))
    nodes = facts.of_place("score_node", place).filter(pl.col("node") != INDEX).to_dicts()
    yield Heading(facts.say(Label(zh="得分从哪里来", en="What makes up the score")))
    yield _parts_chart(facts, nodes)
    yield _parts_table(facts, nodes)
    moves = _moves_chart(facts, own)
    if moves is not None:
        yield Heading(facts.say(Label(zh="历年位次", en="Ranks over the years")))
        yield moves


_NO_FLIPS: Final = Label(
    zh="没有找到会使位次翻转的变化；翻转只对最新一年测算。",
    en="Nothing was found that would flip the rank; flips are kept for the newest year.",
)


def _standing(facts: ScoreFacts, own: dict[str, Any]) -> Label:
    span = interval(own["rank_low"], own["rank_high"]) or "—"
    before = _rank_before(facts, own["place_code"])
    moved = _moved(before, own["rank"])
    return Label(
        zh=f"{own['name']} {facts.period} 年得 {own['score']:.1f} 分，在 {facts.run['places']} 个"
        f"地区中居第 {own['rank']} 位（位次区间 {span}）{moved.zh}。",
        en=f"{own['name']} has {own['score']:.1f} points for {facts.period} and rank {own['rank']}"
        f" of {facts.run['places']} (interval {span}){moved.en}.",
    )


def _rank_before(facts: ScoreFacts, place: str) -> int | None:
    rows = facts.history.filter(
        pl.col("place_code") == place, pl.col("period") < facts.period, pl.col("rank").is_not_null()
    )
    return None if rows.is_empty() else int(rows["rank"][-1])


def _moved(before: int | None, now: int) -> Label:
    if before is None:
        return Label(zh="", en="")
    if before == now:
        return Label(zh="，与上一年持平", en=", as the year before")
    steps, up = abs(before - now), before > now
    return Label(
        zh=f"，比上一年{'上升' if up else '下降'} {steps} 位",
        en=f", {steps} {'up' if up else 'down'} on the year before",
    )


def _flips(facts: ScoreFacts, place: str) -> tuple[str, ...]:
    """The easiest flips, each a sentence."""
    rows = facts.of_place("score_flip", place).sort("effort").head(_FLIPS)
    name = facts.names.get(place, place)
    return tuple(
        row[facts.language].format(place=name, other=facts.names.get(row["other"], row["other"]))
        for row in rows.iter_rows(named=True)
    )


def _parts_chart(facts: ScoreFacts, nodes: list[dict[str, Any]]) -> Chart:
    dimensions = [row for row in nodes if facts.tree[row["node"]].parent == INDEX]
    known = [row for row in dimensions if row["contribution"] is not None]
    most = max(known, key=lambda row: row["contribution"], default=None)
    said = facts.node_label(most["node"]) if most else ""
    title = Label(
        zh=f"“{said}”贡献最多" if most else "维度贡献未知",
        en=f"'{said}' contributes most" if most else "Contributions are not known",
    )
    return Chart(
        ChartKind.BARS,
        facts.say(title),
        tuple(facts.node_label(row["node"]) or "" for row in dimensions),
        (
            Series(
                facts.say(Label(zh="贡献", en="Contribution")),
                tuple(row["contribution"] for row in dimensions),
            ),
        ),
        facts.say(Label(zh="对总分的贡献（分）", en="Points of the score")),
        source_of(facts),
    )


def _parts_table(facts: ScoreFacts, nodes: list[dict[str, Any]]) -> Table:
    zh = facts.language == "zh"
    columns = (
        Column("维度与指标" if zh else "Dimension or indicator", width=3.4),
        number("得分" if zh else "Score", 1),
        number("位次" if zh else "Rank", width=0.8),
        share("权重" if zh else "Weight", 1),
        number("贡献" if zh else "Contribution", 2),
        share("其中插补" if zh else "Filled in", width=0.9),
    )
    by_node = {row["node"]: row for row in nodes}
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            facts.node_label(node.id),
            row["score"],
            row["rank"],
            row["weight"],
            row["contribution"],
            row["imputed_share"],
        )
        for node in facts.tree
        if (row := by_node.get(node.id)) is not None
    )
    caption = facts.say(Label(zh="得分构成", en="Make-up of the score"))
    name = facts.say(Label(zh="得分构成", en="Score"))
    return Table(name, caption, columns, rows, source_of(facts))


def _moves_chart(facts: ScoreFacts, own: dict[str, Any]) -> Chart | None:
    rows = facts.history.filter(pl.col("place_code") == own["place_code"]).to_dicts()
    known = [row for row in rows if row["rank"] is not None]
    if len(known) < 2:
        return None
    first, last = known[0], known[-1]
    title = Label(
        zh=f"{first['period']} 年第 {first['rank']} 位，{last['period']} 年第 {last['rank']} 位",
        en=f"Rank {first['rank']} in {first['period']}, {last['rank']} in {last['period']}",
    )
    return Chart(
        ChartKind.LINES,
        facts.say(title),
        tuple(row["period"] for row in rows),
        (
            Series(
                facts.say(Label(zh="位次", en="Rank")),
                tuple(row["rank"] for row in rows),
                low=tuple(row["rank_low"] for row in rows),
                high=tuple(row["rank_high"] for row in rows),
            ),
        ),
        facts.say(Label(zh="位次（1 为最好）", en="Rank (1 is best)")),
        source_of(facts),
        reverse=True,
    )
