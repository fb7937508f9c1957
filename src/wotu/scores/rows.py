"""A scored board as rows of the tables that snapshots keep; see :mod:`wotu.scores.tables`."""

from __future__ import annotations

import numpy as np
import polars as pl

from wotu.scores.contributions import contributions, effective_weights
from wotu.scores.correlations import correlations
from wotu.scores.flips import Flip
from wotu.scores.log import Log
from wotu.scores.scored import Scored
from wotu.scores.sensitivity import Factor
from wotu.scores.tables import (
    SCORE_CORRELATION,
    SCORE_FLIP,
    SCORE_LOG,
    SCORE_NODE,
    SCORE_RANK,
    SCORE_RUN,
    SCORE_SENSITIVITY,
    SCORE_VALUE,
)
from wotu.scores.tree import Floats
from wotu.scores.uncertainty import Intervals


def run_row(board: str, scored: Scored, period: int, draws: int, level: float) -> pl.DataFrame:
    """One row: who and what took part in a period, and by which method."""
    taking_part = ~np.isnan(scored.index[period])
    imputed = _imputed(scored)[period][taking_part]
    row = {
        "board": board,
        "period": scored.screened.periods[period],
        "places": int(taking_part.sum()),
        "indicators": len(scored.screened.indicators),
        "left_out_places": sorted(set(scored.given.places) - set(_names(scored, taking_part))),
        "left_out_indicators": sorted(
            set(scored.given.indicators) - set(scored.screened.indicators)
        ),
        "imputed_share": float(imputed.mean()) if imputed.size else None,
        "draws": draws,
        "level": level,
        "method": scored.method.model_dump_json(),
    }
    return pl.DataFrame([row], schema=SCORE_RUN)


def node_rows(board: str, scored: Scored) -> pl.DataFrame:
    """Score, rank, weight and contribution of every node, place and period."""
    points = contributions(scored)
    shares = effective_weights(scored)
    imputed = _imputed(scored)
    columns = {leaf.id: at for at, leaf in enumerate(scored.tree.leaves)}
    frames = []
    for node in scored.tree:
        leaves = [leaf.id for leaf in scored.tree.leaves_of(node.id)]
        weights = np.stack([shares[leaf] for leaf in leaves], axis=-1)
        filled = imputed[..., [columns[leaf] for leaf in leaves]]
        below = weights.sum(axis=-1)
        with np.errstate(invalid="ignore", divide="ignore"):
            share = (weights * filled).sum(axis=-1) / below
        frames.append(
            _long(
                board,
                scored,
                {
                    "score": scored.scores[node.id],
                    "rank": scored.ranks[node.id],
                    "weight": shares[node.id],
                    "contribution": points[node.id],
                    "imputed_share": share,
                },
            ).with_columns(
                node=pl.lit(node.id), rank=pl.col("rank").cast(pl.Int32).replace(0, None)
            )
        )
    return pl.concat(frames).match_to_schema(SCORE_NODE)


def value_rows(board: str, scored: Scored) -> pl.DataFrame:
    """What went in and what was made of it, of every indicator, place and period."""
    given = _aligned(scored)
    filled, treated = scored.imputed.values, scored.treated.values
    was_imputed = _imputed(scored)
    changed = (filled != treated) & ~np.isnan(treated)
    frames = []
    for at, leaf in enumerate(scored.tree.leaves):
        frames.append(
            _long(
                board,
                scored,
                {
                    "value": given[..., at],
                    "imputed": np.where(was_imputed[..., at], filled[..., at], np.nan),
                    "treated": np.where(changed[..., at], treated[..., at], np.nan),
                    "normalised": scored.normalised.values[..., at],
                },
            ).with_columns(indicator=pl.lit(leaf.id))
        )
    return pl.concat(frames).match_to_schema(SCORE_VALUE)


