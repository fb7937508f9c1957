from pathlib import Path

import pytest

from wotu.packs.loader import PackSet, find_pack, load_packs
from wotu.rules.checked import CheckedRule
from wotu.rules.rulebook import load_rulebook


@pytest.fixture(scope="session")
def packs() -> PackSet:
    return load_packs([find_pack("cn", Path())])


@pytest.fixture(scope="session")
def national_rules(packs: PackSet) -> dict[str, CheckedRule]:
    """The rules on firms of the national pack, the last edition of each."""
    rules = load_rulebook(packs).rules
    return {rule.id: rule for rule in rules if rule.spec.subject == "firm"}
