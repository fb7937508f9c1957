from collections import Counter

import pytest

from wotu.demo.library import DOCUMENTS, add_documents
from wotu.packs.schema import Label
from wotu.reading.facts.gathering import statements_of
from wotu.reading.library import DocumentLibrary, Review
from wotu.reading.reconciling.reconcile import reconcile
from wotu.reading.reconciling.statements import Difference
from wotu.workspace import Zone, create_workspace

pytestmark = pytest.mark.zone


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    zone = Zone(name=Label(zh="云岭高新区", en="Yunling Hi-tech Zone"))
    workspace = create_workspace(tmp_path_factory.mktemp("demo") / "zone", zone)
    add_documents(workspace, "测试")
    return workspace


def test_every_document_is_read_on_the_day_after_it_was_published(workspace):
    entries = DocumentLibrary(workspace.lake).entries()
    assert [one.name for one in reversed(entries)] == [one.name for one in DOCUMENTS]
    for entry, document in zip(reversed(entries), DOCUMENTS, strict=True):
        assert entry.published == document.published
        assert (entry.added_at.date() - document.published).days == 1
        assert entry.claims > 15


def test_the_bulletin_alone_is_accepted(workspace):
    library = DocumentLibrary(workspace.lake)
    for entry, document in zip(reversed(library.entries()), DOCUMENTS, strict=True):
        reviews = {one.review for one in library.claims(entry.id)}
        assert reviews == {Review.ACCEPTED if document.accepted else Review.OPEN}


def test_the_documents_agree_round_bound_and_contradict(workspace):
    items = reconcile(statements_of(workspace), (), workspace.packs.indicators)
    found = Counter(item.difference for item in items)
    for difference in (Difference.SAME, Difference.ROUNDING, Difference.BOUND):
        assert found[difference]
    slips = {item.metric for item in items if item.difference is Difference.CONFLICT}
    assert {"一般公共预算收入", "固定资产投资"} <= slips


def test_the_bulletin_makes_indicators(workspace):
    batches = workspace.lake.batches()
    assert {batch.source for batch in batches} == {"document"}
    assert sum(batch.rows for batch in batches) > 10
