from wotu.build.build import build
from wotu_site.snapshots import queries


def test_nothing_waits_after_a_build(zone):
    assert queries.pending_batches() == []


def test_what_was_undone_waits_until_the_next_build(own_zone):
    batch = next(one for one in queries.batches() if one.file_name == "人员.csv")
    own_zone.lake.undo(batch.id, "测试")
    assert [one.id for one in queries.pending_batches()] == [batch.id]
    build(own_zone, queries.snapshot().manifest.as_of)
    assert queries.pending_batches() == []
