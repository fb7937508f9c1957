"""Commands as a person types them, on a real workspace."""

import json

import polars as pl
import pytest
from typer.testing import CliRunner

from tests.zone import AS_OF, code_of, files_of
from wotu.cli.main import app

pytestmark = pytest.mark.zone

RUNNER = CliRunner()
SHORT = code_of(4)


def wotu(*arguments, status=0):
    result = RUNNER.invoke(app, [str(a) for a in arguments])
    assert result.exit_code == status, result.output + str(result.exception or "")
    return result.stdout


def wotu_json(*arguments, status=0):
    return json.loads(wotu(*arguments, "--json", status=status))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A workspace made by commands alone."""
    root = tmp_path_factory.mktemp("commands")
    wotu("init", "--dir", root / "zone", "--name", "某高新区", "--name-en", "Some Zone")
    for path, delivery in files_of(root):
        complete = ["--complete"] if delivery.complete else []
        wotu(
            "import",
            path,
            "--source",
            delivery.source,
            "--contract",
            delivery.contract,
            "--dir",
            root / "zone",
            *complete,
        )
    wotu("build", "--on", AS_OF, "--dir", root / "zone")
    return root / "zone"


def test_init_refuses_a_folder_in_use(folder):
    error = wotu_json("init", "--dir", folder, status=1)
    assert error["error"] == "workspace"


def test_importing_again_changes_nothing(folder):
    path = folder.parent / "人员.csv"
    (again,) = wotu_json(
        "import", path, "--source", "human_resources", "--contract", "firm_staff", "--dir", folder
    )
    assert again["unchanged"]
    assert len(wotu_json("batches", "--dir", folder)) == 10


def test_dry_run_shows_the_mapping_and_imports_nothing(folder, tmp_path):
    path, saved = folder.parent / "税务.csv", tmp_path / "tax.yaml"
    (shown,) = wotu_json(
        "import",
        path,
        "--source",
        "tax",
        "--contract",
        "firm_finance",
        "--dir",
        folder,
        "--dry-run",
        "--save-mapping",
        saved,
    )
    fields = {c["header"]: (c.get("field"), c.get("unit")) for c in shown["mapping"]["columns"]}
    assert fields["营业收入（万元）"] == ("sales_revenue_cny", "万元")
    assert "sales_revenue_cny" in saved.read_text(encoding="utf-8")
    assert len(wotu_json("batches", "--dir", folder)) == 10


def test_rejected_rows_say_where_and_what(folder, tmp_path):
    rows = wotu_json("rejected", "--dir", folder)
    found = {(row["file"], row["column"], row["value"]) for row in rows if row["scope"] == "row"}
    assert ("税务.csv", "营业收入（万元）", "不详何数") in found
    assert any(file == "登记.csv" and column == "统一社会信用代码" for file, column, _ in found)
    wotu("rejected", "--dir", folder, "--out", tmp_path / "r.xlsx")
    assert pl.read_excel(tmp_path / "r.xlsx").height == len(rows)


def test_explain_gives_every_condition_with_reasons(folder):
    data = wotu_json("explain", SHORT, "--rule", "cn.hnte", "--dir", folder)
    assert (data["firm_id"], data["verdict"]) == (SHORT, "not_met")
    for condition in data["conditions"]:
        assert {"id", "verdict", "value", "threshold", "margin", "missing_inputs", "clause"} <= set(
            condition
        )
        assert condition["verdict"] in {"met", "not_met", "unknown"}
        assert condition["clause"]
    text = wotu("explain", SHORT, "--rule", "cn.hnte", "--dir", folder)
    assert "差0.8个百分点" in text
    assert "R&D intensity" in wotu("explain", SHORT, "--rule", "cn.hnte", "--dir", folder, "--en")


def test_explain_answers_for_all_rules(folder):
    data = wotu_json("explain", SHORT, "--dir", folder)
    rules = {rule["rule"] for rule in data["rules"]}
    assert rules >= {"cn.hnte", "cn.sme_size", "cn.tsme", "cn.specialised_sme"}


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet", "json"])
def test_screen_writes_every_kind_of_file(folder, tmp_path, ending):
    out = tmp_path / f"screen.{ending}"
    said = wotu_json("screen", "--rule", "cn.hnte", "--out", out, "--dir", folder)
    read = {
        "csv": pl.read_csv,
        "xlsx": pl.read_excel,
        "parquet": pl.read_parquet,
        "json": pl.read_json,
    }
    table = read[ending](out)
    assert table.height == said["firms"] == sum(said["verdicts"].values())
    counts = dict(table.group_by("verdict").len().iter_rows())
    assert counts == said["verdicts"]
    row = table.filter(pl.col("uscc") == SHORT).to_dicts()[0]
    assert row["rd_intensity.verdict"] == "not_met"
    assert row["rd_intensity.margin"] == pytest.approx(-0.008)


def test_screen_refuses_an_unknown_kind_of_file(folder, tmp_path):
    error = wotu_json(
        "screen", "--rule", "cn.hnte", "--out", tmp_path / "a.docx", "--dir", folder, status=1
    )
    assert ".xlsx" in error["message"]


@pytest.mark.parametrize(
    ("arguments", "kind"),
    [
        (["explain", "91350100M000100Y43"], "not_found"),
        (["explain", SHORT, "--rule", "cn.nothing"], "unknown_name"),
        (["undo", "nothing"], "batch"),
        (["import", "absent.csv", "--source", "tax"], "unreadable_file"),
        (["import", "absent.csv", "--source", "taxes"], "unknown_name"),
    ],
)
def test_errors_are_explained_in_json(folder, arguments, kind):
    error = wotu_json(*arguments, "--dir", folder, status=1)
    assert error["error"] == kind
    assert error["message"]


def test_undo_and_restore(folder):
    batch = wotu_json("batches", "--dir", folder)[-1]["id"]
    assert wotu_json("undo", batch, "--dir", folder, "--reason", "try")["state"] == "undone"
    assert wotu_json("restore", batch, "--dir", folder)["state"] == "restored"


def test_correct_and_contest(folder):
    key = ["--key", "year=2025"]
    done = wotu_json(
        "correct",
        SHORT,
        "firm_finance.rd_expense_cny",
        "1.2亿",
        "--reason",
        "试",
        "--dir",
        folder,
        *key,
    )
    assert done["kind"] == "correction"
    rows = pl.read_delta(str(folder / "lake" / "facts" / "firm_finance"))
    assert (
        float(rows.filter(pl.col("_batch") == done["id"])["rd_expense_cny"].item()) == 120_000_000
    )
    wotu("undo", done["id"], "--dir", folder)
    error = wotu_json(
        "correct",
        SHORT,
        "firm_finance.rd_expense_cny",
        "很多",
        "--reason",
        "试",
        "--dir",
        folder,
        *key,
        status=1,
    )
    assert error["error"] == "typed_value"
    named = wotu_json(
        "contest", SHORT, "firm_finance.rd_expense_cny", "--reason", "单位错", "--dir", folder, *key
    )
    assert named["contest"]


def test_snapshots_and_rollback(folder):
    found = wotu_json("snapshots", "--dir", folder)
    assert [one["current"] for one in found] == [True]
    assert wotu_json("rollback", "--dir", folder, status=1)["error"] == "snapshot"
    assert wotu_json("rollback", found[0]["id"], "--dir", folder)["snapshot"] == found[0]["id"]


def test_doctor_is_content_with_a_whole_workspace_and_not_with_none(folder, tmp_path):
    levels = {f["subject"]: f["level"] for f in wotu_json("doctor", "--dir", folder)}
    assert levels["packs"] == levels["lake"] == "ok"
    findings = wotu_json("doctor", "--dir", tmp_path, status=1)
    assert {"workspace": "fault"}.items() <= {f["subject"]: f["level"] for f in findings}.items()


def test_pack_check_and_test(tmp_path):
    assert wotu_json("pack", "check")["faults"] == []
    assert all(not result["faults"] for result in wotu_json("pack", "test"))


def test_contracts_are_listed(folder):
    assert "firm_finance" in {row["id"] for row in wotu_json("contracts", "--dir", folder)}
    fields = {row["id"]: row for row in wotu_json("contracts", "firm_finance", "--dir", folder)}
    assert fields["rd_expense_cny"]["zh"] == "研发费用"


def test_every_command_says_what_it_does():
    text = wotu("--help")
    for name in (
        "init",
        "import",
        "undo",
        "batches",
        "build",
        "screen",
        "explain",
        "serve",
        "pack",
        "doctor",
        "demo",
    ):
        assert name in text


def test_facts_are_read_with_their_evidence_and_as_they_were_known(folder, tmp_path):
    rows = wotu_json("facts", "firm_staff", "--firm", SHORT, "--dir", folder)
    assert [(row["total_staff"], row["_row"], row["_source"]) for row in rows] == [
        (100, 5, "human_resources")
    ]
    early = wotu_json("facts", "firm_staff", "--known-on", "2020-01-01T00:00:00", "--dir", folder)
    assert early == []
    wotu(
        "facts",
        "firm_finance",
        "--true-on",
        "2024-12-31",
        "--out",
        tmp_path / "f.parquet",
        "--dir",
        folder,
    )
    assert pl.read_parquet(tmp_path / "f.parquet")["year"].max() == 2024


def test_evidence_names_the_winner_and_the_loser(folder):
    traced = wotu_json(
        "evidence",
        code_of(2),
        "firm_finance.sales_revenue_cny",
        "--key",
        "year=2025",
        "--dir",
        folder,
    )
    said = [(one["source"], one["wins"], one["file_name"]) for one in traced["statements"]]
    assert said == [("tax", True, "税务.csv"), ("statistics", False, "统计.csv")]
    assert "税务.csv" in wotu(
        "evidence",
        code_of(2),
        "firm_finance.sales_revenue_cny",
        "--key",
        "year=2025",
        "--dir",
        folder,
    )
