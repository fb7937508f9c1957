import json

import pytest

from tests.wotu.cli.test_commands import folder as folder
from tests.wotu.cli.test_commands import wotu, wotu_json
from tests.zone import code_of

pytestmark = pytest.mark.zone

DAY = "2026-06-30"


def test_replay_tells_what_makes_the_difference(folder, tmp_path):
    asked = ("replay", "cn.hnte", "--known-on", "2020-01-01", "--in-force-on", DAY, "--dir", folder)
    found = wotu_json(*asked)
    assert found["causes"] == ["facts"]
    assert sum(group["firms"] for group in found["groups"]) == len(found["firms"]) > 0
    assert {row["before"] for row in found["firms"]} == {None}
    text = wotu(*asked, "--out", tmp_path / "differ.xlsx")
    assert "数据变了" in text and (tmp_path / "differ.xlsx").exists()
    assert "changed facts" in wotu(*asked, "--en")


def test_replay_refuses_a_day_without_the_rule(folder):
    said = wotu_json("replay", "cn.hnte", "--known-on", "2001-01-01", "--dir", folder, status=1)
    assert said["error"] == "unknown_name"


def test_a_record_is_kept_and_checked_by_itself(folder, tmp_path):
    path = tmp_path / "record.json"
    kept = wotu_json("record", code_of(1), "cn.hnte", "--out", path, "--dir", folder)
    assert json.loads(path.read_text("utf-8"))["sha256"] == kept["sha256"]
    assert wotu_json("record", "--verify", path)["equal"]
    assert "一致" in wotu("record", "--verify", path)
    text = path.read_text("utf-8").replace('"sci_tech_staff": 20', '"sci_tech_staff": 1')
    path.write_text(text, "utf-8")
    checked = wotu_json("record", "--verify", path, status=1)
    assert not checked["intact"] and checked["differences"]


def test_record_asks_for_what_it_needs(folder):
    wotu("record", code_of(1), "--dir", folder, status=2)


def test_stock_gives_history_forecast_and_the_chance_of_a_target(folder):
    found = wotu_json("stock", "hnte", "--target", 5, "--by", "2027-12-31", "--dir", folder)
    assert found["valid"] == 2
    assert len(found["ahead"]) == 8
    assert found["reach"]["quarter"] == "2027Q4" and 0 <= found["reach"]["chance"] <= 1
    for year in found["years"]:
        assert year["granted"] == sum(year[n] for n in ("first", "late", "returned", "renewed"))
    text = wotu("stock", "hnte", "--target", 5, "--by", "2027-12-31", "--dir", folder)
    assert "有效" in text and "达到的概率" in text
    assert "Renewal rate" in wotu("stock", "hnte", "--en", "--dir", folder)


@pytest.mark.parametrize(
    ("arguments", "status"), [(("stock", "hnt"), 1), (("stock", "hnte", "--target", 5), 2)]
)
def test_stock_refuses_what_it_cannot_answer(folder, arguments, status):
    wotu(*arguments, "--dir", folder, status=status)
