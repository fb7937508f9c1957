import itertools

import pytest

from tests.zone import FIRMS, code_of, population_of
from wotu.build.among import ATTRIBUTES, Among
from wotu.build.population import VERDICTS, Wanted
from wotu.rules.screen import Standing

RULES = ("cn.hnte", "cn.sme_size", "cn.tsme")


@pytest.fixture(params=RULES)
def any_population(request, snapshot):
    return population_of(snapshot, request.param)


def test_standings_add_up_to_the_firms_that_the_rule_applies_to(any_population):
    total = any_population.count(Wanted())
    assert sum(any_population.standings().values()) == total == any_population.verdicts().total
    for standing, number in any_population.standings().items():
        assert any_population.count(Wanted(standings=(standing,))) == number


def test_a_branch_is_not_before_a_rule_that_leaves_it_to_its_firm(population):
    assert population.count(Wanted()) == len(FIRMS) - 1
    assert code_of(9) not in population.firm_ids(Wanted())


def test_the_verdicts_of_every_condition_add_up(any_population):
    conditions = [None, *(one.id for one in any_population.rule.all_conditions())]
    for name, counts in any_population.verdicts_by_condition(conditions).items():
        assert counts.total == any_population.count(Wanted())
        for verdict in VERDICTS:
            wanted = (
                Wanted(condition=name, condition_verdicts=(verdict,))
                if name
                else Wanted(verdicts=(verdict,))
            )
            assert any_population.count(wanted) == counts.of(verdict)


@pytest.mark.parametrize("attribute", ATTRIBUTES)
def test_counts_by_an_attribute_add_up_and_narrow(any_population, attribute):
    wanted = Wanted(standings=(Standing.ONE_CONDITION, Standing.NOT_MET))
    counts = any_population.counts_by(attribute, wanted)
    assert sum(counts.values()) == any_population.count(wanted)
    for value, number in counts.items():
        among = Among(**{attribute: (value,)})
        narrowed = Wanted(among, wanted.standings)
        assert any_population.count(narrowed) == number
        assert any_population.counts_by(attribute, narrowed) == counts, "whatever is chosen"
    rows = any_population.standings_by(attribute)
    assert sum(itertools.chain(*(row.values() for row in rows.values()))) == any_population.count(
        Wanted()
    )


def test_pages_put_together_are_the_whole_list_once(population):
    for order in population.orders(Wanted()):
        for sign in ("", "-"):
            pages = [population.firms(Wanted(), sign + order, limit=20, offset=n) for n in range(0, 80, 20)]  # fmt: skip
            found = [firm.firm_id for page in pages for firm in page]
            assert sorted(found) == population.firm_ids(Wanted())


def test_a_firm_comes_with_its_standing_and_what_it_lacks(population):
    (firm,) = population.firms(Wanted(Among(firm_ids=(code_of(3),))))
    assert firm.standing is Standing.ONE_FACT and firm.verdict is None
    assert [item.title("zh") for item in firm.missing] == ["2025年科技人员数"]


def test_firms_before_a_condition_come_with_its_figures(population):
    wanted = Wanted(Among(firm_ids=(code_of(4),)), condition="rd_intensity")
    (firm,) = population.firms(wanted)
    # 210 of 5,000 万元 against 5%.
    assert firm.measures["value"] == pytest.approx(0.042)
    assert firm.measures["margin"] == pytest.approx(-0.008)


def test_words_find_by_name_code_and_initials(population):
    for words in ("博瑞精密", code_of(4), code_of(4)[:17], "ylbrjm"):
        assert code_of(4) in population.firm_ids(Wanted(Among(words=words)))


def test_named_firms_and_those_left_out_are_complements(population):
    every = population.firm_ids(Wanted())
    some = tuple(every[:7])
    assert population.firm_ids(Wanted(Among(firm_ids=some))) == list(some)
    assert population.firm_ids(Wanted(Among(but=some))) == every[7:]
    assert population.firm_ids(Wanted(Among(firm_ids=()))) == []
