from collections.abc import Iterator

import numpy as np
import polars as pl
import pytest

from tests.shared_data import shared_path
from tests.wotu.demo.conftest import AS_OF, SEED
from wotu.demo import Zone, zone_chunks
from wotu.demo.invented_codes import uscc_of_body, usccs
from wotu.demo.names import trade_names
from wotu.identity.names import is_branch_name, normalised_name
from wotu.identity.registration_no import has_valid_registration_check
from wotu.identity.uscc import has_valid_check, inspect_code


def test_codes_are_different_and_right_in_every_respect(zone: Zone) -> None:
    codes = zone.firms["uscc"].drop_nulls()
    assert codes.is_unique().all()
    assert codes.to_frame().select(has_valid_check(pl.col("uscc"))).to_series().all()
    inspected = [inspect_code(code) for code in codes.head(200)]
    assert {(found.region, found.kind, found.warnings) for found in inspected} == {
        ("530114", "企业", ())
    }


def test_codes_are_from_the_range_that_no_firm_has(zone: Zone) -> None:
    assert (zone.firms["uscc"].drop_nulls().str.slice(8, 1) == "W").all()


def test_codes_of_named_firms_are_outside_the_range_of_the_others() -> None:
    drawn = usccs(np.arange(20_000), seed=3)
    assert not drawn.str.slice(8, 2).is_in(["W0"]).any()
    assert uscc_of_body("W0000001") == "91530114W000000112"


def test_old_numbers_are_right_and_only_of_old_firms(zone: Zone) -> None:
    register = zone.tables["firm_registration"]
    numbers = register.filter(pl.col("registration_no").is_not_null())
    check = has_valid_registration_check(pl.col("registration_no"))
    assert numbers.select(check).to_series().all()
    assert numbers["registration_no"].is_unique().all()
    assert (numbers["founded_on"].dt.year() <= 2015).all()


def test_firms_without_code_have_an_old_number_and_are_on_the_register_only(zone: Zone) -> None:
    uncoded = zone.tables["firm_registration"].filter(pl.col("uscc").is_null())
    assert 0 < uncoded.height < 30
    assert uncoded["registration_no"].is_not_null().all()
    assert (uncoded["state"] == "revoked").all()
    for name, table in zone.tables.items():
        assert name == "firm_registration" or table["uscc"].is_not_null().all()


def test_names_are_different_also_when_normalised_and_as_former_names(zone: Zone) -> None:
    register = zone.tables["firm_registration"]
    former = register["former_names"].drop_nulls().alias("firm_name")
    assert former.len() > 60
    names = pl.concat([register["firm_name"], former])
    assert (
        names.to_frame().select(normalised_name(pl.col("firm_name"))).to_series().is_unique().all()
    )


def test_trade_names_differ_for_a_million_firms() -> None:
    assert trade_names(np.arange(1_000_000), seed=SEED).is_unique().all()


def test_branches_are_told_by_name(zone: Zone) -> None:
    register = zone.tables["firm_registration"]
    told = register.select(is_branch_name(normalised_name(pl.col("firm_name")))).to_series()
    assert (told == register["is_branch"]).all()


def _real() -> Iterator[pl.Series]:
    """Names and codes of real firms."""
    for file in sorted(shared_path("data", "register").glob("*.csv.gz")):
        rows = pl.read_csv(file, infer_schema=False, columns=["name", "uscc"])
        yield from rows.iter_columns()
    listed = pl.read_csv(shared_path("data", "listed", "companies.csv.gz"), infer_schema=False)
    yield from (listed["full_name"], listed["register_name"], listed["uscc"])


@pytest.mark.shared
def test_no_name_or_code_is_that_of_a_real_firm() -> None:
    real = set(pl.concat([part.alias("real").drop_nulls() for part in _real()]))
    assert len(real) > 200_000
    for chunk in zone_chunks(100_000, AS_OF, SEED):
        register = chunk.tables["firm_registration"]
        for column in ("uscc", "registration_no", "firm_name", "former_names"):
            assert not real & set(register[column].drop_nulls())
