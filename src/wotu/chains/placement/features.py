"""The features of which the confidence in a placement is made."""

from __future__ import annotations

from typing import Final

import polars as pl

from wotu.chains.placement.items import Deed, TextField
from wotu.chains.placement.verbs import MAKE, SERVE, TRADE
from wotu.chains.placement.words import Vocabulary, WordKind
from wotu.packs.chains import Activity

_LEAD_ITEMS: Final = 6
"""Items of a scope after which an item leads the list by a third as much."""

_TRADING_NAME: Final = [
    "贸易",
    "商贸",
    "商行",
    "经营部",
    "门市",
    "销售",
    "进出口",
    "物流",
    "货运",
    "物业",
    "咨询",
    "投资",
    "装饰",
    "装潢",
    "广告",
    "餐饮",
    "房地产",
    "置业",
    "劳务",
    "租赁",
    "培训",
    "旅行",
    "旅游",
    "酒店",
    "超市",
    "百货",
    "园林",
    "绿化",
    "拆迁",
    "运输有限",
    "招投标",
    "招标",
    "人力资源",
    "报关",
    "会计",
    "律师",
    "经贸",
    "外贸",
    "商务",
    "药店",
    "药房",
    "商店",
    "零售",
    "连锁",
    "商场",
    "供销",
]
"""Words of names of firms that trade or serve, and seldom make."""

_OTHER_TRADE_NAME: Final = [
    "装饰",
    "装潢",
    "园林",
    "广告",
    "文化",
    "传媒",
    "餐饮",
    "贸易",
    "商贸",
    "财税",
    "物业",
]
"""Words of names of firms whose own trade is neither the goods nor the services of a chain."""

_CATALOGUE: Final = [
    "新型电子元器件",
    "电力电子器件",
    "电力电子元器件",
    "光电子器件",
    "片式元器件",
    "敏感元器件",
    "频率控制",
    "混合集成电路",
    "新型机电元件",
    "电子专用设备",
    "测试仪器",
    "工模具",
    "精冲模",
    "精密型腔模",
    "模具标准件",
    "新型平板显示器件",
    "光、磁",
    "数字放声",
    "数字录放",
    "编解码设备",
    "高档建筑五金",
    "便携式微型计算机",
    "新型仪表元器件",
    "大容量",
]
"""Phrases of 外商投资产业指导目录, under which foreign-invested factories of any kind stand."""

_USED = ["firm", "chain", "node"]

FEATURES: Final = (
    "name_product",  # a product of the link in the firm's name
    "name_word",  # another word of the link in the name
    "name_alone",  # there is a scope, and nothing in it speaks for the link
    "own_product",  # a product of the link among the firm's main products
    "own_word",
    "scope_product",  # a product that the scope says the firm makes
    "scope_part",  # a product that only describes other goods of the scope
    "scope_word",  # a wider word, made
    "other_deed",  # the goods are named, but only traded or served
    "unsaid_deed",  # the goods are named, and nothing is said of what is done with them
    "lead",  # 1 where the goods stand first in the scope, less the later they come
    "items",  # log of the different items that name them, 0 for one or none
    "terms",  # log of the different words that name them, 0 for one or none
    "share",  # share of the scope's items that name them
    "breadth",  # log of 1 + items of the scope
    "patents",  # log of 1 + titles that name them
    "code_class",  # registered under a class of the link (four digits)
    "code_division",  # registered under a division of the link (two digits)
    "code_other",  # registered elsewhere
    "trading_name",  # the name says trade or service, and the link makes
    "other_trade_name",  # the name says another trade, and the link serves or trades
    "makes_nothing",  # the scope says what the firm does, making is not among it, the link makes
    "says_nothing",  # the scope has no verb at all, and the link makes
    "catalogue",  # only phrases of the catalogue of encouraged foreign investment name the goods
)
"""What the confidence is made of, each 0 or more; see ``weights.yaml``."""


