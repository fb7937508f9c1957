import datetime as dt
import json
import time
from decimal import Decimal
from pathlib import Path

import pytest
from bench.claim_scores import score_claims
from bench.reading import read_all, read_documents, read_labels
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.shared_data import shared_path
from tests.wotu.reading.stated import read
from wotu.reading.claim import ClaimKind
from wotu.reading.document import Document
from wotu.reading.read import read_claims, read_document

TEXTS = Path(__file__).parent / "texts"
HELD_OUT = json.loads((TEXTS / "heldout.json").read_text(encoding="utf-8"))


def scores(docs, labels, names=None):
    documents = [d for d in read_documents(docs, labels) if names is None or d.name in names]
    labelled = [row for d in documents for row in read_labels(labels, d.name)]
    return score_claims(read_all(documents), labelled)


def test_a_sentence_becomes_claims():
    level, change, rank = read("2022年，苏州规上工业总产值达4.36万亿元，同比增长4%，位居全国第二。")
    assert level.figure == Decimal("4.36E+12")
    assert (level.unit, level.kind, level.subject) == ("元", ClaimKind.LEVEL, "苏州")
    assert (level.metric, level.period) == ("规上工业总产值", "2022")
    assert (change.kind, change.metric, change.compare) == (
        ClaimKind.CHANGE_PCT,
        "规上工业总产值",
        "yoy",
    )
    assert (rank.kind, rank.figure, rank.compare) == (ClaimKind.RANK, 2, "全国")
    assert {claim.period for claim in (level, change, rank)} == {"2022"}


def test_figures_in_titles_are_names():
    (claim,) = read("《人才安居十条》明确，购房补贴500万元。")
    assert claim.quote == "500万元"


DANGEROUS = st.sampled_from(
    [
        "苏州",
        "园区",
        "2022年",
        "增长",
        "达",
        "5%",
        "100亿元",
        "、",
        "，",
        "；",
        "。",
        "\n",
        " ",
        "“",
        "（",
        "三大",
        "第一",
        "首个",
        "占",
        "的",
        "分别",
        "和",
        "力争",
        "到",
        "1",
        ".",
        ":",
        "-",
        "一",
        "万",
        "级",
    ]
)


@given(st.lists(DANGEROUS, max_size=60).map("".join))
@settings(max_examples=300)
def test_every_span_holds_whatever_the_text(text):
    reading = read_document(Document("any", text, dt.date(2023, 5, 20)))
    for claim in reading.claims:
        assert claim.holds(text)
        assert claim.sentence[0] <= claim.start < claim.end <= claim.sentence[1]
    starts = [claim.start for claim in reading.claims]
    assert starts == sorted(starts)


@given(st.text(max_size=400))
def test_any_text_is_read(text):
    assert all(claim.holds(text) for claim in read_claims(Document("any", text)))


@pytest.mark.parametrize(
    "unit",
    ["1", "1.", "一", "“", "（", "园区，", "苏州工业园区", "达100亿元、", "2022年", "三大", " "],
)
@pytest.mark.slow
def test_time_is_bounded_on_endless_repetition(unit):
    begin = time.process_time()
    read(unit * (40_000 // len(unit)))
    assert time.process_time() - begin < 20  # a second as a rule; what is quadratic takes minutes


def test_own_texts_are_read_as_well_as_before():
    """What the grammar was tuned with; a little below what it reaches."""
    tuned = {path.stem for path in TEXTS.glob("*.txt")} - set(HELD_OUT)
    found = scores(TEXTS, TEXTS, tuned)
    assert found.figures.f1 >= 0.98
    assert found.fields["kind"] >= 0.97
    assert found.fields["period"] >= 0.88
    assert found.fields["subject"] >= 0.90
    assert found.fields["metric"] >= 0.90
    assert found.whole.f1 >= 0.74


def test_texts_that_nobody_tuned_with_are_read_well():
    found = scores(TEXTS, TEXTS, HELD_OUT)
    assert found.figures.f1 >= 0.97
    assert found.fields["kind"] >= 0.95
    assert found.fields["bound"] >= 0.95
    assert found.fields["period"] >= 0.87
    assert found.fields["subject"] >= 0.85
    assert found.fields["metric"] >= 0.88
    assert found.whole.f1 >= 0.70


@pytest.mark.shared
def test_three_newspaper_articles_are_read_as_labelled():
    found = scores(shared_path("docs"), shared_path("claims"))
    assert found.figures.f1 >= 0.99
    assert found.fields["kind"] >= 0.96
    assert found.fields["period"] >= 0.95
    assert found.fields["subject"] >= 0.92
    assert found.fields["metric"] >= 0.92
    assert found.whole.f1 >= 0.80
