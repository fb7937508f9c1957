"""Chains in a snapshot: firms of the zone and elsewhere placed, links measured, targets named."""

import pytest

from tests.zone import AS_OF, code_of, make_zone
from wotu.build.build import build
from wotu.build.snapshot import open_current
from wotu.chains.tables import CHAIN_FIRMS, NODE_STRENGTH, PLACE_NODE, PLACEMENT, TARGETS, ZONE
from wotu.lake.placement_corrections import PlacementCorrections
from wotu.receive import Delivery, receive

pytestmark = pytest.mark.zone

OURS = code_of(3)
THEIRS, TWIN, GONE, NOWHERE = (code_of(700 + n) for n in range(4))
REGISTER = f"""统一社会信用代码,企业名称,成立日期,所属区划,登记状态,经营范围
{OURS},云岭启辰半导体有限公司,2019-03-01,320505,存续,光刻胶的研发、生产、销售
"""
ELSEWHERE = f"""统一社会信用代码,企业名称,成立日期,所属区划,登记状态,经营范围
{THEIRS},无锡某某材料有限公司,2012-05-01,320211,存续,光刻胶的研发、生产、销售
{OURS},云岭启辰半导体有限公司,2019-03-01,320505,存续,光刻胶的研发、生产、销售
{TWIN},云岭博瑞精密仪器有限公司,2019-03-01,320505,存续,光刻胶的生产
{GONE},南通已销材料有限公司,2012-05-01,320602,注销,光刻胶的研发、生产、销售
{NOWHERE},江苏某某材料有限公司,2012-05-01,320000,存续,光刻胶的研发、生产、销售
"""


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    root = tmp_path_factory.mktemp("chains")
    workspace = make_zone(root / "zone", root / "files")
    for name, text, contract in (
        ("register.csv", REGISTER, "firm_registration"),
        ("elsewhere.csv", ELSEWHERE, "outside_firm"),
    ):
        (root / name).write_text(text, encoding="utf-8")
        receive(workspace, root / name, Delivery("market_regulation", "李", contract))
    return workspace


@pytest.fixture(scope="module")
def built(workspace):
    report = build(workspace, AS_OF)
    return report, open_current(workspace.snapshots_path)


def test_tables_have_the_columns_that_the_engine_says(built):
    _, snapshot = built
    for table, schema in {
        "placement": PLACEMENT,
        "outside_placement": PLACEMENT,
        "chain_firm": CHAIN_FIRMS,
        "place_node": PLACE_NODE,
        "node_strength": NODE_STRENGTH,
        "chain_target": TARGETS,
    }.items():
        assert set(schema) <= snapshot.columns(table)


def test_firms_of_the_zone_are_placed_with_their_words(built):
    _, snapshot = built
    row = snapshot.row(
        "SELECT * FROM placement WHERE firm_id = ? AND chain = 'integrated_circuits' AND main",
        [OURS],
    )
    assert row["confidence"] > 0.5
    assert "光刻胶" in {word["term"] for word in row["words"]}


def test_firms_elsewhere_are_those_that_the_zone_does_not_have(built):
    report, snapshot = built
    found = dict(snapshot.frame("SELECT firm_id, place FROM outside_firm").iter_rows())
    assert found == {THEIRS: "320200", NOWHERE: None}
    assert report.facts["outside_firm"] == 2
    places = dict(snapshot.frame("SELECT firm_id, place FROM chain_firm").iter_rows())
    assert (places[OURS], places[THEIRS]) == (ZONE, "320200")


def test_firms_elsewhere_never_enter_the_zones_records(built):
    _, snapshot = built
    assert snapshot.row("SELECT 1 FROM firm WHERE firm_id = ?", [THEIRS]) is None
    assert snapshot.row("SELECT 1 FROM placement WHERE firm_id = ?", [THEIRS]) is None


def test_every_link_of_every_map_is_measured(built):
    _, snapshot = built
    links = sum(len(chain.links) for chain in snapshot.packs.chains.values())
    assert snapshot.value("SELECT count(*) FROM node_strength") == links


def test_a_persons_word_makes_a_new_snapshot_and_counts_in_it(workspace, built):
    before, snapshot = built
    node = snapshot.value(
        "SELECT node FROM placement WHERE firm_id = ? AND chain = 'integrated_circuits' AND main",
        [OURS],
    )
    corrections = PlacementCorrections(workspace.lake.root)
    corrections.say(
        OURS, "integrated_circuits", node, right=False, author="李", reason="走访：尚未投产"
    )
    after = build(workspace, AS_OF)
    assert after.snapshot != before.snapshot
    row = open_current(workspace.snapshots_path).row(
        "SELECT confidence, judged FROM placement WHERE firm_id = ? AND node = ?", [OURS, node]
    )
    assert (row["confidence"], row["judged"]) == (0, False)
