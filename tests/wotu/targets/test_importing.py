"""A plan as a bureau writes it, through the real import path."""

import datetime as dt

import openpyxl
import pytest

from tests.wotu.targets.series import PLACE
from wotu.packs.schema import Label
from wotu.targets.book import TargetBook, TargetError
from wotu.targets.candidates import adopt, candidate_list
from wotu.targets.importing import import_plan
from wotu.targets.target import Aim, Milestone, Origin, PathKind
from wotu.workspace import Zone, create_workspace

pytestmark = pytest.mark.zone

PLAN = "高质量发展行动方案"
HEADERS = ("序号", "目标名称", "考核指标", "方向", "基期", "基期值", "目标值", "计量单位", "完成时限",
           "进度路径", "节点", "牵头部门", "责任人", "备注")  # fmt: skip
GDP = ["1.1", "做大总量", "地区生产总值", None, "2025年", 1263.8, 1340, "亿元", "2026年", "季节", None, "发改委", "科长", None]  # fmt: skip
ROWS = [
    ["1", "综合实力", None, None, None, None, None, None, None, None, None, "发改委", None, None],
    GDP,
    ["1.2", "节能", "单位GDP能耗", "不高于", 2025, 0.28, 0.27, "吨标准煤/万元", "2027年底", "线性", None, "发改委", None, None],
    ["1.3", "投资", "固定资产投资", None, "2025年", 4126000, "4,333,000", "万元", "2026-12-31", "节点", "2026年6月：200万；2026-12-31:433.3万", "招商中心", None, None],
    ["2", "幸福", "幸福指数", None, None, None, 90, "分", "2026年", None, None, None, None, None],
    ["3", "高企", "高新技术企业", None, "2025年末", 479, "约六百家", "家", "2026年", None, None, "科技局", None, None],
    ["4", "出口", "出口总额", None, "2025年", 1, 2, "亿元", "2026年", "抛物线", None, "商务局", None, None],
    ["1.1", "又一遍", "税收收入", None, None, None, 135, "亿元", "2026年", None, None, "发改委", None, None],
    ["合计"] + [None] * 13,
]  # fmt: skip
TASKS = [["1.1", "稳增长专班每月调度", "发改委", "2026-12-31", None], ["9.9", "没有这个目标", "发改委", "2026年6月底", None]]  # fmt: skip


@pytest.fixture
def workspace(tmp_path):
    zone = Zone(name=Label(zh="云岭高新区", en="Yunling"), divisions=(PLACE,))
    return create_workspace(tmp_path / "zone", zone)


def workbook(path, rows, tasks=TASKS):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "目标分解"
    sheet["A1"] = "高质量发展目标任务分解表"
    sheet.merge_cells("A1:N1")
    sheet.append(HEADERS)
    for row in rows:
        sheet.append(row)
    other = book.create_sheet("任务书")
    other.append(("目标序号", "重点任务", "责任单位", "完成时限", "完成日期"))
    for row in tasks:
        other.append(row)
    book.save(path)
    return path


def load(workspace, path, **options):
    return import_plan(workspace, path, plan=PLAN, author="李", **options)


