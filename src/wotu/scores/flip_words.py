"""What would swap two places, in words for leaders: ``{place}`` and ``{other}`` are names."""

from __future__ import annotations

import math
from typing import Final

from wotu.packs.schema import Label
from wotu.scores.tree import Node
from wotu.units import COUNT_PER_UNIT

LARGE: Final = ((1e8, "亿"), (1e4, "万"))
SCALED: Final = frozenset({"元", "美元", "人"})
"""Units that are written with 万 and 亿 before them."""


def words_of_weight(node: Node, before: float, after: float, *, upward: bool) -> Label:
    """``before`` and ``after``: shares of the index."""
    rises = after > before
    old, new = _digits(before * 100, 3), _beyond(before * 100, after * 100)
    way, end = ("升", "高") if rises else ("降", "低")
    outcome = "将超过 {other}" if upward else "将被 {other} 超过"
    passes = "{place} would pass {other}" if upward else "{other} would pass {place}"
    rose = "rose" if rises else "fell"
    if _is_hair(before, after):
        return Label(
            zh=f"若“{node.label.zh}”的权重稍有{way}{end}（现 {old}%），{outcome}",
            en=f"If the weight of {node.label.en} {rose} at all from {old}%, {passes}",
        )
    return Label(
        zh=f"若“{node.label.zh}”的权重由 {old}% {way}到 {new}%，{outcome}",
        en=f"If the weight of {node.label.en} {rose} from {old}% to {new}%, {passes}",
    )


def words_of_value(leaf: Node, before: float, after: float, *, upward: bool) -> Label:
    """``before`` and ``after`` in the indicator's unit."""
    rises = after > before
    old, new = _with_unit(before, before, leaf.unit), _with_unit(before, after, leaf.unit)
    way, end = ("升", "高") if rises else ("降", "低")
    outcome = "即可超过 {other}" if upward else "将被 {other} 超过"
    passes = "would bring {place} past {other}" if upward else "would let {other} pass {place}"
    if _is_hair(before, after):
        return Label(
            zh=f"“{leaf.label.zh}”稍有{way}{end}（现 {old}），{outcome}",
            en=f"{leaf.label.en} {'up' if rises else 'down'} at all (now {old}) {passes}",
        )
    return Label(
        zh=f"“{leaf.label.zh}”{way}到 {new}（现 {old}），{outcome}",
        en=f"{leaf.label.en} {'up' if rises else 'down'} to {new} (now {old}) {passes}",
    )


def words_of_choice(step: Label, choice: Label, *, upward: bool) -> Label:
    """``choice`` in the place of the nominal one of a step."""
    outcome = "将超过 {other}" if upward else "将被 {other} 超过"
    passes = "{place} would pass {other}" if upward else "{other} would pass {place}"
    return Label(
        zh=f"若{step.zh}改为{_spaced(choice.zh)}，{outcome}",
        en=f"With {step.en} ({choice.en}), {passes}",
    )


def _is_hair(before: float, after: float) -> bool:
    """Whether the two are equal already, so that any change decides."""
    return abs(after - before) <= 1e-7 * abs(before)


def _spaced(name: str) -> str:
    """A Latin word stands off from the Chinese before it."""
    return f" {name}" if name[:1].isascii() else name


def _with_unit(before: float, value: float, unit: str) -> str:
    """A figure with its unit, rounded so that it is not short of what is needed."""
    if unit in {"%", "％"}:
        return f"{_beyond(before, value)}%"
    size, prefix = 1.0, ""
    if unit in SCALED:
        largest = max(abs(before), abs(value))
        size, prefix = next((one for one in LARGE if largest >= one[0]), (1.0, ""))
    if size == 1.0 and COUNT_PER_UNIT.get(unit) == 1 and before == round(before):
        return f"{_whole(before, value):,} {unit}"
    return f"{_beyond(before / size, value / size)} {prefix}{unit}".rstrip()


def _whole(before: float, value: float) -> int:
    """The first whole number past ``value``; of things that are counted."""
    if value == before:
        return round(value)
    if value > before:
        return math.floor(value + 1e-9) + 1
    return math.ceil(value - 1e-9) - 1


def _beyond(before: float, value: float) -> str:
    """Rounded away from ``before``, to so many digits that the two differ."""
    if value == before:
        return _digits(value, 4)
    gap = abs(value - before)
    step = 10.0 ** min(math.floor(math.log10(gap)) - 1, math.floor(_magnitude(value)) - 2)
    rounded = math.ceil(value / step) if value > before else math.floor(value / step)
    return _trimmed(rounded * step, max(0, -math.floor(math.log10(step) + 0.5)))


def _magnitude(value: float) -> float:
    return math.log10(abs(value)) if value else 0.0


def _digits(value: float, digits: int) -> str:
    decimals = max(0, digits - 1 - math.floor(_magnitude(value)))
    return _trimmed(value, decimals)


def _trimmed(value: float, decimals: int) -> str:
    text = f"{value:,.{min(decimals, 12)}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
