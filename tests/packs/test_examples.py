"""Every example of every shipped rule, run through the real engine."""

from collections import defaultdict

import pytest

from tests.pack_sets import pack_set
from wotu.rules.pack_test import run_pack_examples

PACKS = pack_set("cn", "jiangsu", "example-city")
RULES = sorted({key.partition("@")[0] for key in PACKS.rule_sources})


@pytest.fixture(scope="module")
def results():
    """All examples by rule, run once."""
    found = defaultdict(list)
    for result in run_pack_examples(PACKS):
        found[result.rule].append(result)
    return found


@pytest.mark.parametrize("rule", RULES)
def test_every_example_of_a_rule_holds(results, rule):
    assert results[rule]
    assert {one.name: one.faults for one in results[rule] if one.faults} == {}