def features(uses: pl.DataFrame, firms: pl.DataFrame, vocabulary: Vocabulary) -> pl.DataFrame:
    """The FEATURES of every firm and link that any word speaks for: firm, chain, node, …."""
    links = _links(vocabulary)
    uses = uses.join(links.select("chain", "node", "activity"), on=["chain", "node"])
    field, head, deed = pl.col("field"), pl.col("head"), pl.col("deed")
    product = pl.col("kind") == WordKind.PRODUCT
    fits = _deed_fits(deed, pl.col("activity"))
    scope, made = field == TextField.SCOPE, deed > Deed.NONE
    right = scope & fits & made
    naming = field == TextField.NAME
    counts = uses.group_by(_USED).agg(
        name_product=(naming & product & head).any(),
        name_word=(naming & ~(product & head)).any(),
        own_product=((field == TextField.PRODUCTS) & product & head).any(),
        own_word=((field == TextField.PRODUCTS) & ~(product & head)).any(),
        scope_product=(right & product & head).any(),
        scope_part=(right & ~head).any(),
        scope_word=(right & ~product & head).any(),
        other_deed=(scope & ~fits).any(),
        unsaid_deed=(scope & ~made).any(),
        lead=(-pl.col("position").filter(scope & fits & head).min() / _LEAD_ITEMS).exp(),
        items=pl.col("text").filter(head & fits & ~naming).n_unique(),
        terms=pl.col("term").filter(head & fits).n_unique(),
        patents=pl.col("text").filter(field == TextField.PATENTS).n_unique(),
        only_name=naming.all(),
        catalogue=(scope & pl.col("text").str.contains_any(_CATALOGUE)).any()
        & (naming | (scope & pl.col("text").str.contains_any(_CATALOGUE))).all(),
    )
    known = _known_of(firms)
    joined = counts.join(known, on="firm").join(links, on=["chain", "node"])
    makes = pl.col("activity") == Activity.MAKE
    code = pl.col("industry_code")
    division = code.str.slice(0, 2)
    # A map may name a class (3973) or a group (397).
    same_class = (
        pl.col("classes").list.contains(code)
        | pl.col("classes").list.contains(code.str.slice(0, 3))
    ).fill_null(False)
    same_division = pl.col("divisions").list.contains(division).fill_null(False)
    coded = code.is_not_null() & (pl.col("divisions").list.len() > 0)
    return joined.select(
        *_USED,
        *(
            pl.col(name).cast(pl.Float64)
            for name in FEATURES[: FEATURES.index("lead")]
            if name not in {"other_deed", "name_alone"}
        ),
        other_deed=(pl.col("other_deed") & ~(pl.col("scope_product") | pl.col("scope_word"))).cast(
            pl.Float64
        ),
        lead=pl.col("lead").fill_null(0.0),
        name_alone=(pl.col("only_name") & (pl.col("size") > 1)).cast(pl.Float64),
        items=pl.col("items").clip(1).log(),
        terms=pl.col("terms").clip(1).log(),
        share=(pl.col("items") / pl.col("size")).clip(0, 1),
        breadth=(pl.col("size") + 1).log(),
        patents=(pl.col("patents") + 1).log(),
        catalogue=pl.col("catalogue").cast(pl.Float64),
        code_class=(coded & same_class).cast(pl.Float64),
        code_division=(coded & same_division & ~same_class).cast(pl.Float64),
        code_other=(coded & ~same_division).cast(pl.Float64),
        trading_name=(pl.col("trading") & makes).cast(pl.Float64),
        other_trade_name=(pl.col("other_trade") & ~makes).cast(pl.Float64),
        makes_nothing=(pl.col("speaks") & ~pl.col("makes") & makes).cast(pl.Float64),
        says_nothing=(~pl.col("speaks") & makes).cast(pl.Float64),
    )


def _known_of(firms: pl.DataFrame) -> pl.DataFrame:
    """firm, industry_code, ``size`` (items of the scope), and what name and scope say at large."""
    name, scope = pl.col("name"), pl.col("scope")
    return firms.select(
        "firm",
        "industry_code",
        size=scope.str.count_matches(r"[、:：,，;；。]").fill_null(0) + 1,
        trading=name.str.contains_any(_TRADING_NAME),
        other_trade=name.str.contains_any(_OTHER_TRADE_NAME),
        makes=scope.str.contains_any(MAKE).fill_null(True),
        speaks=scope.str.contains_any([*MAKE, *TRADE, *SERVE]).fill_null(True),
    )


def _deed_fits(deed: pl.Expr, activity: pl.Expr) -> pl.Expr:
    """Whether what the firm does is what firms of the link do; what is not said may be."""
    makes = (activity == Activity.MAKE) & (deed == Deed.MAKE)
    serves = (activity == Activity.SERVE) & (deed >= Deed.SERVE)
    trades = (activity == Activity.TRADE) & (deed <= Deed.SERVE)
    return makes | serves | trades | (deed == Deed.NONE)


def _links(vocabulary: Vocabulary) -> pl.DataFrame:
    """chain, node, activity, ``classes`` (codes of GB/T 4754), ``divisions`` (their first two)."""
    rows = [
        (
            chain.chain,
            name,
            node.activity.value,
            list(node.gbt),
            sorted({code[:2] for code in node.gbt}),
        )
        for chain in vocabulary.chains.values()
        for name, node in chain.links.items()
    ]
    text, codes = pl.String(), pl.List(pl.String)
    schema = pl.Schema(
        {"chain": text, "node": text, "activity": text, "classes": codes, "divisions": codes}
    )
    return pl.DataFrame(rows, schema=schema, orient="row")
