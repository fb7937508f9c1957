import io
import json

import openpyxl
import pytest

from tests.wotu_site.documents.conftest import HTMX, claim_of
from wotu_site.access.roles import Role
from wotu_site.audit.models import AuditEntry

pytestmark = pytest.mark.zone


def test_every_claim_is_lit_where_it_stands(officer, library, bulletin):
    page = officer.get(f"/documents/{bulletin.id}/").context["page"]
    text = library.document(bulletin.id).text
    lit = {}
    for paragraph in page.paragraphs:
        for piece in paragraph.pieces:
            assert text[piece.at : piece.at + len(piece.text)] == piece.text
            for name in piece.claims.split():
                lit[name] = lit.get(name, "") + piece.text
    for one in library.claims(bulletin.id):
        assert lit[one.id] == "".join(one.claim.quote.split())


def test_a_claim_opens_its_card_and_its_part(officer, library, bulletin):
    claim = claim_of(library, bulletin, "412.6")
    page = officer.get(f"/documents/{bulletin.id}/", {"claim": claim.id}).context["page"]
    assert page.card.row.id == claim.id
    assert "412.6亿元" in page.card.sentence.figure
    assert page.card.before and page.card.after
    fragment = officer.get(f"/documents/{bulletin.id}/claims/{claim.id}/", headers=HTMX)
    assert "<html" not in fragment.content.decode()
    whole = officer.get(f"/documents/{bulletin.id}/claims/{claim.id}/")
    assert whole["Location"].endswith(f"claim={claim.id}")
    missing = officer.get(f"/documents/{bulletin.id}/claims/{bulletin.id}-1-2-0/", headers=HTMX)
    assert missing.status_code == 404


def test_the_table_is_narrowed_by_the_address(officer, bulletin):
    page = officer.get(f"/documents/{bulletin.id}/", {"kind": "change_pct"}).context["page"]
    assert {row.kind for row in page.rows} == {"增速"}
    page = officer.get(f"/documents/{bulletin.id}/", {"q": "预算"}).context["page"]
    assert {row.metric for row in page.rows} == {"一般公共预算收入"}
    page = officer.get(f"/documents/{bulletin.id}/", {"review": "rejected"}).context["page"]
    assert page.rows == () and page.filtered


def test_accepting_goes_on_to_the_next_claim_and_can_be_undone(officer, library, bulletin):
    first, second = library.claims(bulletin.id)[:2]
    answer = officer.post(f"/documents/{bulletin.id}/claims/{first.id}/accept/", headers=HTMX)
    text = answer.content.decode()
    assert answer.context["page"].card.row.id == second.id
    assert f'id="r-{first.id}"' in text and "hx-swap-oob" in text
    assert library.claims(bulletin.id)[0].review == "accepted"
    undo = undo_of(answer)
    officer.post(undo)
    assert library.claims(bulletin.id)[0].review == "open"
    assert officer.post(undo)["Location"] == f"/documents/{bulletin.id}/"
    actions = set(AuditEntry.objects.values_list("action", flat=True))
    assert {"claim.accepted", "claim.withdrawn"} <= actions


def test_rejecting_needs_a_reason(officer, library, bulletin):
    claim = claim_of(library, bulletin, "412.6")
    address = f"/documents/{bulletin.id}/claims/{claim.id}/reject/"
    assert officer.get(address, headers=HTMX).context["page"].card.mode == "reject"
    assert officer.post(address, {"reason": ""}).status_code == 422
    assert claim_of(library, bulletin, "412.6").review == "open"
    officer.post(address, {"reason": "不是数据"}, headers=HTMX)
    rejected = claim_of(library, bulletin, "412.6")
    assert (rejected.review, rejected.reason) == ("rejected", "不是数据")


def test_a_correction_keeps_what_was_read(officer, library, bulletin):
    claim = claim_of(library, bulletin, "412.6")
    address = f"/documents/{bulletin.id}/claims/{claim.id}/correct/"
    entered = officer.get(address, headers=HTMX).context["page"].card.form.initial
    sent = {**entered, "subject": "云岭高新区全区", "reason": "补全主体"}
    answer = officer.post(address, sent, headers=HTMX)
    card = answer.context["page"].card
    assert card.row.id == claim.id and card.row.review == "corrected"
    assert [one.now for one in card.differences] == ["云岭高新区全区"]
    officer.post(undo_of(answer))
    assert claim_of(library, bulletin, "412.6").claim == claim.claim


