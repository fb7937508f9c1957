"""The small zone with a plan: what is late, what is on its path, and what is not known."""

import datetime as dt
import shutil
from dataclasses import replace

import duckdb
import polars as pl
import pytest

from wotu.build.snapshot import DATABASE
from wotu.periods import period_days
from wotu.scores.tables import INDICATOR_VALUES
from wotu.targets.book import TargetBook
from wotu.targets.target import Milestone, PathKind, Target, Task
from wotu.workspace import open_workspace
from wotu_site.access.roles import Role
from wotu_site.snapshots import queries as snapshots

HTMX = {"HX-Request": "true"}
PLACE, PLAN, AUTHOR = "320505", "云岭行动方案", "测试"
YI = 100_000_000.0


def row(indicator, period, value, unit, **more):
    days = period_days(period)
    known = {"place_code": PLACE, "indicator": indicator, "period": period, "unit": unit}
    known |= {"period_first": days.first, "period_last": days.last, "value": value}
    return {**dict.fromkeys(INDICATOR_VALUES.names()), **known, "origin": "table", **more}


def figures(batch):
    """Product month by month, hi-tech firms quarter by quarter, intensity computed."""
    table = {"source": "statistics", "batch": batch}
    product = [
        row("gdp", f"{year}-01/{year}-{month:02d}", level * month * YI, "元", row=month, **table)
        for year, level in ((2023, 80), (2024, 85), (2025, 90), (2026, 85))
        for month in range(2, 13)
        if year < 2026 or month <= 5
    ]
    holders = [
        row(
            "hitech_firms",
            f"asof:{year}-{month:02d}-{day}",
            400.0 + 20 * (4 * (year - 2023) + month // 3),
            "家",
            origin="register",
            expression="count(firms) of firm_certificate where kind = hnte",
        )
        for year in (2023, 2024, 2025, 2026)
        for month, day in ((3, 31), (6, 30), (9, 30), (12, 31))
        if (year, month) <= (2026, 6)
    ]
    staff = [row("employees", "asof:2025-12-31", 12_000.0, "人", row=7, **table)]
    share = row(
        "rd_staff_share",
        "2025",
        9.5,
        "%",
        origin="formula",
        expression="100 * rd_staff / employees",
        inputs=["rd_staff@asof:2025-12-31", "employees@asof:2025-12-31"],
    )
    return pl.DataFrame([*product, *holders, *staff, share], schema=INDICATOR_VALUES)


def target(number, name, **more):
    return Target(
        id=f"#{number}",
        plan=PLAN,
        number=number,
        name=name,
        place_code=PLACE,
        due=more.pop("due", dt.date(2026, 12, 31)),
        **more,
    )


TARGETS = (
    target("1", "综合实力", owner="发改委"),
    target(
        "1.1", "地区生产总值达到1200亿元", indicator="gdp", unit="元", value=1200 * YI, baseline=1080 * YI,
        baseline_period="2025", owner="发改委", person="王敏", parent="#1",
    ),
    target(
        "1.2", "高企达到700家", indicator="hitech_firms", unit="家", value=700.0, baseline=640.0,
        baseline_period="asof:2025-12-31", path=PathKind.MILESTONES, owner="科技局", parent="#1",
        milestones=(Milestone(dt.date(2026, 6, 30), 660.0),),
    ),
    target("2", "研发人员占比达到9%", indicator="rd_staff_share", unit="%", value=9.0, due=dt.date(2025, 12, 31), owner="科技局"),
    target("3", "出口总额达到50亿元", indicator="exports", unit="元", value=50 * YI, owner="商务局"),
)  # fmt: skip
TASKS = (
    Task("", "1.1", "开工十个重大项目", owner="发改委", due=dt.date(2026, 5, 31)),
    Task("", "1.1", "完成年度方案", owner="发改委", done_on=dt.date(2026, 3, 1)),
    Task("", "1.2", "走访到期高企", owner="科技局", due=dt.date(2026, 9, 30)),
)


def write_plan(folder):
    """Give a workspace a plan and a registry in its current snapshot."""
    config = folder / "wotu.yaml"
    config.write_text(config.read_text("utf-8").replace("[]", f'["{PLACE}"]', 1), "utf-8")
    workspace = open_workspace(folder)
    rows = figures(workspace.lake.batches()[0].id)
    places = pl.DataFrame({"place_code": [PLACE], "name": ["虎丘区"]})
    current = (folder / "snapshots" / "current").resolve()
    with duckdb.connect(str(current / DATABASE)) as database:
        for name, table in (("indicator_value", rows), ("place", places)):
            database.execute(f"DROP TABLE IF EXISTS {name}")
            database.register("incoming", table.to_arrow())
            database.execute(f"CREATE TABLE {name} AS SELECT * FROM incoming")
            database.unregister("incoming")
    book = TargetBook(workspace.lake.root)
    book.add(TARGETS, author=AUTHOR)
    book.add_tasks([replace(one, done_on=None) for one in TASKS], author=AUTHOR)
    book.done("T2.2", on=dt.date(2026, 3, 1), author=AUTHOR)


@pytest.fixture(scope="session")
def plan_folder(zone_folder, tmp_path_factory):
    """The zone with a plan, made once: for reading only."""
    folder = tmp_path_factory.mktemp("plan") / "workspace"
    shutil.copytree(zone_folder, folder, symlinks=True)
    write_plan(folder)
    return folder


@pytest.fixture
def plan(plan_folder, settings):
    """That zone behind the site; the test must leave it as it is."""
    settings.WORKSPACE_DIR = plan_folder
    return snapshots.workspace()


@pytest.fixture
def own_plan(plan_folder, settings, tmp_path):
    """A copy of that zone behind the site, which the test may change."""
    shutil.copytree(plan_folder, tmp_path / "own", symlinks=True)
    settings.WORKSPACE_DIR = tmp_path / "own"
    snapshots.forget()
    yield snapshots.workspace()
    snapshots.forget()


@pytest.fixture
def leader(plan, signed_in):
    return signed_in(Role.LEADER)


@pytest.fixture
def officer(own_plan, signed_in):
    return signed_in(Role.OFFICER)
