import pytest

from tests.zone import FIRMS, code_of
from wotu.build.among import ALL_FIRMS, Among
from wotu.build.certificates import holders
from wotu.build.population import Population, Wanted
from wotu.build.rungs import READY, STEPS, all_rungs, outlook, rungs_with_rules
from wotu.rules.screen import Standing


@pytest.fixture(scope="module")
def rungs(snapshot):
    return {rung.kind: rung for rung in all_rungs(snapshot)}


def test_every_rung_of_every_ladder_is_there_from_the_lowest_up(snapshot, rungs):
    ladders = snapshot.packs.ladders
    assert sum(len(ladder.rungs) for ladder in ladders.values()) == len(rungs)
    assert rungs["hnte"].rule_id == "cn.hnte"
    assert rungs["hnte"].label("zh") == "高新技术企业"
    technology = [rung.kind for rung in rungs.values() if rung.ladder == "technology"]
    assert technology.index("tsme") < technology.index("hnte")


def test_a_rung_without_a_rule_counts_holders_only(snapshot, rungs):
    for rung in rungs.values():
        found = outlook(snapshot, rung)
        assert found.held == holders(snapshot).get(rung.kind, 0)
        if not rung.rule_id:
            assert (found.declare, found.step, found.undecided) == (None, None, None)


def test_nobody_who_holds_a_certificate_beyond_the_year_is_to_declare(snapshot, rungs):
    population = Population(snapshot, snapshot.rulebook.rule("cn.hnte", snapshot.manifest.as_of))
    wanted = Wanted(standings=READY, due="hnte")
    assert outlook(snapshot, rungs["hnte"]).declare == len(population.firm_ids(wanted))
    assert code_of(8) not in population.firm_ids(wanted)  # held until November 2027


def test_the_outlook_of_all_firms_is_the_sum_of_its_parts(snapshot, rungs):
    codes = [firm.code for firm in FIRMS]
    halves = [Among(firm_ids=tuple(codes[::2])), Among(firm_ids=tuple(codes[1::2]))]
    for rung in rungs.values():
        whole = outlook(snapshot, rung, ALL_FIRMS)
        parts = [outlook(snapshot, rung, half) for half in halves]
        for name in ("held", "lapsing", "declare", "step", "undecided"):
            if getattr(whole, name) is not None:
                assert getattr(whole, name) == sum(getattr(part, name) for part in parts), name


def test_no_firm_is_ready_and_a_step_away():
    assert not set(READY) & set(STEPS)
    assert set(READY) | set(STEPS) < set(Standing)


def test_the_main_rungs_come_before_higher_ones(snapshot):
    kinds = [rung.kind for rung in rungs_with_rules(all_rungs(snapshot))]
    assert kinds[:2] == ["hnte", "srdi_sme"]
    assert set(kinds) == {rung.kind for rung in all_rungs(snapshot)}
