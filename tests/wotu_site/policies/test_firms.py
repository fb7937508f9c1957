import pytest

from tests.wotu_site.policies.conftest import (
    CONDITION,
    FIRMS,
    RULES,
    page_of,
    population_of,
    rows_of,
)
from tests.zone import code_of
from wotu.rules.screen import Standing
from wotu_site.access.roles import Role
from wotu_site.audit.models import AuditEntry


@pytest.fixture
def officer(own_zone, signed_in):
    return signed_in(Role.OFFICER)


@pytest.mark.parametrize("rule_id", RULES)
def test_tabs_count_their_lists_and_add_up(leader, rule_id):
    page = page_of(leader, f"/policies/{rule_id}/firms/")
    every, *tabs = page.tabs
    assert every.count == sum(tab.count for tab in tabs) == page.list.pager.total
    for tab in page.tabs:
        assert page_of(leader, tab.address).list.pager.total == tab.count


def test_tabs_follow_the_filters(leader):
    for path in (f"{FIRMS}?section=C", f"{CONDITION}?section=C"):
        page = page_of(leader, path)
        (chosen,) = [tab for tab in page.tabs if tab.current]
        assert chosen.count == page.list.pager.total


def test_a_firm_says_what_it_falls_short_of(leader):
    page = page_of(leader, f"{FIRMS}?standing=one_condition&q={code_of(4)}")
    (row,) = page.list.rows
    assert row.short[0].figures == "4.2% / ≥5.0%"
    assert "0.8" in row.short[0].text and "40万元" in row.short[0].text


def test_firms_before_a_condition_come_nearest_first(leader):
    page = page_of(leader, CONDITION)
    population = population_of("cn.hnte")
    margins = {
        row["firm_id"]: row["rd_intensity.margin"]
        for row in population.snapshot.rows(
            'SELECT firm_id, "rd_intensity.margin" FROM "verdict_cn.hnte"'
        )
    }
    shown = [margins[row.firm_id] for row in page.list.rows]
    known = [margin for margin in shown if margin is not None]
    assert known == sorted(known, reverse=True) and shown[: len(known)] == known
    met = page_of(leader, f"{CONDITION}?verdict=met")
    shown = [margins[row.firm_id] for row in met.list.rows]
    assert shown == sorted(shown) and shown[0] >= 0


def test_an_unknown_value_is_called_unknown(leader):
    text = leader.get(
        f"{FIRMS.replace('firms', 'conditions')}sci_tech_staff_10pct/?verdict=unknown"
    )
    assert "未知" in text.text and code_of(3) in text.text


def test_the_file_of_a_list_has_its_rows(officer):
    for path in (FIRMS, CONDITION):
        page = page_of(officer, f"{path}?section=C")
        header, *rows = rows_of(officer, f"{path}export/?section=C")
        assert len(rows) == page.list.pager.total
        assert [row[0] for row in rows[:50]] == [row.firm_id for row in page.list.rows]
        assert "统一社会信用代码" in header
    entry = AuditEntry.objects.filter(action="rule.exported").first()
    assert entry.about_id == "cn.hnte" and entry.detail["rows"] > 0


def test_the_whole_screening_is_a_file_with_every_firm(officer):
    header, *rows = rows_of(officer, "/policies/cn.hnte/download/?as=xlsx")
    standings = population_of("cn.hnte").standings()
    assert len(rows) == sum(standings.values()) and len(header) > 10
    assert standings[Standing.ONE_CONDITION] == sum("差一个条件" in row for row in rows)
    for kind in ("csv", "parquet"):
        response = officer.post(f"/policies/cn.hnte/download/?as={kind}", follow=True)
        assert response.status_code == 200 and b"".join(response.streaming_content)
    assert officer.post("/policies/cn.hnte/download/?as=exe").status_code == 404


def test_a_large_file_becomes_a_job(officer, monkeypatch):
    monkeypatch.setattr("wotu_site.policies.downloads.WRITTEN_AT_ONCE", 3)
    response = officer.post(f"{FIRMS}export/")
    assert response.headers["Location"].startswith("/jobs/")
