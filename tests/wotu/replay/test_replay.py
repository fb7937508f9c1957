import datetime as dt
import json
import shutil
from dataclasses import replace

import polars as pl
import pytest

from tests.zone import AS_OF, FIRMS, code_of, make_zone
from wotu.build.build import build
from wotu.build.snapshot import open_current
from wotu.errors import SnapshotError, UnknownNameError
from wotu.lake.corrections import FactAddress, correct
from wotu.replay.causes import Cause
from wotu.replay.corners import Moment
from wotu.replay.replay import end_of, replay
from wotu.replay.store import keep, kept, list_kept
from wotu.replay.words import differences_table
from wotu.workspace import open_workspace

pytestmark = pytest.mark.zone

STAFF = FactAddress("firm_staff", code_of(3), "sci_tech_staff", (("year", 2025),))


def now():
    return dt.datetime.now(dt.UTC)


def moment(known_on, day=AS_OF, **changes):
    return replace(Moment(known_on, day, day), **changes)


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """A zone with a snapshot, in which a missing fact became known afterwards: before and after."""
    root = tmp_path_factory.mktemp("replay")
    workspace = make_zone(root / "zone", root / "files")
    before = now()
    correct(workspace.lake, STAFF, 20, author="测试", reason="补报")
    return workspace, before, now()


def causes_of(found):
    return {row["firm_id"]: row["cause"] for row in found.firms.to_dicts()}


def test_a_replay_of_the_present_is_the_present(told):
    workspace, _, after = told
    found = replay(workspace, "cn.hnte", moment(after), moment(now()))
    assert found.causes == ()
    assert found.firms.is_empty()
    assert found.matrix["firms"].sum() == len(FIRMS) - 1  # the branch is no subject


def test_a_build_is_replayed_exactly(told):
    workspace, before, _ = told
    snapshot = open_current(workspace.snapshots_path)
    found = replay(workspace, "cn.hnte", moment(before), moment(before))
    said = dict(
        snapshot.frame('SELECT standing, count(*) FROM "verdict_cn.hnte" GROUP BY 1').rows()
    )
    assert dict(found.matrix.select("before", "firms").rows()) == said
    assert found.stored == snapshot.id


def test_a_fact_that_became_known_is_the_cause_with_its_batch(told):
    workspace, before, after = told
    found = replay(workspace, "cn.hnte", moment(before), moment(after))
    assert found.causes == (Cause.FACTS,)
    assert causes_of(found) == {code_of(3): "facts"}
    row = found.firms.row(0, named=True)
    assert (row["before"], row["after"]) == ("one_fact", "ready")
    assert row["conditions"] == ["sci_tech_staff_10pct:unknown>met"]
    fact = found.facts.row(0, named=True)
    assert (fact["before"], fact["after"]) == (None, "20")
    assert fact["batch"] == found.batches["batch"][0]
    assert found.batches["brought"].to_list() == [True]


def test_going_back_tells_what_is_not_known_then(told):
    workspace, before, after = told
    found = replay(workspace, "cn.hnte", moment(after), moment(before))
    fact = found.facts.row(0, named=True)
    assert (fact["before"], fact["after"], fact["taken_back"]) == ("20", None, True)


def test_before_anything_came_in_nobody_stands_anywhere(told):
    workspace, _, after = told
    found = replay(workspace, "cn.hnte", moment(end_of(dt.date(2000, 1, 1))), moment(after))
    assert found.firms["before"].null_count() == found.firms.height == len(FIRMS) - 1
    assert set(found.firms["cause"]) == {"facts"}


def test_another_day_alone_is_its_own_cause(told):
    workspace, _, after = told
    earlier = moment(after, as_of=dt.date(2026, 6, 30) - dt.timedelta(days=400))
    found = replay(workspace, "cn.hnte", earlier, moment(after))
    assert found.causes == (Cause.DAY,)
    assert set(found.firms["cause"]) == {"day"}


def test_a_rule_that_was_not_in_force_is_told(told):
    workspace, _, after = told
    with pytest.raises(UnknownNameError, match="2010"):
        replay(workspace, "cn.hnte", moment(after, in_force_on=dt.date(2010, 1, 1)), moment(after))


