import re

import pytest

from tests.wotu_site.drafts.conftest import HTMX, MOVED, RULE
from wotu_site.access.registry import addresses
from wotu_site.access.roles import Role
from wotu_site.audit.models import AuditEntry
from wotu_site.drafts.queries import DRAFTERS

SAMPLES = {"rule_id": "cn.hnte", "number": "1"}
ADDRESSES = [one for one in addresses() if one.name.startswith("drafts:")]


def path_of(address):
    return "/" + re.sub(r"<\w+:(\w+)>", lambda found: SAMPLES[found[1]], address.route)


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda a: a.name)
def test_firms_liaison_officers_and_auditors_never_see_drafts(zone, client, signed_in, address):
    assert client.get(path_of(address)).status_code in (302, 405)
    assert client.post(path_of(address)).status_code in (302, 405)
    for role in (Role.FIRM, Role.LIAISON, Role.AUDITOR):
        stranger = signed_in(role)
        assert stranger.get(path_of(address)).status_code in (403, 405)
        assert stranger.post(path_of(address)).status_code in (403, 405)
    assert address.access.roles == DRAFTERS


def test_the_way_there_is_offered_only_to_those_who_may_go(zone, signed_in):
    for role, offered in ((Role.OFFICER, True), (Role.LIAISON, False), (Role.FIRM, False)):
        client = signed_in(role)
        assert (RULE in client.get("/policies/cn.hnte/").text) is offered
        assert ('"/drafts/"' in client.get("/policies/").text) is offered


@pytest.mark.parametrize("path", ["/drafts/", RULE, MOVED, f"{RULE}sweep/", "/drafts/compare/"])
@pytest.mark.parametrize("role", [Role.OFFICER, Role.LEADER])
def test_pages_open_whole_and_as_fragments(zone, signed_in, path, role):
    client = signed_in(role)
    whole, fragment = client.get(path), client.get(path, headers=HTMX)
    assert (whole.status_code, fragment.status_code) == (200, 200)
    assert "<html" in whole.text and "<html" not in fragment.text


def test_opening_the_page_of_a_rule_is_recorded(officer):
    officer.get(MOVED)
    assert AuditEntry.objects.filter(about_kind="rule", about_id="cn.hnte").exists()


def test_without_a_snapshot_the_list_says_what_to_do(signed_in):
    assert "尚无数据" in signed_in(Role.OFFICER).get("/drafts/").text


def test_a_rule_that_is_not_there_is_not_found(officer):
    assert officer.get("/drafts/rules/cn.nothing/").status_code == 404


def test_drafts_stand_under_policies_in_the_navigation(zone, signed_in):
    text = signed_in(Role.OFFICER).get(RULE).text
    (entry,) = re.findall(r'<a href="/policies/"[^>]*>', text)[:1]
    assert 'aria-current="page"' in entry
