"""The words of chain maps, found in texts all at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Final

import polars as pl

from wotu.chains.placement.verbs import MAKE, SERVE, TRADE
from wotu.packs.chains import ChainMap


class WordKind(StrEnum):
    """How much a word says."""

    PRODUCT = "product"  # names the goods themselves
    TERM = "term"  # a wider word
    NAME = "name"  # counts in names of firms only


_HEAD: Final = (
    r"^(?:$|的|及|和|与|或|等|类|系列|相关|领域|产业|行业|业务|项目|工程|产品|制品|成品|器件|元件|部件|零部件|组件|配件|材料|原料|软件|系统|模块"
    r"|模组|整机|芯片|平台|试剂|研|技术|科技|解决方案|集成|投资|代加工|股份|有限|集团|公司|\(|（|[a-z0-9]|"
    + "|".join((*MAKE, *TRADE, *SERVE))
    + ")"
)
_GOODS: Final = "系统|设备|仪|装置|机|器|工具|软件|平台|夹具|治具"
_OTHER_GOODS_AFTER: Final = rf"^(?:{'|'.join((*MAKE, *SERVE))})+(?:{_GOODS})"
"""What may follow a word that names the goods of its item; after anything else it only describes
them: 锂电池 names the goods in 锂电池的生产, not in 锂电池包装箱 or 锂电池检测设备."""

_FOR_OTHERS_BEFORE: Final = r"(?:用于|应用于|适用于|面向|针对|配套|^为|专为|供)[^的]*$"
_FOR_OTHERS_AFTER: Final = r"提供的|所用|使用的|所需|行业的|领域的"
"""Words around goods for which other goods are made: 为芯片提供的测试系统."""


@dataclass(frozen=True)
class Vocabulary:
    """The words of some chain maps."""

    chains: Mapping[str, ChainMap]

    @cached_property
    def words(self) -> pl.DataFrame:
        """``term`` (lower case), chain, node, ``kind`` (:class:`WordKind`); one row a use."""
        schema = dict.fromkeys(("term", "chain", "node", "kind"), pl.String)
        return pl.DataFrame(list(self._uses()), schema=schema, orient="row").unique(
            ["term", "chain", "node"], keep="first", maintain_order=True
        )

    @cached_property
    def exclusions(self) -> pl.DataFrame:
        """``word`` (lower case), chain, node: an item with the word does not count there."""
        rows = [
            (word.lower(), chain.chain, name)
            for chain in self.chains.values()
            for name, node in chain.links.items()
            for word in node.exclude
        ]
        schema = dict.fromkeys(("word", "chain", "node"), pl.String)
        return pl.DataFrame(rows, schema=schema, orient="row")

    @cached_property
    def terms(self) -> list[str]:
        """Every different word, in order."""
        return sorted(set(self.words["term"]))

    def _uses(self) -> Iterator[tuple[str, str, str, str]]:
        for chain in self.chains.values():
            for name, node in chain.links.items():
                for kind, words in (
                    (WordKind.PRODUCT, node.products),
                    (WordKind.TERM, node.terms),
                    (WordKind.NAME, node.names),
                ):
                    for word in words:
                        yield word.lower(), chain.chain, name, kind.value

    def holds_any(self, text: pl.Expr) -> pl.Expr:
        """Whether a text, in lower case, holds any word."""
        return text.str.contains_any(self.terms)

    def find(self, texts: pl.DataFrame) -> pl.DataFrame:
        """Every use of every word in texts (``text_id``, ``text`` in lower case).

        Where words of one chain overlap, the one that holds the other counts; a word of an item
        with an excluded word does not. Gives text_id, chain, node, term, kind, ``head`` (whether
        the word names the goods, see ``_HEAD``).
        """
        found = (
            texts.with_columns(
                term=pl.col("text").str.extract_many(self.terms, overlapping=True),
                start=pl.col("text").str.find_many(self.terms, overlapping=True),
            )
            .filter(pl.col("term").list.len() > 0)
            .explode("term", "start")
            .with_columns(end=pl.col("start") + pl.col("term").str.len_bytes())
        )
        used = found.join(self.words, on="term", how="inner")
        kept = _longest(used)
        kept = kept.join(self._excluded(texts, kept), on=["text_id", "chain", "node"], how="anti")
        around = pl.col("text").str.split(pl.col("term"))
        before, after = around.list.first(), around.list.last()
        head = (
            after.str.contains(_HEAD)
            & ~after.str.contains(_FOR_OTHERS_AFTER)
            & ~after.str.contains(_OTHER_GOODS_AFTER)
            & ~before.str.contains(_FOR_OTHERS_BEFORE)
        )
        return kept.with_columns(head=head).select(
            "text_id", "chain", "node", "term", "kind", "head"
        )

    def _excluded(self, texts: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
        """text_id, chain, node of items that hold a word excluded there."""
        # The type is named, for there may be no such word.
        words = self.exclusions["word"].unique().sort().implode()
        return (
            texts.filter(pl.col("text_id").is_in(found["text_id"].unique().implode()))
            .with_columns(word=pl.col("text").str.extract_many(pl.lit(words), overlapping=True))
            .select("text_id", "word")
            .explode("word")
            .drop_nulls()
            .join(self.exclusions, on="word")
            .select("text_id", "chain", "node")
            .unique()
        )


def _longest(found: pl.DataFrame) -> pl.DataFrame:
    """Uses that no longer word of the same chain holds."""
    found = found.with_row_index("use")
    several = found.filter(pl.len().over("text_id", "chain") > 1)
    inner = (
        several.join(several, on=["text_id", "chain"], suffix="_of")
        .filter(
            (pl.col("start_of") <= pl.col("start"))
            & (pl.col("end_of") >= pl.col("end"))
            & (pl.col("end_of") - pl.col("start_of") > pl.col("end") - pl.col("start"))
        )
        .select("use")
        .unique()
    )
    return found.join(inner, on="use", how="anti")
