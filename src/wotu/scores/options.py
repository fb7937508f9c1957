"""Other choices of the method that can stand in for the nominal ones, and what they need."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from wotu.packs.schema import Label
from wotu.packs.score_method import (
    Aggregation,
    AggregationKind,
    Imputation,
    ImputationKind,
    Method,
    Normalisation,
    NormalisationKind,
    Uncertainty,
)
from wotu.scores.errors import ScoreError
from wotu.scores.log import Log, LogLine, Step
from wotu.scores.normalise import KINDS, normalise
from wotu.scores.scored import Scored
from wotu.scores.tree import Tree

AGGREGATIONS: Final = {
    AggregationKind.ARITHMETIC: Label(zh="加权算术平均", en="arithmetic mean"),
    AggregationKind.GEOMETRIC: Label(zh="加权几何平均", en="geometric mean"),
    AggregationKind.HARMONIC: Label(zh="加权调和平均", en="harmonic mean"),
    AggregationKind.COPELAND: Label(zh="两两比较（Copeland）", en="Copeland"),
    AggregationKind.MAZZIOTTA_PARETO: Label(zh="Mazziotta-Pareto", en="Mazziotta-Pareto"),
    AggregationKind.MEDIAN: Label(zh="加权中位数", en="weighted median"),
}

_NEED_POSITIVE: Final = {AggregationKind.GEOMETRIC, AggregationKind.HARMONIC}
_PENALISED: Final = AggregationKind.MAZZIOTTA_PARETO
_BETWEEN_POINTS: Final = {
    NormalisationKind.MIN_MAX,
    NormalisationKind.RANK,
    NormalisationKind.PERCENTILE,
    NormalisationKind.GOALPOSTS,
}


@dataclass(frozen=True)
class Options:
    """The choices that draws may make, each made so that it can be computed."""

    normalisations: tuple[NormalisationKind, ...]
    aggregations: tuple[AggregationKind, ...]
    imputations: tuple[ImputationKind, ...]
    methods: tuple[tuple[Method, ...], ...]
    """Of each normalisation (rows) with each aggregation of the index (columns)."""
    log: Log


def with_nominal(scored: Scored, how: Uncertainty) -> Uncertainty:
    """The choices with the nominal normalisation among them: scores on its scale are wanted."""
    nominal = scored.method.normalisation.kind
    if nominal in how.normalisations:
        return how
    return how.model_copy(update={"normalisations": (nominal, *how.normalisations)})


def options_of(scored: Scored, how: Uncertainty) -> Options:
    """The choices of ``how``; the log has a line for each that had to be changed to apply."""
    lines: list[LogLine] = []
    rows = []
    for normalisation in how.normalisations:
        row = []
        for aggregation in how.aggregations:
            method, line = variant(scored, normalisation, aggregation)
            row.append(method)
            if line is not None and line not in lines:
                lines.append(line)
        rows.append(tuple(row))
    return Options(how.normalisations, how.aggregations, how.imputations, tuple(rows), tuple(lines))


def variant(
    scored: Scored, normalisation: NormalisationKind, aggregation: AggregationKind
) -> tuple[Method, LogLine | None]:
    """The nominal method with another normalisation and another aggregation of the index.

    Where the two cannot stand together, the normalisation is changed and the line says how: means
    of logarithms or reciprocals need points above zero, some kinds need a target or goalposts of
    every indicator. Where nothing helps, it is the nominal method, and the line says so.
    """
    try:
        return _variant(scored, normalisation, aggregation)
    except ScoreError as error:
        # An indicator that is the same everywhere has points by goalposts and no other way.
        at = error.facts.get("node")
        name, mean = KINDS[normalisation], AGGREGATIONS[aggregation]
        message = Label(
            zh=f"指标 {at} 不能用{name.zh}配{mean.zh}：抽到时仍用原方法",
            en=f"indicator '{at}' cannot be scored by {name.en} with the {mean.en}: the method as"
            " it is stands in where drawn",
        )
        return scored.method, LogLine(Step.NORMALISE, message, node=at)


def _variant(
    scored: Scored, normalisation: NormalisationKind, aggregation: AggregationKind
) -> tuple[Method, LogLine | None]:
    nominal = scored.method
    kinds = nominal.aggregation.kinds
    scaling = nominal.normalisation.model_copy(update={"kind": normalisation})
    combining = nominal.aggregation.model_copy(
        update={"kinds": (aggregation, *(kinds[1:] or kinds))}
    )
    line = None
    if (scaling, combining.kinds[0]) != (nominal.normalisation, kinds[0]):
        scaling, line = _with_what_it_needs(scaling, scored)
        if any(combining.at(depth) in _NEED_POSITIVE for depth in _depths(scored.tree)):
            scaling, positive = _positive(scaling, combining, scored)
            line = positive or line
        if any(combining.at(depth) is _PENALISED for depth in _depths(scored.tree)):
            scaling, around = _around_hundred(scaling)
            line = around or line
    method = nominal.model_copy(update={"normalisation": scaling, "aggregation": combining})
    return method, line


def imputation_variant(scored: Scored, kind: ImputationKind) -> Imputation:
    """Another kind of imputation first; what it leaves is filled as the nominal method does."""
    nominal = scored.method.imputation
    return nominal.model_copy(update={"kinds": (kind, *nominal.kinds)})


def _depths(tree: Tree) -> set[int]:
    return {tree.depth(parent.id) for parent in tree.groups}


def _with_what_it_needs(
    scaling: Normalisation, scored: Scored
) -> tuple[Normalisation, LogLine | None]:
    try:
        normalise(scored.treated, scored.tree, scaling)
        return scaling, None
    except ScoreError as error:
        at = error.facts.get("node")
    nominal = scored.method.normalisation
    name, instead = KINDS[scaling.kind], KINDS[nominal.kind]
    message = Label(
        zh=f"指标 {at} 不能用{name.zh}（缺目标值、上下限，或最优值为 0）：抽到时仍用{instead.zh}",
        en=f"indicator '{at}' cannot be scored by {name.en} (no target, no goalposts, or a best"
        f" value of zero): {instead.en} stands in where drawn",
    )
    return nominal, LogLine(Step.NORMALISE, message, node=at)


def _positive(
    scaling: Normalisation, combining: Aggregation, scored: Scored
) -> tuple[Normalisation, LogLine | None]:
    """Points above zero for a geometric or harmonic mean."""
    if scaling.kind is NormalisationKind.Z_SCORE:
        positive = _positive_deviations(scaling, scored)
    elif scaling.kind in _BETWEEN_POINTS:
        positive = _positive_points(scaling, scored)
    elif _far_from_zero(scaling, scored):
        positive = scaling
    else:
        changed = scaling.model_copy(update={"kind": NormalisationKind.MIN_MAX})
        positive = _positive_points(changed, scored)
    if positive == scaling:
        return scaling, None
    name, mean = KINDS[scaling.kind], AGGREGATIONS[combining.kinds[0]]
    said = _said(positive)
    message = Label(
        zh=f"{mean.zh}要求分值为正：与{name.zh}同抽时，{said.zh}",
        en=f"the {mean.en} needs points above zero: drawn with {name.en}, {said.en}",
    )
    return positive, LogLine(Step.NORMALISE, message)


def _around_hundred(scaling: Normalisation) -> tuple[Normalisation, LogLine | None]:
    """Mazziotta-Pareto takes z-scores around 100."""
    wanted = {"kind": NormalisationKind.Z_SCORE, "mean": 100.0, "deviation": 10.0}
    changed = scaling.model_copy(update=wanted)
    if changed == scaling:
        return scaling, None
    name, mean = KINDS[scaling.kind], AGGREGATIONS[_PENALISED]
    message = Label(
        zh=f"{mean.zh}要求均值为 100、标准差为 10：与{name.zh}同抽时，改用 Z 分数",
        en=f"{mean.en} needs a mean of 100 and a deviation of 10: drawn with {name.en}, z-scores"
        " stand in",
    )
    return changed, LogLine(Step.NORMALISE, message)


def _said(scaling: Normalisation) -> Label:
    if scaling.kind is NormalisationKind.Z_SCORE:
        points = f"{scaling.mean:g} ± {scaling.deviation:.3g}"
        return Label(zh=f"改用均值与标准差 {points}", en=f"mean and deviation are {points}")
    points, name = f"{scaling.low:.4g}–{scaling.high:g}", KINDS[scaling.kind]
    return Label(zh=f"按{name.zh}归一到 {points}", en=f"{name.en} from {points} are used")


def _positive_points(scaling: Normalisation, scored: Scored) -> Normalisation:
    """A lowest point of a hundredth of the span, or as far up as values below the reference ask.

    Only a fixed reference (the first period) has values below it.
    """
    share = scaling.model_copy(update={"low": 0.0, "high": 1.0})
    below = min(float(np.nanmin(normalise(scored.treated, scored.tree, share)[0].values)), 0.0)
    if scaling.low > 0 and (not below or _far_from_zero(scaling, scored)):
        return scaling
    low, high = scaling.low + 0.01 * (scaling.high - scaling.low), scaling.high
    if low <= 0:
        low, high = 1.0, 100.0
    room = -1.5 * below
    return scaling.model_copy(
        update={"low": max(low, high * (room + 0.01) / (room + 1)) if room else low, "high": high}
    )


def _positive_deviations(scaling: Normalisation, scored: Scored) -> Normalisation:
    """No value lies more than the root of their number - 1 deviations from their mean."""
    mean = scaling.mean if scaling.mean > 0 else 100.0
    periods, places = scored.imputed.values.shape[:2]
    furthest = float(np.sqrt(max(periods * places - 1, 1)))
    deviation = min(scaling.deviation, 0.99 * mean / furthest)
    if scaling.mean > 0 and _far_from_zero(scaling, scored):
        return scaling
    return scaling.model_copy(update={"mean": mean, "deviation": deviation})


def _far_from_zero(scaling: Normalisation, scored: Scored) -> bool:
    """Whether the nominal points leave room: half as far again is still above zero."""
    points = normalise(scored.treated, scored.tree, scaling)[0].values
    middle = scaling.mean if scaling.kind is NormalisationKind.Z_SCORE else scaling.high
    return bool(middle - 1.5 * (middle - np.nanmin(points)) > 0)
