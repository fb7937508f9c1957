"""Drafts: changes by name, told at once what cannot stand so."""

import datetime as dt
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings

from tests.wotu.rules.drafts import LABEL, draft_of, drafts_of_hnte
from wotu.errors import PackError, UnknownNameError
from wotu.packs.schema import parse_model
from wotu.packs.yaml_source import load_yaml
from wotu.rules.check import check_rule
from wotu.rules.draft import draft_rule, overlay, read_draft, rule_file
from wotu.rules.draft_changes import changes_of
from wotu.rules.spec import RuleSpec

DAY = dt.date(2026, 6, 30)


def faults_of(packs, **changes):
    with pytest.raises(PackError) as caught:
        draft_rule(packs, draft_of("cn.hnte", **changes))
    return {fault.part: fault.message for fault in caught.value.faults}


def test_a_figure_holds_on_every_day(packs):
    rule = draft_rule(packs, draft_of("cn.hnte", parameters={"rd_floor_small": "4%"}))
    assert rule.parameters["rd_floor_small"].on(dt.date(2016, 1, 1)) == Fraction(4, 100)
    assert rule.parameters["rd_floor_small"].on(dt.date(2030, 1, 1)) == Fraction(4, 100)


def test_a_figure_by_day_stands_beside_those_of_the_rule(packs):
    drafted = draft_of("cn.hnte", parameters={"rd_floor_small": {dt.date(2027, 1, 1): "4%"}})
    figure = draft_rule(packs, drafted).parameters["rd_floor_small"]
    assert [figure.on(dt.date(year, 6, 30)) for year in (2026, 2027)] == [
        Fraction(5, 100),
        Fraction(4, 100),
    ]


def test_conditions_are_rewritten_added_and_taken_away(packs):
    drafted = draft_of(
        "cn.hnte",
        conditions={
            "ip_count": "ip_class1 >= 2",
            "rd_domestic_60pct": None,
            "own_funds": {"label": LABEL.model_dump(), "test": "net_assets_year3 > 0 yuan"},
        },
    )
    rule = draft_rule(packs, drafted)
    conditions = {one.id: one for one in rule.all_conditions()}
    assert conditions["ip_count"].spec.test == "ip_class1 >= 2"
    assert "rd_domestic_60pct" not in conditions
    assert conditions["own_funds"].spec.cite == "draft"


def test_a_name_that_the_rule_lacks_is_told_with_the_nearest(packs):
    faults = faults_of(packs, parameters={"rd_flor_small": "4%"}, conditions={"rd_intensty": "1>0"})
    assert "Did you mean 'rd_floor_small'?" in faults["parameters", "rd_flor_small"]
    assert "Did you mean 'rd_intensity'?" in faults["conditions", "rd_intensty"]


def test_a_wrong_unit_is_told_at_the_part_where_it_breaks(packs):
    faults = faults_of(packs, parameters={"rd_floor_small": "4 万元"})
    assert faults == {
        ("quantities", "rd_floor"): "quantities.rd_floor: 金额（元）不能与占比合在一起 · money (yuan) cannot be combined with a share"
    }  # fmt: skip


def test_a_slip_in_a_condition_within_a_group_is_told_by_its_name(packs):
    faults = faults_of(packs, conditions={"ip_core_support": "firm_reviw.points[this_year] > 3"})
    assert "Did you mean 'firm_review'?" in faults["conditions", "ip_core_support"]


def test_a_group_keeps_one_of_its_conditions(packs):
    faults = faults_of(packs, conditions={"ip_count": None, "ip_core_support": None})
    assert "keeps at least one condition" in faults["conditions", "ip_core_support"]


def test_a_row_of_a_table_is_replaced_and_a_row_too_short_is_told(packs):
    source = next(s for k, s in packs.rule_sources.items() if k.startswith("cn.sme_size@"))
    edition, tables = source.data["edition"], source.data["tables"]
    name = next(name for name, table in tables.items() if "columns" in table)
    key, row = next(iter(tables[name]["rows"].items()))
    drafted = draft_of("cn.sme_size", edition, tables={name: {key: tuple(row)}})
    spec = draft_rule(packs, drafted).spec
    assert list(spec.tables[name].rows[key]) == list(row)
    with pytest.raises(PackError, match=f"row {key}"):
        draft_rule(packs, draft_of("cn.sme_size", edition, tables={name: {key: ()}}))
    with pytest.raises(PackError, match="no such table"):
        draft_rule(packs, draft_of("cn.sme_size", edition, tables={"nothing": {key: ()}}))


def test_an_edition_that_is_not_there_is_told(packs):
    with pytest.raises(UnknownNameError, match="2031"):
        draft_rule(packs, draft_of("cn.hnte", edition="2031"))


def test_a_fault_of_a_file_names_its_line(packs, tmp_path):
    path = tmp_path / "lower.yaml"
    path.write_text(
        "draft: lower\nlabel: {zh: 降, en: Lower}\nrule: cn.hnte\nedition: '2016'\n"
        "parameters:\n  rd_floor_small: 4%\n  score_floor: 3 apples\n"
    )
    with pytest.raises(PackError) as caught:
        draft_rule(packs, read_draft(path))
    assert str(caught.value.faults[0]).startswith(f"{path}:7: parameters.score_floor: ")


@settings(max_examples=10, deadline=None)
@given(drafts_of_hnte)
def test_a_draft_read_again_from_its_file_is_the_same(tmp_path_factory, drafted):
    path = tmp_path_factory.mktemp("draft") / "draft.yaml"
    path.write_text(drafted.as_yaml(), encoding="utf-8")
    assert read_draft(path).model_copy(update={"file": ""}) == drafted


@settings(max_examples=10, deadline=None)
@given(drafts_of_hnte)
def test_the_overlay_is_a_rule_file_that_means_the_draft(packs, tmp_path_factory, drafted):
    path = Path(tmp_path_factory.mktemp("overlay")) / "hnte.yaml"
    path.write_text(overlay(rule_file(packs, drafted), drafted), encoding="utf-8")
    written = check_rule(load_yaml(path), packs.contracts, packs.code_lists)
    meant = draft_rule(packs, drafted)
    assert written.conditions == meant.conditions
    assert written.parameters == meant.parameters
    assert list(written.quantities.items()) == list(meant.quantities.items())


def test_changes_are_named_with_both_texts_and_idle_ones_are_none(packs):
    drafted = draft_of(
        "cn.hnte",
        parameters={"rd_floor_small": "4%", "score_floor": "70  points"},
        conditions={"rd_domestic_60pct": None, "ip_count": "ip_class1+ip_class2>0"},
        quantities={"rd_floor": "rd_floor_small"},
    )
    found = changes_of(parse_model(RuleSpec, rule_file(packs, drafted)), drafted, DAY)
    assert [(one.name, one.after) for one in found] == [
        ("rd_floor_small", "4%"),
        ("rd_floor", "rd_floor_small"),
        ("rd_domestic_60pct", None),
    ]
    assert found[0].before == "5%"
