import pytest
from django.test import Client

from tests.wotu_site.conftest import PASSWORD

NEW = "quite another word 7"


def change(client, present=PASSWORD, chosen=NEW, repeated=NEW):
    form = {"present": present, "chosen": chosen, "repeated": repeated}
    return client.post("/accounts/password/", form)


def test_a_changed_password_ends_the_other_sessions_and_keeps_this_one(signed_in):
    client, elsewhere = signed_in(must_change_password=True), Client()
    elsewhere.force_login(client.person)
    assert change(client)["Location"] == "/"
    assert client.get("/").status_code == 200
    assert elsewhere.get("/").status_code == 302
    client.person.refresh_from_db()
    assert client.person.check_password(NEW)
    assert not client.person.must_change_password


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"present": "wrong"}, "当前密码不正确"),
        ({"repeated": "different word 8"}, "两次输入的新密码不一致"),
        ({"chosen": "short", "repeated": "short"}, "10"),
        ({"chosen": "12345678901", "repeated": "12345678901"}, "数字"),
        ({"chosen": PASSWORD, "repeated": PASSWORD}, "新密码不能与当前密码相同"),
    ],
)
def test_a_password_that_will_not_do_is_explained(signed_in, wrong, said):
    client = signed_in()
    response = change(client, **wrong)
    assert response.status_code == 200
    assert said in response.text
    client.person.refresh_from_db()
    assert client.person.check_password(PASSWORD)


def test_the_profile_says_who_one_is(signed_in):
    page = signed_in().get("/accounts/profile/")
    assert page.context["page"].account.username == "officer"
    assert "科技干部" in page.text


def test_the_language_is_chinese_whatever_the_browser_prefers(client, db):
    page = client.get("/accounts/sign-in/", headers={"Accept-Language": "de,en"})
    assert page["Content-Language"] == "zh-hans"
    assert '<html lang="zh-Hans"' in page.text


def test_a_stranger_can_switch_the_language(client, db):
    form = {"language": "en", "next": "/accounts/sign-in/?next=/jobs/"}
    response = client.post("/accounts/language/", form)
    assert response["Location"] == "/accounts/sign-in/?next=/jobs/"
    page = client.get("/accounts/sign-in/")
    assert '<html lang="en"' in page.text
    assert "Sign in to Wotu" in page.text


def test_the_language_of_an_account_is_remembered(signed_in):
    client = signed_in()
    client.post("/accounts/language/", {"language": "en"})
    other_browser = Client()
    other_browser.force_login(client.person)
    assert '<html lang="en"' in other_browser.get("/").text


def test_an_unknown_language_changes_nothing(signed_in):
    client = signed_in()
    assert client.post("/accounts/language/", {"language": "de"}).status_code == 302
    assert '<html lang="zh-Hans"' in client.get("/").text
