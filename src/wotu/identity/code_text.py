"""How codes of firms are written down, cleaned, and turned into numbers column by column."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import polars as pl

NOISE: Final = (
    r"[\s\x00-\x20\x7f-\xa0\u00ad\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    r"\u2010-\u2015\u2212_'\"`\u2018-\u201d-]+"
)
"""What is dropped from a code: spaces, invisible characters, hyphens and quotes (the apostrophe
with which spreadsheets mark text). One pattern that :mod:`re` and Polars read alike."""


def normalise_code(text: str) -> str:
    """One code in half width and upper case, without spaces, hyphens and quotes.

    Look-alike letters stay as they are: whoever wrote O for 0 is asked, not corrected.

    >>> normalise_code(" ９１４４０３００-1922038216 ")
    '914403001922038216'
    """
    return re.sub(NOISE, "", unicodedata.normalize("NFKC", text)).upper()


def normalised_code(expr: pl.Expr) -> pl.Expr:
    """The same as :func:`normalise_code` for a column of strings; null stays null."""
    half_width = expr.cast(pl.String).str.normalize("NFKC")
    return half_width.str.replace_all(NOISE, "").str.to_uppercase()


def checked(
    expr: pl.Expr, pattern: str, width: int, holds: Callable[[npt.NDArray[np.uint8]], Any]
) -> pl.Expr:
    """Boolean column: the string matches ``pattern`` and its check holds; null for null.

    ``pattern`` lets only ASCII strings of ``width`` characters pass; ``holds`` gets their bytes,
    one row each, and answers one Boolean per row.
    """

    def judge(codes: pl.Series) -> pl.Series:
        shaped = codes.str.contains(pattern)
        candidates = codes.filter(shaped).cast(pl.Binary)
        matrix = candidates.bin.reinterpret(dtype=pl.Array(pl.UInt8, width)).to_numpy()
        verdicts = shaped.fill_null(False).to_numpy().copy()
        verdicts[verdicts] = holds(matrix.reshape(-1, width))
        known = codes.is_not_null()
        return pl.Series(codes.name, verdicts).set(~known, None)

    return expr.cast(pl.String).map_batches(judge, return_dtype=pl.Boolean, is_elementwise=True)


def values_of_bytes(alphabet: str) -> npt.NDArray[np.int64]:
    """Value of every byte: the position of the character in ``alphabet``, zero for others."""
    values = np.zeros(256, dtype=np.int64)
    values[np.frombuffer(alphabet.encode(), dtype=np.uint8)] = np.arange(len(alphabet))
    return values
