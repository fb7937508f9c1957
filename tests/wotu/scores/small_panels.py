"""Small panels and trees for the tests of the steps."""

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from wotu.packs.schema import Label
from wotu.scores.panel import Panel
from wotu.scores.tree import Node, Tree


def label(name):
    return Label(zh=name, en=name)


def leaf(name, parent="index", **more):
    return Node(name, label(name), parent, 1.0, indicator=name, **more)


def flat(count, **more):
    """An index right above its indicators x0, x1, …; more: keyword -> one value an indicator."""
    leaves = [leaf(f"x{at}", **{key: one[at] for key, one in more.items()}) for at in range(count)]
    return Tree([Node("index", label("index"), None), *leaves])


def small_panel(values, **more):
    """A panel of (periods, places, indicators), or of the last two for one period."""
    values = np.array(values, dtype=float)
    if values.ndim == 2:
        values = values[None]
    periods, places, indicators = values.shape
    given = {
        "places": tuple(f"p{at}" for at in range(places)),
        "periods": tuple(str(2021 + at) for at in range(periods)),
        "indicators": tuple(f"x{at}" for at in range(indicators)),
        "values": values,
    }
    return Panel(**{**given, **more})


NUMBERS = st.integers(-1000, 1000).map(lambda number: number / 4)


@st.composite
def value_arrays(draw, periods=(1, 4), places=(2, 8), indicators=(1, 4), unknown=True):
    """Values with few digits, of which some are unknown."""
    shape = tuple(draw(st.integers(*bounds)) for bounds in (periods, places, indicators))
    numbers = NUMBERS | st.just(np.nan) if unknown else NUMBERS
    return draw(arrays(float, shape, elements=numbers))


def lines_of(log, **wanted):
    """Lines whose fields have the given values."""
    return [line for line in log if all(getattr(line, key) == one for key, one in wanted.items())]


def cell(panel, line):
    """Where a line's value stands."""
    return (
        panel.periods.index(line.period),
        panel.places.index(line.place),
        panel.indicators.index(line.node),
    )
