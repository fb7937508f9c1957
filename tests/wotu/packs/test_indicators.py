import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.wotu.packs.test_loader import edit, faults
from wotu.errors import UnknownNameError
from wotu.packs.indicator_names import indicator_key
from wotu.packs.indicators import Direction, IndicatorKind
from wotu.packs.loader import find_pack
from wotu.reading.indicators import indicator_of, shipped_indicators


@pytest.fixture
def copy(tmp_path):
    target = tmp_path / "cn"
    shutil.copytree(find_pack("cn", Path()), target, ignore=shutil.ignore_patterns("chains"))
    return target


@pytest.fixture(scope="module")
def indicators():
    return shipped_indicators()


def test_what_zones_report_is_there(indicators):
    assert len(indicators) >= 60
    ranked = {one.id for one in indicators.values() if one.kind is IndicatorKind.RANK}
    assert ranked == {"zone_rank", "development_zone_rank"}
    assert indicators["energy_per_gdp"].direction is Direction.DOWN


def test_indicators_can_be_keys(indicators):
    assert len(set(indicators.values())) == len(indicators)


def test_every_name_finds_its_own_indicator(indicators):
    for one in indicators.values():
        for name in one.names:
            assert indicators.named(name) is one, name


def test_most_indicators_say_what_defines_them(indicators):
    defined = [one for one in indicators.values() if one.source]
    assert len(defined) >= len(indicators) / 2


@pytest.mark.parametrize(
    ("metric", "indicator"),
    [
        ("有效高新技术企业总数", "hitech_firms"),
        ("国家级专精特新“小巨人”企业", "little_giants"),
        ("全社会研发投入占ＧＤＰ比重", "rd_intensity"),
        ("全市实现地区生产总值", "gdp"),
        ("每万人高价值发明专利拥有量（件）", "high_value_patents_per_10k"),
        ("R&D 经费支出", "rd_spending"),
        ("新增高新技术企业", None),
        ("高新技术企业净增", None),
        ("地区生产总值同比", None),
        ("恒生指数", None),
        ("", None),
        ("数", None),
        ("（）", None),
    ],
)
def test_a_metric_is_found_exactly_or_not_at_all(metric, indicator):
    found = indicator_of(metric)
    assert (found.id if found else None) == indicator


@given(st.text(max_size=40))
def test_any_text_is_a_metric_or_none(text):
    found = indicator_of(text)
    assert found is None or any(indicator_key(name) for name in found.names)


def test_a_unit_is_the_indicators_or_counts_the_same_things(indicators):
    assert indicators["hitech_firms"].unit_of("户") == "家"
    assert indicators["market_entities"].unit_of("家") == "户"
    assert indicators["foreign_capital"].unit_of("元") == "元"
    assert indicators["gdp"].unit_of("美元") is None
    assert indicators["hitech_firms"].unit_of("%") is None


def test_the_growth_of_an_indicator_is_another(indicators):
    assert indicators.growth_of(indicators["gdp"]).id == "gdp_growth"
    assert indicators.growth_of(indicators["residents"]) is None


def test_an_unknown_name_gets_the_nearest_one(indicators):
    with pytest.raises(UnknownNameError, match="hitech_firms"):
        indicators.require("hitech_firm")
    assert indicators.require("社零总额").id == "retail_sales"


def test_the_dictionary_is_a_code_list(packs):
    codes = packs.code_lists["indicators"]
    assert codes.spellings["社零总额"] == "retail_sales"
    assert set(codes.labels) == set(packs.indicators)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("synonyms: [瞪羚, ", "synonyms: [独角兽, ", "name of gazelles already"),
        ("  gazelles:", "  hitech_output:", "given twice"),
        ("certificate: gazelle", "certificate: gazele", "Did you mean 'gazelle'"),
        ("    kind: stock\n", "    kind: stok\n", "kind"),
    ],
)
def test_a_fault_of_the_dictionary_names_its_line(copy, old, new, message):
    edit(copy / "indicators" / "firms.yaml", old, new)
    found = faults(copy)
    assert any(message in fault and "indicators/firms.yaml:" in fault for fault in found), found


def test_growth_of_what_is_not_there_is_a_fault(copy):
    edit(copy / "indicators" / "economy.yaml", "growth_of: gdp", "growth_of: gdpp")
    assert any("Did you mean 'gdp'" in fault for fault in faults(copy))
