import pytest

from tests.wotu_site.ladder.conftest import (
    LISTS_OF_FIRMS,
    ONE_FACT,
    SHORT,
    page_of,
    rows_of,
    sheets_of,
)
from wotu_site.audit.models import AuditEntry


@pytest.mark.parametrize(("which", "path"), LISTS_OF_FIRMS)
@pytest.mark.parametrize("query", ["", "?rung=tsme&section=C"])
def test_the_file_has_the_rows_of_the_list(officer, which, path, query):
    page = page_of(officer, f"{path}{query}")
    header, *rows = rows_of(officer, f"/ladder/work/{which}/export/{query}")
    assert len(rows) == page.pager.total
    assert [row[0] for row in rows[: len(page.rows)]] == [row.firm_id for row in page.rows]
    assert header[0] == "统一社会信用代码" and header[-1] in ("企业服务专员", "差在哪里")
    entry = AuditEntry.objects.get(action="ladder.exported")
    assert entry.detail["rows"] == page.pager.total


def test_what_is_short_stands_in_the_file(officer):
    header, *rows = rows_of(officer, "/ladder/work/step/export/")
    row = next(row for row in rows if row[0] == SHORT)
    said = row[header.index("差在哪里")]
    assert "研发费用占比" in said and "40万元" in said


def test_a_cultivation_list_goes_out_with_its_notes(listed, officer):
    officer.post(f"/ladder/members/{listed[0].pk}/quick/", {"follow_up_on": "2026-07-15"})
    header, *rows = rows_of(officer, "/ladder/lists/reserve/export/")
    assert {row[0] for row in rows} == {SHORT, ONE_FACT}
    assert "2026-07-15" in {str(row[header.index("跟进日期")])[:10] for row in rows}
    assert {row[header.index("目标")] for row in rows} == {"高新技术企业"}


def test_an_empty_cultivation_list_is_a_file_with_a_header(officer):
    assert len(rows_of(officer, "/ladder/lists/promotion/export/")) <= 1


def test_each_bureau_is_asked_for_the_facts_that_its_firms_lack(officer):
    page = page_of(officer, "/ladder/facts/")
    assert page.bureaus
    for bureau in page.bureaus:
        sheets = sheets_of(officer, bureau.request_address)
        cover = "\n".join(str(row[0]) for row in sheets.pop("说明") if row[0])
        assert f"涉及企业 {bureau.firms} 家" in cover and "申报梯队" in cover
        codes = {row[0] for rows in sheets.values() for row in rows[1:]}
        assert len(codes) <= bureau.firms
    assert ONE_FACT in {
        row[0]
        for bureau in page.bureaus
        if bureau.name == "人社局"
        for rows in sheets_of(officer, bureau.request_address).values()
        for row in rows
    }


def test_a_request_without_a_bureau_is_not_found(officer):
    assert officer.post("/ladder/facts/request/").status_code == 404
