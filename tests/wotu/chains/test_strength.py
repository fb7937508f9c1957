"""Strength, state and reasons of links, on small tables whose sums can be done by hand."""

import datetime as dt
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.pack_sets import pack_set
from tests.shared_data import shared_path
from tests.wotu.chains.small_maps import chain_of, firms_of, placed
from wotu.chains.complexity import complexity
from wotu.chains.placement.place import place
from wotu.chains.strength import node_strengths, place_nodes
from wotu.chains.tables import CHAIN_FIRMS, FIRM_TEXTS, NODE_STRENGTH, PLACE_NODE, ZONE
from wotu.packs.loader import find_pack, load_packs

AS_OF = dt.date(2026, 11, 21)
CHAINS = {"test": chain_of([("a", "b"), ("b", "c")])}
FORMULA = pack_set("cn").strength

CITIES = ("320100", "320200", "320300", "320400", "320500")


def measured(firms, placements, formula=FORMULA):
    by_place = place_nodes(placements, firms, CHAINS)
    table = node_strengths(placements, firms, by_place, CHAINS, formula, AS_OF)
    assert table.schema == NODE_STRENGTH
    return {row["node"]: row for row in table.iter_rows(named=True)}


def zone_firm(number, **facts):
    return {"firm_id": f"Z{number}", "place": ZONE, **facts}


def full(number, sales, **facts):
    """A firm of which everything is known."""
    known = {
        "founded_on": dt.date(2015, 1, 1),
        "capital_cny": 10_000_000,
        "sales_cny": sales,
        "sales_before_cny": sales // 2,
        "employees": 50,
        "patents": 5,
        "certificates": [],
        "listed": False,
    }
    return zone_firm(number, **{**known, **facts})


def on(node, numbers, confidence=0.9):
    return [(f"Z{number}", "test", node, confidence) for number in numbers]


def said(row, language="zh"):
    return "".join(reason[language] for reason in row["reasons"])


def test_a_link_without_firms_is_missing_with_score_zero():
    found = measured(firms_of(full(1, 10**8)), placed(*on("a", [1])))["b"]
    assert (found["state"], found["firms"], found["score"]) == ("missing", 0, 0)
    assert (found["score_low"], found["score_high"]) == (0, 0)
    assert found["leaders"] == [] and "没有企业" in said(found)


def test_unsure_firms_make_a_link_unknown_not_missing():
    firms = firms_of(*(full(n, 10**8) for n in range(4)))
    found = measured(firms, placed(*on("a", range(4), 0.3)))["a"]
    # 4 x 0.3 = 1.2, at least one firm may be expected.
    assert (found["state"], found["score"]) == ("unknown", None)
    assert (found["score_low"], found["score_high"]) == (0, 100)
    assert "1.2" in said(found)
    # Three of them add up to 0.9.
    assert measured(firms, placed(*on("a", range(3), 0.3)))["a"]["state"] == "missing"


def test_a_zone_without_firms_is_unknown_everywhere():
    found = measured(firms_of({"firm_id": "X", "place": "320100"}), placed(("X", "test", "a")))
    assert {row["state"] for row in found.values()} == {"unknown"}
    assert "还没有本区企业" in said(found["a"]) and "imported" in said(found["a"], "en")


def test_a_refused_placement_does_not_count():
    found = measured(firms_of(full(1, 10**8)), placed(*on("a", [1], 0.0)))["a"]
    assert (found["state"], found["expected_firms"]) == ("missing", 0)


def test_sums_shares_and_growth():
    firms = firms_of(full(1, 600), full(2, 300, patents=7), full(3, 100))
    found = measured(firms, placed(*on("a", [1, 2, 3])))["a"]
    assert (found["sales_cny"], found["patents"], found["employees"]) == (1000, 17, 150)
    assert found["top_share"] == pytest.approx(0.6)
    assert found["hhi"] == pytest.approx(0.36 + 0.09 + 0.01)
    assert found["growth"] == pytest.approx(1.0)  # twice the year before
    assert found["certified"] == 0


