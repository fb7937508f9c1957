"""A rule of a real snapshot tried with drafts: who is listed, why, and the year to come."""

import datetime as dt
from decimal import Decimal

import polars as pl
import pytest

from tests.wotu.rules.drafts import draft_of
from tests.zone import code_of
from wotu.build.attribute_words import attribute_word
from wotu.build.held import attributes_of
from wotu.build.judging import judge
from wotu.build.next_year import NextYearInputs, in_force_next_year, one_year_on
from wotu.build.reached import Reach, count_reached, reached_firms, reached_table
from wotu.build.simulate import Effect
from wotu.build.trial import Trial
from wotu.rules.draft import draft_rule
from wotu.rules.screen import screen

SHORT = code_of(4)


@pytest.fixture(scope="module")
def trial(snapshot):
    return Trial(snapshot, snapshot.rulebook.rule("cn.hnte", snapshot.manifest.as_of))


def simulated(trial, **changes):
    return trial.simulate(draft_rule(trial.snapshot.packs, draft_of("cn.hnte", **changes)))


@pytest.fixture(scope="module")
def lowered(trial):
    return simulated(trial, parameters={"rd_floor_small": "4%", "staff_share_floor": "12%"})


def test_the_present_side_is_what_the_build_found(trial, snapshot):
    stored = snapshot.manifest.report["verdicts"]["cn.hnte"]["verdict"]
    counts = trial.before.counts
    assert {name: counts[name] for name in ("met", "not_met", "unknown")} == stored


def test_the_drafted_side_is_what_a_screening_of_the_drafted_rule_gives(trial, lowered):
    rule = lowered.after.rule
    frame = trial.held.inputs_of(rule)
    rows = screen(rule, frame.lazy(), trial.held.contracts, trial.held.as_of).rows.collect()
    counts = lowered.after.counts
    assert counts["met"] == rows["verdict"].sum()
    assert counts["unknown"] == rows["verdict"].null_count()
    assert counts["not_applicable"] == trial.held.frame.height - rows.height


def test_a_reached_firm_is_listed_with_the_condition_that_decides_it(lowered):
    firm = next(one for one in reached_firms(lowered, Reach()) if one.firm_id == SHORT)
    assert (firm.before, firm.after, firm.effect) == ("not_met", "unknown", Effect.OPENED)
    (deciding,) = firm.deciding
    assert deciding.id == "rd_intensity"
    assert deciding.text("zh") == "研发费用占比 4.2%（5.0% → 4.0%）"
    assert deciding.text("en") == "R&D intensity 4.2% (5.0% → 4.0%)"


def test_conditions_taken_away_and_added_are_named_as_such(trial):
    label = {"zh": "万人", "en": "Ten thousand"}
    found = simulated(
        trial,
        conditions={
            "rd_intensity": None,
            "many": {"label": label, "test": "firm_staff.total_staff[last_year] >= 10000 人"},
        },
    )
    texts = {
        item.text("zh") for one in reached_firms(found, Reach(), limit=999) for item in one.deciding
    }
    assert texts == {"万人（新增）"}
    gained = simulated(trial, conditions={"rd_intensity": None})
    opened = reached_firms(gained, Reach((Effect.OPENED,)), limit=999)
    assert all("研发费用占比（取消）" in {d.text("zh") for d in one.deciding} for one in opened)


def test_the_list_is_searched_sorted_and_paged(lowered):
    everybody = reached_firms(lowered, Reach(order="name"), limit=999)
    assert [one.name for one in everybody] == sorted(one.name for one in everybody)
    assert count_reached(lowered, Reach()) == len(everybody)
    page = reached_firms(lowered, Reach(order="name"), limit=2, offset=1)
    assert page == everybody[1:3]
    for words in ("博瑞", SHORT, SHORT[:17].lower()):
        assert SHORT in {one.firm_id for one in reached_firms(lowered, Reach(words=words))}
    lost = Reach((Effect.LOST, Effect.DOUBTFUL, Effect.RULED_OUT))
    assert all(one.effect in lost.effects for one in reached_firms(lowered, lost))


def test_the_table_has_a_row_for_every_reached_firm(lowered, snapshot):
    table = reached_table(lowered, Reach(), snapshot, "en")
    assert table.height == count_reached(lowered, Reach())
    row = table.filter(pl.col("Unified social credit code") == SHORT).to_dicts()[0]
    assert row["Deciding conditions"] == "R&D intensity 4.2% (5.0% → 4.0%)"
    assert "Drafted amount (yuan)" not in table.columns


def test_values_of_attributes_have_names_in_both_languages(trial, snapshot, lowered):
    assert attributes_of(snapshot)[:3] == ("size", "section", "division")
    for attribute in attributes_of(snapshot):
        for row in lowered.by(attribute):
            for language in ("zh", "en"):
                word = attribute_word(snapshot, attribute, row.value, language)
                assert bool(word) is (row.value != "unknown")


def test_a_fact_that_only_the_draft_reads_is_read_from_the_snapshot(snapshot):
    rule = snapshot.rulebook.rule("cn.hnte", snapshot.manifest.as_of)
    fresh = Trial(snapshot, rule)
    found = simulated(
        fresh, conditions={"rd_intensity": "firm_finance.total_cost_cny[last_year] >= 100 万元"}
    )
    assert sum(found.counts.values()) == fresh.held.frame.height
    assert found.counts[Effect.OPENED] > 0


# -- the year to come ----------------------------------------------------------------------


def test_a_year_on_is_the_same_day_or_the_28th():
    assert one_year_on(dt.date(2026, 6, 30)) == dt.date(2027, 6, 30)
    assert one_year_on(dt.date(2028, 2, 29)) == dt.date(2029, 2, 28)


def test_the_latest_figures_are_carried_forward_and_missing_ones_stay_missing(trial):
    inputs, _present = trial.later
    now = trial.held.inputs_of(trial.rule)
    assert isinstance(inputs, NextYearInputs)
    column = "firm_finance.rd_expense_cny[{}]"
    assert inputs.frame[column.format(2026)].to_list() == now[column.format(2025)].to_list()
    assert inputs.frame[column.format(2025)].to_list() == now[column.format(2025)].to_list()
    assert inputs.frame[column.format(2024)].to_list() == now[column.format(2024)].to_list()
    staff = "firm_staff.sci_tech_staff[{}]"
    assert now[staff.format(2025)].null_count() > 0
    assert inputs.frame[staff.format(2026)].to_list() == now[staff.format(2025)].to_list()


def test_next_year_is_judged_on_the_rule_and_lists_of_that_day(trial):
    inputs, present = trial.later
    assert inputs.as_of == one_year_on(trial.held.as_of)
    assert sum(present.counts.values()) == trial.held.frame.height
    # What happened more than a year before the later day counts no more: the accident of a firm.
    assert judge(inputs, trial.rule).counts == present.counts


def test_a_rule_without_a_measure_costs_nothing_that_could_be_said(trial, lowered):
    assert trial.costs(lowered) == ()
    assert in_force_next_year(trial.rule, trial.held.as_of)


def test_a_tax_relief_is_costed_for_both_years(snapshot):
    rule = snapshot.rulebook.rule("cn.hnte_income_tax", snapshot.manifest.as_of)
    trial = Trial(snapshot, rule)
    same = draft_rule(snapshot.packs, draft_of(rule.id, rule.spec.edition))
    years = trial.costs(trial.simulate(same))
    assert [one.year for one in years] == [2026, 2027]
    for one in years:
        assert one.before == one.after
        assert one.before.certain >= Decimal(0)
        assert one.before.firms + one.before.undecided <= trial.held.frame.height
