import re

import pytest

from tests.wotu_site.policies.conftest import CONDITION, FIRMS, RULE, page_of
from wotu_site.access.registry import addresses
from wotu_site.access.roles import FIRM_READERS, Role

SAMPLES = {"rule_id": "cn.hnte", "condition_id": "rd_intensity", "name": "20260101-none"}
ADDRESSES = [one for one in addresses() if one.name.startswith("policies:")]
WITHOUT_FIRMS = {"policies:list", "policies:rule"}
#: Not for everybody who reads about firms.
STARTED = {"policies:replay-start"}
HTMX = {"HX-Request": "true"}


def path_of(address):
    return "/" + re.sub(r"<\w+:(\w+)>", lambda found: SAMPLES[found[1]], address.route)


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda a: a.name)
def test_rules_are_for_everybody_and_firms_for_their_readers(zone, client, signed_in, address):
    assert client.get(path_of(address)).status_code in (302, 405)
    for role in (Role.FIRM, Role.AUDITOR):
        stranger = signed_in(role)
        status = {ask(path_of(address)).status_code for ask in (stranger.get, stranger.post)}
        assert status <= ({200, 405} if address.name in WITHOUT_FIRMS else {403, 405})


def test_only_readers_of_firms_are_let_to_lists_of_firms():
    with_firms = [one for one in ADDRESSES if one.name not in WITHOUT_FIRMS]
    assert all(one.access.roles <= FIRM_READERS for one in with_firms)
    assert all(one.access.roles == FIRM_READERS for one in with_firms if one.name not in STARTED)


def test_a_firm_user_reads_the_rule_without_a_count_of_other_firms(zone, signed_in):
    firm = signed_in(Role.FIRM)
    page = page_of(firm, RULE)
    assert page.population is None and all(row.bar is None for row in page.conditions)
    text = firm.get(RULE).text
    assert "研发费用占比" in text and "shares-bar" not in text and FIRMS not in text
    assert not page_of(firm, "/policies/").with_firms


@pytest.mark.parametrize("path", ["/policies/", RULE, FIRMS, CONDITION])
@pytest.mark.parametrize("role", [Role.OFFICER, Role.LIAISON])
def test_every_page_opens_whole_and_as_a_fragment(zone, signed_in, path, role):
    client = signed_in(role)
    whole, fragment = client.get(path).text, client.get(path, headers=HTMX).text
    assert whole.startswith("<!doctype html>") and "<h1>" in whole
    assert "<!doctype html>" not in fragment and "<h1>" not in fragment and "<table" in fragment


@pytest.mark.parametrize(
    "path",
    [
        "/policies/no.rule/",
        f"{RULE}?edition=1900",
        "/policies/no.rule/firms/",
        f"{RULE}conditions/none/",
        f"{FIRMS}?lacking=none",
    ],
)
def test_what_does_not_exist_is_not_found(leader, path):
    assert leader.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/policies/", RULE])
def test_a_rule_costs_no_query_beyond_those_of_every_page(
    leader, path, django_assert_max_num_queries
):
    leader.get(path)
    with django_assert_max_num_queries(4):
        leader.get(path)


@pytest.mark.parametrize("path", [FIRMS, CONDITION])
def test_a_list_of_firms_costs_few_queries(leader, path, django_assert_max_num_queries):
    leader.get(path)
    with django_assert_max_num_queries(7):
        leader.get(path)
