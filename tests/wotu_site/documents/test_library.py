import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.wotu_site.documents.conftest import BULLETIN, HTMX, text_file
from wotu.reading.library import DocumentLibrary
from wotu_site.access.roles import STAFF, Role
from wotu_site.audit.models import AuditEntry
from wotu_site.jobs import runner
from wotu_site.jobs.models import Job
from wotu_site.snapshots import queries as snapshots

pytestmark = pytest.mark.zone

PAGES = ("/documents/", "/documents/indicators/", "/documents/conflicts/")


@pytest.mark.parametrize("role", sorted(STAFF))
@pytest.mark.parametrize("address", PAGES)
def test_staff_read_documents(library, signed_in, role, address):
    assert signed_in(role).get(address).status_code == 200


@pytest.mark.parametrize("address", PAGES)
def test_firm_users_see_none_of_it(library, signed_in, address):
    client = signed_in(Role.FIRM)
    assert client.get(address).status_code == 403
    assert 'href="/documents/' not in client.get("/").content.decode()


@pytest.mark.parametrize("role", [Role.LEADER, Role.LIAISON, Role.AUDITOR])
def test_only_officers_add_and_remove(library, signed_in, bulletin, role):
    client = signed_in(role)
    assert client.get("/documents/add/").status_code == 403
    assert client.post(f"/documents/{bulletin.id}/remove/").status_code == 403
    assert client.post(f"/documents/{bulletin.id}/accept/").status_code == 403


def test_the_list_counts_what_is_to_review(officer, library):
    page = officer.get("/documents/").context["page"]
    assert {row.entry.name for row in page.rows} == {"2025年统计公报", "云岭日报"}
    for row in page.rows:
        assert row.open == row.claims == len(library.claims(row.entry.id)) > 0


def test_words_are_found_in_titles_and_texts(officer):
    found = officer.get("/documents/", {"q": "固定资产"}).context["page"].rows
    assert [row.entry.name for row in found] == ["2025年统计公报"]
    assert found[0].found[1] == "固定资产"
    assert officer.get("/documents/", {"q": "日报"}).context["page"].rows[0].found is None
    nothing = officer.get("/documents/", {"q": "没有这样的字"})
    assert nothing.context["page"].rows == ()
    assert "清除筛选" in nothing.content.decode()


def test_the_list_is_filtered_and_sorted_by_its_address(officer):
    page = officer.get("/documents/", {"sort": "published", "year": "2026"}).context["page"]
    assert [row.entry.name for row in page.rows] == ["2025年统计公报", "云岭日报"]
    assert officer.get("/documents/", {"year": "1999"}).context["page"].rows == ()
    assert officer.get("/documents/", headers=HTMX).content.decode().count("<html") == 0


def test_files_are_read_in_the_background_each_on_its_own(officer, library):
    broken = SimpleUploadedFile("坏.pdf", b"%PDF-1.4 nothing here")
    known = SimpleUploadedFile("同一份.txt", BULLETIN.encode("utf-8"))
    answer = officer.post("/documents/add/", {"files": [text_file(), broken, known]})
    job = Job.objects.get()
    assert answer["Location"] == f"/jobs/{job.pk}/"
    assert runner.run_next()
    job.refresh_from_db()
    assert job.state == Job.State.DONE
    page = officer.get(job.result_address).context["page"]
    new, failed, same = page.files
    assert new.claims and not new.known and new.address
    assert failed.problem and not failed.address
    assert same.known
    assert len(library.entries()) == 3
    assert AuditEntry.objects.filter(action="document.added").count() == 1


def test_what_cannot_be_taken_is_said_at_the_field(officer):
    empty = officer.post("/documents/add/", {"files": [SimpleUploadedFile("空.txt", b"")]})
    assert empty.status_code == 422
    assert not Job.objects.exists()


def test_the_result_of_a_job_is_open_to_who_started_it(officer, signed_in):
    officer.post("/documents/add/", {"files": [text_file()]})
    runner.run_next()
    other = signed_in(Role.OFFICER, username="other")
    assert other.get(f"/documents/added/{Job.objects.get().pk}/").status_code == 404


