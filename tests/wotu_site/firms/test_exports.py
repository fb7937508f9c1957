import csv
import io

import openpyxl
import pytest

from tests.wotu_site.firms.conftest import FIRM, OTHER
from tests.zone import FIRMS
from wotu_site.access.roles import Role
from wotu_site.audit.models import AuditEntry
from wotu_site.firms import exports
from wotu_site.firms.pages import listing
from wotu_site.jobs import services as jobs


@pytest.fixture
def officer(own_zone, signed_in):
    return signed_in(Role.OFFICER)


def download(client, **form):
    given = {"kind": "xlsx", "scope": "all", "columns": "shown", "state": "", **form}
    return client.post("/firms/export/", given)


def rows_of(response):
    content = b"".join(response.streaming_content)
    return list(openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))


def test_the_file_has_the_rows_of_the_list_in_its_order_and_columns(officer):
    state = "sort=-name&column=uscc&column=size&section=C"
    page = officer.get(f"/firms/?{state}").context["page"]
    header, *rows = rows_of(download(officer, state=state))
    assert [row[1] for row in rows[: len(page.rows)]] == [row.name for row in page.rows]
    assert len(rows) == page.pager.total and len(header) == 4


def test_figures_are_exact_and_in_the_unit_of_the_header(officer):
    state = f"q={FIRM}&column=sales_revenue_cny"
    header, row = rows_of(download(officer, state=state))
    assert "元" in header[2] and row[2] == 25_000_000


def test_one_page_and_the_chosen_firms_can_be_taken_alone(officer):
    assert len(rows_of(download(officer, scope="page", state="page=2"))) == 1 + len(FIRMS) - 50
    chosen = download(officer, scope="chosen", firm=[FIRM, OTHER])
    assert {row[0] for row in rows_of(chosen)[1:]} == {FIRM, OTHER}


def test_a_text_file_opens_in_excel_with_its_signs(officer):
    content = b"".join(download(officer, kind="csv").streaming_content)
    assert content.startswith("\ufeff".encode())
    assert len(list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))) == 1 + len(FIRMS)


def test_who_took_what_is_recorded(officer):
    download(officer, state="section=C")
    entry = AuditEntry.objects.get(action="firm.exported")
    assert entry.detail["state"] == "section=C" and entry.detail["firms"] > 0
    assert "企业" in entry.detail["columns"]


@pytest.mark.parametrize("form", [{"kind": "exe"}, {"scope": "chosen"}, {"columns": ""}])
def test_what_is_not_offered_is_not_written(officer, form):
    assert download(officer, **form).status_code == 302
    assert not AuditEntry.objects.filter(action="firm.exported").exists()


def test_a_long_list_becomes_a_job_of_the_person(officer, monkeypatch, signed_in):
    monkeypatch.setattr(exports, "EXPORTED_AT_ONCE", 10)
    monkeypatch.setattr(listing, "EXPORTED_AT_ONCE", 10)
    assert download(officer).url.startswith("/jobs/")
    told = []
    outcome = exports.run(
        lambda share, words: told.append(share),
        state="",
        all_columns=False,
        kind="xlsx",
        person=officer.person.pk,
        language="zh-hans",
    )
    assert outcome.facts == {"firms": len(FIRMS)} and told
    assert len(rows_of(officer.get(outcome.address))) == 1 + len(FIRMS)
    # It is the file of the person who asked for it, and of nobody else.
    assert signed_in(Role.LEADER).get(outcome.address).status_code == 302
    assert isinstance(outcome, jobs.Outcome)


def test_a_file_that_is_gone_says_what_to_do(officer):
    response = officer.get("/firms/exported/none.xlsx/x.xlsx", follow=True)
    assert response.redirect_chain[0][0] == "/firms/"


@pytest.mark.parametrize("name", ["..%2Fwork.sqlite3", "..", "%2Fetc%2Fpasswd"])
def test_no_other_file_can_be_named(officer, name):
    assert officer.get(f"/firms/exported/{name}/x").status_code in (302, 404)
