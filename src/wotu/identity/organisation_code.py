"""组织机构代码 (GB 11714-1997): nine characters, positions 9 to 17 of a unified social credit code.

Eight characters and a check, written ``XXXXXXXX-X`` on certificates issued before October 2015.
Firms founded before the unified code kept theirs inside it, so the two identify the same firm.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt
import polars as pl

from wotu.identity.code_text import checked, values_of_bytes

ALPHABET: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
WEIGHTS: Final = (3, 7, 9, 10, 5, 8, 4, 2)
SHAPE: Final = r"^[0-9A-Z]{8}[0-9X]$"

_VALUES = values_of_bytes(ALPHABET)
_CHECKS = np.frombuffer(b"0X987654321", dtype=np.uint8)  # by weighted sum mod 11


def organisation_check_character(body: str) -> str:
    """Check character of the first eight characters (digits and upper-case letters).

    ``11 - (weighted sum mod 11)``, where 10 is written X and 11 is written 0.
    Raises:  ValueError where a character is neither digit nor upper-case letter.
    Source:  GB 11714-1997.

    >>> organisation_check_character("71526726")
    'X'
    """
    total = sum(ALPHABET.index(char) * weight for char, weight in zip(body, WEIGHTS, strict=True))
    return chr(_CHECKS[total % 11])


def is_organisation_code(code: str) -> bool:
    """Whether nine normalised characters are an organisation code with the right check."""
    body = code[:8]
    shaped = len(code) == 9 and all(char in ALPHABET for char in body)
    return shaped and organisation_check_character(body) == code[8]


def has_valid_organisation_check(expr: pl.Expr) -> pl.Expr:
    """Boolean column: nine normalised characters whose check holds; null for null."""

    def holds(matrix: npt.NDArray[np.uint8]) -> Any:
        sums = _VALUES[matrix[:, :8]] @ np.array(WEIGHTS)
        return _CHECKS[sums % 11] == matrix[:, 8]

    return checked(expr, SHAPE, 9, holds)


def organisation_code(uscc: pl.Expr) -> pl.Expr:
    """Organisation code inside a column of normalised unified codes; null where not 18 long."""
    return pl.when(uscc.str.len_chars() == 18).then(uscc.str.slice(8, 9))
