import datetime as dt

import openpyxl
import pytest

from tests.wotu.cli.test_commands import wotu, wotu_json
from wotu.demo.workspace import make_demo

AS_OF = dt.date(2026, 6, 30)
pytestmark = pytest.mark.zone


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """A small demo: its register of stages comes through the ordinary import."""
    root = tmp_path_factory.mktemp("demo") / "zone"
    make_demo(root, firms=400, as_of=AS_OF)
    return root


def test_pipelines_are_listed_filtered_and_written(demo, tmp_path):
    everything = wotu_json("pipelines", "-C", demo)
    assert everything["as_of"] == AS_OF.isoformat()
    assert len(everything["lines"]) > 10
    filtered = wotu_json("pipelines", "-C", demo, "--class", "二类", "--stage", "获批")
    assert filtered["lines"]
    assert {(row["registration_class"], row["stage"]) for row in filtered["lines"]} == {
        ("device_2", "approved")
    }
    written = tmp_path / "out.xlsx"
    assert "产品" in wotu("pipelines", "-C", demo, "--out", written)
    assert openpyxl.load_workbook(written).sheetnames == ["pipelines", "by_year", "documents_only"]
    assert "Stage" in wotu("pipelines", "-C", demo, "--en")


def test_changes_are_those_after_the_day(demo):
    moved = wotu_json("pipelines", "-C", demo, "--changes", "--since", "2025-06-30")["changes"]
    assert moved
    assert all("2025-06-30" < row["happened_on"] <= AS_OF.isoformat() for row in moved)
    assert wotu_json("pipelines", "-C", demo, "--changes", "--since", "2026-06-30")["changes"] == []
    assert "变化" in wotu("pipelines", "-C", demo, "--changes", "--since", "2025-06-30")


def test_unknown_stage_and_half_an_option_are_refused(demo):
    said = wotu_json("pipelines", "-C", demo, "--stage", "IV期", status=1)
    assert said["error"] == "unknown_name" and "Ⅲ期临床" in said["message"]
    wotu("pipelines", "-C", demo, "--changes", status=2)
