"""The pack author's guide: its rule runs, its commands exist, and both languages say the same."""

import re
import shlex
from pathlib import Path

import pytest
import typer.main
import yaml

from wotu.cli.main import app
from wotu.packs.loader import find_pack, load_packs
from wotu.rules.coverage import clause_coverage
from wotu.rules.pack_test import run_pack_examples
from wotu.rules.rulebook import load_rulebook

pytestmark = pytest.mark.zone

DOCS = Path(__file__).resolve().parents[3] / "docs"
GUIDES = {name: (DOCS / name).read_text() for name in ("pack-authors.md", "pack-authors.zh.md")}


def blocks(text, language):
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)


def commands(text):
    lines = "".join(blocks(text, "")).splitlines()
    return [line for line in lines if line.startswith("wotu ")]


@pytest.fixture
def suzhou(tmp_path):
    folder = tmp_path / "suzhou"
    (folder / "rules").mkdir(parents=True)
    header = 'pack: suzhou\nlabel: {zh: 苏州, en: Suzhou}\nversion: "1"\n'
    (folder / "pack.yaml").write_text(header, encoding="utf-8")
    return folder


def test_worked_example_passes_its_check_and_its_examples(suzhou, tmp_path):
    (rule,) = [
        text for text in blocks(GUIDES["pack-authors.md"], "yaml") if text.startswith("rule:")
    ]
    (suzhou / "rules" / "rd_award.yaml").write_text(rule, encoding="utf-8")
    packs = load_packs([find_pack("cn", tmp_path), suzhou])
    (checked,) = [r for r in load_rulebook(packs).rules if r.id == "sz.rd_award"]
    results = [r for r in run_pack_examples(packs) if r.rule.startswith("sz.rd_award")]
    assert len(results) == len(checked.spec.examples.cases)
    assert [fault for result in results for fault in result.faults] == []
    states = [clause.state for clause in clause_coverage(checked)]
    assert states == ["coded", "coded", "coded", "uncoded"]


def test_both_languages_show_the_same_code():
    english, chinese = GUIDES.values()
    assert blocks(english, "yaml") == blocks(chinese, "yaml")
    assert commands(english) == commands(chinese)
    assert len(re.findall(r"^## ", english, re.M)) == len(re.findall(r"^## ", chinese, re.M))


def test_yaml_of_the_guides_can_be_read():
    for text in GUIDES.values():
        for block in blocks(text, "yaml"):
            assert yaml.safe_load(block)


@pytest.mark.parametrize("line", dict.fromkeys(commands(GUIDES["pack-authors.md"])))
def test_commands_of_the_guide_exist_with_their_options(line):
    command = typer.main.get_command(app)
    words = shlex.split(line)[1:]
    while words and hasattr(command, "commands"):
        command = command.commands[words.pop(0)]
    known = {option for parameter in command.params for option in parameter.opts}
    for word in words:
        if word.startswith("--"):
            assert word in known, line
