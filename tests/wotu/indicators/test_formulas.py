import datetime as dt
import math
from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.wotu.indicators.statements import (
    AS_OF,
    PACKS,
    NoTables,
    indicator,
    said,
    settled,
    with_indicators,
)
from wotu.indicators.registry import registry
from wotu.packs.formulas import Figure, Number, Operation, parse_formula
from wotu.packs.schema import Label
from wotu.workspace import Zone

ZONE = Zone(name=Label(zh="某区", en="Some zone"))
PLACE = "530100"


def run(*rows, packs=PACKS):
    return registry(settled(*rows), NoTables(), packs, ZONE, AS_OF, [])


def value_of(found, name, period, place=PLACE):
    rows = found.values.filter(
        (pl.col("place_code") == place)
        & (pl.col("indicator") == name)
        & (pl.col("period") == period)
    )
    return rows.row(0, named=True) if rows.height else None


def exactly(formula, figures):
    """The value of a formula as a fraction; None where a figure is unknown or a divisor is zero."""
    match formula:
        case Number(value):
            return value
        case Figure(name, years):
            return figures.get((name, 2025 - years))
        case Operation(sign, left, right):
            one, other = exactly(left, figures), exactly(right, figures)
            if one is None or other is None or (sign == "/" and other == 0):
                return None
            return {
                "+": lambda: one + other,
                "-": lambda: one - other,
                "*": lambda: one * other,
                "/": lambda: one / other,
            }[sign]()


FORMULAS = (
    "a + b",
    "a - before(a)",
    "100 * a / b",
    "(a + b) / (a - b)",
    "100 * (a / before(a) - 1)",
    "a / (b * before(before(a)))",
    "-a + 0.25 * b",
)
figures = st.dictionaries(
    st.tuples(st.sampled_from("ab"), st.integers(2023, 2025)), st.integers(-9, 9), max_size=6
)


@settings(max_examples=40, deadline=None)
@given(figures, st.sampled_from(FORMULAS))
def test_a_formula_gives_what_exact_fractions_give(known, text):
    own = with_indicators(indicator("x", text), indicator("a"), indicator("b"))
    rows = [said(PLACE, name, str(year), value, "元") for (name, year), value in known.items()]
    found = value_of(run(*rows, packs=own), "x", "2025")
    wanted = exactly(parse_formula(text), {key: Fraction(one) for key, one in known.items()})
    if wanted is None:
        assert found is None
    else:
        assert found["value"] == pytest.approx(float(wanted), rel=1e-12, abs=1e-12)
        assert (found["origin"], found["expression"]) == ("formula", text)


@given(st.permutations(["x", "y", "z", "a"]))
@settings(max_examples=10, deadline=None)
def test_the_order_of_definitions_does_not_matter(order):
    texts = {"x": "y + z", "y": "z * 2", "z": "a + 1", "a": None}
    own = with_indicators(*(indicator(name, texts[name]) for name in order))
    found = run(said(PLACE, "a", "2025", 3, "元"), packs=own)
    assert [value_of(found, name, "2025")["value"] for name in "xyz"] == [12, 8, 4]


def test_what_is_unknown_is_said_and_is_not_zero():
    found = run(
        said(PLACE, "zone_revenue", "2025", 0, "元"),
        said(PLACE, "internal_rd", "2025", 5, "元"),
        said("530200", "zone_revenue", "2025", 5, "元"),
    )
    assert value_of(found, "internal_rd_to_revenue", "2025") is None
    of_intensity = found.unknown.filter(pl.col("indicator") == "internal_rd_to_revenue")
    assert of_intensity.select("place_code", "missing", "divides_by_zero").rows() == [
        (PLACE, [], True),
        ("530200", ["internal_rd"], False),
    ]


