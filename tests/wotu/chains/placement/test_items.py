"""Business scopes as items: what a firm does with each of its goods."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wotu.chains.placement.items import Deed, items_of, sentences_of

GOODS = ("光刻胶", "显影液", "机器人", "减速器", "光模块")
MAKING = ("研发", "生产", "制造", "加工", "研发、生产", "设计、生产、销售", "生产和销售")
TRADING = ("销售", "批发", "零售", "批发、零售", "进出口")


def deeds(scope: str) -> dict[str, Deed]:
    """What is said of each item of a scope of one firm."""
    scopes = pl.LazyFrame({"firm": [0], "text": [scope]})
    sentences = sentences_of(scopes).collect().with_row_index("sentence_id")
    items = items_of(sentences.select("sentence_id", "text"))
    rows = items.join(sentences.select("sentence_id", "above"), on="sentence_id")
    return {
        text: Deed(deed or above or Deed.NONE)
        for text, deed, above in rows.select("text", "deed", "above").iter_rows()
    }


def of(scope: str, goods: str) -> Deed:
    """What is said of the item that holds some goods."""
    return next(deed for text, deed in deeds(scope).items() if goods in text)


goods_lists = st.lists(st.sampled_from(GOODS), min_size=1, max_size=4, unique=True)


@settings(max_examples=25)
@given(goods_lists, st.sampled_from(MAKING))
def test_verbs_after_goods_are_theirs(goods, verbs):
    scope = f"{'、'.join(goods)}的{verbs}。"
    assert {of(scope, one) for one in goods} == {Deed.MAKE}


@settings(max_examples=25)
@given(goods_lists, st.sampled_from(TRADING))
def test_verbs_before_a_colon_are_theirs(goods, verbs):
    scope = f"{verbs}：{'、'.join(goods)}"
    assert {of(scope, one) for one in goods} == {Deed.TRADE}


@settings(max_examples=25)
@given(st.permutations(GOODS), st.sampled_from(MAKING), st.sampled_from(TRADING))
def test_one_sentence_says_nothing_of_the_next(goods, making, trading):
    made, sold = goods[0], goods[1]
    for scope in (
        f"{made}的{making}；{sold}的{trading}。",
        f"{trading}：{sold}；{making}：{made}。",
        f"{sold}{trading}。{made}{making}",
    ):
        assert (of(scope, made), of(scope, sold)) == (Deed.MAKE, Deed.TRADE)


@pytest.mark.parametrize(
    ("scope", "goods", "deed"),
    [
        ("销售：集成电路，研发芯片、光纤", "集成电路", Deed.TRADE),
        ("销售：集成电路，研发芯片、光纤", "光纤", Deed.MAKE),
        ("光纤光缆的制造、销售", "光纤", Deed.MAKE),
        ("机器人、减速器的销售、维修", "机器人", Deed.SERVE),
        ("新材料领域内的技术开发、技术咨询、技术服务", "新材料", Deed.SERVE),
        ("研发、生产、销售：水电解设备、机器人、气体回收净化设备", "机器人", Deed.MAKE),
        ("研发、设计、制造、销售：家庭服务机器人、光模块、机电产品", "光模块", Deed.MAKE),
        ("生产、销售：光模块、光纤的维修", "光模块", Deed.MAKE),
        ("生产、销售：光模块、光纤的维修", "光纤", Deed.SERVE),
        ("光纤检测设备的生产", "光纤", Deed.MAKE),
        ("检测设备的生产", "检测设备", Deed.MAKE),
        ("加工中心、检测设备的批发", "检测设备", Deed.TRADE),
        ("滴眼剂、进口药品分包装，销售本公司的产品", "滴眼剂", Deed.MAKE),
        ("生产、加工、销售光模块、光纤", "光模块", Deed.MAKE),
        ("销售：光模块；光纤；机器人", "机器人", Deed.TRADE),
        ("生产设备的销售", "生产设备", Deed.TRADE),
        ("承接机电安装工程", "机电", Deed.SERVE),
        ("光模块的生产、销售：光纤", "光纤", Deed.TRADE),
        ("光模块的生产、销售：光纤", "光模块", Deed.MAKE),
        ("药品研发及技术转让", "药品", Deed.MAKE),
        ("药品注册代理", "药品", Deed.SERVE),
        ("中成药、化学药制剂、抗生素", "化学药", Deed.NONE),
        ("研究、开发、生产和销售新型元器件，锂电池，电动车", "锂电池", Deed.MAKE),
    ],
)
def test_deeds_as_scopes_write_them(scope, goods, deed):
    assert of(scope, goods) is deed


@pytest.mark.parametrize(
    "scope",
    [
        "化工产品的销售（不含危险化学品、光刻胶）",
        "货运（除光刻胶外）；仓储",
        "仓储[光刻胶的生产须经批准]",
    ],
)
def test_what_is_excepted_is_not_done(scope):
    assert not any("光刻胶" in text for text in deeds(scope))


@settings(max_examples=25)
@given(st.text(max_size=200))
def test_any_text_is_read_and_every_item_quotes_it(text):
    assert all(item in text.replace("\r", "\n") or not item.strip() for item in deeds(text))