@pytest.fixture
def changed_rule(told, tmp_path):
    """The same zone under a pack whose floor for staff rises in July; its own copy of all files."""
    workspace, before, after = told
    root = tmp_path / "zone"
    shutil.copytree(workspace.root, root, symlinks=True)
    pack = root / "packs" / "cn"
    shutil.copytree(workspace.pack_folders[0], pack)
    rule = pack / "rules" / "hnte.yaml"
    text = rule.read_text(encoding="utf-8")
    at = text.index("staff_share_floor:")
    values = text[at:].index("values: {2016-01-01: 10%}") + at
    later = "values: {2016-01-01: 10%, 2026-07-01: 30%}"
    text = text[:values] + later + text[values + len("values: {2016-01-01: 10%}") :]
    rule.write_text(text, encoding="utf-8")
    config = (root / "wotu.yaml").read_text(encoding="utf-8")
    (root / "wotu.yaml").write_text(config.replace("packs: [cn]", "packs: [packs/cn]"), "utf-8")
    return open_workspace(root), before, after


JULY = dt.date(2026, 7, 1)


def test_a_dated_figure_is_a_changed_rule(changed_rule):
    workspace, _, after = changed_rule
    found = replay(workspace, "cn.hnte", moment(after), moment(after, in_force_on=JULY))
    assert found.causes == (Cause.RULES,)
    assert causes_of(found)[code_of(1)] == "rules"
    (change,) = found.changes
    assert (change.name, change.before.zh, change.after.zh) == (
        "staff_share_floor",
        "10.0%",
        "30.0%",
    )
    assert "sci_tech_staff_10pct" in change.conditions


def test_facts_and_rules_together_are_a_group_of_their_own(changed_rule):
    workspace, before, after = changed_rule
    found = replay(workspace, "cn.hnte", moment(before), moment(after, in_force_on=JULY))
    # Without the figure the share is unknown under either rule, with it 20% fails the new floor.
    assert causes_of(found)[code_of(3)] == "facts+rules"
    assert causes_of(found)[code_of(1)] == "rules"


def test_packs_of_a_snapshot_are_the_rules_of_then(changed_rule):
    workspace, _, after = changed_rule
    stored = open_current(workspace.snapshots_path).id
    before = moment(after, packs_of=stored)
    found = replay(workspace, "cn.hnte", before, moment(after, in_force_on=JULY))
    assert causes_of(found)[code_of(1)] == "rules"
    with pytest.raises(SnapshotError):
        replay(workspace, "cn.hnte", moment(after, packs_of="none"), moment(after))


def test_changed_code_is_told_by_a_stored_snapshot(told, tmp_path):
    workspace, before, _ = told
    root = tmp_path / "zone"
    shutil.copytree(workspace.root, root, symlinks=True)
    own = open_workspace(root)
    stored = open_current(own.snapshots_path).folder
    # What older code said of firm 1, as its database would hold it.
    import duckdb

    with duckdb.connect(str(stored / "snapshot.duckdb")) as database:
        database.execute(
            "UPDATE \"verdict_cn.hnte\" SET standing = 'not_met' WHERE firm_id = ?", [code_of(1)]
        )
    found = replay(own, "cn.hnte", moment(before), moment(before))
    assert causes_of(found) == {code_of(1): "code"}


def test_a_kept_replay_reads_back_the_same(told, tmp_path):
    workspace, before, after = told
    found = replay(workspace, "cn.hnte", moment(before), moment(after))
    name = keep(workspace, found)
    again = kept(workspace, name)
    assert again.firms.equals(found.firms)
    assert again.facts.equals(found.facts)
    assert again.matrix.sort("before", "after").equals(found.matrix)
    assert (again.before, again.after, again.changes) == (found.before, found.after, found.changes)
    assert list_kept(workspace)[0].name == name
    table = differences_table(again, workspace.packs, "zh")
    assert "未知 → 20" in table.row(0)[6]
    for bad in ("none", "../lake", ".x"):
        with pytest.raises(SnapshotError):
            kept(workspace, bad)


def test_an_undone_batch_counts_as_it_did_then(told, tmp_path):
    workspace, _, _ = told
    root = tmp_path / "zone"
    shutil.copytree(workspace.root, root, symlinks=True)
    own = open_workspace(root)
    before = now()
    staff = next(b for b in own.lake.batches() if b.contract == "firm_staff" and b.kind == "import")
    own.lake.undo(staff.id, author="测试", reason="传错")
    found = replay(own, "cn.hnte", moment(before), moment(now()))
    assert set(found.firms["cause"]) == {"facts"}
    facts = found.facts.filter(pl.col("batch") == staff.id)
    assert facts["taken_back"].all()
    assert found.batches["brought"].to_list() == [False]
    assert json.dumps(found.groups().to_dicts())
    build(own, AS_OF)
