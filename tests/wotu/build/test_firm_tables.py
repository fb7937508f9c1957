import pytest

from tests.zone import code_of
from wotu.build.among import Among
from wotu.build.firm_tables import firms_table
from wotu.build.population import Population, Wanted
from wotu.rules.screen import STANDING_LABELS, Standing


@pytest.fixture(scope="module")
def population(snapshot):
    return Population(snapshot, snapshot.rulebook.rule("cn.hnte", snapshot.manifest.as_of))


def test_the_table_has_every_firm_wanted_in_order(population):
    wanted = Wanted(among=Among(section=("C",)))
    table = firms_table(population, wanted)
    assert table.height == population.count(wanted)
    listed = population.firms(wanted, limit=1000)
    assert table["企业名称"].to_list() == [firm.name for firm in listed]
    assert table["统一社会信用代码"].to_list() == [firm.uscc for firm in listed]


def test_codes_are_words_of_the_language(population):
    zh, en = (firms_table(population, Wanted(), language=language) for language in ("zh", "en"))
    assert zh.height == en.height and zh.width == en.width
    assert set(zh["所处位置"]) <= {STANDING_LABELS[one].zh for one in Standing}
    assert set(en["Standing"]) <= {STANDING_LABELS[one].en for one in Standing}
    assert set(zh["结论"]) <= {"符合", "不符合", "待定"}


def test_figures_of_the_condition_asked_for_stay_figures(population):
    wanted = Wanted(condition="rd_intensity", among=Among(firm_ids=(code_of(4),)))
    (row,) = firms_table(population, wanted).to_dicts()
    assert row["结论"] == "不符合"
    assert row["值"] == pytest.approx(210 / 5000) and row["门槛"] == pytest.approx(0.05)
    assert row["差距"] == pytest.approx(row["值"] - row["门槛"])


def test_missing_facts_are_named_with_who_has_them(population):
    wanted = Wanted(among=Among(firm_ids=(code_of(3),)))
    (row,) = firms_table(population, wanted).to_dicts()
    assert "科技人员数" in row["缺少的数据"] and row["结论"] == "待定"


def test_certificates_are_told_where_a_kind_is_asked_for(population):
    wanted = Wanted(due="hnte", among=Among(firm_ids=(code_of(7),)))
    (row,) = firms_table(population, wanted).to_dicts()
    assert row["现有证书有效期至"].isoformat() == "2026-10-07"
    assert "现有证书有效期至" not in firms_table(population, Wanted()).columns
