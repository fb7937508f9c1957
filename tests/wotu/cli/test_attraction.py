import csv
import random

import openpyxl
import pytest

from tests.wotu.cli.test_commands import wotu, wotu_json
from tests.zone import AS_OF, code_of, make_zone
from wotu.build.build import build
from wotu.build.snapshot import open_current
from wotu.build.targets import link_reasons_of, own_reasons, place_label, targets_of
from wotu.receive import Delivery, receive

pytestmark = pytest.mark.zone

CHAIN = "integrated_circuits"
CITIES = ("320211", "320102", "320402", "320602", "321002")
WORDS = ("光刻胶", "靶材", "引线框架", "晶圆制造", "芯片封装", "硅片", "单晶炉", "功率器件")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A zone with 400 firms in five cities elsewhere."""
    root = tmp_path_factory.mktemp("targets")
    workspace = make_zone(root / "zone", root / "files")
    draw = random.Random(1)
    with (root / "elsewhere.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(
            ["统一社会信用代码", "企业名称", "成立日期", "所属区划", "登记状态", "经营范围"]
        )
        for i in range(400):
            word = draw.choice(WORDS)
            scope = f"{word}的研发、生产、销售"
            year = draw.randint(1995, AS_OF.year - 1)
            city = draw.choice(CITIES)
            rows.writerow(
                [code_of(1000 + i), f"某某{i}电子有限公司", f"{year}-05-01", city, "存续", scope]
            )
    receive(workspace, root / "elsewhere.csv", Delivery("market_regulation", "李", "outside_firm"))
    build(workspace, AS_OF)
    return workspace.root


def test_targets_are_told_with_the_reasons_of_their_link_once(folder, tmp_path):
    found = wotu_json("targets", "--chain", CHAIN, "--dir", folder)["targets"]
    assert found and all(row["reasons"] and 0 <= row["fit"] <= 1 for row in found)
    node = found[0]["node"]
    text = wotu("targets", "--chain", "集成电路", "--node", node, "--dir", folder)
    assert found[0]["name"] in text and "契合度" in text and "经营范围含" in text
    shared = found[0]["reasons"][-1]
    assert text.count(shared["zh"]) == 1
    english = wotu("targets", "--chain", CHAIN, "--node", node, "--en", "--dir", folder)
    assert shared["en"] in english and "in its business scope" in english


def test_targets_are_written_as_a_workbook(folder, tmp_path):
    out = tmp_path / "targets.xlsx"
    wotu("targets", "--chain", CHAIN, "--out", out, "--dir", folder)
    rows = list(openpyxl.load_workbook(out).active.iter_rows(values_only=True))
    found = wotu_json("targets", "--chain", CHAIN, "--dir", folder)["targets"]
    assert rows[0][:4] == ("环节", "位次", "企业", "统一社会信用代码")
    assert len(rows) == len(found) + 1
    assert rows[1][2] == found[0]["name"] and "市" in rows[1][4]


def test_the_record_says_what_it_does_not(folder):
    record = wotu_json("targets", "--backtest", "--dir", folder)
    assert [rate["method"] for rate in record["rates"]] == ["ours", "popularity", "random"]
    assert len(record["limitations"]) >= 3
    text = wotu("targets", "--backtest", "--dir", folder)
    assert "95% 区间" in text and "只看环节有无新增企业" in text
    english = wotu("targets", "--backtest", "--chain", CHAIN, "--en", "--dir", folder)
    assert "times 'At random'" in english


def test_reasons_of_a_target_are_its_own_and_those_of_its_link(folder):
    snapshot = open_current(folder / "snapshots")
    of_links = link_reasons_of(snapshot, CHAIN)
    for row in targets_of(snapshot, CHAIN).head(40).iter_rows(named=True):
        of_link = of_links[row["node"]]
        own = own_reasons(row["reasons"], of_link)
        assert own + of_link == row["reasons"]


def test_without_firms_elsewhere_the_way_on_is_told(zone):
    assert "outside_firm" in wotu("targets", "--chain", CHAIN, "--dir", zone.root)
    assert "没有回测" in wotu("targets", "--backtest", "--dir", zone.root)
    assert wotu_json("targets", "--backtest", "--dir", zone.root) is None


def test_cities_go_by_name_and_municipalities_by_theirs(folder):
    snapshot = open_current(folder / "snapshots")
    names = [place_label(snapshot, code).zh for code in ("320200", "310100", "990000", None)]
    assert names == ["无锡市", "上海市", "区外", "区外"]


def test_what_is_asked_is_checked(folder):
    wotu("targets", "--node", "none", "--dir", folder, status=2)
    assert wotu_json("targets", "--chain", "none", "--dir", folder, status=1)["error"]
    said = wotu_json("targets", "--chain", CHAIN, "--node", "none", "--dir", folder, status=1)
    assert said["node"] == "none"
