import itertools

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from wotu.build.causes import Cause, causes_in, corner_column, corners_of, split

STANDINGS = st.sampled_from([None, "met", "one_fact", "not_met"])
CAUSES = st.lists(st.sampled_from([Cause.FACTS, Cause.DAY, Cause.RULES]), unique=True, max_size=3)


def cause_by_hand(row, causes):
    """The definition, one firm at a time: the smallest sets that lead to the end."""
    end = row[corner_column(frozenset(causes))]
    if row[corner_column(frozenset())] == end:
        return None
    for size in range(1, len(causes) + 1):
        hits = [
            frozenset(one)
            for one in itertools.combinations(causes, size)
            if row[corner_column(frozenset(one))] == end
        ]
        if hits:
            return {frozenset(hit) for hit in hits}
    raise AssertionError("all causes together lead to the end")


@st.composite
def tables(draw, stored=False):
    causes = sorted(draw(CAUSES), key=list(Cause).index)
    rows = draw(st.integers(1, 12))
    columns = {
        corner_column(corner): draw(st.lists(STANDINGS, min_size=rows, max_size=rows))
        for corner in corners_of(causes)
    }
    if stored:
        columns["stored"] = draw(st.lists(STANDINGS, min_size=rows, max_size=rows))
    return causes, pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))


@settings(deadline=None)
@given(tables())
def test_the_split_is_the_smallest_sets_of_causes(drawn):
    causes, table = drawn
    for row in split(table, causes).to_dicts():
        expected = cause_by_hand(row, causes)
        if expected is None:
            assert row["cause"] is None
        else:
            said = {frozenset(Cause(n) for n in one.split("+")) for one in row["cause"].split("|")}
            assert said == expected


@settings(deadline=None)
@given(tables(stored=True))
def test_groups_add_up_to_the_difference(drawn):
    causes, table = drawn
    found = split(table, causes)
    differs = found.filter(pl.col("before").ne_missing(pl.col("after")))
    assert found["cause"].is_not_null().sum() == differs.height
    assert differs.group_by("cause").len()["len"].sum() == differs.height
    for row in found.to_dicts():
        moved = row["stored"] != row[corner_column(frozenset())]
        if row["cause"]:
            assert (Cause.CODE in causes_in(row["cause"])) == moved
            assert not row["offset"]


@settings(deadline=None)
@given(tables())
def test_without_changes_there_is_no_cause(drawn):
    causes, table = drawn
    start = pl.col(corner_column(frozenset()))
    still = table.with_columns(start.alias(name) for name in table.columns)
    found = split(still, causes)
    assert found["cause"].null_count() == found.height
    assert not found["offset"].any()
