"""Codes of invented firms: right in form and check, and never those of a real firm.

Organisation codes of real firms begin with a digit or, since 2015, with MA (as 145,000
registrations show, a few old ones with E, G, K, L or X). Those of the demo begin with W.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl

from wotu.demo.draws import Ints
from wotu.identity.organisation_code import ALPHABET as BODY_ALPHABET
from wotu.identity.organisation_code import WEIGHTS as BODY_WEIGHTS
from wotu.identity.uscc import ALPHABET, WEIGHTS

DIVISION: Final = "530114"
"""The existing district whose digits the invented zone borrows; it has no part in the zone."""

DEPARTMENT: Final = "91"
"""Market regulation, enterprise."""

_LETTERS: Final = np.frombuffer(ALPHABET.encode(), dtype=np.uint8)
_RANGE: Final = 30 * 31**6
"""Bodies W, one of thirty characters that are not 0, and six more; W0 is for named firms."""

_STEP: Final = 7_919_993_503
"""Prime to the range, so that firm after firm gets another body; the bodies look mixed."""

_BODY_CHECKS: Final = np.frombuffer(b"0X987654321", dtype=np.uint8)
_CHECKS: Final = np.frombuffer(
    "".join(ALPHABET[-rest % 31] for rest in range(31)).encode(), dtype=np.uint8
)
_REGISTRATION_RANGE: Final = 2_000_000


def uscc_of_body(body: str) -> str:
    """The unified social credit code around eight characters of an organisation code.

    >>> uscc_of_body("W0000001")
    '91530114W000000112'
    """
    return str(_codes(np.frombuffer(body.encode(), dtype=np.uint8).reshape(1, 8))[0])


def usccs(numbers: Ints, seed: int) -> pl.Series:
    """One code for each number; different numbers below 2·10^10 give different codes."""
    start = (seed * 1_000_003) % _RANGE
    places = (numbers * (_STEP % _RANGE) + start) % _RANGE
    body = np.empty((len(numbers), 8), dtype=np.uint8)
    body[:, 0] = ord("W")
    for column in range(7, 1, -1):
        body[:, column] = _LETTERS[places % 31]
        places = places // 31
    body[:, 1] = _LETTERS[1 + places]
    return _codes(body)


def registration_numbers(numbers: Ints) -> pl.Series:
    """Registration numbers of 15 digits (GS 15-2006) for firms from before the unified code.

    The sequence numbers 38000000 to 39999999 are far above those of any one authority; two
    million firms have different ones.
    """
    sequence = 38_000_000 + numbers % _REGISTRATION_RANGE
    carry = np.full(len(numbers), 5, dtype=np.int64)
    for digit in (*map(int, DIVISION), *(sequence // 10**place % 10 for place in range(7, -1, -1))):
        carry = ((np.where(carry == 0, 10, carry) * 2) % 11 + digit) % 10
    check = (11 - np.where(carry == 0, 10, carry) * 2 % 11) % 10
    text = pl.Series(sequence * 10 + check, dtype=pl.Int64).cast(pl.String)
    number = pl.lit(DIVISION) + pl.col("no")
    return text.to_frame("no").select(registration_no=number).to_series()


def _codes(body: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> pl.Series:
    count = len(body)
    text = np.empty((count, 18), dtype=np.uint8)
    text[:, :8] = np.frombuffer((DEPARTMENT + DIVISION).encode(), dtype=np.uint8)
    text[:, 8:16] = body
    text[:, 16] = _BODY_CHECKS[_values(BODY_ALPHABET)[body] @ np.array(BODY_WEIGHTS) % 11]
    sums = _values(ALPHABET)[text[:, :17]] @ np.array(WEIGHTS)
    text[:, 17] = _CHECKS[sums % 31]
    return pl.Series(text.view("S18").ravel().astype("U18"), dtype=pl.String)


def _values(alphabet: str) -> Ints:
    values = np.zeros(128, dtype=np.int64)
    for value, char in enumerate(alphabet):
        values[ord(char)] = value
    return values
