"""A rule's SQL on DuckDB says of every firm what the plan on Polars says."""

import datetime as dt

import duckdb
import polars as pl
import pytest

from tests.wotu.rules.random_facts import AS_OF
from tests.wotu.rules.sql.populations import (
    assert_same_rows,
    example_population,
    random_population,
    screened_by_polars,
)
from wotu.packs.loader import load_packs, shipped_packs
from wotu.rules.frame import input_frame
from wotu.rules.rulebook import load_rulebook
from wotu.rules.sql.inputs import fact_table
from wotu.rules.sql.query import frame_query, rule_query


@pytest.fixture(scope="session")
def packs():
    """All packs of the repository, the national one first."""
    folders = sorted(shipped_packs().glob("*/pack.yaml"), key=lambda path: path.parent.name != "cn")
    return load_packs([path.parent for path in folders])


@pytest.fixture(scope="session")
def every_rule(packs):
    return load_rulebook(packs).rules


def screened_by_duckdb(packs, rule, population, as_of=AS_OF):
    firms, facts, complete = population
    query = rule_query(rule, packs.contracts, as_of, "duckdb", complete)
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE firm AS SELECT unnest(?) AS firm_id", [firms])
        for contract in packs.contracts.values():
            name = fact_table(contract.name)
            if name in query.tables:
                connection.register("facts", facts_of(facts, contract).to_arrow())
                connection.execute(f"CREATE TABLE {name} AS SELECT * FROM facts")
        return connection.execute(query.text()).pl()


def facts_of(facts, contract):
    if contract.name in facts:
        return facts[contract.name].collect()
    return pl.DataFrame(schema={"firm_id": pl.String, **contract.stored_types})


@pytest.mark.parametrize("rule_id", ["cn.hnte", "cn.tsme", "cn.sme_size"])
def test_random_firms_fare_the_same(packs, national_rules, rule_id):
    rule = national_rules[rule_id]
    population = random_population(packs, rule, 3)
    expected = screened_by_polars(packs, rule, population)
    assert_same_rows(screened_by_duckdb(packs, rule, population), expected)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_random_firms_fare_the_same_in_every_rule(packs, every_rule, seed):
    for rule in every_rule:
        population = random_population(packs, rule, seed)
        expected = screened_by_polars(packs, rule, population)
        assert_same_rows(screened_by_duckdb(packs, rule, population), expected)


@pytest.mark.slow
def test_examples_fare_the_same(packs, every_rule):
    for rule in every_rule:
        if rule.spec.examples is None:
            continue
        population = example_population(packs, rule)
        day = rule.spec.examples.as_of
        expected = screened_by_polars(packs, rule, population, day)
        assert_same_rows(screened_by_duckdb(packs, rule, population, day), expected)


def test_a_frame_of_inputs_can_be_read_too(packs, national_rules):
    rule = national_rules["cn.tsme"]
    firms, facts, complete = population = random_population(packs, rule, 7)
    rows = pl.LazyFrame({"firm_id": firms})
    input = input_frame(rows, facts, [rule], packs.contracts, AS_OF, complete).collect()
    query = frame_query(rule, packs.contracts, AS_OF, "duckdb", input.columns)
    assert query.tables == ("input",)
    with duckdb.connect() as connection:
        connection.register("input", input.to_arrow())
        found = connection.execute(query.text()).pl()
    assert_same_rows(found, screened_by_polars(packs, rule, population))


def test_text_names_its_steps_and_labels_its_quantities(packs, national_rules):
    query = rule_query(national_rules["cn.hnte"], packs.contracts, AS_OF, "duckdb", {"firm_ip"})
    text = query.text()
    for step in ("firm_ip_counted AS", "inputs AS", "whole_figures AS", "verdicts AS"):
        assert step in text
    assert "/* 近三年研发费用合计 */" in text
    assert "/* R&D expense of three years */" in query.text("en")
    assert "TRUE AS firm_ip__complete" in text
    assert "FALSE AS firm_conversion__complete" in text


def test_days_are_those_of_the_day_asked_for(packs, national_rules):
    day = dt.date(2024, 2, 29)
    query = rule_query(national_rules["cn.tsme"], packs.contracts, day, "duckdb")
    assert "CAST('2019-02-28' AS DATE)" in query.text(), "five years before a leap day"
