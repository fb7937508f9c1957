"""How certain ranks are: Monte Carlo over the choices of the method, weights and data error.

Source:  OECD/JRC handbook 2008, step 7 (uncertainty and sensitivity analysis); M. Saisana,
A. Saltelli, S. Tarantola: Uncertainty and sensitivity analysis techniques as tools for the quality
assessment of composite indicators, J. R. Statist. Soc. A 168 (2005) 307-323.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from wotu.packs.schema import Label
from wotu.packs.score_method import (
    AggregationKind,
    Imputation,
    ImputationKind,
    Method,
    NormalisationKind,
    Screening,
    Treatment,
    TreatmentKind,
    Uncertainty,
    Weighting,
    WeightingKind,
)
from wotu.scores.draws import Draws, choose_draws, nominal_share
from wotu.scores.errors import ScoreError
from wotu.scores.log import Log, LogLine, Step
from wotu.scores.options import options_of, with_nominal
from wotu.scores.panel import Panel
from wotu.scores.run import ranks_of
from wotu.scores.scored import Scored
from wotu.scores.simulation import drawn_method, drawn_values, score_draws
from wotu.scores.start import Start, start_of
from wotu.scores.tree import Floats, Tree

Counts = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Draw:
    """All that one draw chose: ``score(panel, tree, method)`` gives its scores and ranks again.

    ``panel``: its values in the period, after imputation, data error and treatment; the tree has
    its weights and neither denominators nor errors, the method its other choices.
    """

    number: int
    seed: int
    normalisation: NormalisationKind
    aggregation: AggregationKind
    imputation: ImputationKind
    weights: Mapping[str, float]
    """Share of each node among its siblings."""
    panel: Panel
    tree: Tree
    method: Method


@dataclass(frozen=True)
class Intervals:
    """Scores and ranks with their uncertainty; arrays have one entry for each of ``places``.

    ``places``: those that have a score in the period, the best first. ``score`` and ``rank`` are
    the nominal ones. Of the draws the share ``level`` is within ``rank_low`` and ``rank_high``, and
    within ``score_low`` and ``score_high`` that share of those with the nominal normalisation:
    points of another (z-scores lie around 100) do not stand beside the nominal ones.
    ``rank_low`` is the better end. ``share_at_rank``: of the draws that give the nominal rank;
    ``share_above_next``: of the draws in which the place stays before the one behind it (NaN for
    the last). ``rank_counts[place, r]``: draws in which the place has the rank r + 1. ``draws``:
    how many. ``log``: what was drawn from, and where a choice had to be changed to apply.
    """

    places: tuple[str, ...]
    level: float
    draws: int
    score: Floats
    rank: Counts
    score_low: Floats
    score_high: Floats
    rank_low: Counts
    rank_high: Counts
    rank_median: Floats
    share_at_rank: Floats
    share_above_next: Floats
    rank_counts: Counts
    log: Log
    start: Start = field(repr=False)
    chosen: Draws = field(repr=False)

    def draw(self, number: int) -> Draw:
        """What a draw chose, counted from 0.

        Raises:  ScoreError under weights by the benefit of the doubt, which no tree can hold.
        """
        return _draw(self.start, self.chosen, number)


def rank_intervals(scored: Scored, how: Uncertainty, period: int = -1) -> Intervals:
    """Intervals of scores and ranks of one period (a position in the panel's periods).

    Every draw chooses a normalisation, an aggregation of the index and an imputation of what was
    unknown; multiplies each known weight by a number within 1 ± ``how.weights`` and divides the
    joint weight of siblings whose weights nobody knows at random; and adds an error to every
    value: its own standard error where one is known, else the indicator's, else ``how.error``, the
    latter two as shares of the value. Treated outliers stay within their limits. Equal seeds give
    equal results, however many threads there are. The log tells what stood in for a choice that
    cannot apply.
    """
    period %= len(scored.treated.periods)
    how = with_nominal(scored, how)
    options = options_of(scored, how)
    start = start_of(scored, how, options, period)
    chosen = choose_draws(scored, how, period)
    scores = score_draws(start, chosen)
    nominal = scored.index[period][start.order]
    ranked = np.flatnonzero(~np.isnan(nominal))
    ranked = ranked[np.argsort(-nominal[ranked], kind="stable")]
    scores = scores[:, ranked]
    ranks = ranks_of_draws(scores)
    nominal_rank = scored.ranks[scored.tree.root.id][period][start.order][ranked].astype(np.int64)
    counts = _counts(ranks)
    on_scale = scores[_on_nominal_scale(start, chosen)]
    tail = (1 - how.level) / 2
    before_next = (ranks[:, :-1] < ranks[:, 1:]) & (ranks[:, :-1] > 0) & (ranks[:, 1:] > 0)
    return Intervals(
        places=tuple(start.places[at] for at in ranked),
        level=how.level,
        draws=how.draws,
        score=nominal[ranked],
        rank=nominal_rank,
        score_low=_quantile(on_scale, tail),
        score_high=_quantile(on_scale, 1 - tail),
        rank_low=_rank_quantile(counts, tail),
        rank_high=_rank_quantile(counts, 1 - tail),
        rank_median=_rank_median(counts),
        share_at_rank=(ranks == nominal_rank).mean(axis=0),
        share_above_next=np.append(before_next.mean(axis=0), np.nan)[: len(ranked)],
        rank_counts=counts,
        log=(_drawn_from(how), *options.log, *_lost(scores)),
        start=start,
        chosen=chosen,
    )


def _on_nominal_scale(start: Start, chosen: Draws) -> npt.NDArray[np.bool_]:
    """Which draws have the nominal normalisation, whose lowest point may be moved above zero; all
    of them should none have it."""
    nominal = start.scored.method.normalisation
    alike = [
        [method.normalisation.model_copy(update={"low": nominal.low}) == nominal for method in row]
        for row in start.options.methods
    ]
    found = np.array(alike)[chosen.normalisation, chosen.aggregation]
    return found if found.any() else np.ones(len(chosen), bool)


def ranks_of_draws(scores: Floats) -> Counts:
    """Ranks within each draw, from scores of (draws, places): 1 the best, 0 where there is none."""
    return ranks_of(scores).astype(np.int64)


def _draw(start: Start, chosen: Draws, number: int) -> Draw:
    scored, period = start.scored, start.period
    if scored.method.weighting.kind is WeightingKind.BENEFIT_OF_DOUBT:
        raise ScoreError(
            "有利权重下各地区权重不同，不能以一棵指标树重算某次抽样。"
            " Under the benefit of the doubt each place has its own weights: a draw cannot be"
            " computed again from one tree.",
            number=number,
        )
    values = scored.treated.values.copy()
    drawn = drawn_values(start, chosen, np.array([number]))[0]
    values[period][start.order] = drawn.T
    weights = _weights(start, chosen, number)
    nodes = (replace(node, weight=weights[node.id], denominator=None) for node in scored.tree)
    method = drawn_method(start, chosen, number).model_copy(
        update={
            "screening": Screening(places=0, indicators=0),
            "imputation": Imputation(kinds=(ImputationKind.NONE,)),
            "treatment": Treatment(kind=TreatmentKind.NONE),
            "weighting": Weighting(),
        }
    )
    options = start.options
    return Draw(
        number,
        int(chosen.seeds[number]),
        options.normalisations[chosen.normalisation[number]],
        options.aggregations[chosen.aggregation[number]],
        options.imputations[chosen.imputation[number]],
        weights,
        replace(scored.treated, values=values, error=None, denominators={}),
        Tree(nodes),
        method,
    )


def _weights(start: Start, chosen: Draws, number: int) -> dict[str, float]:
    tree = start.scored.tree
    shares = {
        node.id: nominal_share(start.scored, node, start.period) * float(factor)
        for node, factor in zip(tree, chosen.factors[number], strict=True)
    }
    weights = {tree.root.id: 1.0}
    for parent in tree.groups:
        names = [child.id for child in tree.children(parent.id)]
        total = sum(shares[name] for name in names)
        weights |= {name: shares[name] / total for name in names}
    return weights


def _counts(ranks: Counts) -> Counts:
    """Draws by place and rank, from ranks of (draws, places); rank 0 is none."""
    places = ranks.shape[1]
    if not places:
        return np.zeros((0, 1), np.int64)
    codes = ranks + np.arange(places) * (places + 1)
    return np.bincount(codes.ravel(), minlength=places * (places + 1)).reshape(places, -1)[:, 1:]


def _rank_quantile(counts: Counts, share: float) -> Counts:
    """The least rank that at least a share of the draws do not pass."""
    reached = np.cumsum(counts, axis=1)
    wanted = np.maximum(share * reached[:, -1:] - 1e-9, 1)
    return np.asarray((reached >= wanted).argmax(axis=1) + 1, dtype=np.int64)


def _rank_median(counts: Counts) -> Floats:
    """Half way between the two middle draws where their number is even."""
    reached = np.cumsum(counts, axis=1)
    half = reached[:, -1:] / 2
    lower = (reached >= half).argmax(axis=1)
    upper = (reached > half).argmax(axis=1)
    return np.asarray((lower + upper) / 2 + 1.0)


def _quantile(scores: Floats, share: float) -> Floats:
    if np.isnan(scores).any():
        return np.asarray(np.nanquantile(scores, share, axis=0))
    return np.asarray(np.quantile(scores, share, axis=0))


def _drawn_from(how: Uncertainty) -> LogLine:
    message = Label(
        zh=f"抽样 {how.draws} 次：已知权重在 ±{how.weights:.0%} 内变动，未知权重在合计内随机分配，"
        f"未知误差的数据取相对标准误 {how.error:.1%}；随机种子 {how.seed}。"
        "位次区间用全部抽样，得分区间只用原归一化方法的抽样。",
        en=f"{how.draws} draws: known weights within ±{how.weights:.0%}, unknown ones divided at"
        f" random within their sum, a standard error of {how.error:.1%} where none is known; seed"
        f" {how.seed}. Ranks are of all draws, scores of those with the normalisation of the"
        " method.",
    )
    return LogLine(Step.AGGREGATE, message)


def _lost(scores: Floats) -> tuple[LogLine, ...]:
    """A line where draws left a place without a score."""
    share = float(np.isnan(scores).any(axis=1).mean()) if scores.size else 0.0
    if not share:
        return ()
    message = Label(
        zh=f"{share:.1%} 的抽样中有地区没有得分（已知权重不足或分值不为正），区间不计这些抽样。",
        en=f"in {share:.1%} of the draws some place has no score (too little weight is known, or"
        " points are not above zero): its interval is of the other draws.",
    )
    return (LogLine(Step.AGGREGATE, message),)
