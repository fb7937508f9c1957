import io

import fastexcel
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.wotu_site.data.conftest import hand_in
from wotu_site.access.roles import Role
from wotu_site.audit.models import AuditEntry
from wotu_site.jobs import runner
from wotu_site.snapshots import queries as snapshots


def shown(client, **asked):
    return client.get("/data/quarantine/", asked).context["page"]


def test_every_fault_has_its_place_and_what_was_expected(leader):
    page = shown(leader)
    rows = {row.batch.file_name: row for row in page.rows}
    assert (rows["税务.csv"].column, rows["税务.csv"].value) == ("营业收入（万元）", "不详何数")
    assert "人民币金额" in rows["税务.csv"].expected
    code = rows["登记.csv"]
    assert (code.kind, code.whole_row) == ("统一社会信用代码校验不符", True)


def test_facets_and_search_narrow_it(leader):
    page = shown(leader, code="not_a_number")
    assert [row.batch.file_name for row in page.rows] == ["税务.csv"]
    assert shown(leader, contract="firm_registration").pager.total == 1
    assert shown(leader, q="不详何数").pager.total == 1
    assert shown(leader, q="错码").pager.total == 0, "whole rows are searched by keepers only"
    assert shown(leader, q="没有这个").pager.total == 0
    facet = next(one for one in page.facets if one.label == "理由")
    assert sum(value.count for value in facet.values) == shown(leader).pager.total


def test_keepers_search_in_whole_rows(officer):
    assert shown(officer, q="错码").pager.total == 1


def test_undone_batches_are_not_to_be_corrected(officer):
    before = shown(officer).pager.total
    batch = next(one for one in snapshots.batches() if one.file_name == "税务.csv")
    officer.post(f"/data/batches/{batch.id}/undo/")
    assert shown(officer).pager.total == before - 1
    assert shown(officer, batch=batch.id).pager.total == 1


def test_personal_values_are_shown_to_keepers_only(own_zone, signed_in, monkeypatch):
    hidden = {("firm_finance", "sales_revenue_cny")}
    monkeypatch.setattr(
        "wotu_site.data.quarantine.hidden_fields",
        lambda person: hidden if person.role == Role.LIAISON else set(),
    )
    field = shown(signed_in(Role.OFFICER), code="not_a_number").rows[0]
    assert not field.hidden
    assert "不详何数" not in signed_in(Role.LIAISON).get("/data/quarantine/?code=not_a_number").text


def test_the_export_is_corrected_and_imported_again(officer):
    answer = officer.post("/data/quarantine/export/?code=not_a_number")
    book = fastexcel.read_excel(answer.getvalue())
    assert book.sheet_names == ["问题清单", "1-税务.csv"]
    rows = book.load_sheet(1).to_polars()
    assert rows.columns[:4] == ["原表行号", "问题说明", "统一社会信用代码", "企业名称"]
    assert "营业收入（万元）" in rows["问题说明"][0]
    corrected = rows.with_columns(**{"营业收入（万元）": rows["总收入（万元）"]})
    file = io.BytesIO()
    corrected.write_excel(file)
    sent = SimpleUploadedFile("税务更正.xlsx", file.getvalue())
    upload = hand_in(officer, sent, source="tax")
    officer.post(f"/data/import/{upload.pk}/start/")
    runner.run_next()
    batch = snapshots.batches()[-1]
    assert (batch.file_name, batch.contract, batch.rows, batch.rejected) == (
        "税务更正.xlsx", "firm_finance", 1, 0
    )  # fmt: skip
    assert AuditEntry.objects.filter(action="quarantine.exported").exists()


def test_only_keepers_export(own_zone, signed_in):
    assert signed_in(Role.LEADER).post("/data/quarantine/export/").status_code == 403
    assert not shown(signed_in(Role.LIAISON)).may_export
