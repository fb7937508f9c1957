"""What seeded statements are about: places, metrics and periods, each drawn once."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from wotu.packs.indicators import Indicator, IndicatorKind
from wotu.reading.claim import Claim, ClaimKind
from wotu.reading.indicators import shipped_indicators

PLACES = (
    ("苏州", "苏州市", "江苏省苏州市"), ("昆山", "昆山市", "苏州昆山市"), ("无锡", "无锡市", "江苏无锡"),
    ("苏州工业园区", "苏州工业园区", "江苏省苏州工业园区"), ("吴江区", "苏州市吴江区", "吴江区"),
    ("苏州高新区", "苏州国家高新技术产业开发区", "苏州高新技术产业开发区"),
    ("合肥", "合肥市", "安徽省合肥市"), ("合肥高新区", "合肥高新技术产业开发区", "合肥国家高新区"),
    ("成都", "成都市", "四川成都"), ("武汉", "武汉市", "湖北省武汉市"), ("西安", "西安市", "陕西西安"),
    ("长沙", "长沙市", "湖南长沙"), ("长沙县", "长沙市长沙县", "长沙县"), ("宁波", "宁波市", "浙江宁波市"),
    ("南京市鼓楼区", "江苏省南京市鼓楼区", "南京鼓楼区"), ("福州市鼓楼区", "福建福州市鼓楼区", "福州鼓楼区"),
    ("昆山高新区", "昆山高新技术产业开发区", "江苏昆山高新区"), ("广州", "广州市", "广东广州"),
)  # fmt: skip
"""Three writings of each place."""
LOOK_ALIKE = {"苏州": "苏州工业园区", "合肥": "合肥高新区", "长沙": "长沙县", "昆山": "昆山高新区",
              "南京市鼓楼区": "福州市鼓楼区"}  # fmt: skip
FREE_METRICS = (
    ("生物医药产业产值", "生物医药产业的产值"), ("集成电路产业规模", "集成电路产业规模"),
    ("省级以上研发机构数量", "省级以上研发机构"), ("限上批发业销售额", "限额以上批发业销售额"),
    ("规上物流业营业收入", "规模以上物流业的营业收入"), ("检验检测业收入", "检验检测业的收入"),
)  # fmt: skip
"""Metrics that no dictionary has, each in two writings."""


@dataclass(frozen=True)
class Thing:
    """What a pair of statements is about."""

    subjects: tuple[str, ...]
    metrics: tuple[str, ...]
    unit: str
    kind: ClaimKind
    periods: tuple[str, ...]
    value: Decimal


def things(rng: random.Random, labelled: Sequence[Claim]) -> Iterator[Thing]:
    """Subject, metric, year and kind: none twice, and no year or look-alike beside another."""
    indicators = list(shipped_indicators().values())
    seen: set[tuple[str, str, str]] = set()
    named = shipped_indicators().named
    dated = [c for c in labelled if c.subject and c.figure_max is None and not named(c.metric)]
    while True:
        if dated and rng.random() < 0.2:
            thing = _labelled_thing(rng, rng.choice(dated))
        elif rng.random() < 0.15:
            thing = _free_thing(rng)
        else:
            thing = _known_thing(rng, rng.choice(indicators))
        key = (thing.subjects[0], thing.metrics[0], thing.kind.value)
        years = {(*key, str(year)) for year in range(int(thing.periods[0][:4]) - 1, 2031)
                 if year <= int(thing.periods[0][:4]) + 1}  # fmt: skip
        if not years & seen:
            seen |= years  # type: ignore[arg-type]
            yield thing


def _periods(rng: random.Random, is_stock: bool) -> tuple[str, ...]:
    year = rng.randrange(2000, 2025)
    if is_stock:
        return (f"{year}", f"asof:{year}", f"{year}-12-31")
    return rng.choice(((f"{year}", f"{year}-01/{year}-12"), (f"{year}-Q1", f"{year}-01/{year}-03")))


def _known_thing(rng: random.Random, indicator: Indicator) -> Thing:
    names = _of_one_extent((indicator.label.zh, *indicator.synonyms))
    unit, kind = indicator.unit, ClaimKind.LEVEL
    if indicator.kind is IndicatorKind.RANK:
        kind = ClaimKind.RANK
    elif indicator.growth_of:
        base = shipped_indicators()[indicator.growth_of]
        names = _of_one_extent((base.label.zh, *base.synonyms, indicator.label.zh))
        kind = ClaimKind.CHANGE_PCT
    elif unit == "%":
        kind = ClaimKind.SHARE
    is_stock = indicator.kind is IndicatorKind.STOCK
    return Thing(rng.choice(PLACES), names, unit, kind, _periods(rng, is_stock), _value(rng, unit))


def _of_one_extent(names: tuple[str, ...]) -> tuple[str, ...]:
    """Names that bear the same words of extent as the first: 全口径税收收入 is more than 税收收入."""

    def extent(name: str) -> list[bool]:
        return [
            bool(re.search(word, name)) for word in ("规模以上|规上", "全口径", "全社会", "本级")
        ]

    return tuple(name for name in names if extent(name) == extent(names[0]))


def _free_thing(rng: random.Random) -> Thing:
    names = rng.choice(FREE_METRICS)
    unit = "家" if "企业" in names[0] or "机构" in names[0] else "元"
    kind = ClaimKind.LEVEL
    return Thing(rng.choice(PLACES), names, unit, kind, _periods(rng, False), _value(rng, unit))


def _labelled_thing(rng: random.Random, claim: Claim) -> Thing:
    subjects, metrics = (claim.subject or "",), (claim.metric, claim.metric)
    year = f"{rng.randrange(2000, 2025)}"
    return Thing(subjects, metrics, claim.unit, claim.kind, (year,), _value(rng, claim.unit))


def _value(rng: random.Random, unit: str) -> Decimal:
    """A value with more digits than anybody writes."""
    if unit in {"%", "百分点"}:
        return Decimal(rng.randrange(10_000, 4_000_000)).scaleb(-5)
    if unit in {"元", "美元"}:
        return Decimal(rng.randrange(10**6, 10**7)).scaleb(rng.randrange(3, 6))
    if unit == "位":
        return Decimal(rng.randrange(1, 40))
    return Decimal(rng.randrange(120, 99_999))
