import datetime as dt

import pytest

from tests.wotu_site.ladder.conftest import page_of, rows_of, sheets_of
from tests.zone import code_of
from wotu_site.access.roles import Role
from wotu_site.audit.models import AuditEntry
from wotu_site.ladder import targets
from wotu_site.ladder.errors import ListError

STOCK = "/ladder/stock/"
FIRMS = "/ladder/stock/firms/?kind=hnte&"
TARGET = "/ladder/stock/targets/hnte/"
BY = dt.date(2027, 12, 31)


@pytest.fixture
def leader(own_zone, signed_in):
    return signed_in(Role.LEADER)


def test_the_stock_is_that_of_the_certificates(leader):
    page = page_of(leader, STOCK)
    assert page.label == "高新技术企业"
    assert page.valid == 2
    years = {row.name: (row.cells[0][0], row.net, row.cells[-1][0]) for row in page.years}
    assert years == {"2023": (1, 1, 1), "2024": (1, 1, 2), "2025": (0, 0, 2), "2026": (0, 0, 2)}
    ending = {row.name: row.ending for row in page.ahead}
    assert ending["2026Q4"] == ending["2027Q4"] == 1
    assert page.grounds.few
    assert page.chart.rows[0][0] == "2023Q4"


def test_every_number_leads_to_its_firms(leader):
    page = page_of(leader, STOCK)
    for row in (*page.years, *page.quarters):
        for number, address in row.cells:
            if address and number:
                assert page_of(leader, address).pager.total == number
    for row in page.ahead:
        assert page_of(leader, row.ending_address).pager.total == row.ending
    assert page_of(leader, page.valid_address).pager.total == page.valid


def test_the_firms_behind_a_number_are_named(leader):
    (row,) = page_of(leader, f"{FIRMS}flow=ending&period=2026Q4").rows
    assert (row.firm_id, row.expires_on) == (code_of(7), dt.date(2026, 10, 7))
    assert page_of(leader, f"{FIRMS}flow=none&period=1900").rows == ()


def test_the_stock_can_be_narrowed(leader):
    page = page_of(leader, f"{STOCK}?section=I")
    assert page.valid == 1
    assert page.narrowed
    assert page.form is None
    assert page_of(leader, page.valid_address).rows[0].firm_id == code_of(7)


def test_other_rungs_have_a_stock_of_their_own(leader):
    page = page_of(leader, f"{STOCK}?kind=unicorn")
    assert page.valid == 0
    assert page.chart is None
    assert "尚无此类证书的数据" in leader.get(f"{STOCK}?kind=unicorn").text


def test_a_target_is_set_changed_taken_away_and_taken_back(leader):
    leader.post(TARGET, {"figure": 5, "by_day": "2027-12-31"})
    page = page_of(leader, STOCK)
    assert (page.target.figure, page.reach.target.by) == (5, BY)
    assert 0 <= page.reach.chance <= 1
    assert page.reach.needed >= 1
    first = page.target
    leader.post(TARGET, {"figure": 6, "by_day": "2027-12-31"})
    leader.post(f"{TARGET}remove/")
    gone = page_of(leader, STOCK)
    assert gone.target is None and gone.reach is None
    for expected in (6, 5, None):
        latest = targets._latest("hnte")
        leader.post(f"/ladder/stock/undo/{latest.pk}/")
        target = targets.present_target("hnte")
        assert (target.figure if target else None) == expected
    with pytest.raises(ListError):
        targets.undo_target(first.pk, acting_user=leader.person)
    actions = AuditEntry.objects.filter(about_kind="stock").values_list("action", flat=True)
    assert sorted(actions) == [
        "target.set", "target.set", "target.undone", "target.undone", "target.undone",
        "target.withdrawn",
    ]  # fmt: skip


@pytest.mark.parametrize("entered", [{}, {"figure": 0, "by_day": "2027-12-31"}, {"figure": 5}])
def test_half_a_target_is_none(leader, entered):
    response = leader.post(TARGET, entered)
    assert response.status_code == 422
    assert targets.present_target("hnte") is None
    assert response.context["page"].form.errors


def test_a_target_is_of_a_rung(leader):
    assert leader.post("/ladder/stock/targets/none/", {}).status_code == 404
    assert leader.post(f"{TARGET}remove/").status_code == 404


def test_who_only_reads_sets_no_target(own_zone, signed_in):
    liaison = signed_in(Role.LIAISON)
    assert page_of(liaison, STOCK).form is None
    assert liaison.post(TARGET, {"figure": 5, "by_day": "2027-12-31"}).status_code == 403
    assert signed_in(Role.FIRM).get(STOCK).status_code == 403


def test_history_forecast_and_firms_are_taken_along(leader):
    sheets = sheets_of(leader, "/ladder/stock/export/?kind=hnte")
    assert list(sheets) == ["按年", "按季度", "预测"]
    assert sheets["按年"][0][:2] == ("时段", "认定")
    assert len(sheets["预测"]) == 9
    rows = rows_of(leader, "/ladder/stock/firms/export/?kind=hnte&flow=valid")
    assert {row[0] for row in rows[1:]} == {code_of(7), code_of(8)}


def test_the_back_test_comes_after_the_page(leader):
    page = page_of(leader, STOCK)
    assert page_of(leader, page.grounds.test_address).tested.cases == 0
    fragment = leader.get(page.grounds.test_address, headers={"HX-Request": "true"}).text
    assert "历史太短" in fragment and "<html" not in fragment