def test_shares_go_by_capital_where_most_sales_are_unknown():
    firms = firms_of(
        zone_firm(1, capital_cny=900, sales_cny=1),
        zone_firm(2, capital_cny=50),
        zone_firm(3, capital_cny=50),
    )
    found = measured(firms, placed(*on("a", [1, 2, 3])))["a"]
    assert found["top_share"] == pytest.approx(0.9)
    assert "注册资本" in said(found) and "registered capital" in said(found, "en")
    # One of three knows its sales: that sum is no measure of the link.
    points = {one["component"]: one["points"] for one in found["components"]}
    assert "capital_cny" in points and "sales_cny" not in points


def test_nothing_known_is_null_and_widens_the_interval():
    rows = [zone_firm(n) for n in range(12)]
    found = measured(firms_of(*rows), placed(*on("a", range(12))))["a"]
    for name in (
        "capital_cny",
        "sales_cny",
        "employees",
        "patents",
        "hhi",
        "growth",
        "location_quotient",
    ):
        assert found[name] is None, name
    assert found["score_low"] < found["score"] < found["score_high"]
    assert found["state"] == "unknown" and "营业收入（12 家中 0 家有数）" in said(found)


def test_the_number_of_firms_stands_in_for_growth_of_sales():
    firms = firms_of(
        *(zone_firm(n, founded_on=dt.date(2019, 1, 1)) for n in range(8)),
        *(zone_firm(n, founded_on=dt.date(2025, 1, 1)) for n in range(8, 27)),
    )
    found = measured(firms, placed(*on("a", range(27))))["a"]
    assert found["growth"] == pytest.approx((27 / 8) ** (1 / 3) - 1)


def test_points_lie_on_straight_lines_between_the_given_ones():
    firms = firms_of(*(full(n, 10_000_000) for n in range(6)))
    found = measured(firms, placed(*on("a", range(6))))["a"]
    points = {one["component"]: one["points"] for one in found["components"]}
    # firms: 3 have 40 points and 10 have 70; six stand three sevenths of the way.
    assert points["firms"] == pytest.approx(40 + 30 * 3 / 7)
    # sales of 60 million lie halfway from 20 (20 points) to 100 million (40 points).
    assert points["sales_cny"] == pytest.approx(30)
    assert points["certified_share"] == 0 and points["patents"] == pytest.approx(40 + 35 * 20 / 90)
    # One place alone: specialisation is unknown; all else is known.
    assert points["location_quotient"] is None
    weights = {name: one.weight.on(AS_OF) for name, one in FORMULA.components.items()}
    known = sum(
        points[str(measure)] * weights[name]
        for name, one in FORMULA.components.items()
        for measure in one.measures
        if points.get(str(measure)) is not None
    )
    assert found["score"] == pytest.approx(known / 90)
    assert found["score_low"] == pytest.approx(known / 100)
    assert found["score_high"] == pytest.approx((known + 1000) / 100)


@pytest.mark.parametrize(
    ("sales", "state"), [((800, 100, 100), "fragile"), ((799, 101, 100), "weak")]
)
def test_one_firm_carries_a_link_from_four_fifths(sales, state):
    firms = firms_of(*(full(n, amount) for n, amount in enumerate(sales)))
    found = measured(firms, placed(*on("a", range(3))))["a"]
    assert found["state"] == state
    assert ("Z0有限公司一家占营业收入的 80.0%" in said(found)) == (state == "fragile")


def test_a_single_firm_is_fragile_however_large():
    firms = firms_of(full(1, 10**11, patents=900, certificates=["hnte"], listed=True))
    found = measured(firms, placed(*on("a", [1])))["a"]
    assert (found["state"], found["top_share"], found["hhi"]) == ("fragile", 1, 1)
    assert "只靠一家：Z1有限公司" in said(found)


def test_many_strong_firms_are_strong():
    firms = firms_of(*(full(n, 10**9, patents=40, certificates=["hnte"]) for n in range(12)))
    found = measured(firms, placed(*on("a", range(12))))["a"]
    assert found["state"] == "strong" and found["score"] > 80
    assert len(found["leaders"]) == 5 and "链主 5 家" in said(found)


