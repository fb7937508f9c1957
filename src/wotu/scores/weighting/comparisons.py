"""Weights from pairwise comparisons: the analytic hierarchy process."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Final

import numpy as np

from wotu.packs.schema import Label
from wotu.packs.score_method import Comparisons
from wotu.scores.errors import ScoreError
from wotu.scores.log import LogLine, Step
from wotu.scores.tree import Floats, Node

RANDOM_INDEX: Final = (
    *(0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41),
    *(1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59),
)
"""Mean consistency index of random matrices of 1 to 15 rows.

Source:  T. L. Saaty: The Analytic Hierarchy Process, McGraw-Hill, 1980.
"""
MOST_INCONSISTENT: Final = 0.1
"""Saaty's limit of the consistency ratio."""
_RECIPROCAL = 0.05
"""0.33 is taken for 1/3."""


def compared_shares(
    how: Comparisons, parent: Node, children: Sequence[Node]
) -> tuple[Floats, list[LogLine]]:
    """Shares of the children: the principal eigenvector of their comparisons.

    Children that the screening left out are left out of the matrix too.
    Raises:  ScoreError for a matrix that is not square, positive and reciprocal, or that lacks a
        child; and for a consistency ratio above 0.1, naming the most inconsistent triad.
    """
    matrix = _matrix(how, parent, children)
    ratio = consistency_ratio(matrix)
    if ratio > MOST_INCONSISTENT:
        raise _inconsistent(parent, children, matrix, ratio)
    line = LogLine(
        Step.WEIGH,
        Label(
            zh=f"层次分析法，一致性比率 {ratio:.3f}",
            en=f"AHP with a consistency ratio of {ratio:.3f}",
        ),
        node=parent.id,
        after=ratio,
    )
    return priorities(matrix), [line]


def priorities(matrix: Floats) -> Floats:
    """The principal eigenvector of a reciprocal matrix, summing to 1.

    >>> priorities(np.array([[1.0, 3.0], [1 / 3, 1.0]])).round(3).tolist()
    [0.75, 0.25]
    """
    _, vector = _principal(matrix)
    shares: Floats = vector / vector.sum()
    return shares


def consistency_ratio(matrix: Floats) -> float:
    """(lambda - n) / (n - 1) over the random index; 0 for one or two rows."""
    size = len(matrix)
    if size < 3:
        return 0.0
    largest, _ = _principal(matrix)
    return max(largest - size, 0.0) / (size - 1) / RANDOM_INDEX[size - 1]


def worst_triad(matrix: Floats) -> tuple[int, int, int]:
    """Positions i < j < k at which a_ij * a_jk differs most from a_ik, as a ratio."""

    def inconsistency(triad: tuple[int, int, int]) -> float:
        i, j, k = triad
        return abs(float(np.log(matrix[i, j] * matrix[j, k] / matrix[i, k])))

    return max(combinations(range(len(matrix)), 3), key=inconsistency)


def _principal(matrix: Floats) -> tuple[float, Floats]:
    values, vectors = np.linalg.eig(matrix)
    at = int(np.argmax(values.real))
    return float(values[at].real), np.abs(vectors[:, at].real)


def _matrix(how: Comparisons, parent: Node, children: Sequence[Node]) -> Floats:
    matrix = _square(how, parent)
    missing = [child.id for child in children if child.id not in how.children]
    if missing:
        named = ", ".join(missing)
        raise _fault(
            parent,
            f"的两两比较缺 {named}：补上与同级的比较",
            f"the comparisons lack {named}: compare it with its siblings",
        )
    if len(children) > len(RANDOM_INDEX):
        raise _fault(
            parent,
            f"有 {len(children)} 个下级，两两比较至多 15 个：请分成几个维度",
            f"{len(children)} children are too many to compare, 15 is the most: split it",
        )
    at = [how.children.index(child.id) for child in children]
    return matrix[np.ix_(at, at)]


def _square(how: Comparisons, parent: Node) -> Floats:
    size = len(how.children)
    if len(how.matrix) != size or any(len(row) != size for row in how.matrix):
        raise _fault(
            parent,
            f"的比较矩阵应为 {size} 行 {size} 列，请补齐",
            f"its matrix of comparisons must have {size} rows and columns: complete it",
        )
    matrix = np.array(how.matrix, dtype=np.float64)
    for i, j in np.argwhere(np.abs(matrix * matrix.T - 1.0) > _RECIPROCAL).tolist():
        one, other = how.children[i], how.children[j]
        raise _fault(
            parent,
            f"的比较不互为倒数：{one} 对 {other} 为 {matrix[i, j]:g}，反之为"
            f" {matrix[j, i]:g}，请改其一",
            f"comparisons are not reciprocal: {one} to {other} is {matrix[i, j]:g} and the other"
            f" way {matrix[j, i]:g}: correct one of them",
        )
    if not (matrix > 0).all():
        raise _fault(
            parent,
            "的比较应大于 0（1/9 至 9），请改正",
            "comparisons must be above zero (1/9 to 9): correct them",
        )
    return matrix


def _inconsistent(
    parent: Node, children: Sequence[Node], matrix: Floats, ratio: float
) -> ScoreError:
    i, j, k = worst_triad(matrix)
    first, second, third = (children[at].id for at in (i, j, k))
    implied = matrix[i, j] * matrix[j, k]
    return _fault(
        parent,
        f"的两两比较不一致：一致性比率 {ratio:.3f} 大于 0.1。最不一致的一组：{first} 对 {second} 为"
        f" {matrix[i, j]:.3g}，{second} 对 {third} 为 {matrix[j, k]:.3g}，{first} 对 {third} 应约"
        f" {implied:.3g}，现为 {matrix[i, k]:.3g}。请重新判断这三项",
        f"the comparisons are inconsistent, the ratio {ratio:.3f} is above 0.1. Most of all:"
        f" {first} to {second} is {matrix[i, j]:.3g} and {second} to {third} {matrix[j, k]:.3g},"
        f" so {first} to {third} would be {implied:.3g}, and is {matrix[i, k]:.3g}. Judge these"
        " three again",
        ratio=ratio,
        triad=[first, second, third],
    )


def _fault(parent: Node, zh: str, en: str, **facts: object) -> ScoreError:
    return ScoreError(
        f"节点 {parent.id}（{parent.label.zh}）{zh}。 Node '{parent.id}': {en}.",
        node=parent.id,
        **facts,
    )
