"""The report on targets: the gravest first, each with its figures and where they are said."""

import datetime as dt
from dataclasses import replace

import pytest

from tests.wotu.targets.series import PLACE, cumulated, month_end, on_days
from wotu.packs.schema import Label
from wotu.reading.indicators import shipped_indicators
from wotu.reports.document import Chart, Origin, Paragraph, Table
from wotu.reports.target_report import target_report
from wotu.targets.actuals import Actuals
from wotu.targets.progress import progress
from wotu.targets.target import Target, Task

AS_OF = dt.date(2025, 6, 30)
ORIGIN = Origin("测试区", AS_OF, "s-1")
SOURCES = {"statistics": Label(zh="统计局", en="Statistics bureau")}
INDICATORS = shipped_indicators()


def firms(number, value, due=dt.date(2025, 12, 31)):
    return Target(
        f"T{number}", "方案", f"高企达到{value}家", PLACE, due, f"1.{number}", "hitech_firms", "家",
        value=float(value), baseline=400.0, baseline_period="asof:2024-12-31", owner="科技局",
    )  # fmt: skip


def output(number, value):
    return Target(
        f"T{number}", "方案", "产值", PLACE, dt.date(2025, 12, 31), f"2.{number}",
        "industrial_output", "元", value=value, baseline=1.2e11, baseline_period="2024",
    )  # fmt: skip


@pytest.fixture(scope="module")
def progresses():
    levels = on_days(INDICATORS["hitech_firms"], [300 + 2 * month for month in range(54)])
    levels = replace(
        levels, values=tuple(replace(one, source="statistics") for one in levels.values)
    )
    flows = cumulated(INDICATORS["industrial_output"], [1e10 + 3e7 * m for m in range(54)])
    gathering = Target("T0", "方案", "创新", PLACE, dt.date(2025, 12, 31), "1")
    return [
        progress(gathering, Actuals(None), AS_OF),
        progress(firms(1, 405), levels, AS_OF),  # reached early
        progress(firms(2, 600), levels, AS_OF),  # late
        progress(output(1, 1.3e11), flows, AS_OF),
        progress(firms(3, 500, dt.date(2025, 3, 31)), levels, AS_OF),  # missed
        progress(firms(4, 500), Actuals(INDICATORS["hitech_firms"]), AS_OF),  # unknown
    ]


def tables_of(report):
    return {block.name: block for block in report.blocks if isinstance(block, Table)}


def test_targets_stand_by_gravity_and_headings_are_left_out(progresses):
    report = target_report(progresses, ORIGIN, "zh")
    rows = tables_of(report)["目标"].rows
    assert [row[0] for row in rows] == ["1.3", "1.2", "1.4", "2.1", "1.1"]
    assert [row[2] for row in rows][:3] == ["未达成", "滞后", "待定"]
    said = next(block.text for block in report.blocks if isinstance(block, Paragraph))
    assert said.startswith("5 个目标：未达成 1、滞后 1、待定 1")
    assert "自 2025-" in said


def test_money_is_shown_in_one_unit_a_row_and_unknown_as_unknown(progresses):
    rows = {row[0]: row for row in tables_of(target_report(progresses, ORIGIN, "zh"))["目标"].rows}
    assert rows["2.1"][3] == 1300 and rows["2.1"][6] == "亿元"
    assert rows["1.4"][4:6] == (None, None) and rows["1.4"][7] is None


def test_a_missed_target_is_shown_with_its_value_on_the_day(progresses):
    rows = {row[0]: row for row in tables_of(target_report(progresses, ORIGIN, "zh"))["目标"].rows}
    assert rows["1.3"][7] == dt.date(2025, 3, 31)
    assert rows["1.3"][4] == 300 + 2 * 50
    assert month_end(50) == dt.date(2025, 3, 31)


def test_each_actual_leads_to_its_evidence(progresses):
    rows = {
        row[0]: row
        for row in tables_of(target_report(progresses, ORIGIN, "zh", (), SOURCES))["依据"].rows
    }
    assert rows["1.2"][4] == "统计局 截至2025年6月30日 b 第 54 行"
    assert "科技局提供" in rows["1.4"][2]
    assert rows["1.4"][4] is None


def test_charts_have_actual_path_and_forecast_with_the_status_as_message(progresses):
    charts = [
        block
        for block in target_report(progresses, ORIGIN, "en").blocks
        if isinstance(block, Chart) and block.title.startswith("1.2")
    ]
    (chart,) = charts
    assert ": late. Behind the path by" in chart.title
    assert [series.name for series in chart.series][:2] == ["Actual", "Path"]
    ahead = chart.series[2]
    at_latest = chart.labels.index(AS_OF)
    assert ahead.values[at_latest] == ahead.low[at_latest] == chart.series[0].values[at_latest]
    assert ahead.low[-1] < ahead.values[-1] < ahead.high[-1]


def test_overdue_tasks_come_first(progresses):
    tasks = [
        Task("T1.1", "T1", "走访", "科技局", dt.date(2025, 9, 30)),
        Task("T1.2", "T1", "辅导", "科技局", dt.date(2025, 5, 31)),
        Task("T1.3", "T1", "培训", "科技局", dt.date(2025, 5, 31), dt.date(2025, 5, 20)),
    ]
    rows = tables_of(target_report(progresses, ORIGIN, "zh", tasks))["任务"].rows
    assert [(row[1], row[5]) for row in rows] == [
        ("辅导", "逾期"),
        ("培训", "已完成"),
        ("走访", "进行中"),
    ]


def test_without_targets_the_report_says_what_to_do():
    _, advice = target_report([], ORIGIN, "zh").blocks
    assert "wotu targets import" in advice.text