def test_a_stated_value_is_believed_and_the_computed_one_kept_apart():
    rows = [
        said(PLACE, "zone_revenue", "2025", 400_000_000_000, "元"),
        said(PLACE, "internal_rd", "2025", 20_200_000_000, "元"),
    ]
    agreeing = run(*rows, said(PLACE, "internal_rd_to_revenue", "2025", "5.1", "%"))
    assert value_of(agreeing, "internal_rd_to_revenue", "2025")["origin"] == "table"
    assert agreeing.conflicts.is_empty()  # 5.05% would be written as 5.1%
    found = run(*rows, said(PLACE, "internal_rd_to_revenue", "2025", "5.8", "%"))
    assert value_of(found, "internal_rd_to_revenue", "2025")["value"] == 5.8
    (conflict,) = found.conflicts.to_dicts()
    assert (conflict["value"], conflict["other"]) == (5.8, pytest.approx(5.05))
    assert conflict["inputs"] == ["internal_rd@2025", "zone_revenue@2025"]
    computed = found.computed.filter(pl.col("indicator") == "internal_rd_to_revenue")
    assert computed["value"].to_list() == [pytest.approx(5.05)]


def test_stocks_are_read_at_the_end_of_the_period():
    found = run(
        said(PLACE, "hitech_firms", "2024", 2000, "家"),
        said(PLACE, "hitech_firms", "asof:2025-12-31", 2300, "家"),
        said(PLACE, "hitech_firms", "2025-Q2", 2100, "家"),
        said(PLACE, "firm_value_added", "2025", 6_000_000_000, "元"),
        said(PLACE, "employees", "2025", 20_000, "人"),
    )
    net = value_of(found, "hnte_net_increase", "2025")
    assert (net["value"], net["error"]) == (300, None)
    assert net["inputs"] == ["hitech_firms@asof:2025-12-31", "hitech_firms@asof:2024-12-31"]
    per_head = value_of(found, "labour_productivity", "2025")
    assert per_head["value"] == 300_000
    assert per_head["inputs"] == ["firm_value_added@2025", "employees@asof:2025-12-31"]
    growths = found.values.filter(pl.col("indicator") == "hnte_net_increase")
    assert growths["period"].to_list() == ["2025"]  # over years only


def test_a_quarter_is_compared_with_the_same_quarter():
    own = with_indicators(indicator("x", "a - before(a)"), indicator("a"))
    found = run(
        said(PLACE, "a", "2025-Q1", 7, "元"),
        said(PLACE, "a", "2024-Q1", 5, "元"),
        said(PLACE, "a", "2024-02", 5, "元"),
        said(PLACE, "a", "2025-02", 8, "元"),
        packs=own,
    )
    assert value_of(found, "x", "2025-Q1")["value"] == 2
    assert value_of(found, "x", "2025-02")["value"] == 3  # 29 days and 28


def test_errors_add_up_by_the_slopes():
    own = with_indicators(
        indicator("x", "a * b"), indicator("a", unit="%"), indicator("b", unit="%")
    )
    found = run(
        said(PLACE, "a", "2025", "4.1", "%"), said(PLACE, "b", "2025", "20", "%"), packs=own
    )
    step = math.sqrt(12)
    wanted = math.hypot(20 * 0.1 / step, 4.1 * 1 / step)
    assert value_of(found, "x", "2025")["error"] == pytest.approx(wanted)


@pytest.mark.parametrize(
    ("text", "bound", "wanted"),
    [
        ("a + b", "over", "over"),
        ("b - a", "over", "up_to"),
        ("b / a", "up_to", "over"),
        ("a + b", "about", "about"),
        ("a / b", None, None),
    ],
)
def test_a_bound_is_carried_to_the_side_to_which_it_pushes(text, bound, wanted):
    own = with_indicators(indicator("x", text), indicator("a"), indicator("b"))
    found = run(
        said(PLACE, "a", "2025", 4, "元", bound=bound),
        said(PLACE, "b", "2025", 2, "元"),
        packs=own,
    )
    assert value_of(found, "x", "2025")["bound"] == wanted


def test_figures_in_another_unit_are_not_computed_with():
    found = run(
        said(PLACE, "zone_revenue", "2025", 100, "美元"),
        said(PLACE, "internal_rd", "2025", 5, "元"),
    )
    assert value_of(found, "internal_rd_to_revenue", "2025") is None


def test_the_first_day_of_a_year_before_is_kept_over_leap_years():
    own = with_indicators(indicator("x", "a - before(a)"), indicator("a"))
    first = said(PLACE, "a", "2024-01/2024-02", 1, "元")
    assert first["period_last"] == dt.date(2024, 2, 29)
    found = run(first, said(PLACE, "a", "2025-01/2025-02", 4, "元"), packs=own)
    assert value_of(found, "x", "2025-01/2025-02")["value"] == 3
