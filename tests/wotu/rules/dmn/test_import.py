"""Decision tables become rule files that pass the check and decide as the table does."""

import itertools

import pytest

from wotu.errors import MappingError, UnreadableFileError
from wotu.packs.yaml_source import load_yaml
from wotu.rules.check import check_rule
from wotu.rules.dmn.convert import UntranslatableError, rule_from_table
from wotu.rules.dmn.feel import FeelError, Operand, unary_tests
from wotu.rules.dmn.mapping import operands_of
from wotu.rules.dmn.table import read_decision_tables
from wotu.rules.examples import ExampleFacts, run_example

NAMESPACES = {
    "1.3": "https://www.omg.org/spec/DMN/20191111/MODEL/",
    "1.4": "https://www.omg.org/spec/DMN/20211108/MODEL/",
}
SALES = "Annual Revenue=firm_finance.sales_revenue_cny[last_year]:万元"
STAFF = "Staff=firm_staff.total_staff[last_year]"


def dmn(rows, policy="UNIQUE", output="Points", aggregation=None, version="1.3", inputs=None):
    inputs = inputs or ["Annual Revenue", "Staff"]
    columns = "".join(
        f"<input><inputExpression><text>{name}</text></inputExpression></input>" for name in inputs
    )
    aggregated = f' aggregation="{aggregation}"' if aggregation else ""
    body = "".join(
        "<rule>"
        + "".join(f"<inputEntry><text><![CDATA[{cell}]]></text></inputEntry>" for cell in cells)
        + f"<outputEntry><text><![CDATA[{result}]]></text></outputEntry></rule>"
        for *cells, result in rows
    )
    return (
        f'<definitions xmlns="{NAMESPACES[version]}"><decision id="d" name="Grade">'
        f'<decisionTable hitPolicy="{policy}"{aggregated}>{columns}<output name="{output}"/>'
        f"{body}</decisionTable></decision></definitions>"
    )


@pytest.fixture
def imported(packs, tmp_path):
    def run(text, *maps):
        path = tmp_path / "table.dmn"
        path.write_text(text, encoding="utf-8")
        (table,) = read_decision_tables(path)
        operands = operands_of(maps or (SALES, STAFF), packs.contracts, packs.code_lists)
        conversion = rule_from_table(table, "zz.grade", "2026-01-01", operands)
        written = tmp_path / "grade.yaml"
        written.write_text(conversion.text, encoding="utf-8")
        rule = check_rule(load_yaml(written), packs.contracts, packs.code_lists)
        return rule, conversion

    return run


def outcome(packs, rule, sales_wan=None, staff=None):
    import datetime as dt

    facts = ExampleFacts(
        {
            "firm_finance": {2025: {"sales_revenue_cny": f"{sales_wan} 万元"}},
            "firm_staff": {2025: {"total_staff": staff}},
        },
        frozenset(),
    )
    return run_example(rule, packs.contracts, facts, dt.date(2026, 6, 30))


UNIQUE = [
    ("< 500", "-", "1"),
    ("[500..2000)", "< 100", "3"),
    ("[500..2000)", ">= 100", "5"),
    (">= 2000", "-", "8"),
]


@pytest.mark.parametrize("version", ["1.3", "1.4"])
def test_unique_table_gives_points(imported, packs, version):
    rule, conversion = imported(dmn(UNIQUE, version=version))
    for sales, staff in itertools.product((0, 499, 500, 1999, 2000), (99, 100)):
        expected = 1 if sales < 500 else 8 if sales >= 2000 else 3 if staff < 100 else 5
        assert outcome(packs, rule, sales, staff).found("points") == [expected] * 2
    assert conversion.text.startswith("# "), "remarks stand above the rule"


def test_first_table_is_read_from_the_top(imported, packs):
    rows = [("> 1000", "-", "true"), ("-", "< 10", "false"), ("> 100", "-", "true")]
    rule, _ = imported(dmn(rows, "FIRST", "Eligible"))
    for sales, staff, expected in (
        (1001, 5, "met"),
        (500, 5, "not_met"),
        (500, 10, "met"),
        (50, 10, "not_met"),
    ):
        assert outcome(packs, rule, sales, staff).verdict == expected


