"""The report on a scoreboard: what it says is what the snapshot's tables say."""

from pathlib import Path

import polars as pl
import pytest

from tests.wotu.build.test_scores import PLACES, snapshot  # noqa: F401
from wotu.build.scoreboards import ranking, table_of
from wotu.errors import UnknownNameError
from wotu.reports.document import Bullets, Chart, ChartKind, Paragraph, Report, Table
from wotu.reports.score_report import score_report
from wotu.reports.writing import REPORT_ENDINGS, write_report
from wotu.scores.board import INDEX

pytestmark = pytest.mark.zone

BOARD = "trial@2025"


def tables_of(report: Report) -> dict[str, Table]:
    return {block.name: block for block in report.blocks if isinstance(block, Table)}


def charts_of(report: Report) -> list[Chart]:
    return [block for block in report.blocks if isinstance(block, Chart)]


def test_every_rank_stands_with_its_interval(snapshot):  # noqa: F811
    report = score_report(snapshot, BOARD, None, None, "zh")
    rows = tables_of(report)["位次"].rows
    known = ranking(snapshot, BOARD).to_dicts()
    assert [row[0] for row in rows] == [row["rank"] for row in known]
    assert [row[2] for row in rows] == [row["score"] for row in known]
    (chart,) = (one for one in charts_of(report) if one.kind is ChartKind.INTERVALS)
    assert chart.labels == tuple(row["name"] for row in known)
    assert chart.series[0].high == tuple(row["rank_high"] for row in known)
    said = next(block.text for block in report.blocks if isinstance(block, Paragraph))
    assert said.startswith(f"5 个地区参评，{known[0]['name']}居首")


def test_filled_values_are_on_record_and_the_method_in_words(snapshot):  # noqa: F811
    report = score_report(snapshot, BOARD, "2025", None, "zh")
    (row,) = (row for row in tables_of(report)["数据处理记录"].rows if row[0] == "插补")
    assert row[1] == "1.1 全社会研发经费支出"
    assert row[3] is None and row[4] > 0
    *_, method = (block for block in report.blocks if isinstance(block, Bullets))
    assert any(one.startswith("区间：400 次模拟") for one in method.items)
    assert any("加权算术平均" in one for one in method.items)


def test_a_place_has_its_parts_its_moves_and_its_flips(snapshot):  # noqa: F811
    place = PLACES[0]
    report = score_report(snapshot, BOARD, None, place, "en")
    parts = tables_of(report)["Score"].rows
    nodes = table_of(snapshot, "score_node", BOARD, "2025").filter(
        pl.col("place_code") == place, pl.col("node") != INDEX
    )
    assert len(parts) == nodes.height
    index = ranking(snapshot, BOARD).filter(pl.col("place_code") == place)["score"][0]
    leaves = [row for row in parts if row[0][:1].isdigit()]
    assert sum(row[4] for row in leaves) == pytest.approx(index)
    moves = charts_of(report)[-1]
    assert moves.labels == ("2024", "2025") and moves.reverse
    flips = next(block for block in report.blocks if isinstance(block, Bullets))
    assert flips.items and not any("{" in one for one in flips.items)


def test_the_three_files_are_written(snapshot, tmp_path: Path):  # noqa: F811
    report = score_report(snapshot, BOARD, None, PLACES[0], "zh")
    for ending in REPORT_ENDINGS:
        path = tmp_path / f"report{ending}"
        write_report(report, path)
        assert path.stat().st_size > 10_000


def test_a_place_without_a_rank_is_named(snapshot):  # noqa: F811
    with pytest.raises(UnknownNameError, match="999999 is not ranked in 2025"):
        score_report(snapshot, BOARD, "2025", "999999", "en")
