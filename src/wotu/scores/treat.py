"""Outliers drawn in or the whole indicator bent, so that one place does not set the scale."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace

import numpy as np

from wotu.packs.schema import Label
from wotu.packs.score_method import Reference, Treatment, TreatmentKind
from wotu.scores import outliers
from wotu.scores.log import Log, LogLine, Step
from wotu.scores.panel import Panel
from wotu.scores.tree import Bools, Floats, Node, Tree


def treat(
    panel: Panel,
    tree: Tree,
    how: Treatment,
    reference: Reference = Reference.PERIOD,
    fixed: Collection[str] = (),
) -> tuple[Panel, Log]:
    """The panel with outliers treated, indicator by indicator, in the indicator's own unit.

    Winsorising works within each period (:func:`wotu.scores.outliers.winsorise`). Where it does
    not bring skewness or kurtosis within the limits, the untouched values are transformed by the
    logarithm of :class:`wotu.scores.outliers.Log`, which keeps the extremes and all ranks; if that
    does not even lessen the skewness, the winsorised values stay. With ``reference`` PERIOD each
    period is treated by itself; otherwise an indicator that must be transformed in one period (for
    FIRST: in the first) is transformed in all, by one curve, so that periods stay comparable.
    Indicators of ``fixed`` are held against goalposts or targets in their unit: they are winsorised
    and never transformed.

    A line for each value drawn in, with before and after; a line for each indicator and period
    transformed; a line for what is still skewed. Standard errors follow the curve's slope.

    Source:  OECD/JRC handbook 2008, step 5; the limits 2 and 3.5 are those in use at the JRC.
    """
    if how.kind is TreatmentKind.NONE:
        message = Label(
            zh="按设定不处理异常值。", en="Outliers are not treated, as the method says."
        )
        return panel, (LogLine(Step.TREAT, message),)
    work = _Work(panel, panel.values.copy())
    if panel.error is not None:
        work.error = panel.error.copy()
    for at, leaf in enumerate(tree.leaves):
        column = panel.values[..., at]
        found = outliers.has_outliers(column, how)
        if found.any():
            _treat_one(work, at, leaf, how, reference, leaf.id not in fixed, found)
    if not work.log:
        message = Label(
            zh=f"没有指标同时超过偏度 {how.skewness:g} 和峰度 {how.kurtosis:g}：无须处理。",
            en=f"No indicator passes both a skewness of {how.skewness:g} and a kurtosis of"
            f" {how.kurtosis:g}: nothing to do.",
        )
        work.log.append(LogLine(Step.TREAT, message))
    return replace(panel, values=work.values, error=work.error), tuple(work.log)


@dataclass
class _Work:
    panel: Panel
    values: Floats
    error: Floats | None = None
    log: list[LogLine] = field(default_factory=list)


def _treat_one(
    work: _Work,
    at: int,
    leaf: Node,
    how: Treatment,
    reference: Reference,
    may_bend: bool,
    found: Bools,
) -> None:
    """Treat one indicator in all periods, of which those of ``found`` have outliers."""
    column = work.panel.values[..., at]
    drawn = outliers.Winsorised(column, np.zeros(len(column), int), found)
    if how.kind is not TreatmentKind.TRANSFORM:
        drawn = outliers.winsorise(column, how)
    bent = np.zeros(len(column), bool)
    if how.kind is not TreatmentKind.WINSORISE and may_bend:
        bent = _bend(work, at, leaf, how, reference, drawn)
    stay = np.flatnonzero(~bent).tolist()
    work.values[stay, :, at] = drawn.values[stay]
    for period in stay:
        work.log += _drawn_lines(work.panel, leaf, column[period], drawn, period)
        if drawn.left[period]:
            work.log.append(_left_line(work.panel, leaf, drawn.values[period], period, may_bend))


def _bend(
    work: _Work,
    at: int,
    leaf: Node,
    how: Treatment,
    reference: Reference,
    drawn: outliers.Winsorised,
) -> Bools:
    """Transform the periods that need it; which were."""
    column = work.panel.values[..., at]
    known = np.flatnonzero(~np.isnan(column).all(axis=1))
    judged = known[:1] if reference is Reference.FIRST else known
    together = reference is not Reference.PERIOD
    curve = outliers.Log.of(column[judged].reshape(1, -1) if together else column)
    bent = curve(column)
    before, after = (np.abs(outliers.shape_of(one)[0]) for one in (drawn.values, bent))
    chosen = np.asarray(drawn.left & (after < before))
    if together:
        chosen[:] = chosen[judged].any()
    work.values[chosen, :, at] = bent[chosen]
    if work.error is not None:
        work.error[chosen, :, at] *= curve.slope(column)[chosen]
    still = outliers.has_outliers(bent, how)
    for period in np.flatnonzero(chosen).tolist():
        where = min(period, len(curve.low) - 1)
        work.log.append(_bent_line(work.panel, leaf, bool(curve.reflected[where, 0]), period))
        if still[period]:
            work.log.append(_left_line(work.panel, leaf, bent[period], period, True))
    return chosen


def _drawn_lines(
    panel: Panel, leaf: Node, before: Floats, drawn: outliers.Winsorised, period: int
) -> list[LogLine]:
    after, lines = drawn.values[period], []
    for place in np.flatnonzero((before != after) & ~np.isnan(before)):
        high = before[place] > after[place]
        zh, en = ("高", "largest") if high else ("低", "smallest")
        message = Label(
            zh=f"{leaf.label.zh}：异常值，缩尾到其余地区的最{zh}值。",
            en=f"{leaf.label.en}: an outlier, winsorised to the {en} value of the others.",
        )
        lines.append(
            LogLine(
                Step.TREAT,
                message,
                node=leaf.id,
                place=panel.places[place],
                period=panel.periods[period],
                before=float(before[place]),
                after=float(after[place]),
            )
        )
    return lines


def _bent_line(panel: Panel, leaf: Node, reflected: bool, period: int) -> LogLine:
    zh, en = ("大", "largest") if reflected else ("小", "smallest")
    message = Label(
        zh=f"{leaf.label.zh}：全部自最{zh}值起取对数，最大、最小值和位次不变。",
        en=f"{leaf.label.en}: all values taken as logarithms from the {en} on; the extremes and"
        " the ranks stay.",
    )
    return LogLine(Step.TREAT, message, node=leaf.id, period=panel.periods[period])


def _left_line(panel: Panel, leaf: Node, values: Floats, period: int, may_bend: bool) -> LogLine:
    skewness, kurtosis = (float(one[0]) for one in outliers.shape_of(values[None]))
    zh, en = "", ""
    if not may_bend:
        zh, en = "；按上下限或目标计分，不取对数", "; scored against fixed figures, not transformed"
    message = Label(
        zh=f"{leaf.label.zh}：处理后仍有异常值，偏度 {skewness:.2f}、峰度 {kurtosis:.2f}{zh}；"
        "请留意。",
        en=f"{leaf.label.en}: still has outliers, skewness {skewness:.2f} and kurtosis"
        f" {kurtosis:.2f}{en}: look at it.",
    )
    return LogLine(Step.TREAT, message, node=leaf.id, period=panel.periods[period])
