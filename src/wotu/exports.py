"""Cells that a spreadsheet shows and does not run."""

from __future__ import annotations

from typing import TypeVar

T = TypeVar("T")

#: What a spreadsheet takes for the beginning of a formula, in both widths, and the control
#: characters with which it could be hidden from view.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # fmt: skip


def safe_cell(value: T) -> T | str:
    """The value for a cell of a CSV file or sheet; text that Excel could run is made plain text.

    A text that begins like a formula, also after spaces, gets an apostrophe in front, which
    spreadsheets take as "this is text". Numbers, dates and None are left as they are: a negative
    number is no formula.

    >>> safe_cell("=HYPERLINK(A1)"), safe_cell("91320505MA1WTU01KU"), safe_cell(-5)
    ("'=HYPERLINK(A1)", '91320505MA1WTU01KU', -5)
    """
    if not isinstance(value, str):
        return value
    risky = value.startswith(FORMULA_STARTS) or value.lstrip().startswith(FORMULA_STARTS)
    return f"'{value}" if risky else value
