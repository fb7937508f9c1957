import openpyxl
import polars as pl
import pytest

from tests.wotu.cli.test_commands import folder as folder
from tests.wotu.cli.test_commands import wotu, wotu_json

CHAIN = "integrated_circuits"


@pytest.fixture
def values(tmp_path):
    path = tmp_path / "values.csv"
    rows = [
        f"{place},{industry},{value}"
        for place, numbers in {
            "甲市": (9, 5, 1),
            "乙市": (5, 5, 0),
            "丙市": (0, 6, 7),
            "丁市": (1, 0, 9),
        }.items()
        for industry, value in zip(("医药", "芯片", "光学"), numbers, strict=True)
    ]
    path.write_text("\n".join(["地区,行业,产值", *rows]), encoding="utf-8")
    return path


def of(path, *more):
    return ("complexity", path, "--place", "地区", "--industry", "行业", "--value", "产值", *more)


def test_complexity_of_a_file_is_shown_and_written(values, tmp_path):
    found = wotu_json(*of(values, "--out", tmp_path / "out"))
    assert {row["place"] for row in found["places"]} == {"甲市", "乙市", "丙市", "丁市"}
    assert sum(row["eci"] for row in found["places"]) == pytest.approx(0)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "industries.csv",
        "pairs.csv",
        "places.csv",
        "proximity.csv",
    ]
    pairs = pl.read_csv(tmp_path / "out" / "pairs.csv")
    assert pairs.height == 12 and pairs["density"].is_between(0, 1).all()
    text = wotu(*of(values, "--out", tmp_path / "out.xlsx"))
    assert "多样性" in text and "甲市" in text
    assert openpyxl.load_workbook(tmp_path / "out.xlsx").sheetnames == [
        "places",
        "industries",
        "pairs",
        "proximity",
    ]
    assert "Diversity" in wotu(*of(values, "--en"))


def test_complexity_names_the_faulty_row(values):
    values.write_text(values.read_text(encoding="utf-8").replace("9", "-9", 1), encoding="utf-8")
    said = wotu_json(*of(values), status=1)
    assert said["error"] == "complexity_value" and said["row"] == 2
    wotu(*of(values, "--convention", "none"), status=2)


@pytest.mark.zone
def test_gaps_of_a_chain_are_told_with_reasons(folder, tmp_path):
    found = wotu_json("gaps", "--chain", CHAIN, "--dir", folder)["gaps"]
    assert [gap["rank"] for gap in found] == list(range(1, len(found) + 1))
    assert all(gap["state"] in {"missing", "fragile", "weak"} and gap["reasons"] for gap in found)
    dependents = [len(gap["dependents"]) for gap in found]
    assert dependents == sorted(dependents, reverse=True)
    text = wotu("gaps", "--chain", "集成电路", "--out", tmp_path / "gaps.xlsx", "--dir", folder)
    assert "缺失" in text and found[0]["label"]["zh"] in text
    sheet = openpyxl.load_workbook(tmp_path / "gaps.xlsx").worksheets[0]
    assert sheet.max_row == len(found) + 1
    assert "Missing" in wotu("gaps", "--chain", CHAIN, "--en", "--dir", folder)


@pytest.mark.zone
def test_what_breaks_without_a_link_is_told(folder):
    node = wotu_json("gaps", "--chain", CHAIN, "--dir", folder)["gaps"][0]["node"]
    found = wotu_json("gaps", "--chain", CHAIN, "--without", node, "--dir", folder)
    assert found["node"] == node and found["firms_affected"] <= found["firms_of_chain"]
    assert "若失去" in wotu("gaps", "--chain", CHAIN, "--without", node, "--dir", folder)
    assert "Without" in wotu("gaps", "--chain", CHAIN, "--without", node, "--en", "--dir", folder)


@pytest.mark.zone
def test_an_unknown_chain_or_link_is_refused(folder):
    said = wotu_json("gaps", "--chain", "integrated_circuit", "--dir", folder, status=1)
    assert "integrated_circuits" in said["message"]
    said = wotu_json("gaps", "--chain", CHAIN, "--without", "zz", "--dir", folder, status=1)
    assert said["error"] == "unknown_name"


@pytest.mark.zone
def test_complexity_of_the_zone_has_its_links(folder):
    found = wotu_json("complexity", "--dir", folder)
    assert "本区" in {row["place"] for row in found["places"]}
    assert any(row["industry"].startswith("集成电路：") for row in found["industries"])
