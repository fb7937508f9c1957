"""The commands of rule authors, as a person types them."""

import duckdb
import pytest

from tests.wotu.cli.test_commands import folder, wotu, wotu_json
from tests.zone import AS_OF
from wotu.build.snapshot import open_current

pytestmark = pytest.mark.zone

__all__ = ["folder"]

DMN = """<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/">
<decision id="d" name="Grade"><decisionTable hitPolicy="FIRST">
<input label="Staff"><inputExpression><text>Staff</text></inputExpression></input>
<output name="Points"/>
<rule><inputEntry><text>&gt;= 100</text></inputEntry><outputEntry><text>5</text></outputEntry></rule>
<rule><inputEntry><text>-</text></inputEntry><outputEntry><text>2</text></outputEntry></rule>
</decisionTable></decision></definitions>
"""


@pytest.mark.parametrize("rule", ["cn.hnte", "cn.tsme", "cn.sme_size"])
def test_printed_query_gives_the_verdicts_of_the_snapshot(folder, rule):
    sql = wotu("rules", "sql", rule, "--as-of", AS_OF, "-C", folder)
    snapshot = open_current(folder / "snapshots")
    stored = snapshot.frame(f'SELECT * FROM "verdict_{rule}" ORDER BY firm_id')
    snapshot.close()
    database = next((folder / "snapshots" / "current").glob("*.duckdb"))
    with duckdb.connect(str(database), read_only=True) as connection:
        found = connection.execute(sql).pl().sort("firm_id")
    assert found.columns == stored.columns
    names = [n for n in stored.columns if n.endswith("verdict") or n in {"standing", "missing"}]
    assert found.select(names).equals(stored.select(names))


@pytest.mark.parametrize("dialect", ["duckdb", "spark", "postgres"])
def test_query_says_its_tables(folder, dialect):
    answer = wotu_json("rules", "sql", "cn.tsme", "--dialect", dialect, "-C", folder)
    assert "firm" in answer["tables"]
    assert "fact_firm_finance" in answer["tables"]
    assert answer["sql"].startswith("WITH subjects AS")


def test_query_needs_no_workspace(tmp_path):
    text = wotu("rules", "sql", "cn.tsme", "-C", tmp_path, "--complete", "firm_ip")
    assert "TRUE AS firm_ip__complete" in text


def test_new_file_passes_the_check(tmp_path):
    pack = tmp_path / "zz"
    pack.mkdir()
    header = 'pack: zz\nlabel: {zh: 试, en: Trial}\nversion: "1"\n'
    (pack / "pack.yaml").write_text(header, encoding="utf-8")
    out = pack / "rules" / "grow.yaml"
    arguments = [
        "rules", "new", "zz.grow", "--zh", "成长奖励", "--en", "Award", "--number", "示例〔2026〕1号",
        "--field", "firm_finance.sales_revenue_cny", "--out", out, "-C", tmp_path,
    ]  # fmt: skip
    wotu(*arguments)
    assert wotu_json("pack", "check", "cn", pack)["faults"] == []
    error = wotu_json(*arguments, status=1)
    assert "已经存在" in error["message"], "a file is never written over"


def test_coverage_names_what_is_silent(folder):
    clauses = wotu_json("rules", "coverage", "cn.tsme", "--as-of", AS_OF, "-C", folder)
    assert [c["clause"] for c in clauses if c["state"] == "silent"] == ["第九条（六）"]
    assert "第九条（六）" in wotu("rules", "coverage", "cn.tsme", "--as-of", AS_OF, "-C", folder)


def test_difference_of_an_edition_with_itself(folder):
    said = wotu("rules", "diff", "cn.hnte@2016", "cn.hnte", "-C", folder)
    assert "没有差别" in said
    error = wotu_json("rules", "diff", "cn.hnte@1999", "cn.hnte", "-C", folder, status=1)
    assert "cn.hnte@2016" in error["message"]


def test_decision_table_becomes_a_rule(folder, tmp_path):
    path = tmp_path / "grade.dmn"
    path.write_text(DMN, encoding="utf-8")
    mapping = "Staff=firm_staff.total_staff[last_year]"
    arguments = ["rules", "import-dmn", path, "--rule", "zz.grade", "--map", mapping, "-C", folder]
    answer = wotu_json(*arguments)
    assert "rule: zz.grade" in answer["text"]
    assert answer["remarks"]


def test_data_contract_becomes_a_contract(tmp_path):
    from tests.wotu.contracts.test_odcs import CONTRACT

    path = tmp_path / "lease.yaml"
    path.write_text(CONTRACT, encoding="utf-8")
    answer = wotu_json("pack", "import-odcs", path, "--out", tmp_path / "contracts")
    assert list(answer["contracts"]) == ["premises_lease"]
    assert (tmp_path / "contracts" / "premises_lease.yaml").exists()
