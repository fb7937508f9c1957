import pytest
from django.http import Http404
from django.test import RequestFactory

from tests.wotu_site.conftest import FIRM
from wotu_site.access.firms import firm_scope, visible_firm_or_404
from wotu_site.access.roles import STAFF, Role

OTHER = "91320594088140947F"


def request_of(person):
    request = RequestFactory().get("/")
    request.user = person
    return request


@pytest.mark.parametrize("role", sorted(STAFF))
def test_staff_see_all_firms(make_person, role):
    person = make_person(role)
    assert firm_scope(person) is None
    assert visible_firm_or_404(request_of(person), OTHER) == OTHER


def test_a_firm_user_sees_the_own_firm_only(make_person):
    person = make_person(Role.FIRM)
    assert firm_scope(person) == FIRM
    assert visible_firm_or_404(request_of(person), FIRM.lower()) == FIRM
    with pytest.raises(Http404):
        visible_firm_or_404(request_of(person), OTHER)


def test_a_firm_user_without_a_firm_sees_none(make_person):
    person = make_person(Role.FIRM)
    person.firm_uscc = ""
    for code in (FIRM, ""):
        with pytest.raises(Http404):
            visible_firm_or_404(request_of(person), code)
