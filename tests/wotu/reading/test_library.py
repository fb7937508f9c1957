import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wotu.lake.store import Lake
from wotu.reading import library as library_module
from wotu.reading.claim import Bound, ClaimKind
from wotu.reading.claim_rows import ClaimFieldError, SpanError
from wotu.reading.document_store import TamperedTextError, UnknownDocumentError
from wotu.reading.library import DocumentLibrary, Review
from wotu.reading.reviews import ReviewError, UnknownClaimError

pytestmark = pytest.mark.zone

TEXT = (
    "\r\n2022年，苏州地区生产总值达2.4万亿元，同比增长2%。\r\n"
    "规上工业总产值达4.36万亿元，同比增长4%，位居全国第二。有效高新技术企业超1.3万家。\r\n"
)
DAY = dt.date(2023, 5, 6)


@pytest.fixture
def lake(tmp_path):
    return Lake(tmp_path / "lake", {})


@pytest.fixture
def library(lake):
    return DocumentLibrary(lake)


@pytest.fixture
def article(tmp_path):
    path = tmp_path / "article.txt"
    path.write_bytes(TEXT.encode())
    return path


@pytest.fixture
def entry(library, article):
    return library.add(article, published=DAY, author="李")


def test_added_document_is_listed_with_its_claims_and_its_original(library, entry, article):
    assert library.entries() == [entry]
    assert (entry.name, entry.published, entry.added_by) == ("article", DAY, "李")
    assert entry.id == entry.sha256[:16]
    assert library.document(entry.id).text == TEXT
    assert library.original(entry.id).read_bytes() == article.read_bytes()
    claims = library.claims(entry.id)
    assert entry.claims == len(claims) >= 4
    assert {one.review for one in claims} == {Review.OPEN}
    assert all(one.as_read == one.claim and one.proposed_by == "grammar" for one in claims)
    assert [one.claim.start for one in claims] == sorted(one.claim.start for one in claims)


def test_every_span_holds_in_the_kept_text(library, entry):
    text = library.document(entry.id).text
    for one in library.claims():
        assert text[one.claim.start : one.claim.end] == one.claim.quote


def test_the_same_file_is_the_same_entry(library, entry, article, tmp_path):
    other = tmp_path / "renamed.txt"
    other.write_bytes(article.read_bytes())
    assert library.add(other, published=None, author="王") == entry
    assert library.entries() == [entry]


def test_another_day_of_publication_is_read_anew(library, entry, article):
    later = library.add(article, published=dt.date(2024, 1, 2), author="王")
    assert (later.id, later.published) == (entry.id, dt.date(2024, 1, 2))
    assert (later.added_by, later.added_at) == (entry.added_by, entry.added_at)


def test_reviews_survive_a_newer_reader(library, entry, article, monkeypatch):
    first, second, third, fourth = library.claims(entry.id)[:4]
    library.accept([first.id], author="李")
    library.correct(second.id, {"metric": "改过的指标"}, author="李", reason="原文如此")
    library.reject([third.id], author="李", reason="不是数据")
    newer = [
        replace(one.claim, metric="新读法")
        for one in library.claims(entry.id)
        if one.id != fourth.id
    ]
    monkeypatch.setattr(library_module, "READER", "newer")
    monkeypatch.setattr(library_module, "read_claims", lambda document: newer)
    library.add(article, published=DAY, author="王")
    now = {one.id: one for one in library.claims(entry.id)}
    assert now[first.id].review is Review.ACCEPTED
    assert now[first.id].claim == first.claim, "accepted is what was accepted"
    assert now[first.id].as_read.metric == "新读法"
    assert now[second.id].claim.metric == "改过的指标"
    assert now[third.id].review is Review.REJECTED
    assert fourth.id not in now


def test_an_accepted_claim_stays_where_the_newer_reader_drops_it(
    library, entry, article, monkeypatch
):
    chosen = library.claims(entry.id)[0]
    library.accept([chosen.id], author="李")
    monkeypatch.setattr(library_module, "READER", "newer")
    monkeypatch.setattr(library_module, "read_claims", lambda document: [])
    library.add(article, published=DAY, author="王")
    (kept,) = library.claims(entry.id)
    assert (kept.id, kept.claim, kept.as_read) == (chosen.id, chosen.claim, None)
    library.withdraw([chosen.id], author="李")
    assert library.claims(entry.id) == []


def test_review_can_be_taken_back(library, entry):
    one = library.claims(entry.id)[0]
    library.accept([one.id], author="李")
    accepted = library.claims(entry.id)[0]
    assert (accepted.review, accepted.reviewed_by) == (Review.ACCEPTED, "李")
    library.withdraw([one.id], author="王")
    assert library.claims(entry.id)[0] == one
    with pytest.raises(ReviewError):
        library.withdraw([one.id], author="王")


def test_correction_keeps_what_the_grammar_said(library, entry):
    one = library.claims(entry.id)[0]
    changed = {
        "figure": "24000",
        "unit": "元",
        "kind": "target",
        "bound": "over",
        "period": "by:2026",
    }
    library.correct(one.id, changed, author="李", reason="抄错")
    now = library.claims(entry.id)[0]
    assert now.review is Review.CORRECTED and now.reason == "抄错"
    assert (now.claim.figure, now.claim.unit) == (Decimal(24000), "元")
    assert (now.claim.kind, now.claim.bound) == (ClaimKind.TARGET, Bound.OVER)
    assert now.as_read == one.claim


