"""The pack of Jiangsu, behind the national one."""

import datetime as dt

from tests.pack_sets import pack_set
from wotu.rules.rulebook import load_rulebook

PACKS = pack_set("cn", "jiangsu")


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
