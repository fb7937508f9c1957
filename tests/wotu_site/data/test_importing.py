import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.wotu_site.data.conftest import HTMX, hand_in, staff_file
from tests.zone import code_of
from wotu_site.access.roles import Role
from wotu_site.audit.models import AuditEntry
from wotu_site.data.models import BatchRemark, Upload
from wotu_site.jobs import runner
from wotu_site.jobs.models import Job
from wotu_site.snapshots import queries as snapshots
from wotu_site.ui.files import safe_name


def page_of(client, upload, **asked):
    return client.get(f"/data/import/{upload.pk}/", asked).context["page"]


def columns_of(page, sheet=0, table=0):
    return {column.header: column for column in page.sheets[sheet].tables[table].columns}


def chosen(options):
    return next((option.value for option in options if option.chosen), "")


def put(client, upload, **wanted):
    file = upload.files.get()
    return client.post(f"/data/import/files/{file.pk}/0/columns/", wanted, follow=True)


def run_import(client, upload):
    client.post(f"/data/import/{upload.pk}/start/")
    assert runner.run_next()
    upload.refresh_from_db()
    return Job.objects.latest("pk")


def test_only_keepers_of_the_data_hand_files_in(own_zone, client, signed_in):
    assert client.get("/data/import/").status_code == 302
    for role in (Role.LEADER, Role.LIAISON, Role.FIRM, Role.AUDITOR):
        assert signed_in(role).get("/data/import/").status_code == 403
    for role in (Role.OFFICER, Role.ADMINISTRATOR):
        assert signed_in(role).get("/data/import/").status_code == 200


def test_a_file_is_recognised_before_anything_goes_in(officer):
    upload = hand_in(officer, staff_file())
    page = page_of(officer, upload)
    assert page.sheets[0].tables[0].contract == "年度人员"
    columns = columns_of(page)
    assert chosen(columns["职工总数"].fields) == "total_staff"
    assert columns["职工总数"].samples == ("95", "多人", "7")
    assert columns["备注"].sureness == ""
    (year,) = page.sheets[0].tables[0].constants
    assert (year.value, year.origin) == ("2024", "取自标题")
    assert [fault.row for fault in page.sheets[0].tables[0].faults] == [4, 5]
    assert page.ready
    assert len(snapshots.batches()) == 10, "nothing has been imported"


def test_the_page_and_its_fragment_say_the_same(officer):
    address = f"/data/import/{hand_in(officer, staff_file()).pk}/"
    assert "<html" in officer.get(address).text
    fragment = officer.get(address, headers=HTMX).text
    assert "<html" not in fragment
    assert "职工总数" in fragment


def test_another_person_does_not_see_the_files(officer, signed_in):
    upload = hand_in(officer, staff_file())
    other = signed_in(Role.OFFICER, username="other")
    assert other.get(f"/data/import/{upload.pk}/").status_code == 404
    assert other.post(f"/data/import/{upload.pk}/start/").status_code == 404


def test_a_column_is_put_right_and_shown_at_once(officer):
    upload = hand_in(officer, staff_file())
    page = put(officer, upload, **{"field-0-2": "sci_tech_staff"}).context["page"]
    columns = columns_of(page)
    assert chosen(columns["职工总数"].fields) == "sci_tech_staff"
    assert columns["职工总数"].sureness == "person"
    assert chosen(columns["企业名称"].fields) == "firm_name"


def test_a_choice_that_does_not_go_together_is_told_and_not_kept(officer):
    upload = hand_in(officer, staff_file())
    answer = put(officer, upload, **{"field-0-1": "total_staff"})
    assert answer.status_code == 422
    assert "职工总数" in answer.context["page"].sheets[0].error
    assert chosen(columns_of(page_of(officer, upload))["企业名称"].fields) == "firm_name"


def test_a_value_for_all_rows_is_read_as_the_field_wants_it(officer):
    text = f"统一社会信用代码,企业名称,职工总数\n{code_of(1)},甲有限公司,5\n"
    upload = hand_in(officer, SimpleUploadedFile("人员.csv", text.encode()))
    page = page_of(officer, upload)
    if not page.sheets[0].tables:
        address = f"/data/import/files/{upload.files.get().pk}/0/contract/"
        page = officer.post(address, {"contract": "firm_staff"}, follow=True).context["page"]
    assert page.sheets[0].tables[0].missing == ("年度",)
    assert not page.ready
    assert put(officer, upload, **{"constant-0-year": "前年"}).status_code == 422
    page = put(officer, upload, **{"constant-0-year": "2023"}).context["page"]
    (year,) = page.sheets[0].tables[0].constants
    assert (year.value, year.origin) == ("2023", "人工指定")
    assert page.ready


