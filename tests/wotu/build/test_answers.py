import datetime as dt

import polars as pl
import pytest

from tests.zone import AS_OF, code_of
from wotu.build.answers import explain_firm, find_firm, screening_table
from wotu.build.evidence import evidence_of
from wotu.errors import SubjectNotFoundError, UnknownNameError
from wotu.rules.wording import explanation_json, summary

SHORT = code_of(4)


@pytest.mark.parametrize("text", [code_of(4), code_of(4).lower(), " 云岭博瑞精密仪器有限公司 "])
def test_a_firm_is_found_by_code_and_name(snapshot, text):
    assert find_firm(snapshot, text)["firm_id"] == SHORT


def test_an_unknown_firm_is_answered_with_near_names(snapshot):
    with pytest.raises(SubjectNotFoundError, match="云岭博瑞精密仪器有限公司"):
        find_firm(snapshot, "博瑞精密")


def test_explanation_names_the_shortfall_and_its_clause(snapshot):
    (explanation,) = explain_firm(snapshot, SHORT, "cn.hnte")
    data = explanation_json(explanation)
    assert data["verdict"] == "not_met"
    failing = {c["id"]: c for c in data["conditions"]}["rd_intensity"]
    assert failing["verdict"] == "not_met"
    assert failing["clause"] == "国科发火〔2016〕32号 第十一条（五）"
    assert failing["value"] == pytest.approx(210 / 5000)
    assert failing["threshold"] == 0.05
    assert failing["margin"] == pytest.approx(-0.008)
    # 5% of 5,000 万元 is 250 万元; 210 have been spent.
    assert failing["shortfall"]["amount"] == 400_000
    assert "还差一项：研发费用占比" in summary(explanation, "zh")
    assert "R&D intensity" in summary(explanation, "en")


def test_a_missing_fact_is_named_with_who_has_it(snapshot):
    (explanation,) = explain_firm(snapshot, code_of(3), "cn.hnte")
    facts = [m for m in explanation.missing if not m.judged]
    assert [m.column for m in facts] == ["firm_staff.sci_tech_staff[2025]"]
    assert facts[0].named.supplier.zh == "人社局"


def test_all_rules_are_explained_without_a_name(snapshot):
    rules = [e.rule.id for e in explain_firm(snapshot, SHORT)]
    assert rules == sorted(rules)
    assert set(rules) >= {"cn.hnte", "cn.sme_size", "cn.tsme", "cn.specialised_sme"}
    with pytest.raises(UnknownNameError, match="Did you mean"):
        explain_firm(snapshot, SHORT, "cn.hnt")


def test_explanations_agree_with_the_stored_screening(snapshot):
    words = {True: "met", False: "not_met", None: "unknown"}
    for rule in ("cn.hnte", "cn.tsme", "cn.sme_size"):
        table = screening_table(snapshot, rule)
        for row in table.to_dicts():
            (explanation,) = explain_firm(snapshot, row["uscc"], rule)
            assert words[explanation.verdict] == row["verdict"]
            for reason in explanation.all_conditions():
                assert words[reason.verdict] == row[f"{reason.id}.verdict"]
                if reason.margin is not None and row.get(f"{reason.id}.margin") is not None:
                    assert float(reason.margin) == pytest.approx(row[f"{reason.id}.margin"])


def test_screening_on_another_day_is_computed_from_the_same_facts(snapshot):
    today = screening_table(snapshot, "cn.hnte")
    later = screening_table(snapshot, "cn.hnte", dt.date(2026, 12, 31))
    young = pl.col("uscc") == code_of(10)
    column = "registered_365_days.verdict"
    assert today.filter(young)[column].to_list() == ["not_met"]
    assert later.filter(young)[column].to_list() == ["met"]
    assert today.height == later.height


def test_screening_says_in_words_what_is_missing(snapshot):
    table = screening_table(snapshot, "cn.hnte", language="en").filter(pl.col("uscc") == code_of(3))
    assert table["missing"].to_list() == ["Science-and-technology staff, 2025"]
    assert "experts" not in table["missing"].item()
    assert table["judged"].item()


def test_evidence_leads_to_file_row_and_column(snapshot):
    evidence = evidence_of(snapshot, "firm_staff", SHORT, "total_staff", {"year": 2025})
    (statement,) = evidence.statements
    assert (evidence.value, statement.file_name, statement.row) == (100, "人员.csv", 5)
    assert (statement.column, statement.source, statement.wins) == (
        "职工总数",
        "human_resources",
        True,
    )
    assert not evidence.disagreeing


def test_evidence_shows_winner_and_losers(snapshot):
    evidence = evidence_of(
        snapshot, "firm_finance", code_of(2), "sales_revenue_cny", {"year": 2025}
    )
    said = [(s.source, s.wins, float(s.value), s.unit) for s in evidence.statements]
    assert said == [
        ("tax", True, 25_000_000.0, "万元"),
        ("statistics", False, 25_005_000.0, "万元"),
    ]
    assert evidence.disagreeing


def test_evidence_of_what_nobody_stated_is_empty(snapshot):
    evidence = evidence_of(snapshot, "firm_staff", code_of(3), "sci_tech_staff", {"year": 2025})
    assert evidence.value is None
    assert evidence.statements == ()
    with pytest.raises(UnknownNameError):
        evidence_of(snapshot, "firm_staff", SHORT, "nothing", {"year": 2025})


def test_as_of_is_the_day_of_the_build(snapshot):
    assert snapshot.manifest.as_of == AS_OF
