"""Commands on indicators as a person types them."""

import datetime as dt
import json

import pytest
from typer.testing import CliRunner

from tests.wotu.reading.stated import claim_in
from wotu.cli.main import app
from wotu.reading.library import DocumentLibrary
from wotu.workspace import open_workspace

pytestmark = pytest.mark.zone

RUNNER = CliRunner()
TEXT = (
    "2023年，苏州工业园区地区生产总值达3686亿元，老园区地区生产总值达77亿元。\n"
    "到2026年，园区高新技术企业达4000家。\n"
    "苏州信达生物医药有限公司2018年10月31日在港交所挂牌上市。\n"
)


def wotu(*arguments, status=0):
    result = RUNNER.invoke(app, [str(a) for a in arguments])
    assert result.exit_code == status, result.output + str(result.exception or "")
    return result.output


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A workspace with a bureau's table and a document whose claims are accepted."""
    root = tmp_path_factory.mktemp("indicators")
    zone = root / "zone"
    wotu("init", "--dir", zone, "--name", "某高新区", "--name-en", "Some Zone")
    table = root / "指标.csv"
    table.write_text(
        "地区,指标,时期,数值,计量单位\n苏州工业园区,GDP,2023年,3690,亿元\n", encoding="utf-8"
    )
    wotu("import", table, "--source", "statistics", "-C", zone)
    path = root / "报道.txt"
    path.write_text(TEXT, encoding="utf-8")
    library = DocumentLibrary(open_workspace(zone).lake)
    entry = library.add(path, published=dt.date(2024, 10, 1), author="李")
    firms = {"metric": "高新技术企业", "unit": "家", "kind": "target", "period": "by:2026"}
    for claim in (
        claim_in(TEXT, "3686亿元", "368600000000"),
        claim_in(TEXT, "77亿元", "7700000000", subject="老园区"),
        claim_in(TEXT, "4000家", "4000", **firms),
    ):
        library.accept([library.propose(entry.id, claim, author="李")], author="李")
    return zone


def test_the_dictionary_is_listed(folder):
    listed = {
        one["id"]: one for one in json.loads(wotu("indicators", "list", "-C", folder, "--json"))
    }
    assert listed["gdp"]["places"] == 1
    assert "高企" in listed["hitech_firms"]["synonyms"]
    assert "高新技术企业" in wotu("indicators", "list", "-C", folder)


def test_accepted_claims_land_and_stand_beside_the_bureaus_figure(folder):
    assert "2 条数据已是事实" in wotu("indicators", "land", "-C", folder)
    again = json.loads(wotu("indicators", "land", "-C", folder, "--json"))
    assert (again["landed"], again["facts"]) == ([], 2)
    (shown,) = json.loads(wotu("indicators", "show", "GDP", "-C", folder, "--json"))
    (point,) = shown["points"]
    assert [(one["source"], one["difference"]) for one in point["values"]] == [
        ("statistics", None),
        ("document", "conflict"),
    ]
    assert point["disagrees"]
    assert "公开文献" in wotu("indicators", "show", "gdp", "--place", "320576", "-C", folder)
    assert "4000家" in wotu("indicators", "candidates", "-C", folder)


def test_what_is_no_fact_is_listed_and_can_be_assigned(folder):
    (lost,) = json.loads(wotu("indicators", "unresolved", "-C", folder, "--json"))
    assert (lost["reason"], lost["found"]) == ("unknown_place", "老园区")
    assert "主体不是已知地区" in wotu("indicators", "unresolved", "-C", folder)
    wotu("indicators", "assign", "place", "老园区", "320576", "--reason", "旧称", "-C", folder)
    assert json.loads(wotu("indicators", "unresolved", "-C", folder, "--json")) == []
    wotu("indicators", "assign", "place", "老园区", "--withdraw", "-C", folder)
    assert len(json.loads(wotu("indicators", "unresolved", "-C", folder, "--json"))) == 1


def test_events_are_listed_before_there_is_a_snapshot(folder):
    (event,) = json.loads(wotu("indicators", "events", "-C", folder, "--json"))
    assert (event["kind"], event["product"], event["firm_id"]) == ("listing", "港交所", None)
    assert "不在登记库" in wotu("indicators", "events", "-C", folder)


def test_what_does_not_exist_is_told(folder):
    assert "gdp" in wotu("indicators", "show", "gdpp", "-C", folder, status=1)
    assert "999999" in wotu(
        "indicators", "assign", "place", "某地", "999999", "-C", folder, status=1
    )


def test_no_model_is_asked_unless_one_is_set_up(folder, monkeypatch):
    monkeypatch.delenv("WOTU_MODEL_URL", raising=False)
    assert "WOTU_MODEL_URL" in wotu("propose", "x", "-C", folder, status=1)
