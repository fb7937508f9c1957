import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wotu.contracts.base_units import base_unit, read_unit


@pytest.mark.parametrize(
    ("written", "unit", "times", "over"),
    [
        ("亿元", "元", 10**8, 1),
        ("万亿元", "元", 10**12, 1),
        ("（万元）", "元", 10**4, 1),
        ("亿美元", "美元", 10**8, 1),
        ("万人", "人", 10**4, 1),
        ("％", "%", 1, 1),
        ("‰", "%", 1, 10),
        ("个百分点", "百分点", 1, 1),
        ("平方千米", "平方公里", 1, 1),
        ("吨标准煤/万元", "吨标准煤/万元", 1, 1),
        ("万吨标准煤", "吨标准煤", 10**4, 1),
        ("千瓦时", "千瓦时", 1, 1),
        ("家", "家", 1, 1),
    ],
)
def test_magnitudes_are_multiplied_out(written, unit, times, over):
    found = base_unit(written)
    assert (found.unit, found.factor.times, found.factor.over) == (unit, times, over)


@pytest.mark.parametrize("written", ["", "2023", "3686亿元", " ", "-" * 3, "元" * 40])
def test_what_is_no_unit(written):
    assert base_unit(written) is None


@given(st.lists(st.text(max_size=12), max_size=8))
def test_every_cell_is_a_unit_a_fault_or_silent(cells):
    reading = read_unit(pl.Series("unit", cells, dtype=pl.String))
    assert reading.values.len() == reading.faults.len() == len(cells)
    both = reading.values.is_not_null() & reading.faults.is_not_null()
    assert not both.any()
