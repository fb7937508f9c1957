"""A rule's SQL on PostgreSQL says of every firm what the plan on Polars says."""

import polars as pl
import psycopg
import pytest

from tests.wotu.contracts.readers.test_database import postgres
from tests.wotu.rules.random_facts import AS_OF
from tests.wotu.rules.sql.populations import (
    assert_same_rows,
    random_population,
    screened_by_polars,
)
from wotu.rules.sql.inputs import fact_table
from wotu.rules.sql.query import rule_query

__all__ = ["postgres"]

pytestmark = pytest.mark.slow
TYPES = {
    pl.String: "text",
    pl.Int64: "bigint",
    pl.Int32: "integer",
    pl.Date: "date",
    pl.Boolean: "boolean",
}


def create(connection, name, rows):
    columns = ", ".join(
        f'"{n}" {TYPES.get(t.base_type(), "numeric")}' for n, t in rows.schema.items()
    )
    connection.execute(f'DROP TABLE IF EXISTS "{name}"')
    connection.execute(f'CREATE TABLE "{name}" ({columns})')
    with connection.cursor().copy(f'COPY "{name}" FROM STDIN') as copy:
        for row in rows.iter_rows():
            copy.write_row(row)


@pytest.mark.parametrize("rule_id", ["cn.hnte", "cn.tsme", "cn.sme_size"])
def test_random_firms_fare_the_same(postgres, packs, national_rules, rule_id):
    rule = national_rules[rule_id]
    firms, facts, complete = population = random_population(packs, rule, 1)
    query = rule_query(rule, packs.contracts, AS_OF, "postgres", complete)
    with psycopg.connect(postgres) as connection:
        create(connection, "firm", pl.DataFrame({"firm_id": firms}))
        for name, rows in facts.items():
            if fact_table(name) in query.tables:
                create(connection, fact_table(name), rows.collect())
        cursor = connection.execute(query.text())
        names = [column.name for column in cursor.description]
        rows = cursor.fetchall()
    found = pl.DataFrame(rows, schema=names, orient="row", infer_schema_length=None, strict=False)
    assert_same_rows(found, screened_by_polars(packs, rule, population))
