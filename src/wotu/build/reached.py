"""The firms that a draft reaches: found by words, sorted, a page at a time, or all as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import polars as pl

from wotu.build.attribute_words import attribute_word
from wotu.build.deciding import Deciding, deciding_conditions
from wotu.build.judging import MET, VERDICT_NAMES
from wotu.build.simulate import EFFECTS, Effect, Simulation
from wotu.build.snapshot import Snapshot
from wotu.identity.name_text import normalise_name
from wotu.packs.schema import Label

EFFECT_LABELS: Final[dict[Effect, Label]] = {
    Effect.GAINED: Label(zh="新符合", en="Gained"),
    Effect.CERTAIN: Label(zh="由待定转为符合", en="Became certain"),
    Effect.MORE: Label(zh="金额增加", en="Gets more"),
    Effect.LESS: Label(zh="金额减少", en="Gets less"),
    Effect.LOST: Label(zh="不再符合", en="Lost"),
    Effect.DOUBTFUL: Label(zh="由符合转为待定", en="Became undecided"),
    Effect.OPENED: Label(zh="由不符合转为待定", en="Became possible"),
    Effect.RULED_OUT: Label(zh="由待定转为不符合", en="Ruled out"),
    Effect.SAME: Label(zh="不变", en="Unchanged"),
}

VERDICT_LABELS: Final[dict[str, Label]] = {
    "met": Label(zh="符合", en="met"),
    "unknown": Label(zh="待定", en="undecided"),
    "not_met": Label(zh="不符合", en="not met"),
    "not_applicable": Label(zh="不适用", en="not applicable"),
}

ORDERS: Final = ("name", "effect", "size", "section", "division", "amount")


@dataclass(frozen=True)
class Reach:
    """Which reached firms: with some effects (all but none where empty), whose name or code has
    the words; in an order of :data:`ORDERS`, with ``-`` in front for the other way round."""

    effects: tuple[Effect, ...] = ()
    words: str = ""
    order: str = "effect"


@dataclass(frozen=True)
class ReachedFirm:
    """A firm that a draft reaches, and the conditions that decide it."""

    firm_id: str
    uscc: str | None
    name: str
    size: str
    section: str
    division: str
    effect: Effect
    before: str
    after: str
    amount_before: Decimal | None
    amount_after: Decimal | None
    deciding: tuple[Deciding, ...]


def count_reached(simulation: Simulation, reach: Reach) -> int:
    """How many firms are reached so."""
    return _wanted(simulation, reach).height


def reached_firms(
    simulation: Simulation, reach: Reach, *, limit: int = 50, offset: int = 0
) -> list[ReachedFirm]:
    """A page of the firms that a draft reaches."""
    page = _sorted(_wanted(simulation, reach), reach.order).slice(offset, limit)
    deciding = deciding_conditions(simulation, page["row"].to_list()) if page.height else []
    return [
        ReachedFirm(
            firm_id=row["firm_id"],
            uscc=row["uscc"],
            name=row["name"],
            size=row["size"],
            section=row["section"],
            division=row["division"],
            effect=EFFECTS[row["effect"]],
            before=VERDICT_NAMES[row["before"]],
            after=VERDICT_NAMES[row["after"]],
            amount_before=row["amount_before"],
            amount_after=row["amount_after"],
            deciding=conditions,
        )
        for row, conditions in zip(page.iter_rows(named=True), deciding, strict=True)
    ]


def reached_table(
    simulation: Simulation, reach: Reach, snapshot: Snapshot, language: str = "zh"
) -> pl.DataFrame:
    """All firms that a draft reaches, with headers and codes in words of a language."""
    chinese = language.startswith("zh")
    found = reached_firms(simulation, reach, limit=simulation.effects.len())
    headers = _HEADERS_ZH if chinese else _HEADERS_EN
    rows = [
        (
            one.uscc or one.firm_id,
            one.name,
            attribute_word(snapshot, "size", one.size, language),
            attribute_word(snapshot, "section", one.section, language),
            attribute_word(snapshot, "division", one.division, language),
            EFFECT_LABELS[one.effect].in_language(language),
            VERDICT_LABELS[one.before].in_language(language),
            VERDICT_LABELS[one.after].in_language(language),
            ("；" if chinese else "; ").join(item.text(language) for item in one.deciding),
            one.amount_before,
            one.amount_after,
        )
        for one in found
    ]
    schema: dict[str, pl.DataType] = {name: pl.String() for name in headers[:-2]}
    schema |= {name: pl.Decimal(18, 2) for name in headers[-2:]}
    table = pl.DataFrame(rows, schema=schema, orient="row")
    return table if simulation.after.priced else table.drop(headers[-2:])


_HEADERS_ZH: Final = (
    "统一社会信用代码", "企业名称", "规模", "行业门类", "所属区划", "影响", "现行结论",
    "草案结论", "决定性条件", "现行金额（元）", "草案金额（元）",
)  # fmt: skip
_HEADERS_EN: Final = (
    "Unified social credit code", "Firm", "Size class", "Industry section", "Division", "Effect",
    "Present verdict", "Drafted verdict", "Deciding conditions", "Present amount (yuan)",
    "Drafted amount (yuan)",
)  # fmt: skip


def _wanted(simulation: Simulation, reach: Reach) -> pl.DataFrame:
    effects = simulation.effects
    chosen = [EFFECTS.index(one) for one in reach.effects or EFFECTS if one is not Effect.SAME]
    rows = effects.is_in(chosen).arg_true()
    before, after = simulation.before.rows, simulation.after.rows
    firms = simulation.held.firms[rows]
    table = firms.with_columns(
        row=rows,
        effect=effects.gather(rows),
        before=before["verdict"].gather(rows),
        after=after["verdict"].gather(rows),
        amount_before=_amounts(before, rows),
        amount_after=_amounts(after, rows),
    )
    for text in reach.words.split():
        name, code = normalise_name(text), text.upper()
        table = table.filter(
            pl.col("normalised").str.contains(name or text, literal=True)
            | pl.col("firm_id").str.starts_with(code)
            | pl.col("uscc").fill_null("").str.starts_with(code)
        )
    return table


def _amounts(rows: pl.DataFrame, places: pl.Series) -> pl.Series:
    """What firms get: nothing is said of those that do not certainly meet the rule."""
    if "amount" in rows.columns:
        of_met = rows[places].select(pl.when(pl.col("verdict") == MET).then("amount"))
        return of_met.to_series()
    return pl.Series([None] * places.len(), dtype=pl.Decimal(18, 2))


def _sorted(table: pl.DataFrame, order: str) -> pl.DataFrame:
    by = {"amount": "amount_after"}.get(order.removeprefix("-"), order.removeprefix("-"))
    columns: Sequence[str] = (by, "name", "firm_id") if by != "name" else ("name", "firm_id")
    texts = {"size", "section", "division"}
    keys = [pl.col(name).cast(pl.String) if name in texts else pl.col(name) for name in columns]
    falling = [order.startswith("-"), *[False] * (len(keys) - 1)]
    return table.sort(keys, descending=falling, nulls_last=True)
