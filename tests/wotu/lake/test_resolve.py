import datetime as dt
from decimal import Decimal

import polars as pl
import pytest

from tests.wotu.lake.conftest import HUAWEI, TENCENT
from wotu.lake.corrections import (
    ContestError,
    ContestState,
    FactAddress,
    contest,
    contests,
    correct,
    settle_contest,
)
from wotu.lake.resolve import settle, statements_on

YEAR = (("year", 2025),)


@pytest.fixture
def settled(lake, packs):
    def settle_contract(contract, true_on=None):
        rows = lake.rows(contract, true_on=true_on).collect().with_columns(firm_id=pl.col("uscc"))
        return settle(rows, packs.contracts[contract], packs.sources, true_on)

    return settle_contract


def finance(**fields):
    return {"uscc": HUAWEI, "year": 2025, **fields}


def test_a_key_with_one_row_keeps_its_evidence(land, settled):
    batch = land("firm_finance", [finance(sales_revenue_cny=Decimal(5))])
    fact = settled("firm_finance").facts.to_dicts()[0]
    assert (fact["_batch"], fact["_row"], fact["_source"]) == (batch.id, 1, "tax")
    assert settled("firm_finance").statements.is_empty()


def test_the_most_believed_source_wins_field_by_field(land, settled, packs):
    land("firm_finance", [finance(sales_revenue_cny=Decimal(1), rd_expense_cny=Decimal(1))], "firm")
    land("firm_finance", [finance(sales_revenue_cny=Decimal(2), rd_expense_cny=Decimal(2))], "tax")
    land(
        "firm_finance",
        [finance(sales_revenue_cny=Decimal(3), rd_expense_cny=Decimal(3))],
        "statistics",
    )
    result = settled("firm_finance")
    fact = result.facts.to_dicts()[0]
    # Tax rules sales, statistics rules R&D: packs/cn/sources.yaml.
    assert (fact["sales_revenue_cny"], fact["rd_expense_cny"]) == (Decimal(2), Decimal(3))
    contract = packs.contracts["firm_finance"]
    said = statements_on(result.statements, contract, packs.sources, "rd_expense_cny")
    assert said["_source"].to_list() == ["statistics", "tax", "firm"]
    assert said["wins"].to_list() == [True, False, False]


def test_a_gap_in_the_believed_source_is_filled_by_the_next(land, settled):
    land("firm_finance", [finance(sales_revenue_cny=Decimal(2))], "tax")
    land("firm_finance", [finance(sales_revenue_cny=Decimal(9), exports_cny=Decimal(7))], "firm")
    fact = settled("firm_finance").facts.to_dicts()[0]
    assert (fact["sales_revenue_cny"], fact["exports_cny"]) == (Decimal(2), Decimal(7))


def test_within_a_source_the_newer_statement_wins(land, settled):
    land("firm_finance", [finance(sales_revenue_cny=Decimal(1))], "tax")
    land("firm_finance", [finance(sales_revenue_cny=Decimal(2))], "tax")
    assert settled("firm_finance").facts["sales_revenue_cny"].to_list() == [Decimal(2)]


def test_a_state_that_is_true_later_wins_even_if_received_earlier(land, settled):
    row = {"uscc": HUAWEI, "firm_name": "甲"}
    land(
        "firm_registration", [{**row, "address": "新址", "observed_on": dt.date(2026, 1, 1)}], "tax"
    )
    land(
        "firm_registration", [{**row, "address": "旧址", "observed_on": dt.date(2020, 1, 1)}], "tax"
    )
    assert settled("firm_registration").facts["address"].to_list() == ["新址"]


def test_a_state_observed_later_stands_in_only_where_nothing_earlier_is_known(land, settled):
    row = {"uscc": HUAWEI, "firm_name": "甲"}
    land("firm_registration", [{**row, "address": "新", "observed_on": dt.date(2026, 6, 1)}], "tax")
    land("firm_registration", [{**row, "address": "末", "observed_on": dt.date(2027, 1, 1)}], "tax")
    on = lambda day: settled("firm_registration", day).facts["address"].to_list()
    assert on(dt.date(2025, 1, 1)) == ["新"]
    land(
        "firm_registration", [{**row, "address": "旧", "observed_on": dt.date(2020, 1, 1)}], "firm"
    )
    assert on(dt.date(2025, 1, 1)) == ["旧"]
    assert on(dt.date(2026, 12, 31)) == ["新"]
    assert on(dt.date(2027, 1, 1)) == ["末"]


def test_a_correction_wins_over_all_and_can_be_undone(lake, land, settled):
    land("firm_finance", [finance(sales_revenue_cny=Decimal(1))], "tax")
    address = FactAddress("firm_finance", HUAWEI, "sales_revenue_cny", YEAR)
    batch = correct(lake, address, Decimal(8), author="officer", reason="audited accounts")
    assert batch.reason == "audited accounts"
    assert settled("firm_finance").facts["sales_revenue_cny"].to_list() == [Decimal(8)]
    lake.undo(batch.id, "officer")
    assert settled("firm_finance").facts["sales_revenue_cny"].to_list() == [Decimal(1)]


