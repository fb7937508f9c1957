"""Firms placed on the links of chains."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from wotu.chains.placement.confidence import (
    CORRECTIONS,
    Weights,
    learned,
    probability,
    shipped_weights,
)
from wotu.chains.placement.evidence import uses_of_words
from wotu.chains.placement.features import features
from wotu.chains.placement.items import Deed, TextField
from wotu.chains.placement.words import Vocabulary, WordKind
from wotu.chains.tables import FIRM_TEXTS, PLACED_FROM, PLACEMENT
from wotu.packs.chains import ChainMap
from wotu.progress import Progress, silent

CHUNK_FIRMS: Final = 50_000
"""Firms placed at a time, which bounds the memory."""
FLOOR: Final = 0.2
"""Placements below are not kept: nobody would look at them."""
_WORDS_SHOWN: Final = 6
_LINK: Final = ["chain", "node"]
_FIRM_LINK: Final = ["firm_id", "chain", "node"]


def place(
    texts: pl.LazyFrame | pl.DataFrame,
    chains: Mapping[str, ChainMap],
    *,
    corrections: pl.DataFrame | None = None,
    floor: float = FLOOR,
    weights: Weights | None = None,
    progress: Progress = silent,
) -> pl.DataFrame:
    """Place firms on the links of chain maps.

    ``texts``: FIRM_TEXTS, one row a firm. ``corrections``: what people said (CORRECTIONS): it
    decides for its firms and is learned from for all others. Gives PLACEMENT for every firm and
    link with a confidence of at least ``floor`` or a person's word, sorted by firm, chain and
    confidence. Cost grows with the length of the texts; memory with CHUNK_FIRMS.
    """
    frame = texts.lazy().select(FIRM_TEXTS.names()).cast(FIRM_TEXTS).collect()
    placer = prepare(frame, chains, corrections=corrections, floor=floor, weights=weights)
    parts = [pl.DataFrame(schema=PLACEMENT)]
    for start in range(0, frame.height, CHUNK_FIRMS):
        progress(start / frame.height, "企业落位 · Placing firms")
        parts.append(placer.place(frame.slice(start, CHUNK_FIRMS)))
    return pl.concat(parts).sort(ORDER, descending=[False, False, True, False])


ORDER: Final = ["firm_id", "chain", "confidence", "node"]
"""How placements are sorted, the confidence from the highest."""


@dataclass(frozen=True)
class Placer:
    """Everything that placing a firm needs beside its own texts; see :func:`prepare`.

    ``shifts``: what was learned from people's words, ``said``: the words (CORRECTIONS).
    """

    vocabulary: Vocabulary
    weights: Weights
    shifts: pl.DataFrame
    said: pl.DataFrame
    floor: float

    def place(self, firms: pl.DataFrame) -> pl.DataFrame:
        """PLACEMENT of some firms (FIRM_TEXTS), in no order."""
        if not self.vocabulary.terms:
            return pl.DataFrame(schema=PLACEMENT)
        return _place_chunk(firms, self)


def prepare(
    judged_firms: pl.DataFrame,
    chains: Mapping[str, ChainMap],
    *,
    corrections: pl.DataFrame | None = None,
    floor: float = FLOOR,
    weights: Weights | None = None,
) -> Placer:
    """A placer that has learned from people's corrections.

    ``judged_firms``: FIRM_TEXTS of all firms that the corrections are about, others may be among
    them. It can be sent to other processes, each of which places firms of its own.
    """
    vocabulary = Vocabulary(chains)
    weights = weights or shipped_weights()
    said = corrections if corrections is not None else pl.DataFrame(schema=CORRECTIONS)
    said = said.filter(pl.col("chain").is_in(list(chains)))
    judged = judged_firms.join(said, on="firm_id", how="semi")
    if judged.is_empty() or not vocabulary.terms:
        schema = {**dict.fromkeys((*_LINK, "term"), pl.String), "shift": pl.Float64}
        return Placer(vocabulary, weights, pl.DataFrame(schema=schema), said, floor)
    uses, scored = _scored(judged, vocabulary, weights)
    return Placer(vocabulary, weights, learned(uses, scored, said), said, floor)


def _scored(
    firms: pl.DataFrame, vocabulary: Vocabulary, weights: Weights
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The uses of words, and firm_id, chain, node, log_odds, of some firms."""
    numbered = firms.with_row_index("firm")
    uses = uses_of_words(numbered, vocabulary)
    ids = numbered.select("firm", "firm_id")
    scored = features(uses, numbered, vocabulary).select(
        "firm", *_LINK, log_odds=weights.log_odds()
    )
    return uses.join(ids, on="firm"), scored.join(ids, on="firm").drop("firm")


def _place_chunk(firms: pl.DataFrame, placer: Placer) -> pl.DataFrame:
    uses, scored = _scored(firms, placer.vocabulary, placer.weights)
    moved = (
        uses.join(placer.shifts, on=[*_LINK, "term"])
        .group_by(_FIRM_LINK)
        .agg(shift=pl.col("shift").mean())
    )
    here = placer.said.join(firms, on="firm_id", how="semi")
    placed = (
        scored.join(moved, on=_FIRM_LINK, how="left")
        .with_columns(
            confidence=probability(pl.col("log_odds") + pl.col("shift").fill_null(0.0)),
        )
        .join(here, on=_FIRM_LINK, how="full", coalesce=True)
        .with_columns(
            judged=pl.col("right"),
            confidence=pl.coalesce(pl.col("right").cast(pl.Float64), "confidence"),
        )
        .filter((pl.col("confidence") >= placer.floor) | pl.col("judged").is_not_null())
    )
    best = pl.struct(-pl.col("confidence"), "node").rank("ordinal").over("firm_id", "chain")
    return (
        placed.with_columns(main=(best == 1) & (pl.col("confidence") >= PLACED_FROM))
        .join(_words(uses, placed), on=_FIRM_LINK, how="left")
        .with_columns(pl.col("words").fill_null(pl.lit([], PLACEMENT["words"])))
        .select(PLACEMENT.names())
        .cast(PLACEMENT)
    )


def _words(uses: pl.DataFrame, placed: pl.DataFrame) -> pl.DataFrame:
    """The words of each placement, those that say most first."""
    field, deed = pl.col("field"), pl.col("deed")
    order = (
        (pl.col("kind") == WordKind.PRODUCT).cast(pl.Int32) * 4
        + pl.col("head").cast(pl.Int32) * 4
        + (deed == Deed.MAKE).cast(pl.Int32) * 4
        + (field == TextField.PRODUCTS).cast(pl.Int32) * 3
        + (field == TextField.NAME).cast(pl.Int32) * 6
    )
    return (
        uses.join(placed.select(_FIRM_LINK), on=_FIRM_LINK, how="semi")
        .with_columns(order=order)
        .sort("order", "position", "text", "term", descending=[True, False, False, False])
        .unique([*_FIRM_LINK, "field", "text", "term"], keep="first", maintain_order=True)
        .group_by(_FIRM_LINK, maintain_order=True)
        .agg(words=pl.struct("field", "term", "text").head(_WORDS_SHOWN))
    )
