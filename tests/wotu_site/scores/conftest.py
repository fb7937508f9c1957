"""A small province of five zones with scoreboards, behind the site."""

import datetime as dt

import pytest

from tests.wotu.build.test_scores import BOARD, BROKEN, EMPTY, table_of_figures
from wotu.build.build import build
from wotu.packs.schema import Label
from wotu.receive import Delivery, receive
from wotu.workspace import Zone, create_workspace
from wotu_site.access.roles import Role
from wotu_site.snapshots import queries as snapshots

TRIAL, OWN = "trial@2025", "320505"
#: An earlier edition, in which the economy weighs more.
EARLIER = (
    BOARD.replace('edition: "2025"', 'edition: "2023"')
    .replace("since: 2025", "since: 2023")
    .replace("label: {zh: 试评, en: Trial}", "label: {zh: 旧版试评, en: Earlier trial}")
    .replace("weight: 60", "weight: 30")
)
PACK = "pack: own\nlabel: {zh: 本区, en: Own}\nversion: '1'\n"


@pytest.fixture(scope="session")
def scored_folder(tmp_path_factory):
    """The workspace of the province, made once: for reading only."""
    root = tmp_path_factory.mktemp("scored") / "zone"
    zone = Zone(name=Label(zh="试验高新区", en="Trial zone"), divisions=(OWN,))
    workspace = create_workspace(root, zone)
    pack = root / "packs" / "own"
    (pack / "scores").mkdir(parents=True)
    (pack / "pack.yaml").write_text(PACK, "utf-8")
    texts = {"trial": BOARD, "earlier": EARLIER, "empty": EMPTY, "broken": BROKEN}
    for name, text in texts.items():
        (pack / "scores" / f"{name}.yaml").write_text(text, "utf-8")
    workspace = workspace.with_pack("packs/own")
    file = root.parent / "区域指标.csv"
    file.write_text(table_of_figures(), "utf-8")
    delivery = Delivery(source="statistics", author="测试", contract="indicator_value")
    receive(workspace, file, delivery)
    build(workspace, dt.date(2026, 6, 30))
    return root


@pytest.fixture
def province(scored_folder, settings):
    """The site of the province."""
    settings.WORKSPACE_DIR = scored_folder
    snapshots.forget()
    yield snapshots.workspace()
    snapshots.forget()


@pytest.fixture
def leader(province, signed_in):
    """Somebody who leads the zone."""
    return signed_in(Role.LEADER)
