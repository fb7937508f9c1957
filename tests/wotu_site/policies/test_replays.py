import datetime as dt

import pytest
from django.utils import timezone

from tests.wotu_site.policies.conftest import page_of, rows_of
from tests.zone import AS_OF, code_of
from wotu.build.corners import Moment
from wotu.build.replay import replay
from wotu.build.replay_store import keep
from wotu.lake.corrections import FactAddress, correct
from wotu_site.access.roles import Role
from wotu_site.audit.models import AuditEntry

REPLAYS = "/policies/replays/"
STAFF = FactAddress("firm_staff", code_of(3), "sci_tech_staff", (("year", 2025),))


@pytest.fixture
def officer(own_zone, signed_in):
    return signed_in(Role.OFFICER)


@pytest.fixture
def kept(own_zone):
    """A kept replay over a correction: one firm differs."""
    before = timezone.now()
    correct(own_zone.lake, STAFF, 20, author="测试", reason="补报")
    moments = [Moment(at, AS_OF, AS_OF) for at in (before, timezone.now())]
    return keep(own_zone, replay(own_zone, "cn.hnte", *moments))


def test_a_replay_runs_as_a_job_and_is_kept(officer):
    from wotu_site.jobs import runner
    from wotu_site.jobs.models import Job

    entered = {"rule": "cn.hnte", "known_on": "2020-01-01", "in_force_on": AS_OF.isoformat()}
    response = officer.post(f"{REPLAYS}start/", entered)
    assert response.headers["Location"].startswith("/jobs/")
    assert runner.run_next()
    job = Job.objects.get()
    assert job.state == Job.State.DONE, job.message_zh
    page = page_of(officer, job.result_address)
    # Nothing was known then: every firm before the rule differs by its facts.
    assert page.differing > 60 and page.same == 0
    assert [row.label for row in page.groups] == ["数据变了"]
    assert page.sides[0].as_of == AS_OF
    (row,) = page_of(officer, REPLAYS).rows
    assert row.address == job.result_address
    assert AuditEntry.objects.filter(action="rule.replayed", about_id="cn.hnte").count() == 1


def test_a_replay_says_which_firm_and_why(officer, kept):
    page = page_of(officer, f"{REPLAYS}{kept}/")
    assert page.differing == 1
    (firm,) = page.firms
    assert (firm.before, firm.after) == ("差一个数据", "可申报，待专家评价")
    assert firm.cause == "数据变了"
    assert firm.conditions == ("科技人员占比：待定 → 符合",)
    (fact,) = firm.facts
    assert "未知 → 20" in fact.text
    assert officer.get(fact.batch_address).status_code == 200
    assert sum(row.total for row in page.matrix) == page.differing + page.same


def test_every_number_of_the_matrix_leads_to_its_firms(officer, kept):
    page = page_of(officer, f"{REPLAYS}{kept}/")
    for row in page.matrix:
        for number, address, same in row.cells:
            if not same:
                assert page_of(officer, address).pager.total == number
    for group in page.groups:
        assert page_of(officer, group.address).pager.total == group.firms


@pytest.mark.parametrize(
    ("query", "number"), [("q=启辰", 1), (f"q={code_of(3)[:17].lower()}", 1), ("q=没有", 0)]
)
def test_the_firms_are_searched(officer, kept, query, number):
    assert page_of(officer, f"{REPLAYS}{kept}/?{query}").pager.total == number


def test_a_replay_is_taken_along(officer, kept):
    header, row = rows_of(officer, f"{REPLAYS}{kept}/export/")
    assert header[0] == "企业标识"
    assert row[0] == code_of(3) and "未知 → 20" in row[6]


def test_half_a_question_is_asked_again(officer):
    response = officer.post(f"{REPLAYS}start/", {"rule": "cn.hnte"})
    assert response.status_code == 422
    assert response.context["page"].form.errors["known_on"]


def test_the_form_takes_the_rule_from_the_address(officer):
    form = page_of(officer, f"{REPLAYS}?rule=cn.tsme").form
    assert form.initial["rule"] == "cn.tsme"


def test_who_reads_about_firms_reads_replays_and_starts_none(own_zone, kept, signed_in):
    liaison = signed_in(Role.LIAISON)
    assert page_of(liaison, REPLAYS).form is None
    assert liaison.get(f"{REPLAYS}{kept}/").status_code == 200
    assert liaison.post(f"{REPLAYS}start/", {}).status_code == 403
    assert signed_in(Role.FIRM).get(REPLAYS).status_code == 403


def test_a_replay_that_is_not_there_is_not_found(officer):
    for name in ("none", ".x", "..%2Flake"):
        assert officer.get(f"{REPLAYS}{name}/").status_code == 404


def test_the_days_are_those_of_the_zone(kept, officer):
    side = page_of(officer, f"{REPLAYS}{kept}/").sides[0]
    assert side.known_on.utcoffset() == dt.timedelta(hours=8)
