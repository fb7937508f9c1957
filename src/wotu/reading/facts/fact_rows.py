"""One accepted claim as a row of the lake, or the reason why it is none yet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum
from typing import Any, Final

from wotu.contracts.schema import LARGEST, FieldType
from wotu.identity.assignments import name_key
from wotu.identity.place_register import PlaceRegister
from wotu.packs.indicators import Indicator, IndicatorDictionary, IndicatorKind
from wotu.packs.schema import Label
from wotu.periods import period_days
from wotu.reading.claim import Claim, ClaimKind
from wotu.reading.reconciling.metrics import metric_reader
from wotu.reading.reviews import StoredClaim

VALUES: Final = "indicator_value"
TARGETS: Final = "target_candidate"

_STEP: Final = Decimal("0.0001")


class Reason(StrEnum):
    """Why a claim is no fact."""

    NO_SUBJECT = "no_subject"
    UNKNOWN_PLACE = "unknown_place"
    UNKNOWN_INDICATOR = "unknown_indicator"
    NO_PERIOD = "no_period"
    NO_TARGET_DATE = "no_target_date"
    OTHER_KIND = "other_kind"
    OTHER_UNIT = "other_unit"
    NOT_WHOLE = "not_whole"
    TOO_LARGE = "too_large"
    TAKEN_BACK = "taken_back"


REASONS: Final[dict[Reason, Label]] = {
    Reason.NO_SUBJECT: Label(zh="没有主体", en="No subject"),
    Reason.UNKNOWN_PLACE: Label(zh="主体不是已知地区", en="The subject is no known place"),
    Reason.UNKNOWN_INDICATOR: Label(zh="不在指标目录中", en="Not in the dictionary of indicators"),
    Reason.NO_PERIOD: Label(zh="没有时期", en="No period"),
    Reason.NO_TARGET_DATE: Label(zh="目标没有期限", en="The target has no date"),
    Reason.OTHER_KIND: Label(
        zh="该指标不收这类数据（如位次、增减量）",
        en="A kind of figure that the indicator does not take (a rank, an increase)",
    ),
    Reason.OTHER_UNIT: Label(zh="单位与指标不符", en="A unit that the indicator does not have"),
    Reason.NOT_WHOLE: Label(zh="该指标应为整数", en="The indicator counts whole things"),
    Reason.TOO_LARGE: Label(zh="数值过大", en="Larger than any figure of a place"),
    Reason.TAKEN_BACK: Label(
        zh="所在批次已被撤销；恢复批次或重新采信即可",
        en="Its batch was undone; restore the batch or accept the claim again",
    ),
}


@dataclass(frozen=True)
class FactRow:
    """A row under a contract, with the claim that it states."""

    claim: str
    document: str
    contract: str
    values: Mapping[str, Any]
    """The contract's fields; those that are missing are null."""


@dataclass(frozen=True)
class Unresolved:
    """An accepted claim that is no fact, and why."""

    stored: StoredClaim
    reason: Reason
    found: str
    """What the reason speaks of: the subject, the metric, the unit; empty where nothing."""


