"""Firms placed on links."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.wotu.chains.placement.maps import chain, node

from wotu.chains.placement.place import place
from wotu.chains.tables import FIRM_TEXTS, PLACED_FROM, PLACEMENT

MAP = chain(
    {
        "resist": node("光刻胶", ["光刻胶"], terms=["电子化学品"], gbt=["3985"]),
        "robot": node("机器人", ["机器人"], exclude=["玩具"], names=["智能装备"], gbt=["3491"]),
        "laser": node("激光器", ["激光器"]),
        "laser_chip": node("激光器芯片", ["激光器芯片"]),
        "testing": node("检测", ["芯片检测"], activity="serve"),
        "shop": node("药店", ["药品"], activity="trade"),
    }
)
CHAINS = {MAP.chain: MAP}


def firms(*rows: dict[str, str | None]) -> pl.DataFrame:
    """Firms with some of their texts."""
    empty = dict.fromkeys(FIRM_TEXTS.names())
    named = [{**empty, "firm_id": f"f{n}", "name": "某某有限公司"} | r for n, r in enumerate(rows)]
    return pl.DataFrame(named, schema=FIRM_TEXTS)


def placed(least: float = PLACED_FROM, **texts: str) -> dict[str, float]:
    """Links of a single firm with their confidence."""
    rows = place(firms(texts), CHAINS).filter(pl.col("confidence") >= least)
    return dict(rows.select("node", "confidence").iter_rows())


def test_whoever_makes_the_goods_is_placed():
    assert set(placed(scope="光刻胶的研发、生产、销售")) == {"resist"}
    assert set(placed(products="光刻胶；显影液")) == {"resist"}
    assert set(placed(name="某某机器人有限公司", scope="机器人的制造")) == {"robot"}


def test_whoever_only_trades_them_is_not():
    assert placed(scope="光刻胶、五金、百货的销售", name="某某贸易有限公司") == {}
    assert set(placed(scope="药品零售")) == {"shop"}


def test_services_are_placed_by_serving():
    assert set(placed(scope="芯片检测服务")) == {"testing"}


def test_an_excluded_word_cancels_its_item_only():
    assert placed(scope="玩具机器人的制造") == {}
    assert set(placed(scope="玩具机器人的制造；焊接机器人的制造")) == {"robot"}


def test_the_longest_word_counts():
    assert set(placed(scope="激光器芯片的研发、生产")) == {"laser_chip"}
    assert set(placed(scope="激光器、激光器芯片的研发、生产")) == {"laser", "laser_chip"}


def test_goods_that_only_describe_others_do_not_count():
    assert placed(scope="机器人包装箱的生产") == {}
    assert placed(scope="用于机器人的电缆的生产") == {}


def test_the_main_trade_weighs_more_than_the_boilerplate():
    rest = "、".join(f"商品{n}" for n in range(30))
    first = placed(0, scope=f"光刻胶的生产；{rest}的生产")["resist"]
    last = placed(0, scope=f"{rest}、光刻胶的生产")["resist"]
    assert first > last


def test_the_industry_code_speaks_for_and_against():
    said = {"scope": "电子化学品的生产"}
    agreed, unknown, other = (
        placed(0, **said, **code)["resist"]
        for code in ({"industry_code": "3985"}, {}, {"industry_code": "5191"})
    )
    assert agreed > unknown > other


def test_words_quote_the_firms_own_texts():
    row = place(firms({"name": "某某机器人有限公司", "scope": "焊接机器人的制造"}), CHAINS).row(
        0, named=True
    )
    assert row["words"][0]["field"] == "name"
    assert {(w["field"], w["text"]) for w in row["words"]} == {
        ("name", "某某机器人有限公司"),
        ("scope", "焊接机器人的制造"),
    }


def test_a_persons_word_decides_and_can_add_a_firm():
    texts = firms({"scope": "光刻胶的生产"}, {"scope": "焊接"})
    said = pl.DataFrame(
        {
            "firm_id": ["f0", "f1"],
            "chain": ["tried", "tried"],
            "node": ["resist", "robot"],
            "right": [False, True],
        }
    )
    rows = place(texts, CHAINS, corrections=said)
    found = {(r["firm_id"], r["node"]): r for r in rows.to_dicts()}
    assert found["f0", "resist"]["confidence"] == 0
    assert found["f0", "resist"]["judged"] is False
    assert found["f1", "robot"]["confidence"] == 1
    assert found["f1", "robot"]["main"]


@pytest.mark.parametrize("right", [True, False])
def test_corrections_move_other_firms_that_the_same_word_placed(right):
    texts = firms(*[{"scope": "电子化学品的生产"}] * 12)
    before = place(texts, CHAINS, floor=0)["confidence"][-1]
    said = pl.DataFrame(
        {
            "firm_id": [f"f{n}" for n in range(8)],
            "chain": "tried",
            "node": "resist",
            "right": right,
        }
    )
    after = place(texts, CHAINS, corrections=said, floor=0)
    unjudged = after.filter(pl.col("judged").is_null())["confidence"]
    assert unjudged.len() == 4
    assert (unjudged > before).all() if right else (unjudged < before).all()


ITEMS = st.sampled_from(
    [
        "光刻胶的生产",
        "机器人",
        "激光器芯片研发",
        "五金销售",
        "药品零售",
        "芯片检测服务",
        "玩具机器人",
    ]
)
SCOPES = st.lists(ITEMS, max_size=6).map("；".join)


@pytest.mark.slow
@settings(max_examples=10)
@given(st.lists(SCOPES, min_size=1, max_size=8), st.randoms(use_true_random=False))
def test_order_and_company_of_firms_change_nothing(scopes, random):
    texts = firms(*[{"scope": scope} for scope in scopes])
    together = place(texts, CHAINS)
    shuffled = texts.sample(fraction=1, shuffle=True, seed=random.randrange(100))
    assert place(shuffled, CHAINS).equals(together)
    alone = [place(texts.filter(pl.col("firm_id") == one), CHAINS) for one in texts["firm_id"]]
    assert pl.concat(alone).sort("firm_id", maintain_order=True).equals(together)


@settings(max_examples=25)
@given(st.text(max_size=80), st.text(max_size=80))
def test_any_text_is_taken(name, scope):
    rows = place(firms({"name": name or "无", "scope": scope}), CHAINS, floor=0)
    assert rows.schema == PLACEMENT
    assert rows["confidence"].is_between(0, 1).all()


def test_no_firms_and_no_maps_give_an_empty_table():
    assert place(firms(), CHAINS).schema == PLACEMENT
    assert place(firms({"scope": "光刻胶的生产"}), {}).is_empty()
