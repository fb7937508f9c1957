import pytest

from wotu.rules.coverage import clause_coverage


def covered(rule):
    return {(one.text, one.clause): one for one in clause_coverage(rule)}


def test_a_clause_is_coded_by_what_cites_it_or_a_part_of_it(national_rules):
    found = covered(national_rules["cn.hnte"])
    intensity = found["measures", "第十一条（五）"]
    assert intensity.state == "coded"
    assert "parameters.rd_floor_small" in intensity.by, "cites 第十一条（五）1"
    assert found["measures", "第九条"].by == ("grants",)
    assert found["guide", "三（七）1"].state == "coded"


@pytest.mark.parametrize(
    ("rule", "text", "clause"),
    [
        ("cn.hnte", "measures", "第十九条"),
        ("cn.hnte", "measures", "第十八条"),
        ("cn.tsme", "measures", "第十二条"),
        ("cn.tsme", "measures", "第九条（二）"),
    ],
)
def test_clauses_left_to_people_carry_the_reason(national_rules, rule, text, clause):
    one = covered(national_rules[rule])[text, clause]
    assert one.state == "uncoded"
    assert one.reason.zh


def test_a_clause_that_nothing_speaks_of_is_silent(national_rules):
    rule = national_rules["cn.tsme"]
    silent = [one.clause for one in clause_coverage(rule) if one.state == "silent"]
    assert silent == ["第九条（六）"]


def test_a_range_of_articles_ends_where_it_says():
    from wotu.rules.coverage import _covers

    assert _covers("第十条至第十四条", "第十四条")
    assert not _covers("第十条至第十四条", "第十五条")
    assert not _covers("第二十条至第二十一条", "第十二条")
    assert _covers("第九条（一）（二）", "第九条（二）")
    assert not _covers("第九条（一）（二）", "第九条（三）")
    assert _covers("办法 第九条", "第九条（三）")
