import numpy as np
import pytest

from wotu.packs.schema import Label
from wotu.scores.errors import ScoreError
from wotu.scores.panel import Panel
from wotu.scores.tree import Node, Tree

VALUES = np.arange(12, dtype=float).reshape(2, 3, 2)


def panel(**changes):
    given = {
        "places": ("a", "b", "c"),
        "periods": ("2024", "2025"),
        "indicators": ("x", "y"),
        "values": VALUES,
        "denominators": {"people": VALUES[..., 0] + 1},
        "groups": {"province": ("53", None, "32")},
    }
    return Panel(**{**given, **changes})


def test_some_places_and_indicators_keep_everything_that_belongs_to_them():
    some = panel(error=VALUES / 10).select(np.array([True, False, True]), np.array([False, True]))
    assert (some.places, some.indicators) == (("a", "c"), ("y",))
    np.testing.assert_array_equal(some.values[..., 0], VALUES[:, [0, 2], 1])
    np.testing.assert_array_equal(some.error, some.values / 10)
    np.testing.assert_array_equal(some.denominators["people"], VALUES[:, [0, 2], 0] + 1)
    assert some.groups == {"province": ("53", "32")}


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"places": ("a", "b", "a")}, "keep one row each"),
        ({"values": VALUES[:1]}, "shape"),
        (
            {"values": np.where(VALUES == 5, np.inf, VALUES)},
            "'y', place c, 2024: inf is no usable figure",
        ),
    ],
)
def test_what_cannot_be_scored_is_refused_by_name(changes, told):
    with pytest.raises(ScoreError, match=told):
        panel(**changes)


def test_columns_have_to_be_the_leaves_of_the_tree():
    label = Label(zh="", en="")
    tree = Tree([Node("index", label, None), Node("x", label, "index", indicator="x")])
    with pytest.raises(ScoreError) as error:
        panel().require_tree(tree)
    assert error.value.facts == {"missing": [], "extra": ["y"]}
    panel().select(indicators=np.array([True, False])).require_tree(tree)
