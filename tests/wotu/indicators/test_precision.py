import math
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.wotu.indicators.statements import SETTLED, said
from wotu.indicators.precision import with_errors
from wotu.reading.claim import Bound, Claim, ClaimKind
from wotu.reading.reconciling.written import table_quote, true_values, written_step


def errors_of(*rows):
    frame = pl.DataFrame(list(rows), schema=SETTLED).with_columns(is_rank=pl.lit(False))
    found = with_errors(frame)
    return dict(zip(found["_row"], found["error"], strict=True))


def by_hand(value, unit):
    """Of a figure of a table, as documents are compared."""
    quote = table_quote(value, unit)
    claim = Claim(
        0, len(quote), quote, value, None, unit, ClaimKind.LEVEL, Bound.EXACT, None, "", None, None,
        (0, len(quote)),
    )  # fmt: skip
    between = true_values(claim, written_step(claim))
    return float(between.high - between.low) / math.sqrt(12) or None


numbers = st.integers(1, 10**9).flatmap(
    lambda n: st.integers(-4, 6).map(lambda power: Decimal(n).scaleb(power))
)


@given(
    st.lists(
        st.tuples(numbers, st.sampled_from(["元", "美元", "%", "家", "人", "吨标准煤/万元"])),
        min_size=1,
        max_size=20,
    )
)
def test_many_figures_of_tables_at_once_are_as_exact_as_single_ones(figures):
    # Below 1 the trailing zeros of money have no 万 to hide behind, and both agree on the digits.
    figures = [(value, unit) for value, unit in figures if value >= 1]
    rows = [
        said("530100", "x", "2025", value, unit, _row=row)
        for row, (value, unit) in enumerate(figures)
    ]
    found = errors_of(*rows) if rows else {}
    for row, (value, unit) in enumerate(figures):
        wanted = by_hand(value, unit)
        assert found[row] == (None if wanted is None else pytest.approx(wanted, rel=1e-9))


@pytest.mark.parametrize(
    ("value", "unit", "more", "width"),
    [
        (436_000_000_000, "元", {}, 10**8),  # 4360亿元
        (436_000_000_000, "元", {"quote": "4360.0亿元"}, 10**7),
        (3686, "家", {}, 0),
        (3686, "家", {"bound": "about"}, 2 * 0.05 * 3686),
        (2000, "家", {"bound": "nearly"}, 200),
        (2000, "家", {"bound": "over"}, 1000),
        (10, "%", {"value_max": Decimal(12)}, 2),
        ("4.1", "%", {}, 0.1),
    ],
)
def test_the_error_comes_from_the_written_digits_and_the_bound_word(value, unit, more, width):
    (error,) = errors_of(said("530100", "x", "2025", value, unit, **more)).values()
    assert error == (pytest.approx(width / math.sqrt(12)) if width else None)
