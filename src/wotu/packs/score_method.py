"""The choices of a composite indicator, as packs write them; every one has a default."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field as PydanticField
from pydantic import model_validator

from wotu.packs.schema import PackModel

Share = Annotated[float, PydanticField(ge=0, le=1)]


class Screening(PackModel):
    """Who and what has enough data to take part; what has not is left out, and logged."""

    places: Share = 0.5
    """Least share of indicators that a place must have in a period's data."""
    indicators: Share = 0.5
    """Least share of places that must have an indicator."""


class ImputationKind(StrEnum):
    """How unknown values are filled in."""

    NONE = (
        "none"  # left unknown: aggregation then works on what is known, with its weights rescaled
    )
    MEAN = "mean"
    MEDIAN = "median"
    GROUP_MEAN = "group_mean"
    GROUP_MEDIAN = "group_median"
    INTERPOLATION = "interpolation"  # linear in time between known periods, nearest at the ends
    CARRIED = "carried"  # the last known period
    REGRESSION = "regression"  # on the known indicators of the same dimension, ridge
    NEIGHBOURS = "neighbours"  # mean of the places that are most alike


class Imputation(PackModel):
    """Steps tried in order: each fills what the one before left."""

    kinds: tuple[ImputationKind, ...] = (
        ImputationKind.INTERPOLATION,
        ImputationKind.GROUP_MEDIAN,
        ImputationKind.MEDIAN,
    )
    group: str | None = None
    """Name of ``Panel.groups`` for the kinds by group."""
    neighbours: Annotated[int, PydanticField(ge=1)] = 5


class TreatmentKind(StrEnum):
    """What is done about outliers."""

    NONE = "none"
    WINSORISE = "winsorise"
    TRANSFORM = "transform"
    WINSORISE_OR_TRANSFORM = "winsorise_or_transform"  # transform where winsorising is not enough


class Treatment(PackModel):
    """Outliers: an indicator is treated where skewness and kurtosis both pass their limits."""

    kind: TreatmentKind = TreatmentKind.WINSORISE_OR_TRANSFORM
    skewness: Annotated[float, PydanticField(gt=0)] = 2.0
    kurtosis: Annotated[float, PydanticField(gt=0)] = 3.5
    points: Annotated[int, PydanticField(ge=1)] = 5
    """Most values of a period that may be winsorised before a transform is tried."""


class NormalisationKind(StrEnum):
    """How indicators become comparable."""

    MIN_MAX = "min_max"
    Z_SCORE = "z_score"
    RANK = "rank"
    PERCENTILE = "percentile"
    DISTANCE_TO_TARGET = "distance_to_target"
    DISTANCE_TO_BEST = "distance_to_best"
    GOALPOSTS = "goalposts"


class Reference(StrEnum):
    """Against which periods values are scaled."""

    PERIOD = "period"  # each period by itself
    POOLED = "pooled"  # all periods together: comparable over time
    FIRST = "first"  # the oldest period: fixed across editions


class Normalisation(PackModel):
    """Scaling: ``low`` and ``high`` are the points of worst and best (min-max, rank, percentile,
    goalposts), and ``high`` those of the target or the best value (distances);
    a z-score has mean ``mean`` and standard deviation ``deviation``."""

    kind: NormalisationKind = NormalisationKind.MIN_MAX
    reference: Reference = Reference.PERIOD
    low: float = 0.0
    high: float = 100.0
    mean: float = 100.0
    deviation: float = 10.0


class WeightingKind(StrEnum):
    """Where the weights among siblings come from."""

    GIVEN = "given"  # the tree's; equal shares of what is left where a node has none
    EQUAL = "equal"
    ENTROPY = "entropy"
    CRITIC = "critic"
    PCA = "pca"
    AHP = "ahp"  # from pairwise comparisons
    BENEFIT_OF_DOUBT = "benefit_of_doubt"  # each place its own most favourable ones


class Comparisons(PackModel):
    """Pairwise comparisons for AHP among the children of a node (Saaty's scale 1-9)."""

    node: str
    children: tuple[str, ...]
    matrix: tuple[tuple[float, ...], ...]


class Weighting(PackModel):
    """Weights among siblings, everywhere the same kind."""

    kind: WeightingKind = WeightingKind.GIVEN
    comparisons: tuple[Comparisons, ...] = ()
    """For AHP: nodes without comparisons keep the given weights, and the log says so."""
    least_share: Share = 0.0
    """For the benefit of the doubt: least share of the total that each child must carry."""
    most_share: Share = 1.0
    """For the benefit of the doubt: most of the total that each child may carry."""


class AggregationKind(StrEnum):
    """How siblings become their parent."""

    ARITHMETIC = "arithmetic"
    GEOMETRIC = "geometric"
    HARMONIC = "harmonic"
    COPELAND = "copeland"  # places compared two by two
    MAZZIOTTA_PARETO = "mazziotta_pareto"  # mean less a penalty for imbalance
    MEDIAN = "median"


class Aggregation(PackModel):
    """The kind for each depth of parents, the index (depth 0) first; the last holds below."""

    kinds: Annotated[tuple[AggregationKind, ...], PydanticField(min_length=1)] = (
        AggregationKind.ARITHMETIC,
    )
    least_share: Share = 0.5
    """Least weight of known children that a parent needs to have a score at all."""

    def at(self, depth: int) -> AggregationKind:
        """The kind for parents at a depth."""
        return self.kinds[min(depth, len(self.kinds) - 1)]


class Method(PackModel):
    """All choices, in the order of the steps."""

    screening: Screening = Screening()
    imputation: Imputation = Imputation()
    treatment: Treatment = Treatment()
    normalisation: Normalisation = Normalisation()
    weighting: Weighting = Weighting()
    aggregation: Aggregation = Aggregation()


class Uncertainty(PackModel):
    """What the draws of the Monte Carlo vary around the nominal method."""

    draws: Annotated[int, PydanticField(ge=1, le=100_000)] = 5_000
    seed: int = 20_080_805
    """Equal seeds give equal intervals."""
    weights: Share = 0.25
    """Each known weight is multiplied by a number within 1 ± this, then siblings are rescaled."""
    error: Share = 0.02
    """Relative standard error of a value of which none is known; imputed values have their own."""
    normalisations: tuple[NormalisationKind, ...] = (
        NormalisationKind.MIN_MAX,
        NormalisationKind.Z_SCORE,
        NormalisationKind.RANK,
    )
    aggregations: tuple[AggregationKind, ...] = (
        AggregationKind.ARITHMETIC,
        AggregationKind.GEOMETRIC,
    )
    """Of the index (depth 0); further down the nominal ones hold."""
    imputations: tuple[ImputationKind, ...] = (
        ImputationKind.GROUP_MEDIAN,
        ImputationKind.REGRESSION,
    )
    level: Annotated[float, PydanticField(gt=0, lt=1)] = 0.9
    """Of the intervals: 0.9 leaves 5% on each side."""

    @model_validator(mode="after")
    def _each_has_a_choice(self) -> Uncertainty:
        if not (self.normalisations and self.aggregations and self.imputations):
            raise ValueError("normalisations, aggregations and imputations name one kind or more")
        return self
