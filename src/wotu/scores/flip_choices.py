"""Every single other choice of the method, scored."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from wotu.packs.schema import Label
from wotu.packs.score_method import (
    Imputation,
    ImputationKind,
    Method,
    Reference,
    TreatmentKind,
    Uncertainty,
    Weighting,
    WeightingKind,
)
from wotu.scores.errors import ScoreError
from wotu.scores.impute import KINDS as IMPUTATIONS
from wotu.scores.impute import impute
from wotu.scores.log import Step
from wotu.scores.normalise import KINDS as NORMALISATIONS
from wotu.scores.options import AGGREGATIONS, imputation_variant, variant
from wotu.scores.panel import Panel
from wotu.scores.replay import plain, unscreened
from wotu.scores.run import score
from wotu.scores.scaling import differ, extremes
from wotu.scores.start import Start
from wotu.scores.tree import Floats

STEPS: Final = {
    Step.IMPUTE: Label(zh="缺失值插补", en="another imputation"),
    Step.TREAT: Label(zh="异常值处理", en="another treatment of outliers"),
    Step.NORMALISE: Label(zh="归一化", en="another normalisation"),
    Step.WEIGH: Label(zh="赋权", en="other weights"),
    Step.AGGREGATE: Label(zh="合成", en="another aggregation"),
}
TREATMENTS: Final = {
    TreatmentKind.NONE: Label(zh="不处理", en="none"),
    TreatmentKind.WINSORISE: Label(zh="缩尾", en="winsorising"),
    TreatmentKind.TRANSFORM: Label(zh="取对数", en="logarithms"),
    TreatmentKind.WINSORISE_OR_TRANSFORM: Label(
        zh="缩尾，不够则取对数", en="winsorising, logarithms where it is not enough"
    ),
}
WEIGHTINGS: Final = {
    WeightingKind.GIVEN: Label(zh="给定权重", en="as given"),
    WeightingKind.EQUAL: Label(zh="等权", en="equal"),
    WeightingKind.ENTROPY: Label(zh="熵权法", en="by entropy"),
    WeightingKind.CRITIC: Label(zh="CRITIC 法", en="by CRITIC"),
    WeightingKind.PCA: Label(zh="主成分法", en="by principal components"),
    WeightingKind.BENEFIT_OF_DOUBT: Label(
        zh="对各地区最有利的权重", en="most favourable to each place"
    ),
}


@dataclass(frozen=True)
class Choice:
    """One step done otherwise: ``label`` names the other choice, ``what`` the step."""

    step: Step
    label: Label
    method: Method

    @property
    def what(self) -> Label:
        """The step, as it reads in a sentence."""
        return STEPS[self.step]


def scores_by_choice(start: Start, how: Uncertainty) -> list[tuple[Choice, Floats]]:
    """Scores of the places under each other choice that can be computed with these data."""
    work, found = _Work(start), []
    for choice in other_choices(start, how):
        try:
            found.append((choice, work.scores(choice.method)))
        except ScoreError:
            # A choice that these data do not allow (entropy of values below zero) swaps nobody.
            continue
    return found


@dataclass
class _Work:
    """What was filled in is kept, since most choices are made after it."""

    start: Start
    filled: dict[Imputation, Panel] = field(default_factory=dict)

    def scores(self, method: Method) -> Floats:
        """Of the places of the start, in the period."""
        panel = self._filled(method.imputation)
        only = method.normalisation.reference is Reference.PERIOD and self._all_differ(panel)
        if only:
            panel = _one_period(panel, self.start.period)
        filled = {"imputation": Imputation(kinds=(ImputationKind.NONE,))}
        method = unscreened(method).model_copy(update=filled)
        again = score(panel, plain(self.start.scored.tree), method)
        scores = again.index[0 if only else self.start.period]
        index = dict(zip(again.screened.places, scores, strict=True))
        return np.array([index.get(place, np.nan) for place in self.start.places])

    def _filled(self, how: Imputation) -> Panel:
        if how not in self.filled:
            scored = self.start.scored
            self.filled[how], _ = impute(scored.screened, plain(scored.tree), how)
        return self.filled[how]

    def _all_differ(self, panel: Panel) -> bool:
        """Whether no indicator would be dropped if the period were all there is."""
        return bool(differ(*extremes(panel.values[self.start.period].T)).all())


def _one_period(panel: Panel, at: int) -> Panel:
    span = slice(at, at + 1)
    return Panel(panel.places, panel.periods[span], panel.indicators, panel.values[span])


def other_choices(start: Start, how: Uncertainty) -> Iterator[Choice]:
    """Each kind that the nominal method does not use, one at a time."""
    scored = start.scored
    nominal = scored.method
    scaling, combining = nominal.normalisation.kind, nominal.aggregation.kinds[0]
    for normalisation in how.normalisations:
        if normalisation is not scaling:
            method, _ = variant(scored, normalisation, combining)
            if method != nominal:
                yield Choice(Step.NORMALISE, NORMALISATIONS[normalisation], method)
    for aggregation in how.aggregations:
        if aggregation is not combining:
            method, _ = variant(scored, scaling, aggregation)
            yield Choice(Step.AGGREGATE, AGGREGATIONS[aggregation], method)
    if np.isnan(scored.screened.values).any():
        for kind in how.imputations:
            imputation = imputation_variant(scored, kind)
            yield Choice(
                Step.IMPUTE,
                IMPUTATIONS[kind],
                nominal.model_copy(update={"imputation": imputation}),
            )
    for treatment, label in TREATMENTS.items():
        if treatment is not nominal.treatment.kind:
            changed = nominal.treatment.model_copy(update={"kind": treatment})
            yield Choice(Step.TREAT, label, nominal.model_copy(update={"treatment": changed}))
    for weighting, label in WEIGHTINGS.items():
        if weighting is not nominal.weighting.kind:
            update = {"weighting": Weighting(kind=weighting)}
            yield Choice(Step.WEIGH, label, nominal.model_copy(update=update))
