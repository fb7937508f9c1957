"""Bound words: how a figure stands to the true value."""

from __future__ import annotations

from typing import Final

from wotu.reading.claim import Bound

_BEFORE: Final = {
    Bound.OVER: "超过 超出 超 突破 冲破 逾 破 不少于 不低于 不小于 至少 高于 大于 多于 跨过 "
    "跃过 迈过 越过 最低 不下",
    Bound.NEARLY: "接近 将近 逼近 近",
    Bound.ABOUT: "大约 约合 约为 约占 约 大概 大致",
    Bound.UP_TO: "不超过 不高于 不多于 不大于 低于 少于 小于 不足 不到 不满 最高 最多 "
    "至多 最长 最大",
}
_AFTER: Final = {
    Bound.OVER: "以上 之上 大关 有余 开外 + 之多 多",
    Bound.ABOUT: "左右 上下 许",
    Bound.UP_TO: "以下 以内 之内 内",
}

BOUND_BEFORE: Final = {word: bound for bound, words in _BEFORE.items() for word in words.split()}
"""Bound words that stand before a figure."""

BOUND_AFTER: Final = {word: bound for bound, words in _AFTER.items() for word in words.split()}
"""Bound words that stand after it."""


def pattern(words: dict[str, Bound]) -> str:
    """Regular expression of any of the words, the longest first."""
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(_NOT_AFTER.get(word[0], "") + word.replace("+", r"\+") for word in ordered)


_NOT_AFTER: Final = {"约": "(?<![签节条公契预])", "近": "(?<![最附邻靠亲])"}
"""Of a bound word's first character: what makes another word of it, as in 签约13个项目."""


FIRST_CHARACTERS: Final = "".join(sorted({word[0] for word in BOUND_BEFORE}))
"""What a bound word can begin with: a look at one character spares most places of a text."""
