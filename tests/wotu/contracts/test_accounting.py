"""Nothing is lost: each row of a file is in the rows, rejected, or set aside, exactly once."""

import csv
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wotu.contracts.faults import FAULT_KINDS
from wotu.contracts.importing import open_import

from .conftest import CODES, FIRMS, TODAY, Outcome
from .test_hostile_files import PACKS

pytestmark = pytest.mark.slow

HEADER = ["序号", "企业名称", "统一社会信用代码", "年度", "营业收入（万元）", "研发费用（万元）"]
YEARLY = ["企业名称", "统一社会信用代码", "2022年营业收入（万元）", "2023年营业收入（万元）"]

number = st.integers(0, 30)
money = st.one_of(
    st.decimals(-1000, 1000, places=2).map(str),
    st.sampled_from(["", "—", "约5", "1.2亿", "12,5", "#REF!", "=A1", "（3.5）", "$5", "1e5"]),
)
good = st.builds(lambda i, a, b: [str(i), FIRMS[i], CODES[i], "2023", a, b], number, money, money)
odd = st.lists(st.one_of(st.just(""), st.sampled_from([*HEADER, "合计", "注：说明", "0", FIRMS[1]]), st.text(max_size=6)), max_size=9)  # fmt: skip
rows = st.lists(st.one_of(good, good, good, odd, st.just(["", "合计", "", "", "5", "5"]), st.just([]), st.just(HEADER)), max_size=30)  # fmt: skip


def check(path, header_rows: int, total: int, years: int) -> None:
    with open_import(path, PACKS, contract="firm_finance", today=TODAY) as opened:
        done = Outcome(opened.tables[0])
    went_in = done.rows["_row"].to_list()
    out = set(done.rejected.filter(done.rejected["scope"] == "row")["row"].to_list())
    assert set(went_in) | out == set(range(header_rows + 1, total + 1))
    if years == 1:
        assert len(went_in) == len(set(went_in)) and not set(went_in) & out
    assert set(done.rejected["code"]) <= set(FAULT_KINDS)
    assert all(isinstance(json.loads(raw), dict) for raw in done.rejected["raw"])
    assert done.rejected["expected"].null_count() == 0 == done.rejected["expected_en"].null_count()


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rows)
def test_every_row_is_accounted_for_once(tmp_path, body: list[list[str]]) -> None:
    path = tmp_path / "表.csv"
    first = ["0", FIRMS[99], CODES[99], "2023", "1", "1"]
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows([HEADER, first, *body])
    check(path, 1, len(body) + 2, 1)


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(number, money, money), max_size=20))
def test_every_row_of_a_wide_table_is_accounted_for(tmp_path, body) -> None:
    path = tmp_path / "表.csv"
    lines = [[FIRMS[i], CODES[i], a, b] for i, a, b in body]
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([YEARLY, [FIRMS[99], CODES[99], "1", "1"], *lines])
    check(path, 1, len(body) + 2, 2)
