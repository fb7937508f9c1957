"""The targets of plans on the command line."""

import csv

import openpyxl
import pytest

from tests.wotu.cli.test_commands import wotu, wotu_json
from tests.wotu.targets.series import PLACE
from wotu.packs.schema import Label
from wotu.workspace import Zone, create_workspace

# Every command reads the packs anew, as in a terminal.
pytestmark = pytest.mark.slow

PLAN = "高质量发展行动方案"
HEADERS = ("序号", "目标名称", "指标", "基期", "基期值", "目标值", "单位", "完成期限", "责任部门")


@pytest.fixture
def folder(tmp_path):
    """A zone with a plan of two targets; nothing has been built."""
    zone = Zone(name=Label(zh="云岭高新区", en="Yunling"), divisions=(PLACE,))
    root = create_workspace(tmp_path / "zone", zone).root
    with (tmp_path / "plan.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(HEADERS)
        rows.writerow(("1", "高企", "高新技术企业", "2025年末", 479, 580, "家", "2026年", "科技局"))
        rows.writerow(("2", "总量", "GDP", "2025年", 1263.8, 1340, "亿元", "2026年", "发改委"))
    told = wotu_json("targets", "import", tmp_path / "plan.csv", "--plan", PLAN, "-C", root)
    assert [one["id"] for one in told["added"]] == ["T1", "T2"]
    return root


def test_without_a_build_every_target_is_unknown_and_says_why(folder):
    found = wotu_json("targets", "list", "-C", folder)
    assert [(one["id"], one["status"]) for one in found] == [("T1", "unknown"), ("T2", "unknown")]
    assert "科技局" in found[0]["missing"]["zh"]
    assert wotu_json("targets", "-C", folder) == found
    assert len(wotu_json("targets", "list", "--owner", "发改委", "-C", folder)) == 1
    assert wotu_json("targets", "list", "--status", "late", "-C", folder) == []
    assert "待定" in wotu("targets", "-C", folder)
    assert "Unknown" in wotu("targets", "list", "--en", "-C", folder)


def test_a_change_of_a_promise_needs_its_reason(folder):
    error = wotu_json("targets", "change", "T1", "--value", 600, "-C", folder, status=1)
    assert error["error"] == "target" and "理由" in error["message"]
    wotu("targets", "change", "T1", "--value", 600, "--reason", "市里加码", "-C", folder)
    steps = wotu_json("targets", "history", "T1", "-C", folder)
    assert steps[-1]["reason"] == "市里加码"
    assert steps[-1]["changes"] == [{"field": "value", "before": 580.0, "after": 600.0}]
    wotu("targets", "undo", "T1", "-C", folder)
    assert wotu_json("targets", "show", "T1", "-C", folder)["value"] == 580.0
    assert "撤回" in wotu("targets", "history", "T1", "-C", folder)


def test_targets_and_tasks_are_added_and_taken_out(folder):
    added = wotu_json(
        "targets", "add", "出口稳中有进", "--plan", PLAN, "--indicator", "出口总额", "--value", 2e10,
        "--due", "2026-12-31", "--milestones", "2026-06-30:90", "--parent", "T2", "-C", folder,
    )  # fmt: skip
    assert (added["id"], added["indicator"], added["place_code"]) == ("T3", "exports", PLACE)
    assert added["milestones"] == [["2026-06-30", 9e9]]
    task = wotu_json(
        "targets", "task", "add", "T3", "组团参展", "--due", "2026-05-01", "-C", folder
    )
    assert task["id"] == "T3.1"
    assert wotu_json("targets", "task", "done", "T3.1", "-C", folder)["done_on"]
    tree = wotu_json("targets", "tree", "-C", folder)
    assert tree[0]["counts"] == {"unknown": 3}
    below = tree[0]["children"][1]["children"]
    assert [one["children"][0]["id"] for one in below] == ["T3.1"]
    assert "✓ T3.1" in wotu("targets", "tree", "-C", folder)
    assert "组团参展" in wotu("targets", "show", "T3", "-C", folder)
    wotu("targets", "withdraw", "T3", "--reason", "并入省级", "-C", folder)
    assert len(wotu_json("targets", "-C", folder)) == 2


def test_the_list_is_written_as_a_workbook(folder, tmp_path):
    wotu("targets", "list", "--out", tmp_path / "targets.xlsx", "-C", folder)
    rows = list(
        openpyxl.load_workbook(tmp_path / "targets.xlsx").active.iter_rows(values_only=True)
    )
    assert rows[0][:5] == ("规划", "编号", "序号", "目标", "状态")
    assert rows[2][8] == 134_000_000_000


def test_candidates_are_listed_with_the_target_they_became(folder):
    found = wotu_json("targets", "adopt", "-C", folder)
    assert {one["target"] for one in found} == {"T1", "T2"}
    assert "已成目标" in wotu("targets", "adopt", "-C", folder)


def test_an_empty_book_says_what_to_do(tmp_path):
    root = create_workspace(tmp_path / "zone", Zone(name=Label(zh="某", en="Some"))).root
    assert "wotu targets import" in wotu("targets", "-C", root)
