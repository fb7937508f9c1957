import numpy as np
import pytest

from tests.wotu.scores import technology_achievement as tai
from wotu.scores.weighting.components import (
    component_shares,
    explained_variance,
    rotated_loadings,
)
from wotu.scores.weighting.correlation import correlation_matrix

CORRELATIONS = correlation_matrix(tai.RAW)


def test_eigenvalues_are_those_of_the_handbook():
    assert explained_variance(CORRELATIONS) == pytest.approx(tai.EIGENVALUES, abs=0.06)


def test_rotated_loadings_are_those_of_the_handbook():
    # The handbook's own data have more digits than its table of them: 0.02 is what that leaves.
    found = rotated_loadings(CORRELATIONS, factors=4)
    assert np.abs(found) == pytest.approx(tai.LOADINGS, abs=0.02)
    assert (found**2).sum(axis=0) == pytest.approx(tai.EXPLAINED, abs=0.03)


def test_weights_are_those_of_the_handbook():
    found = component_shares(tai.RAW, factors=4)
    assert found == pytest.approx(tai.COMPONENT_WEIGHTS, abs=0.006)


def test_factors_with_an_eigenvalue_above_one_are_kept():
    assert rotated_loadings(CORRELATIONS).shape == (8, 2)
    assert rotated_loadings(np.eye(3)).shape == (3, 1)


def test_rotation_changes_no_communality():
    plain = rotated_loadings(CORRELATIONS, factors=1)
    assert plain[:, 0] ** 2 @ np.ones(8) == pytest.approx(explained_variance(CORRELATIONS)[0])
    whole = rotated_loadings(CORRELATIONS, factors=8)
    assert (whole**2).sum(axis=1) == pytest.approx(np.ones(8))


def test_varimax_agrees_with_statsmodels():
    rotation = pytest.importorskip("statsmodels.multivariate.factor_rotation")
    values, vectors = np.linalg.eigh(CORRELATIONS)
    loadings = vectors[:, ::-1][:, :3] * np.sqrt(values[::-1][:3])
    communality = np.sqrt((loadings**2).sum(axis=1, keepdims=True))
    theirs, _ = rotation.rotate_factors(loadings / communality, "varimax")
    ours = rotated_loadings(CORRELATIONS, factors=3)

    def criterion(rotated):
        return ((rotated / communality) ** 2).var(axis=0).sum()

    assert criterion(ours) == pytest.approx(criterion(theirs * communality), rel=1e-6)


def test_what_does_not_vary_gets_nothing():
    values = np.vstack([tai.RAW[:3], np.full(23, 4.0)])
    shares = component_shares(values)
    assert shares[3] == 0
    assert shares.sum() == pytest.approx(1)
