"""Why two figures differ, in a sentence of each language."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Final

from wotu.contracts.notices import Notice
from wotu.figures import number_text
from wotu.reading.claim import Bound
from wotu.reading.reconciling.differences import Comparison, Stated
from wotu.reading.reconciling.statements import LAKE, Statement

_SPACE: Final = re.compile(r"\s+")
_BOUNDS: Final = {
    Bound.OVER: ("“超”一类的词说的是下限", "words such as 超 state a lower limit"),
    Bound.UP_TO: (
        "“最高”“前几”一类的词说的是上限",
        "words such as 最高 and 前 state an upper limit",
    ),
    Bound.NEARLY: ("“近”按低于所写数不到10%计", "近 counts as at most 10% below what is written"),
    Bound.ABOUT: ("“约”按上下5%计", "约 counts as within 5%"),
}
_EXTENT_NONE: Final = ("未写范围", "names none")


def figure_words(statement: Statement) -> str:
    """The figure as the source writes it, without line breaks: ``超2000家``."""
    return _SPACE.sub("", statement.claim.quote)


def explain(comparison: Comparison) -> Notice:
    """Both figures with their sources, and why they differ; the code is the class.

    The more exact figure, then the one of the earlier document, is named first, so that the words
    do not depend on the order of the two.
    """
    one, other = sorted((comparison.one, comparison.other), key=_place)
    zh, en = _REASONS[comparison.reason](one, other, comparison.factor)
    said_zh = f"{_source_zh(one)}写“{_words(one)}”，{_source_zh(other)}写“{_words(other)}”"
    said_en = f"{_source_en(one)} says “{_words(one)}”, {_source_en(other)} says “{_words(other)}”"
    return Notice(comparison.difference.value, f"{said_zh}：{zh}。", f"{said_en}: {en}.")


def _place(one: Stated) -> tuple[Fraction, str, str]:
    published = one.statement.published
    return one.step, str(published or "9999"), one.statement.id


def _words(one: Stated) -> str:
    return figure_words(one.statement)


def _source_zh(one: Stated) -> str:
    return "数据湖" if one.statement.source == LAKE else f"《{one.statement.source_name}》"


def _source_en(one: Stated) -> str:
    return "the lake" if one.statement.source == LAKE else one.statement.source_name


_Reason = tuple[str, str]


def _equal(one: Stated, other: Stated, factor: Fraction | None) -> _Reason:
    return "一致", "the same"


def _rounding(one: Stated, other: Stated, factor: Fraction | None) -> _Reason:
    zh = f"前者按后者写出的位数四舍五入就是“{_words(other)}”，不矛盾，但后者少了位数"
    en = f"the first rounds to “{_words(other)}” at the digits written there: no contradiction,"
    return zh, f"{en} the second has fewer digits"


def _bound(one: Stated, other: Stated, factor: Fraction | None) -> _Reason:
    words = dict.fromkeys(
        _BOUNDS[side.statement.claim.bound]
        for side in (one, other)
        if side.statement.claim.bound in _BOUNDS
    )
    zh = "，".join(word for word, _ in words)
    return f"{zh}，两者可以同时成立", "; ".join(word for _, word in words) + "; both can be true"


def _range(one: Stated, other: Stated, factor: Fraction | None) -> _Reason:
    return "一处写的是区间，两者可以同时成立", "one is a range, and both can be true"


def _slip(one: Stated, other: Stated, factor: Fraction | None) -> _Reason:
    zh, en = {10**4: ("一万", "ten thousand"), 10**8: ("一亿", "a hundred million")}[
        int(factor or 0)
    ]
    return (
        f"正好相差{zh}倍，应是单位多写或漏写了“万”“亿”",
        f"exactly {en} times apart: 万 or 亿 was lost or added to the unit",
    )


def _percent(one: Stated, other: Stated, factor: Fraction | None) -> _Reason:
    return (
        "正好相差100倍，应是比例与百分数混写",
        "exactly 100 times apart: a share against per cent",
    )


def _points(one: Stated, other: Stated, factor: Fraction | None) -> _Reason:
    zh = "一处是百分比，一处是百分点，两者不是一回事，须核对原文"
    return zh, "one is in per cent and one in points, which are not the same: check the texts"


def _currency(one: Stated, other: Stated, factor: Fraction | None) -> _Reason:
    rate = number_text(factor or 0)
    return (
        f"币种不同，折合1美元兑{rate}元，汇率合理",
        f"another currency, at a plausible {rate} yuan",
    )


def _extent(one: Stated, other: Stated, factor: Fraction | None) -> _Reason:
    (one_zh, one_en), (other_zh, other_en) = _named(one, other), _named(other, one)
    return (
        f"统计范围不同，前者{one_zh}，后者{other_zh}",
        f"different extents: the first {one_en}, the second {other_en}",
    )


def _named(one: Stated, other: Stated) -> _Reason:
    words = "、".join(sorted(one.extent - other.extent))
    return (f"写明“{words}”", f"names “{words}”") if words else _EXTENT_NONE


def _marked(one: Stated, other: Stated, factor: Fraction | None) -> _Reason:
    return (
        "原文写明一处为初步数或修订数，应是前后两版",
        "a text says preliminary or revised: two versions",
    )


def _unmarked(one: Stated, other: Stated, factor: Fraction | None) -> _Reason:
    apart = _days_apart(one.statement, other.statement)
    return (
        f"发布相隔{apart}天而差距很小，应是前后两版，默认取最新发布的",
        f"published {apart} days apart and close: two versions, the latest is taken by default",
    )


def _days_apart(one: Statement, other: Statement) -> int:
    return abs((one.published - other.published).days) if one.published and other.published else 0


def _conflict(one: Stated, other: Stated, factor: Fraction | None) -> _Reason:
    zh = "写法、范围、单位和版本都解释不了差异，须人工核定"
    en = "neither wording, extent, unit nor version explains it: a person has to decide"
    largest = max(abs(one.figure), abs(other.figure))
    if one.dimension == "percent" or not largest:
        return zh, en
    apart = number_text(100 * abs(one.figure - other.figure) / largest)
    return f"相差{apart}%，{zh}", f"{apart}% apart; {en}"


_REASONS: Final = {
    "equal": _equal,
    "rounding": _rounding,
    "bound": _bound,
    "range": _range,
    "slip": _slip,
    "percent": _percent,
    "points": _points,
    "currency": _currency,
    "extent": _extent,
    "marked": _marked,
    "unmarked": _unmarked,
    "conflict": _conflict,
}
