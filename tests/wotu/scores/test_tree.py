import pytest
from hypothesis import given
from hypothesis import strategies as st

from wotu.packs.schema import Label
from wotu.scores.errors import ScoreError
from wotu.scores.tree import Node, Tree


def node(name, parent=None, *, leaf=False, weight=None):
    return Node(name, Label(zh=name, en=name), parent, weight, indicator=name if leaf else None)


@st.composite
def trees(draw):
    """An index of dimensions, some of which have dimensions below them, and leaves."""
    nodes = [node("index")]
    for group in range(draw(st.integers(1, 4))):
        nodes.append(node(f"g{group}", "index", weight=draw(st.none() | st.floats(0.1, 9))))
        parent = f"g{group}"
        if draw(st.booleans()):
            parent = f"g{group}_below"
            nodes.append(node(parent, f"g{group}"))
        nodes += [
            node(f"{parent}_{at}", parent, leaf=True) for at in range(draw(st.integers(1, 4)))
        ]
    return Tree(nodes)


@given(trees())
def test_every_leaf_is_below_the_index_and_groups_come_from_below_upwards(tree):
    assert set(tree.leaves_of("index")) == set(tree.leaves)
    depths = [tree.depth(group.id) for group in tree.groups]
    assert depths == sorted(depths, reverse=True)
    assert tree.groups[-1] is tree.root
    assert sum(len(tree.children(group.id)) for group in tree.groups) == len(tree.nodes) - 1


@given(trees(), st.data())
def test_a_tree_without_some_leaves_has_the_others_and_no_empty_dimension(tree, data):
    names = [leaf.id for leaf in tree.leaves]
    gone = data.draw(st.sets(st.sampled_from(names)))
    if len(gone) == len(names):
        with pytest.raises(ScoreError, match=r"index|指标"):
            tree.without(gone)
        return
    rest = tree.without(gone)
    assert [leaf.id for leaf in rest.leaves] == [name for name in names if name not in gone]
    assert all(rest.children(group.id) for group in rest.groups)


@pytest.mark.parametrize(
    ("nodes", "named", "told"),
    [
        ([node("index"), node("a", "index")], "a", "nothing below"),
        ([node("index"), node("a", "b", leaf=True)], "a", "does not come before"),
        (
            [node("index"), node("a", "index", leaf=True), node("a", "index", leaf=True)],
            "a",
            "keep one",
        ),
        ([node("index"), node("a", "index", leaf=True, weight=-1)], "a", "below zero"),
        ([node("index"), node("a", "index", leaf=True, weight=float("nan"))], "a", "no number"),
        (
            [node("index"), node("a", "index", leaf=True, weight=0)],
            "index",
            "weights below it are zero",
        ),
        (
            [node("index"), node("a", "index", leaf=True), node("b", "a", leaf=True)],
            "a",
            "nodes below it",
        ),
    ],
)
def test_a_fault_names_its_node_and_says_what_is_wrong(nodes, named, told):
    with pytest.raises(ScoreError, match=told) as error:
        Tree(nodes)
    assert error.value.facts["node"] == named


def test_two_roots_are_named():
    with pytest.raises(ScoreError) as error:
        Tree([node("one", leaf=True), node("two", leaf=True)])
    assert error.value.facts["nodes"] == ["one", "two"]
