import pytest

from wotu_site.access.roles import Role
from wotu_site.jobs import runner, services
from wotu_site.jobs.models import Job
from wotu_site.ui.languages import Words

HTMX = {"HX-Request": "true"}


def start(user, name="count_up", **arguments):
    given = arguments or {"steps": 1, "pause_seconds": 0}
    function = f"wotu_site.gallery.work.{name}"
    return services.start("count", function, given, user, title=Words("数数", "Counting"))


@pytest.fixture
def officer(signed_in):
    return signed_in(Role.OFFICER)


def test_a_running_job_asks_again_and_a_finished_one_does_not(officer):
    job = start(officer.person)
    panel = f"/jobs/{job.pk}/panel/"
    assert 'hx-trigger="every 1s"' in officer.get(panel, headers=HTMX).text
    runner.run_next()
    finished = officer.get(panel, headers=HTMX).text
    assert "hx-trigger" not in finished
    assert "已数到 1" in finished
    assert 'href="/gallery/"' in finished


def test_the_page_of_a_job_refreshes_itself_while_it_runs(officer):
    job = start(officer.person)
    assert 'hx-trigger="every 1s"' in officer.get(f"/jobs/{job.pk}/").text
    runner.run_next()
    page = officer.get(f"/jobs/{job.pk}/")
    assert 'hx-target="#fragment" hx-swap="innerHTML">' not in page.text
    assert page.context["page"].job.state == Job.State.DONE


def test_a_finished_job_is_noticed_until_it_is_seen(officer):
    job = start(officer.person)
    runner.run_next()
    home = officer.get("/")
    assert home.context["page"].jobs == (job,)
    assert f'data-announce="job-{job.pk}"' in home.text
    assert "1 条通知" in home.text
    officer.get(f"/jobs/{job.pk}/")
    assert officer.get("/").context["page"].jobs == ()


def test_all_notices_are_taken_away_at_once(officer):
    start(officer.person)
    start(officer.person)
    runner.run_next()
    response = officer.post("/jobs/seen/", headers=HTMX)
    assert response.text.count("<li>") == 1, "the one that still waits stays"
    assert 'hx-swap-oob="true"' in response.text


def test_jobs_are_seen_by_whoever_started_them_and_by_administrators(officer, signed_in):
    job = start(officer.person)
    others = signed_in(Role.LEADER)
    assert others.get(f"/jobs/{job.pk}/").status_code == 404
    assert others.get(f"/jobs/{job.pk}/panel/").status_code == 404
    assert others.get("/jobs/").context["page"].jobs == ()
    assert signed_in(Role.ADMINISTRATOR).get("/jobs/").context["page"].jobs == (job,)
    assert officer.get("/jobs/").context["page"].jobs == (job,)


def test_a_failed_job_can_be_started_again(officer):
    job = start(officer.person, "fail", ignored=1)
    Job.objects.filter(pk=job.pk).update(state=Job.State.FAILED)
    assert "重新启动" in officer.get(f"/jobs/{job.pk}/").text
    response = officer.post(f"/jobs/{job.pk}/retry/")
    again = Job.objects.order_by("-pk")[0]
    assert response["Location"] == f"/jobs/{again.pk}/"
    assert (again.function, again.arguments) == (job.function, job.arguments)


def test_a_job_that_did_not_fail_is_not_repeated(officer):
    job = start(officer.person)
    runner.run_next()
    response = officer.post(f"/jobs/{job.pk}/retry/")
    assert response.status_code == 409
    assert "无需重新启动" in response.text
    assert Job.objects.count() == 1


def test_no_jobs_yet_says_what_they_are_for(officer):
    assert "还没有任务" in officer.get("/jobs/").text
