import polars as pl
import pytest
from polars.testing import assert_frame_equal

from tests.wotu.demo.conftest import AS_OF, SEED
from wotu.contracts.duplicates import key_fields
from wotu.contracts.schema import FieldType
from wotu.demo import SHOWCASE, Zone, generate_zone, zone_chunks
from wotu.packs.loader import PackSet

RD_PARTS = ("personnel", "direct", "depreciation", "amortisation", "design", "testing", "other")


def test_equal_arguments_give_equal_tables(small_zone: Zone) -> None:
    again = generate_zone(300, AS_OF, SEED)
    for name, table in small_zone.tables.items():
        assert_frame_equal(table, again.tables[name])


def test_another_seed_gives_other_firms_but_the_named_ones(small_zone: Zone) -> None:
    other = generate_zone(300, AS_OF, SEED + 1)
    shared = set(small_zone.firms["uscc"]) & set(other.firms["uscc"]) - {None}
    assert shared == {uscc for uscc, _ in SHOWCASE.values()}


def test_tables_have_the_columns_and_types_of_their_contracts(zone: Zone, packs: PackSet) -> None:
    # Events come from documents that somebody has read: no bureau sends them.
    assert set(zone.tables) == set(packs.contracts) - {"firm_event"}
    for name, table in zone.tables.items():
        assert dict(table.schema) == packs.contracts[name].stored_types


def test_number_of_firms_is_as_asked(zone: Zone) -> None:
    assert zone.firms.height == zone.tables["firm_registration"].height == 3_000


def test_too_small_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="26 firms or more"):
        generate_zone(5, AS_OF, SEED)


def test_chunks_have_no_code_name_or_right_in_common() -> None:
    chunks = list(zone_chunks(700, AS_OF, SEED, chunk_firms=250))
    assert [chunk.firms.height for chunk in chunks] == [263, 250, 187]
    firms = pl.concat([chunk.firms for chunk in chunks])
    assert firms["firm_name"].is_unique().all()
    assert firms["uscc"].drop_nulls().is_unique().all()
    rights = pl.concat([chunk.tables["firm_ip"] for chunk in chunks])
    assert rights["ip_no"].is_unique().all()


def test_no_record_comes_twice(zone: Zone, packs: PackSet) -> None:
    for name, table in zone.tables.items():
        key = ["uscc", *key_fields(packs.contracts[name])]
        assert not table.filter(pl.col("uscc").is_not_null()).select(key).is_duplicated().any(), (
            name
        )


def test_codes_are_in_their_lists(zone: Zone, packs: PackSet) -> None:
    for name, table in zone.tables.items():
        contract = packs.contracts[name]
        for field in contract.fields_of_type(FieldType.CODE):
            known = packs.code_lists[str(contract.fields[field].codes)].labels
            assert set(table[field].drop_nulls()) <= set(known), field


def test_no_natural_person_is_in_it(zone: Zone) -> None:
    register = zone.tables["firm_registration"]
    assert register["legal_representative"].is_null().all()
    assert register["phone"].is_null().all()


def test_parts_are_no_larger_than_the_whole(zone: Zone) -> None:
    finance, staff = zone.tables["firm_finance"], zone.tables["firm_staff"]
    for table, part, whole in (
        (finance, "hitech_income_cny", "total_income_cny"),
        (finance, "rd_domestic_cny", "rd_expense_cny"),
        (finance, "main_business_revenue_cny", "sales_revenue_cny"),
        (finance, "rd_commissioned_abroad_cny", "rd_commissioned_cny"),
        (finance, "exports_cny", "sales_revenue_cny"),
        (staff, "sci_tech_staff", "total_staff"),
        (staff, "rd_staff", "sci_tech_staff"),
        (staff, "masters", "bachelors_or_above"),
        (staff, "doctors", "masters"),
    ):
        assert (table[part] <= table[whole]).all(), part


def test_parts_of_research_add_up(zone: Zone) -> None:
    own = pl.sum_horizontal(f"rd_{name}_cny" for name in RD_PARTS)
    known = zone.tables["firm_finance"].drop_nulls([f"rd_{name}_cny" for name in RD_PARTS])
    known = known.drop_nulls(["rd_expense_cny", "rd_commissioned_cny"])
    assert known.height > 500
    gap = known.select(own * 5 + pl.col("rd_commissioned_cny") * 4 - pl.col("rd_expense_cny") * 5)
    assert (gap.to_series() == 0).all()


def test_net_assets_are_assets_less_liabilities(zone: Zone) -> None:
    gap = pl.col("total_assets_cny") - pl.col("total_liabilities_cny") - pl.col("net_assets_cny")
    assert (zone.tables["firm_finance"].select(gap).to_series() == 0).all()


def test_no_figures_come_from_before_the_founding_or_from_branches(zone: Zone) -> None:
    register = zone.tables["firm_registration"].select("uscc", "founded_on", "is_branch")
    for name in ("firm_finance", "firm_staff", "firm_innovation", "firm_conversion"):
        rows = zone.tables[name].join(register, on="uscc")
        assert (rows["founded_on"].dt.year() <= rows["year"]).all()
        assert not rows["is_branch"].any()


def test_periods_begin_before_they_end_and_not_after_the_day(zone: Zone) -> None:
    for name, first, last in (
        ("firm_certificate", "granted_on", "expires_on"),
        ("firm_ip", "granted_on", "expires_on"),
        ("firm_incident", "occurred_on", "ended_on"),
    ):
        table = zone.tables[name]
        assert (table[first] <= table[last]).all()
        assert (table[first] <= AS_OF).all()


def test_pending_rights_are_not_granted(zone: Zone) -> None:
    rights = zone.tables["firm_ip"]
    assert ((rights["state"] == "pending") == rights["granted_on"].is_null()).all()


def test_yearly_counts_are_those_of_the_lists(zone: Zone) -> None:
    counted = zone.tables["firm_conversion"].group_by("uscc", "year").len()
    stated = zone.tables["firm_innovation"].join(
        counted, on=["uscc", "year"], how="left", validate="1:1"
    )
    assert (stated["conversions"] == stated["len"].fill_null(0)).all()
