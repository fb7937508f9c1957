"""Figures of the invented zones: repeatable, plausible, and in step with the demo's documents."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from tests.wotu.demo.conftest import AS_OF, SEED
from wotu.contracts.importing import open_import
from wotu.demo.bureaus.place_files import write_place_files
from wotu.demo.bureaus.plan_file import plan, write_plan
from wotu.demo.invented_codes import DIVISION
from wotu.demo.own_series import actuals, own_series
from wotu.demo.regions import CITY_NAMES, PROVINCES, ZONE_NAMES, city_of, province_of
from wotu.demo.zone_figures import YEARS, items, zone_figures
from wotu.packs.loader import PackSet
from wotu.periods import period_days

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def figures() -> pl.DataFrame:
    return zone_figures(SEED)


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory, packs: PackSet) -> pl.DataFrame:
    """All rows of the files about places, as an import reads them."""
    rows = []
    for file in write_place_files(AS_OF, SEED, tmp_path_factory.mktemp("places")):
        with open_import(file.path, packs, contract=file.contract) as opened:
            (table,) = opened.tables
            chunks = list(table.chunks())
        rejected = pl.concat([chunk.rejected for chunk in chunks])
        alarming = rejected.filter((pl.col("scope") == "row") & (pl.col("code") != "not_a_record"))
        assert alarming["row"].n_unique() == file.faulty, file.path.name
        found = pl.concat([chunk.rows for chunk in chunks])
        assert found.height == file.rows, file.path.name
        rows.append(found)
    return pl.concat(rows)


def test_places_are_invented_under_codes_that_exist(packs: PackSet) -> None:
    divisions = packs.code_lists["divisions"]
    real = {label.zh for label in divisions.labels.values()}
    assert len(ZONE_NAMES) == 31
    for code, name in {**ZONE_NAMES, **CITY_NAMES, **PROVINCES}.items():
        assert code in divisions.labels
        assert not any(name.removesuffix("高新区").rstrip("市省") in known for known in real), name
    assert {city_of(code) for code in ZONE_NAMES} <= set(CITY_NAMES)
    assert {province_of(code) for code in ZONE_NAMES} == set(PROVINCES)
    assert sum(code.startswith("53") for code in ZONE_NAMES) == 18


def test_equal_seeds_give_equal_figures_and_files(tmp_path: Path, figures: pl.DataFrame) -> None:
    assert zone_figures(SEED).equals(figures)
    assert not zone_figures(SEED + 1).equals(figures)
    assert actuals(SEED).equals(actuals(SEED))
    written = [
        {file.path.name: file.path.read_bytes() for file in write_place_files(AS_OF, SEED, folder)}
        for folder in (tmp_path / "first", tmp_path / "second")
    ]
    assert written[0] == written[1]


def test_figures_lie_in_sensible_ranges(figures: pl.DataFrame) -> None:
    known = {item.indicator.id: item for item in items()}
    for name, rows in figures.group_by("indicator"):
        item = known.get(str(name[0]))
        values = rows["value"].to_numpy()
        assert np.isfinite(values).all()
        if item is None:
            continue
        assert (values >= item.low).all() and (values <= item.high + 1e-9).all(), name
        if item.form != "change":
            assert (values >= 0).all(), name
        if item.indicator.unit == "%" and item.form == "share":
            assert (values < 100).all(), name
        if item.indicator.whole and item.unit == item.indicator.unit:
            assert (values == np.rint(values)).all(), name


def test_some_cells_are_missing_and_every_item_has_most(figures: pl.DataFrame) -> None:
    drawn = [item for item in items() if not item.judged]
    names = [item.indicator.id for item in drawn]
    of_zones = figures.filter(
        pl.col("indicator").is_in(names) & pl.col("place_code").is_in(list(ZONE_NAMES))
    )
    there = of_zones.height / (len(names) * len(ZONE_NAMES) * len(YEARS))
    assert 0.94 < there < 0.98
    most = of_zones.filter(year=2025).group_by("indicator").len()
    assert most["len"].min() >= 24  # type: ignore[operator]


def test_items_of_one_kind_go_together(figures: pl.DataFrame) -> None:
    wide = figures.filter(year=2025).pivot("indicator", index="place_code", values="value")
    pairs = (("zone_revenue", "employees"), ("rd5_and_500m_firms", "rd_bodies_national_provincial"))
    for one, other in pairs:
        together = wide.select(pl.corr(one, other, method="spearman")).item()
        assert together > 0.5, (one, other)
    counts = figures.filter(pl.col("year") == 2025, pl.col("indicator") == "exports")["value"]
    assert counts.max() > 5 * counts.median()  # type: ignore[operator]


def test_what_follows_from_other_items_agrees_with_them(figures: pl.DataFrame) -> None:
    wide = figures.pivot("indicator", index=["place_code", "year"], values="value")
    for name, part, whole, digits in (
        ("tech_contract_per_head", "technology_contracts", "employees", 2),
        ("invention_grants_per_10k", "patents_granted", "employees", 1),
    ):
        off = pl.col(name) - pl.col(part) / pl.col(whole)
        assert wide.select(off.abs().max()).item() <= 0.5 * 10**-digits + 1e-9, name
    last = wide.sort("place_code", "year").with_columns(
        gained=pl.col("hitech_firms").diff().over("place_code")
    )
    both = last.filter(pl.col("year") > 2021).drop_nulls(["gained", "hnte_net_increase"])
    steady = both.filter(pl.col("place_code").is_first_distinct().not_())
    assert steady.height > 60
    off = steady.filter(pl.col("gained") != pl.col("hnte_net_increase"))
    # A year without a figure makes the step from the one before it a longer one.
    assert off.height < 0.1 * steady.height


def test_own_certificates_come_from_the_register_alone(figures: pl.DataFrame) -> None:
    own = set(figures.filter(place_code=DIVISION)["indicator"])
    counted = {item.indicator.id for item in items() if item.certificates}
    assert counted >= {"hitech_firms", "tech_smes", "little_giants", "hnte_net_increase"}
    assert not own & counted
    peers = set(figures.filter(pl.col("place_code") != DIVISION)["indicator"])
    assert counted <= peers


@pytest.mark.parametrize(
    ("indicator", "period", "value"),
    [  # as the bulletin and the briefing say
        ("gdp", "2025", "126380000000"),
        ("industrial_output", "2025", "218430000000"),
        ("industrial_output", "2026-01/2026-03", "54860000000"),
        ("fixed_investment", "2025", "41260000000"),
        ("fixed_investment", "2026-01/2026-03", "9320000000"),
        ("budget_revenue", "2025", "9680000000"),
        ("budget_revenue", "2026-01/2026-03", "2730000000"),
        ("residents", "asof:2025", "386000"),
        ("listed_firms", "asof:2025", "14"),
        ("patents_granted", "2025", "1975"),
        ("rd_intensity", "2025", "5.3"),
        ("hitech_output_share", "2025", "62.7"),
        ("new_firms", "2026-01/2026-03", "612"),
    ],
)
def test_own_figures_are_those_of_the_documents(
    read: pl.DataFrame, indicator: str, period: str, value: str
) -> None:
    own = read.filter(
        (pl.col("place_name") == "云岭高新区")
        & (pl.col("indicator") == indicator)
        & (pl.col("period") == period)
    )
    assert own.height
    assert {Decimal(one).normalize() for one in own["value"]} == {Decimal(value).normalize()}


def test_no_place_has_two_values_of_one_period(read: pl.DataFrame) -> None:
    key = ["place_name", "indicator", "period", "unit"]
    assert read.group_by(key).agg(pl.col("value").n_unique()).filter(pl.col("value") > 1).is_empty()


def test_months_add_up_to_the_year() -> None:
    for (name, year), rows in actuals(SEED).group_by("indicator", "year", maintain_order=True):
        series = own_series()[str(name)]
        if series.cumulates:
            assert (rows.sort("month")["value"].diff().drop_nulls() >= 0).all(), (name, year)
        if year < AS_OF.year:  # type: ignore[operator]
            last = rows.filter(month=12)["value"].item()
            assert last == series.years[int(year) - 2021]  # type: ignore[call-overload]


def test_no_report_is_later_than_the_day_of_the_demo(read: pl.DataFrame) -> None:
    days = [period_days(period) for period in read["period"].unique()]
    assert max(one.last for one in days if one) == dt.date(2026, 5, 31)


def test_the_plan_has_twenty_targets_with_known_indicators(packs: PackSet, tmp_path: Path) -> None:
    known = plan()
    measured = [row for row in known["targets"] if row.get("指标")]
    assert len(measured) == 20
    assert all(packs.indicators.named(row["指标"]) for row in measured)
    numbers = [row["序号"] for row in known["targets"]]
    assert all(number.rpartition(".")[0] in ("", *numbers) for number in numbers)
    assert {row["目标序号"] for row in known["tasks"]} <= set(numbers)
    assert write_plan(AS_OF, tmp_path).stat().st_size > 5_000
