import polars as pl
import pytest

from tests.shared_data import shared_path
from wotu.chains.complexity import ComplexityValueError
from wotu.chains.complexity_tables import complexity_tables
from wotu.chains.value_files import read_values
from wotu.errors import UnknownNameError
from wotu.exports import write_table

COLUMNS = {"place": "城市", "industry": "行业", "value": "产值"}


def written(path, text):
    path.write_text(text, encoding="utf-8")
    return path


def test_a_table_below_a_title_is_read(tmp_path):
    path = written(
        tmp_path / "a.csv", '各市产值,,\n城市,行业,产值\n南京,医药,"1,200"\n苏州,医药,3.5\n'
    )
    found = read_values(path, COLUMNS)
    assert found.rows.rows() == [(3, "南京", "医药", 1200.0), (4, "苏州", "医药", 3.5)]
    assert found.left_out == 0


def test_a_workbook_is_read_as_well(tmp_path):
    rows = pl.DataFrame({"城市": ["南京"], "行业": ["医药"], "产值": [12.5]})
    write_table(rows, tmp_path / "a.xlsx")
    assert read_values(tmp_path / "a.xlsx", COLUMNS).rows["value"].to_list() == [12.5]


def test_rows_without_a_place_are_left_out_and_counted(tmp_path):
    path = written(tmp_path / "a.csv", "城市,行业,产值\n,医药,1\n南京,,2\n南京,医药,3\n,,\n")
    found = read_values(path, COLUMNS)
    assert found.rows["value"].to_list() == [3] and found.left_out == 2


@pytest.mark.parametrize("value", ["-1", "", "很多", "nan"])
def test_a_value_that_cannot_be_is_named_by_row_and_pair(tmp_path, value):
    path = written(tmp_path / "a.csv", f"城市,行业,产值\n南京,医药,1\n苏州,医药,{value}\n")
    with pytest.raises(ComplexityValueError, match="第 3 行（苏州，医药）") as error:
        read_values(path, COLUMNS)
    assert error.value.facts["row"] == 3


def test_a_column_that_is_not_there_is_named_with_the_nearest(tmp_path):
    path = written(tmp_path / "a.csv", "城市,行业,产值额\n南京,医药,1\n")
    with pytest.raises(UnknownNameError, match=r"没有“产值”列.*Did you mean '产值额'"):
        read_values(path, COLUMNS)


def test_each_time_is_computed_by_itself_and_pairs_are_summed():
    rows = pl.DataFrame(
        {
            "time": ["2020"] * 4 + ["2021"] * 3,
            "place": ["x", "x", "y", "x", "x", "y", "z"],
            "industry": ["i", "j", "j", "i", "i", "j", "i"],
            "value": [1.0, 1.0, 2.0, 1.0, 1.0, 1.0, 1.0],
        }
    )
    found = complexity_tables(rows)
    assert found.places.rows_by_key("time").keys() == {"2020", "2021"}
    assert found.places.filter(pl.col("time") == "2020")["place"].to_list() == ["x", "y"]
    first = found.pairs.filter(time="2020", place="x", industry="i").row(0, named=True)
    # 2 of 3 in x, 2 of 5 in all: 5 / 3.
    assert first["value"] == 2 and first["location_quotient"] == pytest.approx(5 / 3)
    assert found.proximity.columns == ["time", "industry", "other", "proximity"]
    assert found.cautions.keys() == {"2020", "2021"}


@pytest.mark.shared
def test_a_file_of_exports_gives_the_published_indices():
    names = {"place": "origin", "industry": "hs92", "value": "export_val", "time": "year"}
    rows = read_values(shared_path("data", "complexity", "trade_1995.csv"), names).rows
    found = complexity_tables(rows)
    expected = pl.read_csv(shared_path("data", "complexity", "expected_eci_1995.csv"))
    both = found.places.join(expected, left_on="place", right_on="origin", suffix="_published")
    assert both.height == 10
    assert both.select((pl.col("eci") - pl.col("eci_published")).abs().max()).item() < 1e-6
    assert both.select((pl.col("outlook") - pl.col("coi")).abs().max()).item() < 1e-6
