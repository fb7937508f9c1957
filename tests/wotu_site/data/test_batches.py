import pytest

from tests.wotu_site.data.conftest import HTMX, hand_in, staff_file
from tests.zone import code_of
from wotu.lake.batches import BatchEvent
from wotu.lake.corrections import FactAddress, correct
from wotu_site.access.roles import Role
from wotu_site.audit.models import AuditEntry
from wotu_site.data.models import Upload
from wotu_site.jobs import runner
from wotu_site.snapshots import queries as snapshots

READERS = (Role.ADMINISTRATOR, Role.LEADER, Role.OFFICER, Role.LIAISON)
PAGES = ("/data/", "/data/quarantine/", "/data/builds/", "/data/quality/", "/data/identity/")


def batch_of(name):
    return next(batch for batch in snapshots.batches() if batch.file_name == name)


def shown(client, address="/data/", **asked):
    return client.get(address, asked).context["page"]


@pytest.mark.parametrize("address", PAGES)
def test_readers_of_firms_read_the_data_and_nobody_else(zone, client, signed_in, address):
    assert client.get(address).status_code == 302
    for role in Role:
        answer = signed_in(role).get(address)
        assert answer.status_code == (200 if role in READERS else 403), role


@pytest.mark.parametrize("address", PAGES)
def test_a_page_and_its_fragment(leader, address):
    assert "<html" in leader.get(address).text
    assert "<html" not in leader.get(address, headers=HTMX).text


def test_the_list_has_every_batch_the_newest_first(leader):
    page = shown(leader)
    assert page.pager.total == 10
    times = [row.received_at for row in page.rows]
    assert times == sorted(times, reverse=True)
    tax = next(row for row in page.rows if row.batch.file_name == "税务.csv")
    assert (tax.contract, tax.source, tax.state, tax.pending) == (
        "年度财务", "税务局", "landed", False
    )  # fmt: skip
    assert not page.may_import


def test_filters_search_and_sort_are_in_the_address(leader):
    page = shown(leader, contract="firm_finance", sort="rows")
    assert [row.batch.file_name for row in page.rows] == ["税务.csv", "统计.csv"]
    assert [chip.value for chip in page.chips] == ["年度财务"]
    assert shown(leader, q="证书").pager.total == 1
    assert shown(leader, q="没有这个").pager.total == 0
    assert shown(leader, source="science", state="landed").pager.total == 3
    facet = next(one for one in page.facets if one.label == "来源")
    assert {value.label: value.count for value in facet.values} == {"税务局": 1, "统计局": 1}


def test_the_list_asks_the_database_little(leader, django_assert_max_num_queries):
    leader.get("/data/")
    with django_assert_max_num_queries(9):
        leader.get("/data/")


def test_a_batch_tells_all_that_is_known_of_it(leader):
    batch = batch_of("税务.csv")
    page = leader.get(f"/data/batches/{batch.id}/").context["page"]
    assert page.firms == 70
    assert [(one.field, one.kind, one.lines, one.example) for one in page.faults] == [
        ("销售收入", "不是数字", 1, "不详何数")
    ]
    assert ("营业收入（万元）", "销售收入", "万元") in [
        (column.header, column.field, column.unit) for column in page.used
    ]
    assert page.original_address == "", "the file itself is for those who keep the data"
    assert not page.may_change
    assert leader.get("/data/batches/nothing/").status_code == 404


def test_undoing_says_what_it_does_and_is_undone_in_turn(officer):
    batch = batch_of("税务.csv")
    address = f"/data/batches/{batch.id}/"
    page = officer.get(address).context["page"]
    assert "211" in page.undo_words or "210" in page.undo_words
    assert page.original_address == f"/firms/originals/{batch.id}/" or page.original_address
    answer = officer.post(f"{address}undo/", {"reason": "发错了"}, follow=True)
    row = answer.context["page"].row
    assert (row.state, row.pending, row.batch.state_reason) == ("undone", True, "发错了")
    assert f'action="{address}restore/"' in answer.text
    assert answer.context["page"].hint.batches == 1
    assert shown(officer, state="undone").pager.total == 1
    twice = officer.post(f"{address}undo/", follow=True)
    assert "已撤销" in twice.text
    officer.post(f"{address}restore/")
    assert batch_of("税务.csv").state is BatchEvent.RESTORED
    assert shown(officer).hint.batches == 0
    entries = AuditEntry.objects.filter(action__startswith="batch.")
    assert [(e.action, e.about_id) for e in entries.order_by("pk")] == [
        ("batch.undone", batch.id),
        ("batch.restored", batch.id),
    ]


def test_a_correction_says_what_it_puts_right(officer, own_zone):
    address = FactAddress("firm_staff", code_of(1), "total_staff", (("year", 2025),))
    batch = correct(own_zone.lake, address, 101, author="陈静", reason="电话核实")
    page = officer.get(f"/data/batches/{batch.id}/").context["page"]
    assert (page.title, page.corrects) == ("更正", (code_of(1), "职工总数"))
    assert "“更正”" in page.undo_words
    assert shown(officer, kind="correction").pager.total == 1


def test_readers_cannot_undo(own_zone, signed_in):
    batch = batch_of("税务.csv")
    for role in (Role.LEADER, Role.LIAISON, Role.FIRM, Role.AUDITOR):
        client = signed_in(role)
        assert client.post(f"/data/batches/{batch.id}/undo/").status_code == 403
        assert client.post("/data/builds/start/").status_code == 403
    assert batch_of("税务.csv").counts


def test_a_newer_file_of_the_same_name_is_told(officer):
    for staff in (95, 96):
        upload = hand_in(officer, staff_file(staff=staff))
        officer.post(f"/data/import/{upload.pk}/start/")
        runner.run_next()
    states = [row.state for row in shown(officer, q="人员2024").rows]
    assert states == ["landed", "superseded"]
    assert not Upload.objects.filter(state=Upload.State.OPEN).exists()


def test_the_list_is_exported_as_seen(leader):
    answer = leader.post("/data/export/?contract=firm_finance", {"kind": "csv"})
    lines = answer.getvalue().decode("utf-8-sig").splitlines()
    assert len(lines) == 3
    assert lines[0].startswith("文件,工作表,数据合约,来源,行数")
    book = leader.post("/data/export/", {"kind": "xlsx"})
    assert book.getvalue().startswith(b"PK")
    assert leader.post("/data/export/", {"kind": "exe"}).status_code == 404
    assert AuditEntry.objects.filter(action="batch_list.exported").count() == 2


def test_an_empty_workspace_says_what_to_do_next(settings, tmp_path, signed_in):
    from wotu.packs.schema import Label
    from wotu.workspace import Zone, create_workspace

    create_workspace(tmp_path / "new", Zone(name=Label(zh="新区", en="New zone")))
    settings.WORKSPACE_DIR = tmp_path / "new"
    snapshots.forget()
    client = signed_in(Role.OFFICER)
    assert "尚未导入数据" in client.get("/data/").text
    for address in PAGES[1:]:
        assert client.get(address).status_code == 200, address
    answer = client.post("/data/builds/start/", follow=True)
    assert "尚未导入数据，请先导入部门文件。" in answer.text
    snapshots.forget()
