"""Product pipelines, against a plain reading of the records and cases of registration practice."""

import datetime as dt
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wotu.chains.pipeline_changes import changes_between, counted_by_year
from wotu.chains.pipeline_events import TOLD, only_in_documents
from wotu.chains.pipeline_tables import LINE, LINES, STAGE_ROWS
from wotu.chains.pipeline_times import FEWEST_STAYS
from wotu.chains.pipelines import lines_on
from wotu.chains.stages import HALTS, LIMITS, ORDER, WAYS, Stage, Track, limit_of
from wotu.packs.loader import PackSet, load_packs, shipped_packs

DAY = dt.date(2026, 6, 30)
PARENTS = {"chemical_drug": "drug", "biologic": "drug", "passive_device": "device"}


def record(stage: str, on: str, **more: Any) -> dict[str, Any]:
    row = {"firm_id": "F1", "firm_name": "甲", "product": "HX-101", "kind": "chemical_drug"}
    return {**row, "stage": stage, "happened_on": dt.date.fromisoformat(on), **more}


def table(*records: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame([{**dict.fromkeys(STAGE_ROWS), **one} for one in records], STAGE_ROWS)


def line(*records: dict[str, Any], as_of: dt.date = DAY) -> dict[str, Any]:
    return lines_on(table(*records), as_of, PARENTS).row(0, named=True)


@pytest.fixture(scope="module")
def packs() -> PackSet:
    return load_packs([shipped_packs() / "cn"])


def test_stages_are_those_of_the_code_list_in_its_order(packs: PackSet) -> None:
    listed = packs.code_lists["product_stages"].table["code"].to_list()
    assert listed == [stage.value for stage in Stage]
    for way in WAYS.values():
        places = [listed.index(stage) for stage in way]
        assert places == sorted(places)


def test_every_kind_and_class_leads_to_a_track(packs: PackSet) -> None:
    kinds = packs.code_lists["product_kinds"]
    assert {kinds.parents.get(code, code) for code in kinds.labels} == set(Track)
    classes = packs.code_lists["registration_classes"].labels
    assert {code.split("_")[0] for code in classes} == set(Track)
    limited = {stage for stage, _ in LIMITS}
    assert limited <= set(ORDER)


def test_latest_record_is_the_present_stage() -> None:
    found = line(record("ind_filed", "2024-01-10"), record("phase_1", "2024-09-01"))
    assert (found["stage"], found["since"]) == ("phase_1", dt.date(2024, 9, 1))
    assert found["days"] == (DAY - dt.date(2024, 9, 1)).days
    assert (found["status"], found["stepped_back"]) == ("active", False)


def test_records_after_the_day_do_not_count() -> None:
    rows = (record("phase_1", "2024-09-01"), record("phase_2", "2026-07-01"))
    assert line(*rows)["stage"] == "phase_1"


def test_of_one_day_the_furthest_stage_counts() -> None:
    assert line(record("phase_1", "2025-01-01"), record("trial_approved", "2025-01-01"))[
        "stage"
    ] == ("phase_1")


def test_falling_behind_a_stage_is_told_apart() -> None:
    found = line(record("nda_filed", "2024-01-01"), record("phase_3", "2025-01-01"))
    assert (found["stage"], found["furthest"], found["stepped_back"]) == (
        "phase_3",
        "nda_filed",
        True,
    )


def test_title_of_innovation_does_not_lead_a_device_back() -> None:
    device = {"kind": "passive_device"}
    found = line(
        record("type_test", "2024-01-01", **device),
        record("innovative_review", "2025-01-01", **device),
    )
    assert (found["stage"], found["innovative"], found["stepped_back"]) == (
        "type_test",
        True,
        False,
    )


def test_pause_stops_the_clock_and_a_later_stage_starts_it_again() -> None:
    paused = (record("phase_2", "2024-01-01"), record("paused", "2024-04-10"))
    found = line(*paused)
    assert (found["status"], found["days"], found["stalled"]) == ("paused", 100, False)
    assert line(*paused, record("phase_3", "2025-01-01"))["status"] == "active"


def test_termination_before_any_stage_is_known() -> None:
    found = line(record("terminated", "2025-01-01"))
    assert (found["status"], found["stage"], found["since"]) == ("terminated", None, None)


def test_stage_told_again_has_not_begun_anew() -> None:
    found = line(record("phase_1", "2024-01-01"), record("phase_1", "2025-01-01"))
    assert found["since"] == dt.date(2024, 1, 1)


def test_records_without_an_indication_count_for_every_indication() -> None:
    rows = table(
        record("preclinical", "2023-01-01"),
        record("phase_1", "2024-01-01", indication="肝癌"),
        record("phase_2", "2025-01-01", indication="肺癌"),
    )
    found = lines_on(rows, DAY, PARENTS)
    assert dict(found.select("indication", "stage").iter_rows()) == {
        "肝癌": "phase_1",
        "肺癌": "phase_2",
    }


@pytest.mark.parametrize(
    ("kind", "written", "meant"),
    [
        ("passive_device", "drug_3", "device_3"),  # 3类 of a device
        ("chemical_drug", "device_1", "drug_1"),  # 一类 of a drug
        ("chemical_drug", "drug_2", "drug_2"),
    ],
)
def test_class_follows_the_law_of_the_product(kind: str, written: str, meant: str) -> None:
    found = line(record("approved", "2025-01-01", kind=kind, registration_class=written))
    assert found["registration_class"] == meant


def test_stage_of_another_law_is_marked() -> None:
    assert line(record("type_test", "2025-01-01"))["off_track"]
    assert not line(record("type_test", "2025-01-01", kind=None))["off_track"]


@pytest.mark.parametrize(("on", "stalled"), [("2025-01-01", True), ("2026-05-01", False)])
def test_review_longer_than_the_law_allows_is_overdue(on: str, stalled: bool) -> None:
    found = line(record("nda_filed", on))
    assert (found["stalled"], found["limit_from"]) == (stalled, "law")
    assert found["limit_days"] == limit_of("nda_filed", None).days == 292  # 200 / 250 of a year


def test_without_law_or_experience_nobody_says_that_a_stage_takes_long() -> None:
    found = line(record("phase_1", "2010-01-01"))
    assert (found["stalled"], found["limit_days"], found["limit_from"]) == (None, None, None)


def test_experience_of_the_zone_says_what_is_long() -> None:
    done = [
        record(stage, on, product=f"P{n}")
        for n in range(FEWEST_STAYS)
        for stage, on in (("phase_1", "2023-01-01"), ("phase_2", f"2023-12-{n + 1:02d}"))
    ]
    slow, quick = record("phase_1", "2020-01-01"), record("phase_1", "2026-01-01", product="Q")
    found = lines_on(table(*done, slow, quick), DAY, PARENTS).filter(pl.col("stage") == "phase_1")
    by_product = {row["product"]: row for row in found.to_dicts()}
    assert by_product["HX-101"]["stalled"]
    assert not by_product["Q"]["stalled"]
    # 334 to 341 days: the upper quartile of eight is the sixth and a quarter, taken up.
    assert (by_product["Q"]["limit_from"], by_product["Q"]["limit_days"]) == ("zone", 340)


def test_changes_say_what_became_of_each_line() -> None:
    rows = table(
        record("phase_1", "2024-01-01"),
        record("phase_2", "2026-02-01"),
        record("nda_filed", "2024-01-01", product="B"),
        record("approved", "2026-03-01", product="B"),
        record("ind_filed", "2026-04-01", product="C"),
        record("phase_1", "2024-01-01", product="D"),
        record("terminated", "2026-05-01", product="D"),
        record("paused", "2025-01-01", product="E"),
        record("phase_1", "2024-06-01", product="E"),
        record("phase_1", "2026-06-01", product="E"),
        record("phase_3", "2024-06-01", product="F"),
        record("phase_2", "2026-06-02", product="F"),
        record("phase_3", "2024-06-01", product="G"),
    )
    found = changes_between(rows, DAY, dt.date(2025, 12, 31), PARENTS)
    assert found.select("product", "change").rows() == [
        ("F", "stepped_back"),
        ("E", "resumed"),
        ("D", "terminated"),
        ("C", "new"),
        ("B", "approved"),
        ("HX-101", "advanced"),
    ]


def test_a_product_counts_once_a_stage_and_in_the_year_of_its_first_indication() -> None:
    rows = table(
        record("approved", "2024-03-01", indication="肝癌", registration_class="drug_1"),
        record("approved", "2025-03-01", indication="肺癌", registration_class="drug_1"),
        record("approved", "2025-03-01", product="B", registration_class="drug_2"),
    )
    assert counted_by_year(rows, DAY, PARENTS).rows() == [
        (2024, "approved", "drug_1", 1),
        (2025, "approved", "drug_2", 1),
    ]


def event(product: str | None, on: str, kind: str = "product_approval") -> dict[str, Any]:
    row = {"firm_id": "F1", "kind": kind, "product": product, "document": "D"}
    return {**dict.fromkeys(TOLD), **row, "happened_on": dt.date.fromisoformat(on)}


def test_approvals_that_only_documents_tell() -> None:
    rows = table(
        record("approved", "2025-03-01", product="安澜替尼片"), record("phase_1", "2025-01-01")
    )
    events = pl.DataFrame(
        [
            event("“安澜替尼”", "2025-04-01"),  # the record has it under a longer name
            event("HX-101", "2025-02-01", "trial_approval"),  # on its trial already
            event("HX-101", "2025-02-01"),
            event(None, "2025-05-01"),  # near the approval on record
            event(None, "2022-05-01"),
            event("轮次", "2025-05-01", "financing"),
        ],
        TOLD,
    )
    found = only_in_documents(rows, events)
    assert found.select("product", "happened_on").rows() == [
        ("HX-101", dt.date(2025, 2, 1)),
        (None, dt.date(2022, 5, 1)),
    ]


def test_no_records_give_empty_tables() -> None:
    empty = pl.DataFrame(schema=STAGE_ROWS)
    assert lines_on(empty, DAY, PARENTS).schema == LINES
    assert lines_on(empty, DAY, PARENTS).is_empty()
    assert changes_between(empty, DAY, DAY, PARENTS).is_empty()
    assert counted_by_year(empty, DAY, PARENTS).is_empty()
    assert only_in_documents(empty, pl.DataFrame(schema=TOLD)).is_empty()


DRUG = [stage.value for stage in (*WAYS[Track.DRUG], *HALTS)]
RECORDS = st.lists(
    st.tuples(st.sampled_from("AB"), st.sampled_from(DRUG), st.integers(0, 12)), max_size=25
)


@settings(max_examples=30)
@given(RECORDS)
def test_lines_are_a_plain_reading_of_the_records(told: list[tuple[str, str, int]]) -> None:
    base = dt.date(2025, 1, 1)
    rows = [
        record(stage, str(base + dt.timedelta(days=on)), product=product)
        for product, stage, on in told
    ]
    found = {row["product"]: row for row in lines_on(table(*rows), DAY, PARENTS).to_dicts()}
    assert set(found) == {product for product, _, _ in told}
    for product, row in found.items():
        own = [(on, ORDER.get(stage, -1), stage) for name, stage, on in told if name == product]
        moves = [one for one in own if one[1] >= 0]
        halts = [one for one in own if one[1] < 0]
        latest = max(moves, default=None)
        assert row["stage"] == (latest[2] if latest else None)
        if latest:
            assert row["furthest"] == max(moves, key=lambda one: one[1])[2]
        halted = halts and (not moves or max(halts)[0] >= latest[0])
        assert (row["status"] in HALTS) == bool(halted)


@pytest.mark.slow
@settings(max_examples=30)
@given(RECORDS, st.integers(0, 12))
def test_changes_lead_from_one_day_to_the_other(
    told: list[tuple[str, str, int]], split: int
) -> None:
    base = dt.date(2025, 1, 1)
    rows = table(*(record(s, str(base + dt.timedelta(days=on)), product=p) for p, s, on in told))
    before = base + dt.timedelta(days=split)
    was, now = (lines_on(rows, day, PARENTS) for day in (before, DAY))
    state = [*LINE, "stage", "status"]
    same = now.select(state).join(was.select(state), on=state, nulls_equal=True)
    changed = changes_between(rows, DAY, before, PARENTS)
    assert changed.height == now.height - same.height
