import datetime as dt

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.wotu.indicators.statements import (
    AS_OF,
    PACKS,
    Firms,
    indicator,
    said,
    settled,
    with_indicators,
)
from tests.zone import make_zone
from wotu.build.snapshot import open_current
from wotu.contracts.schema import STORED_AS, FieldType
from wotu.indicators.register import REGISTER_VALUES, register_values
from wotu.indicators.registry import registry
from wotu.indicators.validity import CERTIFICATES, valid_firms
from wotu.packs.indicators import IndicatorKind
from wotu.packs.register_counts import Condition, RegisterCount
from wotu.packs.schema import Label
from wotu.workspace import Zone

PLACE = "530100"
WHOLE = Zone(name=Label(zh="某区", en="Some zone"), divisions=(PLACE,))
LISTS = ["firm_certificate", "firm_ip"]


def firms_of(*rows):
    """firm_id and founded_on."""
    schema = {"firm_id": pl.String, "founded_on": pl.Date}
    return pl.DataFrame(list(rows), schema=schema, orient="row")


def certificates_of(*rows):
    """firm_id, kind, granted_on, expires_on."""
    schema = {**CERTIFICATES, "kind": pl.String}
    frame = pl.DataFrame(
        list(rows), schema=["firm_id", "kind", "granted_on", "expires_on"], orient="row"
    )
    return frame.match_to_schema(pl.Schema(schema)) if frame.height else pl.DataFrame(schema=schema)


def finance_of(*rows):
    """firm_id, year, sales and R&D in yuan."""
    money = STORED_AS[FieldType.MONEY]
    columns = {"firm_id": pl.String, "year": pl.Int32}
    amounts = {"sales_revenue_cny": money, "rd_expense_cny": money}
    text = pl.DataFrame(
        list(rows), schema={**columns, **dict.fromkeys(amounts, pl.String)}, orient="row"
    )
    return text.cast(amounts)


def counted(tables, zone=WHOLE, lists=LISTS, packs=PACKS):
    return register_values(tables, packs, zone, AS_OF, lists)


days = st.dates(dt.date(2019, 1, 1), dt.date(2028, 12, 31))
certificates = st.lists(
    st.tuples(
        st.sampled_from("abcdef"), st.sampled_from(["hnte", "gazelle"]), days, st.none() | days
    ),
    max_size=25,
)


@settings(max_examples=25, deadline=None)
@given(certificates)
def test_counts_of_certificates_equal_a_count_by_hand(rows):
    tables = Firms(
        firm=firms_of(*((one, None) for one in "abcde")),  # f is no firm of the zone
        fact_firm_certificate=certificates_of(*rows),
    )
    found = counted(tables).filter(pl.col("indicator") == "hitech_firms")
    own = [row for row in rows if row[0] != "f" and row[1] == "hnte" and row[2] <= AS_OF]
    assert found.is_empty() == (not own)
    for row in found.iter_rows(named=True):
        day = row["period_last"]
        by_hand = {f for f, _, granted, ends in own if granted <= day and (not ends or ends >= day)}
        assert row["value"] == len(by_hand)
        frame = pl.DataFrame(
            [(f, granted, ends) for f, _, granted, ends in own], schema=CERTIFICATES, orient="row"
        )
        assert row["value"] == valid_firms(frame, day).height
        assert row["bound"] is None
    if own:
        ends = found["period_last"].to_list()
        assert ends[-1] == AS_OF and ends == sorted(set(ends))
        assert all((day + dt.timedelta(1)).day == 1 and day.month % 3 == 0 for day in ends)


def test_nothing_is_counted_without_a_complete_list_or_of_a_part_of_a_zone():
    tables = Firms(
        firm=firms_of(("a", None)),
        fact_firm_certificate=certificates_of(("a", "hnte", dt.date(2024, 1, 1), None)),
    )
    assert counted(tables).height > 0
    assert counted(tables, lists=[]).is_empty()
    two = Zone(name=WHOLE.name, divisions=(PLACE, "530200"))
    assert counted(tables, two).is_empty()
    assert counted(tables, Zone(name=WHOLE.name)).schema == REGISTER_VALUES


