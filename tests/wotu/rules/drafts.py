"""Drafts for tests: random ones of the national rules, and a small measure of a city."""

import random

from hypothesis import strategies as st

from wotu.packs.schema import Label
from wotu.rules.draft import Draft

LABEL = Label(zh="试", en="Trial")

FIGURES = {
    "cn.hnte": {
        "rd_floor_small": "%",
        "rd_floor_medium": "%",
        "staff_share_floor": "%",
        "domestic_share_floor": "%",
        "hitech_share_floor": "%",
        "small_sales_ceiling": "万元",
        "score_floor": "points",
        "registered_days_floor": "days",
    }
}
"""Parameters by rule, and the unit in which drafts move them."""

TESTS = {
    "cn.hnte": {
        "rd_intensity": [
            "rd_intensity_value > rd_floor",
            "rd_three_years >= 100 万元 or rd_intensity_value >= 2%",
            "rd_intensity_value is known and rd_intensity_value >= rd_floor / 2",
        ],
        "ip_count": ["ip_class1 > 0", "ip_class1 + ip_class2 >= 3"],
        "innovation_score": ["score_ip + score_growth >= 30 points"],
    }
}

FORMULAS = {
    "cn.hnte": {
        "rd_floor": ["rd_floor_small", "if sales_year3 <= 1 亿元 then 4% else rd_floor_large"],
        "score_total": ["score_ip + score_conversion + score_management"],
        "rd_three_years": ["firm_finance.rd_expense_cny[last_year]"],
    }
}

REMOVABLE = {"cn.hnte": ["rd_domestic_60pct", "ip_core_support", "in_supported_field"]}

ADDED = [
    {"label": LABEL.model_dump(), "test": "net_assets_year3 > 0 yuan"},
    {"label": LABEL.model_dump(), "test": "firm_staff.total_staff[last_year] >= 5 人"},
]


def draft_of(rule: str, edition: str = "2016", **changes) -> Draft:
    """A draft of a rule with some changes."""
    return Draft(draft="trial", label=LABEL, rule=rule, edition=edition, **changes)


def random_draft(rule: str, chance: random.Random) -> Draft:
    """Some parameters moved, tests and formulas rewritten, conditions added and taken away."""

    def some(items, most):
        return chance.sample(sorted(items), chance.randint(0, min(most, len(items))))

    moved = some(FIGURES[rule], 3)
    figures = {name: f"{chance.randint(0, 90)} {FIGURES[rule][name]}" for name in moved}
    conditions = {name: chance.choice(TESTS[rule][name]) for name in some(TESTS[rule], 2)}
    conditions |= dict.fromkeys(some(REMOVABLE[rule], 2))
    if chance.random() < 0.5:
        conditions["new_condition"] = chance.choice(ADDED)
    formulas = {name: chance.choice(FORMULAS[rule][name]) for name in some(FORMULAS[rule], 1)}
    return draft_of(rule, parameters=figures, quantities=formulas, conditions=conditions)


drafts_of_hnte = st.integers(0, 2**32).map(
    lambda seed: random_draft("cn.hnte", random.Random(seed))
)

SUBSIDY = """
rule: city.rd_subsidy
edition: "2026"
label: {zh: 研发补助, en: R&D subsidy}
valid: {from: 2026-01-01}
texts:
  notice: {title: {zh: 研发补助办法, en: Measures on R&D subsidies}}
parameters:
  rate: {label: {zh: 补助比例, en: Rate}, values: {2026-01-01: 10%}, cite: notice 二}
  cap: {label: {zh: 最高补助, en: Cap}, values: {2026-01-01: 50 万元, 2027-01-01: 60 万元}, cite: notice 二}
  floor: {label: {zh: 研发费用下限, en: Least R&D expense}, values: {2026-01-01: 100 万元}, cite: notice 一}
  budget: {label: {zh: 年度预算, en: Budget}, values: {2026-01-01: 200 万元}, cite: notice 三}
quantities:
  subsidy: {label: {zh: 补助, en: Subsidy}, expr: "min(firm_finance.rd_expense_cny[last_year] * rate, cap)"}
conditions:
  - {id: rd_floor, label: {zh: 研发费用, en: R&D expense}, cite: notice 一, test: "firm_finance.rd_expense_cny[last_year] >= floor"}
  - {id: certified, label: {zh: 科技人员, en: Technicians}, cite: notice 一, test: "firm_staff.sci_tech_staff[last_year] >= 10 人"}
measure:
  kind: subsidy
  amount: subsidy
  department: {zh: 科技局, en: Science bureau}
  budget: budget
"""
"""A subsidy of 10% of last year's R&D expense up to 500,000 yuan, from one million on."""
