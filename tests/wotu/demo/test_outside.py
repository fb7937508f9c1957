"""Firms elsewhere: invented, in invented cities, with something to learn from where they settle."""

import datetime as dt

import polars as pl
import pytest

from tests.shared_data import shared_path
from tests.wotu.demo.conftest import AS_OF, SEED
from wotu.contracts.importing import open_import
from wotu.demo import BureauFile, Zone
from wotu.demo.outside import CITIES, outside_firms
from wotu.identity.names import parse_name
from wotu.identity.uscc import has_valid_check
from wotu.packs.loader import PackSet


@pytest.fixture(scope="module")
def firms() -> pl.DataFrame:
    return outside_firms(AS_OF, SEED)


def test_codes_and_names_are_their_own(firms: pl.DataFrame, zone: Zone) -> None:
    assert firms.height == 2_000
    assert firms.select(has_valid_check(pl.col("uscc"))).to_series().all()
    for column in ("uscc", "firm_name"):
        assert firms[column].is_unique().all()
        assert not set(firms[column]) & set(zone.firms[column].drop_nulls())


def test_cities_are_twelve_and_none_is_a_division(firms: pl.DataFrame, packs: PackSet) -> None:
    assert set(firms["division_code"]) == set(CITIES)
    assert len(CITIES) == 12
    names = {label.zh for label in packs.code_lists["divisions"].labels.values()}
    assert not any(city in name for city in CITIES.values() for name in names)
    assert set(CITIES) <= set(packs.code_lists["divisions"].labels)


def test_founding_reaches_back_twenty_years(firms: pl.DataFrame) -> None:
    years = firms["founded_on"].dt.year()
    assert (firms["founded_on"] <= AS_OF).all()
    assert years.n_unique() == 21
    recent = (firms["founded_on"] > AS_OF - dt.timedelta(days=5 * 365)).mean()
    assert 0.2 < recent < 0.45


def test_firms_settle_where_their_sector_is_strong(firms: pl.DataFrame) -> None:
    # Shares of divisions of industry before 2018 tell those after it.
    division = pl.col("industry_code").str.slice(0, 2)
    old = pl.col("founded_on") < dt.date(2018, 1, 1)
    shares = firms.group_by("division_code", division, old.alias("old")).len()
    wide = shares.pivot("old", index=["division_code", "industry_code"], values="len").fill_null(0)
    assert wide.select(pl.corr("true", "false", method="spearman")).item() > 0.4


def test_some_firms_have_a_second_site(firms: pl.DataFrame) -> None:
    trade = firms["firm_name"].map_elements(
        lambda name: parse_name(name).trade_name, return_dtype=pl.String
    )
    places = firms.with_columns(trade).group_by("firm_name").agg(pl.col("division_code").n_unique())
    assert 30 < (places["division_code"] > 1).sum() < 150


def test_file_reads_back(sent: list[BureauFile], firms: pl.DataFrame, packs: PackSet) -> None:
    (file,) = (one for one in sent if one.contract == "outside_firm")
    with open_import(file.path, packs, contract=file.contract) as opened:
        (table,) = opened.tables
        rows = pl.concat([chunk.rows for chunk in table.chunks()])
    for field in firms.columns:
        assert rows[field].cast(firms.schema[field]).equals(firms[field]), field


@pytest.mark.shared
def test_no_name_is_that_of_a_real_firm(firms: pl.DataFrame) -> None:
    for file in sorted(shared_path("data", "register").glob("*.csv.gz")):
        real = pl.read_csv(file, infer_schema=False, columns=["name"])["name"]
        assert not set(real) & set(firms["firm_name"])