def test_a_flow_of_certificates_counts_those_granted_in_the_period():
    tables = Firms(
        firm=firms_of(("a", None), ("b", None)),
        fact_firm_certificate=certificates_of(
            ("a", "tsme", dt.date(2024, 5, 1), dt.date(2025, 3, 31)),
            ("b", "tsme", dt.date(2024, 7, 1), dt.date(2025, 3, 31)),
            ("b", "tsme", dt.date(2025, 7, 1), dt.date(2026, 3, 31)),
        ),
    )
    found = counted(tables).filter(pl.col("indicator") == "tech_smes")
    values = dict(found.select("period", "value").iter_rows())
    assert (values["2024"], values["2025"], values["2024-Q3"], values["2025-Q1"]) == (2, 1, 1, 0)


def test_new_gazelles_are_firms_that_never_were_one_before():
    tables = Firms(
        firm=firms_of(("a", None), ("b", None)),
        fact_firm_certificate=certificates_of(
            ("a", "gazelle", dt.date(2025, 5, 1), None),
            ("a", "gazelle", dt.date(2024, 5, 1), dt.date(2025, 4, 30)),
            ("b", "gazelle", dt.date(2025, 7, 1), None),
            ("b", "hnte", dt.date(2023, 7, 1), None),
        ),
    )
    found = counted(tables).filter(pl.col("indicator") == "new_gazelles")
    values = dict(found.select("period", "value").iter_rows())
    assert {year: values.get(year) for year in ("2023", "2024", "2025")} == {
        "2023": None,
        "2024": 1,
        "2025": 1,
    }


def test_a_sum_over_some_firms_is_at_least_that_and_says_of_how_many():
    tables = Firms(
        firm=firms_of(("a", dt.date(2020, 1, 1)), ("b", dt.date(2025, 3, 1)), ("c", None)),
        fact_firm_finance=finance_of(
            ("a", 2024, "100", "10"),
            ("c", 2024, "50", None),
            ("a", 2025, "120", None),
            ("b", 2025, None, None),
        ),
    )
    found = counted(tables).filter(pl.col("indicator") == "zone_revenue")
    assert found.select("period", "value", "bound", "expression").rows() == [
        ("2024", 150, None, "sum(sales_revenue_cny) of firm_finance, 2024; 2 of 2 firms"),
        ("2025", 120, "over", "sum(sales_revenue_cny) of firm_finance, 2025; 1 of 3 firms"),
    ]


def test_a_sum_of_losses_over_some_firms_is_no_bound_and_left_out():
    tables = Firms(
        firm=firms_of(("a", None), ("b", None)),
        fact_firm_finance=finance_of(("a", 2024, "-100", None), ("a", 2025, "5", None)),
    )
    found = counted(tables).filter(pl.col("indicator") == "zone_revenue")
    assert found["period"].to_list() == ["2025"]


def test_conditions_on_a_ratio_hold_at_their_boundary_and_unknown_is_no_no():
    spec = RegisterCount(
        contract="firm_finance",
        count="firms",
        where={
            "rd_expense_cny / sales_revenue_cny": Condition(at_least=0.05),
            "sales_revenue_cny": Condition(over=100),
        },
    )
    one = indicator("x", unit="家", counted=spec)
    tables = Firms(
        firm=firms_of(*((name, None) for name in "abcde")),
        fact_firm_finance=finance_of(
            ("a", 2025, "200", "10"),  # just 5%
            ("b", 2025, "200", "9.99"),
            ("c", 2025, "100", "50"),  # not over 100
            ("d", 2025, "200", None),  # unknown
            ("e", 2025, "50", None),  # unknown ratio, but sales are too low anyway
        ),
    )
    (row,) = counted(tables, packs=with_indicators(one)).to_dicts()
    assert (row["period"], row["value"], row["bound"]) == ("2025", 1, "over")
    assert row["expression"].endswith("; 4 of 5 firms")


