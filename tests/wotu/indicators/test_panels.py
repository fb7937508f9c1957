import numpy as np
import polars as pl
import pytest

from tests.wotu.indicators.statements import AS_OF, PACKS, NoTables, said, settled
from wotu.indicators.panels import panel_of, years_of
from wotu.indicators.registry import indicator_values
from wotu.packs.schema import Label
from wotu.packs.scoreboards import Scoreboard
from wotu.scores.board import tree_of
from wotu.scores.errors import ScoreError
from wotu.workspace import Zone

ZONE = Zone(name=Label(zh="某区", en="Some zone"))


def board(**more):
    label = {"zh": "表", "en": "Board"}
    leaves = [
        {"indicator": "hitech_firms", "denominator": "employees"},
        {"indicator": "zone_revenue"},
        {"indicator": "profit_rate"},
    ]
    return Scoreboard.model_validate(
        {
            "scoreboard": "trial", "edition": "2025", "label": label, "issuer": label, "since": "2025-01-01",
            "source": {"title": "x"},
            "dimensions": [{"id": "d", "label": label, "weight": 3, "indicators": leaves}],
            **more,
        }
    )  # fmt: skip


def values_of(*rows):
    return indicator_values(settled(*rows), NoTables(), PACKS, ZONE, AS_OF, [])


ROWS = (
    said("530100", "hitech_firms", "asof:2025-12-31", 100, "家"),
    said("530100", "hitech_firms", "2024", 90, "家"),
    said("530100", "zone_revenue", "2025", 4_000_000_000, "元"),
    said("530100", "zone_revenue", "2025-Q4", 1_000_000_000, "元"),
    said("530100", "employees", "2025", 5000, "人"),
    said("530200", "hitech_firms", "2025-Q3", 7, "家"),
    said("530200", "profit_rate", "asof:2025", "8.1", "%"),
    said("320500", "profit_rate", "2025", "9.5", "%"),
    said("320500", "employees", "2025", 50, "人"),
)


def test_a_stock_of_a_year_is_that_of_its_end_and_a_quarter_is_no_year():
    values = values_of(*ROWS)
    panel = panel_of(values, board(), PACKS.indicators, ["2024", "2025"])
    assert panel.places == ("320500", "530100", "530200")
    assert panel.indicators == ("hitech_firms", "zone_revenue", "profit_rate")
    np.testing.assert_array_equal(
        panel.values[:, :, 0], [[np.nan, 90, np.nan], [np.nan, 100, np.nan]]
    )
    np.testing.assert_array_equal(panel.values[1, :, 1], [np.nan, 4e9, np.nan])
    np.testing.assert_array_equal(panel.values[1, :, 2], [9.5, np.nan, 8.1])
    np.testing.assert_array_equal(
        panel.denominators["employees"], [[np.nan] * 3, [50, 5000, np.nan]]
    )
    assert panel.groups == {"province": ("32", "53", "53"), "city": ("3205", "5301", "5302")}
    assert panel.error[1, 1, 1] == pytest.approx(1e8 / np.sqrt(12))
    panel.require_tree(tree_of(board(), PACKS.indicators))


def test_years_are_those_in_which_two_places_can_be_compared():
    values = values_of(
        *ROWS,
        said("530100", "hitech_firms", "1999", 1, "家"),
        said("530200", "profit_rate", "2022", "8.1", "%"),
        said("530100", "profit_rate", "2022", "8.1", "%"),
    )
    assert years_of(values, board()) == ("2022", "2023", "2024", "2025")
    assert years_of(values.clear(), board()) == ()


def test_only_places_of_the_scope_with_a_value_take_part():
    values = values_of(*ROWS)
    of_province = board(scope={"prefixes": ["53"]})
    assert panel_of(values, of_province, PACKS.indicators, ["2025"]).places == ("530100", "530200")
    assert panel_of(values, of_province, PACKS.indicators, ["2024"]).places == ("530100",)
    assert panel_of(values, board(scope={"codes": ["1"]}), PACKS.indicators, ["2025"]).places == ()


def test_a_value_in_another_unit_names_place_units_and_the_way_out():
    values = values_of(*ROWS, said("530200", "zone_revenue", "2025", 600_000_000, "美元"))
    with pytest.raises(
        ScoreError, match=r"zone_revenue.*530200.*美元.*元.*import it in 元"
    ) as error:
        panel_of(values, board(), PACKS.indicators, ["2025"])
    assert error.value.facts == {
        "node": "zone_revenue", "place": "530200", "found": "美元", "expected": "元",
    }  # fmt: skip
    both = values_of(*ROWS, said("530100", "zone_revenue", "2025", 600_000_000, "美元"))
    assert panel_of(both, board(), PACKS.indicators, ["2025"]).values[0, 1, 1] == 4e9


def test_the_order_of_the_registry_does_not_matter():
    values = values_of(*ROWS)
    mixed = values.sample(fraction=1, shuffle=True, seed=7)
    one, other = (panel_of(v, board(), PACKS.indicators, ["2025"]) for v in (values, mixed))
    np.testing.assert_array_equal(one.values, other.values)
    assert isinstance(mixed, pl.DataFrame)