def rank_rows(board: str, period: str, found: Intervals) -> pl.DataFrame:
    """Scores and ranks with their intervals."""
    names = [name for name in SCORE_RANK if name not in {"board", "period", "place_code"}]
    columns = {name: np.asarray(getattr(found, name), dtype=float) for name in names}
    frame = pl.DataFrame({"place_code": list(found.places), **columns}).fill_nan(None)
    return _typed(frame, board, period, SCORE_RANK)


def flip_rows(board: str, period: str, found: tuple[Flip, ...]) -> pl.DataFrame:
    """What would swap places, least effort first."""
    rows = [
        {
            "place_code": one.place,
            "other": one.other,
            "upward": one.upward,
            "kind": str(one.kind),
            "node": one.node,
            "before": one.before,
            "after": one.after,
            "unit": one.unit,
            "effort": one.effort,
            "zh": one.label.zh,
            "en": one.label.en,
        }
        for one in found
    ]
    schema = {name: kind for name, kind in SCORE_FLIP.items() if name not in {"board", "period"}}
    return _typed(pl.DataFrame(rows, schema=schema), board, period, SCORE_FLIP)


def factor_rows(board: str, period: str, found: tuple[Factor, ...]) -> pl.DataFrame:
    """Sobol indices of the choices."""
    rows = [
        {
            "factor": one.id,
            "zh": one.label.zh,
            "en": one.label.en,
            "first": one.first,
            "first_error": one.first_error,
            "total": one.total,
            "total_error": one.total_error,
        }
        for one in found
    ]
    schema = {n: kind for n, kind in SCORE_SENSITIVITY.items() if n not in {"board", "period"}}
    return _typed(pl.DataFrame(rows, schema=schema), board, period, SCORE_SENSITIVITY)


def correlation_rows(board: str, scored: Scored, period: int) -> pl.DataFrame:
    """Correlations among siblings, and of indicators with what they make up."""
    return _typed(
        correlations(scored, period), board, scored.given.periods[period], SCORE_CORRELATION
    )


def log_rows(board: str, log: Log, period: str | None = None) -> pl.DataFrame:
    """What was done, in order; ``period``: of lines that name none."""
    rows = [
        {
            "board": board,
            "period": line.period or period,
            "step": line.step.value,
            "node": line.node,
            "place_code": line.place,
            "before": line.before,
            "after": line.after,
            "zh": line.message.zh,
            "en": line.message.en,
        }
        for line in log
    ]
    return pl.DataFrame(rows, schema=SCORE_LOG)


def _typed(frame: pl.DataFrame, board: str, period: str, schema: pl.Schema) -> pl.DataFrame:
    named = frame.with_columns(board=pl.lit(board), period=pl.lit(period))
    return named.select(pl.col(name).cast(kind) for name, kind in schema.items())


def _long(board: str, scored: Scored, columns: dict[str, Floats]) -> pl.DataFrame:
    """One row a period and place; NaN becomes null, places without a score are left in."""
    periods, places = scored.screened.periods, scored.screened.places
    frame = pl.DataFrame(
        {
            "period": np.repeat(np.array(periods, dtype=object), len(places)).tolist(),
            "place_code": list(places) * len(periods),
            **{name: np.asarray(values, float).reshape(-1) for name, values in columns.items()},
        }
    )
    return frame.with_columns(pl.col(list(columns)).fill_nan(None), board=pl.lit(board))


def _imputed(scored: Scored) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    return np.isnan(scored.screened.values) & ~np.isnan(scored.imputed.values)


def _aligned(scored: Scored) -> Floats:
    """The values as they came, of the places and indicators that passed the screening."""
    rows = [scored.given.places.index(name) for name in scored.screened.places]
    columns = [scored.given.indicators.index(name) for name in scored.screened.indicators]
    return scored.given.values[:, rows][:, :, columns]


def _names(scored: Scored, mask: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> list[str]:
    return [name for name, here in zip(scored.screened.places, mask, strict=True) if here]
