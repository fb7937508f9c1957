import datetime as dt

import pytest
from django.utils import timezone

from tests.zone import code_of
from wotu.build.build import build
from wotu.lake.corrections import ContestState, FactAddress, contest, settle_contest
from wotu.receive import Delivery, receive
from wotu_site.audit import services as audit
from wotu_site.home.pages.news import news_since
from wotu_site.snapshots import queries as snapshots


@pytest.fixture
def officer(make_person):
    return make_person()


def texts(news):
    return [one.text for one in news]


def test_nothing_was_missed_on_the_first_visit(zone, officer):
    assert news_since(None, officer) == ()


def test_nothing_is_new_where_nothing_happened(zone, officer):
    assert news_since(timezone.now(), officer) == ()


def test_a_new_snapshot_tells_how_many_firms_stand_elsewhere(own_zone, officer):
    snapshots.snapshot()
    since = timezone.now()
    build(own_zone, dt.date(2027, 6, 30))
    first, *rules = news_since(since, officer)
    assert "2027-06-30" in first.text and "2026-06-30" in first.detail
    assert rules and all("家企业状态有变" in one.text and one.address for one in rules)
    assert news_since(timezone.now(), officer) == ()


def test_batches_that_landed_are_named(own_zone, officer, tmp_path):
    since = timezone.now()
    path = tmp_path / "六月人员.csv"
    path.write_text(
        f"统一社会信用代码,企业名称,年度,职工总数\n{code_of(1)},云岭明远电子科技有限公司,2026,120",
        "utf-8",
    )
    receive(
        own_zone, path, Delivery(source="human_resources", author="测试", contract="firm_staff")
    )
    (one,) = news_since(since, officer)
    assert one.text == "1 个批次入湖" and one.detail == "六月人员.csv"


def test_contests_are_told_when_opened_and_when_settled(own_zone, officer):
    since = timezone.now()
    address = FactAddress("firm_staff", code_of(1), "total_staff", (("year", 2025),))
    name = contest(own_zone.lake, address, claimed="90", author="甲", reason="报表有误")
    assert texts(news_since(since, officer)) == ["新提异议 1 项"]
    settle_contest(own_zone.lake, name, ContestState.UPHELD, author="乙", reason="属实", batch=None)
    assert texts(news_since(since, officer)) == ["新提异议 1 项", "已处理异议 1 项"]


def test_home_takes_the_visit_before_as_the_last_one(own_zone, signed_in):
    client = signed_in()
    for _time in range(2):
        audit.record("session.started", acting_user=client.person)
    build(own_zone, dt.date(2027, 6, 30))
    assert "已发布新快照" in client.get("/").text
    audit.record("session.started", acting_user=client.person)
    assert "已发布新快照" in client.get("/").text  # the sign-in before was before the build
    audit.record("session.started", acting_user=client.person)
    assert "已发布新快照" not in client.get("/").text
