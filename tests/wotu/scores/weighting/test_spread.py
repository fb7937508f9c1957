import numpy as np
import pytest

from wotu.scores.weighting.spread import critic_shares, entropy_shares

NAN = np.nan


@pytest.mark.parametrize(
    ("matrix", "published"),
    [
        pytest.param(
            [[30, 30, 38, 29], [19, 54, 86, 29], [19, 15, 85, 28.9], [68, 70, 60, 29]],
            [0.4630, 0.3992, 0.1378, 0.0000],
            id="Xu 2004, European Journal of Operational Research 156, 530-532",
        ),
        pytest.param(
            [[3.0, 100, 10, 7], [2.5, 80, 8, 5], [1.8, 50, 20, 11], [2.2, 70, 12, 9]],
            [0.1146, 0.1981, 0.4185, 0.2689],
            id="Zavadskas, Podvezko 2016, Int. J. Inf. Technology & Decision Making 15, 267-283",
        ),
        pytest.param(
            [
                *([256, 8, 41, 1.6, 1.77, 7347.16], [256, 8, 32, 1.0, 1.8, 6919.99]),
                *([256, 8, 53, 1.6, 1.9, 8400], [256, 8, 41, 1.0, 1.75, 6808.9]),
                *([512, 8, 35, 1.6, 1.7, 8479.99], [256, 4, 35, 1.6, 1.7, 7499.99]),
            ],
            [0.405, 0.221, 0.134, 0.199, 0.007, 0.034],
            id="Ersoy 2021, LogForum 17(3)",
        ),
    ],
)
def test_entropy_weights_are_as_published(matrix, published):
    digits = max(len(str(one).partition(".")[2]) for one in published)
    found = entropy_shares(np.array(matrix, dtype=float).T)
    assert found == pytest.approx(published, abs=0.51 * 10**-digits)


def test_critic_weights_are_as_published():
    """A. Tuş, E. Aytaç Adalı: The new combination with CRITIC and WASPAS methods for the time and
    attendance software selection problem, Opsearch 56 (2019), 528-538."""
    matrix = np.array(
        [
            *([5000, 3, 3, 4, 3, 2], [680, 5, 3, 2, 2, 1], [2000, 3, 2, 3, 4, 3]),
            *([600, 4, 3, 1, 2, 2], [800, 2, 4, 3, 3, 4]),
        ],
        dtype=float,
    )
    published = [0.157, 0.249, 0.168, 0.121, 0.154, 0.151]
    assert critic_shares(matrix.T) == pytest.approx(published, abs=0.0005)


def test_a_zero_adds_nothing_to_entropy():
    # p = (0, 1/2, 1/2): e = ln 2 / ln 3; the other is even, so that e = 1 and its weight 0.
    assert entropy_shares(np.array([[0.0, 5, 5], [7, 7, 7]])).tolist() == [1.0, 0.0]


def test_critic_does_not_depend_on_scale():
    values = np.array([[1.0, 4, 2, 8], [3, 1, 2, 2], [0, 1, 5, 9]])
    scaled = values * [[100], [1], [0.01]] + [[0], [50], [-3]]
    assert critic_shares(scaled) == pytest.approx(critic_shares(values))


def test_an_indicator_without_variation_changes_nothing_for_the_others():
    values = np.array([[1.0, 4, 2, 8], [3, 1, 2, 2], [0, 1, 5, 9]])
    flat = np.vstack([values, np.full(4, 6.0)])
    assert critic_shares(flat) == pytest.approx([*critic_shares(values), 0])
    assert entropy_shares(flat) == pytest.approx([*entropy_shares(values), 0])


def test_unknown_values_are_passed_over():
    values = np.array([[1.0, 4, NAN, 8], [3, 1, 2, 2]])
    without = entropy_shares(np.array([[1.0, 4, 8], [3, 1, 2]]))
    assert entropy_shares(values)[0] != pytest.approx(without[0])
    assert entropy_shares(values).sum() == pytest.approx(1)
    assert critic_shares(values).sum() == pytest.approx(1)


def test_nothing_that_tells_places_apart_gives_no_shares():
    assert entropy_shares(np.full((3, 4), 5.0)).tolist() == [0, 0, 0]
    assert critic_shares(np.array([[1.0, 2, 3], [2, 4, 6]])).tolist() == [0, 0]
