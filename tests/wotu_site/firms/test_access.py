import re

import pytest

from tests.wotu_site.firms.conftest import FIRM, HNTE, OTHER
from wotu_site.access.registry import addresses
from wotu_site.access.roles import FIRM_READERS, Role
from wotu_site.snapshots import queries as snapshots

SAMPLES = {
    "firm_id": FIRM,
    "rule_id": HNTE,
    "condition_id": "rd_share",
    "contract": "firm_finance",
    "field": "sales_revenue_cny",
    "batch_id": "20260101-000000-abcdef",
    "name": "20260101-000000-abcdef",
    "act": "0" * 32,
    "file_name": "x.xlsx",
    "saved_as": "x.xlsx",
    "view_id": "1",
}
ADDRESSES = [one for one in addresses() if one.name.startswith("firms:")]
OF_ONE_FIRM = [one for one in ADDRESSES if "<str:firm_id>" in one.route]


def path_of(address, firm_id=FIRM):
    values = {**SAMPLES, "firm_id": firm_id}
    return "/" + re.sub(r"<\w+:(\w+)>", lambda found: values[found[1]], address.route)


@pytest.mark.parametrize("address", OF_ONE_FIRM, ids=lambda a: a.name)
def test_a_firm_user_is_not_told_of_another_firm(zone, signed_in, address):
    client = signed_in(Role.FIRM, firm_uscc=FIRM)
    unknown = path_of(address, firm_id="91320505MA1999999X")
    for path in (path_of(address, firm_id=OTHER), f"{path_of(address, firm_id=OTHER)}?year=2025"):
        for ask in (client.get, client.post):
            response = ask(path)
            assert response.status_code in (403, 404, 405), path
            assert response.status_code == ask(unknown).status_code  # not even that it exists
            assert "恒光" not in response.text


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda a: a.name)
def test_firm_and_auditor_open_what_is_theirs(zone, signed_in, address):
    for role, fields in ((Role.FIRM, {"firm_uscc": FIRM}), (Role.AUDITOR, {})):
        client = signed_in(role, **fields)
        for ask in (client.get, client.post):
            refused = ask(path_of(address)).status_code == 403
            assert refused is not address.access.permits(client.person)


def test_only_pages_of_one_firm_are_open_to_firm_users():
    open_to_firms = {one.name for one in ADDRESSES if Role.FIRM in one.access.roles}
    assert open_to_firms <= {one.name for one in OF_ONE_FIRM}
    assert not any(Role.AUDITOR in one.access.roles for one in ADDRESSES)


def test_writing_is_for_keepers_but_for_contests_exports_and_own_views():
    reading = FIRM_READERS | {Role.FIRM}
    free = {
        "firms:contest",
        "firms:export",
        "firms:save-view",
        "firms:remove-view",
        "firms:restore-view",
    }
    for name in (
        "assign",
        "unassign",
        "settle",
        "officer",
        "correct",
        "undo-correction",
        "original",
    ):
        (address,) = [one for one in ADDRESSES if one.name == f"firms:{name}"]
        assert address.access.roles == {Role.ADMINISTRATOR, Role.OFFICER}
    assert all(one.access.roles <= reading for one in ADDRESSES if one.name in free)


@pytest.mark.parametrize("address", OF_ONE_FIRM, ids=lambda a: a.name)
def test_an_unknown_firm_is_not_found(zone, signed_in, address):
    client = signed_in(Role.OFFICER)
    path = path_of(address, firm_id="nobody")
    assert {client.get(path).status_code, client.post(path).status_code} <= {404, 405}


def test_every_page_of_the_own_firm_opens_whole_and_as_fragment(zone, signed_in):
    client = signed_in(Role.FIRM, firm_uscc=FIRM)
    conditions = snapshots.snapshot().rulebook.rule(HNTE, snapshots.snapshot().manifest.as_of)
    condition = next(c for c in conditions.all_conditions() if c.mode == "test")
    paths = [
        f"/firms/{FIRM}/",
        f"/firms/{FIRM}/history/",
        f"/firms/{FIRM}/disagreements/",
        f"/firms/{FIRM}/lists/firm_ip/",
        f"/firms/{FIRM}/rules/{HNTE}/",
        f"/firms/{FIRM}/rules/{HNTE}/{condition.id}/",
        f"/firms/{FIRM}/rules/{HNTE}/{condition.id}/steps/",
        f"/firms/{FIRM}/facts/firm_finance/sales_revenue_cny/?year=2025",
        f"/firms/{FIRM}/rows/firm_ip/?ip_no=ZL40",
    ]
    for path in paths:
        whole, part = client.get(path), client.get(path, headers={"HX-Request": "true"})
        assert (whole.status_code, part.status_code) == (200, 200), path
        assert "<html" in whole.text and "<html" not in part.text


def test_a_firm_user_without_data_sees_no_firm(zone, signed_in):
    client = signed_in(Role.FIRM, firm_uscc="91320505MA1WTU01KU")
    assert client.get(f"/firms/{FIRM}/").status_code == 404
