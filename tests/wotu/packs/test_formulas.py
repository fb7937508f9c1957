import doctest
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.wotu.packs.test_loader import edit, faults
from wotu.packs import formulas as module
from wotu.packs.formulas import (
    Figure,
    FormulaError,
    Number,
    Operation,
    dimension_of,
    dimension_of_formula,
    figures_of,
    formula_order,
    parse_formula,
)
from wotu.packs.loader import find_pack, load_packs

FILE = "indicators/zone_evaluation.yaml"
INTENSITY = "formula: 100 * internal_rd / zone_revenue"


@pytest.fixture
def copy(tmp_path):
    target = tmp_path / "cn"
    shutil.copytree(find_pack("cn", Path()), target, ignore=shutil.ignore_patterns("chains"))
    return target


def line_of(folder, text):
    lines = (folder / FILE).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if text in line)


names = st.sampled_from(["a", "b", "c"])
formulas = st.recursive(
    st.one_of(
        st.builds(Figure, names, st.integers(0, 2)),
        st.builds(Number, st.fractions(0, 1000, max_denominator=1).filter(lambda n: n >= 0)),
    ),
    lambda below: st.builds(Operation, st.sampled_from("+-*/"), below, below),
    max_leaves=12,
)


def written(formula):
    match formula:
        case Number(value):
            return str(value)
        case Figure(name, years):
            return "before(" * years + name + ")" * years
        case Operation(sign, left, right):
            return f"({written(left)} {sign} {written(right)})"


@given(formulas)
def test_a_formula_reads_back_as_it_was_written(formula):
    assert parse_formula(written(formula)) == formula


@pytest.mark.parametrize(
    "text",
    [
        "a ** 2", "a % b", "max(a, b)", "before(a, b)", "before()", "__import__('os')", "a.b", "a[0]",
        "a if b else c", "a < b", "lambda: a", "'a'", "True", "a b", "", "a +", "(" * 400 + "a", "1j", "a\n= b",
    ],
)  # fmt: skip
def test_nothing_but_figures_numbers_and_signs_is_a_formula(text):
    with pytest.raises(FormulaError):
        parse_formula(text)


def test_numbers_are_read_as_written():
    assert parse_formula("0.1") == Number(parse_formula("1/10").left.value / 10)


def test_before_reaches_every_figure_within():
    assert figures_of(parse_formula("before(a / before(b)) * a")) == (
        Figure("a", 1), Figure("b", 2), Figure("a"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("家", "户"),
        ("%", "百分点"),
        ("人", "人年"),
        ("吨标准煤/万元", "吨标准煤/元"),
        ("亿元", "元"),
    ],
)
def test_units_that_differ_in_words_or_size_alone_are_alike(one, other):
    assert dimension_of(one) == dimension_of(other)


def test_sums_of_unlike_units_are_refused():
    units = {"a": "元", "b": "家"}
    with pytest.raises(FormulaError, match="元 and 家"):
        dimension_of_formula(parse_formula("a + b"), units)
    assert dimension_of_formula(parse_formula("a / b"), units) == (("元", 1), ("家", -1))


@given(st.permutations(["a", "b", "c", "d"]))
def test_the_order_of_formulas_does_not_depend_on_how_they_are_listed(listed):
    texts = {"a": "b + c", "b": "c + x", "c": "x", "d": "a - y"}
    order = formula_order({name: parse_formula(texts[name]) for name in listed})
    assert order == ["c", "b", "a", "d"]


def test_a_formula_that_is_none_is_a_fault_at_its_line(copy):
    edit(copy / FILE, INTENSITY, "formula: internal_rd ^ 2")
    fault = faults(copy)[0]  # the others miss the indicators of the file
    assert fault.startswith(f"cn/{FILE}:{line_of(copy, 'internal_rd ^ 2')}: ")
    assert "internal_rd ^ 2" in fault


def test_an_unknown_indicator_is_a_fault_with_the_nearest(copy):
    edit(copy / FILE, INTENSITY, "formula: 100 * internal_rb / zone_revenue")
    (fault,) = faults(copy)
    assert fault.startswith(f"cn/{FILE}:{line_of(copy, 'internal_rb')}: ")
    assert "internal_rb" in fault and "Did you mean 'internal_rd'?" in fault


def test_formulas_in_a_circle_are_faults_with_the_way_round(copy):
    edit(
        copy / FILE, "formula: firm_value_added / employees", "formula: before(labour_productivity)"
    )
    found = faults(copy)
    assert any("labour_productivity → labour_productivity" in fault for fault in found)
    assert any("figure of the period itself" in fault for fault in found)
    line = line_of(copy, "formula: before(labour_productivity)")
    assert all(fault.startswith(f"cn/{FILE}:{line}: ") for fault in found)


def test_adding_money_and_firms_is_a_fault(copy):
    edit(copy / FILE, INTENSITY, "formula: 100 * (internal_rd + hitech_firms) / zone_revenue")
    (fault,) = faults(copy)
    assert fault.startswith(f"cn/{FILE}:{line_of(copy, 'internal_rd + hitech_firms')}: ")
    assert "元 and 家" in fault


def test_a_result_in_another_unit_than_the_indicator_is_a_fault(copy):
    edit(copy / FILE, INTENSITY, "formula: 100 * internal_rd")
    (fault,) = faults(copy)
    assert "the formula gives 元, the indicator is in %" in fault


def test_a_query_of_what_the_register_does_not_have_is_a_fault(copy):
    edit(
        copy / FILE,
        "contract: firm_staff, count: sum, field: bachelors_or_above",
        "contract: firm_staff, count: sum, field: bachelor",
    )
    (fault,) = faults(copy)
    assert "bachelors_or_above" in fault
    assert fault.startswith(f"cn/{FILE}:{line_of(copy, 'field: bachelor}')}: ")


def test_an_indicator_is_computed_in_one_way_only(copy):
    edit(copy / FILE, INTENSITY, f"{INTENSITY}\n    certificate: hnte")
    assert any("give only one of them" in fault for fault in faults(copy))


def test_formulas_of_the_shipped_packs_lead_to_known_figures():
    indicators = load_packs([find_pack("cn", Path())]).indicators
    computed = [one for one in indicators.values() if one.formula]
    assert len(computed) > 10


def test_the_examples_of_the_module_hold():
    assert doctest.testmod(module).failed == 0
