import pytest

from tests.zone import population_of
from wotu.build.population import Wanted
from wotu.build.shortages import shortages
from wotu.rules.screen import Standing

SHORT = Wanted(standings=(Standing.ONE_CONDITION,))


@pytest.mark.parametrize("rule_id", ["cn.hnte", "cn.tsme"])
def test_within_is_the_widest_gap_of_what_falls_short(snapshot, rule_id):
    population = population_of(snapshot, rule_id)
    firms = population.firm_ids(SHORT)
    gaps = {}
    for firm_id, found in shortages(population, firms).items():
        known = [
            float(-one.margin / abs(one.threshold))
            for one in found
            if one.margin is not None and one.threshold
        ]
        gaps[firm_id] = max(known, default=None)
    for within in (0.0, 0.1, 0.3, 1.0):
        wanted = Wanted(standings=SHORT.standings, within=within)
        near = {firm for firm, gap in gaps.items() if gap is not None and gap <= within + 1e-9}
        assert set(population.firm_ids(wanted)) == near


def test_firms_without_a_figure_are_never_near(population):
    undecided = Wanted(standings=(Standing.ONE_FACT,), within=100.0)
    assert population.count(undecided) == 0


def test_the_order_by_gap_begins_with_the_nearest(snapshot):
    population = population_of(snapshot, "cn.tsme")
    order = [firm.firm_id for firm in population.firms(SHORT, "short", limit=1000)]
    near = set(population.firm_ids(Wanted(standings=SHORT.standings, within=0.1)))
    assert near and set(order[: len(near)]) == near
