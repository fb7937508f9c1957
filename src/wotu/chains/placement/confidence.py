"""Confidence in a placement: a logistic model of a few features that a person can read.

The weights are in ``weights.yaml``, fitted by ``tools/placement_weights`` on placements that people
labelled. What people say of placements afterwards moves the confidence of the words that made them
(:func:`learned`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

import polars as pl
import yaml

from wotu.chains.placement.features import FEATURES

PRIOR_WORTH: Final = 4.0
"""How many people's words the model's own opinion of a word counts for."""
_SUREST: Final = 0.995
"""No words make a placement certain; a person's yes does."""

CORRECTIONS: Final = pl.Schema(
    {"firm_id": pl.String, "chain": pl.String, "node": pl.String, "right": pl.Boolean}
)
"""What people say of placements: one row a firm and link, the last word of each."""


@dataclass(frozen=True)
class Weights:
    """Log-odds: of nothing at all, and what one unit of each feature adds."""

    intercept: float
    features: dict[str, float]

    def log_odds(self) -> pl.Expr:
        """The log-odds of rows that carry FEATURES."""
        parts = [pl.col(name) * weight for name, weight in self.features.items()]
        return pl.sum_horizontal(parts) + self.intercept


@cache
def shipped_weights() -> Weights:
    """The weights that come with Wotu."""
    text = files("wotu.chains.placement").joinpath("weights.yaml").read_text(encoding="utf-8")
    data = yaml.safe_load(text)
    if set(data["features"]) != set(FEATURES):
        raise ValueError("weights.yaml and FEATURES differ")
    return Weights(data["intercept"], data["features"])


def probability(log_odds: pl.Expr) -> pl.Expr:
    """Log-odds as a probability, at most 0.995.

    Rounded to six decimals, for the last bits depend on how rows lie in memory.
    """
    return (1 / (1 + (-log_odds).exp())).clip(0, _SUREST).round(6)


def learned(uses: pl.DataFrame, log_odds: pl.DataFrame, corrections: pl.DataFrame) -> pl.DataFrame:
    """What people's words on some firms say of the words that placed them.

    ``uses``: firm_id, chain, node, term. ``log_odds``: firm_id, chain, node, log_odds of the model.
    ``corrections``: CORRECTIONS. For each word of a link, the share of right placements among those
    judged, the model's own expectation counting as PRIOR_WORTH judgements (a beta-binomial
    estimate), as the shift of log-odds from the expectation. Gives chain, node, term, ``shift``.
    """
    key = ["firm_id", "chain", "node"]
    judged = (
        uses.select(*key, "term")
        .unique()
        .join(corrections, on=key)
        .join(log_odds, on=key)
        .group_by("chain", "node", "term")
        .agg(
            right=pl.col("right").sum(),
            judged=pl.len(),
            expected=probability(pl.col("log_odds")).mean().clip(0.02, 0.98),
        )
    )
    now = (pl.col("right") + PRIOR_WORTH * pl.col("expected")) / (pl.col("judged") + PRIOR_WORTH)
    return judged.select(
        "chain",
        "node",
        "term",
        shift=(now / (1 - now)).log() - (pl.col("expected") / (1 - pl.col("expected"))).log(),
    )