def test_a_removed_document_comes_back_with_one_click(officer, library, paper):
    officer.post(f"/documents/{paper.id}/remove/")
    assert [one.name for one in library.entries()] == ["2025年统计公报"]
    assert officer.get(f"/documents/{paper.id}/").status_code == 404
    listed = officer.get("/documents/", {"review": "removed"})
    assert [row.entry.name for row in listed.context["page"].rows] == ["云岭日报"]
    officer.post(f"/documents/{paper.id}/restore/")
    assert len(library.entries()) == 2
    actions = AuditEntry.objects.values_list("action", flat=True)
    assert {"document.removed", "document.restored"} <= set(actions)


def test_the_original_is_given_back_byte_by_byte(officer, bulletin):
    answer = officer.get(f"/documents/{bulletin.id}/original/")
    assert b"".join(answer.streaming_content).decode("utf-8") == BULLETIN
    assert AuditEntry.objects.filter(action="document.downloaded").exists()


def test_the_list_is_exported_as_filtered(officer):
    answer = officer.post("/documents/export/?q=日报")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    rows = list(book.active.iter_rows(values_only=True))
    assert [row[1] for row in rows] == ["文件", "云岭日报"]


def test_documents_are_found_in_the_search_box(officer, signed_in):
    assert "统计公报" in officer.get("/search/suggest/", {"q": "公报"}).content.decode()
    firm = signed_in(Role.FIRM)
    assert "统计公报" not in firm.get("/search/suggest/", {"q": "公报"}).content.decode()


def test_an_empty_library_says_what_to_do(own_zone, signed_in):
    assert DocumentLibrary(own_zone.lake).entries() == []
    text = signed_in(Role.OFFICER).get("/documents/").content.decode()
    assert "文献库还是空的" in text and "/documents/add/" in text
    assert signed_in(Role.LEADER).get("/documents/conflicts/").status_code == 200


def test_a_firm_shows_the_documents_that_name_it(officer, bulletin):
    from tests.zone import code_of

    page = officer.get(f"/documents/firms/{code_of(1)}/")
    assert bulletin.id in page.content.decode()
    other = officer.get(f"/documents/firms/{code_of(2)}/")
    assert "没有文献提及" in other.content.decode()
    names = officer.get(f"/documents/{bulletin.id}/names/").context["page"].firms
    assert [one.name for one in names] == ["云岭明远电子科技有限公司"]


def test_a_document_without_a_day_gets_one_and_keeps_its_reviews(officer, library):
    officer.post(
        "/documents/add/", {"files": [text_file("快讯.txt", "去年，云岭高新区专利授权800件。")]}
    )
    runner.run_next()
    entry = next(one for one in library.entries() if one.name == "快讯")
    library.accept([one.id for one in library.claims(entry.id)], author="测试")
    assert entry.published is None
    wrong = officer.post(f"/documents/{entry.id}/published/", {"published": "昨天"}, follow=True)
    assert "年月日" in wrong.content.decode()
    officer.post(f"/documents/{entry.id}/published/", {"published": "2024-05-01"})
    assert str(library.entry(entry.id).published) == "2024-05-01"
    (claim,) = library.claims(entry.id)
    assert claim.review == "accepted" and claim.as_read.period == "2023"
    assert AuditEntry.objects.filter(action="document.dated").exists()


def test_one_changed_text_does_not_take_the_others_along(officer, library, bulletin, paper):
    for path in (snapshots.workspace().lake.root / "documents" / "texts").rglob("*"):
        if path.is_file() and "向新而行" in path.read_text("utf-8"):
            path.write_text("改过的文字", "utf-8")
    assert officer.get("/").status_code == 200
    assert officer.get("/documents/").status_code == 200
    assert officer.get(f"/documents/{bulletin.id}/").status_code == 200
    broken = officer.get(f"/documents/{paper.id}/")
    assert broken.status_code == 409 and "改动" in broken.content.decode()
    officer.post(f"/documents/{paper.id}/remove/")
    assert officer.get("/documents/conflicts/").status_code == 200
