import datetime as dt
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.wotu.chains.small_maps import chain_of, day, firms_of, placed, states_of
from wotu.chains.attraction import attraction_targets
from wotu.chains.expansion import expansion_signs, sites_by_trade_name
from wotu.chains.openings import supply_proximity
from wotu.chains.strength import place_nodes
from wotu.chains.tables import PLACED_FROM, TARGETS, ZONE
from wotu.packs.attraction import AttractionFormula
from wotu.packs.loader import find_pack
from wotu.packs.schema import parse_model
from wotu.packs.yaml_source import load_yaml

AS_OF = dt.date(2026, 11, 21)
CHAIN = chain_of([("a", "b"), ("b", "c"), ("b", "d")])
CHAINS = {"test": CHAIN}
NODES = tuple(CHAIN.links)

FORMULA = parse_model(
    AttractionFormula, load_yaml(find_pack("cn", Path()) / "attraction.yaml", "attraction.yaml")
)


@pytest.fixture
def formula():
    return FORMULA


def targets(firms, placements, states, formula, **options):
    place_node = place_nodes(placements, firms, CHAINS)
    return attraction_targets(
        states, placements, firms, place_node, CHAINS, formula, AS_OF, **options
    )


standing = st.lists(
    st.tuples(
        st.sampled_from([ZONE, "320100", "320200", None]),
        st.sampled_from(NODES),
        st.sampled_from([0.3, PLACED_FROM, 0.95]),
    ),
    min_size=1,
    max_size=25,
)
state_names = st.sampled_from(["missing", "weak", "fragile", "strong", "unknown"])


@settings(max_examples=25)
@given(standing, st.fixed_dictionaries(dict.fromkeys(NODES, state_names)))
def test_targets_are_firms_elsewhere_that_stand_on_a_gap(rows, states):
    firms = firms_of(*({"firm_id": f"F{i}", "place": r[0]} for i, r in enumerate(rows)))
    placements = placed(*((f"F{i}", "test", r[1], r[2]) for i, r in enumerate(rows)))
    found = targets(firms, placements, states_of(**states), FORMULA)
    assert found.schema == TARGETS
    elsewhere = set(firms.filter(pl.col("place").ne_missing(ZONE))["firm_id"])
    gaps = {node for node, state in states.items() if state in ("missing", "weak", "fragile")}
    assert set(found["firm_id"]) <= elsewhere
    assert set(found["node"]) <= gaps
    sure = {
        (f"F{i}", r[1])
        for i, r in enumerate(rows)
        if r[0] != ZONE and r[1] in gaps and r[2] >= PLACED_FROM
    }
    assert set(found.select("firm_id", "node").iter_rows()) == sure
    assert found["fit"].is_between(0, 1).all()


@settings(max_examples=25)
@given(standing, st.sampled_from(NODES), st.sampled_from(NODES))
def test_one_more_local_firm_never_lowers_the_supply_fit(rows, node, of):
    firms = firms_of(
        {"firm_id": "zone", "place": ZONE},
        {"firm_id": "more", "place": ZONE},
        *({"firm_id": f"F{i}", "place": r[0]} for i, r in enumerate(rows)),
    )
    before = placed(
        ("zone", "test", "a"), *((f"F{i}", "test", r[1], r[2]) for i, r in enumerate(rows))
    )
    after = pl.concat([before, placed(("more", "test", node))])
    fits = [
        supply_proximity(place_nodes(table, firms, CHAINS), CHAINS, FORMULA.supply)
        .filter((pl.col("place") == ZONE) & (pl.col("node") == of))["supply"]
        .item()
        for table in (before, after)
    ]
    assert fits[1] >= fits[0]
    assert (fits[1] > fits[0]) == any({edge.from_, edge.to} == {node, of} for edge in CHAIN.edges)


