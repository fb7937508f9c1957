"""The example city: nobody can take its figures for real ones."""

import pytest

from tests.pack_sets import pack_set
from wotu.rules.rulebook import load_rulebook

PACKS = pack_set("cn", "example-city")
RULES = [rule for rule in load_rulebook(PACKS).rules if rule.id.startswith("city.")]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_says_that_it_is_an_example(rule):
    assert "示例" in rule.spec.label.zh and "example" in rule.spec.label.en
    assert all("虚构" in text.title.zh for text in rule.spec.texts.values())
    assert rule.spec.measure.status == "own"


def test_payments_name_every_measure_by_its_rule():
    codes = set(PACKS.code_lists["measures"].labels)
    assert {rule.id for rule in RULES if rule.spec.measure.kind not in {"loan"}} <= codes


def test_the_pack_shows_every_limit_of_the_language():
    measures = [rule.spec.measure for rule in RULES]
    assert {group.kind for group in PACKS.groups.values()} == {"one_of", "ceiling"}
    assert {m.when_short for m in measures if m.budget} == {"prorated", "ranked", "first_come"}
    assert any(m.once for m in measures) and any(m.once_in_years for m in measures)
    assert any(m.excludes for m in measures) and any(m.rate for m in measures)
    assert any(rule.spec.subject == "firm_talent" for rule in RULES)
