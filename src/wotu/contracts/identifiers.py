"""Codes of firms in cells: the unified code with its check, and the number that came before it."""

from __future__ import annotations

from typing import Final

import polars as pl

from wotu.contracts.readings import Reading
from wotu.contracts.words import MISSING, common_fault, tidy
from wotu.identity.registration_no import has_valid_registration_check
from wotu.identity.uscc import ALPHABET, has_valid_check, inspect_code, normalised_code

_SCIENTIFIC: Final = r"(?i)^[0-9](?:[.,][0-9]+)?e\+?[0-9]+$"
_CODE: Final = pl.col("code")
_TEXT: Final = pl.col("text")


def read_uscc(cells: pl.Series) -> Reading:
    """Unified codes in half width and capitals whose check holds.

    A code of one repeated character, which some programs write for an unknown one, is none.
    """
    repeated = _CODE.is_in([character * 18 for character in ALPHABET])
    wrong = (
        pl.when(_TEXT.str.contains(_SCIENTIFIC))
        .then(pl.lit("scientific"))
        .when((_CODE.str.len_chars() != 18) | ~_CODE.str.contains("^[0-9A-Z]*$") | repeated)
        .then(pl.lit("bad_code_shape"))
        .when(~has_valid_check(_CODE))
        .then(pl.lit("bad_code_check"))
    )
    return _read(cells, wrong)


def read_registration_no(cells: pl.Series) -> Reading:
    """Numbers of 15 digits whose check holds."""
    wrong = (
        pl.when(_TEXT.str.contains(_SCIENTIFIC))
        .then(pl.lit("scientific"))
        .when(~_CODE.str.contains(r"^[0-9]{15}$") | ~has_valid_registration_check(_CODE))
        .then(pl.lit("bad_registration_no"))
    )
    return _read(cells, wrong)


def looks_like_registration_no(cells: pl.Series) -> pl.Series:
    """Which cells of a column of unified codes hold 15 digits instead."""
    frame = cells.to_frame("text").select(normalised_code(_TEXT).str.contains(r"^[0-9]{15}$"))
    return frame.to_series().fill_null(False)


def likely_code(text: str) -> str | None:
    """The code that was probably meant, for a person to confirm; null where none stands out.

    >>> likely_code("91440300I922038216")
    '914403001922038216'
    """
    return inspect_code(text).suggestion


def _read(cells: pl.Series, wrong: pl.Expr) -> Reading:
    frame = tidy(cells).to_frame("text").with_columns(code=normalised_code(_TEXT))
    stated = _TEXT.is_not_null() & ~_TEXT.str.contains(MISSING) & (_CODE != "")
    fault = pl.coalesce(common_fault(_TEXT), wrong)
    return Reading.of(
        frame.select(value=pl.when(stated).then(_CODE), fault=pl.when(stated).then(fault))
    )
