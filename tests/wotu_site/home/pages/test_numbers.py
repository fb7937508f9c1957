import datetime as dt
from decimal import Decimal
from urllib.parse import parse_qs, urlparse

import pytest

from tests.zone import AS_OF, FIRMS, code_of
from wotu.build.among import ALL_FIRMS, Among
from wotu.build.build import build
from wotu_site.access.roles import Role
from wotu_site.home.pages.numbers import numbers, standing_bars
from wotu_site.snapshots import queries as snapshots

NAMES = ("firms", "held", "declare", "step")


def by_place(shown):
    return dict(zip(NAMES, shown.shown, strict=True))


def test_there_are_four_numbers_of_all_firms(zone, db):
    shown = by_place(numbers(snapshots.snapshot(), ALL_FIRMS))
    assert shown["firms"].value == len(FIRMS)
    assert shown["held"].value == sum(firm.certificate is not None for firm in FIRMS)


def test_the_first_snapshot_is_compared_with_none(zone, db):
    shown = numbers(snapshots.snapshot(), ALL_FIRMS)
    assert shown.compared_with is None
    assert {number.change for number in shown.shown} == {None}


def test_a_change_is_what_was_added_since_the_snapshot_before(own_zone, db):
    first = by_place(numbers(snapshots.snapshot(), ALL_FIRMS))
    build(own_zone, dt.date(2026, 11, 30))  # one of the two certificates has lapsed by then
    shown = numbers(snapshots.snapshot(), ALL_FIRMS)
    assert shown.compared_with == AS_OF
    now = by_place(shown)
    assert now["held"].change == -1 and now["held"].fewer == 1
    assert all(now[name].value - now[name].change == first[name].value for name in first)


def test_numbers_of_some_firms_are_no_larger_than_those_of_all(zone, db):
    every = by_place(numbers(snapshots.snapshot(), ALL_FIRMS))
    among = Among(firm_ids=(code_of(2), code_of(7)))
    own = by_place(numbers(snapshots.snapshot(), among, officer="me"))
    assert own["firms"].value == 2 and own["held"].value == 1
    assert all(own[name].value <= every[name].value for name in every)
    assert all("officer=me" in number.address for number in own.values())


def test_shares_are_of_the_firms_counted(zone, db):
    shown = by_place(numbers(snapshots.snapshot(), ALL_FIRMS))
    assert shown["held"].share == Decimal(shown["held"].value) / shown["firms"].value
    assert shown["firms"].share is None


@pytest.mark.parametrize("name", NAMES)
def test_each_number_leads_to_as_many_firms(zone, signed_in, name):
    number = by_place(numbers(snapshots.snapshot(), ALL_FIRMS))[name]
    assert signed_in().get(number.address).context["page"].pager.total == number.value


def test_bars_count_every_firm_that_a_rule_applies_to_and_lead_to_them(zone, signed_in):
    client = signed_in(Role.LEADER)
    for shown in standing_bars(snapshots.snapshot()):
        part = next(part for part in shown.bar.parts if part.count)
        assert "standing" in parse_qs(urlparse(part.address).query)
        assert client.get(part.address).context["page"].pager.total == part.count
        assert shown.bar.total <= len(FIRMS)