def test_supply_is_the_mean_presence_at_the_ends_of_edges(formula):
    firms = firms_of(*({"firm_id": f"F{i}", "place": ZONE} for i in range(3)))
    placements = placed(*((f"F{i}", "test", "c") for i in range(3)))
    place_node = place_nodes(placements, firms, CHAINS)
    rows = supply_proximity(place_node, CHAINS, formula.supply)
    by_node = dict(rows.select("node", "supply").iter_rows())
    # 3 firms on c count half; b has three edges (a, c, d), c one (b).
    assert formula.supply.half_firms == 3
    assert by_node == pytest.approx({"a": 0, "b": 0.5 / 3, "c": 0, "d": 0})


def test_unknown_parts_are_left_out_and_never_zero(formula):
    firms = firms_of(
        {"firm_id": "known", "place": "320100", "sales_cny": 80, "sales_before_cny": 100},
        {"firm_id": "unknown", "place": "320100"},
        {"firm_id": "customer", "place": ZONE},
    )
    placements = placed(
        *((firm, "test", "b") for firm in ("known", "unknown")), ("customer", "test", "c")
    )
    found = targets(firms, placements, states_of(b="missing"), formula)
    by_firm = {row["firm_id"]: row for row in found.iter_rows(named=True)}
    assert by_firm["known"]["fit_growth"] == 0
    assert by_firm["unknown"]["fit_growth"] is None
    assert by_firm["unknown"]["fit"] > by_firm["known"]["fit"]


def test_what_is_unknown_of_the_zone_is_left_out_too(formula):
    firms = firms_of({"firm_id": "f", "place": "320100", "sales_cny": 3, "sales_before_cny": 2})
    found = targets(firms, placed(("f", "test", "b", PLACED_FROM)), states_of(b="missing"), formula)
    row = found.row(0, named=True)
    # Growth of a half is beyond the scale; no firm of the zone is known, and no trade name.
    parts = ("fit_related", "fit_supply", "fit_growth", "fit_expand")
    assert tuple(row[part] for part in parts) == (None, None, 1, None)
    assert row["fit"] == PLACED_FROM


def test_a_branch_is_no_target_and_shows_a_site_of_its_firm(formula):
    firms = firms_of(
        {"firm_id": "head", "place": "320100", "name": "南京贝尔特光电有限公司"},
        {"firm_id": "branch", "place": "320200", "name": "南京贝尔特光电有限公司无锡分公司"},
    )
    placements = placed(("head", "test", "b"), ("branch", "test", "b"))
    found = targets(firms, placements, states_of(b="missing"), formula)
    assert found["firm_id"].to_list() == ["head"]
    assert "2 市登记" in "".join(reason["zh"] for reason in found["reasons"][0])


def test_lists_are_cut_and_ranked_by_fit(formula):
    firms = firms_of(
        *(
            {"firm_id": f"F{i}", "place": "320100", "capital_cny": 1_000_000 * (i + 1)}
            for i in range(8)
        )
    )
    placements = placed(*((f"F{i}", "test", "b") for i in range(8)))
    found = targets(firms, placements, states_of(b="missing"), formula, per_node=3)
    assert found["firm_id"].to_list() == ["F7", "F6", "F5"]
    assert found["rank"].to_list() == [1, 2, 3]
    assert found["fit"].is_sorted(descending=True)