def test_corrected_span_quotes_what_stands_there(library, entry):
    one = library.claims(entry.id)[0]
    start = TEXT.index("4.36万亿元")
    library.correct(one.id, {"start": start, "end": start + 7}, author="李", reason="另一处")
    now = next(item for item in library.claims(entry.id) if item.id == one.id)
    assert now.claim.quote == "4.36万亿元"


@pytest.mark.parametrize(
    "changed",
    [
        {"figure": "很多"},
        {"figure": "NaN"},
        {"figure": "1e999"},
        {"kind": "levels"},
        {"bound": "exactly"},
        {"metric": " "},
        {"period": "去年"},
        {"period": "2023-13"},
        {"quote": "别的"},
        {"end": 10_000},
        {"start": -1},
        {"figure_max": "-5"},
        {"colour": "red"},
    ],
)
def test_impossible_corrections_are_refused(library, entry, changed):
    one = library.claims(entry.id)[0]
    with pytest.raises(ClaimFieldError):
        library.correct(one.id, changed, author="李", reason="试")
    assert library.claims(entry.id)[0] == one


def test_proposed_claim_must_quote_the_text(library, entry):
    one = library.claims(entry.id)[0].claim
    start = TEXT.index("全国第二") + 2
    good = replace(one, start=start, end=start + 2, quote="第二", metric="位次")
    name = library.propose(entry.id, good, author="model:qwen")
    stored = next(item for item in library.claims(entry.id) if item.id == name)
    assert (stored.review, stored.proposed_by, stored.as_read) == (Review.OPEN, "model:qwen", None)
    assert library.propose(entry.id, good, author="王") == name, "said already"
    other = library.propose(entry.id, replace(good, metric="名次"), author="王")
    assert other != name
    with pytest.raises(SpanError):
        library.propose(entry.id, replace(good, start=start - 1), author="model:qwen")


def test_removed_document_counts_no_longer_until_restored(library, entry, article):
    one = library.claims(entry.id)[0]
    library.accept([one.id], author="李")
    library.remove(entry.id, author="李", reason="重复")
    assert library.entries() == [] and library.claims() == []
    assert [item.id for item in library.removed()] == [entry.id]
    with pytest.raises(UnknownDocumentError):
        library.claims(entry.id)
    with pytest.raises(UnknownClaimError):
        library.accept([one.id], author="李")
    library.restore(entry.id, author="李")
    assert library.entries() == [entry]
    assert library.claims(entry.id)[0].review is Review.ACCEPTED
    library.remove(entry.id, author="李", reason="再次")
    assert library.add(article, published=DAY, author="王") == entry
    assert library.entries() == [entry]


def test_tampered_text_is_an_error(library, entry, lake):
    for path in (lake.root / "documents" / "texts").rglob("*"):
        if path.is_file():
            path.write_bytes(path.read_bytes().replace(b"4.36", b"4.37"))
    with pytest.raises(TamperedTextError, match="备份"):
        library.claims(entry.id)
    with pytest.raises(TamperedTextError):
        library.document(entry.id)


def test_lost_text_is_an_error(library, entry, lake):
    for path in (lake.root / "documents" / "texts").rglob("*"):
        if path.is_file():
            path.unlink()
    with pytest.raises(TamperedTextError):
        library.claims()


def test_unknown_names_are_told(library, entry):
    with pytest.raises(UnknownDocumentError):
        library.entry("0000")
    with pytest.raises(UnknownClaimError, match="没有"):
        library.accept([f"{entry.id}-0-1-0"], author="李")
    with pytest.raises(UnknownClaimError):
        library.accept(["nothing"], author="李")
    with pytest.raises(ReviewError):
        library.remove(entry.id, author="李", reason=" ")
    assert library.entry(entry.id[:5]) == entry


AMOUNTS = st.tuples(
    st.integers(0, 99999),
    st.sampled_from(["亿元", "万家", "%", "个百分点", "家\r\n", "", "万亿元，"]),
).map(lambda pair: f"{pair[0]}{pair[1]}")
FILLERS = st.text(
    st.sampled_from("增长达超近约。，；\r\n\t 苏州全市产值2022年\ufeff\0𠮷“”"), max_size=8
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.one_of(AMOUNTS, FILLERS), min_size=1, max_size=20).map("".join))
def test_whatever_is_added_every_span_reverifies(tmp_path_factory, text):
    folder = tmp_path_factory.mktemp("any")
    path = folder / "any.txt"
    path.write_bytes(f"文{text}".encode())
    library = DocumentLibrary(Lake(folder / "lake", {}))
    entry = library.add(path, published=DAY, author="李")
    kept = library.document(entry.id).text
    assert kept == path.read_bytes().decode("utf-8")
    for one in library.claims():
        assert one.claim.holds(kept) and one.id.startswith(f"{entry.id}-{one.claim.start}-")


def test_joining_the_files_of_many_documents_changes_nothing(lake, library, tmp_path, monkeypatch):
    monkeypatch.setattr("wotu.reading.reviews.MANY_FILES", 2)
    monkeypatch.setattr("wotu.reading.document_store.MANY_FILES", 2)
    for number in range(6):
        path = tmp_path / f"{number}.txt"
        path.write_text(f"第{number}篇。{TEXT}", "utf-8")
        added = library.add(path, published=DAY, author="李")
        library.accept([library.claims(added.id)[0].id], author="李")
    assert [entry.name for entry in library.entries()] == list("543210")
    stored = library.claims()
    assert [one.review for one in stored].count(Review.ACCEPTED) == 6
    assert len(stored) == sum(entry.claims for entry in library.entries())
