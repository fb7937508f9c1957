"""Tables that hold scores: what a build stores in a snapshot and pages read."""

from __future__ import annotations

from typing import Final

import polars as pl

INDICATOR_VALUES: Final = pl.Schema(
    {
        "place_code": pl.String(),
        "indicator": pl.String(),
        "period": pl.String(),  # 2025, 2025-Q2, asof:2025-12-31
        "period_first": pl.Date(),
        "period_last": pl.Date(),
        "value": pl.Float64(),  # in the unit; of a range its lower end
        "value_max": pl.Float64(),
        "unit": pl.String(),
        "bound": pl.String(),  # null where exact
        "error": pl.Float64(),  # standard error in the unit, null where none is known
        "origin": pl.String(),  # table | document | register | formula
        "source": pl.String(),
        "batch": pl.String(),
        "row": pl.Int64(),
        "document": pl.String(),
        "claim": pl.String(),
        "expression": pl.String(),  # formula or query, where origin is formula or register
        "inputs": pl.List(pl.String()),  # "indicator@period" of a formula
    }
)
"""The registry, ``indicator_value``: one believed value a place, indicator, period and unit."""

SCORE_RUN: Final = pl.Schema(
    {
        "board": pl.String(),  # <scoreboard>@<edition>
        "period": pl.String(),  # year
        "places": pl.Int32(),
        "indicators": pl.Int32(),
        "left_out_places": pl.List(pl.String()),
        "left_out_indicators": pl.List(pl.String()),
        "imputed_share": pl.Float64(),  # of the values scored
        "draws": pl.Int32(),
        "level": pl.Float64(),
        "method": pl.String(),  # JSON of packs.score_method.Method
    }
)
SCORE_NODE: Final = pl.Schema(
    {
        "board": pl.String(),
        "period": pl.String(),
        "place_code": pl.String(),
        "node": pl.String(),
        "score": pl.Float64(),  # points of the normalisation; null where too little is known
        "rank": pl.Int32(),  # 1 is best; ties share the better rank
        "weight": pl.Float64(),  # share of the index, 0-1; of a leaf its effective weight
        "contribution": pl.Float64(),  # points of the index's score; the leaves sum to it
        "imputed_share": pl.Float64(),  # of the weight below it
    }
)
SCORE_VALUE: Final = pl.Schema(
    {
        "board": pl.String(),
        "period": pl.String(),
        "place_code": pl.String(),
        "indicator": pl.String(),
        "value": pl.Float64(),  # as in the registry, before all steps; null where unknown
        # The next two are as scored: where the board divides by a denominator, after the division.
        "imputed": pl.Float64(),  # what stands in for an unknown value; null else
        "treated": pl.Float64(),  # what it was changed to as an outlier; null else
        "normalised": pl.Float64(),
    }
)
SCORE_RANK: Final = pl.Schema(
    {
        "board": pl.String(),
        "period": pl.String(),
        "place_code": pl.String(),
        "score": pl.Float64(),
        "rank": pl.Int32(),
        "score_low": pl.Float64(),
        "score_high": pl.Float64(),
        "rank_low": pl.Int32(),  # best rank of the interval
        "rank_high": pl.Int32(),  # worst rank of the interval
        "rank_median": pl.Float64(),
        "share_at_rank": pl.Float64(),  # of the draws that give just the nominal rank
        "share_above_next": pl.Float64(),  # of the draws in which it stays before the next place
    }
)
SCORE_FLIP: Final = pl.Schema(
    {
        "board": pl.String(),
        "period": pl.String(),
        "place_code": pl.String(),
        "other": pl.String(),  # the place with which it would change ranks
        "upward": pl.Boolean(),  # whether it would pass the other (else be passed by it)
        "kind": pl.String(),  # weight | value | or the step whose choice it is
        "node": pl.String(),  # of a weight or value
        "before": pl.Float64(),
        "after": pl.Float64(),
        "unit": pl.String(),
        "effort": pl.Float64(),  # share of the weight, or deviations of the value; 0 a choice
        "zh": pl.String(),
        "en": pl.String(),
    }
)
SCORE_LOG: Final = pl.Schema(
    {
        "board": pl.String(),
        "period": pl.String(),
        "step": pl.String(),
        "node": pl.String(),
        "place_code": pl.String(),
        "before": pl.Float64(),
        "after": pl.Float64(),
        "zh": pl.String(),
        "en": pl.String(),
    }
)
SCORE_SENSITIVITY: Final = pl.Schema(
    {
        "board": pl.String(),
        "period": pl.String(),
        "factor": pl.String(),
        "zh": pl.String(),
        "en": pl.String(),
        "first": pl.Float64(),  # first-order Sobol index of the mean shift in rank
        "first_error": pl.Float64(),
        "total": pl.Float64(),
        "total_error": pl.Float64(),
    }
)
SCORE_CORRELATION: Final = pl.Schema(
    {
        "board": pl.String(),
        "period": pl.String(),
        "node": pl.String(),
        "other": pl.String(),
        "correlation": pl.Float64(),
        "redundant": pl.Boolean(),
    }
)
SCORE_FAULT: Final = pl.Schema(
    {
        "board": pl.String(),
        "node": pl.String(),
        "zh": pl.String(),
        "en": pl.String(),
    }
)
"""Boards that cannot be scored, and why."""
