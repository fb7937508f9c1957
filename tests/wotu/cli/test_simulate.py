"""A draft tried from the command line."""

import json

import openpyxl
import pytest
from typer.testing import CliRunner

from tests.zone import make_zone
from wotu.cli.main import app

pytestmark = pytest.mark.zone

RUNNER = CliRunner()


def wotu(*arguments, status=0):
    result = RUNNER.invoke(app, [str(a) for a in arguments])
    assert result.exit_code == status, result.output + str(result.exception or "")
    return result.stdout


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    root = tmp_path_factory.mktemp("simulate")
    make_zone(root / "zone", root / "files")
    return root / "zone"


def test_a_moved_figure_is_told_as_json(folder):
    found = json.loads(
        wotu(
            "simulate",
            "cn.hnte",
            "-C",
            folder,
            "--set",
            "rd_floor_small=4%",
            "--by",
            "size",
            "--json",
        )
    )
    assert sum(found["effects"].values()) == sum(found["before"].values())
    assert found["effects"]["opened"] > 0
    assert sum(row["effects"]["opened"] for row in found["by"]) == found["effects"]["opened"]
    assert found["costs"] == []


def test_a_file_and_settings_go_together_and_the_firms_are_written(folder, tmp_path):
    draft = tmp_path / "lower.yaml"
    draft.write_text(
        "draft: lower\nlabel: {zh: 降, en: Lower}\nrule: cn.hnte\nedition: '2016'\n"
        "parameters: {rd_floor_small: 4%}\nconditions: {rd_domestic_60pct: null}\n"
    )
    out = tmp_path / "reached.xlsx"
    text = wotu(
        "simulate", "cn.hnte", "-C", folder, "--draft", draft, "--set", "score_floor=60",
        "--by", "section", "--out", out,
    )  # fmt: skip
    assert "符合" in text and "制造业" in text
    rows = list(openpyxl.load_workbook(out).active.iter_rows(values_only=True))
    assert rows[0][:2] == ("统一社会信用代码", "企业名称") and len(rows) > 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--set", "rd_flor_small=4%"], "Did you mean 'rd_floor_small'?"),
        (["--set", "rd_floor_small"], "Write parameter=value"),
        (["--set", "rd_floor_small=4%", "--by", "sizes"], "Did you mean 'size'?"),
    ],
)
def test_a_slip_is_told_with_the_way_out(folder, arguments, said):
    error = json.loads(wotu("simulate", "cn.hnte", "-C", folder, *arguments, "--json", status=1))
    assert said in error["message"]


def test_a_draft_of_another_rule_is_refused(folder, tmp_path):
    draft = tmp_path / "other.yaml"
    draft.write_text("draft: d\nlabel: {zh: 甲, en: A}\nrule: cn.tsme\nedition: '2017'\n")
    error = json.loads(
        wotu("simulate", "cn.hnte", "-C", folder, "--draft", draft, "--json", status=1)
    )
    assert "cn.tsme" in error["message"]
