import datetime as dt
from decimal import Decimal

import pytest

from tests.wotu.reading.stated import claim_in
from tests.zone import AS_OF, make_zone
from wotu.build.build import build
from wotu.build.known import known
from wotu.build.snapshot import open_current
from wotu.errors import UnknownNameError
from wotu.packs.schema import Label
from wotu.reading.facts.landing import land_accepted
from wotu.reading.facts.series import COMPUTED, all_series, series, series_known
from wotu.reading.library import DocumentLibrary
from wotu.reading.reconciling.statements import Difference
from wotu.receive import Delivery, receive
from wotu.workspace import Zone, create_workspace, open_workspace

pytestmark = pytest.mark.zone

EARLY = "2023年，苏州工业园区地区生产总值超3600亿元。"
LATE = "2023年，苏州工业园区地区生产总值达3686亿元，有效高新技术企业2500家。"
TABLE = "地区,指标,时期,数值,计量单位\n苏州工业园区,GDP,{period},{value},亿元\n"


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    root = tmp_path_factory.mktemp("series")
    made = create_workspace(root / "zone", Zone(name=Label(zh="某区", en="Some zone")))
    library = DocumentLibrary(made.lake)
    for name, text, quote, figure, fields in (
        ("early", EARLY, "超3600亿元", "360000000000", {"bound": "over", "day": 2}),
        ("late", LATE, "3686亿元", "368600000000", {"day": 9}),
    ):
        path = root / f"{name}.txt"
        path.write_text(text, encoding="utf-8")
        day = dt.date(2024, fields.pop("day"), 1)
        entry = library.add(path, published=day, author="李")
        claim = claim_in(text, quote, figure, **fields)
        library.accept([library.propose(entry.id, claim, author="李")], author="李")
    land_accepted(made, author="李")
    for source, period, value in (
        ("zone", "2023年", "3700"),
        ("statistics", "2023", "3686.0"),
        ("statistics", "2022", "3515.6"),
    ):
        path = root / f"{source}{period}.csv"
        path.write_text(TABLE.format(period=period, value=value), encoding="utf-8")
        receive(made, path, Delivery(source, "李", "indicator_value"))
    return made


def test_a_series_has_every_source_the_most_believed_first(workspace):
    found = series(workspace, "苏州工业园区", "GDP")
    assert (found.place, found.place_name, found.indicator.id) == ("320576", "苏州工业园区", "gdp")
    assert [point.period for point in found.points] == ["2022", "2023"]
    said = [(one.source, one.name, one.difference) for one in found.points[1].values]
    assert said == [
        ("statistics", "statistics2023.csv", None),
        ("zone", "zone2023年.csv", Difference.CONFLICT),
        ("document", "late", Difference.SAME),
        ("document", "early", Difference.BOUND),
    ]
    assert found.points[1].default.value == Decimal(368_600_000_000)


def test_what_cannot_be_true_together_is_marked(workspace):
    first, second = series(workspace, "320576", "gdp").points
    assert (first.disagrees, second.disagrees) == (False, True)
    agreeing = [one.name for one in second.values if one.agrees]
    assert agreeing == ["statistics2023.csv", "late", "early"]


def test_a_document_value_leads_to_its_claim_and_sentence(workspace):
    late = series(workspace, "320576", "gdp").points[1].values[2]
    assert (late.quote, late.sentence) == ("3686亿元", LATE)
    stored = {one.id for one in DocumentLibrary(workspace.lake).claims(late.document)}
    assert late.claim in stored


def test_the_order_of_the_series_is_that_of_the_build(workspace, packs):
    settled = known(workspace.lake, packs, dt.date(2026, 6, 30)).settled_places("indicator_value")
    facts = {row["period"]: row["value"] for row in settled.facts.to_dicts()}
    points = series(workspace, "320576", "gdp").points
    assert facts == {point.period: point.default.value for point in points}


def test_what_series_there_are_can_be_listed(workspace):
    assert series_known(workspace).rows() == [("320576", "gdp", 5, dt.date(2023, 12, 31))]
    assert all_series(workspace) == [series(workspace, "320576", "gdp")]


def test_a_series_without_values_is_empty_and_an_unknown_place_is_told(workspace):
    assert series(workspace, "昆山", "gdp").points == ()
    with pytest.raises(UnknownNameError, match="火星市"):
        series(workspace, "火星市", "gdp")
    with pytest.raises(UnknownNameError, match="gdp"):
        series(workspace, "昆山", "gdq")


@pytest.mark.zone
def test_the_zones_own_certificates_are_a_source_of_its_stock(tmp_path):
    made = make_zone(tmp_path / "zone", tmp_path / "files")
    config = made.root / "wotu.yaml"
    text = config.read_text(encoding="utf-8")
    before, _, after = text.partition("divisions: [")
    config.write_text(f'{before}divisions: ["320505"]{after.partition("]")[2]}', encoding="utf-8")
    workspace = open_workspace(made.root)
    build(workspace, AS_OF)
    snapshot = open_current(workspace.snapshots_path)
    points = series(workspace, "320505", "hitech_firms", snapshot).points
    assert points[-1].last == dt.date(2026, 6, 30)
    assert (points[-1].default.source, points[-1].default.value) == (COMPUTED, Decimal(2))
    assert series(workspace, "320500", "hitech_firms", snapshot).points == ()
    assert series(workspace, "320505", "hitech_firms").points == ()
    counted = {one.indicator.id: one for one in all_series(workspace, snapshot)}
    assert counted["hitech_firms"].points == points
    assert "hnte_net_increase" in counted  # by formula, from the counts
    (net, *_) = counted["hnte_net_increase"].points[-1].values
    assert (net.expression, net.inputs) == (
        "hitech_firms - before(hitech_firms)",
        ("hitech_firms@asof:2025-12-31", "hitech_firms@asof:2024-12-31"),
    )


def test_values_of_a_stock_at_the_end_of_a_year_and_of_the_year_are_one_point(tmp_path):
    made = create_workspace(tmp_path / "zone", Zone(name=Label(zh="某区", en="Some zone")))
    rows = "昆山,高新技术企业,2023年,2700,家\n昆山,高新技术企业,2023年末,2700,家\n"
    path = tmp_path / "t.csv"
    path.write_text("地区,指标,时期,数值,计量单位\n" + rows, encoding="utf-8")
    receive(made, path, Delivery("statistics", "李", "indicator_value"))
    (point,) = series(made, "昆山", "高企").points
    assert [one.difference for one in point.values] == [None, Difference.SAME]


def test_an_exact_figure_is_believed_before_a_later_bound(tmp_path):
    made = create_workspace(tmp_path / "zone", Zone(name=Label(zh="某区", en="Some zone")))
    library = DocumentLibrary(made.lake)
    for day, (text, quote, figure, fields) in enumerate(
        (
            (LATE, "3686亿元", "368600000000", {}),
            (EARLY, "超3600亿元", "360000000000", {"bound": "over"}),
        ),
        start=1,
    ):
        path = tmp_path / f"{day}.txt"
        path.write_text(text, encoding="utf-8")
        entry = library.add(path, published=dt.date(2024, day, 1), author="李")
        claim = claim_in(text, quote, figure, **fields)
        library.accept([library.propose(entry.id, claim, author="李")], author="李")
    land_accepted(made, author="李")
    (point,) = series(made, "苏州工业园区", "GDP").points
    assert point.default.value == Decimal(368_600_000_000)
