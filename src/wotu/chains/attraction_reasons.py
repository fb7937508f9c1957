"""Why a firm elsewhere is a target, in words of both languages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, Final, TypeAlias

import polars as pl

from wotu.chains.openings import edge_table
from wotu.chains.peers import peer_shares
from wotu.chains.tables import ZONE
from wotu.figures import money_text, share_text
from wotu.packs.chains import ChainMap
from wotu.packs.schema import Label

Row: TypeAlias = Mapping[str, Any]
Reason: TypeAlias = dict[str, str]
Key: TypeAlias = tuple[str, str]

MOST_NAMED: Final = 3
"""Links that a sentence names; the others are counted."""

LARGE_RANK: Final = 3
"""A firm's capital is a reason where it is among so many largest, or in the upper tenth."""

FEW_KNOWN: Final = 5
"""Firms of known capital below which a rank among them says little."""

FIELDS: Final = {
    "name": Label(zh="企业名称", en="its name"),
    "products": Label(zh="主要产品", en="its products"),
    "scope": Label(zh="经营范围", en="its business scope"),
    "patents": Label(zh="专利名称", en="titles of its rights"),
    "industry": Label(zh="行业代码", en="its industry code"),
}


def reasons_of(
    targets: pl.DataFrame,
    gaps: pl.DataFrame,
    place_node: pl.DataFrame,
    chains: Mapping[str, ChainMap],
) -> list[list[Reason]]:
    """The reasons of every target row, in their order: what tells the firm apart, then its link."""
    of_links = link_reasons(
        gaps.join(targets.select("chain", "node"), ["chain", "node"], "semi"), place_node, chains
    )
    return [
        [*_firm_reasons(row), *of_links[row["chain"], row["node"]]]
        for row in targets.iter_rows(named=True)
    ]


def link_reasons(
    gaps: pl.DataFrame, place_node: pl.DataFrame, chains: Mapping[str, ChainMap]
) -> dict[Key, list[Reason]]:
    """Why a gap of the zone could be filled, by chain and link: what all its targets share.

    ``gaps`` are rows of NODE_STRENGTH, ``place_node`` is PLACE_NODE.
    """
    zone = (
        place_node.filter(pl.col("place") == ZONE)
        .join(peer_shares(place_node), ["place", "chain", "node"], "left")
        .with_columns(
            density_rank=pl.col("density").rank("min", descending=True),
            peers_rank=pl.col("peers").rank("min", descending=True),
            links=pl.len(),
        )
    )
    measured = _by_link(zone)
    neighbours = _neighbours(zone, chains)
    elsewhere = _elsewhere(place_node)
    return {
        key: [
            _gap_reason(state, elsewhere.get(key, (0, 0))),
            *_supply_reasons(neighbours[key], chains[key[0]]),
            *_related_reason(measured.get(key, {})),
        ]
        for key, state in _by_link(gaps).items()
    }


def _by_link(table: pl.DataFrame) -> dict[Key, Row]:
    return {(row["chain"], row["node"]): row for row in table.iter_rows(named=True)}


def _elsewhere(place_node: pl.DataFrame) -> dict[Key, tuple[int, int]]:
    """Firms elsewhere on each link, and the cities in which they are."""
    there = place_node.filter((pl.col("place") != ZONE) & (pl.col("firms") > 0))
    counted = there.group_by("chain", "node").agg(pl.col("firms").sum(), pl.len())
    return {(chain, node): (firms, cities) for chain, node, firms, cities in counted.iter_rows()}


def _neighbours(
    zone: pl.DataFrame, chains: Mapping[str, ChainMap]
) -> dict[Key, list[tuple[str, str, int]]]:
    """Side, name and firms of the zone of the links around each link, the fullest first."""
    there = zone.select("chain", pl.col("node").alias("other"), "firms")
    rows = (
        edge_table(chains)
        .join(there, ["chain", "other"], "left")
        .with_columns(pl.col("firms").fill_null(0))
        .sort("firms", "other", descending=[True, False])
    )
    found: dict[Key, list[tuple[str, str, int]]] = defaultdict(list)
    for row in rows.iter_rows(named=True):
        one = (row["side"], row["other"], row["firms"])
        if one not in found[row["chain"], row["node"]]:
            found[row["chain"], row["node"]].append(one)
    return found


def _gap_reason(gap: Row, elsewhere: tuple[int, int]) -> Reason:
    firms, top = gap["firms"] or 0, gap["top_share"]
    rank = _rank_words(gap["place_rank"], gap["places"])
    if gap["state"] == "missing":
        there, cities = elsewhere
        known = {
            "zh": f"区外 {cities} 市有 {there} 家" if there else "区外也未见企业",
            "en": f"{there} in {_cities(cities)} elsewhere" if there else "none known elsewhere",
        }
        return {
            "zh": f"区内尚无企业在该环节（缺失环节），{known['zh']}",
            "en": f"Missing link: no firm in the zone, {known['en']}",
        }
    if gap["state"] == "weak":
        return {
            "zh": f"区内仅 {firms} 家，属薄弱环节" + rank["zh"],
            "en": f"Weak link: {_firms(firms)} in the zone" + rank["en"],
        }
    if firms <= 1:
        return {
            "zh": f"区内仅 {firms} 家，属脆弱环节" + rank["zh"],
            "en": f"Fragile link: {_firms(firms)} in the zone" + rank["en"],
        }
    share = f"，最大一家占规模的 {share_text(top)}" if top is not None else ""
    share_en = f", the largest has {share_text(top)} of their size" if top is not None else ""
    return {
        "zh": f"区内 {firms} 家{share}，属脆弱环节" + rank["zh"],
        "en": f"Fragile link: {_firms(firms)} in the zone{share_en}" + rank["en"],
    }


