import datetime as dt
from decimal import Decimal

import pytest

from tests.zone import AS_OF, code_of, make_zone
from wotu.build.build import build
from wotu.build.snapshot import open_current
from wotu.errors import SubjectNotFoundError
from wotu.reading.facts.events import (
    UnknownEventError,
    UnlinkedFirmError,
    accept_events,
    event_candidates,
)
from wotu.reading.library import DocumentLibrary

pytestmark = pytest.mark.zone

TEXT = (
    "今年3月，云岭明远电子科技有限公司完成近5亿元C轮融资。\n"
    "云岭安禾生物医药有限公司自主研发的注射笔2023年8月获批上市。\n"
    "外地安康医药科技有限公司2024年5月在科创板上市。\n"
)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    root = tmp_path_factory.mktemp("events")
    return make_zone(root / "zone", root / "files")


@pytest.fixture(scope="module")
def entry(workspace, tmp_path_factory):
    path = tmp_path_factory.mktemp("text") / "快讯.txt"
    path.write_text(TEXT, encoding="utf-8")
    library = DocumentLibrary(workspace.lake)
    return library.add(path, published=dt.date(2024, 10, 1), author="李")


def candidates(workspace):
    snapshot = open_current(workspace.snapshots_path)
    return {one.event.kind: one for one in event_candidates(workspace, snapshot=snapshot)}


def accept(workspace, ids, firm=None):
    snapshot = open_current(workspace.snapshots_path)
    return accept_events(workspace, ids, snapshot=snapshot, author="李", firm=firm)


@pytest.fixture
def found(workspace, entry):
    return candidates(workspace)


def test_events_are_linked_to_the_firm_of_their_name(found, entry):
    assert set(found) == {"financing", "product_approval", "listing"}
    assert found["financing"].firm_id == code_of(1)
    assert found["product_approval"].firm_id == code_of(5)
    assert found["listing"].firm_id is None
    assert {one.batch for one in found.values()} == {None}
    assert found["financing"].id.startswith(f"{entry.id}-")


def test_an_accepted_event_is_a_fact_of_its_firm_until_its_batch_is_undone(workspace, entry, found):
    (batch,) = accept(workspace, [found["financing"].id])
    assert (batch.contract, batch.source, batch.file_sha256) == (
        "firm_event",
        "document",
        entry.sha256,
    )
    assert accept(workspace, [found["financing"].id]) == []
    build(workspace, AS_OF)
    snapshot = open_current(workspace.snapshots_path)
    (row,) = snapshot.rows("SELECT * FROM fact_firm_event")
    assert (row["firm_id"], row["kind"], row["product"]) == (code_of(1), "financing", "C轮")
    assert (row["amount_cny"], row["bound"], row["period"]) == (
        Decimal(500_000_000),
        "nearly",
        "2024-03",
    )
    assert row["happened_on"] == dt.date(2024, 3, 1)
    text = DocumentLibrary(workspace.lake).document(entry.id).text
    assert "融资" in text[row["span_start"] : row["span_end"]]
    assert candidates(workspace)["financing"].batch == batch.id
    workspace.lake.undo(batch.id, "李", "看错")
    assert candidates(workspace)["financing"].batch is None


def test_an_event_of_a_firm_that_the_register_lacks_waits_for_a_person(workspace, found):
    with pytest.raises(UnlinkedFirmError, match="安康医药科技有限公司"):
        accept(workspace, [found["listing"].id])
    with pytest.raises(SubjectNotFoundError):
        accept(workspace, [found["listing"].id], firm="没有这家")
    (batch,) = accept(workspace, [found["listing"].id], firm=code_of(7))
    row = workspace.lake.rows("firm_event").collect().filter(_batch=batch.id).to_dicts()[0]
    assert (row["uscc"], row["kind"]) == (code_of(7), "listing")
    workspace.lake.undo(batch.id, "李")


def test_without_a_snapshot_no_event_is_linked(workspace, entry):
    assert {one.firm_id for one in event_candidates(workspace, entry.id)} == {None}


def test_an_unknown_event_is_told(workspace, entry):
    with pytest.raises(UnknownEventError, match="0-1-financing"):
        accept(workspace, [f"{entry.id}-0-1-financing"])
