"""A conflict is settled once, stays so, and opens again only for what was not weighed."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.wotu.reading.reconciling.seeded import seeded_cases
from tests.wotu.reading.reconciling.statement_maker import statement
from wotu.errors import UnknownNameError
from wotu.lake.store import Lake
from wotu.reading.reconciling.reconcile import reconcile
from wotu.reading.reconciling.settlements import Settlement, SettlementError, Settlements
from wotu.reading.reconciling.statements import fingerprint

FIRST = statement("a", "2013家", "2013")
SECOND = statement("b", "2113家", "2113")


@pytest.fixture
def kept(tmp_path):
    return Settlements(Lake(tmp_path / "lake", {}))


def settle(kept, said, take="b", reason="统计局电话核实"):
    (item,) = reconcile(said, kept.standing())
    kept.settle(item, take, author="李", reason=reason)


def test_what_is_settled_is_taken(kept):
    settle(kept, [FIRST, SECOND])
    (item,) = reconcile([FIRST, SECOND], kept.standing())
    assert item.settled.figure == "2113家"
    assert (item.settled.author, item.settled.reason) == ("李", "统计局电话核实")
    assert item.taken is SECOND
    assert item.default is FIRST
    assert item.reopened is None


def test_a_new_statement_that_agrees_leaves_it_settled(kept):
    settle(kept, [FIRST, SECOND])
    new = statement("c", "2113家", "2113", published=dt.date(2025, 1, 1))
    (item,) = reconcile([FIRST, SECOND, new], kept.standing())
    assert item.settled
    assert item.taken is SECOND


@pytest.mark.parametrize(("quote", "figure"), [("2213家", "2213"), ("2013家", "2013")])
def test_a_new_statement_that_disagrees_opens_it_again(kept, quote, figure):
    settle(kept, [FIRST, SECOND])
    (item,) = reconcile([FIRST, SECOND, statement("c", quote, figure)], kept.standing())
    assert item.settled is None
    assert item.reopened.statement == "b"


def test_a_corrected_claim_counts_as_new(kept):
    settle(kept, [FIRST, SECOND])
    other = replace(FIRST, claim=replace(FIRST.claim, figure=Decimal(2313)))
    (item,) = reconcile([other, SECOND], kept.standing())
    assert item.reopened


def test_a_settlement_on_a_document_that_is_gone_is_open_again(kept):
    settle(kept, [FIRST, SECOND])
    third = statement("c", "2113家", "2113")
    (item,) = reconcile([FIRST, third], kept.standing())
    assert item.settled is None
    assert item.reopened


def test_a_settlement_is_found_again_where_the_key_has_changed(kept):
    settle(kept, [FIRST, SECOND])
    standing = [replace(one, key="0" * 16) for one in kept.standing()]
    (item,) = reconcile([FIRST, SECOND], standing)
    assert item.settled


def test_settling_again_replaces_and_withdrawing_opens(kept):
    settle(kept, [FIRST, SECOND])
    settle(kept, [FIRST, SECOND], take="a", reason="以登记为准")
    (item,) = reconcile([FIRST, SECOND], kept.standing())
    assert item.taken is FIRST
    kept.withdraw(item.key, author="王", reason="再议")
    (item,) = reconcile([FIRST, SECOND], kept.standing())
    assert item.settled is None
    assert [row["withdrawn"] for row in kept.history()] == [False, False, True]


def test_settlements_as_known_at_a_time(kept):
    before = dt.datetime.now(dt.UTC)
    settle(kept, [FIRST, SECOND])
    assert kept.standing(known_on=before) == []
    assert len(kept.standing()) == 1


def test_settling_needs_a_reason_and_one_of_the_statements(kept):
    (item,) = reconcile([FIRST, SECOND])
    with pytest.raises(SettlementError):
        kept.settle(item, "b", author="李", reason=" ")
    with pytest.raises(UnknownNameError):
        kept.settle(item, "z", author="李", reason="核实")
    with pytest.raises(SettlementError):
        kept.withdraw(item.key, author="李", reason="没有这项")


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10**6))
def test_settled_items_stay_settled_while_statements_are_the_same(seed):
    said = [one for case in seeded_cases(seed, 10) for one in case.statements]
    decided = [
        Settlement(
            key=item.key,
            statement=item.statements[-1].id,
            figure="",
            author="李",
            reason="核实",
            at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
            weighed=frozenset(map(fingerprint, item.statements)),
        )
        for item in reconcile(said)
    ]
    again = reconcile(said[::-1], decided)
    assert all(item.settled and item.taken == item.statements[-1] for item in again)
