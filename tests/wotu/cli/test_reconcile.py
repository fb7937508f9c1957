"""`wotu reconcile` as a person types it: files, the library, settlements, tables."""

import polars as pl
import pytest

from tests.wotu.cli.test_commands import wotu, wotu_json

pytestmark = pytest.mark.zone

ONE = (
    "2022年，苏州规上工业总产值达4.36万亿元，同比增长4%，位居全国第二。苏州有高新技术企业1037家。\n"
)
OTHER = "2022年，苏州完成规模以上工业总产值4.36万亿元，比上年增长4.1%。\n"
THIRD = "2022年，苏州完成规模以上工业总产值4.41万亿元。\n"


@pytest.fixture
def files(tmp_path):
    """Three papers; the third disagrees on the level."""
    folder = tmp_path / "papers"
    folder.mkdir()
    for name, text in (("one", ONE), ("other", OTHER), ("third", THIRD)):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def folder(tmp_path, files):
    """A workspace with the three papers in its library."""
    root = tmp_path / "zone"
    wotu("init", "--dir", root, "--name", "某高新区", "--name-en", "Some Zone")
    wotu("read", files, "--add", "--dir", root)
    return root


def test_files_alone_are_compared_and_both_sentences_shown(files):
    shown = wotu("reconcile", files / "one.txt", files / "other.txt")
    assert "取整差异" in shown
    assert "同比增长4%" in shown
    assert "比上年增长4.1%" in shown
    assert "不一致 1 项" in shown


def test_items_that_differ_most_come_first(files):
    items = wotu_json("reconcile", files)
    assert [item["difference"] for item in items] == ["conflict", "rounding"]
    assert {one["source_name"] for one in items[0]["statements"]} == {"one", "other", "third"}
    english = wotu("reconcile", files, "--en")
    assert "Conflict" in english
    assert "2 items differ" in english


def test_agreeing_items_are_shown_where_asked(files):
    pair = (files / "one.txt", files / "other.txt")
    assert len(wotu_json("reconcile", *pair, "--all")) > len(wotu_json("reconcile", *pair))


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_table_has_a_row_for_each_statement(files, tmp_path, ending):
    out = tmp_path / f"differ.{ending}"
    wotu("reconcile", files, "--out", out)
    table = pl.read_csv(out) if ending == "csv" else pl.read_excel(out, engine="calamine")
    assert table.filter(pl.col("difference") == "相互矛盾").height == 3
    assert table["taken"].sum() == table["item"].n_unique()


def test_claims_of_a_file_need_their_texts(files, tmp_path):
    claims = tmp_path / "claims.jsonl"
    wotu("read", files, "--out", claims)
    assert wotu_json("reconcile", claims, "--texts", files) == wotu_json("reconcile", files)
    (tmp_path / "some").mkdir()
    (tmp_path / "some" / "one.txt").write_text(ONE, encoding="utf-8")
    error = wotu_json("reconcile", claims, "--texts", tmp_path / "some", status=1)
    assert error["error"] == "unreadable_file"


def test_a_conflict_is_settled_once_with_its_reason(folder):
    (item, _) = wotu_json("reconcile", "--dir", folder)
    taken = item["statements"][1]["id"]
    wotu("reconcile", "--dir", folder, "--settle", item["key"], "--take", "2", "--reason", "核实")
    (item, _) = wotu_json("reconcile", "--dir", folder)
    assert item["taken"] == taken
    assert item["settled"]["reason"] == "核实"
    assert "核实" in wotu("reconcile", "--dir", folder)
    assert "核实" in wotu("reconcile", "--ledger", "--dir", folder)
    wotu("reconcile", "--dir", folder, "--withdraw", item["key"], "--reason", "再议")
    (item, _) = wotu_json("reconcile", "--dir", folder)
    assert item["settled"] is None
    assert len(wotu_json("reconcile", "--ledger", "--dir", folder)) == 2


def test_tables_in_the_lake_are_held_against_papers_and_taken_first(folder, tmp_path):
    table = "地区,指标,时期,数值,单位\n苏州市,规模以上工业总产值增速,2022,4.1,%\n"
    (tmp_path / "table.csv").write_text(table, encoding="utf-8")
    source = ("--source", "statistics", "--contract", "indicator_value")
    wotu("import", tmp_path / "table.csv", *source, "--dir", folder)
    item = wotu_json("reconcile", "--dir", folder)[1]
    assert (item["kind"], item["difference"]) == ("change_pct", "rounding")
    assert [one["source"] == "lake" for one in item["statements"]] == [True, False, False]
    assert item["taken"].startswith("lake-320500-industrial_output_growth-2022-")


def test_settling_needs_a_reason(folder):
    (item, _) = wotu_json("reconcile", "--dir", folder)
    settle = ("reconcile", "--dir", folder, "--settle", item["key"], "--take", "1")
    assert wotu_json(*settle, status=1)["error"] == "settlement"
    assert wotu_json(*settle[:-1], "9", "--reason", "核实", status=1)["error"] == "unknown_name"


def test_findings_of_each_text(tmp_path):
    path = tmp_path / "odd.txt"
    path.write_text("2023年，园区新增企业811家，同比增长129.35%。\n", encoding="utf-8")
    (found,) = wotu_json("reconcile", path, "--findings")
    assert (found["kind"], found["severity"]) == ("growth", "impossible")
    assert "不是整数" in wotu("reconcile", path, "--findings")


def test_what_may_be_the_same_is_listed_apart(tmp_path):
    for name, text in (
        ("a", "2023年，苏州省级企业研究机构592家。"),
        ("b", "2023年，苏州省级企业研究机构和中心601家。"),
    ):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    assert wotu_json("reconcile", tmp_path) == []
    assert "metric" in wotu("reconcile", tmp_path, "--possible")
