"""Fields are seen by those whom their sensitivity allows: on pages, in the drawer, in files."""

import io

import openpyxl
import pytest

from tests.wotu_site.firms.conftest import FIRM
from wotu.contracts.schema import Sensitivity
from wotu_site.access.fields import SEEN_BY
from wotu_site.access.roles import FIRM_KEEPERS, FIRM_READERS, Role
from wotu_site.snapshots import queries as snapshots

READERS = sorted(FIRM_READERS | {Role.FIRM})


def fields_of(sensitivity):
    contracts = snapshots.snapshot().packs.contracts
    return [
        (contract.name, name)
        for contract in contracts.values()
        for name, field in contract.fields.items()
        if field.sensitivity is sensitivity
    ]


@pytest.mark.parametrize("role", READERS)
def test_evidence_of_a_field_opens_only_for_those_who_may_see_it(zone, signed_in, role):
    client = signed_in(role, **({"firm_uscc": FIRM} if role == Role.FIRM else {}))
    for sensitivity in Sensitivity:
        for contract, field in fields_of(sensitivity)[:4]:
            response = client.get(f"/firms/{FIRM}/facts/{contract}/{field}/?year=2025")
            hidden = response.status_code == 404
            assert hidden is (role not in SEEN_BY[sensitivity]), (contract, field)


@pytest.mark.parametrize("role", READERS)
def test_what_may_not_be_seen_can_not_be_contested(own_zone, signed_in, role):
    client = signed_in(role, **({"firm_uscc": FIRM} if role == Role.FIRM else {}))
    for sensitivity in Sensitivity:
        contract, field = next(iter(fields_of(sensitivity)), (None, None))
        if contract and role not in SEEN_BY[sensitivity]:
            path = f"/firms/{FIRM}/facts/{contract}/{field}/contest/"
            assert client.post(path, {"contest-reason": "不对"}).status_code == 404


@pytest.mark.parametrize("role", sorted(FIRM_READERS))
def test_personal_columns_are_offered_to_keepers_only(zone, signed_in, role):
    client = signed_in(role)
    page = client.get("/firms/?column=phone&column=uscc").context["page"]
    offered = {choice.name for choice in page.choices}
    assert ({"phone", "legal_representative"} <= offered) is (role in FIRM_KEEPERS)
    labels = [str(column.label) for column in page.columns]
    assert len(labels) == (2 if role in FIRM_KEEPERS else 1)


@pytest.mark.parametrize("role", [Role.OFFICER, Role.LEADER])
def test_a_file_has_the_columns_that_the_person_sees(zone, signed_in, role):
    client = signed_in(role)
    form = {"kind": "xlsx", "scope": "page", "columns": "all", "state": ""}
    content = b"".join(client.post("/firms/export/", form).streaming_content)
    header = [cell.value for cell in openpyxl.load_workbook(io.BytesIO(content)).active[1]]
    assert ("联系电话" in header) is (role in FIRM_KEEPERS), header


def test_points_of_experts_are_for_staff_only(zone, page_of):
    """A verdict is told, the figures behind it are not."""
    from tests.zone import code_of

    path = f"/firms/{code_of(1)}/rules/cn.hnte/"
    hidden = [row.hidden for row in walk(page_of(path, Role.FIRM, firm_uscc=code_of(1)).card)]
    shown = [row.hidden for row in walk(page_of(path, Role.OFFICER).card)]
    assert any(hidden) and not any(shown)


def walk(card):
    waiting = list(card.conditions)
    while waiting:
        row = waiting.pop()
        waiting += row.children
        yield row