def test_collect_adds_up(imported, packs):
    rows = [("> 100", "-", "2"), ("-", "> 10", "3")]
    rule, _ = imported(dmn(rows, "COLLECT", aggregation="SUM"))
    for sales, staff, expected in ((101, 11, 5), (100, 11, 3), (101, 10, 2), (0, 0, 0)):
        assert outcome(packs, rule, sales, staff).found("points") == expected


def test_collect_counts(imported, packs):
    rule, _ = imported(dmn([("> 100", "-", "1"), ("-", "> 10", "1")], "COLLECT", "N", "COUNT"))
    assert outcome(packs, rule, 101, 11).found("n") == [2, 2]


def test_alternatives_of_a_table_of_yes_and_no(imported, packs):
    rows = [("> 100", "> 10", "true"), ("<= 100", "-", "false"), ("> 100", "<= 10", "false")]
    rule, _ = imported(dmn(rows, "ANY", "Eligible"))
    assert outcome(packs, rule, 101, 11).verdict == "met"
    assert outcome(packs, rule, 101, 10).verdict == "not_met"


def test_texts_become_classes_in_the_order_of_the_table(imported, packs):
    rule, _ = imported(dmn([("< 500", "-", '"small"'), (">= 500", "-", '"large"')], output="Size"))
    assert set(rule.spec.outcome.classes) == {"small", "large"}
    assert outcome(packs, rule, 499, 1).found("size") == [1, 1]
    assert outcome(packs, rule, 500, 1).row["outcome"] == "large"


def test_codes_may_be_written_by_their_labels(imported):
    text = dmn([('"电子信息", "航空航天"', "true"), ("-", "false")], "FIRST", inputs=["领域"])
    rule, _ = imported(text, "领域=firm_profile.hitech_field")
    assert "in ('electronics', 'aerospace')" in rule.spec.conditions[0].test


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("-", None),
        ("", None),
        ("5", "x = 5"),
        ("-5", "x = -5"),
        (".5", "x = 0.5"),
        ("]1..2]", "x > 1 and x <= 2"),
        ("(1..2[", "x > 1 and x < 2"),
        ("< 1, > 2", "x < 1 or x > 2"),
        ("1, [3..4]", "x = 1 or (x >= 3 and x <= 4)"),
        ('"a","b, c"', "x in ('a', 'b, c')"),
        ('not("a")', "not (x = 'a')"),
        ("not(< 1)", "not (x < 1)"),
        ('>= date("2026-01-01")', "x >= 2026-01-01"),
        ('@"2026-01-01"', "x = 2026-01-01"),
        ("true", "x"),
        ("false", "not x"),
        ("null", "x is unknown"),
        ("!= 3", "x != 3"),
    ],
)
def test_unary_tests(cell, expected):
    assert unary_tests(cell, Operand("x")) == expected


@pytest.mark.parametrize("cell", ["> other", "x + 1", "some y in z", 'duration("P1D")', "not()"])
def test_what_feel_says_beyond_is_refused(cell):
    with pytest.raises(FeelError):
        unary_tests(cell, Operand("x"))


def test_every_cell_that_cannot_be_said_is_named(imported):
    with pytest.raises(UntranslatableError) as caught:
        imported(dmn([("> limit", "-", "1"), ("-", "f(3)", "2")]))
    assert "row 1, column 'Annual Revenue'" in caught.value.message
    assert "row 2, column 'Staff'" in caught.value.message


@pytest.mark.parametrize("policy", ["RULE ORDER", "OUTPUT ORDER", "COLLECT"])
def test_policies_with_several_results_are_refused(imported, policy):
    with pytest.raises(UntranslatableError, match=r"[Pp]olicy|Collect"):
        imported(dmn(UNIQUE, policy))


def test_columns_without_a_field_are_asked_for(imported):
    with pytest.raises(MappingError, match="Staff"):
        imported(dmn(UNIQUE), SALES)


def test_an_unknown_field_is_said_with_the_nearest(imported):
    with pytest.raises(MappingError, match="sales_revenue_cny"):
        imported(dmn(UNIQUE), "Annual Revenue=firm_finance.sales_rev_cny[last_year]", STAFF)


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE d [<!ENTITY a "b">]><definitions>&a;</definitions>',
        "<definitions",
        "<other/>",
        "<definitions/>",
    ],
)
def test_hostile_and_foreign_files_are_refused(tmp_path, text):
    path = tmp_path / "bad.dmn"
    path.write_text(text)
    with pytest.raises(UnreadableFileError):
        read_decision_tables(path)