def _rank_words(rank: int | None, places: int | None) -> Reason:
    if rank is None or not places or places < 2:
        return {"zh": "", "en": ""}
    return {"zh": f"，在 {places} 地中居第 {rank} 位", "en": f"; rank {rank} of {places} places"}


def _supply_reasons(neighbours: list[tuple[str, str, int]], chain: ChainMap) -> Iterator[Reason]:
    found = False
    for side, zh, en in (
        ("customer", "区内已有企业用到该环节", "The zone has firms that use it"),
        ("supplier", "区内已有企业为该环节供货", "The zone has firms that supply it"),
    ):
        present = [(name, firms) for kind, name, firms in neighbours if kind == side and firms]
        if present:
            found = True
            yield {"zh": f"{zh}：{_named(present, chain, 'zh')}",
                   "en": f"{en}: {_named(present, chain, 'en')}"}  # fmt: skip
    if not found and neighbours:
        yield {
            "zh": "区内上下游环节均无企业，需一并考虑配套",
            "en": "No firm of the zone stands on a link before or after it",
        }


def _named(present: list[tuple[str, int]], chain: ChainMap, language: str) -> str:
    """``present`` in words, the fullest first: 整机 9 家、控制器 5 家等 4 个环节."""
    zh = language == "zh"
    named = [
        f"{chain.nodes[name].label.in_language(language)} {_count(firms, zh=zh)}"
        for name, firms in present[:MOST_NAMED]
    ]
    more = len(present) - len(named)
    if zh:
        return "、".join(named) + (f"等 {len(present)} 个环节" if more else "")
    return ", ".join(named) + (f" and {more} more links" if more > 1 else " and 1 more link" * more)


def _count(firms: int, *, zh: bool) -> str:
    return f"{firms} 家" if zh else f"({firms})"


def _related_reason(row: Row) -> Iterator[Reason]:
    links = row.get("links")
    if row.get("density") is not None:
        density, rank = row["density"], row["density_rank"]
        yield {
            "zh": f"区内与该环节的关联密度 {density:.2f}，在 {links} 个环节中居第 {rank} 位",
            "en": f"Relatedness density {density:.2f}, rank {rank} of the zone's {links} links",
        }
    if row.get("peers"):
        share, rank = share_text(row["peers"]), row["peers_rank"]
        yield {
            "zh": f"产业结构相近的地区，该环节占 {share}，在 {links} 个环节中居第 {rank} 位",
            "en": f"In places of a similar profile it has {share}, rank {rank} of {links} links",
        }


def _firm_reasons(row: Row) -> Iterator[Reason]:
    yield from _size_reason(row)
    yield from _site_reasons(row)
    yield from _growth_reason(row)
    if row["listed"]:
        yield {"zh": "上市公司", "en": "Listed on a stock exchange"}
    if row["certificates"] is not None and len(row["certificates"]):
        number = len(row["certificates"])
        yield {
            "zh": f"持有 {number} 项有效资质证书",
            "en": f"Holds {number} valid certificate{'s' if number > 1 else ''}",
        }
    yield from _word_reason(row)
    if row["founded_on"] is not None:
        year = row["founded_on"].year
        yield {"zh": f"{year} 年成立", "en": f"Founded in {year}"}


def _word_reason(row: Row) -> Iterator[Reason]:
    if row["words"]:
        word = row["words"][0]
        field = FIELDS[word["field"]]
        yield {
            "zh": f"{field.zh}含“{word['term']}”，落位置信度 {row['confidence']:.2f}",
            "en": f"“{word['term']}” in {field.en}; confidence {row['confidence']:.2f}",
        }
    elif row["judged"]:
        yield {"zh": "经人工确认落位", "en": "Placed by a person"}


def _growth_reason(row: Row) -> Iterator[Reason]:
    now, before = row["sales_cny"], row["sales_before_cny"]
    if now is not None and before:
        rate = share_text(abs(now / before - 1))
        grew = now >= before
        yield {
            "zh": f"营业收入{'增长' if grew else '下降'} {rate}，至 {money_text(now, 'zh')}",
            "en": f"Sales {'up' if grew else 'down'} {rate} to {money_text(now, 'en')}",
        }


def _site_reasons(row: Row) -> Iterator[Reason]:
    if row["other_places"]:
        places = row["other_places"] + 1
        yield {
            "zh": f"同字号企业已在 {places} 市登记（按名称识别，须核实）",
            "en": f"Firms of the same trade name are registered in {places} cities"
            " (read from names: verify)",
        }
    if row["in_zone"]:
        yield {
            "zh": "区内已有同字号企业（按名称识别，须核实）",
            "en": "A firm of the zone bears the same trade name (read from names: verify)",
        }


def _size_reason(row: Row) -> Iterator[Reason]:
    rank, known = row["capital_rank"], row["capital_known"]
    if row["capital_cny"] is None or known < FEW_KNOWN or rank > max(LARGE_RANK, known / 10):
        return
    yield {
        "zh": f"注册资本 {money_text(row['capital_cny'], 'zh')}，"
        f"居该环节区外 {known} 家第 {rank} 位",
        "en": f"Registered capital {money_text(row['capital_cny'], 'en')},"
        f" rank {rank} of {known} firms elsewhere on the link",
    }


def _firms(number: int) -> str:
    return f"{number} firm" if number == 1 else f"{number} firms"


def _cities(number: int) -> str:
    return "1 city" if number == 1 else f"{number} cities"
