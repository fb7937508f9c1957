import pytest

from tests.zone import code_of, population_of
from wotu.build.answers import explain_firm
from wotu.build.population import Wanted
from wotu.build.shortages import shortages
from wotu.rules.screen import Standing


def test_a_shortage_says_what_stands_against_what_and_what_would_do(population):
    (shortage,) = shortages(population, [code_of(4)])[code_of(4)]
    assert shortage.condition.id == "rd_intensity" and shortage.operator == ">="
    assert float(shortage.value) == pytest.approx(0.042)
    assert float(shortage.margin) == pytest.approx(-0.008)
    assert shortage.shortfall.amount == 400_000


def test_no_firm_has_no_shortage(population):
    assert shortages(population, []) == {}
    assert shortages(population, [code_of(1)]) == {code_of(1): ()}


@pytest.mark.parametrize("rule_id", ["cn.hnte", "cn.tsme"])
def test_one_condition_away_is_within_one_condition(snapshot, rule_id):
    population = population_of(snapshot, rule_id)
    firms = population.firm_ids(Wanted(standings=(Standing.ONE_CONDITION,)))
    found = shortages(population, firms)
    assert set(found) == set(firms)
    assert all(len({one.within.id for one in short}) == 1 for short in found.values())


def test_the_figures_are_those_of_the_explanation(snapshot, population):
    firms = population.firm_ids(Wanted(standings=(Standing.NOT_MET, Standing.ONE_CONDITION)))[:12]
    for firm_id, found in shortages(population, firms).items():
        (explanation,) = explain_firm(snapshot, firm_id, "cn.hnte")
        reasons = {reason.id: reason for reason in explanation.all_conditions()}
        assert found
        for shortage in found:
            reason = reasons[shortage.condition.id]
            assert reason.verdict is False
            if reason.margin is not None:
                assert float(shortage.margin) == pytest.approx(float(reason.margin))
            assert shortage.shortfall == reason.shortfall


def test_of_alternatives_the_nearest_is_named(snapshot):
    population = population_of(snapshot, "cn.tsme")
    firms = population.firm_ids(
        Wanted(condition="score_or_direct", condition_verdicts=("not_met",))
    )
    for found in shortages(population, firms).values():
        tests = [one.condition.id for one in found if one.within.id == "score_or_direct"]
        assert tests and set(tests) <= {"score_total_60", "score_staff_above_0"}