def test_a_wrong_field_is_said_at_the_field(officer, library, bulletin):
    claim = claim_of(library, bulletin, "412.6")
    address = f"/documents/{bulletin.id}/claims/{claim.id}/correct/"
    entered = officer.get(address, headers=HTMX).context["page"].card.form.initial
    sent = {**entered, "period": "去年", "figure": "很多", "reason": "试"}
    answer = officer.post(address, sent)
    assert answer.status_code == 422
    assert answer.context["page"].card.form.errors
    assert claim_of(library, bulletin, "412.6").review == "open"


def test_all_open_claims_of_the_filter_are_accepted_and_undone_together(officer, library, bulletin):
    officer.post(f"/documents/{bulletin.id}/accept/?kind=change_pct")
    accepted = [one for one in library.claims(bulletin.id) if one.review == "accepted"]
    assert {one.claim.kind for one in accepted} == {"change_pct"} and len(accepted) > 1
    officer.post(
        f"/documents/{bulletin.id}/undo/?at={accepted[0].reviewed_at.isoformat()}".replace(
            "+", "%2B"
        )
    )
    assert all(one.review == "open" for one in library.claims(bulletin.id))


def test_a_missing_claim_is_added_by_its_words(officer, library, bulletin):
    text = library.document(bulletin.id).text
    start = text.index("2025年统计")
    address = f"/documents/{bulletin.id}/add-claim/"
    form = officer.get(address, {"start": start, "end": start + 5}, headers=HTMX)
    assert form.context["page"].add_form.initial["quote"] == "2025年"
    sent = {
        "quote": "扩建",
        "figure": "1",
        "unit": "次",
        "kind": "level",
        "bound": "exact",
        "metric": "厂房扩建",
        "subject": "云岭明远电子科技有限公司",
    }
    answer = officer.post(address, sent)
    added = claim_of(library, bulletin, "扩建")
    assert added.id in answer["Location"]
    assert (added.review, added.as_read) == ("accepted", None)
    start, end = added.claim.sentence
    assert text[start:end].strip() == "云岭明远电子科技有限公司扩建了厂房。"
    twice = officer.post(address, {**sent, "quote": "同比"})
    assert twice.status_code == 422 and "多次" in twice.content.decode()
    absent = officer.post(address, {**sent, "quote": "没有"})
    assert absent.status_code == 422


@pytest.mark.parametrize("role", [Role.LEADER, Role.LIAISON, Role.AUDITOR])
def test_others_read_but_do_not_review(signed_in, library, bulletin, role):
    client = signed_in(role)
    claim = library.claims(bulletin.id)[0]
    page = client.get(f"/documents/{bulletin.id}/", {"claim": claim.id})
    assert page.status_code == 200 and 'data-key="a"' not in page.content.decode()
    for act in ("accept", "reject", "correct", "withdraw"):
        assert client.post(f"/documents/{bulletin.id}/claims/{claim.id}/{act}/").status_code == 403


def test_claims_are_exported_as_workbook_and_as_lines(officer, library, bulletin):
    claims = library.claims(bulletin.id)
    library.reject([claims[0].id], author="测试", reason="试")
    answer = officer.post(f"/documents/{bulletin.id}/export/", {"kind": "jsonl"})
    lines = b"".join(answer.streaming_content).decode("utf-8").splitlines()
    assert [json.loads(line)["start"] for line in lines] == [one.claim.start for one in claims[1:]]
    answer = officer.post(f"/documents/{bulletin.id}/export/", {"kind": "xlsx"})
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    assert book.active.max_row == len(claims) + 1


def test_the_sentence_is_the_evidence_of_a_figure(officer, library, paper):
    claim = claim_of(library, paper, "98.6")
    page = officer.get(f"/documents/{paper.id}/claims/{claim.id}/sentence/").context["page"]
    assert page.sentence.figure == "98.6亿元"
    assert page.document == paper.title or paper.name


def undo_of(answer):
    """The address of the undo in a notice of a fragment."""
    text = answer.content.decode()
    start = text.index("/undo/?at=")
    address = text[text.rindex('"', 0, start) + 1 : text.index('"', start)]
    return address.replace("&amp;", "&")
