import datetime as dt
import json
from decimal import Decimal

import pytest

from tests.zone import AS_OF, FIRMS, code_of, make_zone
from wotu.build.build import build
from wotu.build.snapshot import (
    current_id,
    list_snapshots,
    open_current,
    publish,
    remove_old,
)
from wotu.errors import SnapshotError
from wotu.identity.judgements import JudgementKind, Judgements
from wotu.lake.corrections import FactAddress, correct
from wotu.rules.screen import Standing


def standing(snapshot, number, rule="cn.hnte"):
    sql = f'SELECT "standing_{rule}" FROM firm WHERE firm_id = ?'
    return snapshot.value(sql, [code_of(number)])


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (1, Standing.MET),
        (2, Standing.READY),
        (3, Standing.ONE_FACT),
        (4, Standing.ONE_CONDITION),
        (5, Standing.FACTS_MISSING),
        (6, Standing.NOT_MET),
    ],
)
def test_each_standing_is_told_apart(snapshot, number, expected):
    assert standing(snapshot, number) == expected


def test_branches_are_no_subjects(snapshot):
    assert snapshot.value("SELECT is_branch FROM firm WHERE firm_id = ?", [code_of(9)])
    assert standing(snapshot, 9) is None


def test_report_counts_what_the_tables_hold(zone, snapshot):
    report = snapshot.manifest.report
    assert report["firms"] == len(FIRMS) == snapshot.value("SELECT count(*) FROM firm")
    for rule, counts in report["verdicts"].items():
        total = snapshot.value(f'SELECT count(*) FROM "verdict_{rule}"')
        assert sum(counts["verdict"].values()) == sum(counts["standing"].values()) == total
    assert set(report["complete_lists"]) == {
        "firm_certificate", "firm_conversion", "firm_incident", "firm_ip"
    }  # fmt: skip


def test_rung_is_the_certificate_valid_on_the_day(snapshot):
    assert snapshot.value("SELECT technology FROM firm WHERE firm_id = ?", [code_of(7)]) == "hnte"
    assert snapshot.value("SELECT technology FROM firm WHERE firm_id = ?", [code_of(1)]) is None
    assert snapshot.value("SELECT bool_and(rungs_known) FROM firm WHERE technology = 'hnte'")


def test_firms_are_found_by_pinyin_initials(snapshot):
    sql = "SELECT name FROM firm WHERE initials LIKE 'ylmydzkj%' AND NOT is_branch"
    assert snapshot.value(sql) == "云岭明远电子科技有限公司"


def test_disagreement_is_told_from_mere_repetition(snapshot):
    rows = snapshot.rows("SELECT * FROM disagreement")
    assert {row["firm_id"] for row in rows} == {code_of(2)}
    assert {row["fields"] for row in rows} == {"sales_revenue_cny"}
    assert sorted(json.loads(row["key"])["year"] for row in rows) == [2023, 2024, 2025]


def test_the_same_inputs_give_the_same_snapshot(zone):
    before = current_id(zone.snapshots_path)
    report = build(zone, AS_OF)
    assert report.unchanged
    assert report.snapshot == before


def test_equal_inputs_give_equal_results_elsewhere(zone, snapshot, tmp_path):
    other = make_zone(tmp_path / "zone", tmp_path / "files")
    twin = open_current(other.snapshots_path)
    for table in ("verdict_cn.hnte", "verdict_cn.tsme", "input", "firm"):
        sql = f'SELECT * FROM "{table}" ORDER BY firm_id'
        first, second = snapshot.frame(sql), twin.frame(sql)
        own = [name for name in first.columns if name.startswith("_") or name == "observed_on"]
        assert first.drop(own).equals(second.drop(own))


def test_correction_rollback_and_undo(tmp_path):
    zone = make_zone(tmp_path / "zone", tmp_path / "files")
    first = current_id(zone.snapshots_path)
    address = FactAddress("firm_finance", code_of(4), "rd_expense_cny", (("year", 2025),))
    batch = correct(zone.lake, address, Decimal(3_000_000), author="officer", reason="audit")
    domestic = FactAddress("firm_finance", code_of(4), "rd_domestic_cny", (("year", 2025),))
    correct(zone.lake, domestic, Decimal(3_000_000), author="officer", reason="audit")
    second = build(zone, AS_OF).snapshot
    assert first != second == current_id(zone.snapshots_path)
    assert standing(open_current(zone.snapshots_path), 4) == Standing.READY
    publish(zone.snapshots_path, first)
    assert standing(open_current(zone.snapshots_path), 4) == Standing.ONE_CONDITION
    assert [manifest.id for manifest in list_snapshots(zone.snapshots_path)] == [first, second]
    zone.lake.undo(batch.id, "officer")
    build(zone, AS_OF)
    assert standing(open_current(zone.snapshots_path), 4) == Standing.ONE_CONDITION
    with pytest.raises(SnapshotError):
        publish(zone.snapshots_path, "nothing")


def test_merge_moves_facts_and_can_be_withdrawn(tmp_path):
    zone = make_zone(tmp_path / "zone", tmp_path / "files")
    judgements = Judgements(zone.lake.root)
    same = (JudgementKind.SAME_FIRM, code_of(3), code_of(1))
    judgements.record(*same, author="officer", reason="moved")
    build(zone, AS_OF)
    merged = open_current(zone.snapshots_path)
    assert merged.value("SELECT count(*) FROM firm") == len(FIRMS) - 1
    assert merged.value("SELECT firm_id FROM code WHERE uscc = ?", [code_of(3)]) == code_of(1)
    judgements.withdraw(*same, author="officer", reason="error")
    build(zone, AS_OF)
    assert open_current(zone.snapshots_path).value("SELECT count(*) FROM firm") == len(FIRMS)


def test_old_snapshots_are_removed_but_never_the_current_one(tmp_path):
    zone = make_zone(tmp_path / "zone", tmp_path / "files")
    first = current_id(zone.snapshots_path)
    others = [build(zone, dt.date(2026, 7, day), activate=False).snapshot for day in (1, 2, 3)]
    assert remove_old(zone.snapshots_path, 1) == others[:2]
    kept = [manifest.id for manifest in list_snapshots(zone.snapshots_path)]
    assert kept == [first, others[2]]


def test_there_is_nothing_to_open_before_the_first_build(tmp_path):
    with pytest.raises(SnapshotError, match="wotu build"):
        open_current(tmp_path)


def test_a_build_as_of_an_earlier_day_sees_no_later_years(tmp_path):
    zone = make_zone(tmp_path / "zone", tmp_path / "files")
    build(zone, dt.date(2025, 6, 30))
    snapshot = open_current(zone.snapshots_path)
    assert snapshot.value("SELECT max(year) FROM fact_firm_finance") == 2025
    assert snapshot.value("SELECT count(*) FROM firm WHERE technology = 'hnte'") == 2
    assert "firm_finance.rd_expense_cny[2024]" in snapshot.frame("SELECT * FROM input").columns
