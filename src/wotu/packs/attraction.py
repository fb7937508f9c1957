"""How attraction targets are ranked: parts of the fit, their weights and where they come from."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from wotu.packs.schema import Label, PackModel

Share = Annotated[float, Field(ge=0, le=1)]
Weight = Annotated[float, Field(ge=0)]
Positive = Annotated[float, Field(gt=0)]


class Note(PackModel):
    """Why a number is what it is: an own choice, or what it was fitted on."""

    about: Label
    source: str = Field(min_length=2)
    """A title, or "own choice"."""


class FitWeights(PackModel):
    """Weights of the four parts of the fit; a part that is unknown is left out of the mean."""

    supply: Weight
    related: Weight
    growth: Weight
    expand: Weight

    @model_validator(mode="after")
    def _some_weight(self) -> FitWeights:
        if not self.supply + self.related + self.growth + self.expand:
            raise ValueError("权重之和为零 · all weights are zero")
        return self


class SupplyProximity(PackModel):
    """How near a place's firms are to a link along the map's edges."""

    half_firms: Positive
    """So many firms on a neighbouring link count half, twice as many two thirds, and so on."""
    optional: Share
    """Weight of an edge whose goods the using link can do without; essential ones weigh 1."""
    customers: Weight
    """Weight of links that use this one, beside ``suppliers``."""
    suppliers: Weight

    @model_validator(mode="after")
    def _some_side(self) -> SupplyProximity:
        if not self.customers + self.suppliers:
            raise ValueError("权重之和为零 · both sides weigh nothing")
        return self


class Growth(PackModel):
    """Yearly growth of sales (0.1 is a tenth) at which the part is 0, and at which it is 1."""

    none: float
    full: float

    @model_validator(mode="after")
    def _rising(self) -> Growth:
        if self.full <= self.none:
            raise ValueError("full 应大于 none · 'full' must be above 'none'")
        return self


class ExpansionSigns(PackModel):
    """Weights of the signs that a firm opens sites elsewhere; unknown signs are left out."""

    sites: Weight
    """The same trade name is registered in other places."""
    size: Weight
    """Rank of its registered capital among the firms elsewhere on the link."""
    age: Weight
    listed: Weight
    certificates: Weight
    half_sites: Positive
    """So many other places count half."""
    half_certificates: Positive
    young: Positive
    """Years from founding until which the sign of age grows to 1."""
    old: Positive
    """Years from which it falls; at twice this age it is 0."""

    @model_validator(mode="after")
    def _ages_in_order(self) -> ExpansionSigns:
        if self.old < self.young:
            raise ValueError("old 不应小于 young · 'old' must not be below 'young'")
        return self


class LinkRanking(PackModel):
    """Coefficients by which the gaps of a place are ranked: those likely to gain a firm first."""

    popularity: float
    """Of the natural logarithm of 1 + firms elsewhere on the link."""
    recent: float
    """Of the natural logarithm of 1 + those founded in the last three years that are known."""
    density: float
    """Of the relatedness density (0-1)."""
    peers: float
    """Of the natural logarithm of the link's share in places of a similar profile."""
    supply: float
    """Of the supply proximity (0-1)."""


class AttractionFormula(PackModel):
    """The open formula of ``packs/<pack>/attraction.yaml``."""

    attraction: str
    label: Label
    fit: FitWeights
    supply: SupplyProximity
    growth: Growth
    expansion: ExpansionSigns
    ranking: LinkRanking
    notes: tuple[Note, ...] = Field(min_length=1)