def test_what_is_only_known_today_is_counted_today_alone():
    rights = pl.DataFrame(
        {
            "firm_id": ["a", "a", "b"],
            "kind": ["invention", "invention", "utility_model"],
            "state": ["in_force", "lapsed", "in_force"],
            "granted_on": [dt.date(2020, 1, 1)] * 3,
            "expires_on": pl.Series([None] * 3, dtype=pl.Date),
        }
    )
    tables = Firms(firm=firms_of(("a", None), ("b", None)), fact_firm_ip=rights)
    found = counted(tables).filter(pl.col("indicator") == "invention_patents")
    assert found.select("period", "value").rows() == [("asof:2026-06-30", 1)]


def test_new_firms_are_at_least_those_that_the_register_still_has():
    registered = pl.DataFrame(
        {
            "firm_id": ["a", "b", "c"],
            "founded_on": [dt.date(2024, 2, 1), dt.date(2024, 12, 31), dt.date(2025, 1, 1)],
        }
    )
    tables = Firms(firm=registered, fact_firm_registration=registered)
    found = counted(tables).filter(pl.col("indicator") == "new_firms")
    values = {row["period"]: (row["value"], row["bound"]) for row in found.to_dicts()}
    assert (values["2024"], values["2025"]) == ((2, "over"), (1, "over"))
    whole = counted(tables, lists=["firm_registration"])
    assert whole.filter(pl.col("period") == "2024")["bound"].to_list() == [None]


def test_an_exact_count_goes_before_a_typed_figure_and_a_bound_after_it():
    tables = Firms(
        firm=firms_of(("a", None), ("b", None)),
        fact_firm_certificate=certificates_of(("a", "hnte", dt.date(2024, 1, 1), None)),
        fact_firm_finance=finance_of(("a", 2025, "300", None)),
    )
    typed = settled(
        said(PLACE, "hitech_firms", "2025", 7, "家"), said(PLACE, "zone_revenue", "2025", 200, "元"),
        said("530200", "hitech_firms", "2025", 7, "家"),
    )  # fmt: skip
    found = registry(typed, tables, PACKS, WHOLE, AS_OF, LISTS)
    rows = found.values.filter(
        pl.col("period").is_in(["2025", "asof:2025-12-31"])
        & pl.col("indicator").is_in(["hitech_firms", "zone_revenue"])
    )
    assert rows.select("place_code", "indicator", "value", "origin").rows() == [
        (PLACE, "hitech_firms", 1, "register"),
        (PLACE, "zone_revenue", 200, "table"),
        ("530200", "hitech_firms", 7, "table"),
    ]
    assert found.conflicts.select("indicator", "value", "other", "other_origin").rows() == [
        ("hitech_firms", 1, 7, "table"),
        ("zone_revenue", 200, 300, "register"),
    ]


@pytest.mark.zone
def test_the_register_of_a_snapshot_gives_the_stock_of_its_pages(tmp_path):
    made = make_zone(tmp_path / "zone", tmp_path / "files")
    snapshot = open_current(made.snapshots_path)
    zone = Zone(name=WHOLE.name, divisions=("320505",))
    found = register_values(
        snapshot,
        snapshot.packs,
        zone,
        snapshot.manifest.as_of,
        snapshot.manifest.report["complete_lists"],
    )
    today = found.filter((pl.col("indicator") == "hitech_firms") & (pl.col("period_last") == AS_OF))
    assert today["value"].to_list() == [2]
    revenue = found.filter((pl.col("indicator") == "zone_revenue") & (pl.col("period") == "2025"))
    stated = snapshot.value(
        "SELECT sum(sales_revenue_cny) FROM fact_firm_finance WHERE year = 2025"
    )
    assert revenue["value"].to_list() == [float(stated)]
    assert IndicatorKind.FLOW is snapshot.packs.indicators["zone_revenue"].kind
