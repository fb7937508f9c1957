"""Commands on peers and on what it would take, over a province of five zones."""

import datetime as dt
import json

import polars as pl
import pytest
from typer.testing import CliRunner

from tests.wotu.build.test_scores import BOARD, PLACES, table_of_figures
from wotu.build.build import build
from wotu.cli.main import app
from wotu.packs.schema import Label
from wotu.receive import Delivery, receive
from wotu.workspace import Zone, create_workspace

pytestmark = pytest.mark.zone

RUNNER = CliRunner()


def wotu(*arguments, status=0):
    result = RUNNER.invoke(app, [str(a) for a in arguments])
    assert result.exit_code == status, result.output + str(result.exception or "")
    return result.output


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    root = tmp_path_factory.mktemp("peers") / "zone"
    zone = Zone(name=Label(zh="测试区", en="Test zone"), divisions=(PLACES[0],))
    workspace = create_workspace(root, zone)
    pack = root / "packs" / "own"
    (pack / "scores").mkdir(parents=True)
    (pack / "pack.yaml").write_text(
        "pack: own\nlabel: {zh: 本区, en: Own}\nversion: '1'\n", "utf-8"
    )
    (pack / "scores" / "trial.yaml").write_text(BOARD, "utf-8")
    workspace = workspace.with_pack("packs/own")
    file = root.parent / "区域指标.csv"
    file.write_text(table_of_figures(), "utf-8")
    delivery = Delivery(source="statistics", author="测试", contract="indicator_value")
    receive(workspace, file, delivery)
    build(workspace, dt.date(2026, 6, 30))
    return root


def test_places_stand_side_by_side_with_gaps_to_the_base(folder):
    shown = wotu("compare", *PLACES[:3], "--base", PLACES[0], "-C", folder)
    assert "地区生产总值" in shown and "400" not in shown.splitlines()[0]
    assert "%)" in shown


def test_json_leads_every_figure_to_its_row(folder):
    found = json.loads(
        wotu(
            "compare",
            *PLACES[:2],
            "--indicators",
            "gdp",
            "--view",
            "growth",
            "--json",
            "-C",
            folder,
        )
    )
    cell = found["rows"][0]["cells"][0]
    assert cell["figure"]["unit"] == "%" and cell["figure"]["value"] == pytest.approx(10, abs=0.1)
    assert {one["period"] for one in cell["figure"]["evidence"]} == {"2024", "2025"}
    assert all(one["batch"] and one["row"] for one in cell["figure"]["evidence"])


def test_the_difference_in_score_is_named_by_indicator(folder):
    said = wotu(
        "compare", *PLACES[:2], "--board", "trial", "--base", PLACES[0], "--en", "-C", folder
    )
    assert "points" in said


def test_a_workbook_holds_figures_and_evidence(folder, tmp_path):
    out = tmp_path / "peers.xlsx"
    wotu("compare", *PLACES[:2], "--out", out, "-C", folder)
    sheets = pl.read_excel(out, sheet_id=0)
    assert {"并列", "出处"} <= set(sheets)
    assert sheets["出处"].height > 2 * len(
        json.loads(wotu("compare", *PLACES[:2], "--json", "-C", folder))["rows"]
    )


def test_one_place_alone_is_told_who_is_alike(folder):
    found = json.loads(wotu("compare", PLACES[0], "--json", "-C", folder))
    assert found["place"] == PLACES[0]


def test_an_unknown_place_is_named(folder):
    assert "无名区" in wotu("compare", "无名区", PLACES[0], "--json", "-C", folder, status=1)


def test_a_climb_is_told_with_figures_and_places(folder):
    found = json.loads(wotu("climb", "trial", PLACES[0], "--ranks", 1, "--json", "-C", folder))
    mix = found["frontier"][0]
    assert mix["effect"]["rank_after"] <= found["rank"] - 1
    assert all(one["unit"] for one in mix["moves"])
    said = wotu("climb", "trial", PLACES[0], "--ranks", 1, "--cost", "gdp=inf", "-C", folder)
    assert "{" not in said


def test_a_cost_that_is_none_is_refused(folder):
    wotu("climb", "trial", PLACES[0], "--cost", "gdp", "-C", folder, status=2)
