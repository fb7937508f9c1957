"""The formula for the strength of a link: open, dated, and every figure with its ground."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Annotated, Final, TypeVar

from pydantic import Field as PydanticField
from pydantic import model_validator

from wotu.packs.schema import Label, PackModel

V = TypeVar("V")


class StrengthMeasure(StrEnum):
    """What can be measured of the zone's firms on a link."""

    FIRMS = "firms"  # number of firms
    SALES = "sales_cny"  # sum of the last year's sales, yuan
    CAPITAL = "capital_cny"  # sum of registered capital, yuan
    HHI = "hhi"  # Herfindahl-Hirschman index of the scale, 0-1
    SALES_GROWTH = "sales_growth"  # of the last year on the year before, share
    FIRM_GROWTH = "firm_growth"  # of the number of firms, yearly over three years, share
    PATENTS = "patents"  # valid rights known
    CERTIFIED_SHARE = "certified_share"  # firms with a certificate, share
    LEADERS = "leaders"  # number of leaders
    LOCATION_QUOTIENT = "location_quotient"  # specialisation against all places together


class Ground(PackModel):
    """Why a figure is what it is: a text, or the zone's own choice with its reason."""

    title: str | None = None
    clause: str | None = None
    own_choice: Label | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Ground:
        if (self.title is None) == (self.own_choice is None):
            raise ValueError("写明 title 或 own_choice 之一 · give either a title or an own_choice")
        return self


class DatedFigure(PackModel):
    """A figure with its unit, the days from which its values hold, and its ground."""

    label: Label
    unit: str
    values: dict[dt.date, float] = PydanticField(min_length=1)
    source: Ground

    def on(self, day: dt.date) -> float:
        """The value in force on a day; before the first day, the first."""
        return _in_force(self.values, day)


Points = Annotated[dict[float, float], PydanticField(min_length=2)]


class MeasureScale(PackModel):
    """How the value of a measure becomes 0 to 100 points: straight lines between given values."""

    label: Label
    unit: str
    points: dict[dt.date, Points] = PydanticField(min_length=1)
    """From a day on: value -> points; the first and last points hold beyond their values."""
    source: Ground

    @model_validator(mode="after")
    def _within_bounds(self) -> MeasureScale:
        for table in self.points.values():
            if any(not 0 <= points <= 100 for points in table.values()):
                raise ValueError("分值应在 0 到 100 之间 · points lie between 0 and 100")
            heights = [table[value] for value in sorted(table)]
            if heights not in (sorted(heights), sorted(heights, reverse=True)):
                raise ValueError("分值应只升或只降 · points rise throughout, or fall throughout")
        return self

    def on(self, day: dt.date) -> list[tuple[float, float]]:
        """Values and points in force on a day, by value; before the first day, the first."""
        return sorted(_in_force(self.points, day).items())


class StrengthComponent(PackModel):
    """One component: its weight, and the measures of which the first that is known counts."""

    label: Label
    weight: DatedFigure
    measures: dict[StrengthMeasure, MeasureScale] = PydanticField(min_length=1)


class LeaderRule(PackModel):
    """Who counts as a leader (链主) of a link."""

    sales: DatedFigure
    """Sales from which a firm counts, yuan."""
    capital: DatedFigure
    """Registered capital from which a firm counts whose sales are unknown, yuan."""
    certificates: tuple[str, ...]
    """A leader holds one of these, or is listed; a firm whose certificates are unknown may."""
    most: DatedFigure


class StrengthLimits(PackModel):
    """Where one state of a link ends and the next begins."""

    known: DatedFigure
    """Share of firms (or of weight) from which a sum (or a score) is taken as known."""
    doubtful: DatedFigure
    """Expected firms from which a link without a sure one is unknown, not missing."""
    weak: DatedFigure
    """Score below which a link is weak."""
    top_share: DatedFigure
    """Share of the scale from which one firm carries a link."""
    one_city: DatedFigure
    """Share of the firms elsewhere from which one city carries the supply."""
    one_city_firms: DatedFigure
    """Firms elsewhere from which that share says anything."""


class StrengthFormula(PackModel):
    """How strong the zone is on a link, from the facts of its firms there."""

    strength: str
    label: Label
    about: Label
    components: dict[str, StrengthComponent] = PydanticField(min_length=1)
    leaders: LeaderRule
    limits: StrengthLimits

    @model_validator(mode="after")
    def _each_measure_once(self) -> StrengthFormula:
        named = [measure for one in self.components.values() for measure in one.measures]
        if twice := {str(measure) for measure in named if named.count(measure) > 1}:
            raise ValueError(f"指标写了两次 · given twice: {', '.join(sorted(twice))}")
        return self

    @property
    def scales(self) -> dict[str, MeasureScale]:
        """The scale of every measure of the formula, by its name."""
        return {
            measure.value: scale
            for component in self.components.values()
            for measure, scale in component.measures.items()
        }


STRENGTH_FILE: Final = "strength.yaml"
"""Where a pack holds its formula; a later pack's replaces an earlier one's whole."""


def _in_force(values: dict[dt.date, V], day: dt.date) -> V:
    begun = [since for since in values if since <= day]
    return values[max(begun) if begun else min(values)]
