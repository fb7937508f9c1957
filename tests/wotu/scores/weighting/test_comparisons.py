import numpy as np
import pytest

from tests.wotu.scores.small_trees import flat_tree
from wotu.packs.score_method import Comparisons
from wotu.scores.errors import ScoreError
from wotu.scores.weighting.comparisons import (
    compared_shares,
    consistency_ratio,
    priorities,
    worst_triad,
)


def reciprocal(*upper):
    """The matrix of judgements above its diagonal, row by row."""
    matrix = np.eye(len(upper) + 1)
    for i, row in enumerate(upper):
        matrix[i, i + 1 :] = row
        matrix[i + 1 :, i] = 1 / np.array(row)
    return matrix


# Buying a house: size, transport, neighbourhood, age, yard, facilities, condition, financing.
HOUSE = reciprocal(
    *([5, 3, 7, 6, 6, 1 / 3, 1 / 4], [1 / 3, 5, 3, 3, 1 / 5, 1 / 7], [6, 3, 4, 6, 1 / 5]),
    *([1 / 3, 1 / 4, 1 / 7, 1 / 8], [1 / 2, 1 / 5, 1 / 6], [1 / 5, 1 / 6], [1 / 2]),
)
# Drinks consumed in the United States: coffee, wine, tea, beer, sodas, milk, water.
DRINKS = reciprocal(
    *([9, 5, 2, 1, 1, 1 / 2], [1 / 3, 1 / 9, 1 / 9, 1 / 9, 1 / 9]),
    *([1 / 3, 1 / 4, 1 / 3, 1 / 9], [1 / 2, 1, 1 / 3], [2, 1 / 2], [1 / 3]),
)


def test_priorities_of_the_drinks_are_as_saaty_published():
    """T. L. Saaty: Decision making with the analytic hierarchy process, Int. J. Services Sciences
    1 (2008), 83-98."""
    published = [0.177, 0.019, 0.042, 0.116, 0.190, 0.129, 0.327]
    assert priorities(DRINKS) == pytest.approx(published, abs=0.0006)
    assert consistency_ratio(DRINKS) == pytest.approx(0.022, abs=0.0005)


def test_priorities_and_consistency_of_the_house_are_as_saaty_published():
    """T. L. Saaty: How to make a decision: the analytic hierarchy process, European Journal of
    Operational Research 48 (1990), 9-26: lambda 9.669, CR 0.169."""
    published = [0.173, 0.054, 0.188, 0.018, 0.031, 0.036, 0.167, 0.333]
    assert priorities(HOUSE) == pytest.approx(published, abs=0.0006)
    assert consistency_ratio(HOUSE) == pytest.approx(0.169, abs=0.0005)
    assert np.linalg.eigvals(HOUSE).real.max() == pytest.approx(9.669, abs=0.0005)


def test_the_judgement_that_saaty_found_most_inconsistent_is_in_the_worst_triad():
    """Neighbourhood to condition; 1/2 in its place brings the ratio below 0.1 (T. L. Saaty:
    Decision-making with the AHP: Why is the principal eigenvector necessary, EJOR 145 (2003))."""
    assert {2, 6} < set(worst_triad(HOUSE))
    mended = HOUSE.copy()
    mended[2, 6], mended[6, 2] = 1 / 2, 2
    assert consistency_ratio(mended) == pytest.approx(0.083, abs=0.001)


def compare(matrix, count=None, children=None):
    tree = flat_tree(count or len(matrix))
    leaves = tree.children("INDEX")
    children = children or tuple(leaf.id for leaf in leaves)
    rows = tuple(tuple(float(one) for one in row) for row in matrix)
    how = Comparisons(node="INDEX", children=children, matrix=rows)
    return compared_shares(how, tree.root, leaves)


def test_inconsistent_comparisons_name_the_node_and_the_three_judgements():
    with pytest.raises(ScoreError, match=r"INDEX.*0\.169.*a to c is 3 and c to g 6") as caught:
        compare(HOUSE)
    assert caught.value.facts["triad"] == ["a", "c", "g"]


def test_shares_are_the_priorities_and_the_log_has_the_ratio():
    shares, (line,) = compare(DRINKS)
    assert shares == pytest.approx(priorities(DRINKS))
    assert line.after == pytest.approx(consistency_ratio(DRINKS))
    assert "0.022" in line.message.en


def test_children_screened_out_leave_the_matrix():
    shares, _ = compare(reciprocal([2, 9], [3]), 2, ("a", "b", "z"))
    assert shares == pytest.approx([2 / 3, 1 / 3])


@pytest.mark.parametrize(
    ("matrix", "count", "children", "said"),
    [
        ([[1, 2], [0.5, 1]], 3, ("a", "b"), "lack c"),
        ([[1, 2], [2, 1]], 2, None, "a to b is 2 and the other way 2"),
        ([[1, 2, 3], [0.5, 1, 2]], 3, None, "3 rows and columns"),
        ([[1, -2], [-0.5, 1]], 2, None, "above zero"),
        (np.ones((16, 16)), 16, None, "15 is the most"),
    ],
)
def test_a_matrix_that_cannot_be_used_is_explained(matrix, count, children, said):
    with pytest.raises(ScoreError, match=said):
        compare(matrix, count, children)
