"""The texts of firms taken apart into items, each with what the firm does with it.

A business scope lists goods and verbs in turn: ``研发、生产：光刻胶；化工产品的销售``. An item is a
stretch between two marks; its activity comes from its own verbs, from those that follow it
(``A、B的生产``) or from those before a colon (``生产：A、B``). What stands in brackets of exception
(``除……外``, ``不含……``) is left out: it says what the firm does not do.
"""

from __future__ import annotations

from enum import IntEnum, StrEnum
from typing import Final

import polars as pl

from wotu.chains.placement.verbs import ADVICE, CONTRACTED, GOODS_TOO, MAKE, SERVE, TRADE


class TextField(StrEnum):
    """The texts of a firm that can place it."""

    NAME = "name"
    PRODUCTS = "products"
    SCOPE = "scope"
    PATENTS = "patents"


class Deed(IntEnum):
    """What a firm does with the goods of an item; of several the largest counts."""

    NONE = 0  # nothing is said
    TRADE = 1
    SERVE = 2
    MAKE = 3


_EXCEPTION: Final = (
    r"[(（\[【〔][^()（）\[\]【】〔〕]*"
    r"(?:除|不含|不包括|不得|依法|许可|限制|禁止|限分支|另设|凭|涉及|批准)"
    r"[^()（）\[\]【】〔〕]*[)）\]】〕]"
)
_EXCEPT_TAIL: Final = r"[,，][^,，;；。]*(?:国家限定|国家禁止|禁止进出口|限制进出口)[^;；。]*"
_SENTENCE_END: Final = r"[;；。\r\n]+"
_SEGMENT_END: Final = r"[,，]+"
_ITEM_END: Final = r"[、:：]+"
_MARK: Final = r"[、:：,，]+"
_VERBS: Final = "|".join((*MAKE, *TRADE, *SERVE))
_BETWEEN: Final = "的|及|和|与|或|并|等|其|相关|技术|业务|售后|配套|自产|产品"
_PURE: Final = (
    rf"^(?:{_BETWEEN}|从事|提供|上述|以及|公司|企业|本|"
    + "|".join(verb for verb in (*MAKE, *TRADE, *SERVE) if verb not in GOODS_TOO)
    + r")+$"
)
"""Items of verbs alone."""
_FIRST: Final = rf"^((?:从事|提供|承接|进行|专业|主要|自主|及|和|与|并|{_VERBS})+)"
_LAST: Final = rf"((?:{_BETWEEN}|活动|工作|工程|项目|作业|{_VERBS})+)$"
"""Verbs count at either end of an item: 服务机器人 and 检测设备 are goods."""
_GOODS_FIRST: Final = (
    rf"^(?:(?:{'|'.join(SERVE)})+(?:设备|仪|机|器|装置|系统|工具|中心|软件|平台|站|所|院|用|车|线)"
    rf"|(?:{'|'.join(MAKE)})+(?:中心|线|软件|平台|所|院|用|装备|设备|型))"
)
"""Goods that begin with a verb: 检测设备, 加工中心."""
_USED_FOR: Final = r"(?:用于|应用于|适用于)"
_PARTS_OF_THESE: Final = (
    r"等.*(?:的|用).*(?:部件|部品|零件|零配件|零部件|零组件|配件|模具|外壳|辅料)"
)
_HEADING: Final = rf"(的(?:{_VERBS})+)、((?:(?:{_VERBS})[、和及与]?)+[:：])"
"""Verbs before a colon, which begin a segment of their own: A的生产、销售：B."""
_MAKE_ALONE: Final = [verb for verb in MAKE if verb not in CONTRACTED]
_OWN_PRODUCTS: Final = r"销售(?:本|我)?(?:公司|企业|厂)(?:所|的)?(?:自产|生产)?的?产品"
"""Who sells the products of his own makes them."""


def sentences_of(scopes: pl.LazyFrame) -> pl.LazyFrame:
    """The sentences of business scopes.

    ``scopes``: ``firm`` (a number), ``text``. Gives ``firm``, ``text``, ``items`` (how many items
    it has), ``before`` (how many items of the scope stand before it) and ``above`` (the deed of
    the last sentence before it that has a verb, which goods without any verb go on with).
    """
    spoken = (
        pl.when(pl.col("text").str.contains_any(_MAKE_ALONE))
        .then(Deed.MAKE.value)
        .when(pl.col("text").str.contains_any(SERVE))
        .then(Deed.SERVE.value)
        .when(pl.col("text").str.contains_any(TRADE))
        .then(Deed.TRADE.value)
    )
    return (
        scopes.with_columns(
            pl.col("text").str.replace_all(_EXCEPTION, "").str.replace_all(_EXCEPT_TAIL, "")
        )
        .with_columns(pl.col("text").str.replace_all(_SENTENCE_END, "\n").str.split("\n"))
        .explode("text")
        .filter(pl.col("text").str.len_chars() > 1)
        .with_columns(items=pl.col("text").str.count_matches(_MARK).cast(pl.Int32) + 1)
        .with_columns(
            before=pl.col("items").cum_sum().over("firm") - pl.col("items"),
            above=spoken.cast(pl.Int8).forward_fill().shift(1).over("firm"),
        )
    )


