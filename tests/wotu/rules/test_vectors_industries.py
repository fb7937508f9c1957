"""The official codes of hi-tech manufacturing."""

import datetime as dt

import pytest

from tests.wotu.rules.vectors import Runner, vectors
from wotu.rules.rulebook import load_rulebook

pytestmark = pytest.mark.shared

AS_OF = dt.date(2026, 6, 30)


@pytest.fixture(scope="module")
def runner(packs):
    return Runner(load_rulebook(packs), packs.contracts)


def group_of(runner, code):
    facts = {"firm_registration": {"is_branch": False, "industry_code": code}}
    return runner.run("cn.hitech_manufacturing", AS_OF, facts).found("outcome")


def test_every_case_holds(runner):
    for case in vectors("industries")["cases"]:
        assert group_of(runner, case["code"]) == (case["expected"] or "none"), case


def test_the_table_holds_all_codes_of_every_group(runner):
    rows = runner.rulebook.rule("cn.hitech_manufacturing", AS_OF).spec.tables["hitech_groups"].rows
    listed = {c: g for g, item in vectors("industries")["groups"].items() for c in item["codes"]}
    assert rows == listed
