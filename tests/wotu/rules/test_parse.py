import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wotu.rules import tree
from wotu.rules.parse import ExpressionError, parse_expression
from wotu.rules.render import render

names = st.from_regex(r"[a-z][a-z0-9_]{0,6}", fullmatch=True).filter(
    lambda name: name
    not in {"if", "then", "else", "and", "or", "not", "in", "is", "known", "unknown", "where",
            "true", "false", "last_year", "this_year", "years", "days", "months", "persons",
            "points", "yuan", "m2"}
)  # fmt: skip
numbers = st.builds(
    tree.Number,
    st.integers(0, 10**9).map(Fraction) | st.integers(1, 9999).map(lambda n: Fraction(n, 100)),
    st.sampled_from([None, "%", "万元", "days", "人"]),
)
leaves = st.one_of(
    numbers,
    st.builds(tree.Name, names),
    st.builds(tree.Truth, st.booleans()),
    st.builds(tree.Date, st.dates(dt.date(1950, 1, 1), dt.date(2100, 1, 1))),
    st.builds(tree.Text, st.from_regex(r"[a-z]{0,5}", fullmatch=True)),
    st.builds(tree.FieldRef, names, names, st.none() | st.integers(-5, 3)),
)


def grown(children):
    several = st.lists(children, min_size=2, max_size=3).map(tuple)
    return st.one_of(
        st.builds(tree.Arithmetic, st.sampled_from("+-*/"), children, children),
        st.builds(
            tree.Compare, st.sampled_from([">=", "<=", ">", "<", "=", "!="]), children, children
        ),
        st.builds(tree.IsKnown, children, st.booleans()),
        st.builds(tree.Not, children),
        st.builds(tree.Negative, children),
        st.builds(tree.And, several),
        st.builds(tree.Or, several),
        st.builds(tree.IfThenElse, children, children, children),
        st.builds(tree.Membership, children, several),
        st.builds(lambda f, a: tree.Call(f, a), names, several),
    )


# Without the deferral Hypothesis spells out the whole strategy, which takes longer than the test.
trees = st.deferred(lambda: st.recursive(leaves, grown, max_leaves=12))


@given(trees)
def test_rendered_text_parses_to_the_same_tree(node):
    assert parse_expression(render(node)) == node


@given(st.text(max_size=60))
def test_any_text_is_an_expression_or_an_explained_error(text):
    fault = fault_of(text)
    assert fault is None or (fault.message and 0 <= fault.position <= len(text))


def fault_of(text):
    try:
        parse_expression(text)
    except ExpressionError as error:
        return error
    return None


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [("5%", 5, "%"), ("5_000 万元", 5000, "万元"), ("0.5 亿元", Fraction(1, 2), "亿元"), ("365 days", 365, "days")],
)  # fmt: skip
def test_numbers_keep_their_unit(text, value, unit):
    assert parse_expression(text) == tree.Number(Fraction(value), unit)


def test_multiplication_binds_before_addition_and_comparison_last():
    parsed = parse_expression("a + b * c >= d")
    assert render(parsed) == "a + b * c >= d"
    assert isinstance(parsed, tree.Compare)
    assert isinstance(parsed.left, tree.Arithmetic) and parsed.left.operator == "+"
