"""The table of firms in a snapshot: who they are, how to find them, which rung they stand on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cache

import polars as pl

from wotu.contracts.codelists import CodeList
from wotu.identity.name_text import normalised_name
from wotu.identity.names import is_branch_name
from wotu.packs.ladders import Ladder

_SPOKEN = {"重庆": "cq", "厦门": "xm", "蚌埠": "bb", "长": "c", "乐清": "yq", "单县": "sx"}
"""Names of places whose characters are commonly read otherwise."""


def with_branches(registration: pl.DataFrame) -> pl.DataFrame:
    """Registration facts with ``is_branch`` judged by the name where nobody stated it."""
    judged = is_branch_name(pl.col("firm_name"))
    return registration.with_columns(is_branch=pl.coalesce("is_branch", judged))


def firm_table(
    firm_ids: pl.DataFrame,
    registration: pl.DataFrame,
    names: pl.DataFrame,
    code_lists: Mapping[str, CodeList],
) -> pl.DataFrame:
    """One row a firm: registration facts, and what searches use.

    ``firm_ids``: ``firm_id``. ``names``: ``firm_id`` and a ``name`` for firms that are not in the
    register. Added columns: name, normalised, initials (of pinyin), section (of the industry),
    listed (whether the register has the firm).
    """
    firms = (
        firm_ids.join(registration.drop("_batch", "_row", "_source"), on="firm_id", how="left")
        .with_columns(listed=pl.col("firm_name").is_not_null())
        .join(names, on="firm_id", how="left")
        .with_columns(name=pl.coalesce("firm_name", "name", "firm_id"))
    )
    return firms.with_columns(
        normalised=normalised_name(pl.col("name")),
        initials=pinyin_initials(pl.col("name")),
        section=_section(firms["industry_code"], code_lists),
        is_branch=pl.coalesce("is_branch", is_branch_name(pl.col("name"))),
    ).sort("firm_id")


def pinyin_initials(expr: pl.Expr) -> pl.Expr:
    """First letters of the pinyin of a column of names, lower case; other characters drop out."""
    patterns, letters = _initials()
    spoken = expr.str.replace_many(list(_SPOKEN), list(_SPOKEN.values()))
    return (
        spoken.str.replace_many(patterns, letters)
        .str.to_lowercase()
        .str.replace_all("[^a-z0-9]", "")
    )


@cache
def _initials() -> tuple[list[str], list[str]]:
    """Every Chinese character in common use with the first letter of its usual reading."""
    # Its dictionary takes over half a second to load, and only builds need it.
    from pypinyin import Style, lazy_pinyin

    characters = [chr(code) for code in range(0x4E00, 0x9FA6)]
    letters = [
        "".join(lazy_pinyin(c, style=Style.FIRST_LETTER, errors="ignore")) for c in characters
    ]
    return characters, letters


def _section(industry: pl.Series, code_lists: Mapping[str, CodeList]) -> pl.Series:
    codes = code_lists.get("gbt4754_2017")
    if codes is None:
        return pl.Series("section", [None] * len(industry), dtype=pl.String)
    sections = {code: [code, *codes.ancestors(code)][-1] for code in codes.labels}
    return industry.replace_strict(sections, default=None, return_dtype=pl.String).alias("section")


def rungs_held(
    certificates: pl.DataFrame, ladders: Mapping[str, Ladder], as_of: dt.date, complete: bool
) -> pl.DataFrame:
    """The highest rung of each ladder whose certificate is valid on a day.

    Columns: firm_id, one column a ladder (kind of certificate), and ``rungs_known``: without a
    complete list a firm may hold more than is known.
    """
    valid = certificates.filter(
        (pl.col("granted_on") <= as_of)
        & (pl.col("expires_on").is_null() | (pl.col("expires_on") >= as_of))
    )
    held = certificates.select("firm_id").unique()
    for ladder in ladders.values():
        order = {rung.certificate: place for place, rung in enumerate(ladder.rungs)}
        best = (
            valid.filter(pl.col("kind").is_in(list(order)))
            .with_columns(_place=pl.col("kind").replace_strict(order, return_dtype=pl.Int32))
            .sort("_place")
            .group_by("firm_id", maintain_order=True)
            .agg(pl.col("kind").last().alias(ladder.ladder))
        )
        held = held.join(best, on="firm_id", how="left")
    return held.with_columns(rungs_known=pl.lit(complete))
