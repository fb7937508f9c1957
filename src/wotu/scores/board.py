"""From an edition of a scoreboard, as packs write it, to the tree that is scored."""

from __future__ import annotations

from collections.abc import Iterator

from wotu.packs.indicators import Direction, IndicatorDictionary
from wotu.packs.scoreboards import INDEX as INDEX
from wotu.packs.scoreboards import Dimension, Mark, Scoreboard, ScoredIndicator
from wotu.scores.tree import Node, Tree


def tree_of(board: Scoreboard, indicators: IndicatorDictionary) -> Tree:
    """The tree of an edition; an indicator's node has the id of the indicator.

    Indicators without a weight share equally what their dimension has left, and are marked as not
    known (``weight_known`` is False), as are those marked as a placeholder.
    """
    root = Node(INDEX, board.label, None)
    return Tree(
        [root, *(node for one in board.dimensions for node in _nodes(one, INDEX, indicators))]
    )


def _nodes(dimension: Dimension, parent: str, indicators: IndicatorDictionary) -> Iterator[Node]:
    yield Node(
        dimension.id,
        dimension.label,
        parent,
        dimension.weight,
        dimension.mark is not Mark.PLACEHOLDER,
        number=dimension.number,
    )
    for below in dimension.dimensions:
        yield from _nodes(below, dimension.id, indicators)
    given = sum(leaf.weight or 0.0 for leaf in dimension.indicators)
    open_ones = sum(leaf.weight is None for leaf in dimension.indicators)
    rest = (dimension.weight - given) / open_ones if open_ones else 0.0
    for leaf in dimension.indicators:
        yield _leaf(leaf, dimension.id, rest, indicators)


def _leaf(leaf: ScoredIndicator, parent: str, rest: float, indicators: IndicatorDictionary) -> Node:
    known = indicators[leaf.indicator]
    down = known.direction is Direction.DOWN if leaf.less_is_better is None else leaf.less_is_better
    return Node(
        leaf.indicator,
        leaf.label or known.label,
        parent,
        rest if leaf.weight is None else leaf.weight,
        leaf.weight is not None and leaf.mark is not Mark.PLACEHOLDER,
        indicator=leaf.indicator,
        sign=-1 if down else 1,
        unit=known.unit,
        denominator=leaf.denominator,
        goalposts=leaf.goalposts,
        target=leaf.target,
        error=leaf.error,
        judged=leaf.judged,
        number=leaf.number,
    )
