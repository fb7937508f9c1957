"""The report on peers."""

import datetime as dt

from tests.wotu.peers.registry import CITY, NAMES, ROWS, A, B, C, registry
from wotu.packs.schema import Label
from wotu.peers.gaps import size_and_intensity
from wotu.peers.side_by_side import side_by_side
from wotu.peers.views import Proportion, View
from wotu.reading.indicators import shipped_indicators
from wotu.reports.document import Bullets, Chart, Origin, Paragraph, Table
from wotu.reports.peer_report import peer_report

ORIGIN = Origin("东湾高新区", dt.date(2026, 6, 30), "s-1")
INDICATORS = shipped_indicators()
SOURCES = {"statistics": Label(zh="统计局", en="Statistics bureau")}


def reported(language="zh", view=View.TOTAL):
    values = registry(*ROWS)
    names = ("gdp", "hitech_firms", "tertiary_share")
    by = Proportion(parents={A: (CITY,), B: (CITY,)})
    found = side_by_side(values, (A, B, C), names, "2025", view, INDICATORS, NAMES, base=A, by=by)
    gap = size_and_intensity(values, A, B, "gdp", "2025", INDICATORS)
    return peer_report(found, ORIGIN, language, (gap,), SOURCES)


def tables_of(report):
    return {block.name: block for block in report.blocks if isinstance(block, Table)}


def test_figures_stand_in_one_unit_a_row():
    gdp, *_ = tables_of(reported())["并列"].rows
    assert gdp == ("地区生产总值", "亿元", 800.0, 200.0, 400.0)


def test_bounds_and_other_periods_are_marked_as_text():
    rows = tables_of(reported())["并列"].rows
    assert rows[1][2:] == (500.0, "80 (2024年底)", "≈300")


def test_the_summary_counts_what_can_be_compared():
    said = next(block.text for block in reported().blocks if isinstance(block, Paragraph))
    assert said.startswith("3 个地区比 3 项指标：东湾高新区有")


def test_gaps_are_sentences_with_names():
    (gaps,) = (block for block in reported().blocks if isinstance(block, Bullets))
    assert NAMES[A] in gaps.items[0] and NAMES[B] in gaps.items[0]
    assert "{" not in gaps.items[0]


def test_charts_set_the_base_apart_and_leave_out_other_periods():
    charts = {block.title: block for block in reported().blocks if isinstance(block, Chart)}
    chart = charts["地区生产总值：东湾高新区最好"]
    assert chart.labels == (NAMES[A], NAMES[C], NAMES[B])
    own, others = chart.series
    assert own.values == (800.0, None, None)
    assert others.values == (None, 400.0, 200.0)


def test_every_figure_leads_to_its_row():
    rows = tables_of(reported("en"))["Evidence"].rows
    first = rows[0]
    assert first[2:5] == ("2025", "Statistics bureau", "b1")
    assert len(rows) >= 9
