import pytest

from tests.pack_sets import pack_set
from tests.zone import make_zone, population_of
from wotu.build.population import Population
from wotu.build.snapshot import Snapshot, open_current
from wotu.packs.loader import PackSet
from wotu.rules.checked import CheckedRule
from wotu.rules.rulebook import load_rulebook


@pytest.fixture(scope="session")
def packs() -> PackSet:
    return pack_set("cn")


@pytest.fixture(scope="session")
def national_rules(packs: PackSet) -> dict[str, CheckedRule]:
    """The rules on firms of the national pack, the last edition of each."""
    rules = load_rulebook(packs).rules
    return {rule.id: rule for rule in rules if rule.spec.subject == "firm"}


@pytest.fixture(scope="session")
def zone(tmp_path_factory):
    """A small zone, built once; tests that change it make their own."""
    root = tmp_path_factory.mktemp("zone")
    return make_zone(root / "zone", root / "files")


@pytest.fixture(scope="session")
def snapshot(zone) -> Snapshot:
    return open_current(zone.snapshots_path)


@pytest.fixture(scope="session")
def population(snapshot) -> Population:
    """The firms before 高新技术企业."""
    return population_of(snapshot, "cn.hnte")
