import io

import openpyxl
import pytest

from tests.wotu_site.documents.conftest import claim_of
from wotu_site.access.roles import Role
from wotu_site.audit.models import AuditEntry
from wotu_site.documents import conflicts

pytestmark = pytest.mark.zone


def budget_of(client, **query):
    page = client.get("/documents/conflicts/", query).context["page"]
    return next((one for one in page.cards if one.title == "一般公共预算收入"), None)


def test_two_documents_that_differ_stand_side_by_side(officer):
    card = budget_of(officer)
    assert card.difference == "conflict" and card.state == "waiting"
    assert {one.sentence.figure for one in card.statements} == {"96.8亿元", "98.6亿元"}
    assert all(one.address for one in card.statements)


def test_a_bound_is_explained_and_waits_for_nobody(officer):
    page = officer.get("/documents/conflicts/", {"difference": "bound"}).context["page"]
    assert [one.state for one in page.cards] == ["explained"]
    assert conflicts.number_waiting() == 1


def test_a_conflict_is_settled_once_with_a_reason_and_taken_back(officer):
    card = budget_of(officer)
    address = f"/documents/conflicts/{card.key}/settle/"
    taken = next(one for one in card.statements if one.sentence.figure == "96.8亿元")
    assert officer.post(address, {"statement": taken.id, "reason": ""}).status_code == 422
    assert officer.post(address, {"reason": "公报为准"}).status_code == 422
    officer.post(address, {"statement": taken.id, "reason": "公报为准"})
    assert budget_of(officer) is None
    settled = budget_of(officer, state="settled")
    assert settled.reason == "公报为准"
    assert [one.id for one in settled.statements if one.taken] == [taken.id]
    officer.post(f"/documents/conflicts/{card.key}/withdraw/")
    assert budget_of(officer).state == "waiting"
    actions = set(AuditEntry.objects.values_list("action", flat=True))
    assert {"conflict.settled", "conflict.withdrawn"} <= actions


def test_a_rejected_claim_is_no_statement(officer, library, paper):
    claim = claim_of(library, paper, "98.6")
    library.reject([claim.id], author="测试", reason="看错")
    assert budget_of(officer) is None


def test_leaders_read_conflicts_and_do_not_settle(signed_in, library):
    client = signed_in(Role.LEADER)
    card = budget_of(client)
    address = f"/documents/conflicts/{card.key}/settle/"
    assert client.post(address, {"statement": "x", "reason": "y"}).status_code == 403


def test_items_are_exported_one_row_a_statement(officer):
    answer = officer.post("/documents/conflicts/export/?difference=conflict")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    assert book.active.max_row == 3


def test_what_waits_is_on_the_first_page(officer):
    text = officer.get("/").content.decode()
    assert "冲突待核定" in text and "数据待审核" in text
