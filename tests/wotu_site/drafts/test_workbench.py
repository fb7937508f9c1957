import io
import re

import openpyxl
import pytest
import yaml

from tests.wotu_site.drafts.conftest import HTMX, MOVED, RULE
from tests.zone import code_of
from wotu.build.reached import Reach, reached_firms
from wotu.build.trial import Trial
from wotu.packs.yaml_source import load_yaml
from wotu.rules.check import check_rule
from wotu.rules.draft import Draft, draft_rule
from wotu_site.snapshots import queries as snapshots


def page_of(client, path, **headers):
    return client.get(path, **headers).context["page"]


def simulated(**changes):
    """The same draft through the library."""
    snapshot = snapshots.snapshot()
    rule = snapshot.rulebook.rule("cn.hnte", snapshot.manifest.as_of)
    draft = Draft(
        draft="d", label=rule.spec.label, rule=rule.id, edition=rule.spec.edition, **changes
    )
    return Trial(snapshot, rule).simulate(draft_rule(snapshot.packs, draft))


def test_the_page_shows_what_the_library_says_of_the_draft_of_its_address(officer):
    page = page_of(officer, MOVED)
    found = simulated(parameters={"rd_floor_small": "4%", "staff_share_floor": "12%"})
    lines = {line.label: (line.before, line.after) for line in page.result.lines}
    before, after = found.before.counts, found.after.counts
    assert lines["符合"] == (str(before["met"]), str(after["met"]))
    assert lines["待定"] == (str(before["unknown"]), str(after["unknown"]))
    reached = reached_firms(found, Reach())
    assert page.result.reached == len(reached) > 0
    assert [row.name for row in page.result.list.rows] == [firm.name for firm in reached]
    assert [(one.label, one.text) for one in page.changes] == [
        ("科技人员占比下限", "10% → 12%"),
        ("研发费用占比下限（销售收入5000万元及以下）", "5% → 4%"),
    ]


def test_a_firm_that_gains_is_listed_with_its_deciding_condition(officer):
    rows = page_of(officer, f"{RULE}?p.rd_floor_small=4").result.list.rows
    firm = next(row for row in rows if code_of(4) in row.address)
    assert firm.deciding == ("研发费用占比 4.2%（5.0% → 4.0%）",)


def test_nothing_moved_reaches_nobody_and_says_what_to_do(officer):
    response = officer.get(f"{RULE}?p.rd_floor_small=5&p.score_floor=70.0")
    page = response.context["page"]
    assert page.changes == () and page.result.reached == 0
    assert "调整数值或改写条件" in response.text


def test_sliders_stand_as_the_address_says_with_a_mark_at_the_present(officer):
    slider = next(s for s in page_of(officer, MOVED).sliders if s.name == "rd_floor_small")
    assert (slider.number, slider.present, slider.low, slider.high) == ("4", "5", "0", "10")
    assert (slider.unit, slider.step, slider.moved) == ("%", "0.1", True)


@pytest.mark.parametrize(
    ("query", "part", "said"),
    [
        ("p.rd_floor_small=viel", "fault-parameters-rd_floor_small", "请填数字"),
        ("t.rd_intensity=rd_intensty >= 3%25", "fault-conditions-rd_intensity", "Did you mean"),
        ("t.sales_year1=1 %2B", "fault-quantities-sales_year1", "unexpected"),
        ("new_test=1 apples", "fault-conditions-added_condition", "unexpected"),
    ],
)
def test_a_slip_is_told_beside_its_part_whole_and_as_a_fragment(officer, query, part, said):
    for headers in ({}, HTMX):
        text = officer.get(f"{RULE}?{query}", headers=headers).text
        assert "草案有误" in text
        beside = re.search(rf'id="{part}"[^>]*>([^<]*)<', text)
        assert beside and said in beside[1]


