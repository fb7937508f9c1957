import pytest

from tests.zone import code_of
from wotu_site.access.roles import Role
from wotu_site.firms import finding, queries


@pytest.mark.parametrize("words", ["启辰半导体", "ylqcbdt", code_of(3)])
def test_firms_are_found_the_nearest_first(zone, make_person, words):
    hits = finding.find_firms(words, make_person(Role.LEADER), 5)
    assert (hits[0].title, hits[0].detail) == ("云岭启辰半导体有限公司", code_of(3))


def test_no_more_are_found_than_asked_for(zone, make_person):
    assert len(finding.find_firms("云岭", make_person(Role.LEADER), 3)) == 3


@pytest.mark.parametrize("role", [Role.FIRM, Role.AUDITOR])
def test_those_who_see_no_list_find_nothing(zone, make_person, role):
    assert finding.find_firms("云岭", make_person(role), 5) == []


def test_names_of_unknown_firms_are_left_out(zone):
    assert queries.names_of([code_of(3), "nobody"]) == {code_of(3): "云岭启辰半导体有限公司"}