def test_reasons_name_counts_and_ranks_in_both_languages(formula):
    firms = firms_of(
        {"firm_id": "out", "place": "320100", "name": "南京贝尔特光电有限公司",
         "capital_cny": 50_000_000, "founded_on": day(2010), "listed": True,
         "certificates": ["hnte", "srdi"], "sales_cny": 120_000_000,
         "sales_before_cny": 100_000_000},
        {"firm_id": "small", "place": "320200", "capital_cny": 1_000_000,
         "name": "无锡贝尔特科技有限公司"},
        *({"firm_id": f"Z{i}", "place": ZONE} for i in range(4)),
        *({"firm_id": f"S{i}", "place": "320300", "capital_cny": 1} for i in range(3)),
    )  # fmt: skip
    placements = placed(
        ("out", "test", "b"),
        ("small", "test", "b"),
        *((f"Z{i}", "test", "c") for i in range(4)),
        *((f"S{i}", "test", "b") for i in range(3)),
    )
    found = targets(firms, placements, states_of(b="missing"), formula)
    row = found.row(0, named=True)
    assert row["firm_id"] == "out"
    zh = "\n".join(reason["zh"] for reason in row["reasons"])
    en = "\n".join(reason["en"] for reason in row["reasons"])
    for part in (
        "缺失环节），区外 3 市有 5 家", "用到该环节：环节c 4 家", "经营范围含“产品b”，落位置信度 0.90",
        "营业收入增长 20.0%，至 1.2亿元", "同字号企业已在 2 市登记", "5000万元，居该环节区外 5 家第 1 位",
        "上市公司", "2 项有效资质证书", "2010 年成立",
    ):  # fmt: skip
        assert part.replace(" ", "") in zh.replace(" ", "").replace(",", "")
    for part in (
        "Missing link: no firm in the zone, 5 in 3 cities", "use it: Link c (4)", "“产品b” in its business scope", "Sales up 20.0%",
        "registered in 2 cities", "rank 1 of 5 firms", "Listed", "2 valid certificates",
    ):  # fmt: skip
        assert part in en


def test_trade_names_count_places_and_common_words_count_nothing():
    firms = firms_of(
        {"firm_id": "1", "place": "320100", "name": "南京贝尔特光电有限公司"},
        {"firm_id": "2", "place": "320200", "name": "无锡贝尔特贸易有限公司"},
        {"firm_id": "3", "place": ZONE, "name": "苏州贝尔特精密有限公司"},
        # Two characters are shared by strangers unless their business agrees.
        {"firm_id": "4", "place": "320100", "name": "南京信达光电科技有限公司"},
        {"firm_id": "5", "place": "320200", "name": "无锡信达物流有限公司"},
        {"firm_id": "m1", "place": "320600", "name": "启东市制药机械厂有限公司"},
        {"firm_id": "m2", "place": "320700", "name": "东海县制药机械厂有限公司"},
        *(
            {"firm_id": f"w{i}", "place": f"32{i:02}00", "name": "新世纪商贸有限公司"}
            for i in range(1, 9)
        ),
    )
    rows = {r["firm_id"]: r for r in sites_by_trade_name(firms).iter_rows(named=True)}
    assert "3" not in rows
    assert (rows["1"]["other_places"], rows["1"]["in_zone"]) == (1, True)
    assert (rows["4"]["other_places"], rows["4"]["in_zone"]) == (0, False)
    assert rows["w1"]["other_places"] is None
    assert rows["m1"]["other_places"] is None  # a line of business and no name


@pytest.mark.parametrize(
    ("founded", "expected"), [(2026, 0.13), (2015, 1.0), (1996, 0.48), (1950, 0.0), (None, None)]
)
def test_the_sign_of_age_rises_then_falls(formula, founded, expected):
    firm = firms_of({"firm_id": "x", "founded_on": day(founded) if founded else None})
    table = firm.with_columns(chain=pl.lit("c"), node=pl.lit("n"))
    sign = table.select(expansion_signs(formula.expansion, AS_OF)["age"]).item()
    assert sign == (None if expected is None else pytest.approx(expected, abs=0.01))


def test_the_link_is_argued_by_rank_where_places_can_be_compared(formula):
    cities = [f"32{i:02}00" for i in range(1, 6)]
    firms = firms_of(
        *(
            {"firm_id": f"{city}{node}", "place": city}
            for city in (ZONE, *cities)
            for node in "abcd"
        )
    )
    stands = {ZONE: "ac", **dict(zip(cities, ("abc", "abc", "d", "d", "ad"), strict=True))}
    placements = placed(
        *((f"{city}{node}", "test", node) for city, nodes in stands.items() for node in nodes)
    )
    found = targets(firms, placements, states_of(b="missing"), formula)
    zh = [reason["zh"] for reason in found["reasons"][0]]
    assert any("关联密度" in one and "4 个环节" in one for one in zh)
    # Two like the zone have a third of their firms on b; those on d are not like it.
    assert any("产业结构相近的地区，该环节占 33.3%" in one for one in zh)
