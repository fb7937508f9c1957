"""How plans write aims, paths and milestones, and what that is in the book."""

from __future__ import annotations

import math
import re
import unicodedata
from typing import Final

from wotu.errors import WotuError
from wotu.packs.indicators import Direction, Indicator
from wotu.periods import period_days, period_of_text
from wotu.targets.target import Aim, Milestone, PathKind

_AIMS: Final = (
    (Aim.WITHIN, re.compile(r"区间|范围|之间|within|range", re.IGNORECASE)),
    (Aim.AT_MOST, re.compile(r"不高于|不超过|不大于|以内|以下|低于|控制|下降|降|≤|<|at.most|down")),
    (Aim.AT_LEAST, re.compile(r"不低于|不少于|不小于|以上|高于|达到|增|升|提高|≥|>|at.least|up")),
)
_PATHS: Final = (
    (PathKind.SEASONAL, re.compile(r"季节|季度分解|往年|season", re.IGNORECASE)),
    (PathKind.MILESTONES, re.compile(r"节点|分年|分阶段|阶段|milestone", re.IGNORECASE)),
    (PathKind.LINEAR, re.compile(r"线性|均匀|匀速|平均|序时|linear", re.IGNORECASE)),
)
_BETWEEN: Final = re.compile(r"[;；,，、\n]+")
_MILESTONE: Final = re.compile(r"^(?P<when>.+?)[:：=]\s*(?P<number>-?\d+(?:\.\d+)?)\D*$")

_MULTIPLES: Final = (1, 1_000, 10_000, 1_000_000, 100_000_000)
_FAR: Final = 20
"""Times by which a milestone may differ from the target value: less than the step from one usual
multiple to the next."""


class UnreadableError(WotuError):
    """A cell of a plan does not say what it should."""

    kind = "target_cell"


def aim_of(
    text: str | None, bound: str | None, indicator: Indicator | None, *, has_upper: bool
) -> Aim:
    """The aim that a plan writes; else that of its bound, else of the indicator's direction.

    Raises:  UnreadableError for a text that says none.
    """
    if text:
        found = next((aim for aim, words in _AIMS if words.search(text)), None)
        if found is None:
            raise UnreadableError(
                f"看不懂目标方向“{text}”，应写不低于、不高于或区间内。"
                f" '{text}' is no aim: at least, at most or within a range."
            )
        return found
    if has_upper:
        return Aim.WITHIN
    less_is_better = indicator is not None and indicator.direction is Direction.DOWN
    return Aim.AT_MOST if bound == "up_to" or less_is_better else Aim.AT_LEAST


def path_kind_of(text: str | None, *, has_milestones: bool) -> PathKind:
    """The path that a plan writes; without a word milestones make one, else it is linear.

    Raises:  UnreadableError for a text that says none.
    """
    if not text:
        return PathKind.MILESTONES if has_milestones else PathKind.LINEAR
    found = next((path for path, words in _PATHS if words.search(text)), None)
    if found is None:
        raise UnreadableError(
            f"看不懂进度路径“{text}”，应写线性、季节或节点。"
            f" '{text}' is no path: linear, seasonal or milestones."
        )
    return found


def milestones_of(text: str | None, value: float) -> tuple[Milestone, ...]:
    """Dated values in order, in the unit of ``value``, the target value.

    A plan writes them in the unit of its column (1800, in 亿元), which the lake has multiplied out
    of the target value; of the usual multiples the one counts that brings them next to it.

    >>> [(str(one.on), one.value) for one in milestones_of("2024:1800；2025年6月: 1,900", 2e11)]
    [('2024-12-31', 180000000000.0), ('2025-06-30', 190000000000.0)]

    Raises:  UnreadableError for a part that is no period with a number, or numbers that are far
        from the target value in every multiple.
    """
    # A comma inside a number is no end of a part.
    plain = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", unicodedata.normalize("NFKC", text or ""))
    found = sorted(_milestone(part) for one in _BETWEEN.split(plain) if (part := one.strip()))
    if not found or not any(one.value for one in found):
        return tuple(found)
    factor = _factor(max(abs(one.value) for one in found), abs(value), text or "")
    return tuple(Milestone(one.on, one.value * factor) for one in found)


def _factor(largest: float, value: float, text: str) -> float:
    if value == 0:
        return 1.0
    factor = min(_MULTIPLES, key=lambda one: abs(math.log10(largest * one / value)))
    if not 1 / _FAR < largest * factor / value < _FAR:
        raise UnreadableError(
            f"节点“{text}”与目标值相差太远，请核对单位。"
            f" The milestones '{text}' are far from the target value: check their unit."
        )
    return float(factor)


def _milestone(part: str) -> Milestone:
    found = _MILESTONE.match(part)
    period = period_of_text(found["when"]) if found else None
    days = period_days(period) if period else None
    if found is None or days is None:
        raise UnreadableError(
            f"看不懂节点“{part}”，应写 2024:1800。 '{part}' is no milestone: write 2024:1800."
        )
    return Milestone(days.last, float(found["number"]))
