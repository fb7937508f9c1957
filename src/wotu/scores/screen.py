"""Who and what has enough data to be compared: the second step."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from wotu.packs.schema import Label
from wotu.packs.score_method import Screening
from wotu.scores.errors import ScoreError
from wotu.scores.log import Log, LogLine, Step
from wotu.scores.panel import Panel
from wotu.scores.scaling import differ, extremes
from wotu.scores.tree import Bools, Floats, Tree

LEAST_PLACES: Final = 2
"""Fewer cannot be compared."""


def screen(
    panel: Panel, tree: Tree, how: Screening, fixed: Collection[str] = ()
) -> tuple[Panel, Tree, Log]:
    """The panel and the tree without the places and indicators that have too little data.

    A place takes part in a period if it has in it at least the share ``how.places`` of the
    indicators; where it has less, its values of that period become unknown, and no later step fills
    them in. A place that takes part in no period is left out altogether. An indicator is left out
    if it is known, in at least one period, for less than the share ``how.indicators`` of the
    places, or not at all. Whoever has the smallest share goes first, places and indicators alike,
    and the shares are counted anew, until both limits hold: so a crowd of places without data
    takes no indicator along, nor an empty indicator the places. Then an indicator that tells no
    place from another in any period is left out, unless it is of ``fixed``, which are held against
    goalposts or a target.

    Every place (or its period) and every indicator left out has a line with how many of how many
    were known when it went, and the limit. Shapes shrink; nothing is added.

    Raises:  ScoreError where no indicator is left, or too few places to compare.
    Source:  OECD/JRC handbook 2008, steps 2 and 3 (data selection, missing data).
    """
    state = _State(panel, tree, how)
    while state.leave_out_shortest() or state.leave_out_level(fixed):
        pass
    if not state.log:
        message = Label(
            zh=f"{len(panel.places)} 个地区、{len(panel.indicators)} 个指标数据都够，无一剔除。",
            en=f"All {len(panel.places)} places and {len(panel.indicators)} indicators have enough"
            " data: none left out.",
        )
        return panel, tree, (LogLine(Step.SCREEN, message),)
    gone = [name for name, kept in zip(panel.indicators, state.columns, strict=True) if not kept]
    kept = panel.with_values(state.values).select(state.rows, state.columns)
    return kept, (tree.without(gone) if gone else tree), tuple(state.log)


@dataclass
class _State:
    """Values with what is out set to unknown; ``rows`` and ``columns``: places and indicators in;
    ``out``: (period, place) that do not take part."""

    panel: Panel
    tree: Tree
    how: Screening
    log: list[LogLine] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.values = self.panel.values.copy()
        self.rows = np.ones(len(self.panel.places), bool)
        self.columns = np.ones(len(self.panel.indicators), bool)
        self.out = np.zeros(self.values.shape[:2], bool)
        for period in np.flatnonzero(np.isnan(self.values).all(axis=(1, 2))).tolist():
            self.out[period] = True
            self._log_period(period)
        if self.out.all():
            raise self._nobody()

    def leave_out_shortest(self) -> bool:
        """Take out those with the smallest share among the ones below their limit, if any."""
        known = ~np.isnan(self.values)
        asked, places = int(self.columns.sum()), int(self.rows.sum())
        has, held = known.sum(axis=2), known.any(axis=0).sum(axis=0)
        short = ~self.out & ((has < self.how.places * asked - 1e-9) | (has == 0))
        rare = self.columns & ((held < self.how.indicators * places - 1e-9) | (held == 0))
        if not (short.any() or rare.any()):
            return False
        shares = np.concatenate([has[short] / asked, held[rare] / places])
        short &= has / asked <= shares.min() + 1e-12
        rare &= held / places <= shares.min() + 1e-12
        for at in np.flatnonzero(rare).tolist():
            self._log_indicator(at, int(held[at]), places)
        self._drop_indicators(rare)
        self.out |= short
        self.values[self.out] = np.nan
        for at in np.flatnonzero(short.any(axis=0)).tolist():
            for period in np.flatnonzero(short[:, at]).tolist():
                self._log_place(at, period, int(has[period, at]), asked)
            if self.out[:, at].all():
                self.rows[at] = False
                self._log_place_gone(at)
        if not self.rows.any():
            raise self._nobody()
        return True

    def leave_out_level(self, fixed: Collection[str]) -> bool:
        """Take out indicators that are the same for all places in every period, if any."""
        loose = np.array([name not in fixed for name in self.panel.indicators])
        level = self.columns & loose & ~_differs(self.values)
        for at in np.flatnonzero(level).tolist():
            self._log_level(at, int(self.rows.sum()))
        self._drop_indicators(level)
        return bool(level.any())

    def _drop_indicators(self, gone: Bools) -> None:
        self.columns &= ~gone
        self.values[..., gone] = np.nan
        if self.columns.any():
            return
        if self.rows.sum() < LEAST_PLACES:
            raise self._nobody()
        raise ScoreError(
            "没有剩下任何指标：数据太少，或各地区数值都相同；请降低 screening.indicators、补数据，"
            "或改用上下限（goalposts）。"
            " No indicator is left: too little is known, or all places are the same; lower"
            " screening.indicators, supply data, or score against goalposts.",
            node=self.tree.root.id,
            limit=self.how.indicators,
        )

    def _nobody(self) -> ScoreError:
        left = int(self.rows.sum()) if not self.out.all() else 0
        return ScoreError(
            f"数据够用的地区有 {left} 个，至少要 {LEAST_PLACES} 个才能比较：请降低"
            " screening.places，或补数据。"
            f" {left} places have enough data, and {LEAST_PLACES} are the fewest to compare: lower"
            " screening.places or supply data.",
            node=self.tree.root.id,
            limit=self.how.places,
        )

    def _log_period(self, period: int) -> None:
        message = Label(
            zh="本期没有任何数据：都不参评。", en="No data at all in this period: nobody compared."
        )
        self.log.append(LogLine(Step.SCREEN, message, period=self.panel.periods[period]))

    def _log_place(self, at: int, period: int, has: int, asked: int) -> None:
        limit = self.how.places
        message = Label(
            zh="本期没有任何数据：不参评。", en="No data at all in this period: not compared."
        )
        if has:
            message = Label(
                zh=f"{asked} 个指标只有 {has} 个有数，不足 {limit:.0%}：本期不参评。",
                en=f"{has} of {asked} indicators are known, less than {limit:.0%}: not compared in"
                " this period.",
            )
        place, when = self.panel.places[at], self.panel.periods[period]
        self.log.append(LogLine(Step.SCREEN, message, place=place, period=when))

    def _log_place_gone(self, at: int) -> None:
        message = Label(
            zh="各期数据都不够：剔除该地区。", en="Too little data in every period: left out."
        )
        self.log.append(LogLine(Step.SCREEN, message, place=self.panel.places[at]))

    def _log_indicator(self, at: int, has: int, places: int) -> None:
        limit = self.how.indicators
        leaf = self.tree[self.panel.indicators[at]]
        message = Label(
            zh=f"{leaf.label.zh}：{places} 个地区只有 {has} 个有数，不足 {limit:.0%}：剔除。",
            en=f"{leaf.label.en}: known for {has} of {places} places, less than {limit:.0%}:"
            " left out.",
        )
        if not has:
            message = Label(
                zh=f"{leaf.label.zh}：{places} 个地区都没有数：剔除。",
                en=f"{leaf.label.en}: known for none of {places} places: left out.",
            )
        self.log.append(LogLine(Step.SCREEN, message, node=leaf.id))

    def _log_level(self, at: int, places: int) -> None:
        leaf = self.tree[self.panel.indicators[at]]
        message = Label(
            zh=f"{leaf.label.zh}：{places} 个地区在每一期数值都相同，分不出高下：剔除。",
            en=f"{leaf.label.en}: the same for all of {places} places in every period, so it tells"
            " none from another: left out.",
        )
        self.log.append(LogLine(Step.SCREEN, message, node=leaf.id))


def _differs(values: Floats) -> Bools:
    """Which indicators differ between places in at least one period."""
    return np.asarray(differ(*extremes(np.moveaxis(values, 1, 2)))[..., 0].any(axis=0))
