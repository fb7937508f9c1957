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
MAKE: Final = [
    "研发",
    "研制",
    "开发",
    "生产",
    "制造",
    "加工",
    "制作",
    "设计",
    "组装",
    "装配",
    "自产",
    "产销",
    "研究",
    "制备",
    "冶炼",
    "合成",
    "封测",
    "封装",
    "代工",
]
TRADE: Final = [
    "销售",
    "批发",
    "零售",
    "进出口",
    "代销",
    "贸易",
    "经销",
    "佣金",
    "买卖",
    "购销",
    "经营",
]
SERVE: Final = [
    "代理",
    "租赁",
    "服务",
    "咨询",
    "维修",
    "安装",
    "施工",
    "检测",
    "转让",
    "运输",
    "仓储",
    "维护",
    "推广",
    "测试",
    "检验",
    "调试",
    "改造",
    "培训",
    "租借",
    "养护",
    "运营",
    "运行",
    "建设",
    "回收",
    "拆解",
    "处置",
    "充装",
    "测评",
]
_ADVICE: Final = ["技术服务", "技术咨询", "技术转让", "技术推广", "技术交流", "技术开发"]
"""Where one of these stands, 开发 is contract work: 新材料领域内的技术开发、技术咨询."""
_CONTRACTED: Final = ["开发", "设计", "研究"]
"""What may be done for others, beside those that make."""
_GOODS_TOO: Final = ["封测", "封装", "运行"]
"""Verbs that name a trade of their own: 封装测试, 运行维护."""
_PURE: Final = (
    r"^(?:的|及|和|与|并|从事|提供|相关|其|自产|产品|上述|以及|等|技术|业务|公司|本|"
    + "|".join(verb for verb in (*MAKE, *TRADE, *SERVE) if verb not in _GOODS_TOO)
    + r")+$"
)
"""Items of verbs alone."""


def sentences_of(scopes: pl.LazyFrame) -> pl.LazyFrame:
    """The sentences of business scopes.

    ``scopes``: ``firm`` (a number), ``text``. Gives ``firm``, ``text``, ``items`` (how many items
    it has) and ``before`` (how many items of the scope stand before it).
    """
    return (
        scopes.with_columns(
            pl.col("text").str.replace_all(_EXCEPTION, "").str.replace_all(_EXCEPT_TAIL, "")
        )
        .with_columns(pl.col("text").str.replace_all(_SENTENCE_END, "\n").str.split("\n"))
        .explode("text")
        .filter(pl.col("text").str.len_chars() > 1)
        .with_columns(items=pl.col("text").str.count_matches(_MARK).cast(pl.Int32) + 1)
        .with_columns(before=pl.col("items").cum_sum().over("firm") - pl.col("items"))
    )


def items_of(sentences: pl.DataFrame) -> pl.DataFrame:
    """Sentences (``sentence_id``, ``text``) as items with their deeds.

    Gives ``sentence_id``, ``item`` (its place in the sentence, 0 the first), ``text``, ``deed``.
    """
    segments = (
        sentences.with_columns(pl.col("text").str.replace_all(_SEGMENT_END, "\n").str.split("\n"))
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
    parts = parts.with_columns(
        run=(~pl.col("pure")).cast(pl.Int32).cum_sum().over("sentence_id", "segment")
    ).with_columns(deed=pl.col("deed").max().over("sentence_id", "segment", "run"))
    said = pl.when(pl.col("deed") > Deed.NONE).then("deed")
    parts = parts.with_columns(said=said)
    segment, sentence = ("sentence_id", "segment"), "sentence_id"
    deed = pl.coalesce(
        "said",
        pl.col("said").backward_fill().over(segment),
        pl.col("said").forward_fill().over(segment),
        pl.col("said").forward_fill().over(sentence),
        pl.col("said").backward_fill().over(sentence),
        pl.lit(Deed.NONE.value, pl.Int8),
    )
    return (
        parts.with_columns(deed=deed.cast(pl.Int8))
        .filter(~pl.col("pure"))
        .with_columns(item=pl.int_range(pl.len(), dtype=pl.Int32).over("sentence_id"))
        .select("sentence_id", "item", "text", "deed")
    )


def _own_deed() -> pl.Expr:
    text = pl.col("text")
    makes = text.str.contains_any(MAKE)
    own = [verb for verb in MAKE if verb not in _CONTRACTED]
    advises = text.str.contains_any(_ADVICE) & ~text.str.contains_any(own)
    deed = (
        pl.when(makes & ~advises)
        .then(Deed.MAKE.value)
        .when(text.str.contains_any(SERVE))
        .then(Deed.SERVE.value)
        .when(text.str.contains_any(TRADE))
        .then(Deed.TRADE.value)
        .otherwise(Deed.NONE.value)
    )
    return deed.cast(pl.Int8)
