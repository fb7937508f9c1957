import pytest
from django.test import Client

from wotu_site.access.roles import Role

EVERY_KIND = ["/accounts/sign-in/", "/", "/nothing/", "/audit/export.csv", "/jobs/bell/"]


@pytest.mark.parametrize("path", EVERY_KIND)
def test_every_answer_carries_the_safe_headers(signed_in, path):
    response = signed_in(Role.AUDITOR).get(path)
    policy = dict(
        part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";")
    )
    assert policy["default-src"] == "'self'"
    assert policy["script-src"] == "'self'"
    assert policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert policy["object-src"] == "'none'"
    assert policy["base-uri"] == "'none'"
    assert policy["form-action"] == "'self'"
    assert "unsafe" not in response["Content-Security-Policy"]
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]
    assert response["Cache-Control"] == "private, no-store"
    assert len(response["X-Request-ID"]) == 16


def test_no_page_has_inline_scripts_styles_or_handlers(signed_in):
    client = signed_in(Role.ADMINISTRATOR)
    for path in ("/", "/accounts/", "/accounts/new/", "/audit/", "/gallery/", "/search/?q=a"):
        html = client.get(path).text
        assert " style=" not in html
        assert "<style" not in html
        assert " onclick=" not in html
        scripts = html.split("<script")[1:]
        assert all(" src=" in s[:120] or "application/json" in s[:120] for s in scripts)


def test_cookies_are_closed_to_scripts(client, db):
    client.get("/accounts/sign-in/")
    cookie = client.cookies["csrftoken"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_an_ordinary_page_saves_no_session(signed_in, django_assert_num_queries):
    client = signed_in()
    client.get("/accounts/profile/")
    with django_assert_num_queries(3) as captured:  # session, person, bell
        client.get("/accounts/profile/")
    assert all(query["sql"].startswith("SELECT") for query in captured)


def test_404_is_in_the_frame_for_those_we_know_and_plain_for_others(signed_in, client):
    known, unknown = signed_in().get("/nothing/"), client.get("/nothing/")
    assert known.status_code == unknown.status_code == 404
    assert "找不到这个页面" in known.text
    assert "sidebar-nav" in known.text
    assert "sidebar-nav" not in unknown.text
    assert "回到首页" in unknown.text


def test_500_names_the_request_and_hides_the_reason(signed_in):
    client = signed_in()
    client.raise_request_exception = False
    response = client.get("/gallery/broken/")
    assert response.status_code == 500
    assert "系统出现故障" in response.text
    assert response["X-Request-ID"] in response.text
    assert "ZeroDivisionError" not in response.text


def test_500_without_a_frame_is_still_a_page(signed_in, monkeypatch):
    client = signed_in()
    client.raise_request_exception = False
    monkeypatch.setattr("wotu_site.ui.navigation.entries", lambda *_: 1 / 0)
    response = client.get("/")
    assert response.status_code == 500
    assert response["X-Request-ID"] in response.text
    assert "回到首页" in response.text


def test_a_fault_of_an_engine_is_explained(signed_in):
    response = signed_in().get("/gallery/fault/")
    assert response.status_code == 503
    assert "数据尚未就绪" in response.text
    assert "Run `wotu build`" in response.text


def test_a_malformed_request_is_answered_in_plain_words(db):
    response = Client(raise_request_exception=False).get("/", headers={"Host": "a_b..c/"})
    assert response.status_code == 400
    assert "无法识别该请求" in response.text


def test_the_theme_is_that_of_the_cookie(signed_in):
    client = signed_in()
    assert 'data-bs-theme="light"' in client.get("/").text
    client.cookies["wotu_theme"] = "dark"
    assert 'data-bs-theme="dark"' in client.get("/").text


def test_the_hall_is_dark(signed_in):
    assert 'data-bs-theme="dark" data-hall' in signed_in().get("/?hall=1").text


def test_a_notice_comes_with_a_fragment_too(signed_in, make_person):
    client = signed_in(Role.ADMINISTRATOR)
    client.post(f"/accounts/{make_person(Role.OFFICER).pk}/disable/")
    fragment = client.get("/accounts/", headers={"HX-Request": "true"}).text
    assert 'hx-swap-oob="beforeend:#toasts"' in fragment
    assert "已停用" in fragment
