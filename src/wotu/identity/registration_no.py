"""工商注册号 (GS 15-2006): the fifteen digits on business licences before the unified code.

Six digits name the authority that first registered the firm, eight are a sequence number, the
last is a check by ISO 7064 MOD 11,10. Nothing in it leads to the unified code of the same firm:
the two are joined only where a file states both.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
import numpy.typing as npt
import polars as pl
from stdnum.iso7064 import mod_11_10

from wotu.identity.code_text import checked, normalise_code

SHAPE: Final = r"^[0-9]{15}$"

RegistrationFault = Literal["empty", "length", "character", "check_character"]
Holder = Literal["domestic", "foreign", "individual"]


@dataclass(frozen=True, slots=True)
class RegistrationNoInspection:
    """What is wrong with a registration number, and what it says where nothing is."""

    normalised: str
    reason: RegistrationFault | None
    """Null where the number is valid."""
    authority: str | None = None
    """First six digits: GB/T 2260 code of the authority, 100000 the national one."""
    holder: Holder | None = None
    """By the first digit of the sequence: 0-3 domestic firm, 4-5 foreign, 6-9 个体工商户."""

    @property
    def valid(self) -> bool:
        """Whether length, digits and check are right."""
        return self.reason is None


def inspect_registration_no(text: str | None) -> RegistrationNoInspection:
    """Inspection of one number as written in a file.

    Source:  GS 15-2006, 4.1 structure, 4.3 sequence, annex A check.

    >>> inspect_registration_no("110108000000016").valid
    True
    """
    number = normalise_code(text or "")
    reason = _fault_of(number)
    if reason:
        return RegistrationNoInspection(number, reason)
    return RegistrationNoInspection(number, None, number[:6], _holder(number[6]))


def has_valid_registration_check(expr: pl.Expr) -> pl.Expr:
    """Boolean column: fifteen normalised digits whose check holds; null for null."""

    def holds(matrix: npt.NDArray[np.uint8]) -> Any:
        digits = matrix.astype(np.int64) - ord("0")
        carry = np.full(len(digits), 5)
        for column in digits.T:  # ISO 7064, hybrid system, the order of stdnum
            carry = ((np.where(carry == 0, 10, carry) * 2) % 11 + column) % 10
        return carry == 1

    return checked(expr, SHAPE, 15, holds)


def _fault_of(number: str) -> RegistrationFault | None:
    if not number:
        return "empty"
    if len(number) != 15:
        return "length"
    if not (number.isascii() and number.isdecimal()):
        return "character"
    return None if mod_11_10.is_valid(number) else "check_character"


def _holder(first_of_sequence: str) -> Holder:
    if first_of_sequence <= "3":
        return "domestic"
    return "foreign" if first_of_sequence <= "5" else "individual"
