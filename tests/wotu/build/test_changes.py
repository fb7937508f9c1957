import datetime as dt
import shutil

import pytest

from wotu.build.build import build
from wotu.build.changes import standing_changes
from wotu.build.snapshot import open_current
from wotu.workspace import open_workspace


@pytest.fixture(scope="module")
def later(zone, tmp_path_factory):
    """A snapshot of the same facts a year on, when the last year of accounts is missing."""
    root = tmp_path_factory.mktemp("later") / "zone"
    shutil.copytree(zone.root, root, symlinks=True)
    workspace = open_workspace(root)
    build(workspace, dt.date(2027, 6, 30))
    return open_current(workspace.snapshots_path)


def standings(snapshot, rule):
    rows = snapshot.rows(f'SELECT firm_id, "standing_{rule}" AS standing FROM firm')
    return {row["firm_id"]: row["standing"] for row in rows}


def test_a_snapshot_does_not_differ_from_itself(snapshot):
    assert standing_changes(snapshot, snapshot, "cn.hnte").is_empty()


@pytest.mark.parametrize("rule", ["cn.hnte", "cn.tsme"])
def test_changes_are_the_firms_whose_standing_differs(snapshot, later, rule):
    found = standing_changes(snapshot, later, rule)
    old, new = standings(snapshot, rule), standings(later, rule)
    differing = {firm for firm in old.keys() | new.keys() if old.get(firm) != new.get(firm)}
    assert differing and set(found["firm_id"]) == differing
    assert found["firm_id"].to_list() == sorted(differing)
    for row in found.iter_rows(named=True):
        assert (row["before"], row["after"]) == (old.get(row["firm_id"]), new.get(row["firm_id"]))
        assert row["name"]


def test_going_back_is_the_same_change_the_other_way_round(snapshot, later):
    there = standing_changes(snapshot, later, "cn.hnte")
    back = standing_changes(later, snapshot, "cn.hnte").rename(
        {"before": "after", "after": "before"}
    )
    assert there.equals(back.select(there.columns))


def test_a_rule_that_neither_snapshot_has_changes_nothing(snapshot, later):
    assert standing_changes(snapshot, later, "cn.none").is_empty()
