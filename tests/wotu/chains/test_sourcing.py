import pytest

from tests.wotu.chains.small_maps import chain_of, firms_of, placed
from wotu.chains.sourcing import local_partners, partners_of_firm, supply_pairs
from wotu.chains.tables import PLACED_FROM, ZONE
from wotu.errors import UnknownNameError

CHAIN = chain_of([("a", "b"), ("b", "c")], optional=(("x", "b"),))
FIRMS = firms_of(
    {"firm_id": "A1", "place": ZONE, "capital_cny": 1},
    {"firm_id": "A2", "place": ZONE, "capital_cny": 2},
    {"firm_id": "B1", "place": ZONE},
    {"firm_id": "BC", "place": ZONE},
    {"firm_id": "OUT", "place": "320100"},
)
PLACED = placed(
    ("A1", "test", "a"),
    ("A2", "test", "a"),
    ("B1", "test", "b"),
    ("BC", "test", "b", PLACED_FROM),
    ("BC", "test", "c", 0.99),
    ("OUT", "test", "a"),
    ("OUT", "test", "x"),
    ("B1", "test", "a", PLACED_FROM - 0.1),  # too doubtful to count
)


def test_partners_are_firms_of_the_zone_at_the_other_ends_of_edges():
    found = local_partners(CHAIN, "b", None, PLACED, FIRMS)
    a, x = found.suppliers
    assert (a.node, a.essential, [one.firm_id for one in a.partners]) == ("a", True, ["A2", "A1"])
    assert (x.node, x.essential, x.firms) == ("x", False, 0)
    assert [one.firm_id for one in found.customers[0].partners] == ["BC"]


def test_goods_of_an_edge_are_named_by_the_supplying_link_where_the_map_is_silent():
    found = local_partners(CHAIN, "b", None, PLACED, FIRMS)
    assert found.suppliers[0].goods.zh == "环节a"
    assert found.customers[0].goods.zh == "环节b"
    assert found.suppliers[0].partners[0].words[0].term == "产品a"


def test_what_nobody_in_the_zone_makes_has_to_come_from_outside():
    assert [
        line.node for line in local_partners(CHAIN, "b", None, PLACED, FIRMS).bought_outside
    ] == ["x"]
    sold = local_partners(CHAIN, "b", None, PLACED.filter(PLACED["node"] != "c"), FIRMS)
    assert [line.node for line in sold.sold_outside] == ["c"]


def test_a_firm_never_supplies_itself():
    found = partners_of_firm({"test": CHAIN}, "BC", PLACED, FIRMS)
    assert [one.node for one in found] == ["c", "b"]  # its surest link first
    assert all("BC" not in ids(line) for one in found for line in (*one.suppliers, *one.customers))
    pairs = supply_pairs(CHAIN, "b", PLACED, FIRMS)
    assert pairs.filter(pairs["supplier_id"] == pairs["customer_id"]).is_empty()


def ids(line):
    return [partner.firm_id for partner in line.partners]


def test_pairs_are_those_of_the_lines_and_the_surest_come_first():
    pairs = supply_pairs(CHAIN, "b", PLACED, FIRMS)
    assert set(pairs.select("supplier_id", "customer_id").iter_rows()) == {
        ("A1", "B1"), ("A2", "B1"), ("A1", "BC"), ("A2", "BC"), ("B1", "BC"),
    }  # fmt: skip
    assert pairs["sureness"].is_sorted(descending=True)
    assert pairs["sureness"][0] == pytest.approx(0.9 * 0.99)
    assert supply_pairs(CHAIN, "b", PLACED, FIRMS, most=2).height == 2


def test_an_unknown_link_is_named():
    with pytest.raises(UnknownNameError, match="bb"):
        local_partners(CHAIN, "bb", None, PLACED, FIRMS)