def test_a_value_can_be_corrected_to_unknown_and_back(lake, land, settled):
    land("firm_finance", [finance(sales_revenue_cny=Decimal(1), exports_cny=Decimal(4))], "tax")
    address = FactAddress("firm_finance", HUAWEI, "sales_revenue_cny", YEAR)
    correct(lake, address, None, author="officer", reason="typing error")
    fact = settled("firm_finance").facts.to_dicts()[0]
    assert (fact["sales_revenue_cny"], fact["exports_cny"]) == (None, Decimal(4))
    correct(lake, address, Decimal(3), author="officer", reason="right figure found")
    assert settled("firm_finance").facts["sales_revenue_cny"].to_list() == [Decimal(3)]


def test_a_correction_needs_a_reason(lake):
    address = FactAddress("firm_finance", HUAWEI, "sales_revenue_cny", YEAR)
    with pytest.raises(ContestError):
        correct(lake, address, Decimal(1), author="officer", reason=" ")


def test_rows_of_a_list_are_one_item_each(land, settled):
    patent = {"uscc": HUAWEI, "ip_no": "ZL1", "kind": "invention"}
    land("firm_ip", [patent, {**patent, "ip_no": "ZL2"}], "science")
    land("firm_ip", [{**patent, "title": "甲"}], "intellectual_property")
    facts = settled("firm_ip").facts
    assert sorted(facts["ip_no"]) == ["ZL1", "ZL2"]
    assert facts.filter(pl.col("ip_no") == "ZL1")["title"].to_list() == ["甲"]


def test_keys_with_a_missing_part_are_still_one_key(land, settled):
    row = {"uscc": HUAWEI, "address": "苏州"}
    land("firm_premises", [row], "zone")
    land("firm_premises", [{**row, "park": "纳米城"}], "firm")
    assert settled("firm_premises").facts["park"].to_list() == ["纳米城"]


def test_a_contest_is_open_until_it_is_settled(lake):
    address = FactAddress("firm_finance", TENCENT, "sales_revenue_cny", YEAR)
    name = contest(lake, address, claimed="12", author="firm", reason="wrong unit")
    row = contests(lake).to_dicts()[0]
    assert (row["state"], row["key"], row["claimed"]) == ("open", "year=2025", "12")
    settle_contest(lake, name, ContestState.UPHELD, author="officer", reason="checked", batch=None)
    row = contests(lake).to_dicts()[0]
    assert (row["state"], row["settled_by"], row["settlement"]) == ("upheld", "officer", "checked")
    with pytest.raises(ContestError):
        settle_contest(lake, name, ContestState.UPHELD, author="o", reason="again", batch=None)


@pytest.fixture
def places(lake, packs):
    def settle_places():
        contract = packs.contract("indicator_value")
        return settle(lake.rows(contract.name).collect(), contract, packs.sources)

    return settle_places


def product(value, **fields):
    row = {"place_code": "320500", "indicator": "gdp", "period": "2022", "unit": "元"}
    return {**row, "value": Decimal(value), **fields}


def test_a_row_about_a_place_wins_whole(land, places):
    said = {"sentence": "约2.4万亿元", "bound": "about", "value_max": Decimal(3)}
    land("indicator_value", [product(24, **said)], source="document")
    batch = land("indicator_value", [product(23)], source="statistics")
    settled = places()
    (fact,) = settled.facts.to_dicts()
    assert (fact["value"], fact["_source"], fact["_batch"]) == (23, "statistics", batch.id)
    assert (fact["sentence"], fact["bound"], fact["value_max"]) == (None, None, None)
    assert settled.statements["_source"].to_list() == ["statistics", "document"]


def test_of_two_documents_the_one_published_last_is_believed(land, places):
    land("indicator_value", [product(24, published=dt.date(2023, 5, 1))], source="document")
    land("indicator_value", [product(23, published=dt.date(2023, 2, 1))], source="document")
    land("indicator_value", [product(22)], source="document")
    assert places().statements["value"].to_list() == [24, 23, 22]


def test_figures_in_different_units_are_different_facts(land, places, packs):
    rows = [product(1, indicator="foreign_capital", unit=unit) for unit in ("元", "美元")]
    land("indicator_value", rows, source="statistics")
    assert places().facts["unit"].to_list() == ["元", "美元"]
    contract = packs.contract("indicator_value")
    assert places().disagreements(contract).is_empty()


def test_a_row_that_counts_whole_is_not_corrected_by_the_field(lake):
    address = FactAddress("indicator_value", "320500", "value")
    with pytest.raises(ContestError, match="undo the faulty batch"):
        correct(lake, address, Decimal(1), author="李", reason="错")
