"""What speaks for a firm on a link: the uses of the link's words in its texts."""

from __future__ import annotations

from typing import Final

import polars as pl

from wotu.chains.placement.items import Deed, TextField, items_of, sentences_of
from wotu.chains.placement.words import Vocabulary, WordKind

_LISTED: Final = r"[;；、,，/\n]+"


def uses_of_words(firms: pl.DataFrame, vocabulary: Vocabulary) -> pl.DataFrame:
    """Every use of a chain's word in the texts of firms.

    ``firms``: ``firm`` (a number) and the columns of FIRM_TEXTS. Gives firm, chain, node, term,
    kind, head, field, ``text`` (the item), deed, ``position`` (items of the scope before it).
    """
    items = pl.concat(
        [
            _scope_items(firms, vocabulary),
            _listed_items(firms, TextField.PRODUCTS),
            _listed_items(firms, TextField.PATENTS),
            _name_items(firms),
        ]
    )
    lower = items.select(text=pl.col("text").str.to_lowercase()).unique().with_row_index("text_id")
    found = vocabulary.find(lower.filter(vocabulary.holds_any(pl.col("text"))))
    counting = (pl.col("kind") != WordKind.NAME) | (pl.col("field") == TextField.NAME)
    return (
        items.with_columns(lower=pl.col("text").str.to_lowercase())
        .join(lower, left_on="lower", right_on="text")
        .drop("lower")
        .join(found, on="text_id")
        .filter(counting)
        .with_columns(head=pl.col("head") & ~pl.col("aside"))
        .drop("text_id", "aside")
    )


def _scope_items(firms: pl.DataFrame, vocabulary: Vocabulary) -> pl.DataFrame:
    scopes = firms.lazy().select("firm", text="scope").drop_nulls()
    sentences = sentences_of(scopes).collect()
    # Registers repeat themselves: each different sentence that holds a word is read once.
    different = (
        sentences.select("text")
        .unique(maintain_order=True)
        .filter(vocabulary.holds_any(pl.col("text").str.to_lowercase()))
        .with_row_index("sentence_id")
    )
    items = items_of(different)
    return (
        sentences.join(different, on="text")
        .select("firm", "sentence_id", "before", "above")
        .join(items, on="sentence_id")
        .select(
            "firm",
            pl.lit(TextField.SCOPE.value).alias("field"),
            "text",
            deed=pl.when(pl.col("deed") > Deed.NONE)
            .then("deed")
            .otherwise(pl.col("above").fill_null(Deed.NONE.value)),
            position=pl.col("before") + pl.col("item"),
            aside="aside",
        )
    )


def _listed_items(firms: pl.DataFrame, field: TextField) -> pl.DataFrame:
    """Products and titles of rights, one item each: what a firm names as its own, it makes."""
    mark = _LISTED if field is TextField.PRODUCTS else r"[;；\n]+"
    return (
        firms.select("firm", text=pl.col(field).str.replace_all(mark, "\n").str.split("\n"))
        .explode("text")
        .with_columns(pl.col("text").str.strip_chars())
        .filter(pl.col("text").str.len_chars() > 1)
        .select(
            "firm",
            pl.lit(field.value).alias("field"),
            "text",
            pl.lit(Deed.MAKE.value, pl.Int8).alias("deed"),
            position=pl.lit(0, pl.Int32),
            aside=pl.lit(False),
        )
    )


def _name_items(firms: pl.DataFrame) -> pl.DataFrame:
    return firms.select(
        "firm",
        pl.lit(TextField.NAME.value).alias("field"),
        text="name",
        deed=pl.lit(Deed.NONE.value, pl.Int8),
        position=pl.lit(0, pl.Int32),
        aside=pl.lit(False),
    ).drop_nulls("text")
