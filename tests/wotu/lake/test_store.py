import datetime as dt
from decimal import Decimal

import polars as pl
import pytest

from tests.wotu.lake.conftest import HUAWEI, TENCENT
from wotu.errors import BatchError
from wotu.lake.store import AlreadyLandedError

FINANCE = {"uscc": HUAWEI, "year": 2025, "sales_revenue_cny": Decimal("1234.56")}


def now():
    return dt.datetime.now(dt.UTC)


def test_every_row_carries_batch_source_time_and_row_number(lake, land):
    batch = land("firm_finance", [FINANCE, {**FINANCE, "uscc": TENCENT}])
    rows = lake.rows("firm_finance").collect()
    assert rows["_batch"].unique().to_list() == [batch.id]
    assert rows["_source"].unique().to_list() == ["tax"]
    assert rows["_row"].to_list() == [1, 2]
    assert rows["_received_at"].null_count() == 0
    assert rows["sales_revenue_cny"].to_list() == [Decimal("1234.56")] * 2


def test_the_same_content_lands_once(lake, land):
    land("firm_finance", [FINANCE], file_sha256="a" * 64)
    with pytest.raises(AlreadyLandedError) as error:
        land("firm_finance", [FINANCE], file_sha256="a" * 64)
    assert error.value.batch.id in str(error.value)
    assert lake.rows("firm_finance").collect().height == 1
    assert len(lake.batches()) == 1


def test_undone_content_may_land_again(lake, land):
    first = land("firm_finance", [FINANCE], file_sha256="a" * 64)
    lake.undo(first.id, "officer", "wrong file")
    land("firm_finance", [FINANCE], file_sha256="a" * 64)
    assert lake.rows("firm_finance").collect().height == 1
    with pytest.raises(AlreadyLandedError):
        lake.restore(first.id, "officer")


def test_undo_takes_the_rows_away_and_restore_brings_them_back(lake, land):
    kept = land("firm_finance", [FINANCE])
    wrong = land("firm_finance", [{**FINANCE, "uscc": TENCENT}])
    undone = lake.undo(wrong.id, "officer", "sent twice")
    assert not undone.counts
    assert (undone.state_by, undone.state_reason) == ("officer", "sent twice")
    assert lake.rows("firm_finance").collect()["_batch"].to_list() == [kept.id]
    with pytest.raises(BatchError):
        lake.undo(wrong.id, "officer")
    lake.restore(wrong.id, "officer")
    assert lake.rows("firm_finance").collect().height == 2


def test_past_states_are_read_as_they_were_known(lake, land):
    before = now()
    batch = land("firm_finance", [FINANCE])
    landed = now()
    lake.undo(batch.id, "officer")
    read = lambda when: lake.rows("firm_finance", known_on=when).collect().height
    assert (read(before), read(landed), read(now())) == (0, 1, 0)


def test_rows_that_begin_later_are_left_out_of_a_true_on_read(lake, land):
    land("firm_finance", [{**FINANCE, "year": year} for year in (2023, 2024, 2025)])
    years = lake.rows("firm_finance", true_on=dt.date(2024, 6, 30)).collect()["year"]
    assert sorted(years) == [2023, 2024]


def test_a_landing_that_fails_leaves_nothing_that_counts(lake, land):
    with pytest.raises(ZeroDivisionError):
        _land_and_fail(lake)
    assert lake.batches() == []
    assert lake.rows("firm_finance").collect().is_empty()


def _land_and_fail(lake):
    from wotu.lake.batches import BatchDraft

    draft = BatchDraft("firm_finance", "tax", "f.csv", "x" * 64, "tester")
    with lake.landing(draft) as landing:
        types = lake.contract("firm_finance").stored_types
        rows = pl.DataFrame([dict.fromkeys(types)], schema=types)
        landing.add(rows.with_columns(_row=pl.lit(1, dtype=pl.Int64)))
        raise ZeroDivisionError


def test_a_batch_is_found_by_the_beginning_of_its_name(lake, land):
    batch = land("firm_finance", [FINANCE])
    assert lake.batch(batch.id[:-3]).id == batch.id
    with pytest.raises(BatchError, match="没有这个批次"):
        lake.batch("nothing")


def test_a_field_added_to_a_contract_is_null_in_older_rows(lake, land, packs):
    land("firm_finance", [FINANCE])
    contract = packs.contracts["firm_finance"]
    definition = contract.model_dump(by_alias=True)
    definition["fields"]["grants_cny"] = definition["fields"]["exports_cny"]
    wider = type(contract).model_validate(definition)
    lake.contracts = {**lake.contracts, "firm_finance": wider}
    rows = lake.rows("firm_finance").collect()
    assert rows["grants_cny"].to_list() == [None]


def test_originals_are_kept_once_under_their_digest(lake, tmp_path):
    file = tmp_path / "a.csv"
    file.write_text("x")
    kept = lake.keep_original(file, "ab" * 32)
    assert kept.read_text() == "x"
    assert lake.keep_original(file, "ab" * 32) == kept