def test_a_year_that_the_title_contradicts_is_not_taken(officer):
    upload = hand_in(officer, staff_file())
    answer = put(officer, upload, **{"constant-0-year": "2023"})
    assert answer.status_code == 422
    assert "2024" in answer.context["page"].sheets[0].error


def test_a_unit_is_put_right(officer):
    text = f"统一社会信用代码,企业名称,年度,营业收入\n{code_of(1)},甲有限公司,2024,5\n"
    upload = hand_in(officer, SimpleUploadedFile("收入.csv", text.encode()), source="firm")
    before = columns_of(page_of(officer, upload))["营业收入"]
    assert before.assumed
    page = put(officer, upload, **{"unit-0-3": "亿元"}).context["page"]
    assert chosen(columns_of(page)["营业收入"].units) == "亿元"
    assert "5亿元" in page.sheets[0].tables[0].rows[0][1]


def test_a_workbook_shows_each_sheet_and_tells_of_hidden_ones(officer):
    book = openpyxl.Workbook()
    book.active.title = "2024年"
    book.active.append(["统一社会信用代码", "企业名称", "职工总数"])
    book.active.append([code_of(1), "甲有限公司", 5])
    book.create_sheet("填表说明").append(["请如实填写"])
    book.create_sheet("底稿").sheet_state = "hidden"
    file = io.BytesIO()
    book.save(file)
    upload = hand_in(officer, SimpleUploadedFile("用工.xlsx", file.getvalue()))
    page = page_of(officer, upload)
    assert [sheet.name for sheet in page.sheets] == ["2024年", "填表说明"]
    assert any("底稿" in remark for remark in page.remarks)
    assert page.sheets[1].problem
    assert page.ready, "a sheet that is no table is left out"
    run_import(officer, upload)
    assert snapshots.batches()[-1].sheet == "2024年"


def test_a_sheet_is_read_under_another_contract_or_left_out(officer):
    upload = hand_in(officer, staff_file())
    file = upload.files.get()
    address = f"/data/import/files/{file.pk}/0/contract/"
    page = officer.post(address, {"contract": "firm_finance"}, follow=True).context["page"]
    assert page.sheets[0].tables[0].contract == "年度财务"
    page = officer.post(address, {"contract": "-"}, follow=True).context["page"]
    assert page.sheets[0].left_out
    assert not page.ready
    page = officer.post(address, {"contract": ""}, follow=True).context["page"]
    assert page.sheets[0].tables[0].contract == "年度人员"
    answer = officer.post(address, {"contract": "no_such"})
    assert answer.status_code == 422


def test_importing_ends_at_the_batch_and_removes_the_copy(officer):
    upload = hand_in(officer, staff_file())
    folder = upload.folder
    assert folder.is_dir()
    job = run_import(officer, upload)
    batch = snapshots.batches()[-1]
    assert (job.state, job.result_address) == (Job.State.DONE, f"/data/batches/{batch.id}/")
    assert (batch.rows, batch.rejected, batch.source) == (1, 2, "human_resources")
    assert batch.author == f"{officer.person.display_name} (officer)"
    assert upload.state == Upload.State.LANDED
    assert not folder.exists()
    actions = list(AuditEntry.objects.values_list("action", flat=True))
    assert {"upload.received", "job.started", "batch.landed"} <= set(actions)
    remark = BatchRemark.objects.filter(batch=batch.id, code="constant").first()
    assert "2024" in remark.text_zh
    assert remark.text_zh in officer.get(job.result_address).text


def test_the_same_file_twice_changes_nothing(officer):
    run_import(officer, hand_in(officer, staff_file()))
    again = hand_in(officer, staff_file())
    assert len(page_of(officer, again).seen_before) == 1
    job = run_import(officer, again)
    assert "没有变化" in str(job.message)
    assert len(snapshots.batches()) == 11


def test_several_files_go_in_together_and_a_bad_one_does_not_stop_them(officer):
    bad = SimpleUploadedFile("照片.xlsx", b"\x89PNG not a table")
    upload = hand_in(officer, bad, staff_file(), staff_file("人员b.csv", staff=96))
    page = page_of(officer, upload)
    assert [tab.label for tab in page.tabs] == ["照片.xlsx", "人员2024.csv", "人员b.csv"]
    assert "图片" in page.file.problem
    job = run_import(officer, upload)
    assert job.result_address == f"/data/import/{upload.pk}/"
    assert len(snapshots.batches()) == 12
    landed = {
        file.name: len(tables)
        for file, tables in officer.get(job.result_address).context["page"].landed
    }
    assert landed == {"照片.xlsx": 0, "人员2024.csv": 1, "人员b.csv": 1}


