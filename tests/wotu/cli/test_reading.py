import json

import pytest

from tests.shared_data import shared_path
from tests.wotu.cli.test_commands import wotu, wotu_json
from tests.wotu.reading.intake.files import PdfPage, docx, paragraph, pdf_bytes
from wotu.packs.schema import Label
from wotu.workspace import Zone, create_workspace

pytestmark = pytest.mark.zone

TEXT = "2022年，苏州地区生产总值达2.4万亿元，同比增长2%。有效高新技术企业1.34万家。"


@pytest.fixture
def papers(tmp_path):
    folder = tmp_path / "papers"
    (folder / "more").mkdir(parents=True)
    (folder / "article.txt").write_text(TEXT + "\n", "utf-8")
    (folder / "more" / "日报20230506.html").write_text(f"<html><p>{TEXT}</p></html>", "utf-8")
    docx(folder / "report.docx", paragraph(TEXT))
    (folder / "paper.pdf").write_bytes(pdf_bytes([PdfPage().put(60, 700, TEXT, 9)]))
    (folder / "~$report.docx").write_text("lock")
    (folder / "photo.png").write_bytes(b"\x89PNG")
    return folder


@pytest.fixture
def workspace(tmp_path):
    root = tmp_path / "zone"
    create_workspace(root, Zone(name=Label(zh="云岭高新区", en="Yunling")))
    return root


def test_figures_of_every_format_are_written_one_a_line(papers, tmp_path):
    out = tmp_path / "claims.jsonl"
    said = wotu("read", papers, "--date", "2023-05-06", "--out", out)
    lines = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert {line["doc"] for line in lines} == {"article", "日报20230506", "report", "paper"}
    assert "article" in said
    for doc in {line["doc"] for line in lines}:
        own = [line for line in lines if line["doc"] == doc]
        assert [line["id"] for line in own] == [f"{doc}-{n:03d}" for n in range(1, len(own) + 1)]
        assert {"2400000000000", "2", "13400"} <= {line["figure"] for line in own}
    text = (papers / "article.txt").read_text("utf-8")
    for line in lines:
        if line["doc"] == "article":
            assert text[line["start"] : line["end"]] == line["quote"]
    assert not list(tmp_path.glob("*.partial"))


def test_table_and_json_need_no_workspace(papers, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    shown = wotu("read", papers / "article.txt", "--date", "2023-05-06")
    assert "地区生产总值" in shown and "2,400,000,000,000" in shown
    assert "Metric" in wotu("read", papers / "article.txt", "--en")
    (found,) = wotu_json("read", papers / "more")
    assert found["published"] == "2023-05-06"
    assert found["notices"][0]["code"] == "date_found"


def test_fault_of_one_file_does_not_stop_the_others(papers, tmp_path):
    (papers / "broken.pdf").write_bytes(b"%PDF-1.7 nothing")
    (papers / "scan.pdf").write_bytes(pdf_bytes([PdfPage(image=True)]))
    out = tmp_path / "claims.jsonl"
    found = wotu_json("read", papers, "--out", out, status=1)
    errors = {item["error"] for item in found if "error" in item}
    assert errors == {"broken_document", "scanned_document"}
    assert len({json.loads(line)["doc"] for line in out.read_text("utf-8").splitlines()}) == 4
    wotu("read", tmp_path / "none.txt", status=1)


def test_files_of_one_stem_keep_their_claims_apart(papers, tmp_path):
    (papers / "article.html").write_text(f"<html><p>{TEXT}</p></html>", "utf-8")
    found = wotu_json("read", papers / "article.txt", papers / "article.html")
    ids = [claim["id"] for item in found for claim in item["claims"]]
    assert len(ids) == len(set(ids)) > 0


def test_empty_folder_is_told(tmp_path):
    assert wotu_json("read", tmp_path, status=1)["error"] == "empty_folder"


def test_documents_are_kept_reviewed_removed_and_restored(papers, workspace):
    at = ("--dir", workspace)
    assert "空的" in wotu("documents", *at)
    added = wotu_json("read", papers, "--date", "2023-05-06", "--add", *at)
    assert len(wotu_json("documents", *at)) == len(added) == 4
    wotu_json("read", papers, "--date", "2023-05-06", "--add", *at)
    entries = wotu_json("documents", *at)
    assert len(entries) == 4
    entry = next(item for item in entries if item["name"] == "article")
    claims = wotu_json("documents", "show", entry["id"][:8], *at)["claims"]
    first, second, third = (claim["id"] for claim in claims[:3])
    wotu("documents", "accept", first, *at)
    wotu("documents", "correct", second, "--set", "period=2021", "--reason", "原文如此", *at)
    wotu("documents", "reject", third, "--reason", "重复", *at)
    shown = wotu_json("documents", "show", entry["id"], *at)["claims"]
    assert [claim["review"] for claim in shown[:3]] == ["accepted", "corrected", "rejected"]
    assert shown[1]["period"] == "2021"
    wotu("documents", "withdraw", first, *at)
    assert "待审核" in wotu("documents", "show", entry["id"], *at)
    wotu("documents", "remove", entry["id"], "--reason", "重复", *at)
    assert len(wotu_json("documents", *at)) == 3
    assert [item["id"] for item in wotu_json("documents", "--removed", *at)] == [entry["id"]]
    wotu("documents", "restore", entry["id"], *at)
    assert wotu_json("documents", "show", entry["id"], *at)["claims"][1]["review"] == "corrected"


@pytest.mark.parametrize(
    "arguments",
    [
        ("show", "0000"),
        ("accept", "0000-1-2-0"),
        ("correct", "0000-1-2-0", "--set", "period", "--reason", "x"),
        ("remove", "0000", "--reason", "x"),
        ("restore", "0000"),
    ],
)
def test_what_is_not_there_is_told(workspace, arguments):
    assert "error" in wotu_json("documents", *arguments, "--dir", workspace, status=1)


@pytest.mark.shared
def test_the_shared_articles_give_their_figures(tmp_path):
    out = tmp_path / "claims.jsonl"
    wotu("read", shared_path("docs"), "--date", "2023-05-06", "--out", out)
    lines = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    for line in lines:
        text = shared_path("docs", f"{line['doc']}.txt").read_text("utf-8")
        assert text[line["start"] : line["end"]] == line["quote"]
    labelled = [
        json.loads(line)
        for name in ("000", "001", "002")
        for line in shared_path("claims", f"{name}.jsonl").read_text("utf-8").splitlines()
    ]
    assert list(lines[0]) == list(labelled[0])
