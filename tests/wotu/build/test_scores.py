"""Scoreboards of a snapshot: a small province of five zones, received as a table like anybody's."""

import datetime as dt

import polars as pl
import pytest

from wotu.build.build import build
from wotu.build.scoreboards import boards, ranking, require_period, scored_board, table_of
from wotu.build.snapshot import open_current
from wotu.errors import UnknownNameError
from wotu.packs.schema import Label
from wotu.receive import Delivery, receive
from wotu.scores.board import INDEX
from wotu.workspace import Zone, create_workspace

pytestmark = pytest.mark.zone

BOARD = """\
scoreboard: trial
edition: "2025"
label: {zh: 试评, en: Trial}
issuer: {zh: 管委会, en: Committee}
source: {own_choice: {zh: 试, en: trial}}
since: 2025-01-01
uncertainty: {draws: 400}
dimensions:
  - id: innovation
    label: {zh: 创新, en: Innovation}
    weight: 60
    mark: own
    indicators:
      - {indicator: rd_spending, number: "1.1", weight: 20, mark: own}
      - {indicator: invention_patents, number: "1.2"}
  - id: economy
    label: {zh: 经济, en: Economy}
    weight: 40
    mark: own
    indicators:
      - {indicator: gdp, number: "2.1", weight: 30, mark: own}
      - {indicator: energy_per_gdp, number: "2.2", weight: 10, mark: own}
"""
#: The same tree, but no place has a figure of it.
EMPTY = (
    BOARD.replace("trial", "empty")
    .replace("rd_spending", "pct_applications")
    .replace("invention_patents", "standards")
    .replace("indicator: gdp,", "indicator: budget_revenue,")
    .replace("indicator: energy_per_gdp,", "indicator: pm25,")
)
#: A geometric mean of points that reach zero.
BROKEN = BOARD.replace("trial", "broken").replace(
    "uncertainty:", "method: {aggregation: {kinds: [geometric]}}\nuncertainty:"
)

PLACES = ["320505", "320506", "320507", "320508", "320509"]


def table_of_figures():
    lines = ["区划代码,指标,时期,数值,单位"]
    for year in (2024, 2025):
        for place, code in enumerate(PLACES):
            grown = 1 + 0.1 * (year - 2024) * (place + 1)
            figures = [
                ("研发经费", f"{(12 + 3 * place) * grown:.2f}", "亿元"),
                ("有效发明专利", f"{round((900 - 70 * place) * grown)}", "件"),
                ("地区生产总值", f"{(400 + 90 * (place * 3 % 5)) * grown:.1f}", "亿元"),
                ("单位GDP能耗", f"{0.5 - 0.03 * place:.3f}", "吨标准煤/万元"),
            ]
            if (code, year) == ("320508", 2025):
                figures = figures[1:]  # its R&D of the last year is unknown
            lines += [f"{code},{name},{year},{value},{unit}" for name, value, unit in figures]
    return "\n".join(lines)


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory):
    root = tmp_path_factory.mktemp("scores") / "zone"
    zone = Zone(name=Label(zh="测试区", en="Test zone"), divisions=("320505",))
    workspace = create_workspace(root, zone)
    pack = root / "packs" / "own"
    (pack / "scores").mkdir(parents=True)
    (pack / "pack.yaml").write_text(
        "pack: own\nlabel: {zh: 本区, en: Own}\nversion: '1'\n", "utf-8"
    )
    for name, text in (("trial", BOARD), ("empty", EMPTY), ("broken", BROKEN)):
        (pack / "scores" / f"{name}.yaml").write_text(text, "utf-8")
    workspace = workspace.with_pack("packs/own")
    file = root.parent / "区域指标.csv"
    file.write_text(table_of_figures(), "utf-8")
    received = receive(
        workspace, file, Delivery(source="statistics", author="测试", contract="indicator_value")
    )
    assert received[0].batch.rejected == 0
    build(workspace, dt.date(2026, 6, 30))
    return open_current(workspace.snapshots_path)


def test_boards_are_scored_or_say_why_not(snapshot):
    states = {one.board.scoreboard: one for one in boards(snapshot)}
    assert states["trial"].periods == ("2024", "2025")
    assert (states["empty"].periods, states["empty"].fault) == ((), None)
    assert states["broken"].periods == ()
    assert "geometric" in states["broken"].fault.en
    with pytest.raises(UnknownNameError, match="import indicator values"):
        require_period(snapshot, "empty")
    with pytest.raises(UnknownNameError, match="2023"):
        require_period(snapshot, "trial", "2023")


def test_every_rank_has_an_interval_around_it(snapshot):
    rows = ranking(snapshot, "trial@2025")
    assert rows.height == len(PLACES)
    assert rows["rank"].to_list() == [1, 2, 3, 4, 5]
    inside = (rows["rank_low"] <= rows["rank"]) & (rows["rank"] <= rows["rank_high"])
    assert inside.all()
    assert rows["name"].str.contains("区").all()
    assert table_of(snapshot, "score_flip", "trial@2025", "2025").height > 0
    assert table_of(snapshot, "score_sensitivity", "trial@2025", "2025").height > 0


def test_contributions_of_the_indicators_make_up_the_score(snapshot):
    nodes = table_of(snapshot, "score_node", "trial@2025")
    leaves = nodes.filter(
        pl.col("node").is_in(["rd_spending", "invention_patents", "gdp", "energy_per_gdp"])
    )
    summed = leaves.group_by("period", "place_code").agg(
        pl.col("contribution").sum(), pl.col("weight").sum()
    )
    index = nodes.filter(pl.col("node") == INDEX).select("period", "place_code", "score")
    both = summed.join(index, on=["period", "place_code"])
    assert both.height == 2 * len(PLACES)
    assert ((both["contribution"] - both["score"]).abs() < 1e-9).all()
    assert ((both["weight"] - 1).abs() < 1e-9).all()


def test_an_unknown_figure_is_filled_in_and_said_so(snapshot):
    values = table_of(snapshot, "score_value", "trial@2025", "2025")
    filled = values.filter(pl.col("imputed").is_not_null()).to_dicts()
    assert [(row["place_code"], row["indicator"], row["value"]) for row in filled] == [
        ("320508", "rd_spending", None)
    ]
    said = table_of(snapshot, "score_log", "trial@2025").filter(
        (pl.col("step") == "impute") & (pl.col("place_code") == "320508")
    )
    assert said.height == 1
    assert said["after"][0] == filled[0]["imputed"]


def test_a_board_scored_anew_gives_what_was_stored(snapshot):
    scored = scored_board(snapshot, "trial")
    assert scored is scored_board(snapshot, "trial@2025")
    stored = ranking(snapshot, "trial@2025", "2025").sort("place_code")["score"]
    assert stored.to_list() == pytest.approx(scored.index[-1].tolist(), abs=1e-12)
