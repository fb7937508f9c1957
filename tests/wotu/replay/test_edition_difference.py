"""Differences between editions in words that an officer reads."""

import pytest

from wotu.packs.yaml_source import load_yaml
from wotu.replay.edition_difference import EditionOf, edition_changes
from wotu.rules.check import check_rule

OLD = """
rule: zz.rule
edition: "2025"
label: {zh: 奖励, en: Award}
valid: {from: 2025-01-01, to: 2025-12-31}
texts: {measures: {title: {zh: 奖励办法, en: Award measures}, number: 云发〔2025〕1号}}
parameters:
  floor: {label: {zh: 研发占比下限, en: R&D floor}, values: {2025-01-01: 5%}}
  ceiling: {label: {zh: 上限, en: Ceiling}, values: {2025-01-01: 100 人}}
quantities:
  share:
    label: {zh: 研发占比, en: R&D intensity}
    expr: firm_finance.rd_expense_cny[last_year] / firm_finance.sales_revenue_cny[last_year]
conditions:
  - {id: rd, label: {zh: 研发, en: R&D}, cite: measures 第一条, test: share >= floor}
  - {id: staff, label: {zh: 人数, en: Staff}, cite: measures 第二条, test: "firm_staff.total_staff[last_year] <= ceiling"}
"""
NEW = (
    OLD.replace('"2025"', '"2026"')
    .replace("from: 2025-01-01, to: 2025-12-31", "from: 2026-01-01")
    .replace("云发〔2025〕1号", "云发〔2026〕3号")
    .replace("5%", "6%")
    .replace("100 人", "120 人")
    .replace("share >= floor", "share > floor")
    .replace("id: staff, label: {zh: 人数, en: Staff}", "id: age, label: {zh: 年限, en: Age}")
    .replace(
        '"firm_staff.total_staff[last_year] <= ceiling"',
        "as_of - firm_registration.founded_on >= 365 days",
    )
)


@pytest.fixture
def changes(packs, tmp_path):
    editions = []
    for name, text in (("old", OLD), ("new", NEW)):
        path = tmp_path / f"{name}.yaml"
        path.write_text(text, encoding="utf-8")
        rule = check_rule(load_yaml(path), packs.contracts, packs.code_lists)
        editions.append(EditionOf(rule, packs))
    return edition_changes(*editions)


@pytest.mark.parametrize(
    "said",
    [
        "施行日期：2025-01-01 → 2026-01-01",
        "删去 失效日期：2025-12-31",
        "依据：《奖励办法》 云发〔2025〕1号 → 《奖励办法》 云发〔2026〕3号",
        "研发占比下限：5.0% → 6.0%（增加1个百分点）",
        "上限：100 → 120（+20%）",
        "研发：研发占比 ≥ 研发占比下限 → 研发占比 > 研发占比下限",
        "新增 年限：截至日 − 成立日期 ≥ 365天",
    ],
)
def test_chinese(changes, said):
    assert said in [change.text("zh") for change in changes]


def test_english(changes):
    said = [change.text("en") for change in changes]
    assert "R&D floor: 5.0% → 6.0% (+1 percentage point)" in said
    assert any(line.startswith("Gone: Staff: ") for line in said)


def test_a_share_moves_by_points_and_other_figures_by_per_cent(changes):
    moved = {change.change.name: change.as_json() for change in changes}
    assert (moved["floor"]["percentage_points"], moved["floor"]["percent"]) == (1, None)
    assert (moved["ceiling"]["percentage_points"], moved["ceiling"]["percent"]) == (None, 20)


def test_years_that_only_the_calendar_moved_are_no_difference(changes):
    assert not any("2024" in change.text("zh") for change in changes)


def test_an_edition_does_not_differ_from_itself(packs, national_rules):
    edition = EditionOf(national_rules["cn.hnte"], packs)
    assert edition_changes(edition, edition) == []
