"""Units as headers and cells write them, and what one of each is in the unit of the lake."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from wotu.contracts.schema import FieldType
from wotu.units import COUNT_PER_UNIT, SHARE_PER_UNIT, USD_PER_UNIT, YUAN_PER_UNIT

_BARE: Final = {"万": 10_000, "千万": 10_000_000, "百万": 1_000_000, "亿": 100_000_000}
"""Magnitudes without a unit: 1.2亿 of money are yuan, 1.2万 of persons are persons."""


@dataclass(frozen=True, slots=True)
class Factor:
    """A unit as an exact fraction: ``times / over`` units of the lake."""

    times: int = 1
    over: int = 1


ONE: Final = Factor()


def _fractions(values: dict[str, Decimal] | dict[str, int]) -> dict[str, Factor]:
    return {unit: Factor(*Decimal(value).as_integer_ratio()) for unit, value in values.items()}


def _keys(units: dict[str, Factor]) -> dict[str, Factor]:
    return {unit_key(unit): factor for unit, factor in units.items()}


def unit_key(text: str) -> str:
    """A unit in the form in which units are compared.

    >>> unit_key(" 万 元 "), unit_key("％"), unit_key("㎡")
    ('万元', '%', 'm2')
    """
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


_BARE_FACTORS: Final = _fractions(_BARE)
_AREA: Final = {
    "平方米": 1,
    "平米": 1,
    "㎡": 1,
    "m²": 1,
    "m2": 1,
    "万平方米": 10_000,
    "公顷": 10_000,
}
_POINTS: Final = {"分": 1, "points": 1}

FACTORS: Final[dict[FieldType, dict[str, Factor]]] = {
    FieldType.MONEY: _keys(_fractions(YUAN_PER_UNIT) | _BARE_FACTORS),
    FieldType.MONEY_USD: _keys(_fractions(USD_PER_UNIT) | _BARE_FACTORS),
    FieldType.COUNT: _keys(_fractions(COUNT_PER_UNIT) | _BARE_FACTORS | {"人次": ONE, "位": ONE}),
    FieldType.SHARE: _keys(_fractions(SHARE_PER_UNIT)) | {"1": ONE},
    FieldType.AREA: _keys(_fractions(_AREA)),
    FieldType.POINTS: _keys(_fractions(_POINTS)),
    FieldType.NUMBER: _keys(_BARE_FACTORS) | {"%": ONE},
}
"""Accepted units of each type of number, by :func:`unit_key`."""

FOREIGN_CURRENCY: Final = re.compile(
    r"美元|美金|美\)?$|港元|港币|欧元|日元|英镑|澳元|澳大利亚元|加元|加拿大元|新加坡元|新西兰元|韩元|韩币|"
    r"台币|法郎|瑞郎|卢布|卢比|马克|克郎|克朗|里拉|先令|比索|泰铢|林吉特|"
    r"usd|hkd|eur|jpy|gbp|aud|cad|sgd|krw|twd|chf|us\$|hk\$|\$|€|£",
    re.IGNORECASE,
)
"""Money that is not yuan; the rate of which day would apply is not ours to guess."""

ALL_UNITS: Final = frozenset(unit for units in FACTORS.values() for unit in units) - {"1"}


def factor_of(kind: FieldType, unit: str | None) -> Factor | None:
    """What one of ``unit`` is for a field of type ``kind``; null for a unit of another kind."""
    if unit is None:
        return ONE
    return FACTORS.get(kind, {}).get(unit_key(unit))


def is_unit(text: str) -> bool:
    """Whether a text is a unit and nothing else, foreign money included.

    >>> is_unit("万元"), is_unit("万美元"), is_unit("名称")
    (True, True, False)
    """
    key = unit_key(text)
    if key in ALL_UNITS:
        return True
    money = FOREIGN_CURRENCY.sub("", key)
    return money != key and money in {"", "万", "千", "百万", "亿"}