def items_of(sentences: pl.DataFrame) -> pl.DataFrame:
    """Sentences (``sentence_id``, ``text``) as items with their deeds.

    Gives ``sentence_id``, ``item`` (its place in the sentence, 0 the first), ``text``, ``deed``,
    ``aside`` (whether the goods are only those for which others are made: 用于A、B等的部件).
    """
    segments = (
        sentences.with_columns(
            pl.col("text")
            .str.replace_all(_HEADING, "$1，$2")
            .str.replace_all(_SEGMENT_END, "\n")
            .str.split("\n")
        )
        .explode("text")
        .with_columns(segment=pl.int_range(pl.len(), dtype=pl.Int32).over("sentence_id"))
    )
    parts = (
        segments.with_columns(pl.col("text").str.replace_all(_ITEM_END, "\n").str.split("\n"))
        .explode("text")
        .with_columns(pl.col("text").str.strip_chars())
        .filter(pl.col("text").str.len_chars() > 0)
        .with_columns(deed=_own_deed(), pure=pl.col("text").str.contains(_PURE))
    )
    # Verbs alone belong to the goods before them: A的销售、生产.
    run = (~pl.col("pure")).cast(pl.Int32).cum_sum().over("sentence_id", "segment")
    parts = parts.with_columns(run=run).with_columns(
        deed=pl.col("deed").max().over("sentence_id", "segment", "run")
    )
    # And to goods that begin with another verb: 生产、加工、销售A.
    opened = (pl.col("run") - (~pl.col("pure")).cast(pl.Int32)).over("sentence_id", "segment")
    before = pl.col("deed").filter(pl.col("pure")).max().over("sentence_id", "segment", opened)
    begins = pl.col("text").str.contains(_FIRST) & ~pl.col("text").str.contains(_GOODS_FIRST)
    parts = parts.with_columns(
        deed=pl.when(begins & ~pl.col("pure"))
        .then(pl.max_horizontal("deed", before))
        .otherwise("deed")
    )
    said = pl.when(pl.col("deed") > Deed.NONE).then("deed")
    heading = pl.col("said").filter(pl.col("run") == 0).max()
    parts = parts.with_columns(said=said)
    segment, sentence = ("sentence_id", "segment"), "sentence_id"
    deed = pl.coalesce(
        "said",
        heading.over(segment),
        pl.col("said").backward_fill().over(segment),
        pl.col("said").forward_fill().over(segment),
        pl.col("said").forward_fill().over(sentence),
        pl.col("said").backward_fill().over(sentence),
        pl.lit(Deed.NONE.value, pl.Int8),
    )
    text = pl.col("text")
    begun = text.str.contains(_USED_FOR).cast(pl.Int32).cum_sum().over(segment) > 0
    parts_of = text.str.contains(_PARTS_OF_THESE).any().over(segment)
    return (
        parts.with_columns(
            deed=deed.cast(pl.Int8),
            aside=(begun & ~text.str.contains("的")) | (parts_of & ~text.str.contains("等")),
        )
        .filter(~pl.col("pure"))
        .with_columns(item=pl.int_range(pl.len(), dtype=pl.Int32).over("sentence_id"))
        .select("sentence_id", "item", "text", "deed", "aside")
    )


def _own_deed() -> pl.Expr:
    """What the verbs at the ends of an item say."""
    text = pl.col("text")
    first = pl.when(~text.str.contains(_GOODS_FIRST)).then(text.str.extract(_FIRST, 1))
    verbs = pl.concat_str([first, text.str.extract(_LAST, 1)], ignore_nulls=True)
    makes = verbs.str.contains_any(MAKE)
    advises = text.str.contains_any(ADVICE) & ~verbs.str.contains_any(_MAKE_ALONE)
    deed = (
        pl.when((makes & ~advises) | text.str.contains(_OWN_PRODUCTS))
        .then(Deed.MAKE.value)
        .when(verbs.str.contains_any(SERVE))
        .then(Deed.SERVE.value)
        .when(verbs.str.contains_any(TRADE))
        .then(Deed.TRADE.value)
        .otherwise(Deed.NONE.value)
    )
    return deed.cast(pl.Int8)
