import pytest

from wotu_site.access.roles import Role
from wotu_site.firms import queries
from wotu_site.firms.demo import assign_demo_firms


@pytest.fixture
def people(make_person):
    return make_person(Role.LIAISON), make_person(Role.OFFICER)


def test_the_liaison_officer_gets_firms_once(zone, people):
    given = assign_demo_firms(*people)
    assert given > 0
    assert len(queries.firms_of(people[0])) == given
    assert assign_demo_firms(*people) == 0


def test_nothing_is_given_before_the_first_build(people, settings, tmp_path):
    settings.WORKSPACE_DIR = tmp_path
    assert assign_demo_firms(*people) == 0
