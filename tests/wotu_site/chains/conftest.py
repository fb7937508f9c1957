"""The small zone with a chain of bicycles: firms placed, links measured, firms elsewhere."""

import datetime as dt
import shutil

import duckdb
import polars as pl
import pytest
import yaml

from tests.zone import code_of
from wotu.build.snapshot import DATABASE, PACKS
from wotu.chains.strength import node_strengths, place_nodes
from wotu.chains.tables import BACKTEST, CHAIN_FIRMS, PLACEMENT, TARGETS, ZONE
from wotu.packs.loader import load_packs
from wotu_site.access.roles import Role
from wotu_site.snapshots import queries as snapshots

HTMX = {"HX-Request": "true"}
DAY = dt.date(2026, 6, 30)
BAR, SERVO = code_of(1), code_of(2)
SUZHOU, NANJING = "320500", "320100"


def node(zh, en, stage, parent, word, **more):
    return {
        "label": {"zh": zh, "en": en},
        "stage": stage,
        "parent": parent,
        "products": [word],
        "examples": {"placed": [f"{word}制造"]},
        **more,
    }


def group(zh, en, stage):
    return {"label": {"zh": zh, "en": en}, "stage": stage}


BICYCLES = {
    "chain": "bicycles",
    "label": {"zh": "自行车", "en": "Bicycles"},
    "about": {"zh": "从管材到整车。", "en": "From tubes to whole bicycles."},
    "edition": "2026-11",
    "sources": ["测试用图谱"],
    "nodes": {
        "materials": group("材料组", "Materials", "upstream"),
        "tube": node("管材", "Tubes", "upstream", "materials", "车用钢管", substitutes=["carbon"]),
        "carbon": node("碳纤维", "Carbon fibre", "upstream", "materials", "碳纤维管"),
        "parts": group("部件组", "Parts", "midstream"),
        "frame": node("车架", "Frames", "midstream", "parts", "自行车架", gbt=["3761"]),
        "brake": node("制动器", "Brakes", "midstream", "parts", "车闸"),
        "whole": group("整车组", "Whole bicycles", "downstream"),
        "bicycle": node("整车", "Bicycles made", "downstream", "whole", "整车组装"),
        "service": group("服务组", "Services", "support"),
        "testing": node("检测", "Testing", "support", "service", "自行车检测", activity="serve"),
    },
    "edges": [
        {"from": "tube", "to": "frame", "goods": {"zh": "钢管", "en": "Steel tubes"}},
        {"from": "carbon", "to": "frame", "essential": False},
        {"from": "frame", "to": "bicycle"},
        {"from": "brake", "to": "bicycle"},
        {"from": "testing", "to": "bicycle", "essential": False},
    ],
}


def placement(number, link, confidence, *, main=True, judged=None):
    firm = code_of(number) if isinstance(number, int) else number
    words = [{"field": "scope", "term": "研发", "text": "技术研发与销售"}]
    return (firm, "bicycles", link, confidence, main, judged, words)


#: Frames are made by five firms, whole bicycles by one, brakes by none; tubes are doubtful.
PLACED = [
    placement(1, "frame", 0.95),
    *(placement(n, "frame", 0.9, main=n % 2 == 0) for n in (2, 3, 4, 5)),
    placement(8, "bicycle", 0.92),
    placement(7, "tube", 0.6),
    placement(9, "tube", 0.3),
    placement(6, "testing", 0.97),
    placement(10, "testing", 0.0, judged=False),
]
OUTSIDE = [
    (f"elsewhere{n}", f"南京第{n}车闸有限公司", NANJING if n % 2 else SUZHOU) for n in range(30)
]
OUTSIDE_PLACED = [placement(firm, "brake", 0.9) for firm, _name, _place in OUTSIDE]


