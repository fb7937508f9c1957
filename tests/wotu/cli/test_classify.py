"""``wotu classify``: labelled firms in, a model out; firms in, classes with their words out."""

import json

import openpyxl
import pytest
from typer.testing import CliRunner

from tests.wotu.chains.classification.small_trades import CLASSES, firms
from wotu.cli.main import app

pytestmark = pytest.mark.zone

RUNNER = CliRunner()


def wotu(*arguments, status=0):
    result = RUNNER.invoke(app, [str(a) for a in arguments])
    assert result.exit_code == status, result.output + str(result.exception or "")
    return result.stdout


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    folder = tmp_path_factory.mktemp("classify")
    labelled = firms().select("class_code", 企业名称="name", 经营范围="scope", 主要产品="products")
    labelled.rename({"class_code": "本区类别"}).write_csv(folder / "labelled.csv")
    rows = [",".join(("code", "name", "parent_code"))]
    rows += [",".join((code, name, above or "")) for code, name, above in CLASSES]
    (folder / "classes.csv").write_text("\n".join(rows), encoding="utf-8")
    wotu(
        "classify",
        "train",
        folder / "labelled.csv",
        "--codes",
        "本区类别",
        "--classes",
        folder / "classes.csv",
        "--out",
        folder / "model",
        "-C",
        folder,
    )
    return folder / "model"


@pytest.fixture
def asked(tmp_path):
    path = tmp_path / "firms.csv"
    path.write_text(
        "企业名称,经营范围\n南京天成科技有限公司,模拟芯片的设计\n贵州云岭酒业有限公司,\n", "utf-8"
    )
    return path


def test_firms_get_classes_with_words(model, asked, tmp_path):
    out = tmp_path / "classes.xlsx"
    wotu("classify", "apply", asked, "--model", model, "--out", out, "--top", "1", "-C", tmp_path)
    head, *rows = openpyxl.load_workbook(out).active.iter_rows(values_only=True)
    found = {row["name"]: row for row in (dict(zip(head, r, strict=True)) for r in rows)}
    chips = found["南京天成科技有限公司"]
    assert (chips["class_code"], chips["evidence"]) == ("211", "scope")
    assert "模拟芯片" in chips["words"]
    assert found["贵州云岭酒业有限公司"]["class_name"] == "白酒Ⅱ"


def test_the_answer_can_be_json_of_a_level(model, asked, tmp_path):
    arguments = ("--model", model, "--level", "1", "--top", "1", "--json", "-C", tmp_path)
    answer = json.loads(wotu("classify", "apply", asked, *arguments))
    assert [row["class_name"] for row in answer["classes"]] == ["电子", "食品饮料"]


def test_a_folder_without_a_model_is_named(asked, tmp_path):
    arguments = ("--model", tmp_path, "--json", "-C", tmp_path)
    error = json.loads(wotu("classify", "apply", asked, *arguments, status=1))
    assert error["error"] == "model_file"


def test_a_code_that_is_no_class_is_refused(asked, tmp_path):
    arguments = ("--codes", "企业名称", "--out", tmp_path / "m", "--json", "-C", tmp_path)
    error = json.loads(wotu("classify", "train", asked, *arguments, status=1))
    assert error["error"] == "unknown_name"
