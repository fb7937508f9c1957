"""Benefit of the doubt: each place is weighed in the way that flatters it most."""

from __future__ import annotations

import highspy
import numpy as np
import numpy.typing as npt

from wotu.scores.tree import Floats


def doubt_shares(values: Floats, least: float = 0.0, most: float = 1.0) -> Floats:
    """Shares of the weight by place, (children, places), from values of the same shape.

    For each place the weights at which its weighted sum is largest against the best that any
    place reaches with them: maximise w y_i, subject to w y_j <= 1 for every place j, w >= 0, and
    each child carrying from ``least`` to ``most`` of the total weight. Only the ratio to the best
    is unique; several sets of weights can reach it, of which one is given. Values are not
    negative. A place puts no weight on what is unknown of it; what is unknown of others does not
    bind. A place whose values are all zero or unknown gets equal shares.
    Source:  L. Cherchye, W. Moesen, N. Rogge, T. Van Puyenbroeck: An Introduction to 'Benefit of
    the Doubt' Composite Indicators, Social Indicators Research 82 (2007), 111-145; limits of the
    share of the weight as in the OECD/JRC Handbook 2008, section 6.3.
    """
    children = len(values)
    shares = np.full(values.shape, 1.0 / children)
    known = ~np.isnan(values)
    weighable = (np.nan_to_num(values) > 0).any(axis=0)
    patterns, pattern_of = np.unique(known, axis=1, return_inverse=True)
    for at, pattern in enumerate(patterns.T):
        places = np.flatnonzero((pattern_of.ravel() == at) & weighable)
        if not len(places):
            continue
        bounded = np.nan_to_num(values[pattern])
        weights = _weights(bounded, places, least, max(most, 1.0 / int(pattern.sum())))
        total = weights.sum(axis=0)
        shares[:, places] = 0.0
        shares[np.ix_(pattern, places)] = weights / total
    return shares


def _weights(values: Floats, places: npt.NDArray[np.intp], least: float, most: float) -> Floats:
    """The weights of each of ``places``.

    Found as the prices of the dual programme: the least sum of best places whose mix reaches the
    place on every child. It has a row a child instead of a row a place, and from one place to the
    next only the right-hand side changes, so that the dual simplex goes on where it stood.
    """
    scaled = values / values.max(initial=0.0)
    model = _dual(scaled, least, most)
    found = np.empty((len(values), len(places)))
    for at, place in enumerate(places):
        for child, value in enumerate(scaled[:, place]):
            model.changeRowBounds(child, value, highspy.kHighsInf)
        model.run()
        found[:, at] = np.maximum(model.getSolution().row_dual, 0.0)
    return found


def _dual(values: Floats, least: float, most: float) -> highspy.Highs:
    """Minimise the sum of multipliers m >= 0 with values m + limits n >= a place's values."""
    children = len(values)
    infinity = highspy.kHighsInf
    model = highspy.Highs()  # type: ignore[no-untyped-call]
    model.setOptionValue("output_flag", False)
    model.setOptionValue("threads", 1)
    model.setOptionValue("presolve", "off")
    rows = np.arange(children, dtype=np.int32)
    for _ in range(children):
        model.addRow(0.0, infinity, 0, rows[:0], np.empty(0))
    for column in np.unique(values.T, axis=0):
        model.addCol(1.0, 0.0, infinity, children, rows, np.ascontiguousarray(column))
    for child in range(children):
        own = (rows == child).astype(np.float64)
        if least > 0:
            model.addCol(0.0, 0.0, infinity, children, rows, least - own)
        if most < 1:
            model.addCol(0.0, 0.0, infinity, children, rows, own - most)
    return model
