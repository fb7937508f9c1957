"""The state of every link, and the reasons for it in words and ranks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import polars as pl

from wotu.chains.tables import ZONE
from wotu.figures import money_text, number_text, share_text
from wotu.packs.schema import Label
from wotu.packs.strength import StrengthFormula

STATES: Final = {
    "missing": Label(zh="缺失", en="Missing"),
    "fragile": Label(zh="脆弱", en="Fragile"),
    "weak": Label(zh="薄弱", en="Weak"),
    "unknown": Label(zh="待定", en="Unknown"),
    "strong": Label(zh="强", en="Strong"),
}
"""States of a link, the most urgent first."""

Row = dict[str, Any]


@dataclass(frozen=True)
class _Elsewhere:
    """Firms of other places on a link: how many, in how many places, and the share of the first."""

    firms: int
    places: int
    top_share: float


@dataclass(frozen=True)
class _Context:
    formula: StrengthFormula
    as_of: date
    names: dict[str, str]
    zone_has_firms: bool

    def limit(self, name: str) -> float:
        return float(getattr(self.formula.limits, name).on(self.as_of))


def states_and_reasons(
    table: pl.DataFrame,
    firms: pl.DataFrame,
    place_node: pl.DataFrame,
    formula: StrengthFormula,
    as_of: date,
) -> tuple[list[str], list[list[dict[str, str]]]]:
    """State and reasons of every row of a scored table, in its order.

    missing: no firm, nor any that may well be one. unknown: firms may be there but none surely, or
    too little is known of them to score. fragile: one firm, or one city elsewhere, carries the
    link. weak: the score lies below the formula's line. strong: none of these.
    """
    named = pl.concat([table["top_firm"], table["leaders"].explode()]).drop_nulls().unique()
    known = firms.filter(pl.col("firm_id").is_in(named.implode())).select("firm_id", "name")
    context = _Context(
        formula, as_of, dict(known.iter_rows()), bool((firms["place"] == ZONE).any())
    )
    elsewhere = _elsewhere(place_node)
    states, reasons = [], []
    for row in table.iter_rows(named=True):
        other = elsewhere.get((row["chain"], row["node"]), _Elsewhere(0, 0, 0.0))
        state = _state(row, other, context)
        states.append(state)
        reasons.append([one.model_dump() for one in _reasons(state, row, other, context)])
    return states, reasons


def _elsewhere(place_node: pl.DataFrame) -> dict[tuple[str, str], _Elsewhere]:
    counted = (
        place_node.filter((pl.col("place") != ZONE) & (pl.col("firms") > 0))
        .group_by("chain", "node")
        .agg(pl.col("firms").sum(), pl.len().alias("places"), top=pl.col("firms").max())
    )
    return {
        (row["chain"], row["node"]): _Elsewhere(
            row["firms"], row["places"], row["top"] / row["firms"]
        )
        for row in counted.iter_rows(named=True)
    }


def _state(row: Row, elsewhere: _Elsewhere, context: _Context) -> str:
    if row["empty"]:
        return "missing"
    if row["firms"] == 0 or row["known_weight"] < context.limit("known"):
        return "unknown"
    if row["firms"] == 1 or _one_firm_carries(row, context):
        return "fragile"
    weak = row["score"] < context.limit("weak")
    # A strong link needs no supply from elsewhere; a weak one hangs on it.
    if weak and _one_city_carries(elsewhere, context):
        return "fragile"
    return "weak" if weak else "strong"


def _one_firm_carries(row: Row, context: _Context) -> bool:
    return row["top_share"] is not None and row["top_share"] >= context.limit("top_share")


def _one_city_carries(elsewhere: _Elsewhere, context: _Context) -> bool:
    return elsewhere.firms >= context.limit(
        "one_city_firms"
    ) and elsewhere.top_share >= context.limit("one_city")


def _reasons(state: str, row: Row, elsewhere: _Elsewhere, context: _Context) -> Iterator[Label]:
    if not context.zone_has_firms:
        yield Label(
            zh="登记库里还没有本区企业的数据。", en="No firm of the zone has been imported yet."
        )
        return
    yield _presence(row, elsewhere)
    if row["place_rank"] is not None and row["firms"]:
        yield _rank(row)
    if row["density_rank"] is not None and state != "strong":
        yield _related(row)
    if row["firms"]:
        yield from _carried(row, context)
        yield from _score(state, row, context)
        yield from _growth(row)
    if _one_city_carries(elsewhere, context) and state != "strong":
        share = share_text(round(elsewhere.top_share, 3))
        yield Label(
            zh=f"区外 {elsewhere.firms} 家有 {share} 在同一个市，供应来源单一。",
            en=f"{share} of the {elsewhere.firms} firms elsewhere are in one city.",
        )


def _presence(row: Row, elsewhere: _Elsewhere) -> Label:
    firms, expected = row["firms"], round(row["expected_firms"], 1)
    others_zh = (
        f"；区外 {elsewhere.places} 个地区有 {elsewhere.firms} 家"
        if elsewhere.firms
        else "；已知的区外企业中也没有"
    )
    others_en = (
        f"; elsewhere {elsewhere.firms} in {_counted(elsewhere.places, 'place')}"
        if elsewhere.firms
        else "; none is known elsewhere either"
    )
    if not (row["places"] or 0) > 1:
        others_zh = others_en = ""
    if firms:
        return Label(
            zh=f"本区有 {firms} 家企业{others_zh}。",
            en=f"The zone has {_counted(firms, 'firm')}{others_en}.",
        )
    if row["empty"]:
        return Label(zh=f"本区没有企业{others_zh}。", en=f"The zone has no firm here{others_en}.")
    return Label(
        zh=f"没有把握足够的企业，但把握之和达 {expected} 家，需人工核对{others_zh}。",
        en=f"No firm is sure, yet confidences add up to {expected}: have them checked{others_en}.",
    )


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _rank(row: Row) -> Label:
    rank, places = row["place_rank"], row["places"]
    quotient = number_text(round(row["location_quotient"], 2))
    return Label(
        zh=f"专业化在 {places} 个地区中排第 {rank}（区位熵 {quotient}，1 为平均）。",
        en=f"Specialisation ranks {rank} of {places} places"
        f" (location quotient {quotient}; 1 is average).",
    )


def _related(row: Row) -> Label:
    rank, places, density = row["density_rank"], row["places"], share_text(round(row["density"], 3))
    return Label(
        zh=f"与此相关的环节，本区具备 {density}，在 {places} 个地区中排第 {rank}。",
        en=f"The zone has {density} of the links related to this one, rank {rank} of {places}.",
    )


def _carried(row: Row, context: _Context) -> Iterator[Label]:
    name = context.names.get(row["top_firm"] or "", "")
    if row["firms"] == 1:
        yield Label(zh=f"只靠一家：{name}。", en=f"One firm carries it: {name}.")
    elif _one_firm_carries(row, context):
        share = share_text(round(row["top_share"], 3), threshold=context.limit("top_share"))
        basis = _BASIS[row["size"]]
        yield Label(
            zh=f"{name}一家占{basis.zh}的 {share}。",
            en=f"{name} alone has {share} of the {basis.en}.",
        )
    leaders = [context.names[firm] for firm in row["leaders"] or [] if firm in context.names]
    if leaders:
        yield Label(
            zh=f"链主 {len(leaders)} 家：{'、'.join(leaders[:3])}{'等' if leaders[3:] else ''}。",
            en=f"{len(leaders)} leader{'s' if leaders[1:] else ''}: {', '.join(leaders[:3])}"
            f"{' and others' if leaders[3:] else ''}.",
        )


_BASIS: Final = {
    "sales_cny": Label(zh="营业收入", en="sales"),
    "capital_cny": Label(zh="注册资本", en="registered capital"),
}


def _score(state: str, row: Row, context: _Context) -> Iterator[Label]:
    missing = _missing_facts(row, context.limit("known"))
    if state == "unknown":
        known = share_text(round(row["known_weight"], 3), threshold=context.limit("known"))
        yield Label(
            zh=f"按权重只知道 {known}，尚不能评分；缺：{'、'.join(m.zh for m in missing)}。",
            en=f"Only {known} of the score by weight is known; lacking:"
            f" {', '.join(m.en for m in missing)}.",
        )
        return
    score, low, high = (number_text(round(row[f"score{end}"], 1)) for end in ("", "_low", "_high"))
    line = number_text(context.limit("weak"))
    within = f"（{low}–{high}）" if low != high else ""
    verdict = "低于" if row["score"] < context.limit("weak") else "不低于"
    below = "below" if row["score"] < context.limit("weak") else "not below"
    yield Label(
        zh=f"实力 {score} 分{within}，{verdict}薄弱线 {line} 分；"
        + ("各项齐全。" if not missing else f"未知：{'、'.join(m.zh for m in missing)}。"),
        en=f"Score {score}{f' ({low}–{high})' if within else ''}, {below} the line of {line}; "
        + (
            "all components known."
            if not missing
            else f"unknown: {', '.join(m.en for m in missing)}."
        ),
    )


def _missing_facts(row: Row, known: float) -> list[Label]:
    """The facts of firms that the score lacks."""
    firms = row["firms"]
    found = []
    if (row["sales_cny_known"] or 0) < known * firms:
        found.append(
            Label(
                zh=f"营业收入（{firms} 家中 {row['sales_cny_known']} 家有数）",
                en=f"sales (known of {row['sales_cny_known']} of {firms})",
            )
        )
    for value, label in (
        ("patents_scored", Label(zh="知识产权", en="rights")),
        ("certified_share", Label(zh="资质证书", en="certificates")),
        ("growth", Label(zh="增长", en="growth")),
        ("location_quotient", Label(zh="其他地区的企业", en="firms of other places")),
    ):
        if row[value] is None:
            found.append(label)
    return found


def _growth(row: Row) -> Iterator[Label]:
    if row["sales_growth"] is not None:
        size = money_text(row["sales_cny"]), money_text(row["sales_cny"], "en")
        growth = share_text(round(row["sales_growth"], 3))
        yield Label(
            zh=f"营业收入合计 {size[0]}，比上年{_up(row['sales_growth'])} {growth.lstrip('-')}。",
            en=f"Sales of {size[1]}, {growth} on the year before.",
        )


def _up(growth: float) -> str:
    return "增长" if growth >= 0 else "下降"
