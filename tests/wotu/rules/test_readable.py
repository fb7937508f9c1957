import datetime as dt

import pytest

from wotu.rules import tree
from wotu.rules.parse import parse_expression
from wotu.rules.readable import Wording

DAY = dt.date(2026, 6, 30)


@pytest.fixture(params=["zh", "en"])
def language(request):
    return request.param


def wording(packs, rule, language="zh"):
    return Wording(rule, packs.contracts, packs.code_lists, DAY, language)


def expressions_of(rule):
    spec = rule.spec
    yield from (c.spec.test for c in rule.all_conditions() if c.spec.test is not None)
    for quantity in spec.quantities.values():
        if quantity.expr is not None:
            yield quantity.expr
        yield from (band.when for band in quantity.bands if band.when is not None)
    if spec.applies_to is not None:
        yield spec.applies_to


def test_every_expression_of_every_rule_reads_in_both_languages(packs, national_rules, language):
    for rule in national_rules.values():
        said = wording(packs, rule, language)
        for expression in expressions_of(rule):
            pieces = said.pieces(expression)
            assert pieces and all(piece.text for piece in pieces), expression
            text = said.text(expression)
            assert "{" not in text and "  " not in text, expression
            if language == "en":
                plain = [piece.text for piece in pieces if piece.kind == "text"]
                assert not any("一" <= sign <= "鿿" for part in plain for sign in part), text


def test_every_name_leads_to_its_definition(packs, national_rules):
    for rule in national_rules.values():
        known = {
            "parameter": rule.spec.parameters,
            "quantity": rule.spec.quantities,
            "table": rule.spec.tables,
        }
        for expression in expressions_of(rule):
            for piece in wording(packs, rule).pieces(expression):
                assert piece.kind in ("text", "fact") or piece.name in known[piece.kind]


def names_in(node):
    found = {node.name} if isinstance(node, tree.Name) else set()
    for value in vars(node).values() if hasattr(node, "__dict__") else ():
        for part in value if isinstance(value, tuple) else (value,):
            if hasattr(part, "__dict__"):
                found |= names_in(part)
    return found


def test_no_named_value_is_lost_on_the_way_to_words(packs, national_rules):
    for rule in national_rules.values():
        named = {*rule.spec.parameters, *rule.spec.quantities}
        for expression in expressions_of(rule):
            text = str(expression).lower() if isinstance(expression, bool) else str(expression)
            wanted = names_in(parse_expression(text)) & named
            said = {piece.name for piece in wording(packs, rule).pieces(expression)}
            assert wanted <= said, expression


def test_years_are_said_as_years(packs, national_rules):
    rule = national_rules["cn.tsme"]
    test = "firm_staff.total_staff[last_year] <= staff_ceiling"
    assert wording(packs, rule).text(test).startswith("2025年职工总数 ≤ ")
    assert wording(packs, rule, "en").text(test).endswith("≤ " + rule.spec.parameters["staff_ceiling"].label.en)  # fmt: skip


def test_brackets_stand_only_where_they_are_needed(packs, national_rules):
    said = wording(packs, national_rules["cn.hnte"])
    assert said.text("1 + 2 * 3 > 0") == "1 + 2 × 3 > 0"
    assert said.text("(1 + 2) * 3 > 0") == "（1 + 2） × 3 > 0"
    assert said.text("1 - (2 - 3) > 0") == "1 − （2 − 3） > 0"


def test_a_parameter_has_the_value_of_the_day(packs, national_rules):
    rule = national_rules["cn.hnte"]
    shown = {
        name: wording(packs, rule).value_of(parameter, DAY)
        for name, parameter in rule.parameters.items()
    }
    assert {"5.0%", "5,000万元", "365天"} <= set(shown.values())
