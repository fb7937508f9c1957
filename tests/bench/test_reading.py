"""The benchmark reads any folders of texts and labels."""

import datetime as dt
import json

import pytest
from bench.figure_baselines import by_expression, unbroken

from bench import reading

TEXT = "2022年，昆山市拥有企业1037\n家，规上工业总产值4.36万亿元，同比增长4%。"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "a.jsonl").write_text("", encoding="utf-8")
    (tmp_path / "unlabelled.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path


def test_documents_with_labels_are_read(folder):
    assert [document.name for document in reading.read_documents(folder, folder)] == ["a"]


def test_dates_come_from_a_file_or_not_at_all(folder):
    assert reading.read_documents(folder, folder)[0].published is None
    (folder / "dates.json").write_text(json.dumps({"a": "2023-05-16"}), encoding="utf-8")
    assert reading.read_documents(folder, folder)[0].published == dt.date(2023, 5, 16)


def test_scores_are_printed_for_each_document_and_all(folder, capsys):
    document = reading.read_documents(folder, folder)[0]
    rows = reading.read_all([document])
    lines = "\n".join(json.dumps(row) for row in rows)
    (folder / "a.jsonl").write_text(lines, encoding="utf-8")
    reading.main(["--docs", str(folder), "--labels", str(folder), "--scores-only"])
    printed = capsys.readouterr().out
    assert "-- a\nfigures   precision 1.000  recall 1.000  F1 1.000" in printed
    assert printed.endswith("all right F1 1.000\n")


def test_the_expression_finds_figures_across_line_breaks():
    found = by_expression({"a": TEXT}).claims
    assert [(claim["figure"], claim["unit"]) for claim in found] == [
        ("2022", "年"),
        ("1037", "家"),
        ("4360000000000", "元"),
        ("4", "%"),
    ]
    firms = found[1]
    assert TEXT[firms["start"] : firms["end"]] == "1037\n家"


def test_unbroken_text_knows_where_it_comes_from():
    text, origin = unbroken("a b\n\nc")
    assert text == "abc"
    assert ["a b\n\nc"[place] for place in origin] == list(text)
