import threading
import time

import pytest
from django.db import connection
from django.utils.translation import override

from wotu.progress import part_of
from wotu_site.jobs import liveness, runner, services
from wotu_site.jobs.models import Job
from wotu_site.jobs.progress import Progress
from wotu_site.ui.languages import Words

TITLE = Words("数数", "Counting")


def queue(name="count_up", arguments=None, user=None):
    given = {"steps": 2, "pause_seconds": 0} if arguments is None else arguments
    return services.start("count", f"wotu_site.gallery.work.{name}", given, user, title=TITLE)


@pytest.fixture
def person(make_person):
    return make_person()


def test_a_job_runs_and_says_how_it_ended(person):
    job = queue(user=person)
    assert (job.state, job.percent) == (Job.State.QUEUED, 0)
    assert runner.run_next()
    job.refresh_from_db()
    assert (job.state, job.percent, job.result) == (Job.State.DONE, 100, {"steps": 2})
    assert job.result_address == "/gallery/"
    assert str(job.message) == "已数到 2"
    with override("en"):
        assert (str(job.title), str(job.message)) == ("Counting", "Counted to 2")
    assert not runner.run_next(), "nothing is left"


def test_jobs_run_in_the_order_in_which_they_came(db):
    first, second = queue(), queue()
    runner.run_next()
    second.refresh_from_db()
    first.refresh_from_db()
    assert (first.state, second.state) == (Job.State.DONE, Job.State.QUEUED)


def test_a_fault_that_explains_itself_is_what_the_person_reads(db):
    job = queue("fail", {})
    runner.run_next()
    job.refresh_from_db()
    assert job.state == Job.State.FAILED
    assert str(job.message) == "firms.xlsx: sheet 2 has no column 统一社会信用代码."


def test_a_fault_of_our_own_is_logged_and_not_shown(db, caplog):
    job = queue("crash", {})
    runner.run_next()
    job.refresh_from_db()
    assert job.state == Job.State.FAILED
    assert "nobody should see this text" not in str(job.message)
    assert str(job.pk) in str(job.message)
    assert "nobody should see this text" in caplog.text


def test_progress_is_written_at_a_bearable_pace(db, django_assert_num_queries):
    job = queue()
    progress = Progress(job.pk)
    with django_assert_num_queries(1):
        for step in range(100):
            progress(step / 100, Words("走", "go"))
    progress.written_at = 0.0
    progress(7.0)
    job.refresh_from_db()
    assert (job.progress, job.percent) == (1.0, 99), "100 % is said only when it is done"
    assert job.message == Words("走", "go"), "no words keep the last ones"


def test_the_library_can_report_to_a_job_in_plain_text(db):
    job = queue()
    report = part_of(Progress(job.pk), 0.5, 1.0)
    report(0.5, "cleaning firms.xlsx")
    job.refresh_from_db()
    assert job.progress == 0.75
    assert job.message == Words("cleaning firms.xlsx", "cleaning firms.xlsx")


def test_a_started_job_runs_by_itself(transactional_db):
    job = queue()
    wait_until(lambda: Job.objects.get(pk=job.pk).state == Job.State.DONE)
    wait_until(lambda: runner._thread is None)


def wait_until(happened, seconds=30):
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_job_is_claimed_by_one_of_many(transactional_db, monkeypatch):
    monkeypatch.setattr(runner, "wake", lambda: None)
    for _ in range(6):
        queue()
    done = []
    gate = threading.Barrier(4)

    def work():
        gate.wait()
        while runner.run_next():
            done.append(1)
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(done) == 6
    assert set(Job.objects.values_list("state", flat=True)) == {Job.State.DONE}


def test_a_job_whose_process_is_gone_is_interrupted(db):
    here, gone, elsewhere = queue(), queue(), queue()
    Job.objects.filter(pk=here.pk).update(
        state=Job.State.RUNNING, process=liveness.mark_of_this_process()
    )
    machine = liveness.mark_of_this_process().partition(":")[0]
    Job.objects.filter(pk=gone.pk).update(state=Job.State.RUNNING, process=f"{machine}:dead")
    Job.objects.filter(pk=elsewhere.pk).update(state=Job.State.RUNNING, process="other:abc")
    assert services.mark_interrupted() == 1
    gone.refresh_from_db()
    assert gone.state == Job.State.INTERRUPTED
    assert "系统停止" in str(gone.message)
    assert services.mark_interrupted() == 0


def test_what_was_waiting_is_picked_up_again(db, monkeypatch):
    woken = []
    monkeypatch.setattr(runner, "wake", lambda: woken.append(1))
    services.resume()
    assert not woken
    queue()
    services.resume()
    assert woken == [1]
