"""Rows and names that no import may swallow: firms that do not exist, with faults of every kind."""

from __future__ import annotations

from typing import Final

from wotu.demo.invented_codes import uscc_of_body
from wotu.identity.uscc import ALPHABET

_NAMES: Final = (
    "云岭拾穗机电设备有限公司",
    "云岭问渠信息技术有限公司",
    "云岭含章新材料有限公司",
    "云岭守拙贸易有限公司",
    "云岭抱朴生物科技有限公司",
    "云岭若谷环境科技有限公司",
    "云岭知微检测技术有限公司",
    "云岭见素光电有限公司",
)

OUTSIDER: Final = "云岭理工学院"
"""An owner of rights that is no firm and on no register."""


def ghost(number: int) -> tuple[str, str]:
    """Code and name of a firm that is in faulty rows only."""
    return uscc_of_body(f"W0999{number:03d}"), _NAMES[number % len(_NAMES)]


def wrong_check(code: str) -> str:
    """The code with another last character.

    >>> wrong_check("91530114W000000112")
    '91530114W000000113'
    """
    return code[:-1] + ALPHABET[(ALPHABET.index(code[-1]) + 1) % len(ALPHABET)]