def test_conditions_are_rewritten_taken_away_and_added_by_the_address(officer):
    page = page_of(
        officer,
        f"{RULE}?t.ip_count=ip_class1 >= 2&without=rd_domestic_60pct"
        "&new_label=净资产为正&new_test=net_assets_year3 > 0 yuan",
    )
    assert {one.label for one in page.changes} == {"有效知识产权", "境内研发费用占比", "净资产为正"}
    back = page_of(officer, page.changes[-1].address)
    assert "new_test" not in page.changes[-1].address and len(back.changes) == 2


def test_a_list_narrowed_keeps_the_draft_and_the_draft_keeps_the_list(officer):
    page = page_of(officer, f"{MOVED}&effect=opened&q=博瑞")
    assert [row.name for row in page.result.list.rows] == ["云岭博瑞精密仪器有限公司"]
    lost = next(tile for tile in page.result.tiles if tile.label == "不再符合")
    assert "p.rd_floor_small=4" in lost.address and "effect=lost" in lost.address
    assert "effect" not in page.query and "p.rd_floor_small=4" in page.query


def test_the_sweep_moves_the_figure_that_was_moved_and_any_other(officer):
    page = page_of(officer, f"{RULE}sweep/?p.rd_floor_small=4", headers=HTMX)
    assert [name for name, _label, chosen in page.figures if chosen] == ["rd_floor_small"]
    met = [point[1] for point in page.chart.option["series"][0]["data"]]
    assert len(met) == 11 and met == sorted(met, reverse=True)
    assert page_of(officer, f"{RULE}sweep/?figure=score_floor").chart.name == "sweep-score_floor"
    assert officer.get(f"{RULE}sweep/?figure=nothing").status_code == 404


def test_the_workbook_has_the_summary_and_the_list(own_zone, officer):
    response = officer.post(f"{RULE}export/?p.rd_floor_small=4", follow=True)
    book = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    assert book.sheetnames[0] == "摘要" and book.sheetnames[-1] == "受影响企业"
    summary = {row[0]: row[1:] for row in book["摘要"].iter_rows(values_only=True)}
    assert summary["研发费用占比下限（销售收入5000万元及以下）"][:2] == ("5%", "4%")
    firms = list(book["受影响企业"].iter_rows(values_only=True))
    assert any(row[1] == "云岭博瑞精密仪器有限公司" for row in firms)


def test_files_of_a_draft_are_what_the_command_and_a_pack_read(officer, zone, tmp_path):
    text = officer.get(f"{RULE}draft.yaml?p.rd_floor_small=4").content.decode()
    assert yaml.safe_load(text)["parameters"] == {"rd_floor_small": "4%"}
    path = tmp_path / "hnte.yaml"
    path.write_bytes(officer.get(f"{RULE}overlay.yaml?p.rd_floor_small=4").content)
    rule = check_rule(load_yaml(path), zone.packs.contracts, zone.packs.code_lists)
    assert rule.spec.parameters["rd_floor_small"].values.popitem()[1] == "4%"


def test_a_faulty_draft_has_no_files(officer):
    assert officer.get(f"{RULE}overlay.yaml?p.rd_floor_small=x").status_code == 409


def test_the_page_is_english_in_english(officer):
    officer.person.language = "en"
    officer.person.save()
    text = officer.get(MOVED).text
    assert "Try changes of High and New Technology Enterprise" in text
    assert "Meeting the rule: " in text


def test_a_long_list_is_written_as_a_job(own_zone, officer, monkeypatch):
    monkeypatch.setattr("wotu_site.drafts.exports.WRITTEN_AT_ONCE", 0)
    response = officer.post(f"{RULE}export/?p.rd_floor_small=4")
    assert response.headers["Location"].startswith("/jobs/")


def test_all_faults_stand_together_with_the_way_to_each(officer):
    page = page_of(officer, f"{RULE}?p.rd_floor_small=x&t.rd_intensity=1 %2B&q=")
    assert [(one.label, one.anchor) for one in page.faults] == [
        ("研发费用占比下限（销售收入5000万元及以下）", "fault-parameters-rd_floor_small"),
        ("研发费用占比", "fault-conditions-rd_intensity"),
    ]
