"""Names of invented firms: invented place, invented trade name, line of business, legal form.

Every trade name is given once, so every name is; none begins as a real firm's name does, because
no place of the zone's name is in the register of divisions.
"""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np
import polars as pl

from wotu.demo.draws import Draws, Flags, Ints, codes, masked, pick
from wotu.demo.phrases import Phrases
from wotu.demo.sectors import lines

PLACE: Final = "云岭"
ZONE_NAME: Final = "云岭高新区"

_FIRST: Final = (
    "启恒瑞卓博远嘉宏泽睿景晟凯智诚盛昊铭鼎鑫腾致弘毅峻承奕翰朗辰汇冠拓臻慧星光海天云山泰安康宁和润"
    "清澄湛霁岚岑峰岳翔翎骏驰捷迅达衍沐灵颖秀文章典雅兰若芷蕴涵淳朴厚载行知善为元亨贞吉祺禾穗谷丰登"
)
_SECOND: Final = (
    "衡微芯联科创新维拓锐思特邦信德业源生技工能力动航宇驭程路桥基石础原本象界域图像视听声波频谱光纤纳"
    "米磁电极核子量质体晶格构造型模具机器械控制算法数码字节流形态势场景观澜汀洲屿湾港津渡帆舟楫锚梁栋"
)
_THIRD: Final = (
    "一中正方圆明亮通顺利达成立言语意心境时节季年华章程式样本真实在有无上下前后左右东西南北山川田园林木花果竹"
    "松柏桐枫桂梅杨柳鹤鹰鹏燕鹿马龙虎玉璟珂瑜琪琳珊瑶璐"
)

_TWO: Final = 8_000
"""So many firms have a trade name of two characters; further ones have three."""

_STEP: Final = 6_700_417  # a prime, so prime to the numbers of combinations

_PLACES: Final = ("云岭", "云岭市", "云岭高新区", "")
_PLACE_SHARES: Final = (0.84, 0.06, 0.03, 0.07)
"""The last kind writes the place in brackets after the trade name."""

_FORMS: Final = ("有限公司", "有限责任公司", "股份有限公司")


def trade_names(numbers: Ints, seed: int) -> pl.Series:
    """One trade name for each number: two characters for the first 8,000, then three."""
    first, second, third = _characters()
    pairs = len(first) * len(second)
    two = (numbers * (_STEP % pairs) + seed * 31) % pairs
    more = pairs * len(third)
    three = ((numbers - _TWO) * (_STEP % more) + seed * 31) % more
    place = np.where(numbers < _TWO, two, three % pairs)
    frame = pl.DataFrame(
        {
            "first": codes("first", first, place // len(second)),
            "second": codes("second", second, place % len(second)),
            "third": masked(codes("third", third, three // pairs), numbers >= _TWO),
        }
    )
    return frame.select(pl.concat_str(pl.all(), ignore_nulls=True)).to_series()


def business_words(draws: Draws, subject: str, line: Ints) -> pl.Series:
    """Words for the business of each firm, of its line."""
    words = Phrases.of(item.business for item in lines())
    return words.drawn("business", line, draws.stream(subject).random(len(line)))


def legal_form_words(draws: Draws, joint_stock: Flags) -> pl.Series:
    """How the name ends."""
    written_out = draws.stream("form words").random(len(joint_stock)) < 0.08
    return codes("form", _FORMS, np.where(joint_stock, 2, written_out.astype(np.int64)))


def firm_names(draws: Draws, trade: pl.Series, business: pl.Series, form: pl.Series) -> pl.Series:
    """Full names; the place before the trade name or in brackets after it."""
    kind = pick(draws.stream("place"), _PLACE_SHARES, len(trade))
    bracketed = pl.Series(kind == 3)
    frame = pl.DataFrame(
        {"place": codes("place", _PLACES, kind), "trade": trade, "business": business, "form": form}
    )
    before = pl.concat_str("place", "trade", "business", "form")
    after = pl.concat_str("trade", "business", pl.lit(f"（{PLACE}）"), "form")
    name = pl.when(pl.lit(bracketed)).then(after).otherwise(before)
    return frame.select(name.alias("firm_name")).to_series()


@cache
def _characters() -> tuple[list[str], list[str], list[str]]:
    """Characters of the first, second and third place.

    None of the second begins a name, and none of the third begins a line of business, so that no
    two combinations read alike.
    """
    first = list(dict.fromkeys(_FIRST))
    second = [char for char in dict.fromkeys(_SECOND) if char not in first]
    begins = {word[0] for line in lines() for word in line.business}
    third = [char for char in dict.fromkeys(_THIRD + _SECOND) if char not in begins]
    return first, second, third
