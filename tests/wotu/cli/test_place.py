"""``wotu place``: a list of firms in, placements with their words out."""

import json

import openpyxl
import pytest
from typer.testing import CliRunner

from wotu.cli.main import app

pytestmark = pytest.mark.zone

RUNNER = CliRunner()
LIST = "企业名称,经营范围\n某某电子材料有限公司,光刻胶的研发、生产\n某某商贸有限公司,服装的销售\n"


def wotu(*arguments, status=0):
    result = RUNNER.invoke(app, [str(a) for a in arguments])
    assert result.exit_code == status, result.output + str(result.exception or "")
    return result.stdout


@pytest.fixture
def firms(tmp_path):
    path = tmp_path / "firms.csv"
    path.write_text(LIST, encoding="utf-8")
    return path


def test_firms_are_placed_without_a_workspace(firms, tmp_path):
    out = tmp_path / "placed.xlsx"
    wotu("place", firms, "--chain", "集成电路", "--out", out, "-C", tmp_path)
    rows = list(openpyxl.load_workbook(out).active.iter_rows(values_only=True))
    named = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    assert {row["name"] for row in named} == {"某某电子材料有限公司"}
    assert all(row["chain"] == "integrated_circuits" for row in named)
    assert "光刻胶" in named[0]["words"]


def test_the_answer_can_be_json(firms, tmp_path):
    answer = json.loads(wotu("place", firms, "--json", "--en", "-C", tmp_path))
    assert (answer["firms"], answer["placed"]) == (2, 1)
    assert {row["stage"] for row in answer["placements"]} <= {
        "upstream",
        "midstream",
        "downstream",
        "support",
    }


def test_an_unknown_chain_is_named_with_the_nearest(firms, tmp_path):
    error = json.loads(
        wotu("place", firms, "--chain", "integrated_circuit", "--json", "-C", tmp_path, status=1)
    )
    assert "integrated_circuits" in error["message"]
