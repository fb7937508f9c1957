import pytest

from tests.zone import FIRMS, code_of
from wotu.build.answers import inputs_of_firm
from wotu.build.counted import COUNTS, counted_rows
from wotu.rules.inputs import RowsInput


def lists_of(rule):
    return [
        item
        for condition in rule.all_conditions()
        if condition.mode == "test"
        for item in rule.inputs_beneath(condition.term)
        if isinstance(item, RowsInput)
    ]


@pytest.fixture(scope="module", params=["cn.hnte", "cn.tsme"])
def rule(request, snapshot):
    return snapshot.rulebook.rule(request.param, snapshot.manifest.as_of)


@pytest.mark.parametrize("number", [1, 4, 7, 109])
def test_the_rows_that_count_are_as_many_as_the_rule_counts(snapshot, rule, number):
    firm, day = code_of(number), snapshot.manifest.as_of
    facts = inputs_of_firm(snapshot, firm, [rule], day)
    items = lists_of(rule)
    assert items
    for item in items:
        rows = counted_rows(snapshot, firm, rule, item, day)
        assert (rows[COUNTS] == True).sum() == (facts[item.column(day)] or 0)  # noqa: E712
        assert rows[COUNTS].null_count() == (facts[item.doubtful_column(day)] or 0)


def test_rows_that_count_come_first(snapshot, rule):
    for item in lists_of(rule):
        for firm in FIRMS[:10]:
            rows = counted_rows(snapshot, firm.code, rule, item, snapshot.manifest.as_of)
            trues = [place for place, one in enumerate(rows[COUNTS]) if one is True]
            falses = [place for place, one in enumerate(rows[COUNTS]) if one is False]
            assert not trues or not falses or max(trues) < min(falses)


def test_no_row_of_another_firm_is_shown(snapshot, rule):
    for item in lists_of(rule):
        rows = counted_rows(snapshot, code_of(4), rule, item, snapshot.manifest.as_of)
        assert set(rows["firm_id"]) <= {code_of(4)}
