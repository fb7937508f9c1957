import datetime as dt
from decimal import Decimal

import pytest

from tests.wotu.packs.test_loader import copy, edit, faults  # noqa: F401
from wotu.contracts.importing import open_import
from wotu.contracts.schema import Subject

TABLE = """地区,指标名称,时期,数值,计量单位
苏州工业园区,地区生产总值,2023年,"3,686",亿元
苏州工业园区,高新技术企业,2023年末,2500,家
昆山市,一般公共预算收入,2023年1—5月,200.5,亿元
昆山市,全社会研发投入占GDP比重,2022,3.6,%
昆山市,单位GDP能耗,2022,0.2986,吨标准煤/万元
"""
FAULTY = """地区,指标,年份,数值,单位
昆山市,奇怪指标,2022,1,亿元
昆山市,GDP,去年,1,亿元
昆山市,GDP,2021,很多,亿元
昆山市,GDP,2020,1,2023
,GDP,2019,1,亿元
昆山市,GDP,2018,5006.7,亿元
"""


@pytest.fixture
def read(tmp_path, packs):
    def read_text(text, contract=None):
        path = tmp_path / "table.csv"
        path.write_text(text, encoding="utf-8")
        with open_import(path, packs, contract=contract, today=dt.date(2026, 6, 30)) as opened:
            (table,) = opened.tables
            (chunk,) = table.chunks()
            return table, chunk

    return read_text


def test_contracts_about_places_stand_apart_from_those_about_firms(packs):
    assert set(packs.place_contracts) == {"indicator_value", "target_candidate", "plan_task"}
    assert all(one.subject is Subject.FIRM for one in packs.contracts.values())
    assert packs.contract("indicator_value").subject.identity == ("place_code", "place_name")


@pytest.mark.parametrize("contract", ["indicator_value", None])
def test_a_table_of_a_bureau_is_read_in_base_units(read, contract):
    table, chunk = read(TABLE, contract)
    assert table.contract.name == "indicator_value"
    assert chunk.rejected.is_empty()
    rows = chunk.rows.select("place_name", "indicator", "period", "value", "unit").rows()
    assert rows == [
        ("苏州工业园区", "gdp", "2023", Decimal(368_600_000_000), "元"),
        ("苏州工业园区", "hitech_firms", "asof:2023", Decimal(2500), "家"),
        ("昆山市", "budget_revenue", "2023-01/2023-05", Decimal(20_050_000_000), "元"),
        ("昆山市", "rd_intensity", "2022", Decimal("3.6"), "%"),
        ("昆山市", "energy_per_gdp", "2022", Decimal("0.2986"), "吨标准煤/万元"),
    ]


def test_the_days_of_a_period_follow_from_it(read):
    rows = read(TABLE)[1].rows.select("period_first", "period_last").rows()
    year = (dt.date(2023, 1, 1), dt.date(2023, 12, 31))
    assert rows[:3] == [
        year,
        (dt.date(2023, 12, 31), dt.date(2023, 12, 31)),
        (dt.date(2023, 1, 1), dt.date(2023, 5, 31)),
    ]


def test_what_cannot_be_read_is_set_aside_with_its_reason(read):
    chunk = read(FAULTY, "indicator_value")[1]
    assert chunk.rows["value"].to_list() == [Decimal(500_670_000_000)]
    told = dict(chunk.rejected.select("row", "code").rows())
    assert told == {
        2: "unknown_code",
        3: "not_a_period",
        4: "not_a_number",
        5: "not_a_unit",
        6: "no_identifier",
    }


def test_one_figure_twice_is_told_and_a_contradiction_keeps_both_out(read):
    twice = "地区,指标,年份,数值,单位\n苏州,GDP,2022,2.4,万亿元\n苏州,GDP,2022,24000,亿元\n"
    chunk = read(twice, "indicator_value")[1]
    assert chunk.rejected["code"].to_list() == ["duplicate_identical"]
    other = twice.replace("24000", "23958.3")
    assert read(other, "indicator_value")[1].rows.is_empty()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("settling: rows", "settling: fields", "settles by rows"),
        ("place_name:", "place:", "place_code and place_name"),
        ("unit_field: unit, required", "unit_field: units, required", "no such field: units"),
        ("vintage: published", "vintage: publishd", "no such field: publishd"),
        ("subject: place", "subject: planet", "subject"),
    ],
)
def test_a_faulty_contract_about_places_is_told(copy, old, new, message):  # noqa: F811
    edit(copy / "contracts" / "indicator_value.yaml", old, new)
    assert any(message in fault for fault in faults(copy)), faults(copy)
