"""A place on a scoreboard, its figures, its change, and what-if."""

import pytest

from tests.wotu_site.scores.conftest import OWN, TRIAL
from wotu.scores.whatif import what_if
from wotu_site.audit.models import AuditEntry
from wotu_site.scores import measured
from wotu_site.snapshots.queries import snapshot

pytestmark = pytest.mark.zone

HTMX = {"HX-Request": "true"}
PLACE = f"/scores/boards/{TRIAL}/places/{OWN}/"
ASKED = {"board": TRIAL, "year": "2025", "place": OWN}


def page_of(client, path, query=None, **more):
    response = client.get(path, query or {}, **more)
    assert response.status_code == 200, path
    return response.context["page"]


def test_contributions_of_the_dimensions_make_up_the_score(leader):
    page = page_of(leader, PLACE)
    own = measured.of_place(snapshot(), TRIAL, "2025", OWN)
    total = sum(float(row.contribution) for row in page.dimensions)
    assert total == pytest.approx(own.score, abs=0.02)
    assert sum(float(row.contribution) for row in page.rows) == pytest.approx(own.score, abs=0.05)


def test_indicators_can_be_ordered_by_what_they_bring(leader):
    page = page_of(leader, PLACE, {"sort": "-contribution"})
    points = [float(row.contribution) for row in page.rows]
    assert points == sorted(points, reverse=True)


def test_every_figure_leads_to_its_steps_and_to_the_registry(leader):
    for row in page_of(leader, PLACE).rows:
        page = page_of(leader, row.evidence)
        assert {line.step for line in page.steps} >= {"归一化", "赋权", "合成"}
        assert leader.get(page.registry).status_code == 200


def test_a_figure_that_was_filled_in_says_so(leader):
    address = PLACE.replace(OWN, "320508")
    marked = [row for row in page_of(leader, address).rows if row.mark]
    assert [row.known for row in marked] == [False]
    page = page_of(leader, marked[0].evidence)
    assert page.registry == ""
    assert "插补" in {line.step for line in page.steps}


def test_the_change_on_the_year_before_is_split(leader):
    page = page_of(leader, page_of(leader, PLACE).change)
    own = measured.of_place(snapshot(), TRIAL, "2025", OWN)
    before = measured.of_place(snapshot(), TRIAL, "2024", OWN)
    total = sum(float(part.points.replace("−", "-")) for part in page.parts)
    assert total == pytest.approx(own.score - before.score, abs=0.02)
    assert page_of(leader, f"{PLACE}?year=2024").change == ""


def test_flips_name_the_other_place(leader):
    page = page_of(leader, PLACE)
    words = [one for group in (*page.upward, *page.downward) for one in group.words]
    assert words
    assert not any("{" in one for one in words)


def test_other_figures_give_the_rank_that_the_library_gives(leader):
    page = page_of(leader, "/scores/what-if/", {**ASKED, "v.gdp": "99999"})
    scored, at = measured.scored(snapshot(), TRIAL, "2025")
    effect = what_if(scored, OWN, {"gdp": 99999e8}, at)
    assert page.result.rank_after == effect.rank_after
    assert float(page.result.score_after) == pytest.approx(effect.score_after, abs=0.005)
    assert page.result.changed
    unchanged = page_of(leader, "/scores/what-if/", ASKED)
    assert unchanged.result.rank_after == unchanged.result.rank_before
    assert not unchanged.result.changed


@pytest.mark.parametrize("text", ["many", "nan", "inf", "1e400", "<b>"])
def test_what_is_no_number_is_said(leader, text):
    page = page_of(leader, "/scores/what-if/", {**ASKED, "v.gdp": text})
    assert len(page.faults) == 1
    assert page.result.rank_after == page.result.rank_before


def test_unknown_names_in_an_address_do_no_harm(leader):
    asked = {"board": "x", "year": "y", "place": "z", "v.nothing": "1", "ranks": "-3"}
    assert page_of(leader, "/scores/what-if/", asked).result.rank_after > 0
    assert page_of(leader, "/scores/what-if/climb/", asked, headers=HTMX).answer is not None


def test_the_page_of_a_climb_asks_for_its_answer(leader):
    last = measured.ranked(snapshot(), TRIAL, "2025")[-1].place
    asked = {**ASKED, "place": last, "ranks": "1"}
    assert page_of(leader, "/scores/what-if/climb/", asked).answer is None
    answer = page_of(leader, "/scores/what-if/climb/", asked, headers=HTMX).answer
    assert answer.goal == answer.rank - 1
    tried = [one for one in (*answer.singles, *answer.mixes) if one.what_if]
    assert tried
    for one in tried:
        assert page_of(leader, one.what_if).result.rank_after <= answer.goal


def test_what_cannot_be_changed_stays(leader):
    last = measured.ranked(snapshot(), TRIAL, "2025")[-1].place
    asked = {**ASKED, "place": last, "ranks": "1", "c.gdp": "0"}
    answer = page_of(leader, "/scores/what-if/climb/", asked, headers=HTMX).answer
    moved = {move.label for mix in answer.mixes for move in mix.moves}
    moved |= {one.move.label for one in answer.singles}
    assert moved
    assert "地区生产总值" not in moved


def test_all_the_weight_on_one_dimension_ranks_by_it(leader):
    asked = {**ASKED, "w.innovation": "0", "w.economy": "1"}
    page = page_of(leader, "/scores/what-if/weights/", asked)
    economy = measured.nodes(snapshot(), TRIAL, "2025")["economy"]
    assert sorted(row.rank_after for row in page.rows) == sorted(
        one.rank for one in economy.values()
    )
    nothing = page_of(
        leader, "/scores/what-if/weights/", {**ASKED, "w.innovation": "0", "w.economy": "0"}
    )
    assert nothing.fault
    assert nothing.rows == ()


def test_a_report_on_a_place_is_recorded(leader):
    response = leader.post(f"{PLACE}report/?year=2025", {"format": "docx"})
    assert response["Content-Disposition"].startswith("attachment")
    assert AuditEntry.objects.filter(action="scoreboard.exported").count() == 1
