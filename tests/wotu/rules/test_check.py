import re
from pathlib import Path

import pytest
import yaml

from wotu.errors import PackError
from wotu.packs.yaml_source import load_yaml
from wotu.rules.check import check_rule

GOOD = """
rule: test.rule
edition: "1"
label: {zh: 测试, en: Test}
valid: {from: 2020-01-01}
texts: {law: {title: {zh: 法, en: Law}}}
parameters:
  floor: {label: {zh: 下限, en: Floor}, values: {2020-01-01: 5%}}
quantities:
  share: {label: {zh: 占比, en: Share}, expr: "firm_finance.rd_expense_cny[last_year] / firm_finance.sales_revenue_cny[last_year]"}
conditions:
  - {id: enough, label: {zh: 够, en: Enough}, cite: law 第一条, test: "share >= floor"}
"""


@pytest.fixture
def check(tmp_path, packs):
    def check_text(text):
        path = tmp_path / "rule.yaml"
        path.write_text(text, encoding="utf-8")
        return check_rule(load_yaml(path, "rule.yaml"), packs.contracts, packs.code_lists)

    return check_text


def faults(check, text):
    with pytest.raises(PackError) as error:
        check(text)
    return error.value.faults


def replaced(old, new):
    assert old in GOOD
    return GOOD.replace(old, new)


def test_a_good_rule_is_checked(check):
    rule = check(GOOD)
    assert rule.conditions[0].unit == "share"
    assert [item.field for item in rule.inputs] == ["rd_expense_cny", "sales_revenue_cny"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("rd_expense_cny", "rd_expense", "no column 'rd_expense'. Did you mean 'rd_expense_cny'"),
        ("firm_finance.rd", "firm_finances.rd", "no table 'firm_finances'. Did you mean"),
        ("rd_expense_cny[last_year]", "rd_expense_cny", "say which year"),
        ("share >= floor", "shares >= floor", "'shares' is not known here. Did you mean 'share'"),
        ("share >= floor", "share >= 5000 万元", "a share cannot be compared with money"),
        (
            "share >= floor",
            "firm_registration.state = 'in_busines'",
            "'in_busines' is not a code of the list registration_states. Did you mean 'in_busi",
        ),
        (
            "share >= floor",
            "firm_finance.sales_revenue_cny[last_year] >= 5000",
            "write the unit of the amount",
        ),
        ("share >= floor", "share >= floor and 3", "expected something true or false"),
        ("share >= floor", "share >=", "unexpected the end"),
        ("share >= floor", "firm_profile.hitech_field = 5", "cannot be compared"),
        ("share >= floor", "firm_profile.hitech_field in ('electronic')", "Did you mean 'electronics'"),
        ("share >= floor", "cuont(firm_ip)", "no function 'cuont'. Did you mean 'count'"),
        ("share >= floor", "firm_ip.kind = 'design'", "is a list: use count"),
        ("cite: law 第一条", "cite: laws 第一条", "cites no text of this rule. Did you mean 'law'"),
        ("values: {2020-01-01: 5%}", "values: {2020-01-01: share}", "'share' is not known here"),
        ("test: \"share", "tset: \"share", "tset"),
        ("conditions:", "condition:", "conditions"),
    ],
)  # fmt: skip
def test_a_fault_names_line_and_remedy(check, old, new, message):
    found = faults(check, replaced(old, new))
    assert any(message in str(fault) for fault in found), [str(f) for f in found]
    lines = replaced(old, new).splitlines()
    for fault in found:
        assert fault.file == "rule.yaml"
        assert 1 <= fault.line <= len(lines)


def test_a_fault_points_at_the_line_of_its_expression(check):
    (fault,) = faults(check, replaced("share >= floor", "share >= flor"))
    assert "flor" in GOOD.replace("share >= floor", "share >= flor").splitlines()[fault.line - 1]


def test_all_faults_of_a_file_are_reported_together(check):
    text = replaced("share >= floor", "shares >= floors").replace("rd_expense_cny", "rd_expense")
    assert len(faults(check, text)) == 2


def test_quantities_that_name_each_other_are_a_fault(check):
    text = GOOD.replace(
        "conditions:",
        "  first: {label: {zh: 甲, en: A}, expr: second + 1}\n"
        "  second: {label: {zh: 乙, en: B}, expr: first + 1}\nconditions:",
    )
    assert any("name each other" in str(fault) for fault in faults(check, text))


def test_quantities_may_come_in_any_order(check):
    text = GOOD.replace(
        "quantities:\n", "quantities:\n  half: {label: {zh: 半, en: Half}, expr: share / 2}\n"
    )
    assert list(check(text).quantities) == ["share", "half"]


def test_a_key_given_twice_is_a_fault(check):
    (fault,) = faults(check, GOOD + 'edition: "2"\n')
    assert "given twice" in fault.message


def test_a_figure_too_large_for_exact_arithmetic_is_refused(check):
    import datetime as dt

    import polars as pl

    from wotu.rules.compile import compile_rule
    from wotu.rules.exact import TooLargeError

    power = "*".join(["firm_finance.sales_revenue_cny[last_year]"] * 4)
    rule = check(replaced("share >= floor", f"{power} / ({power}) >= floor"))
    schema = {item.column(dt.date(2026, 6, 30)): pl.Decimal(18, 2) for item in rule.inputs}
    with pytest.raises(TooLargeError):
        compile_rule(rule, dt.date(2026, 6, 30), schema)


def test_words_such_as_on_and_no_are_text(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text("on: no\ny: true\n", encoding="utf-8")
    assert load_yaml(path).data == {"on": "no", "y": True}


@pytest.mark.slow
def test_shipped_rules_are_readable_yaml_elsewhere():
    for path in Path("packs").rglob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        yaml.safe_load(text)
        assert not re.search(r"^\s*(on|off|yes|no):", text, re.M), path
