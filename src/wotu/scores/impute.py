"""Unknown values filled in, each with how unsure it is: the third step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from wotu.packs.schema import Label
from wotu.packs.score_method import Imputation, ImputationKind
from wotu.scores.errors import ScoreError
from wotu.scores.imputation.alike import by_neighbours, by_regression
from wotu.scores.imputation.averages import by_average
from wotu.scores.imputation.filled import Filled
from wotu.scores.imputation.in_time import in_time, times
from wotu.scores.log import Log, LogLine, Step
from wotu.scores.panel import Panel
from wotu.scores.tree import Bools, Floats, Tree

KINDS: Final = {
    ImputationKind.NONE: Label(zh="不插补", en="no imputation"),
    ImputationKind.MEAN: Label(zh="均值", en="the mean"),
    ImputationKind.MEDIAN: Label(zh="中位数", en="the median"),
    ImputationKind.GROUP_MEAN: Label(zh="同组均值", en="the mean of its group"),
    ImputationKind.GROUP_MEDIAN: Label(zh="同组中位数", en="the median of its group"),
    ImputationKind.INTERPOLATION: Label(zh="前后时期内插", en="interpolation in time"),
    ImputationKind.CARRIED: Label(zh="沿用上期", en="the last known period"),
    ImputationKind.REGRESSION: Label(zh="同维度指标回归", en="regression on its dimension"),
    ImputationKind.NEIGHBOURS: Label(zh="相近地区均值", en="the mean of the places most alike"),
}
BY_GROUP: Final = (ImputationKind.GROUP_MEAN, ImputationKind.GROUP_MEDIAN)
MEDIANS: Final = (ImputationKind.MEDIAN, ImputationKind.GROUP_MEDIAN)


def impute(panel: Panel, tree: Tree, how: Imputation) -> tuple[Panel, Log]:
    """The panel with unknown values filled in; known values are never changed.

    ``how.kinds`` are tried in order, each on what the ones before left and from known values only,
    so that their order decides who fills a gap but not with what. ``imputed`` marks what was
    filled; ``error`` has the standard error of each filled value, the residual spread of the kind
    that filled it (of the indicator as a whole where the kind has too few known values to tell).
    A place without any known value in a period gets none, in that period.

    A line for each value filled and for each that no kind could fill.

    Raises:  ScoreError where ``how.group`` is no grouping of the panel.
    Source:  OECD/JRC handbook 2008, step 3, pages 24-25 and 55-62.
    """
    absent = np.asarray(np.isnan(panel.values).all(axis=2))
    log = _absent_lines(panel, absent)
    fillings = _fillings(panel, tree, how)
    if not fillings.open_at_first.any():
        message = Label(zh="没有缺值，无须插补。", en="Nothing is unknown: nothing to fill in.")
        return panel, (*log, LogLine(Step.IMPUTE, message))
    if how.group is None:
        log += [_no_group_line(kind) for kind in how.kinds if kind in BY_GROUP]
    for kind, filled in fillings.by_kind.items():
        log += _filled_lines(panel, tree, kind, filled, fillings.values)
    log += _open_lines(panel, tree, fillings.still_open)
    filled = np.isnan(panel.values) & ~np.isnan(fillings.values)
    earlier = filled if panel.imputed is None else panel.imputed | filled
    found = replace(panel, values=fillings.values, error=fillings.error, imputed=earlier)
    return found, tuple(log)


def filled_values(panel: Panel, tree: Tree, how: Imputation) -> Floats:
    """The values that :func:`impute` gives, without marks, errors and log."""
    return _fillings(panel, tree, how).values


@dataclass(frozen=True)
class _Fillings:
    """All of shape (periods, places, indicators)."""

    values: Floats
    error: Floats
    by_kind: Mapping[ImputationKind, Bools]
    open_at_first: Bools
    still_open: Bools


def _fillings(panel: Panel, tree: Tree, how: Imputation) -> _Fillings:
    gaps = np.isnan(panel.values)
    open_at_first = gaps & ~gaps.all(axis=2, keepdims=True)
    open_ones = open_at_first.copy()
    values = panel.values.copy()
    error = np.full_like(values, np.nan) if panel.error is None else panel.error.copy()
    whole = _whole_spread(panel.values)
    by_kind: dict[ImputationKind, Bools] = {}
    for kind in dict.fromkeys(how.kinds):
        ungrouped = kind in BY_GROUP and how.group is None
        if ungrouped or kind is ImputationKind.NONE or not open_ones.any():
            continue
        found = _propose(panel, tree, how, kind)
        filled = open_ones & np.isfinite(found.values)
        spread = np.where(np.isnan(found.error), whole, found.error)
        values[filled], error[filled] = found.values[filled], spread[filled]
        open_ones &= ~filled
        by_kind[kind] = filled
    return _Fillings(values, error, by_kind, open_at_first, open_ones)


def _propose(panel: Panel, tree: Tree, how: Imputation, kind: ImputationKind) -> Filled:
    if kind is ImputationKind.INTERPOLATION or kind is ImputationKind.CARRIED:
        both_sides = kind is ImputationKind.INTERPOLATION
        return in_time(panel.values, times(panel.periods), both_sides)
    if kind is ImputationKind.REGRESSION:
        return by_regression(panel.values, [leaf.parent for leaf in tree.leaves])
    if kind is ImputationKind.NEIGHBOURS:
        return by_neighbours(panel.values, how.neighbours)
    groups: Sequence[str | None] = [""] * len(panel.places)
    if kind in BY_GROUP:
        groups = _groups(panel, how.group)
    return by_average(panel.values, groups, kind in MEDIANS)


def _groups(panel: Panel, name: str | None) -> tuple[str | None, ...]:
    if name is None or name not in panel.groups:
        known = "、".join(panel.groups) or "-"
        raise ScoreError(
            f"没有分组“{name}”，已有：{known}；请改 imputation.group。"
            f" There is no grouping '{name}' of places; known: {known}. Change imputation.group.",
            group=name,
        )
    return panel.groups[name]


def _whole_spread(values: Floats) -> Floats:
    """Standard deviation of all known values of each indicator."""
    known = ~np.isnan(values)
    n = np.maximum(known.sum(axis=(0, 1)), 1)
    mean = np.where(known, values, 0.0).sum(axis=(0, 1)) / n
    apart = np.where(known, values - mean, 0.0)
    return np.asarray(np.sqrt((apart**2).sum(axis=(0, 1)) / np.maximum(n - 1, 1)), dtype=float)


def _no_group_line(kind: ImputationKind) -> LogLine:
    message = Label(
        zh=f"没有设定分组（imputation.group），跳过“{KINDS[kind].zh}”。",
        en=f"No grouping is set (imputation.group): '{KINDS[kind].en}' was passed over.",
    )
    return LogLine(Step.IMPUTE, message)


def _absent_lines(panel: Panel, absent: Bools) -> list[LogLine]:
    """A line for each period in which places take no part."""
    lines = []
    for period in np.flatnonzero(absent.any(axis=1)).tolist():
        count, places = int(absent[period].sum()), len(panel.places)
        message = Label(
            zh=f"{places} 个地区中有 {count} 个本期没有参评数据：不插补、不计分。",
            en=f"{count} of {places} places have no data that count in this period: nothing filled"
            " in, not scored.",
        )
        lines.append(LogLine(Step.IMPUTE, message, period=panel.periods[period]))
    return lines


def _filled_lines(
    panel: Panel, tree: Tree, kind: ImputationKind, filled: Bools, values: Floats
) -> list[LogLine]:
    lines = []
    messages = [
        Label(
            zh=f"{leaf.label.zh}：缺值，用{KINDS[kind].zh}补上。",
            en=f"{leaf.label.en}: unknown, filled in with {KINDS[kind].en}.",
        )
        for leaf in tree.leaves
    ]
    for period, place, at in np.argwhere(filled):
        lines.append(
            LogLine(
                Step.IMPUTE,
                messages[at],
                node=panel.indicators[at],
                place=panel.places[place],
                period=panel.periods[period],
                after=float(values[period, place, at]),
            )
        )
    return lines


def _open_lines(panel: Panel, tree: Tree, still: Bools) -> list[LogLine]:
    lines = []
    for period, place, at in np.argwhere(still):
        leaf = tree.leaves[at]
        message = Label(
            zh=f"{leaf.label.zh}：缺值，没有插补，合成时由同级其他指标分担权重。",
            en=f"{leaf.label.en}: unknown and not filled in; its siblings carry its weight.",
        )
        lines.append(
            LogLine(
                Step.IMPUTE,
                message,
                node=leaf.id,
                place=panel.places[place],
                period=panel.periods[period],
            )
        )
    return lines
