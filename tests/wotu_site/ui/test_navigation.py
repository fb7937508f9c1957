import pytest

from wotu_site.access.roles import Role
from wotu_site.ui import navigation


@pytest.fixture
def pages(monkeypatch):
    """No page registered but those of the test."""
    registered = {}
    monkeypatch.setattr(navigation, "_pages", registered)
    return registered


def keys(person, sections=navigation.WORK):
    return [entry.section.key for entry in navigation.entries(sections, person, "home")]


def test_the_order_is_that_of_the_work():
    labels = [str(section.label) for section in navigation.WORK]
    assert labels == [
        "首页",
        "企业",
        "梯队",
        "政策",
        "惠企",
        "产业链",
        "目标与考核",
        "文献",
        "数据",
    ]


def test_a_section_without_a_page_is_not_shown(pages, make_person):
    navigation.register("data", "jobs:list")
    navigation.register("home", "home:home")
    assert keys(make_person()) == ["home", "data"]


def test_a_section_is_shown_to_those_who_may_open_it(pages, make_person):
    navigation.register("accounts", "accounts:list")
    assert keys(make_person(Role.LEADER), navigation.UPKEEP) == []
    assert keys(make_person(Role.ADMINISTRATOR), navigation.UPKEEP) == ["accounts"]


def test_the_present_section_is_marked(pages, make_person):
    navigation.register("home", "home:home")
    (entry,) = navigation.entries(navigation.WORK, make_person(), "home")
    assert entry.current


def test_an_unknown_section_is_a_fault():
    with pytest.raises(navigation.UnknownSectionError, match="frims"):
        navigation.register("frims", "home:home")
