"""Every example of the pack of Jiangsu, behind the national one."""

import datetime as dt
from pathlib import Path

import pytest

from wotu.packs.loader import find_pack, load_packs
from wotu.rules.pack_test import run_pack_examples
from wotu.rules.rulebook import load_rulebook

PACKS = load_packs([find_pack(name, Path()) for name in ("cn", "jiangsu")])
OWN = [result for result in run_pack_examples(PACKS) if result.rule.startswith("js.")]


@pytest.mark.parametrize("result", OWN, ids=lambda r: f"{r.rule}: {r.name}")
def test_example_holds(result):
    assert result.faults == ()


def test_editions_follow_each_other():
    rulebook = load_rulebook(PACKS)
    for day, edition in ((dt.date(2024, 12, 31), "2023"), (dt.date(2025, 1, 1), "2025")):
        for rule in ("js.unicorn", "js.potential_unicorn"):
            assert rulebook.rule(rule, day).spec.edition == edition


def test_every_text_has_a_number_and_every_condition_a_clause():
    for rule in load_rulebook(PACKS).rules:
        if rule.id.startswith("js."):
            assert all(text.number for text in rule.spec.texts.values())
            assert all(condition.spec.cite for condition in rule.conditions)
