import shutil

import duckdb
import pytest

from tests.wotu_site.chains.conftest import BAR
from wotu.build.snapshot import DATABASE
from wotu_site.access.roles import Role
from wotu_site.snapshots import queries as snapshots

pytestmark = pytest.mark.zone

PATHS = ("", "maps/bicycles/", "maps/bicycles/frame/", "gaps/", "targets/", "sourcing/")


@pytest.fixture
def old_snapshot(chains_folder, settings, tmp_path):
    """A snapshot built before links were measured."""
    shutil.copytree(chains_folder, tmp_path / "old", symlinks=True)
    folder = (tmp_path / "old" / "snapshots" / "current").resolve()
    with duckdb.connect(str(folder / DATABASE)) as database:
        for name in ("node_strength", "placement", "chain_firm", "chain_target"):
            database.execute(f"DROP TABLE {name}")
    settings.WORKSPACE_DIR = tmp_path / "old"
    snapshots.forget()
    yield
    snapshots.forget()


@pytest.mark.parametrize("path", PATHS)
def test_an_old_snapshot_asks_for_a_build(old_snapshot, signed_in, path):
    answer = signed_in(Role.OFFICER).get(f"/chains/{path}")
    assert answer.status_code == 200
    assert "重新建库" in answer.content.decode()
    assert answer.context["page"].build_address == "/data/builds/"


def test_those_who_do_not_build_are_told_whom_to_ask(old_snapshot, signed_in):
    page = signed_in(Role.LEADER).get("/chains/").context["page"]
    assert page.build_address == ""


def test_the_page_of_a_firm_opens_all_the_same(old_snapshot, signed_in):
    assert signed_in(Role.OFFICER).get(f"/chains/firms/{BAR}/").status_code == 200


def test_without_any_snapshot_the_data_come_first(settings, tmp_path, signed_in):
    settings.WORKSPACE_DIR = tmp_path / "nothing"
    snapshots.forget()
    answer = signed_in(Role.OFFICER).get("/chains/")
    assert answer.status_code == 200
    assert "/data/" in answer.content.decode()
