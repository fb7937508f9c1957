"""A small real zone behind the site; see ``tests.zone`` for its firms."""

import shutil

import pytest

from tests.zone import make_zone
from wotu_site.snapshots import queries as snapshots


@pytest.fixture(scope="session")
def zone_folder(tmp_path_factory):
    """The workspace of the zone, made once: for reading only."""
    folder = tmp_path_factory.mktemp("zone")
    make_zone(folder / "workspace", folder / "files")
    return folder / "workspace"


@pytest.fixture
def zone(zone_folder, settings):
    """The site of the zone; gives its workspace, which the test must leave as it is."""
    settings.WORKSPACE_DIR = zone_folder
    return snapshots.workspace()


@pytest.fixture
def own_zone(zone_folder, settings, tmp_path):
    """The site of a copy of the zone, which the test may change."""
    shutil.copytree(zone_folder, tmp_path / "workspace", symlinks=True)
    settings.WORKSPACE_DIR = tmp_path / "workspace"
    snapshots.forget()
    yield snapshots.workspace()
    snapshots.forget()
