import pytest

from tests.wotu_site.policies.conftest import RULE, RULES, page_of, population_of
from wotu.rules.screen import Standing
from wotu_site.snapshots import queries as snapshots


@pytest.mark.parametrize("rule_id", RULES)
def test_the_counts_are_those_of_the_screening(leader, rule_id):
    page = page_of(leader, f"/policies/{rule_id}/")
    rows = snapshots.snapshot().rows(f'SELECT * FROM "verdict_{rule_id}"')
    assert page.population.firms == len(rows)
    standings = [row["standing"] for row in rows]
    assert [part.count for part in page.population.bar.parts] == [
        standings.count(standing.value) for standing in Standing
    ]
    for condition in page.conditions:
        verdicts = [row[f"{condition.text.id}.verdict"] for row in rows]
        assert [part.count for part in condition.bar.parts] == [
            verdicts.count(verdict) for verdict in (True, False, None)
        ]


def test_every_part_of_a_bar_leads_to_as_many_firms(leader):
    page = page_of(leader, RULE)
    bars = [page.population.bar, *(row.bar for row in page.conditions)]
    parts = [part for bar in bars for part in bar.parts]
    assert len(parts) > 30
    for part in parts:
        assert page_of(leader, part.address).list.pager.total == part.count, part


def test_every_cell_of_a_table_leads_to_as_many_firms(leader):
    page = page_of(leader, RULE)
    for table in page.population.tables:
        assert sum(row.total for row in table.rows) == page.population.firms
        for row in table.rows:
            assert sum(number for number, _address in row.cells) == row.total
            for number, address in row.cells:
                assert page_of(leader, address).list.pager.total == number


def test_a_missing_fact_counts_the_firms_that_it_leads_to(leader):
    page = page_of(leader, RULE)
    assert page.population.facts
    for fact in page.population.facts:
        assert page_of(leader, fact.lacking_address).list.pager.total == fact.lacking
        assert page_of(leader, fact.settles_address).list.pager.total == fact.settles
        assert fact.settles <= fact.undecided <= fact.lacking


@pytest.mark.parametrize("rule_id", RULES)
def test_every_name_in_an_expression_leads_to_its_definition(leader, rule_id):
    text = leader.get(f"/policies/{rule_id}/").text
    links = {part.split('"')[0] for part in text.split('href="#')[1:]}
    places = {part.split('"')[0] for part in text.split('id="')[1:]}
    assert links - places == set()


def test_conditions_come_in_the_order_of_the_rule_with_clause_and_figures(leader):
    page = page_of(leader, RULE)
    rule = population_of("cn.hnte").rule
    assert [row.text.id for row in page.conditions] == [c.id for c in rule.all_conditions()]
    row = next(row for row in page.conditions if row.text.id == "rd_intensity")
    assert row.text.clause.text == "国科发火〔2016〕32号 第十一条（五）"
    assert {"5,000万元", "5.0%", "3.0%"} <= {one.value for one in row.text.parameters}


def test_definitions_are_closed_until_they_are_opened(leader):
    text = leader.get(RULE).text
    assert text.count('<details class="definition">') == len(page_of(leader, RULE).text.quantities)
    assert 'data-open-all="definitions"' in text


def test_the_page_is_english_for_those_who_chose_it(zone, signed_in):
    text = signed_in(language="en").get(RULE).text
    assert "R&amp;D intensity" in text and "Conditions, in the order of the text" in text
    assert "2,025" not in text  # a year is no quantity


def test_the_list_of_rules_counts_what_their_pages_count(leader):
    page = page_of(leader, "/policies/")
    in_force = [row for group in page.groups for row in group.rows]
    assert {row.id for row in in_force} >= set(RULES)
    for row in in_force:
        assert row.firms == page_of(leader, row.address).population.firms
        assert sum(part.count for part in row.bar.parts) == row.firms


def test_rules_are_found_by_initials_and_number(leader):
    for words in ("gxjsqy", "国科发火〔2016〕32号", "高新技术企业"):
        assert RULE in leader.get(f"/search/?q={words}").text, words