def test_nothing_goes_in_while_one_of_the_files_lacks_something(officer):
    text = f"统一社会信用代码,企业名称,职工总数\n{code_of(1)},甲有限公司,5\n"
    lacking = SimpleUploadedFile("无年度.csv", text.encode())
    upload = hand_in(officer, staff_file(), lacking)
    page = page_of(officer, upload)
    assert (page.ready, page.unchecked) == (False, ("无年度.csv",))
    told = officer.post(f"/data/import/{upload.pk}/start/", follow=True)
    assert "尚待核对：无年度.csv" in told.text
    assert not Job.objects.exists()


def test_an_import_that_fails_can_be_put_right(officer):
    upload = hand_in(officer, staff_file())
    file = upload.files.get()
    file.path.unlink()
    job = run_import(officer, upload)
    assert job.state == Job.State.FAILED
    assert upload.state == Upload.State.OPEN
    assert page_of(officer, upload).file.problem


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"PK\x03\x04 broken", ""),
        (b"%PDF-1.7", "PDF"),
        (b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>", "XML"),
        ("一二三".encode("utf-16"), ""),
    ],
)
def test_what_is_no_table_is_said_plainly(officer, content, told):
    upload = hand_in(officer, SimpleUploadedFile("表.xlsx", content))
    answer = officer.get(f"/data/import/{upload.pk}/")
    page = answer.context["page"]
    assert answer.status_code == 200
    assert not page.ready
    assert told in (page.file.problem or page.sheets[0].problem)
    assert page.file.problem or page.sheets[0].problem


def test_a_file_that_is_too_large_or_empty_is_refused(officer, settings):
    settings.UPLOAD_MOST_BYTES = 100
    answer = officer.post("/data/import/", {"files": [staff_file()], "source": "human_resources"})
    assert answer.status_code == 422
    assert "人员2024.csv" in answer.text
    empty = SimpleUploadedFile("空.csv", b"")
    assert officer.post("/data/import/", {"files": [empty], "source": "tax"}).status_code == 422
    assert officer.post("/data/import/", {"source": "tax"}).status_code == 422
    assert officer.post("/data/import/", {"files": [staff_file()]}).status_code == 422
    assert not Upload.objects.exists()


def test_a_large_file_is_read_by_a_job(officer, monkeypatch):
    monkeypatch.setattr("wotu_site.data.uploading.READ_AT_ONCE_BYTES", 10)
    upload = hand_in(officer, staff_file())
    assert page_of(officer, upload).reading
    assert runner.run_next()
    assert page_of(officer, upload).ready


def test_giving_up_removes_the_files(officer):
    upload = hand_in(officer, staff_file())
    folder = upload.folder
    officer.post(f"/data/import/{upload.pk}/abandon/")
    upload.refresh_from_db()
    assert upload.state == Upload.State.ABANDONED
    assert not folder.exists()
    assert "已放弃" in officer.get(f"/data/import/{upload.pk}/").text
    told = officer.post(f"/data/import/{upload.pk}/start/", follow=True)
    assert "这次提交的状态已变（已放弃）" in told.text
    assert not Job.objects.exists()
    assert AuditEntry.objects.filter(action="upload.abandoned").exists()


def test_a_mapping_is_saved_and_used_for_the_next_file(officer, own_zone):
    first = hand_in(officer, staff_file())
    put(officer, first, **{"field-0-2": "sci_tech_staff"})
    file = first.files.get()
    officer.post(f"/data/import/files/{file.pk}/save-mapping/", {"name": "../用工 月报"})
    assert [path.name for path in own_zone.mappings_path.iterdir()] == ["用工_月报.yaml"]
    second = hand_in(officer, staff_file("人员b.csv", staff=97))
    assert page_of(officer, second).mappings == ("用工_月报.yaml",)
    other = second.files.get()
    address = f"/data/import/files/{other.pk}/mapping/"
    page = officer.post(address, {"mapping": "用工_月报.yaml"}, follow=True).context["page"]
    assert chosen(columns_of(page)["职工总数"].fields) == "sci_tech_staff"
    officer.post(address, {"mapping": "../../wotu.yaml"})
    assert page_of(officer, second).ready, "nothing but a saved mapping is read"


def test_names_of_files_cannot_lead_elsewhere():
    assert safe_name("..\\..\\表.csv") == "表.csv"
    assert safe_name("a/../../b.xlsx") == "a_.._.._b.xlsx"
    assert safe_name("...") == "file"
    assert len(safe_name("长" * 300 + ".xlsx")) == 120
