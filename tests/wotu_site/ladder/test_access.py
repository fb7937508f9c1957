import re

import pytest

from tests.wotu_site.ladder.conftest import MEMBER_LISTS, SHORT, WORK_LISTS
from wotu_site.access.registry import addresses
from wotu_site.access.roles import FIRM_KEEPERS, FIRM_READERS, Role
from wotu_site.firms import services as firms

SAMPLES = {"which": "step", "kind": "reserve", "number": "1", "act": "0" * 32}
ADDRESSES = [one for one in addresses() if one.name.startswith("ladder:")]
HTMX = {"HX-Request": "true"}


def path_of(address):
    return "/" + re.sub(r"<\w+:(\w+)>", lambda found: SAMPLES[found[1]], address.route)


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda a: a.name)
def test_only_readers_of_firms_come_in(zone, client, signed_in, address):
    assert client.get(path_of(address)).status_code in (302, 405)
    assert client.post(path_of(address)).status_code in (302, 405)
    for role in (Role.FIRM, Role.AUDITOR):
        stranger = signed_in(role)
        assert {stranger.get(path_of(address)).status_code} <= {403, 405}
        assert stranger.post(path_of(address)).status_code in (403, 405)


def test_no_address_is_open_to_more_than_readers_and_only_keepers_act_in_bulk():
    assert all(one.access.roles <= FIRM_READERS for one in ADDRESSES)
    bulk = {"ladder:act", "ladder:add", "ladder:act-members", "ladder:remove", "ladder:unassign"}
    assert all(one.access.roles == FIRM_KEEPERS for one in ADDRESSES if one.name in bulk)


@pytest.mark.parametrize("path", [*WORK_LISTS, *MEMBER_LISTS])
@pytest.mark.parametrize("role", [Role.OFFICER, Role.LEADER])
def test_every_list_opens_whole_and_as_a_fragment(zone, signed_in, path, role):
    client = signed_in(role)
    whole, fragment = client.get(path).text, client.get(path, headers=HTMX).text
    assert "<html" in whole and "<h1>梯队</h1>" in whole
    assert "<html" not in fragment and 'class="tabs' in fragment
    may_act = role in FIRM_KEEPERS
    assert ("data-bulk" in whole) is (may_act and "<tbody>" in whole.split("list-main")[1])


def test_a_leader_reads_and_is_offered_nothing_to_change(listed, signed_in):
    leader = signed_in(Role.LEADER)
    page = leader.get("/ladder/lists/reserve/").context["page"]
    assert page.offer is None and not any(row.can_change for row in page.rows)
    (first, _second) = listed
    assert leader.get(f"/ladder/members/{first.pk}/").context["page"].form is None
    for path in (f"/ladder/members/{first.pk}/", f"/ladder/members/{first.pk}/quick/"):
        assert leader.post(path, {"state": "declared"}).status_code == 403


def test_a_liaison_officer_follows_up_the_own_firms_alone(listed, signed_in, officer):
    liaison = signed_in(Role.LIAISON)
    firms.assign([SHORT], liaison.person, acting_user=officer.person)
    own, other = listed
    quick = "/ladder/members/{}/quick/"
    assert liaison.post(quick.format(own.pk), {"state": "declared"}).status_code == 302
    assert liaison.post(quick.format(other.pk), {"state": "declared"}).status_code == 403
    own.refresh_from_db()
    other.refresh_from_db()
    assert (own.state, other.state) == ("declared", "followed")


def test_a_liaison_officer_sees_the_own_firms_first_and_all_on_request(zone, signed_in):
    liaison = signed_in(Role.LIAISON)
    firms.assign([SHORT], liaison.person, acting_user=liaison.person)
    page = liaison.get("/ladder/step/").context["page"]
    assert [row.firm_id for row in page.rows] == [SHORT]
    assert [chip.value for chip in page.chips] == ["我服务的"]
    everybody = liaison.get(page.chips[0].address).context["page"]
    assert everybody.pager.total > 1 and everybody.chips == ()
    first, second, *_rest = page.officers
    assert (first.value, first.chosen) == ("", True) and second.value == "all"


def test_without_a_snapshot_the_page_says_what_to_do(signed_in):
    assert "尚无数据" in signed_in(Role.OFFICER).get("/ladder/").text


@pytest.mark.parametrize(
    "path", ["/ladder/lists/none/", "/ladder/members/99/", "/ladder/lists/none/export/"]
)
def test_what_does_not_exist_is_not_found(officer, path):
    ask = officer.post if path.endswith("export/") else officer.get
    assert ask(path).status_code == 404
