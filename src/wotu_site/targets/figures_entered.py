"""Figures of targets as people enter them: in 亿元, while the book keeps yuan."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from wotu.contracts.base_units import base_unit
from wotu.packs.indicators import Indicator
from wotu.targets.target import Milestone

_MONEY = ("元", "美元")
_SCALES = ((10**8, "亿"), (10**4, "万"))


class EnteredError(ValueError):
    """What was entered cannot be read; the words say which part."""


def unit_for(indicator: Indicator, written: str) -> tuple[str, Decimal]:
    """The indicator's unit for a written one, and how many of it one of the written is.

    >>> from wotu.reading.indicators import shipped_indicators
    >>> unit_for(shipped_indicators()["gdp"], "亿元")
    ('元', Decimal('100000000'))
    """
    found = base_unit(written) if written else None
    unit = indicator.unit_of(found.unit) if found else None
    if found is None or unit is None:
        raise EnteredError(written)
    return unit, Decimal(found.factor.times) / found.factor.over


def shown_unit(values: Sequence[float | None], unit: str | None) -> tuple[str, Decimal]:
    """The unit in which figures are offered for changing, and its size: 亿元 for large money.

    >>> shown_unit([182_000_000_000.0], "元")
    ('亿元', Decimal('100000000'))
    """
    largest = max((abs(value) for value in values if value is not None), default=0)
    if unit in _MONEY:
        for size, word in _SCALES:
            if largest >= size:
                return f"{word}{unit}", Decimal(size)
    return unit or "", Decimal(1)


def shown_number(value: float | None, size: Decimal) -> Decimal | None:
    """A kept figure in the unit in which it is offered, without digits that nobody entered."""
    if value is None:
        return None
    number = Decimal(f"{value:.15g}") / size
    return number.normalize() if number != number.to_integral() else number.quantize(Decimal(1))


def milestones_text(milestones: Sequence[Milestone], size: Decimal) -> str:
    """Milestones as they are offered for changing, one a line."""
    return "\n".join(
        f"{one.on.isoformat()}: {shown_number(one.value, size):f}" for one in milestones
    )
