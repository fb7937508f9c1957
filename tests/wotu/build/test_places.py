"""Facts about places stand in the snapshot beside the firms, and never among them."""

import pytest

from tests.zone import AS_OF, make_zone
from wotu.build.build import build
from wotu.build.snapshot import open_current
from wotu.identity.assignments import AssignmentKind, Assignments
from wotu.receive import Delivery, receive

pytestmark = pytest.mark.zone

TABLE = "地区,指标,时期,数值,计量单位\n苏州,GDP,2022年,{value},亿元\n老园区,GDP,2022年,1,亿元\n"


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    root = tmp_path_factory.mktemp("places")
    return make_zone(root / "zone", root / "files")


@pytest.fixture(scope="module")
def before(workspace):
    """The snapshot as it was without places."""
    return open_current(workspace.snapshots_path)


@pytest.fixture(scope="module")
def batches(workspace, before, tmp_path_factory):
    """The same figure from two bureaus, and a place that nobody knows."""
    folder = tmp_path_factory.mktemp("tables")
    received = []
    for source, value in (("zone", "24000"), ("statistics", "23958.3")):
        path = folder / f"{source}.csv"
        path.write_text(TABLE.format(value=value), encoding="utf-8")
        received += receive(workspace, path, Delivery(source, "李", "indicator_value"))
    return [one.batch for one in received]


@pytest.fixture(scope="module")
def built(workspace, batches):
    report = build(workspace, AS_OF)
    return report, open_current(workspace.snapshots_path)


def test_the_bureau_believed_most_is_the_fact_and_the_other_stays_visible(built, batches):
    report, snapshot = built
    (fact,) = snapshot.rows("SELECT * FROM fact_indicator_value")
    assert (fact["place_code"], fact["value"]) == ("320500", 2_395_830_000_000)
    assert (fact["_source"], fact["_batch"], fact["_row"]) == ("statistics", batches[1].id, 2)
    said = snapshot.rows("SELECT value, _source FROM statement_indicator_value ORDER BY _place")
    assert [(row["_source"], row["value"]) for row in said] == [
        ("statistics", 2_395_830_000_000),
        ("zone", 2_400_000_000_000),
    ]
    assert report.facts["indicator_value"] == 1
    assert snapshot.row("SELECT file_name FROM batch WHERE batch = ?", [fact["_batch"]])


def test_a_place_that_nobody_knows_waits_under_its_name(built):
    rows = built[1].rows("SELECT contract, place_name, rows FROM unknown_place")
    assert rows == [{"contract": "indicator_value", "place_name": "老园区", "rows": 2}]


def test_firms_and_verdicts_are_as_they_were(built, before):
    report, after = built
    for table in ("firm", "input", "verdict_cn.hnte", "reference", "doubtful", "disagreement"):
        sql = f'SELECT * FROM "{table}" ORDER BY ALL'
        assert after.frame(sql).equals(before.frame(sql)), table
    assert report.verdicts == before.manifest.report["verdicts"]
    contracts = after.frame("SELECT DISTINCT contract FROM quality")["contract"]
    assert "indicator_value" not in contracts.to_list()


def test_an_assigned_name_counts_from_the_next_build_on(workspace, built):
    assignments = Assignments(workspace.lake.root)
    assignments.assign(AssignmentKind.PLACE, "老园区", "320576", author="李")
    report = build(workspace, AS_OF)
    assert not report.unchanged
    assert report.facts["indicator_value"] == 2
    assignments.withdraw(AssignmentKind.PLACE, "老园区", author="李")
    assert build(workspace, AS_OF).facts["indicator_value"] == 1


def test_an_undone_table_leaves_the_other_bureaus_figure(workspace, built, batches):
    workspace.lake.undo(batches[1].id, "李", "错表")
    build(workspace, AS_OF)
    snapshot = open_current(workspace.snapshots_path)
    assert snapshot.value("SELECT value FROM fact_indicator_value") == 2_400_000_000_000
    workspace.lake.restore(batches[1].id, "李")
    report = build(workspace, AS_OF)
    assert report.snapshot == built[0].snapshot
