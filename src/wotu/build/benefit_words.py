"""Benefits in words of one language, and as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Final

from wotu.build.benefits import Benefits, Possible
from wotu.build.bundle import LeftOut, Taken, WhyNot
from wotu.build.entitlements import clause_text
from wotu.build.offers import Offer
from wotu.build.snapshot import Snapshot
from wotu.figures import money_text, share_text
from wotu.packs.schema import Label
from wotu.rules.checked import CheckedRule
from wotu.rules.screen import STANDING_LABELS
from wotu.units import FEN_PER_YUAN

_REASONS: Final[Mapping[WhyNot, Label]] = {
    WhyNot.EXCLUDED: Label(
        zh="不能与“{other}”同时享受，选它少{less}",
        en="Cannot stand beside '{other}'; taking it would bring {less} less",
    ),
    WhyNot.ONE_OF: Label(
        zh="与“{other}”就高不重复，选它少{less}",
        en="Only the higher of this and '{other}' is paid; taking it would bring {less} less",
    ),
    WhyNot.CEILING: Label(zh="“{other}”已达上限", en="The ceiling of '{other}' is reached"),
    WhyNot.HAD: Label(zh="{year}年已经享受过", en="Was paid in {year} already"),
    WhyNot.PAID_OTHER: Label(
        zh="{year}年已享受“{other}”，两项不能同时享受",
        en="'{other}' was paid in {year}; both cannot be had",
    ),
    WhyNot.NOTHING: Label(zh="按条款计算的金额为零", en="The clause gives nothing"),
}

_SAME: Final = Label(
    zh="不能与“{other}”同时享受，两项金额相同",
    en="Cannot stand beside '{other}', which brings the same",
)


def reason_text(snapshot: Snapshot, item: LeftOut, language: str) -> str:
    """Why a measure is left out of the bundle."""
    sentence = _SAME if item.less_fen == 0 else _REASONS[item.why]
    return sentence.in_language(language).format(
        other=_named(snapshot, item.because).in_language(language) if item.because else "",
        less=fen_text(item.less_fen or 0, language),
        year=item.year,
    )


def fen_text(fen: int, language: str) -> str:
    """An amount of fen in 万元 or 亿元, or millions, as fits."""
    return money_text(Fraction(fen, FEN_PER_YUAN), language)


def amount_text(offer: Offer, language: str) -> str | None:
    """What an offer brings alone; "at least" or "at most" where only one bound is known."""
    low, high = offer.low_fen, offer.high_fen
    chinese = language.startswith("zh")
    if low is not None and high is not None:
        if low == high:
            return fen_text(low, language)
        return f"{fen_text(low, language)} – {fen_text(high, language)}"
    if low:
        return f"{'至少' if chinese else 'at least '}{fen_text(low, language)}"
    if high is not None:
        return f"{'至多' if chinese else 'at most '}{fen_text(high, language)}"
    return None


def loan_text(offer: Offer, language: str) -> str:
    """A loan's limit and rate."""
    limit = amount_text(offer, language)
    chinese = language.startswith("zh")
    said = limit or ("额度待定" if chinese else "limit not known")
    if offer.rate is None:
        return said
    return (
        f"{said}，年利率{_rate(offer.rate)}" if chinese else f"{said} at {_rate(offer.rate)} a year"
    )


def benefits_json(snapshot: Snapshot, benefits: Benefits, language: str = "zh") -> dict[str, Any]:
    """The whole as plain data; amounts in yuan, texts in one language."""
    return {
        "firm_id": benefits.firm_id,
        "as_of": benefits.as_of.isoformat(),
        "payments_known": benefits.payments_known,
        "total_cny": _yuan(benefits.bundle.total_fen),
        "bundle": [_taken(benefits, item, language) for item in benefits.bundle.taken],
        "amount_unknown": [_offer(offer, language) for offer in benefits.unpriced],
        "possible": [_possible(item, language) for item in benefits.possible],
        "loans": [
            {**_offer(o, language), "limit_cny": _yuan(o.low_fen), "rate": o.rate}
            for o in benefits.loans
        ],
        "left_out": [
            {
                "measure": item.measure,
                "why": item.why.value,
                "reason": reason_text(snapshot, item, language),
                "amount_cny": _yuan(item.amount_fen),
            }
            for item in benefits.bundle.left_out
        ],
        "not_for_firm": [offer.rule.id for offer in benefits.not_for_firm],
    }


def _taken(benefits: Benefits, item: Taken, language: str) -> dict[str, Any]:
    return {
        **_offer(benefits.offer(item.measure), language),
        "amount_cny": _yuan(item.amount_fen),
        "granted_cny": _yuan(item.granted_fen),
    }


def _possible(item: Possible, language: str) -> dict[str, Any]:
    return {
        **_offer(item.offer, language),
        "standing": item.offer.standing.value,
        "standing_text": STANDING_LABELS[item.offer.standing].in_language(language),
        "gain_cny": _yuan(item.gain_fen),
    }


def _offer(offer: Offer, language: str) -> dict[str, Any]:
    return {
        "measure": offer.rule.id,
        "label": offer.rule.spec.label.in_language(language),
        "kind": offer.measure.kind,
        "department": offer.measure.department.in_language(language),
        "clause": clause_text(offer.rule, language),
        "automatic": offer.measure.automatic,
    }


def _named(snapshot: Snapshot, name: str) -> Label:
    """The name of a measure, or of a group of measures."""
    if name in snapshot.packs.groups:
        return snapshot.packs.groups[name].label
    known: dict[str, CheckedRule] = {rule.id: rule for rule in snapshot.rulebook.rules}
    return known[name].spec.label if name in known else Label(zh=name, en=name)


def _yuan(fen: int | None) -> float | None:
    return None if fen is None else fen / FEN_PER_YUAN


def _rate(rate: float) -> str:
    # A rate is told to the second decimal: 3.45%.
    percent = round(rate * 100, 2)
    return share_text(rate) if percent == round(percent, 1) else f"{percent:.2f}%"