def chain_firms(known):
    zone = [
        (firm, name, ZONE, founded, int(capital or 0), None, None, 40, None, ["hnte"], None)
        for firm, name, founded, capital in known
    ]
    elsewhere = [
        (firm, name, place, dt.date(2012, 5, 6), 9_000_000, None, None, 80, None, None, False)
        for firm, name, place in OUTSIDE
    ]
    return pl.DataFrame([*zone, *elsewhere], schema=CHAIN_FIRMS, orient="row")


def targets():
    reasons = [{"zh": "近三年在外地设有两处分支。", "en": "Two sites elsewhere in three years."}]
    rows = [
        ("bicycles", "brake", rank, firm, 0.9 - rank / 50, 0.8, 0.5, None, 0.7, 0.9, reasons)
        for rank, (firm, _name, _place) in enumerate(OUTSIDE, start=1)
    ]
    return pl.DataFrame(rows, schema=TARGETS, orient="row")


def record():
    rates = (("ours", 40, 0.4), ("popularity", 30, 0.3), ("random", 10, 0.1))
    rows = [
        (chain, place, dt.date(2019, 12, 31), dt.date(2024, 12, 31), method, 100, gained, rate,
         rate - 0.05, rate + 0.05)
        for chain in ("", "bicycles")
        for place in ("", SUZHOU, NANJING)
        for method, gained, rate in rates
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=BACKTEST, orient="row")


def write_chains(workspace_folder):
    """Replace the maps and tables of chains in the current snapshot of a workspace."""
    folder = (workspace_folder / "snapshots" / "current").resolve()
    first, *others = sorted((folder / PACKS).iterdir())
    for pack in (first, *others):
        shutil.rmtree(pack / "chains", ignore_errors=True)
    (first / "chains").mkdir()
    text = yaml.safe_dump(BICYCLES, allow_unicode=True, sort_keys=False)
    (first / "chains" / "bicycles.yaml").write_text(text, encoding="utf-8")
    packs = load_packs([first, *others])
    with duckdb.connect(str(folder / DATABASE)) as database:
        known = database.execute(
            "SELECT firm_id, name, founded_on, registered_capital_cny FROM firm"
        ).fetchall()
        firms = chain_firms(known)
        ours = pl.DataFrame(PLACED, schema=PLACEMENT, orient="row")
        theirs = pl.DataFrame(OUTSIDE_PLACED, schema=PLACEMENT, orient="row")
        places = place_nodes(pl.concat([ours, theirs]), firms, packs.chains)
        strengths = node_strengths(
            pl.concat([ours, theirs]), firms, places, packs.chains, packs.strength, DAY
        )
        tables = {
            "placement": ours,
            "outside_placement": theirs,
            "chain_firm": firms,
            "place_node": places,
            "node_strength": strengths,
            "chain_target": targets(),
            "chain_backtest": record(),
        }
        for name, rows in tables.items():
            database.execute(f'DROP TABLE IF EXISTS "{name}"')
            database.register("incoming", rows.to_arrow())
            database.execute(f'CREATE TABLE "{name}" AS SELECT * FROM incoming')
            database.unregister("incoming")


@pytest.fixture(scope="session")
def chains_folder(zone_folder, tmp_path_factory):
    """The zone with the chain of bicycles, made once: for reading only."""
    folder = tmp_path_factory.mktemp("chains") / "workspace"
    shutil.copytree(zone_folder, folder, symlinks=True)
    write_chains(folder)
    return folder


@pytest.fixture
def chains(chains_folder, settings):
    """That zone behind the site; the test must leave it as it is."""
    settings.WORKSPACE_DIR = chains_folder
    return snapshots.workspace()


@pytest.fixture
def own_chains(chains_folder, settings, tmp_path):
    """A copy of that zone behind the site, which the test may change."""
    shutil.copytree(chains_folder, tmp_path / "own", symlinks=True)
    settings.WORKSPACE_DIR = tmp_path / "own"
    snapshots.forget()
    yield snapshots.workspace()
    snapshots.forget()


@pytest.fixture
def officer(chains, signed_in):
    return signed_in(Role.OFFICER)
