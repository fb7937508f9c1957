import datetime as dt
from pathlib import Path

import polars as pl
import pytest

from tests.wotu.demo.conftest import AS_OF, SEED
from wotu.contracts.duplicates import key_fields
from wotu.contracts.importing import open_import
from wotu.demo import SHOWCASE, BureauFile, Zone, generate_zone, write_bureau_files
from wotu.identity.names import normalised_name
from wotu.packs.loader import PackSet

pytestmark = pytest.mark.zone


class Imported:
    """Rows of every file by contract, with their source, and the lines of rejection."""

    def __init__(self, files: list[BureauFile], packs: PackSet) -> None:
        rows: dict[str, list[pl.DataFrame]] = {}
        self.rejected: dict[str, pl.DataFrame] = {}
        for file in files:
            with open_import(file.path, packs, contract=file.contract) as opened:
                (table,) = opened.tables
                chunks = list(table.chunks())
            read = pl.concat([chunk.rows for chunk in chunks])
            self.rejected[file.path.name] = pl.concat([chunk.rejected for chunk in chunks])
            source = pl.lit(file.source).alias("source")
            rows.setdefault(table.contract.name, []).append(read.with_columns(source))
        self.rows = {name: pl.concat(parts) for name, parts in rows.items()}


@pytest.fixture(scope="module")
def imported(sent: list[BureauFile], packs: PackSet) -> Imported:
    return Imported(sent, packs)


def settled(imported: Imported, packs: PackSet, contract: str) -> pl.DataFrame:
    """One row a key: of each field what the source says that the pack believes most."""
    key = ["uscc", *(name for name in packs.contracts[contract].key)]
    rows = imported.rows[contract].filter(pl.col("uscc").is_not_null())
    best = []
    for field in packs.contracts[contract].fields:
        if field not in key:
            ranks = packs.sources.ranks(contract, field)
            rank = pl.col("source").replace_strict(ranks, return_dtype=pl.Int64)
            best.append(pl.col(field).sort_by(rank).drop_nulls().first())
    return rows.group_by(key).agg(best)


def test_equal_zones_give_equal_bytes(tmp_path: Path) -> None:
    written = []
    for turn in ("first", "second"):
        files = write_bureau_files(generate_zone(60, AS_OF, SEED), tmp_path / turn)
        written.append({file.path.name: file.path.read_bytes() for file in files})
    assert written[0] == written[1]


def test_files_say_how_they_are_imported(sent: list[BureauFile], packs: PackSet) -> None:
    assert len({file.source for file in sent}) >= 9
    for file in sent:
        assert file.source in packs.sources.sources
        assert file.observed_on in {None, dt.date(2026, 5, 31)}


def test_every_file_is_recognised_and_only_the_faulty_rows_stay_out(
    sent: list[BureauFile], imported: Imported
) -> None:
    for file in sent:
        lines = imported.rejected[file.path.name]
        alarming = lines.filter((pl.col("scope") == "row") & (pl.col("code") != "not_a_record"))
        assert alarming["row"].n_unique() == file.faulty, file.path.name


def test_quarantine_has_faults_of_many_kinds(imported: Imported) -> None:
    codes = set(pl.concat(list(imported.rejected.values()))["code"])
    assert codes >= {
        "bad_code_check",
        "bad_code_shape",
        "not_a_number",
        "not_whole",
        "out_of_range",
        "foreign_currency",
        "year_out_of_range",
        "part_of_year",
        "incomplete_date",
        "not_a_date",
        "unknown_code",
        "required_missing",
        "duplicate_conflict",
        "error_cell",
        "not_a_record",
    }


@pytest.mark.parametrize(
    "contract",
    [
        "firm_registration",
        "firm_profile",
        "firm_finance",
        "firm_staff",
        "firm_innovation",
        "firm_certificate",
        "firm_review",
        "firm_incident",
        "firm_product_stage",
        "firm_premises",
        "firm_relation",
        "firm_specialisation",
        "firm_recognition_review",
        "firm_digital",
        "firm_green",
        "firm_venture",
        "firm_tax",
        "firm_rd_cost",
        "firm_investment",
        "firm_survey",
        "firm_foreign_capital",
        "firm_talent",
        "firm_payment",
    ],
)
def test_files_settle_to_the_tables(
    imported: Imported, packs: PackSet, small_zone: Zone, contract: str
) -> None:
    key = ["uscc", *packs.contracts[contract].key]
    told = settled(imported, packs, contract)
    table = small_zone.tables[contract].filter(pl.col("uscc").is_not_null())
    both = table.join(told, on=key, how="full", suffix="_told", nulls_equal=True)
    for field in packs.contracts[contract].fields:
        if field in {*key, "observed_on"}:
            continue
        one, other = pl.col(field), pl.col(f"{field}_told")
        if field == "firm_name":
            one, other = normalised_name(one), normalised_name(other)
        assert both.filter(one.ne_missing(other)).is_empty(), field


@pytest.mark.parametrize("contract", ["firm_ip", "firm_conversion"])
def test_lists_come_in_whole_some_owners_by_name(
    imported: Imported, packs: PackSet, small_zone: Zone, contract: str
) -> None:
    table = small_zone.tables[contract]
    told = imported.rows[contract].head(table.height)  # rights of outsiders come last
    for field in key_fields(packs.contracts[contract]):
        assert told[field].equals(table[field])
    assert told["firm_name"].is_not_null().all()
    assert (told["uscc"] == table["uscc"]).all()
    uncoded = table.filter(told["uscc"].is_null())
    assert SHOWCASE["by_name_only"][0] in set(uncoded["uscc"])


def test_former_name_stands_for_its_owner(imported: Imported) -> None:
    rights = imported.rows["firm_ip"]
    assert rights.filter(pl.col("firm_name") == "云岭鸿渐电气有限公司").height == 13
    assert rights.filter(pl.col("firm_name") == SHOWCASE["former_name"][1]).is_empty()


def test_sources_disagree_and_the_firm_itself_is_believed_last(
    imported: Imported, packs: PackSet, small_zone: Zone
) -> None:
    finance = imported.rows["firm_finance"].filter(
        (pl.col("uscc") == SHOWCASE["disagreeing"][0]) & (pl.col("year") == 2025)
    )
    sales = dict(
        finance.drop_nulls("sales_revenue_cny").select("source", "sales_revenue_cny").rows()
    )
    assert {source: int(value) for source, value in sales.items()} == {
        "tax": 49_600_000,
        "firm": 52_400_000,
    }
    said = imported.rows["firm_finance"].drop_nulls("rd_expense_cny")
    values = said.group_by("uscc", "year").agg(pl.col("rd_expense_cny").n_unique().alias("values"))
    assert (values["values"] > 1).sum() > 5


def test_only_lists_claim_to_be_complete(sent: list[BureauFile], packs: PackSet) -> None:
    names = {file.path.name: file for file in sent}
    complete = {name for name, file in names.items() if file.complete}
    assert complete == {
        "资质证书台账.xlsx",
        "科技成果转化清单.csv",
        "知识产权清单.csv",
        "事故与不良记录联合清单.xlsx",
        "企业人才名册.xlsx",
        "政策兑现台账.xlsx",
    }