class _NoFactError(Exception):
    """Carries the reason out of the steps of a resolution."""

    def __init__(self, reason: Reason, found: str | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.found = found or ""


@dataclass(frozen=True)
class ClaimResolver:
    """Finds place and indicator of claims; ``assigned`` are metrics that a person assigned, by
    :func:`wotu.identity.assignments.name_key`."""

    places: PlaceRegister
    indicators: IndicatorDictionary
    assigned: Mapping[str, str]

    def resolve(
        self,
        stored: StoredClaim,
        sentence: str,
        published: dt.date | None,
        beside: Sequence[Claim] = (),
    ) -> FactRow | Unresolved:
        """The row of a claim; ``beside`` are other claims of its document, in which the baseline
        of a target is looked for."""
        try:
            return self._row(stored, sentence, published, beside)
        except _NoFactError as fault:
            return Unresolved(stored, fault.reason, fault.found)

    def _row(
        self,
        stored: StoredClaim,
        sentence: str,
        published: dt.date | None,
        beside: Sequence[Claim],
    ) -> FactRow:
        claim = stored.claim
        is_target = claim.kind is ClaimKind.TARGET
        place = self._place(claim)
        indicator = self.indicator(claim)
        unit = indicator.unit_of(claim.unit)
        if unit is None:
            raise _NoFactError(Reason.OTHER_UNIT, claim.unit)
        values = {
            "place_code": place,
            "place_name": claim.subject,
            "indicator": indicator.id,
            **_period_of(claim, is_target),
            "value": _figure(claim.figure, indicator),
            "value_max": None if claim.figure_max is None else _figure(claim.figure_max, indicator),
            "unit": unit,
            "bound": claim.bound.value,
            "document": stored.document,
            "claim": stored.id,
            "span_start": claim.start,
            "span_end": claim.end,
            "quote": claim.quote,
            "sentence": sentence,
            "published": published,
        }
        if is_target and (base := _baseline(claim, beside, indicator)):
            values |= {"baseline": base.figure, "baseline_period": base.period}
        contract = TARGETS if is_target else VALUES
        return FactRow(stored.id, stored.document, contract, values)

    def _place(self, claim: Claim) -> str:
        if not claim.subject:
            raise _NoFactError(Reason.NO_SUBJECT)
        code = self.places.code_of(claim.subject)
        if code is None:
            raise _NoFactError(Reason.UNKNOWN_PLACE, claim.subject)
        return code

    def indicator(self, claim: Claim) -> Indicator:
        """The indicator whose value a claim states: for 同比增长 that of the growth."""
        is_change = claim.kind is ClaimKind.CHANGE_PCT
        read = metric_reader(self.indicators)(claim.metric, is_change, False)
        given = self.assigned.get(name_key(claim.metric))
        name = given if given in self.indicators else read.indicator
        if name is None:
            raise _NoFactError(Reason.UNKNOWN_INDICATOR, claim.metric)
        found = self.indicators[name]
        goal_of_growth = (
            claim.kind is ClaimKind.TARGET
            and claim.unit == "%"
            and found.unit_of(claim.unit) is None
        )
        if (read.is_growth or goal_of_growth) and not found.growth_of:
            grown = self.indicators.growth_of(found)
            if grown is None or (is_change and claim.compare != "yoy"):
                raise _NoFactError(Reason.OTHER_KIND, claim.metric)
            return grown
        if not _takes(found, claim.kind):
            raise _NoFactError(Reason.OTHER_KIND, claim.metric)
        return found


_MEASURED: Final = frozenset({ClaimKind.LEVEL, ClaimKind.SHARE, ClaimKind.RATIO})


def _takes(indicator: Indicator, kind: ClaimKind) -> bool:
    if kind is ClaimKind.TARGET:
        return True
    if indicator.kind is IndicatorKind.RANK:
        return kind is ClaimKind.RANK
    if indicator.growth_of:
        return kind in {ClaimKind.CHANGE_PCT, ClaimKind.SHARE, ClaimKind.LEVEL}
    return kind in _MEASURED


def _period_of(claim: Claim, is_target: bool) -> dict[str, Any]:
    by_date = bool(claim.period and claim.period.startswith("by:"))
    days = period_days(claim.period) if claim.period else None
    if is_target:
        if days is None or not by_date:
            raise _NoFactError(Reason.NO_TARGET_DATE, claim.period)
        return {"period": claim.period, "target_on": days.last}
    if days is None or by_date:
        raise _NoFactError(Reason.NO_PERIOD, claim.period)
    return {"period": claim.period, "period_first": days.first, "period_last": days.last}


def _figure(figure: Decimal, indicator: Indicator) -> Decimal:
    if abs(figure) > LARGEST[FieldType.NUMBER]:
        raise _NoFactError(Reason.TOO_LARGE, f"{figure:f}")
    if indicator.whole and figure != figure.to_integral_value():
        raise _NoFactError(Reason.NOT_WHOLE, f"{figure:f}")
    return figure.quantize(_STEP, ROUND_HALF_EVEN)


def _baseline(target: Claim, beside: Sequence[Claim], indicator: Indicator) -> Claim | None:
    """The figure of today that stands in the sentence of a target, of the same thing."""
    same = (
        claim
        for claim in beside
        if claim.sentence == target.sentence
        and claim.kind in _MEASURED
        and (claim.subject, claim.metric) == (target.subject, target.metric)
        and indicator.unit_of(claim.unit) == indicator.unit_of(target.unit)
        and claim.figure_max is None
    )
    return next(same, None)
