from pathlib import Path

import pytest

from wotu.packs.loader import PackSet, find_pack, load_packs
from wotu.rules.check import check_rule
from wotu.rules.checked import CheckedRule


@pytest.fixture(scope="session")
def packs() -> PackSet:
    return load_packs([find_pack("cn", Path())])


@pytest.fixture(scope="session")
def national_rules(packs: PackSet) -> dict[str, CheckedRule]:
    return {
        rule.id: rule
        for rule in (
            check_rule(source, packs.contracts, packs.code_lists)
            for source in packs.rule_sources.values()
        )
    }
