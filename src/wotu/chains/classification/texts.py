"""The texts of firms as items with weights, stripped of what says nothing of a trade.

A *document* is a name and items. A firm gives up to two: its name with its main products, and its
business scope. They are kept apart because scopes list whatever a firm might ever do.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import polars as pl

from wotu.chains.placement.items import items_of, sentences_of
from wotu.identity.names import parse_name

ITEMS: Final = pl.Schema({"document": pl.Int64, "text": pl.String, "weight": pl.Float64})

_LISTED: Final = r"[;；、,，\n]+"
_LONGEST: Final = 40
_MOST_ITEMS: Final = 40
_LEAST_SHARE: Final = 0.001
_ACCOUNTING: Final = (
    r"平衡项目|抵[销消]|调整|^其[他它]|^[内外]销|^[国境][内外]|^华[东南北中]|^分部$|^合计"
)
"""Lines of segment reports that are no goods."""
_BOILERPLATE: Final = (
    r"一般项目|许可项目|许可经营|经营项目|经营范围|经营活动|相关部门|法律|法规|国务院|国家|前置|除外|"
    r"不含|限制|未取得|凭.*证|进出口|本企业|本公司|自营|三来一补|技术[服转咨推交]|咨询服务|备案|批准|"
    r"审批|有效期|租赁|投资$|^投资|技术开发$|^物业管理$"
)
"""Items that firms of every trade have."""
_DEEDS: Final = "研发|开发|研制|研究|设计|制造|生产|加工|产销|销售|经营|批发|零售|安装|维修"
_BEFORE: Final = rf"^(?:{_DEEDS}|从事|各类|各种|主营|兼营|自产|产品|[和与及的])+"
_AFTER: Final = rf"(?:{_DEEDS}|服务|业务|[和与及的])+$"
_GROUP: Final = re.compile(r"(集团|控股|股份)+$")


@dataclass(frozen=True)
class Documents:
    """``names``: one a document, "" without one. ``items``: ITEMS, in order."""

    names: list[str]
    items: pl.DataFrame

    def __len__(self) -> int:
        return len(self.names)


def product_documents(firms: pl.DataFrame) -> Documents:
    """Names and main products, the documents in the order of the firms.

    ``firms``: FIRM_TEXTS; ``product_weights`` (list of shares, 0-1, beside the products) where the
    revenue of each is known. Without it each product counts less than the one before.
    """
    numbered = firms.with_columns(document=pl.int_range(pl.len(), dtype=pl.Int64)).filter(
        pl.col("products").str.len_chars() > 0
    )
    if "product_weights" not in firms.columns:
        numbered = numbered.with_columns(product_weights=pl.lit(None, pl.List(pl.Float64)))
    given = numbered.with_columns(text=pl.col("products").str.split("；")).filter(
        pl.col("product_weights").list.len() == pl.col("text").list.len()
    )
    ranked = numbered.join(given.select("document"), on="document", how="anti").with_columns(
        text=pl.col("products").str.replace_all(_LISTED, "\n").str.split("\n")
    )
    share = pl.col("product_weights").fill_null(_LEAST_SHARE).fill_nan(_LEAST_SHARE)
    rank = pl.int_range(pl.len()).over("document")
    items = pl.concat(
        [
            given.explode("text", "product_weights").select(
                "document", "text", weight=share.clip(_LEAST_SHARE, 1.0)
            ),
            ranked.explode("text").select("document", "text", weight=1 / (1.0 + rank)),
        ]
    )
    items = items.filter(~pl.col("text").str.contains(_ACCOUNTING)).pipe(_tidied)
    return Documents([name_core(name or "") for name in firms["name"]], items)


def scope_documents(firms: pl.DataFrame, *, named: bool) -> Documents:
    """Business scopes without boilerplate, early items counting more; with names or without."""
    scopes = firms.lazy().select(firm=pl.int_range(pl.len(), dtype=pl.Int64), text="scope")
    sentences = sentences_of(scopes.drop_nulls()).with_row_index("sentence_id").collect()
    kept = (
        items_of(sentences.select("sentence_id", "text"))
        .join(sentences.select("sentence_id", "firm", "before"), on="sentence_id")
        .filter(~pl.col("text").str.contains(_BOILERPLATE))
        .with_columns(bare=pl.col("text").str.replace(_BEFORE, "").str.replace(_AFTER, ""))
        .with_columns(
            text=pl.when(pl.col("bare").str.len_chars() > 1).then("bare").otherwise("text")
        )
        .sort("firm", "before", "sentence_id", "item")
    )
    rank = pl.int_range(pl.len()).over("firm")
    items = kept.select(document="firm", text="text", weight=(1 / (1.0 + rank)).sqrt())
    names = [name_core(name or "") if named else "" for name in firms["name"]]
    return Documents(names, _tidied(items))


def _tidied(items: pl.DataFrame) -> pl.DataFrame:
    text = pl.col("text").str.replace_all(r"[(（][^()（）]*[)）]|\s+", "")
    return (
        items.with_columns(text=text)
        .filter(pl.col("text").str.len_chars().is_between(2, _LONGEST))
        .group_by("document", "text", maintain_order=True)
        .agg(pl.col("weight").max())
        .sort("document", maintain_order=True)
        .group_by("document", maintain_order=True)
        .head(_MOST_ITEMS)
        .select(*ITEMS)
        .cast(ITEMS)
    )


@lru_cache(maxsize=200_000)
def name_core(name: str) -> str:
    """Trade name and business of a firm name, without place, legal form and group.

    >>> name_core("苏州信达光电科技股份有限公司")
    '信达光电科技'
    """
    parts = parse_name(name)
    return _GROUP.sub("", parts.trade_name + parts.business)