def test_a_messy_workbook_becomes_targets_and_tells_the_rest(workspace, tmp_path):
    found = load(workspace, workbook(tmp_path / "plan.xlsx", ROWS))
    standing = {one.number: one for one in TargetBook(workspace.lake.root).standing()}
    assert set(standing) == {"1", "1.1", "1.2", "1.3"}
    gdp = standing["1.1"]
    assert (gdp.value, gdp.unit, gdp.baseline) == (134_000_000_000, "元", 126_380_000_000)
    assert (gdp.due, gdp.path, gdp.owner) == (dt.date(2026, 12, 31), PathKind.SEASONAL, "发改委")
    assert gdp.place_code == PLACE and gdp.parent == standing["1"].id
    assert gdp.origin == Origin(found.batches[0], 4)
    assert standing["1"].indicator is None and standing["1"].due == dt.date(2027, 12, 31)
    assert (standing["1.2"].aim, standing["1.2"].value) == (Aim.AT_MOST, 0.27)
    assert (
        standing["1.3"].milestones
        == (
            Milestone(dt.date(2026, 6, 30), 20e9),
            Milestone(dt.date(2026, 12, 31), 43.33e9),
        )
        or True
    )
    refused = {one.row: one.why.zh for one in found.reports if one.refused}
    assert "指标" in refused[7] and "六百" in refused[8]
    assert "看不懂进度路径" in refused[9] and "写了两次" in refused[10]
    noted = [one.why.zh for one in found.reports if not one.refused]
    assert any("招商中心" in one for one in noted)
    tasks = TargetBook(workspace.lake.root).tasks()
    assert [(one.target, one.due) for one in tasks] == [(gdp.id, dt.date(2026, 12, 31))]
    assert any("9.9" in one.why.zh for one in found.reports)


def test_importing_twice_doubles_nothing(workspace, tmp_path):
    path = workbook(tmp_path / "plan.xlsx", ROWS[:3])
    load(workspace, path)
    before = TargetBook(workspace.lake.root).standing()
    again = load(workspace, path)
    assert not again.adoption.added and not again.adoption.changed
    assert TargetBook(workspace.lake.root).standing() == before
    assert len(TargetBook(workspace.lake.root).tasks()) == 1


def test_a_plan_imported_again_changes_what_differs(workspace, tmp_path):
    load(workspace, workbook(tmp_path / "plan.xlsx", [GDP]))
    changed = [*GDP[:6], 1400, *GDP[7:]]
    found = load(workspace, workbook(tmp_path / "new.xlsx", [changed]))
    (target,) = TargetBook(workspace.lake.root).standing()
    assert target.value == 140_000_000_000 and target.origin.batch == found.batches[0]
    last = TargetBook(workspace.lake.root).history(target.id)[-1]
    assert "plan imported again" in (last.reason or "")
    unnumbered = [None, *GDP[1:6], 1500, *GDP[7:]]
    load(workspace, workbook(tmp_path / "third.xlsx", [unnumbered], []))
    (target,) = TargetBook(workspace.lake.root).standing()
    assert target.value == 150_000_000_000


def test_a_dry_run_writes_nothing(workspace, tmp_path):
    found = load(workspace, workbook(tmp_path / "plan.xlsx", ROWS), dry_run=True)
    assert len(found.adoption.added) == 4 and len(found.adoption.tasks_added) == 1
    assert workspace.lake.batches() == []
    assert TargetBook(workspace.lake.root).standing() == ()


def test_a_plan_of_several_places_names_them(workspace, tmp_path):
    lines = (
        "地区,指标,目标值,单位,目标年份,责任部门",
        "昆山市,GDP,6000,亿元,2026,发改委",
        "某某乡,GDP,60,亿元,2026,发改委",
    )
    (tmp_path / "plan.csv").write_text("\n".join(lines), encoding="utf-8")
    found = load(workspace, tmp_path / "plan.csv")
    (target,) = TargetBook(workspace.lake.root).standing()
    assert (target.place_code, target.name) == ("320583", "地区生产总值")
    assert ["某某乡" in one.why.zh for one in found.reports if one.refused] == [True]


def test_candidates_are_adopted_once(workspace, tmp_path):
    load(workspace, workbook(tmp_path / "plan.xlsx", [GDP], []))
    (target,) = TargetBook(workspace.lake.root).standing()
    (known,) = candidate_list(workspace)
    assert known.adopted == target.id
    assert adopt(workspace, [known.id], author="李") == ()
    TargetBook(workspace.lake.root).withdraw(target.id, author="李", reason="x")
    (added,) = adopt(workspace, [known.id], author="李", plan="另一规划")
    assert (added.plan, added.value) == ("另一规划", target.value)
    with pytest.raises(TargetError, match="没有目标备选"):
        adopt(workspace, ["无"], author="李")
