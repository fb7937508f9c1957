"""Who the invented firms are: code, name, former name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from wotu.demo.draws import Flags, codes, masked
from wotu.demo.invented_codes import usccs
from wotu.demo.names import PLACE, business_words, firm_names, legal_form_words, trade_names
from wotu.demo.population import STATES, Population

_BRANCH_WORDS: Final = ("分公司", "第一分公司", "高新分公司", "沃野路分公司")
_RENAMED: Final = 0.045
"""Share of firms that once bore the name of another line of business."""

_UNCODED_BEFORE: Final = np.datetime64("2012-01-01")


@dataclass(frozen=True)
class Identities:
    """One row a firm; ``uscc`` is null for old firms that never exchanged their licence."""

    uscc: pl.Series
    name: pl.Series
    former: pl.Series


def draw_identities(firms: Population, joint_stock: Flags) -> Identities:
    """Names and codes of a chunk: all different, also from those of other chunks."""
    draws = firms.draws
    trade = trade_names(firms.number, draws.seed)
    business = business_words(draws, "business", firms.line)
    other = business_words(draws, "former business", firms.line)
    form = legal_form_words(draws, joint_stock)
    trade = _of_group(firms, trade, business, other)
    names = firm_names(draws, trade, business, form)
    words = codes("word", _BRANCH_WORDS, firms.number % len(_BRANCH_WORDS))
    frame = pl.DataFrame(
        {
            "own": names,
            "head": names.gather(np.maximum(firms.head, 0)),
            "word": words,
            "branch": firms.is_branch,
        }
    )
    name = pl.when("branch").then(pl.concat_str("head", "word")).otherwise("own")
    uncoded = (firms.state == STATES.index("revoked")) & (firms.founded < _UNCODED_BEFORE)
    return Identities(
        uscc=masked(usccs(firms.number, draws.seed).alias("uscc"), ~uncoded),
        name=frame.select(firm_name=name).to_series(),
        former=_former_names(firms, trade, other, business, joint_stock),
    )


def _of_group(
    firms: Population, trade: pl.Series, business: pl.Series, other: pl.Series
) -> pl.Series:
    """A subsidiary has its parent's trade name, where its own line of business is another."""
    head = np.maximum(firms.head, 0)
    frame = pl.DataFrame(
        {
            "trade": trade,
            "parent": trade.gather(head),
            "business": business,
            "theirs": business.gather(head),
            "once": other.gather(head),
            "member": (firms.head >= 0) & ~firms.is_branch,
        }
    )
    differs = (pl.col("business") != pl.col("theirs")) & (pl.col("business") != pl.col("once"))
    shared = pl.when(pl.col("member") & differs).then("parent").otherwise("trade")
    return frame.select(trade=shared).to_series()


def _former_names(
    firms: Population, trade: pl.Series, other: pl.Series, business: pl.Series, joint_stock: Flags
) -> pl.Series:
    """Names before a change of business, and of joint-stock companies before their conversion."""
    renamed = firms.draws.stream("renamed").random(firms.count) < _RENAMED
    single = (firms.head < 0) & (firms.age > 2)
    frame = pl.DataFrame(
        {
            "trade": trade,
            "other": other,
            "business": business,
            "renamed": renamed & single,
            "converted": joint_stock & single,
        }
    )
    before = pl.when("converted").then("business").otherwise("other")
    changed = pl.col("converted") | (pl.col("renamed") & (pl.col("other") != pl.col("business")))
    name = pl.concat_str(pl.lit(PLACE), "trade", before, pl.lit("有限公司"))
    return frame.select(former_names=pl.when(changed).then(name)).to_series()