def test_a_weak_link_that_one_city_supplies_is_fragile():
    elsewhere = [{"firm_id": f"X{n}", "place": "320100" if n else "320200"} for n in range(10)]
    firms = firms_of(full(1, 100), full(2, 100), *elsewhere)
    outside = [(f"X{n}", "test", "a") for n in range(10)]
    found = measured(firms, placed(*on("a", [1, 2]), *outside))["a"]
    assert found["state"] == "fragile" and "90.0% 在同一个市" in said(found)
    spread = firms.with_columns(
        place=pl.when(pl.col("firm_id").is_in(["X1", "X2"]))
        .then(pl.lit("320300"))
        .otherwise("place")
    )
    assert measured(spread, placed(*on("a", [1, 2]), *outside))["a"]["state"] == "weak"


def test_leaders_are_ordered_by_known_sales_and_need_a_title_or_a_listing():
    firms = firms_of(
        full(1, 6 * 10**8, certificates=["hnte"]),
        full(2, 9 * 10**8, listed=True),
        full(3, 9 * 10**9),  # large, but neither titled nor listed
        full(4, 10**8, certificates=["hnte"]),  # titled, but small
        zone_firm(5, capital_cny=2 * 10**8),  # sales and titles unknown
        full(6, 10, capital_cny=10**10, listed=True),  # known sales count before capital
    )
    found = measured(firms, placed(*on("a", range(1, 7))))["a"]
    assert found["leaders"] == ["Z2", "Z1", "Z5"]


def places_of(counts):
    """Firms and placements: counts of firms of places x links a, b, c."""
    rows = [
        (f"{place}-{node}-{n}", place, node)
        for place, numbers in counts.items()
        for node, number in zip("abc", numbers, strict=True)
        for n in range(number)
    ]
    firms = firms_of(*({"firm_id": one, "place": place} for one, place, _ in rows))
    return firms, placed(*((one, "test", node) for one, _, node in rows))


def test_location_quotient_and_density_are_those_of_the_complexity_engine():
    counts = {ZONE: (3, 0, 1), **{city: (n, 4 - n, n % 2) for n, city in enumerate(CITIES)}}
    firms, placements = places_of(counts)
    found = place_nodes(placements, firms, CHAINS)
    assert found.schema == PLACE_NODE
    order = sorted(counts)
    table = complexity(np.array([counts[place] for place in order], dtype=float))
    for city, quotients, density in zip(order, table.rca, table.density, strict=True):
        rows = found.filter(pl.col("place") == city).sort("node")
        assert rows["location_quotient"].to_numpy() == pytest.approx(quotients, nan_ok=True)
        assert rows["density"].to_numpy() == pytest.approx(density, nan_ok=True)
        assert rows["firms"].to_list() == list(counts[city])


def test_rank_is_that_of_the_quotient_and_is_told():
    firms, placements = places_of({ZONE: (1, 3, 0), CITIES[0]: (3, 1, 0), CITIES[1]: (2, 2, 0)})
    found = measured(firms, placements)
    assert (found["a"]["place_rank"], found["a"]["places"]) == (3, 3)
    assert found["b"]["place_rank"] == 1
    assert "在 3 个地区中排第 3" in said(found["a"])
    assert "ranks 1 of 3 places" in said(found["b"], "en")
    # A link that no place has compares with nothing.
    assert found["c"]["location_quotient"] is None and found["c"]["place_rank"] is None


def test_a_single_place_has_no_quotient_and_few_have_no_density():
    firms, placements = places_of({ZONE: (1, 3, 0)})
    found = place_nodes(placements, firms, CHAINS)
    assert found["location_quotient"].null_count() == found.height
    firms, placements = places_of({ZONE: (1, 3, 0), CITIES[0]: (3, 1, 0)})
    found = place_nodes(placements, firms, CHAINS)
    assert found["density"].null_count() == found.height


def test_firms_of_unknown_place_count_nowhere():
    firms = firms_of({"firm_id": "X"}, {"firm_id": "Y", "place": "320100"})
    found = place_nodes(placed(("X", "test", "a"), ("Y", "test", "a")), firms, CHAINS)
    assert found["place"].unique().to_list() == ["320100"] and found["firms"].sum() == 1


