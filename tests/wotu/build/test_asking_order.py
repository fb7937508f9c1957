"""The order in which facts are asked for settles what it says it does."""

from tests.wotu.build.conftest import population_of
from wotu.build.among import ALL_FIRMS
from wotu.build.asking_order import asking_order
from wotu.build.missing_facts import UNDECIDED, lacked_sets


def test_every_step_settles_the_firms_that_it_says(snapshot):
    for rule_id in ("cn.hnte", "cn.tsme", "cn.sme_size"):
        population = population_of(snapshot, rule_id)
        sets = lacked_sets(population, ALL_FIRMS, UNDECIDED)
        order = asking_order(population)
        assert order.undecided == sum(sets.values())
        asked = set()
        for step in order.steps:
            assert not asked & {named.asked for named in step.facts}
            asked |= {named.asked for named in step.facts}
            assert step.so_far == sum(n for lacked, n in sets.items() if lacked <= asked)
            assert step.firms > 0


def test_the_first_step_is_the_best_for_each_fact(population):
    sets = lacked_sets(population, ALL_FIRMS, UNDECIDED)
    first = asking_order(population).steps[0]
    best = max(
        sum(n for other, n in sets.items() if other <= lacked) / len(lacked) for lacked in sets
    )
    assert first.firms / len(first.facts) == best


def test_what_people_judge_is_not_asked_for(population):
    for step in asking_order(population).steps:
        assert not any(population.is_judged(named.asked) for named in step.facts)
