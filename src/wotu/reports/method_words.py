"""The choices of a scoreboard's method in sentences, one for each step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from wotu.packs.schema import Label
from wotu.packs.score_method import Method, Uncertainty
from wotu.scores.flip_choices import TREATMENTS, WEIGHTINGS
from wotu.scores.impute import KINDS as IMPUTATIONS
from wotu.scores.normalise import KINDS as NORMALISATIONS
from wotu.scores.normalise import REFERENCES
from wotu.scores.options import AGGREGATIONS

Kind = TypeVar("Kind")


def method_sentences(
    method: Method, uncertainty: Uncertainty, draws: int, level: float
) -> tuple[Label, ...]:
    """How scores and intervals come about, in the order of the steps."""
    return (*_steps(method), _intervals(uncertainty, draws, level))


def _steps(method: Method) -> tuple[Label, ...]:
    screening, treatment = method.screening, method.treatment
    filled = _named(IMPUTATIONS, method.imputation.kinds)
    combined = _named(AGGREGATIONS, method.aggregation.kinds)
    treated, weighed = TREATMENTS[treatment.kind], WEIGHTINGS.get(method.weighting.kind)
    weighed = weighed or Label(zh="层次分析法", en="by pairwise comparisons (AHP)")
    scaled = NORMALISATIONS[method.normalisation.kind]
    against = REFERENCES[method.normalisation.reference]
    return (
        Label(
            zh=f"筛选：地区当期至少有 {screening.places:.0%} 的指标、"
            f"指标至少有 {screening.indicators:.0%} 的地区有数据，才参评。",
            en=f"Screening: a place takes part with {screening.places:.0%} of the indicators of a"
            f" period, an indicator with {screening.indicators:.0%} of the places.",
        ),
        Label(
            zh=f"插补：未知值依次用{filled.zh}补齐，逐一记录。",
            en=f"Imputation: unknown values are filled by {filled.en}; each has a line in the log.",
        ),
        Label(
            zh=f"异常值：{treated.zh}（偏度绝对值超过 {treatment.skewness:g} 且峰度超过"
            f" {treatment.kurtosis:g} 时）。",
            en=f"Outliers: {treated.en}, where skewness passes {treatment.skewness:g} and kurtosis"
            f" {treatment.kurtosis:g}.",
        ),
        Label(
            zh=f"归一化：{scaled.zh}，{against.zh}。",
            en=f"Normalisation: {scaled.en}, {against.en}.",
        ),
        Label(zh=f"权重：{weighed.zh}。", en=f"Weights: {weighed.en}."),
        Label(
            zh=f"合成：由上而下各级为{combined.zh}。",
            en=f"Aggregation, from the index down: {combined.en}.",
        ),
    )


def _intervals(how: Uncertainty, draws: int, level: float) -> Label:
    scaled = _named(NORMALISATIONS, how.normalisations)
    combined = _named(AGGREGATIONS, how.aggregations)
    filled = _named(IMPUTATIONS, how.imputations)
    return Label(
        zh=f"区间：{draws:,} 次模拟，各次另取归一化（{scaled.zh}）、合成（{combined.zh}）、"
        f"插补（{filled.zh}）、权重（±{how.weights:.0%}，未查实的全部重抽）和数据误差"
        f"（未给出的按 {how.error:.0%}）；区间含 {level:.0%} 的结果。",
        en=f"Intervals: {draws:,} draws, each with its own normalisation ({scaled.en}), aggregation"
        f" ({combined.en}), imputation ({filled.en}), weights (±{how.weights:.0%}, those not known"
        f" drawn anew) and data error ({how.error:.0%} where none is stated); an interval holds"
        f" {level:.0%} of the results.",
    )


def _named(labels: Mapping[Kind, Label], kinds: Iterable[Kind]) -> Label:
    found = [labels[kind] for kind in kinds]
    return Label(zh="、".join(one.zh for one in found), en=", ".join(one.en for one in found))
