import json

import polars as pl
import pytest
from typer.testing import CliRunner

from tests.benefit_zone import BIG, BIG_NAME, make_benefit_zone
from wotu.cli.main import app

pytestmark = pytest.mark.zone


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    root = tmp_path_factory.mktemp("benefits")
    make_benefit_zone(root / "zone", root / "files")
    return str(root / "zone")


def run(*words):
    done = CliRunner().invoke(app, list(words))
    assert done.exit_code == 0, done.output
    return done.output


def test_benefits_of_a_firm_by_name_in_words(folder):
    said = run("benefits", BIG_NAME, "-C", folder)
    assert "确定可享受 125万元" in said
    assert "研发投入后补助（示例）" in said and "年利率3.2%" in said
    assert "选它少50万元" in said


def test_benefits_as_json(folder):
    told = json.loads(run("benefits", BIG, "-C", folder, "--json"))
    assert told["total_cny"] == 1_250_000 and told["bundle"][0]["clause"]
    assert [row["why"] for row in told["left_out"]] == ["excluded"]


def test_entitlements_are_counted_and_written(folder, tmp_path):
    out = tmp_path / "list.csv"
    told = json.loads(run("entitlements", "-C", folder, "--out", str(out), "--json"))
    counts = {row["measure"]: row["firms"] for row in told["measures"]}
    assert counts["city.rd_subsidy"] == 1 and sum(counts.values()) == pl.read_csv(out).height


def test_entitlements_of_one_measure_in_english(folder):
    said = run("entitlements", "--rule", "city.rd_subsidy", "-C", folder, "--en")
    assert "800 thousand CNY" in said and "40 million CNY" in said


def test_a_rule_without_money_is_refused(folder):
    done = CliRunner().invoke(app, ["entitlements", "--rule", "cn.hnte", "-C", folder, "--json"])
    assert done.exit_code == 1 and json.loads(done.output)["error"] == "unknown_name"
