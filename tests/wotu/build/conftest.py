import pytest

from tests.zone import make_zone
from wotu.build.snapshot import open_current


@pytest.fixture(scope="session")
def zone(tmp_path_factory):
    """A small zone, built once; tests that change it make their own."""
    root = tmp_path_factory.mktemp("zone")
    return make_zone(root / "zone", root / "files")


@pytest.fixture(scope="session")
def snapshot(zone):
    return open_current(zone.snapshots_path)
