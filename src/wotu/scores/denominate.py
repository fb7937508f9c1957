"""Values per head, per square kilometre or per yuan of GDP: the first step."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from wotu.packs.schema import Label
from wotu.scores.errors import ScoreError
from wotu.scores.log import Log, LogLine, Step
from wotu.scores.panel import Panel
from wotu.scores.tree import Floats, Node, Tree


def denominate(panel: Panel, tree: Tree) -> tuple[Panel, Log]:
    """The panel with each indicator divided by its denominator, and standard errors likewise.

    Shape and columns stay. The denominator itself is taken as exact. A value whose denominator is
    missing, zero or negative becomes unknown (NaN), with a line that says so; an indicator that is
    divided has one line, one that is not has none, and a panel without denominators has one.

    Raises:  ScoreError, naming the node, where the panel has no such denominator.
    Source:  OECD/JRC handbook 2008, step 2 (data selection): scaling by size.
    """
    values = panel.values.copy()
    error = None if panel.error is None else panel.error.copy()
    log: list[LogLine] = []
    for at, leaf in enumerate(tree.leaves):
        if leaf.denominator is None:
            continue
        by = _denominator(panel, leaf)
        usable = by > 0
        log += _lines(panel, leaf, by, values[..., at])
        divisor = np.where(usable, by, np.nan)
        values[..., at] /= divisor
        if error is not None:
            error[..., at] /= divisor
    if not log:
        message = Label(
            zh="没有指标需要除以分母。", en="No indicator has a denominator: nothing to do."
        )
        return panel, (LogLine(Step.DENOMINATE, message),)
    return replace(panel, values=values, error=error), tuple(log)


def _denominator(panel: Panel, leaf: Node) -> Floats:
    assert leaf.denominator is not None
    found = panel.denominators.get(leaf.denominator)
    if found is None:
        known = "、".join(panel.denominators) or "-"
        raise ScoreError(
            f"指标 {leaf.id}（{leaf.label.zh}）的分母“{leaf.denominator}”没有数据；已有：{known}。"
            f"请补数据，或去掉 denominator。 Indicator '{leaf.id}' is divided by"
            f" '{leaf.denominator}', of which there are no data: supply them or remove"
            " 'denominator'.",
            node=leaf.id,
            denominator=leaf.denominator,
        )
    return found


def _lines(panel: Panel, leaf: Node, by: Floats, values: Floats) -> list[LogLine]:
    """One line for the indicator, and one for each value that cannot be divided."""
    known = ~np.isnan(values)
    lost = known & ~(by > 0)
    divided = int(known.sum() - lost.sum())
    whole = Label(
        zh=f"{leaf.label.zh}：{divided} 个值除以 {leaf.denominator}。",
        en=f"{leaf.label.en}: {divided} values divided by {leaf.denominator}.",
    )
    lines = [LogLine(Step.DENOMINATE, whole, node=leaf.id)]
    for period, place in np.argwhere(lost):
        found = by[period, place]
        zh, en = ("缺数", "unknown") if np.isnan(found) else ("不大于 0", "not above zero")
        message = Label(
            zh=f"{leaf.label.zh}：分母 {leaf.denominator} {zh}，不能相除，按未知处理；请核对分母。",
            en=f"{leaf.label.en}: the denominator {leaf.denominator} is {en}, so the value counts"
            " as unknown: check the denominator.",
        )
        lines.append(
            LogLine(
                Step.DENOMINATE,
                message,
                node=leaf.id,
                place=panel.places[place],
                period=panel.periods[period],
                before=float(values[period, place]),
            )
        )
    return lines
