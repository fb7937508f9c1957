import pytest

from wotu_site.access.roles import Role
from wotu_site.ui import search
from wotu_site.ui.search import Hit, Provider

HTMX = {"HX-Request": "true"}


@pytest.fixture
def providers(monkeypatch):
    registered = {}
    monkeypatch.setattr(search, "_providers", registered)
    return registered


def test_providers_answer_in_their_order_and_within_the_limit(providers, make_person):
    asked = []

    def firms(words, person, limit):
        asked.append((words, person.role, limit))
        return [Hit(f"firm {number}", f"/firms/{number}/") for number in range(9)]

    search.register(Provider("rules", "规则", lambda *_: [Hit("rule", "/rules/1/")], order=20))
    search.register(Provider("firms", "企业", firms, order=10))
    search.register(Provider("none", "无", lambda *_: []))
    groups = search.find("  纳米   新材 ", make_person(Role.LEADER), limit=3)
    assert [(group.key, len(group.hits)) for group in groups] == [("firms", 3), ("rules", 1)]
    assert asked == [("纳米 新材", "leader", 3)]


def test_no_words_ask_nobody(providers, make_person):
    search.register(Provider("firms", "企业", lambda *_: pytest.fail("asked")))
    assert search.find("   ", make_person(), limit=3) == []


def test_long_words_are_cut(providers, make_person):
    got = []
    search.register(Provider("firms", "企业", lambda words, *_: got.append(words) or []))
    search.find("x" * 5000, make_person(), limit=3)
    assert len(got[0]) == search.LONGEST_QUERY


def test_suggestions_are_a_list_to_choose_from(signed_in):
    html = signed_in(Role.ADMINISTRATOR).get("/search/suggest/?q=账号", headers=HTMX).text
    assert "<html" not in html
    assert 'role="listbox"' in html
    assert html.count('role="option"') == 3, "accounts, my account, new account"


def test_nothing_found_is_said_with_the_words(signed_in):
    html = signed_in().get("/search/suggest/?q=<b>", headers=HTMX).text
    assert "没有找到“&lt;b&gt;”" in html


def test_the_page_of_hits_works_without_scripts(signed_in):
    client = signed_in(Role.ADMINISTRATOR)
    response = client.get("/search/?q=administrator")
    assert [group.key for group in response.context["page"].groups] == ["accounts"]
    assert "没有找到" in client.get("/search/?q=zzzz").text
    assert "想找什么" in client.get("/search/").text


def test_only_administrators_find_accounts(signed_in):
    client = signed_in(Role.OFFICER)
    assert client.get("/search/?q=officer").context["page"].groups == ()
