import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.wotu.reading.stated import claim_in
from wotu.identity.assignments import name_key
from wotu.identity.place_register import PlaceRegister
from wotu.reading.claim import Bound, ClaimKind
from wotu.reading.facts.fact_rows import ClaimResolver, FactRow, Reason, Unresolved
from wotu.reading.reviews import Review, StoredClaim

TEXT = "2023年，苏州工业园区地区生产总值达3686亿元。到2026年，高新技术企业由2500家增至4000家。"


@pytest.fixture(scope="module")
def resolver(packs):
    assigned = {name_key("高企保有总量"): "hitech_firms"}
    return ClaimResolver(
        PlaceRegister(packs.code_lists["divisions"], {}), packs.indicators, assigned
    )


@pytest.fixture(scope="module")
def resolve(resolver):
    def resolve_claim(quote="3686亿元", figure="368600000000", beside=(), **fields):
        claim = claim_in(TEXT, quote, figure, **fields)
        stored = StoredClaim("d-1-2-0", "d", claim, claim, "grammar", Review.ACCEPTED)
        return resolver.resolve(stored, TEXT, dt.date(2024, 10, 1), beside)

    return resolve_claim


def test_a_claim_becomes_a_row_with_its_evidence(resolve):
    row = resolve()
    assert (row.contract, row.claim) == ("indicator_value", "d-1-2-0")
    assert row.values == {
        "place_code": "320576",
        "place_name": "苏州工业园区",
        "indicator": "gdp",
        "period": "2023",
        "period_first": dt.date(2023, 1, 1),
        "period_last": dt.date(2023, 12, 31),
        "value": Decimal(368_600_000_000),
        "value_max": None,
        "unit": "元",
        "bound": "exact",
        "document": "d",
        "claim": "d-1-2-0",
        "span_start": TEXT.index("3686亿元"),
        "span_end": TEXT.index("3686亿元") + 6,
        "quote": "3686亿元",
        "sentence": TEXT,
        "published": dt.date(2024, 10, 1),
    }


@pytest.mark.parametrize(
    ("fields", "reason", "found"),
    [
        ({"subject": None}, Reason.NO_SUBJECT, ""),
        ({"subject": "阳澄湖两岸科创中心"}, Reason.UNKNOWN_PLACE, "阳澄湖两岸科创中心"),
        ({"metric": "春来秋去"}, Reason.UNKNOWN_INDICATOR, "春来秋去"),
        ({"period": None}, Reason.NO_PERIOD, ""),
        ({"period": "去年"}, Reason.NO_PERIOD, "去年"),
        ({"period": "by:2026"}, Reason.NO_PERIOD, "by:2026"),
        ({"unit": "美元"}, Reason.OTHER_UNIT, "美元"),
        ({"unit": "位", "kind": "rank"}, Reason.OTHER_KIND, "地区生产总值"),
        ({"unit": "%", "kind": "change_pct", "compare": "since:2019"}, Reason.OTHER_KIND, None),
        ({"kind": "target", "period": None}, Reason.NO_TARGET_DATE, ""),
        ({"kind": "target", "period": "2026"}, Reason.NO_TARGET_DATE, "2026"),
        ({"metric": "高新技术企业", "unit": "家", "figure": "811.5"}, Reason.NOT_WHOLE, "811.5"),
        ({"figure": "1e16"}, Reason.TOO_LARGE, None),
    ],
)
def test_a_claim_that_is_no_fact_says_why(resolve, fields, reason, found):
    told = resolve(**fields)
    assert isinstance(told, Unresolved)
    assert told.reason is reason
    assert found is None or told.found == found


@pytest.mark.parametrize(
    ("fields", "indicator"),
    [
        ({"metric": "有效高新技术企业总数", "unit": "户"}, "hitech_firms"),
        ({"metric": "高企保有总量", "unit": "家"}, "hitech_firms"),
        ({"unit": "%", "kind": "change_pct", "compare": "yoy"}, "gdp_growth"),
        ({"metric": "GDP增速", "unit": "%", "kind": "change_pct", "compare": "yoy"}, "gdp_growth"),
        ({"metric": "全社会研发投入占GDP比重", "unit": "%", "kind": "share"}, "rd_intensity"),
        ({"metric": "国家高新区综合评价", "unit": "位", "kind": "rank"}, "zone_rank"),
    ],
)
def test_words_and_kind_give_the_indicator(resolve, fields, indicator):
    row = resolve(**{"figure": "4", **fields})
    assert isinstance(row, FactRow), row
    assert row.values["indicator"] == indicator


def test_a_goal_of_growth_is_a_target_of_the_growth(resolve):
    row = resolve(figure="6", unit="%", kind="target", period="by:2024")
    assert (row.contract, row.values["indicator"]) == ("target_candidate", "gdp_growth")


def test_a_target_takes_its_baseline_from_its_sentence(resolve):
    firms = {"metric": "高新技术企业", "unit": "家"}
    today = claim_in(TEXT, "2500家", "2500", period="asof:2023", **firms)
    row = resolve(
        quote="4000家", figure="4000", kind="target", period="by:2026", beside=[today], **firms
    )
    assert row.contract == "target_candidate"
    assert row.values["target_on"] == dt.date(2026, 12, 31)
    assert (row.values["value"], row.values["baseline"]) == (4000, 2500)
    assert row.values["baseline_period"] == "asof:2023"
    elsewhere = claim_in(TEXT, "3686亿元", "2500", **firms)
    bare = resolve(
        quote="4000家", figure="4000", kind="target", period="by:2026", beside=[elsewhere], **firms
    )
    assert "baseline" not in bare.values


@given(
    figure=st.decimals(allow_nan=False, allow_infinity=False),
    unit=st.sampled_from(["元", "美元", "家", "%", "位", "", "个"]),
    kind=st.sampled_from(list(ClaimKind)),
    bound=st.sampled_from(list(Bound)),
    metric=st.sampled_from(["GDP", "高新技术企业", "研发投入强度", "国家高新区排名", "x", ""]),
    period=st.sampled_from([None, "2023", "by:2026", "asof:2023", "2023-99", "/", "by:"]),
    compare=st.sampled_from([None, "yoy", "since:2019", "全国"]),
)
def test_every_claim_is_a_row_of_its_contract_or_has_a_reason(
    resolver, packs, figure, unit, kind, bound, metric, period, compare
):
    claim = claim_in(
        TEXT, "3686亿元", str(figure), unit=unit, kind=kind, bound=bound, metric=metric,
        period=period, compare=compare,
    )  # fmt: skip
    stored = StoredClaim("d-1-2-0", "d", claim, claim, "grammar", Review.ACCEPTED)
    found = resolver.resolve(stored, TEXT, None)
    if isinstance(found, FactRow):
        contract = packs.contract(found.contract)
        assert set(found.values) <= set(contract.fields)
        required = {name for name, field in contract.fields.items() if field.required}
        assert all(found.values[name] is not None for name in required)
        assert found.values["unit"] in packs.indicators[found.values["indicator"]].units
    else:
        assert found.reason in Reason
