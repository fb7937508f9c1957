"""The official vectors of 研发费用加计扣除, 技术转让所得 and 高新技术企业 15%税率."""

import datetime as dt
import json
from decimal import Decimal

import pytest

from tests.shared_data import shared_path
from wotu.rules.examples import ExampleFacts, run_example

pytestmark = pytest.mark.shared

AS_OF = dt.date(2026, 3, 31)
LISTS = frozenset({"firm_certificate"})
HNTE = {
    "kind": "hnte",
    "granted_on": dt.date(2024, 11, 1),
    "expires_on": dt.date(2027, 10, 31),
}


def wan(amount):
    return Decimal(str(amount)) * 10_000


def vectors(name):
    text = shared_path("criteria", "tax.vectors.json").read_text(encoding="utf-8")
    return json.loads(text)[name]


def run(packs, rule, tax, *, hnte=False, **tables):
    facts = {
        "firm_registration": {"is_branch": False, "industry_code": "3921"},
        "firm_certificate": [HNTE] if hnte else [],
        "firm_tax": {2025: tax},
        **tables,
    }
    return run_example(rule, packs.contracts, ExampleFacts(facts, LISTS), AS_OF)


def research(inputs):
    """The five items are only given together: the first holds them, the others nothing."""
    return {
        2025: {
            "personnel_cny": wan(inputs["first_five_items_wan"]),
            "direct_cny": 0,
            "depreciation_cny": 0,
            "amortisation_cny": 0,
            "design_trial_cny": 0,
            "other_cny": wan(inputs["other_expenses_wan"]),
            "commissioned_domestic_cny": wan(inputs["commissioned_domestic_wan"]),
            "commissioned_overseas_cny": wan(inputs["commissioned_overseas_wan"]),
        }
    }


@pytest.mark.parametrize("hnte", [False, True])
def test_super_deduction(packs, national_rules, hnte):
    for vector in vectors("rd_super_deduction"):
        check_super_deduction(packs, national_rules["cn.rd_super_deduction"], vector, hnte)


def check_super_deduction(packs, rule, vector, hnte):
    tax = {
        "accurate_books": True,
        "chip_or_machine_tool": vector["inputs"]["ic_or_machine_tool"],
    }
    outcome = run(packs, rule, tax, hnte=hnte, firm_rd_cost=research(vector["inputs"]))
    expected = vector["expected"]
    for name in (
        "other_expense_cap",
        "other_counted",
        "domestic_eligible",
        "overseas_counted",
        "base",
        "extra_deduction",
    ):
        assert outcome.found(name) == pytest.approx(float(wan(expected[f"{name}_wan"]))), name
    saved = wan(expected["tax_saved_wan_at_15pct" if hnte else "tax_saved_wan_at_25pct"])
    assert outcome.row["amount"] == saved
    assert outcome.verdict == "met"


def test_technology_transfer(packs, national_rules):
    for vector in vectors("technology_transfer_income"):
        check_transfer(packs, national_rules["cn.technology_transfer_income"], vector)


def check_transfer(packs, rule, vector):
    tax = {
        "transfer_income_cny": wan(vector["income_wan"]),
        "transfer_registered": True,
        "transfer_tied": False,
    }
    outcome = run(packs, rule, tax)
    expected = vector["expected"]
    for name in ("exempt", "halved", "taxable"):
        assert outcome.found(name) == pytest.approx(float(wan(expected[f"{name}_wan"]))), name
    due = wan(expected["tax_wan_at_25pct"])
    assert outcome.found("transfer_tax") == pytest.approx(float(due))
    assert outcome.row["amount"] == wan(vector["income_wan"]) / 4 - due


def test_hnte_rate(packs, national_rules):
    (vector,) = vectors("hnte_rate")
    tax = {"taxable_income_cny": wan(vector["taxable_income_wan"])}
    outcome = run(packs, national_rules["cn.hnte_income_tax"], tax, hnte=True)
    assert outcome.found("tax_at_hnte_rate") == wan(vector["tax_at_15pct"])
    assert outcome.found("tax_at_statutory_rate") == wan(vector["tax_at_25pct"])
    assert outcome.row["amount"] == wan(vector["saving"])


def test_no_rule_grants_the_vat_exemption_from_2026_on(packs):
    """Whether the new notice keeps it has not been read: no rule may promise it."""
    for source in packs.rule_sources.values():
        assert "增值税免税" not in source.data["label"]["zh"]
