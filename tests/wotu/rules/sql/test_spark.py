"""A rule on Spark says of every firm what the plan on Polars says."""

import shutil

import polars as pl
import pytest
from deltalake import write_deltalake

from tests.wotu.rules.random_facts import AS_OF
from tests.wotu.rules.sql.populations import (
    assert_same_rows,
    example_population,
    random_population,
    screened_by_polars,
)
from wotu.rules.spark import SparkMissingError, screen_on_spark, spark_session
from wotu.rules.sql.inputs import fact_table

pytestmark = [pytest.mark.spark, pytest.mark.slow]
RULES = ["cn.hnte", "cn.tsme", "cn.sme_size"]


@pytest.fixture(scope="session")
def spark():
    """One session for the run: the JVM takes ten seconds to start."""
    try:
        session = spark_session(memory="2g")
    except SparkMissingError as error:
        pytest.skip(error.message)
    yield session
    session.stop()


def screened_by_spark(session, packs, rule, population, folder, as_of=AS_OF, delta=False):
    firms, facts, complete = population
    tables = {"firm": pl.DataFrame({"firm_id": firms})}
    tables |= {fact_table(name): rows.collect() for name, rows in facts.items()}
    files = {}
    for name, rows in tables.items():
        files[name] = folder / name
        if delta:
            write_deltalake(str(files[name]), rows)
        else:
            rows.write_parquet(files[name])
    rows = screen_on_spark(session, rule, packs.contracts, as_of, complete, files)
    return pl.from_arrow(rows.toArrow())


@pytest.mark.parametrize("rule_id", RULES)
def test_random_firms_fare_the_same(spark, packs, national_rules, rule_id, tmp_path):
    rule = national_rules[rule_id]
    population = random_population(packs, rule, 1)
    found = screened_by_spark(spark, packs, rule, population, tmp_path)
    assert_same_rows(found, screened_by_polars(packs, rule, population))


def test_delta_tables_are_read(spark, packs, national_rules, tmp_path):
    rule = national_rules["cn.sme_size"]
    population = random_population(packs, rule, 2)
    found = screened_by_spark(spark, packs, rule, population, tmp_path, delta=True)
    assert_same_rows(found, screened_by_polars(packs, rule, population))


@pytest.mark.parametrize("rule_id", RULES)
def test_examples_fare_the_same(spark, packs, national_rules, rule_id, tmp_path):
    rule = national_rules[rule_id]
    population = example_population(packs, rule)
    day = rule.spec.examples.as_of
    found = screened_by_spark(spark, packs, rule, population, tmp_path, day)
    assert_same_rows(found, screened_by_polars(packs, rule, population, day))


@pytest.mark.shared
def test_official_vectors_fare_the_same(spark, packs, national_rules, tmp_path):
    from tests.wotu.rules import test_vectors_hnte as hnte
    from wotu.rules.examples import example_table

    parts, firms = {}, []
    for place, case in enumerate(hnte.cases()["cases"]):
        firms.append(f"vector{place}")
        for name, rows in hnte.facts_of(case["inputs"]).items():
            table = example_table(packs.contracts[name], rows)
            parts.setdefault(name, []).append(table.with_columns(firm_id=pl.lit(firms[-1])))
    facts = {name: pl.concat(tables).lazy() for name, tables in parts.items()}
    population = (firms, facts, hnte.LISTS)
    rule = national_rules["cn.hnte"]
    found = screened_by_spark(spark, packs, rule, population, tmp_path, hnte.AS_OF)
    assert_same_rows(found, screened_by_polars(packs, rule, population, hnte.AS_OF))


def test_without_java_it_is_said_what_to_install(monkeypatch):
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(SparkMissingError, match="Java 17"):
        spark_session()
