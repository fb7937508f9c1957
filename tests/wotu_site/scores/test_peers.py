"""Places side by side."""

import pytest

from tests.wotu.build.test_scores import PLACES
from tests.wotu_site.scores.conftest import TRIAL
from wotu_site.audit.models import AuditEntry

pytestmark = pytest.mark.zone


def page_of(client, **query):
    response = client.get("/scores/peers/", query)
    assert response.status_code == 200
    return response.context["page"]


def test_figures_stand_beside_each_other_with_ranks_and_gaps(leader):
    page = page_of(leader, of=TRIAL, year="2025", place=PLACES[:3], base=PLACES[1])
    assert [head.base for head in page.heads] == [False, True, False]
    assert len(page.rows) == 4
    for row in page.rows:
        known = [cell for cell in row.cells if cell.rank]
        assert sorted(cell.rank for cell in known)[0] == 1
        assert row.cells[1].gap == ""
        assert all(cell.evidence for cell in row.cells if cell.known)
    assert page.gaps.base == page.base_name


def test_where_less_is_better_the_least_stands_at_the_right(leader):
    page = page_of(leader, of=TRIAL, year="2025", place=PLACES[:3])
    energy = next(row for row in page.rows if "能耗" in row.label)
    best = next(cell for cell in energy.cells if cell.best)
    right = max(energy.strip.dots, key=lambda dot: dot.x)
    assert best.value.split("吨")[0] in right.label


def test_views_years_and_places_are_in_the_address(leader):
    grown = page_of(leader, of=TRIAL, year="2025", place=PLACES[:2], view="growth")
    gdp = next(row for row in grown.rows if row.label == "地区生产总值")
    assert gdp.cells[0].value.endswith("%")
    assert grown.unconverted >= 1
    ten = page_of(leader, place=[*PLACES, "x"])
    assert len(ten.heads) == len(PLACES)
    assert page_of(leader, place=PLACES[0]).fault
    themed = page_of(leader, of=grown.themes[0].value, place=PLACES[:2])
    assert [one.chosen for one in themed.themes].count(True) == 1
    assert not any(one.chosen for one in themed.boards)
    assert page_of(leader, of="nothing", view="nothing", year="1066").heads


def test_a_comparison_is_sent_as_a_report_and_recorded(leader):
    address = f"/scores/peers/export/?of={TRIAL}&place={PLACES[0]}&place={PLACES[1]}"
    response = leader.post(address, {"format": "xlsx"})
    assert response["Content-Disposition"].startswith("attachment")
    assert AuditEntry.objects.filter(action="peer_list.exported").count() == 1