facts = st.fixed_dictionaries(
    {
        "sales_cny": st.none() | st.integers(0, 10**10),
        "sales_before_cny": st.none() | st.integers(0, 10**10),
        "capital_cny": st.none() | st.integers(0, 10**10),
        "patents": st.none() | st.integers(0, 300),
        "certificates": st.none() | st.lists(st.sampled_from(["hnte", "gazelle"]), unique=True),
        "founded_on": st.none() | st.dates(dt.date(2000, 1, 1), AS_OF),
        "listed": st.none() | st.booleans(),
    }
)
standing = st.lists(
    st.tuples(st.sampled_from("abc"), st.sampled_from([ZONE, *CITIES[:2]]), st.floats(0, 1), facts),
    min_size=1,
    max_size=20,
)


@settings(max_examples=30)
@given(standing)
def test_the_interval_holds_the_score_whatever_is_known(rows):
    firms = firms_of(
        *(
            {"firm_id": f"Z{n}", "place": place, **known}
            for n, (_, place, _, known) in enumerate(rows)
        )
    )
    found = measured(
        firms, placed(*((f"Z{n}", "test", row[0], row[2]) for n, row in enumerate(rows)))
    )
    for row in found.values():
        assert row["state"] in {"missing", "weak", "fragile", "strong", "unknown"}
        assert 0 <= row["score_low"] <= row["score_high"] <= 100 + 1e-9
        if row["score"] is not None:
            assert row["score_low"] - 1e-9 <= row["score"] <= row["score_high"] + 1e-9
        assert len(row["components"]) == len(FORMULA.components)
        assert row["reasons"] and all(one["zh"] and one["en"] for one in row["reasons"])
        if row["hhi"] is not None:
            assert 0 < row["hhi"] <= row["top_share"] + 1e-9 <= 1 + 1e-6


@pytest.mark.shared
def test_the_links_of_new_district_are_told_from_those_of_other_cities():
    """Real registrations: Suzhou New District as the zone, the other cities of Jiangsu beside it."""
    read = [
        pl.read_csv(shared_path("data", "register", name), infer_schema=False).head(20_000)
        for name in ("suzhou_firms.csv.gz", "jiangsu_other_firms.csv.gz")
    ]
    rows = pl.concat(read).unique("uscc", maintain_order=True)
    ours = pl.col("reg_authority_code") == "320505"
    firms = rows.select(
        firm_id="uscc",
        name="name",
        place=pl.when(ours).then(pl.lit(ZONE)).otherwise("city"),
        founded_on=pl.col("founded").str.to_date(strict=False),
        capital_cny=(pl.col("capital_wan").cast(pl.Float64, strict=False) * 10_000).cast(pl.Int64),
        **{name: pl.lit(None, CHAIN_FIRMS[name]) for name in list(CHAIN_FIRMS)[5:]},
    )
    nothing = {name: pl.lit(None, pl.String) for name in ("products", "patents", "industry_code")}
    texts = rows.select(firm_id="uscc", name="name", scope="scope", **nothing).select(*FIRM_TEXTS)
    packs = load_packs([find_pack("cn", Path())])
    placements = place(texts, packs.chains)
    by_place = place_nodes(placements, firms, packs.chains)
    found = node_strengths(
        placements, firms, by_place, packs.chains, packs.strength, dt.date(2019, 4, 30)
    )
    assert found.height == sum(len(chain.links) for chain in packs.chains.values())
    counts = dict(found["state"].value_counts().iter_rows())
    assert counts["missing"] > 0 and counts["fragile"] > 0
    # No firm of the register has sales: every score has room above it.
    assert (
        (found.filter(pl.col("firms") > 0).select(pl.col("score_high") > pl.col("score")))
        .to_series()
        .all()
    )
    assert (
        found.filter(pl.col("state") == "fragile")
        .select(
            ((pl.col("firms") == 1) | (pl.col("top_share") >= 0.8) | (pl.col("score") < 40)).all()
        )
        .item()
    )
