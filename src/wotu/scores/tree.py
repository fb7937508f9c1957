"""The tree of a composite indicator: an index, its dimensions, and the indicators below them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from wotu.packs.schema import Label
from wotu.scores.errors import ScoreError

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Node:
    """One node of the tree; a leaf is an indicator.

    ``weight``: as given, on any scale, among its siblings; None where nobody gave one, and then
    the weighting decides. ``weight_known`` is False where the figure is a placeholder, so that it
    is drawn anew in every draw of the uncertainty.
    ``sign``: 1 where more is better, -1 where less is.
    ``denominator``: name of a column of ``Panel.denominators`` by which the values are divided.
    ``goalposts``: worst and best value in the indicator's unit; ``target``: the value to reach.
    ``error``: relative standard error of the values, a share; None for the panel's own.
    """

    id: str
    label: Label
    parent: str | None
    weight: float | None = None
    weight_known: bool = True
    indicator: str | None = None
    sign: int = 1
    unit: str = ""
    denominator: str | None = None
    goalposts: tuple[float, float] | None = None
    target: float | None = None
    error: float | None = None
    judged: bool = False
    """Points that experts give: a qualitative item."""
    number: str = ""
    """As the official table numbers it, such as 1.3."""

    @property
    def is_leaf(self) -> bool:
        """Whether it is an indicator."""
        return self.indicator is not None


class Tree:
    """All nodes by id, parents before children, the index first.

    Raises:  ScoreError for an id given twice, a parent that is not there, several or no roots, a
        dimension without children, a weight below zero, siblings whose weights are all zero,
        or a leaf below a leaf; the message names the node.
    """

    def __init__(self, nodes: Iterable[Node]) -> None:
        self.nodes: dict[str, Node] = {}
        for node in nodes:
            if node.id in self.nodes:
                raise _fault(node, "写了两次，留一个", "is given twice: keep one")
            if node.parent is not None and node.parent not in self.nodes:
                raise _fault(
                    node,
                    f"上级“{node.parent}”不在它前面",
                    f"its parent '{node.parent}' does not come before it",
                )
            self.nodes[node.id] = node
        self._check()

    def __iter__(self) -> Iterator[Node]:
        return iter(self.nodes.values())

    def __getitem__(self, name: str) -> Node:
        return self.nodes[name]

    @cached_property
    def root(self) -> Node:
        """The index itself."""
        return next(iter(self.nodes.values()))

    @cached_property
    def leaves(self) -> tuple[Node, ...]:
        """The indicators in order: the columns of a panel's values."""
        return tuple(node for node in self if node.is_leaf)

    @cached_property
    def _children(self) -> dict[str, tuple[Node, ...]]:
        found: dict[str, list[Node]] = {name: [] for name in self.nodes}
        for node in self:
            if node.parent is not None:
                found[node.parent].append(node)
        return {name: tuple(nodes) for name, nodes in found.items()}

    def children(self, name: str) -> tuple[Node, ...]:
        """Nodes right below a node, in order."""
        return self._children[name]

    @cached_property
    def groups(self) -> tuple[Node, ...]:
        """Nodes that have children, those furthest down first: the order of aggregation."""
        inner = [node for node in self if not node.is_leaf]
        return tuple(sorted(inner, key=lambda node: -self.depth(node.id)))

    def depth(self, name: str) -> int:
        """Steps from the index: 0 for itself."""
        parent = self.nodes[name].parent
        return 0 if parent is None else 1 + self.depth(parent)

    def leaves_of(self, name: str) -> tuple[Node, ...]:
        """The indicators below a node, or itself where it is one."""
        node = self.nodes[name]
        if node.is_leaf:
            return (node,)
        return tuple(leaf for child in self.children(name) for leaf in self.leaves_of(child.id))

    def without(self, leaves: Iterable[str]) -> Tree:
        """The tree without some indicators, and without dimensions that lose all of theirs.

        Raises:  ScoreError where nothing is left.
        """
        gone = set(leaves)
        kept = {leaf.id for leaf in self.leaves} - gone
        if not kept:
            raise ScoreError(
                "没有剩下任何指标：放宽筛选，或补数据。"
                " No indicator is left: loosen the screening or supply data.",
                node=self.root.id,
            )
        return Tree(
            node for node in self if any(leaf.id in kept for leaf in self.leaves_of(node.id))
        )

    def _check(self) -> None:
        roots = [node for node in self if node.parent is None]
        if len(roots) != 1:
            named = "、".join(node.id for node in roots) or "-"
            raise ScoreError(
                f"指标树应只有一个总指数，现有：{named}。 A tree has one index; found: {named}.",
                nodes=[node.id for node in roots],
            )
        for node in self:
            below = self.children(node.id)
            if node.is_leaf and below:
                raise _fault(
                    node, "是指标，下面不能再有指标", "is an indicator and has nodes below it"
                )
            if not node.is_leaf and not below:
                raise _fault(
                    node,
                    "下面没有指标：加指标或删去",
                    "has nothing below it: add indicators or remove it",
                )
            if node.weight is not None and not 0 <= node.weight < float("inf"):
                raise _fault(
                    node,
                    f"权重 {node.weight} 应不小于 0",
                    f"its weight {node.weight} is below zero or no number",
                )
            if below and all(child.weight == 0 for child in below):
                raise _fault(node, "下级权重全为 0", "all weights below it are zero")


def _fault(node: Node, zh: str, en: str) -> ScoreError:
    return ScoreError(
        f"节点 {node.id}（{node.label.zh}）{zh}。 Node '{node.id}' {en}.", node=node.id
    )
