import datetime as dt

from tests.zone import AS_OF
from wotu.build.snapshot import current_id
from wotu_site.access.roles import Role
from wotu_site.audit.models import AuditEntry
from wotu_site.data.forms import usual_day
from wotu_site.jobs import runner
from wotu_site.jobs.models import Job
from wotu_site.snapshots import queries as snapshots


def build(client, **entered):
    answer = client.post("/data/builds/start/", entered)
    assert runner.run_next()
    return answer, Job.objects.latest("pk")


def test_the_list_shows_which_snapshot_pages_use(leader):
    page = leader.get("/data/builds/").context["page"]
    (row,) = page.rows
    assert (row.current, row.manifest.as_of, row.firms.now) == (True, AS_OF, 70)
    assert page.form is None
    detail = leader.get(row.address).context["page"]
    assert ("年度财务", 210) in [(label, facts.now) for label, facts, _ in detail.facts]
    assert {one.rule for one in detail.verdicts} >= {"高新技术企业"}
    assert leader.get("/data/builds/nothing/").status_code == 404


def test_building_shows_what_changed_and_can_be_taken_back(officer, own_zone):
    before = snapshots.snapshot().id
    answer, job = build(officer, as_of="2026-09-30")
    assert answer.status_code == 302
    assert job.state == Job.State.DONE, str(job.message)
    page = officer.get("/data/builds/").context["page"]
    newest, oldest = page.rows
    assert (newest.current, newest.manifest.as_of) == (True, dt.date(2026, 9, 30))
    assert newest.firms.text == ""
    assert job.result_address == newest.address
    answer = officer.post(f"{oldest.address}publish/", follow=True)
    assert current_id(own_zone.snapshots_path) == before
    assert f'action="{newest.address}publish/"' in answer.text, "one click undoes it"
    assert snapshots.snapshot().id == before
    actions = AuditEntry.objects.values_list("action", flat=True)
    assert {"snapshot.built", "snapshot.published"} <= set(actions)


def test_building_with_nothing_new_says_so(officer):
    _answer, job = build(officer, as_of=AS_OF.isoformat())
    assert "没有变化" in str(job.message)


def test_a_batch_waits_for_the_build_and_then_does_not(officer):
    batch = snapshots.batches()[-1]
    officer.post(f"/data/batches/{batch.id}/undo/")
    for address in ("/data/", "/data/builds/", "/data/identity/"):
        assert "立即建库" in officer.get(address).text
    _answer, job = build(officer, as_of=AS_OF.isoformat())
    assert job.state == Job.State.DONE
    assert officer.get("/data/").context["page"].hint.batches == 0


def test_two_builds_do_not_run_at_once(officer):
    officer.post("/data/builds/start/", {"as_of": "2026-09-30"})
    answer = officer.post("/data/builds/start/", {"as_of": "2026-10-31"}, follow=True)
    assert "正在建库" in answer.text
    assert Job.objects.filter(kind="build").count() == 1


def test_a_day_that_is_none_is_refused(officer):
    assert officer.post("/data/builds/start/", {"as_of": "31.9."}).status_code == 422


def test_without_a_day_the_build_is_as_of_today(own_zone, settings):
    assert usual_day() == dt.date.today()


def test_readers_neither_build_nor_publish(own_zone, signed_in):
    client = signed_in(Role.LEADER)
    name = snapshots.snapshot().id
    assert client.post(f"/data/builds/{name}/publish/").status_code == 403
    assert (
        signed_in(Role.OFFICER).post("/data/builds/none/publish/", follow=True).status_code == 200
    )
