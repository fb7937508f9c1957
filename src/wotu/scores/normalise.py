"""From units to points, more is better: the fifth step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from wotu.packs.schema import Label
from wotu.packs.score_method import Normalisation, NormalisationKind, Reference
from wotu.scores.errors import ScoreError
from wotu.scores.log import Log, LogLine, Step
from wotu.scores.panel import Panel
from wotu.scores.scaling import (
    RANKED,
    Marks,
    base_periods,
    extremes,
    line_of,
    reference_of,
    scale,
)
from wotu.scores.tree import Bools, Floats, Node, Tree

KINDS: Final = {
    NormalisationKind.MIN_MAX: Label(zh="极差法（最小—最大）", en="min-max"),
    NormalisationKind.Z_SCORE: Label(zh="标准化（Z 分数）", en="z-score"),
    NormalisationKind.RANK: Label(zh="位次法", en="rank"),
    NormalisationKind.PERCENTILE: Label(zh="百分位法", en="percentile"),
    NormalisationKind.DISTANCE_TO_TARGET: Label(zh="目标完成度", en="distance to target"),
    NormalisationKind.DISTANCE_TO_BEST: Label(zh="与最优值之比", en="distance to the best"),
    NormalisationKind.GOALPOSTS: Label(zh="上下限法（功效系数）", en="goalposts"),
}
REFERENCES: Final = {
    Reference.PERIOD: Label(zh="各期自成一组", en="each period by itself"),
    Reference.POOLED: Label(zh="各期合并", en="all periods together"),
    Reference.FIRST: Label(zh="以首期为准", en="against the first period"),
}
NEEDS_MARKS: Final = (NormalisationKind.GOALPOSTS, NormalisationKind.DISTANCE_TO_TARGET)


def normalise(panel: Panel, tree: Tree, how: Normalisation) -> tuple[Panel, Log]:
    """The panel in points; indicators of which less is better are turned round.

    Formulas: :func:`wotu.scores.scaling.scale`. Where all places are level in one period, min-max
    and z-score have no scale for it: the indicator is unknown in that period, with a line. Values
    held at a goalpost have a line each. Standard errors are scaled by the slope; under rank and
    percentile, which have none, they become unknown.

    Raises:  ScoreError, naming the node, for an indicator that is level in every period under
        min-max or z-score, without goalposts or target under the kinds that need them, with
        goalposts that contradict its direction, or whose target or best value is zero.
    Source:  OECD/JRC handbook 2008, step 5, pages 27-31 and 83-88.
    """
    marks = marks_of(tree.leaves)
    for leaf in tree.leaves:
        _require_marks(leaf, how)
    values = np.moveaxis(panel.values, 2, 0)
    reference = reference_of(values, how.reference)
    points = scale(how, values, reference, marks)
    undefined = np.isnan(points) & ~np.isnan(values)
    log = _head(panel, tree, how)
    if how.reference is Reference.FIRST:
        log += _base_lines(panel, tree, values)
    log += _undefined_lines(panel, tree, how, undefined)
    if how.kind is NormalisationKind.GOALPOSTS:
        log += _held_lines(panel, tree, values, marks)
    error = None
    if panel.error is not None and how.kind in RANKED:
        error = np.full_like(panel.error, np.nan)
    elif panel.error is not None:
        slope = np.abs(line_of(how, reference, marks).slope)
        error = np.moveaxis(np.moveaxis(panel.error, 2, 0) * slope, 0, 2)
    return replace(panel, values=np.moveaxis(points, 0, 2), error=error), tuple(log)


def marks_of(leaves: Sequence[Node]) -> Marks:
    """Signs, goalposts and targets of indicators, of shape (indicators, 1, 1)."""

    def column(found: Sequence[float | None]) -> Floats:
        return np.array(found, dtype=float)[:, None, None]

    return Marks(
        sign=column([leaf.sign for leaf in leaves]),
        worst=column([leaf.goalposts[0] if leaf.goalposts else None for leaf in leaves]),
        best=column([leaf.goalposts[1] if leaf.goalposts else None for leaf in leaves]),
        target=column([leaf.target for leaf in leaves]),
    )


def fixed_leaves(tree: Tree, how: Normalisation) -> frozenset[str]:
    """Indicators whose values are held against figures in their own unit."""
    return frozenset(leaf.id for leaf in tree.leaves) if how.kind in NEEDS_MARKS else frozenset()


def _require_marks(leaf: Node, how: Normalisation) -> None:
    if how.kind is NormalisationKind.DISTANCE_TO_TARGET and not leaf.target:
        zh, en = ("目标值为 0", "is zero") if leaf.target == 0 else ("没有目标值", "is not given")
        raise _fault(
            leaf,
            f"{zh}：请写 target（不为 0），或改用上下限法（goalposts）",
            f"its target {en}: give a 'target' other than zero, or score against goalposts",
        )
    if how.kind is not NormalisationKind.GOALPOSTS:
        return
    if leaf.goalposts is None:
        raise _fault(
            leaf,
            "没有上下限：请写 goalposts: [最差, 最好]，或改用别的归一化方法",
            "has no goalposts: give 'goalposts: [worst, best]' or choose another normalisation",
        )
    worst, best = leaf.goalposts
    if (best - worst) * leaf.sign <= 0:
        raise _fault(
            leaf,
            f"上下限 {worst:g}、{best:g} 与指标方向不符：先写最差值，再写最好值",
            f"its goalposts {worst:g} and {best:g} contradict its direction: give the worst value"
            " first, then the best",
        )


def _head(panel: Panel, tree: Tree, how: Normalisation) -> list[LogLine]:
    kind, reference = KINDS[how.kind], REFERENCES[how.reference]
    turned = [leaf for leaf in tree.leaves if leaf.sign < 0]
    zh, en = "都是越大越好", "of all of them more is better"
    if turned:
        zh = f"其中越小越好的 {len(turned)} 个已反向"
        en = f"the {len(turned)} of which less is better turned round"
    message = Label(
        zh=f"{len(panel.indicators)} 个指标用{kind.zh}归一化，{reference.zh}；{zh}。",
        en=f"{len(panel.indicators)} indicators normalised by {kind.en}, {reference.en}; {en}.",
    )
    return [LogLine(Step.NORMALISE, message)]


def _base_lines(panel: Panel, tree: Tree, values: Floats) -> list[LogLine]:
    """Lines for indicators that are scaled against a later period than the first."""
    lines = []
    for leaf, at in zip(tree.leaves, base_periods(values), strict=True):
        if at:
            period = panel.periods[at]
            message = Label(
                zh=f"{leaf.label.zh}：{period} 是各地区数值有差别的第一期，以它为准。",
                en=f"{leaf.label.en}: scaled against {period}, the first period in which places"
                " differ.",
            )
            lines.append(LogLine(Step.NORMALISE, message, node=leaf.id, period=period))
    return lines


def _undefined_lines(
    panel: Panel, tree: Tree, how: Normalisation, undefined: Bools
) -> list[LogLine]:
    """Lines for indicators that have no scale in a period; an error where they have none at all."""
    lines = []
    for at, leaf in enumerate(tree.leaves):
        periods = np.flatnonzero(undefined[at].any(axis=1))
        if not periods.size:
            continue
        if how.kind is NormalisationKind.DISTANCE_TO_BEST:
            raise _fault(
                leaf,
                "最优值为 0，不能作比：请改用极差法（min_max）",
                "its best value is zero, to which nothing can be compared: use min_max",
            )
        known = ~np.isnan(panel.values[..., at]).all(axis=1)
        if undefined[at].any(axis=1)[known].all():
            raise _fault(
                leaf,
                "各地区数值相同，无法归一化：去掉该指标，或先筛选（screen），或改用上下限法（goalposts）",
                "is the same everywhere and has no scale: leave it out, screen first, or score"
                " against goalposts",
            )
        lines += [_level_line(leaf, panel.periods[period]) for period in periods]
    return lines


def _level_line(leaf: Node, period: str) -> LogLine:
    message = Label(
        zh=f"{leaf.label.zh}：本期各地区数值相同，不计分，权重由同级其他指标分担。",
        en=f"{leaf.label.en}: the same for all places in this period: not scored, its weight goes"
        " to its siblings.",
    )
    return LogLine(Step.NORMALISE, message, node=leaf.id, period=period)


def _held_lines(panel: Panel, tree: Tree, values: Floats, marks: Marks) -> list[LogLine]:
    """A line for every value beyond its goalposts."""
    low, high = extremes(np.concatenate([marks.worst, marks.best], axis=-1))
    lines = []
    for at, period, place in np.argwhere((values < low) | (values > high)):
        leaf, value = tree.leaves[at], float(values[at, period, place])
        held = float(np.clip(value, low[at, 0, 0], high[at, 0, 0]))
        message = Label(
            zh=f"{leaf.label.zh}：超出上下限，按界限值计。",
            en=f"{leaf.label.en}: beyond its goalposts, counted as the goalpost.",
        )
        lines.append(
            LogLine(
                Step.NORMALISE,
                message,
                node=leaf.id,
                place=panel.places[place],
                period=panel.periods[period],
                before=value,
                after=held,
            )
        )
    return lines


def _fault(leaf: Node, zh: str, en: str) -> ScoreError:
    return ScoreError(
        f"指标 {leaf.id}（{leaf.label.zh}）{zh}。 Indicator '{leaf.id}' {en}.", node=leaf.id
    )
