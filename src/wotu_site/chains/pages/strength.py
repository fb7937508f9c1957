"""How the score of a link was made: every component with its value, points and weight."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from wotu.packs.strength import MeasureScale, StrengthComponent, StrengthFormula
from wotu_site.chains.measured import Strength
from wotu_site.chains.words import said
from wotu_site.ui.formats import count_text, money_text, share_text, unknown_text


@dataclass(frozen=True, slots=True)
class ShownComponent:
    """One component of the score; ``points`` is None where its value is not known."""

    label: str
    measure: str
    value: str
    points: float | None
    weight: float
    scale: str
    ground: str


@dataclass(frozen=True, slots=True)
class ShownScore:
    """The score of a link with its interval and how it was made."""

    score: float | None
    low: float
    high: float
    about: str
    components: tuple[ShownComponent, ...]


def shown_score(
    strength: Strength, formula: StrengthFormula | None, as_of: date, *, sales_seen: bool
) -> ShownScore | None:
    """The score by the formula of the pack; None where there is no formula.

    Values of sales are left out for those who may not see them.
    """
    if formula is None or not strength.components:
        return None
    return ShownScore(
        score=strength.score,
        low=strength.score_low or 0.0,
        high=100.0 if strength.score_high is None else strength.score_high,
        about=said(formula.about),
        components=tuple(
            _component(one["component"], one["value"], one["points"], formula, as_of, sales_seen)
            for one in strength.components
            if one["component"] in formula.scales
        ),
    )


def _component(
    measure: str,
    value: float | None,
    points: float | None,
    formula: StrengthFormula,
    as_of: date,
    sales_seen: bool,
) -> ShownComponent:
    component = _holding(formula, measure)
    scale = formula.scales[measure]
    hidden = measure.startswith("sales") and not sales_seen
    return ShownComponent(
        label=said(component.label),
        measure=said(scale.label),
        value="—" if hidden else value_text(scale, value),
        points=None if points is None else round(points, 1),
        weight=component.weight.on(as_of),
        scale=" · ".join(f"{value_text(scale, at)} → {points:g}" for at, points in scale.on(as_of)),
        ground=scale.source.title or said(scale.source.own_choice),
    )


def _holding(formula: StrengthFormula, measure: str) -> StrengthComponent:
    return next(
        one for one in formula.components.values() if measure in {str(m) for m in one.measures}
    )


def value_text(scale: MeasureScale, value: float | None) -> str:
    """A value of a measure with its unit."""
    if value is None:
        return unknown_text()
    if scale.unit == "元":
        return money_text(int(value))
    if scale.unit == "share":
        return share_text(value)
    return count_text(round(value, 2))
