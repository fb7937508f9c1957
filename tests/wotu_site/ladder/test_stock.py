import datetime as dt

import pytest

from tests.wotu_site.ladder.conftest import page_of, rows_of, sheets_of
from tests.zone import code_of
from wotu.targets.book import TargetBook
from wotu.targets.target import Aim, Target
from wotu_site.access.roles import Role
from wotu_site.snapshots import queries as snapshots

STOCK = "/ladder/stock/"
PLACE = "320505"
FIRMS = "/ladder/stock/firms/?kind=hnte&"
BY = dt.date(2027, 12, 31)


@pytest.fixture
def leader(own_zone, signed_in):
    return signed_in(Role.LEADER)


def lies_in(before, after):
    config = snapshots.workspace().root / "wotu.yaml"
    assert before in config.read_text("utf-8")
    config.write_text(config.read_text("utf-8").replace(before, after, 1), "utf-8")
    snapshots.forget()


@pytest.fixture
def promised(leader):
    """The leader of a zone whose plan says how many hi-tech firms there are to be."""
    lies_in("[]", f'["{PLACE}"]')
    promise(figure=5)
    return leader


def promise(*, figure, **more):
    known = {"indicator": "hitech_firms", "place_code": PLACE, "due": BY, "unit": "家", **more}
    wanted = Target(id="", plan="云岭行动方案", name="高企", value=float(figure), **known)
    TargetBook(snapshots.workspace().lake.root).add([wanted], author="测试")


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
    assert page.new_target == ""
    assert page_of(leader, page.valid_address).rows[0].firm_id == code_of(7)


def test_other_rungs_have_a_stock_of_their_own(leader):
    page = page_of(leader, f"{STOCK}?kind=unicorn")
    assert page.valid == 0
    assert page.chart is None
    assert "尚无此类证书的数据" in leader.get(f"{STOCK}?kind=unicorn").text


def test_the_nearest_target_of_a_plan_comes_first_with_its_chance(promised):
    promise(figure=6, due=dt.date(2028, 6, 30))
    first, second = page_of(promised, STOCK).targets
    assert (first.row.id, first.reach.target.figure, first.reach.target.by) == ("T1", 5, BY)
    assert (second.row.id, second.reach.target.figure) == ("T2", 6)
    assert 0 <= first.reach.chance <= 1
    assert first.reach.needed >= 1
    assert first.row.address in promised.get(STOCK).text


def test_a_changed_target_is_shown_as_it_stands(promised):
    book = TargetBook(snapshots.workspace().lake.root)
    book.change("T1", author="测试", reason="市里加码", value=7.0)
    assert [one.reach.target.figure for one in page_of(promised, STOCK).targets] == [7]
    book.withdraw("T1", author="测试", reason="并入另一目标")
    assert page_of(promised, STOCK).targets == ()


@pytest.mark.parametrize(
    "other",
    [
        {"due": dt.date(2025, 12, 31)},
        {"place_code": "320506"},
        {"aim": Aim.AT_MOST},
        {"indicator": "little_giants"},
    ],
    ids=str,
)
def test_targets_of_something_else_are_left_out(promised, other):
    promise(figure=6, **other)
    assert [one.row.id for one in page_of(promised, STOCK).targets] == ["T1"]


def test_a_target_for_a_part_of_the_zone_is_left_out(promised):
    lies_in(f'["{PLACE}"]', f'["{PLACE}", "320506"]')
    assert page_of(promised, STOCK).targets == ()


def test_of_some_of_the_firms_no_target_is_shown(promised):
    assert page_of(promised, f"{STOCK}?section=I").targets == ()


def test_who_keeps_targets_is_led_to_a_form_that_is_half_filled_in(promised, signed_in):
    assert page_of(promised, STOCK).new_target == ""
    officer = signed_in(Role.OFFICER)
    address = page_of(officer, STOCK).new_target
    initial = page_of(officer, address).form.initial
    assert (initial["indicator"], initial["unit"]) == ("hitech_firms", "家")
    assert page_of(officer, f"{STOCK}?kind=nothing_counts_it").new_target == address
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
