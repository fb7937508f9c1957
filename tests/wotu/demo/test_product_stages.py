"""Products of the invented firms: believable ways, and every case that the pages show."""

import polars as pl
import pytest

from tests.wotu.demo.conftest import AS_OF
from wotu.chains.pipeline_tables import LINE, STAGE_ROWS
from wotu.chains.pipelines import lines_on
from wotu.chains.stages import HALTS, WAYS, Stage, Track
from wotu.demo import Zone
from wotu.packs.loader import PackSet


@pytest.fixture(scope="module")
def rows(zone: Zone) -> pl.DataFrame:
    told = zone.tables["firm_product_stage"].with_columns(firm_id="uscc")
    return told.select(STAGE_ROWS.names())


@pytest.fixture(scope="module")
def lines(rows: pl.DataFrame, packs: PackSet) -> pl.DataFrame:
    return lines_on(rows, AS_OF, packs.code_lists["product_kinds"].parents)


def test_stages_are_those_of_the_products_own_law(rows: pl.DataFrame, packs: PackSet) -> None:
    parents = packs.code_lists["product_kinds"].parents
    for kind, of_class, stage in rows.select("kind", "registration_class", "stage").iter_rows():
        track = Track(parents[kind])
        assert stage in {*WAYS[track], *HALTS}
        assert of_class.startswith(track.value)


def test_no_record_is_from_after_the_day_or_before_the_firm(rows: pl.DataFrame, zone: Zone) -> None:
    register = zone.tables["firm_registration"].select("uscc", "founded_on")
    dated = rows.join(register, left_on="firm_id", right_on="uscc")
    assert dated.height == rows.height
    assert (dated["happened_on"] <= AS_OF).all()
    assert (dated["happened_on"] >= dated["founded_on"]).all()


def test_pages_have_something_to_show(lines: pl.DataFrame) -> None:
    assert 150 < lines.select(LINE).height < 400
    assert set(lines["status"]) == {"active", "approved", "paused", "terminated"}
    assert set(lines["stage"].drop_nulls()) >= {*WAYS[Track.DEVICE]} - {Stage.INNOVATIVE_REVIEW}
    assert set(lines["stage"].drop_nulls()) >= {Stage.PHASE_1, Stage.PHASE_2, Stage.PHASE_3}
    assert lines["stalled"].sum() > 5
    assert lines["innovative"].sum() > 5
    assert not lines["off_track"].any()


def test_numbers_are_longer_than_real_ones(rows: pl.DataFrame) -> None:
    # Real ones: CXHL2400001, 国药准字H20240001, 国械注准20243130001.
    told = rows["number"].drop_nulls()
    digits = told.str.extract(r"(\d+)$").str.len_chars()
    expected = pl.select(
        pl.when(told.str.starts_with("国械注准"))
        .then(12)
        .when(told.str.starts_with("国药准字"))
        .then(9)
        .otherwise(8)
    ).to_series()
    assert (digits == expected).all()
