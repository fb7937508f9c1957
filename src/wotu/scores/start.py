"""Where the draws of the Monte Carlo start: the values as treated, and their standard errors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from wotu.packs.score_method import Reference, Uncertainty
from wotu.scores.impute import impute
from wotu.scores.normalise import marks_of
from wotu.scores.options import Options, imputation_variant
from wotu.scores.scaling import Marks, differ, extremes, reference_of
from wotu.scores.scored import Scored
from wotu.scores.tree import Floats


@dataclass(frozen=True)
class Values:
    """Treated values of one period with one imputation, (indicators, places).

    ``error``: their standard errors. ``low`` and ``high``, (indicators, 1): within what they are
    held, since the treatment of outliers held the nominal ones there; infinite where nothing was.
    """

    value: Floats
    error: Floats
    low: Floats
    high: Floats


@dataclass(frozen=True)
class Start:
    """What all draws of one period have in common; places in the order of their codes.

    ``order``: positions of those places in the panel. ``values``: by imputation (position among
    the options) and treatment (1 the nominal one, 0 none). ``others``: (indicators, n) values of
    the other periods that a pooled normalisation looks at; ``first``: (indicators, places) of the
    first period, and ``is_first``, (indicators, 1), where that is the period drawn. ``shares``: of
    each node among its siblings, (places). ``complete``: no value is unknown, and no indicator is
    the same everywhere.
    """

    scored: Scored
    period: int
    options: Options
    order: npt.NDArray[np.intp]
    values: Mapping[tuple[int, int], Values]
    marks: Marks
    others: Floats
    first: Floats
    is_first: npt.NDArray[np.bool_]
    shares: Mapping[str, Floats]
    complete: bool

    @property
    def places(self) -> tuple[str, ...]:
        """Codes, in order."""
        return tuple(self.scored.treated.places[at] for at in self.order)


def start_of(
    scored: Scored, how: Uncertainty, options: Options, period: int, untreated: bool = False
) -> Start:
    """The start of the draws; ``untreated``: also with outliers as they are."""
    order = np.array(
        sorted(range(len(scored.treated.places)), key=scored.treated.places.__getitem__)
    )
    values: dict[tuple[int, int], Values] = {}
    for at, kind in enumerate(options.imputations):
        filled = scored.imputed
        if np.isnan(scored.screened.values[period]).any():
            filled, _ = impute(scored.screened, scored.tree, imputation_variant(scored, kind))
        value = filled.values[period].T
        error = None if filled.error is None else filled.error[period].T
        value = np.where(np.isnan(value), scored.imputed.values[period].T, value)
        value = np.where(np.isnan(scored.imputed.values[period].T), np.nan, value)
        spread = _errors(scored, how, value, error)
        values[at, 1] = _chosen(_treated(scored, period, value, spread), order)
        if untreated:
            unbounded = np.full((len(value), 1), np.inf)
            values[at, 0] = _chosen(Values(value, spread, -unbounded, unbounded), order)
    treated = np.moveaxis(scored.treated.values, 2, 0)
    first = reference_of(treated, Reference.FIRST)[:, 0, :]
    marks = marks_of(scored.tree.leaves)
    flat = Marks(*(one[:, 0] for one in (marks.sign, marks.worst, marks.best, marks.target)))
    return Start(
        scored,
        period,
        options,
        order,
        values,
        flat,
        np.delete(treated, period, axis=1).reshape(len(treated), -1),
        first[:, order],
        differ(*extremes(treated))[..., 0].argmax(axis=1)[:, None] == period,
        {node: shares[period][order] for node, shares in scored.weights.items()},
        all(bool(differ(*extremes(one.value)).all()) for one in values.values())
        and not any(np.isnan(one.value).any() for one in values.values()),
    )


def _errors(scored: Scored, how: Uncertainty, value: Floats, error: Floats | None) -> Floats:
    """Standard errors: the value's own, else the indicator's, else the one that draws assume.

    An indicator that is the same everywhere keeps its values: noise alone would rank places.
    """
    shares = [how.error if leaf.error is None else leaf.error for leaf in scored.tree.leaves]
    relative = np.array(shares)[:, None] * np.abs(value)
    spread = relative if error is None else np.where(np.isnan(error), relative, error)
    return np.where(differ(*extremes(value)), np.nan_to_num(spread), 0.0)


def _treated(scored: Scored, period: int, value: Floats, error: Floats) -> Values:
    """The nominal treatment of outliers put on other values and their errors."""
    bent = bend(scored, period, value, error)
    return replace(bent, value=np.clip(bent.value, bent.low, bent.high))


def bend(scored: Scored, period: int, value: Floats, error: Floats) -> Values:
    """Values, (indicators, places), before they are held within the limits.

    Where the nominal treatment transformed an indicator, they go through the same curve and errors
    are multiplied by its slope; where it held values at a limit, ``low`` and ``high`` have it.
    """
    before, after = scored.imputed.values[period].T, scored.treated.values[period].T
    low = np.max(np.where(after > before, after, -np.inf), axis=1, keepdims=True)
    high = np.min(np.where(after < before, after, np.inf), axis=1, keepdims=True)
    held = np.clip(before, low, np.maximum(low, high))
    curved = ~np.isclose(held, after, rtol=1e-12, atol=0, equal_nan=True).all(axis=1)
    value, error = value.copy(), error.copy()
    for at in np.flatnonzero(curved):
        value[at], error[at] = _on_curve(before[at], after[at], value[at], error[at])
        low[at], high[at] = -np.inf, np.inf
    return Values(value, error, low, high)


def _on_curve(before: Floats, after: Floats, value: Floats, error: Floats) -> tuple[Floats, Floats]:
    """Values and errors through the curve of a transform, known at the nominal values."""
    known = ~np.isnan(before)
    x, at = np.unique(before[known], return_index=True)
    y = after[known][at]
    slope = np.gradient(y, x)
    moved = np.interp(value, x, y)
    moved = np.where(value > x[-1], y[-1] + slope[-1] * (value - x[-1]), moved)
    moved = np.where(value < x[0], y[0] + slope[0] * (value - x[0]), moved)
    return moved, error * np.abs(np.interp(value, x, slope))


def _chosen(values: Values, order: npt.NDArray[np.intp]) -> Values:
    return Values(values.value[:, order], values.error[:, order], values.low, values.high)
