import polars as pl
import pytest
from bench.linkage import read_task, run_wotu
from hypothesis import given
from hypothesis import strategies as st

from tests.shared_data import shared_path
from wotu.identity.matching import DECISIONS, NameIndex


@pytest.mark.parametrize(
    ("mention", "firm"),
    [
        ("国农科技", "agri"),
        ("世纪星源", "star"),
        ("*ST星源", "star"),
        ("平安银行", "bank"),
        ("XD平安银行", "bank"),
        ("信达光电", "light"),
        ("中国石油", "oil"),
        ("粤高速A", "road"),
    ],
)
def test_a_short_name_finds_its_firm(index, mention, firm):
    decision = index.decide(mention)
    assert (decision.verdict, decision.firm_id) == ("matched", firm)


@pytest.mark.parametrize(
    ("mention", "firm"),
    [
        ("信达生物制药(苏州)有限公司", "drug"),
        (" 信达生物制药【苏州】有限公司", "drug"),
        ("苏州信达生物制药有限公司", "drug"),
        ("信达生物制药苏州有限公司", "drug"),
        ("苏州信达光电科技有限责任公司", "light"),
        ("苏州市信达光电科技有限公司", "light"),
        ("江苏省苏州市信达光电科技有限公司", "light"),
        ("苏州信达光电科技", "light"),
        ("苏州信达广电科技有限公司", "light"),  # 广 for 光, the same sound
        ("苏州信达光电科枝有限公司", "light"),
        ("吴江市对外贸易有限公司", "old"),
        ("苏州吴江外贸集团有限公司", "old"),
    ],
)
def test_a_full_name_with_a_slip_finds_its_firm(index, mention, firm):
    decision = index.decide(mention)
    assert (decision.verdict, decision.firm_id) == ("matched", firm)


@pytest.mark.parametrize(
    "mention",
    [
        "苏州信远光电科技有限公司",  # another trade name is another firm
        "常州信达光电科技有限公司",  # of the same name elsewhere
        "苏州信达光电科技股份有限公司",  # another legal form
        "信达",  # two firms
        "科技",
        "苏州",
    ],
)
def test_what_may_be_another_firm_is_left_to_a_person_or_to_nobody(index, mention):
    decision = index.decide(mention)
    assert decision.verdict != "matched"
    assert decision.firm_id is None


@pytest.mark.parametrize("mention", [None, "", " ", "A", "中", "***", "龘龘龘龘"])
def test_a_mention_that_says_nothing_is_nobodys(index, mention):
    decision = index.decide(mention)
    assert (decision.verdict, decision.firm_id) == ("none", None)


def test_candidates_come_best_first_with_reasons(index):
    candidates = index.find("信达光电", limit=3)
    assert candidates[0].firm_id == "light"
    assert len(candidates) == 3
    scores = [candidate.score for candidate in candidates]
    assert scores == sorted(scores, reverse=True)
    assert sum(scores) <= 1
    assert "trade_name_whole:1" in candidates[0].reasons


def test_former_names_find_the_firm_and_do_not_rival_it():
    index = NameIndex.build(
        pl.DataFrame(
            {
                "firm_id": ["a", "b"],
                "name": ["山东中锐产业发展股份有限公司", "苏州信达光电科技有限公司"],
                "other_names": [["山东丽鹏股份有限公司", "山东丽鹏包装股份有限公司"], None],
            }
        )
    )
    assert index.decide("丽鹏股份").firm_id == "a"
    assert index.decide("山东丽鹏股份有限公司").firm_id == "a"


def test_namesakes_are_told_apart_by_district():
    index = NameIndex.build(
        pl.DataFrame(
            {
                "firm_id": ["a", "b", "c"],
                "name": ["信达贸易有限公司"] * 2 + ["恒丰贸易有限公司"],
                "district": ["320505", "320506", None],
            }
        )
    )
    assert index.decide("信达贸易有限公司").verdict == "doubtful"
    assert index.decide("信达贸易有限公司", "320506").firm_id == "b"
    assert index.decide("信达贸易有限公司", "320100").verdict == "doubtful"
    best, _ = index.find("信达贸易", district="320506", limit=2)
    assert best.firm_id == "b"
    assert best.reasons[0] == "same_district:1"


def test_branches_are_found_only_when_named(index):
    assert "branch" not in [candidate.firm_id for candidate in index.find("信达光电")]
    assert index.decide("苏州信达光电科技有限公司（昆山分公司）").firm_id == "branch"
    assert index.decide("苏州市信达光电科技有限公司昆山分公司").firm_id == "branch"


def test_many_mentions_are_decided_as_one_by_one(index):
    asked = ["国农科技", None, "信达生物制药(苏州)有限公司", "信达", "国农科技", "龘龘龘"]
    decided = index.decide_many(pl.DataFrame({"row": range(6), "mention": asked}))
    assert decided["row"].to_list() == list(range(6))
    assert decided.columns == ["row", "mention", *DECISIONS]
    for mention, verdict, firm_id in decided.select("mention", "verdict", "firm_id").iter_rows():
        one = index.decide(mention)
        assert (verdict, firm_id) == (one.verdict, one.firm_id)


def test_many_mentions_with_districts_keep_their_rows(index):
    table = pl.DataFrame({"mention": ["信达光电", "信达光电"], "district": ["320505", None]})
    assert index.decide_many(table)["firm_id"].to_list() == ["light", "light"]
    assert index.decide_many(table.clear()).height == 0


def test_an_index_of_no_names_finds_nobody():
    index = NameIndex.build(pl.DataFrame(schema={"firm_id": pl.String, "name": pl.String}))
    assert index.decide("信达光电").verdict == "none"
    assert index.decide_many(pl.DataFrame({"mention": ["信达"]}))["verdict"].to_list() == ["none"]


@given(st.text(max_size=20))
def test_any_text_gets_a_verdict(index, text):
    decision = index.decide(text)
    assert (decision.firm_id is None) is (decision.verdict != "matched")


@pytest.mark.shared
@pytest.mark.slow
def test_short_names_of_listed_firms_find_them_among_a_register():
    folder = shared_path("data", "linkage")
    register = shared_path("data", "register", "suzhou_firms.csv.gz")
    measured, _, _ = run_wotu(read_task(folder, [register]))
    assert measured.precision >= 0.985
    assert measured.recall >= 0.94
    assert measured.median_ms <= 20
