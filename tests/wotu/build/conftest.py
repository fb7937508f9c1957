import pytest

from tests.zone import make_zone
from wotu.build.population import Population
from wotu.build.snapshot import open_current


@pytest.fixture(scope="session")
def zone(tmp_path_factory):
    """A small zone, built once; tests that change it make their own."""
    root = tmp_path_factory.mktemp("zone")
    return make_zone(root / "zone", root / "files")


@pytest.fixture(scope="session")
def snapshot(zone):
    return open_current(zone.snapshots_path)


@pytest.fixture(scope="session")
def population(snapshot):
    """The firms before 高新技术企业."""
    return population_of(snapshot, "cn.hnte")


def population_of(snapshot, rule_id):
    return Population(snapshot, snapshot.rulebook.rule(rule_id, snapshot.manifest.as_of))
