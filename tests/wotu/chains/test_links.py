"""What breaks without a link, and which gaps press most."""

import polars as pl
import pytest

from tests.wotu.chains.small_maps import chain_of
from wotu.chains.links import gaps, without_node
from wotu.chains.tables import NODE_STRENGTH, PLACE_NODE, ZONE
from wotu.errors import UnknownNameError
from wotu.packs.chains import ChainMap

#: a feeds b, b feeds c and d; e only helps d; s can stand in for b.
CHAIN = chain_of([("a", "b"), ("b", "c"), ("b", "d"), ("s", "c")], optional=(("e", "d"),))


def with_substitutes(**substitutes):
    plain = CHAIN.model_dump(by_alias=True)
    for node, others in substitutes.items():
        plain["nodes"][node]["substitutes"] = others
    return ChainMap.model_validate(plain)


def strengths(**firms):
    """NODE_STRENGTH with numbers of firms: none is missing, one fragile, more strong."""
    states = {0: "missing", 1: "fragile"}
    rows = [
        {
            **dict.fromkeys(NODE_STRENGTH),
            "chain": "test",
            "node": node,
            "firms": firms.get(node, 0),
            "state": states.get(firms.get(node, 0), "strong"),
            "reasons": [{"zh": "理由。", "en": "Reason."}],
        }
        for node in CHAIN.links
    ]
    return pl.DataFrame(rows, schema=NODE_STRENGTH, orient="row")


def test_links_that_need_it_break_through_others_too():
    found = without_node(CHAIN, "a", strengths(a=1, b=2, c=3, d=4, e=5))
    assert [(one.node, one.needs, one.firms) for one in found.broken] == [
        ("b", "a", 2),
        ("c", "b", 3),
        ("d", "b", 4),
    ]
    # 1 on a itself, and 2 + 3 + 4 after it, of 15.
    assert (found.firms_affected, found.firms_of_chain) == (10, 15)
    assert found.share_affected == pytest.approx(10 / 15)


def test_what_can_be_done_without_breaks_nothing():
    assert without_node(CHAIN, "e", strengths(e=1, d=1)).broken == ()


def test_a_substitute_made_in_the_zone_holds_what_would_break():
    chain = with_substitutes(b=["s"])
    found = without_node(chain, "b", strengths(b=1, c=1, d=1, s=2))
    assert found.broken == () and [one.node for one in found.held] == ["c", "d"]
    assert [(one.node, one.firms, one.present) for one in found.stand_ins] == [("s", 2, True)]
    # Nobody makes it here: it holds nothing, but is named.
    found = without_node(chain, "b", strengths(b=1, c=1, d=1))
    assert [one.node for one in found.broken] == ["c", "d"] and not found.stand_ins[0].present


def test_a_substitute_that_breaks_itself_holds_nothing():
    # c could replace d, but hangs on b too.
    chain = with_substitutes(d=["c"])
    found = without_node(chain, "b", strengths(b=1, c=1, d=1))
    assert {one.node for one in found.broken} == {"c", "d"}


def test_suppliers_elsewhere_are_counted_where_they_are_known():
    rows = [
        (ZONE, "test", "a", 5),
        ("320100", "test", "a", 3),
        ("320200", "test", "a", 0),
        ("320300", "test", "b", 9),
    ]
    table = pl.DataFrame(rows, ["place", "chain", "node", "firms"], orient="row")
    full = table.select(
        *(pl.col(n) if n in table.columns else pl.lit(None).alias(n) for n in PLACE_NODE)
    ).cast(PLACE_NODE)
    found = without_node(CHAIN, "a", strengths(a=5), full)
    assert (found.firms_elsewhere, found.places_elsewhere) == (3, 1)
    assert without_node(CHAIN, "e", strengths(a=5), full).firms_elsewhere == 0
    # Nothing known of other places is not the same as nobody there.
    assert without_node(CHAIN, "a", strengths(), full.filter(place=ZONE)).firms_elsewhere is None
    assert without_node(CHAIN, "a", strengths()).firms_elsewhere is None
    assert without_node(CHAIN, "a", strengths()).share_affected is None


def test_an_unknown_link_is_refused():
    with pytest.raises(UnknownNameError):
        without_node(CHAIN, "zz", strengths())


def test_gaps_come_by_how_many_links_depend_on_them():
    found = gaps(CHAIN, strengths(b=1, c=4, d=4))
    # a stops b, c and d; b stops c and d; s stops c; nothing needs e.
    assert [(one.rank, one.node, one.dependents) for one in found] == [
        (1, "a", ("b", "c", "d")),
        (2, "b", ("c", "d")),
        (3, "s", ("c",)),
        (4, "e", ()),
    ]
    assert [one.essential for one in found] == [1, 2, 1, 0]
    assert found[0].reasons[0].zh == "本区有 3 个环节离不开它：环节b、环节c、环节d。"
    assert found[0].reasons[0].en == "3 links of the zone need it: Link b, Link c, Link d."
    assert found[0].reasons[-1].zh == "理由。"
    assert found[-1].reasons[0].zh == "本区没有环节离不开它。"


def test_related_gaps_come_first_among_equals():
    table = strengths(c=1).with_columns(
        density=pl.when(pl.col("node") == "e").then(0.9).otherwise(0.1)
    )
    order = [one.node for one in gaps(CHAIN, table) if not one.dependents]
    assert order[0] == "e"


def test_unknown_and_strong_links_are_no_gaps():
    table = strengths(**dict.fromkeys("abcdes", 3)).with_columns(
        state=pl.when(pl.col("node") == "a").then(pl.lit("unknown")).otherwise("state")
    )
    assert gaps(CHAIN, table) == ()
