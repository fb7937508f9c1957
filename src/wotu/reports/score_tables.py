"""Tables and charts of a scoreboard: ranks, sensitivity, and the log of values."""

from __future__ import annotations

from typing import Any, Final

import polars as pl

from wotu.packs.schema import Label
from wotu.reports.amounts import amounts_for
from wotu.reports.document import Cell, CellKind, Chart, ChartKind, Column, Series, Table
from wotu.reports.score_facts import ScoreFacts

_SHOWN_LOG: Final = 30
_SHOWN_PLACES: Final = 40
_OF_VALUES: Final = ("impute", "treat")
_STEPS: Final = {
    "impute": Label(zh="插补", en="imputed"),
    "treat": Label(zh="异常值", en="treated"),
}


def number(header: str, digits: int = 0, width: float = 1.0) -> Column:
    """A column of numbers."""
    return Column(header, CellKind.NUMBER, digits, width)


def share(header: str, digits: int = 0, width: float = 1.0) -> Column:
    """A column of shares, shown in per cent."""
    return Column(header, CellKind.SHARE, digits, width)


def source_of(facts: ScoreFacts) -> str:
    """Whence the figures of a table or chart come."""
    return facts.say(
        Label(
            zh=f"来源：按{facts.board.label.zh}测算，非官方得分；{facts.period} 年数据，"
            f"区间含 {facts.run['level']:.0%} 的模拟结果。",
            en=f"Source: our computation by {facts.board.label.en}, not official; data of"
            f" {facts.period}; intervals hold {facts.run['level']:.0%} of the draws.",
        )
    )


def interval(low: int | None, high: int | None) -> str | None:
    """A rank interval as it is read."""
    if low is None or high is None:
        return None
    return str(low) if low == high else f"{low}–{high}"


def rank_table(facts: ScoreFacts) -> Table:
    """All ranked places with their intervals."""
    zh = facts.language == "zh"
    columns = (
        number("位次" if zh else "Rank", width=0.7),
        Column("地区" if zh else "Place", width=2.2),
        number("得分" if zh else "Score", 2),
        Column("得分区间" if zh else "Score interval", width=1.5),
        Column("位次区间" if zh else "Rank interval", width=1.2),
        share("恰为此位" if zh else "Just this rank", width=1.1),
        share("高于下一位" if zh else "Above the next", width=1.1),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            row["rank"],
            row["name"],
            row["score"],
            _scores(row),
            interval(row["rank_low"], row["rank_high"]),
            row["share_at_rank"],
            row["share_above_next"],
        )
        for row in facts.ranked
    )
    caption = facts.say(Label(zh="得分与位次，各带区间", en="Scores and ranks with intervals"))
    name = facts.say(Label(zh="位次", en="Ranks"))
    return Table(name, caption, columns, rows, source_of(facts))


def rank_chart(facts: ScoreFacts) -> Chart:
    """Ranks with their intervals, the best places on top."""
    rows = facts.ranked[:_SHOWN_PLACES]
    widest = max(rows, key=lambda row: (row["rank_high"] or 0) - (row["rank_low"] or 0))
    title = Label(
        zh=f"{widest['name']}的位次最不确定：{widest['rank_low']}–{widest['rank_high']}",
        en=f"The rank of {widest['name']} is the least certain:"
        f" {widest['rank_low']}–{widest['rank_high']}",
    )
    return Chart(
        ChartKind.INTERVALS,
        facts.say(title),
        tuple(row["name"] for row in rows),
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


def sensitivity_table(facts: ScoreFacts) -> Table | None:
    """How much of the shift in ranks each choice explains; None where it was not computed."""
    rows = facts.table("score_sensitivity").sort("total", descending=True)
    if rows.is_empty():
        return None
    zh = facts.language == "zh"
    columns = (
        Column("因素" if zh else "Factor", width=3),
        number("单独影响（一阶）" if zh else "Alone (first order)", 2),
        number("± ", 2, 0.6),
        number("含交互（总效应）" if zh else "With others (total)", 2),
        number("±", 2, 0.6),
    )
    cells: tuple[tuple[Cell, ...], ...] = tuple(
        (
            row["zh" if zh else "en"],
            row["first"],
            row["first_error"],
            row["total"],
            row["total_error"],
        )
        for row in rows.iter_rows(named=True)
    )
    most = rows.row(0, named=True)
    caption = Label(
        zh=f"对位次影响最大：{most['zh']}（Sobol 指数）",
        en=f"What moves ranks most: {most['en']} (Sobol indices)",
    )
    name = facts.say(Label(zh="敏感性", en="Sensitivity"))
    return Table(name, facts.say(caption), columns, cells, source_of(facts))


def log_table(facts: ScoreFacts, place: str | None) -> Table | None:
    """Values that were filled in or treated in this year, of a place or of all; None for none."""
    lines = facts.table("score_log").filter(
        pl.col("step").is_in(_OF_VALUES), pl.col("after").is_not_null()
    )
    if place is not None:
        lines = lines.filter(pl.col("place_code") == place)
    if lines.is_empty():
        return None
    zh = facts.language == "zh"
    columns = (
        Column("步骤" if zh else "Step", width=0.7),
        Column("指标" if zh else "Indicator", width=2.4),
        Column("地区" if zh else "Place", width=1.5),
        Column("原值" if zh else "Before", CellKind.AMOUNT, 2),
        Column("现值" if zh else "After", CellKind.AMOUNT, 2),
        Column("单位" if zh else "Unit", width=0.8),
        Column("说明" if zh else "What was done", width=2.2),
    )
    rows = tuple(_log_row(row, facts) for row in lines.iter_rows(named=True))
    caption = Label(
        zh=f"插补与异常值处理，共 {len(rows)} 条", en=f"Imputation and outliers: {len(rows)} lines"
    )
    name = facts.say(Label(zh="数据处理记录", en="Log of values"))
    return Table(name, facts.say(caption), columns, rows, source_of(facts), _SHOWN_LOG)


def _log_row(row: dict[str, Any], facts: ScoreFacts) -> tuple[Cell, ...]:
    node = row["node"]
    unit = facts.tree[node].unit if node in facts.tree.nodes else None
    shown = amounts_for((row["before"], row["after"]), unit, facts.language)
    return (
        facts.say(_STEPS[row["step"]]),
        facts.node_label(node),
        facts.names.get(row["place_code"], row["place_code"]),
        shown.of(row["before"]),
        shown.of(row["after"]),
        shown.unit,
        row[facts.language],
    )


def _scores(row: dict[str, Any]) -> str | None:
    if row["score_low"] is None or row["score_high"] is None:
        return None
    return f"{row['score_low']:.2f}–{row['score_high']:.2f}"
