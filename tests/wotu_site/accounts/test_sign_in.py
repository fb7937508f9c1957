import pytest
from django.test import Client

from tests.wotu_site.conftest import PASSWORD
from wotu_site.access.roles import Role
from wotu_site.accounts.demo import DEMO_ACCOUNTS
from wotu_site.audit.models import AuditEntry

SIGN_IN = "/accounts/sign-in/"


def attempt(client, username="officer", password=PASSWORD, **more):
    return client.post(SIGN_IN, {"username": username, "password": password, **more})


@pytest.fixture
def officer(make_person):
    return make_person(Role.OFFICER)


def test_sign_in_leads_to_the_page_that_was_wanted(client, officer):
    response = attempt(client, next="/jobs/?page=2")
    assert response["Location"] == "/jobs/?page=2"
    assert client.get("/").status_code == 200
    assert AuditEntry.objects.get().action == "session.started"


@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example", "javascript:x"])
def test_sign_in_leads_to_no_other_site(client, officer, wanted):
    assert attempt(client, next=wanted)["Location"] == "/"


def test_the_user_name_may_be_typed_in_capitals(client, officer):
    assert attempt(client, username="Officer").status_code == 302


@pytest.mark.parametrize(
    ("username", "password"), [("officer", "wrong"), ("nobody", PASSWORD), ("officer", "")]
)
def test_a_refusal_does_not_tell_what_was_wrong(client, officer, username, password):
    response = attempt(client, username, password)
    assert response.status_code == 200
    assert not response.wsgi_request.user.is_authenticated
    assert ("用户名或密码不正确" in response.text) is bool(password)


def test_a_name_that_is_no_account_is_not_kept(client, officer):
    attempt(client, username="my-secret-password")
    entry = AuditEntry.objects.get()
    assert entry.action == "session.refused"
    assert "my-secret" not in f"{entry.about_label} {entry.detail} {entry.path}"


def test_a_disabled_account_cannot_sign_in(client, make_person):
    make_person(Role.OFFICER, is_active=False)
    assert "账号已停用" in attempt(client).text


def test_five_wrong_passwords_close_the_sign_in_for_a_while(client, officer):
    answers = [attempt(client, password="wrong") for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200] * 4 + [429]
    assert "密码错误次数过多" in answers[-1].text
    assert "15 分钟" in answers[-1].text
    assert answers[-1]["Retry-After"] == "900"
    assert attempt(client).status_code == 429, "the right password does not open it either"
    assert attempt(Client(REMOTE_ADDR="10.9.9.9")).status_code == 302, "from elsewhere it does"


def test_sign_out_ends_the_session_and_is_a_post(signed_in):
    client = signed_in()
    assert client.get("/accounts/sign-out/").status_code == 405
    assert client.post("/accounts/sign-out/")["Location"] == SIGN_IN
    assert client.get("/").status_code == 302
    assert AuditEntry.objects.order_by("-id")[0].action == "session.ended"


def test_a_form_without_its_token_is_refused_in_plain_words(officer):
    client = Client(enforce_csrf_checks=True)
    response = attempt(client)
    assert response.status_code == 403
    assert "表单已过期" in response.text


def test_demo_accounts_are_offered_in_a_demonstration_only(client, db, settings):
    assert DEMO_ACCOUNTS[0].password not in client.get(SIGN_IN).text
    settings.DEMO = True
    page = client.get(SIGN_IN)
    assert all(account.password in page.text for account in DEMO_ACCOUNTS)


def test_whoever_is_signed_in_is_not_asked_again(signed_in):
    assert signed_in().get(SIGN_IN)["Location"] == "/"
