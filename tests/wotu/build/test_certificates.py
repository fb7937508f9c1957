import datetime as dt

import pytest

from tests.zone import AS_OF, code_of
from wotu.build.among import ATTRIBUTES, Among
from wotu.build.certificates import Lapses, WantedLapses, holders, list_is_complete
from wotu.rules.screen import Standing


@pytest.fixture(scope="module")
def lapses(snapshot):
    return Lapses(snapshot, {"hnte": "cn.hnte"})


def test_holders_are_counted_by_kind_on_the_day_of_the_snapshot(snapshot):
    assert holders(snapshot) == {"hnte": 2}
    assert list_is_complete(snapshot)


def test_a_certificate_that_ends_within_half_a_year_is_listed(lapses):
    (lapse,) = lapses.firms(WantedLapses())
    assert lapse.firm_id == code_of(7)
    assert lapse.expires_on == dt.date(2026, 10, 7)
    assert lapse.days_left == (lapse.expires_on - AS_OF).days
    assert isinstance(lapse.standing, Standing)


def test_counts_add_up(lapses):
    every = lapses.count(WantedLapses())
    assert sum(lapses.counts_by_kind(WantedLapses()).values()) == every
    assert sum(lapses.counts_by_standing(WantedLapses()).values()) == every
    for attribute in ATTRIBUTES:
        assert sum(lapses.counts_by(attribute, WantedLapses()).values()) == every


def test_a_filter_leaves_what_it_asks_for(lapses):
    (lapse,) = lapses.firms(WantedLapses())
    assert lapses.count(WantedLapses(standings=(lapse.standing,))) == 1
    assert lapses.count(WantedLapses(kinds=("tsme",))) == 0
    assert lapses.count(WantedLapses(Among(firm_ids=()))) == 0


def test_every_order_gives_the_same_rows(lapses):
    for order in lapses.orders():
        assert len(lapses.firms(WantedLapses(), order)) == 1
        assert len(lapses.firms(WantedLapses(), f"-{order}")) == 1


def test_without_a_rule_no_standing_is_said(snapshot):
    (lapse,) = Lapses(snapshot, {}).firms(WantedLapses())
    assert lapse.standing is None
