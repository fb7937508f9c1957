import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import RequestFactory

from wotu_site.access.middleware import AccessMiddleware
from wotu_site.access.permissions import access_of, allow, allow_public, allow_signed_in
from wotu_site.access.roles import Role


def test_a_view_without_a_declaration_is_refused():
    def forgotten(request):
        return HttpResponse("data")

    middleware = AccessMiddleware(lambda request: HttpResponse())
    with pytest.raises(PermissionDenied):
        middleware.process_view(RequestFactory().get("/"), forgotten, (), {})


def test_declarations_say_who_may_open(make_person):
    officer, leader = make_person(Role.OFFICER), make_person(Role.LEADER)
    access = access_of(allow(Role.OFFICER)(lambda request: None))
    assert access.permits(officer)
    assert not access.permits(leader)
    assert access_of(allow_signed_in(lambda request: None)).permits(leader)
    assert access_of(allow_public(lambda request: None)).public


def test_the_wrong_role_gets_the_403_page_in_the_frame(signed_in):
    response = signed_in(Role.LEADER).get("/audit/")
    assert response.status_code == 403
    assert "您的角色不能查看此页面" in response.text
    assert 'class="sidebar' in response.text


def test_the_wrong_role_gets_a_notice_where_htmx_wanted_a_fragment(signed_in):
    response = signed_in(Role.LEADER).get("/audit/", headers={"HX-Request": "true"})
    assert response.status_code == 403
    assert response.text.startswith('<div class="alert')


def test_htmx_of_a_stranger_moves_the_whole_page_to_sign_in(client, db):
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/accounts/?q=a"}
    response = client.get("/search/suggest/?q=a", headers=headers)
    assert response.status_code == 200
    assert response["HX-Redirect"] == "/accounts/sign-in/?next=%2Faccounts%2F%3Fq%3Da"


def test_a_temporary_password_has_to_be_changed_first(signed_in):
    client = signed_in(Role.OFFICER, must_change_password=True)
    assert client.get("/")["Location"] == "/accounts/password/"
    assert client.get("/accounts/password/").status_code == 200
    assert client.get("/about/").status_code == 200


def test_a_disabled_account_is_signed_out_at_once(signed_in):
    client = signed_in()
    client.person.is_active = False
    client.person.save()
    assert client.get("/").status_code == 302


def test_a_changed_role_holds_from_the_next_request(signed_in):
    client = signed_in(Role.AUDITOR)
    assert client.get("/audit/").status_code == 200
    client.person.role = Role.LEADER
    client.person.save()
    assert client.get("/audit/").status_code == 403
