"""The index of Mazziotta and Pareto: a mean that is lowered where a place is out of balance."""

from __future__ import annotations

import numpy as np

from wotu.scores.aggregation.means import arithmetic_mean
from wotu.scores.tree import Floats


def mazziotta_pareto(values: Floats, shares: Floats) -> Floats:
    """Mean less penalty: M - S * cv, with cv = S / M, of shape (..., places).

    M and S are the weighted mean and standard deviation (not the sample's) of a place's values,
    which are z-scores of mean 100 and standard deviation 10 with more always better. So the
    penalty is subtracted (the authors' positive phenomenon): after normalisation nothing here
    measures a lack.
    Source:  P. De Muro, M. Mazziotta, A. Pareto: Composite Indices of Development and Poverty: An
    Application to MDGs, Social Indicators Research 104 (2011), 1-18; weighted as in M. Mazziotta,
    A. Pareto, Rivista Italiana di Economia Demografia e Statistica 2022.
    """
    mean = arithmetic_mean(values, shares)
    variance = arithmetic_mean((values - mean) ** 2, shares)
    index: Floats = mean - variance / np.where(mean == 0, np.nan, mean)
    return index
