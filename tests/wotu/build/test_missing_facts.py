from decimal import Decimal

import pytest

from tests.zone import code_of, population_of
from wotu.build.missing_facts import UNDECIDED, asked_of, missing_facts, suppliers
from wotu.build.population import Wanted
from wotu.rules.explain import explain
from wotu.rules.inputs import ListInput
from wotu.rules.screen import Standing


@pytest.mark.parametrize("rule_id", ["cn.hnte", "cn.sme_size", "cn.tsme"])
def test_counts_are_those_of_the_lists(snapshot, rule_id):
    population = population_of(snapshot, rule_id)
    for fact in missing_facts(population):
        lacking = (fact.asked,)
        assert population.count(Wanted(lacking=lacking)) == fact.lacking > 0
        assert population.count(Wanted(standings=UNDECIDED, lacking=lacking)) == fact.undecided
        one = Wanted(standings=(Standing.ONE_FACT,), lacking=lacking)
        assert population.count(one) == fact.settles


def test_every_firm_one_fact_away_is_settled_by_exactly_one_fact(population):
    settled = sum(fact.settles for fact in missing_facts(population))
    assert settled == population.standings()[Standing.ONE_FACT] > 0


def test_the_fact_that_settles_most_firms_comes_first(population):
    settles = [fact.settles for fact in missing_facts(population)]
    assert settles == sorted(settles, reverse=True)


def supplied(population, fact, row):
    """The row with the fact known, as a bureau could give it."""
    contract = population.snapshot.packs.contracts[fact.table]
    column = fact.column(population.as_of)
    if isinstance(fact, ListInput):
        return {**row, column: True}
    kind = type(row[column]) if row[column] is not None else None
    assert kind is None, "it was missing"
    value = {"text": "x", "bool": True}.get(contract.fields[fact.field].type.value, Decimal(1))
    return {**row, column: value}


@pytest.mark.parametrize("rule_id", ["cn.hnte", "cn.tsme"])
def test_a_fact_that_settles_a_firm_really_does_once_it_is_supplied(snapshot, rule_id):
    """Nothing but the judgement of experts is open then, whatever the value is."""
    population = population_of(snapshot, rule_id)
    contracts = snapshot.packs.contracts
    checked = 0
    for fact in missing_facts(population):
        wanted = Wanted(standings=(Standing.ONE_FACT,), lacking=(fact.asked,))
        for firm_id in population.firm_ids(wanted)[:5]:
            (row,) = snapshot.rows("SELECT * FROM input WHERE firm_id = ?", [firm_id])
            before = explain(population.rule, contracts, row, population.as_of)
            assert [m.column for m in before.missing if not m.judged] == [
                fact.asked.column(population.as_of)
            ]
            after = explain(
                population.rule, contracts, supplied(population, fact.asked, row), population.as_of
            )
            assert after.verdict is not None or all(m.judged for m in after.missing)
            checked += 1
    assert checked


def test_bureaus_wait_for_the_firms_that_lack_one_of_their_facts(population):
    found = suppliers(population)
    assert {one.name for one in found} >= {"人社局"}
    for bureau in found:
        items = asked_of(population, bureau.name)
        assert {fact.asked for fact in bureau.facts} <= set(items)
        assert population.count(Wanted(standings=UNDECIDED, lacking=items)) == bureau.firms
        assert max(fact.undecided for fact in bureau.facts) <= bureau.firms


def test_what_people_judge_is_asked_of_no_bureau(population):
    assert not any(population.is_judged(fact.asked) for fact in missing_facts(population))
    assert all(asked_of(population, one.name) for one in suppliers(population))
    assert code_of(3) in population.firm_ids(
        Wanted(standings=UNDECIDED, lacking=asked_of(population, "人社局"))
    )
