"""Which choice moves the ranks: Sobol indices of the method's choices, weights and data error.

Source:  A. Saltelli et al.: Variance based sensitivity analysis of model output, Computer Physics
Communications 181 (2010) 259-270, as computed by SALib; OECD/JRC handbook 2008, step 7.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from wotu.packs.schema import Label
from wotu.packs.score_method import Uncertainty
from wotu.scores.draws import Draws, seeds_of, weight_factors
from wotu.scores.errors import ScoreError
from wotu.scores.options import options_of, with_nominal
from wotu.scores.scored import Scored
from wotu.scores.simulation import score_draws
from wotu.scores.start import Start, start_of
from wotu.scores.tree import Floats, Node
from wotu.scores.uncertainty import ranks_of_draws

Positions = npt.NDArray[np.intp]

STOCK: Final = 4_096
"""Sets of weights, and data errors, among which a sample point picks one."""

CONFIDENCE: Final = 0.95

NORMALISATION, AGGREGATION, IMPUTATION = "normalisation", "aggregation", "imputation"
TREATMENT, WEIGHTS, ERROR = "treatment", "weights", "error"


@dataclass(frozen=True)
class Factor:
    """How much of the variance of the result one uncertain input explains.

    ``first``: by itself; ``total``: with all that it does together with others; both 0-1, but as
    estimates they may lie a little outside; with the half-width of their confidence interval of 95%
    (``first_error``, ``total_error``). All four are 0 for an input that has nothing to choose
    from.
    """

    id: str
    label: Label
    first: float
    first_error: float
    total: float
    total_error: float


@dataclass(frozen=True)
class _Input:
    """One uncertain input; ``varies`` is False where every choice is the same."""

    id: str
    label: Label
    varies: bool
    columns: tuple[int, ...] = ()
    """Of weights: positions of the nodes in the tree."""


def sensitivity(
    scored: Scored, how: Uncertainty, period: int = -1, place: str | None = None
) -> tuple[Factor, ...]:
    """First-order and total Sobol indices, the factor with the largest total first.

    What is explained: the mean absolute shift of ranks against the nominal ones, over the places
    that have one; or the rank of ``place``. Factors: the kinds of normalisation, aggregation and
    imputation of ``how``, treating outliers or not, the weights among the top dimensions, those
    within each of them, and data error. The sample has about a tenth of ``how.draws`` points, by
    factors + 2, at least 64; equal seeds give equal indices.

    Raises:  ScoreError where ``place`` has no rank in the period.
    """
    period %= len(scored.treated.periods)
    how = with_nominal(scored, how)
    start = start_of(scored, how, options_of(scored, how), period, untreated=True)
    inputs = tuple(_inputs(start, how))
    varying = [one for one in inputs if one.varies]
    if not varying:
        return tuple(_without_effect(one) for one in inputs)
    # SALib brings pandas along, which every other command would wait for.
    from SALib.analyze import sobol as sobol_indices
    from SALib.sample import sobol as sobol_sample

    points = 2 ** max(6, round(np.log2(how.draws / 10)))
    problem = {
        "num_vars": len(varying),
        "names": [one.id for one in varying],
        "bounds": [[0.0, 1.0]] * len(varying),
    }
    seed = how.seed % 2**32
    sample = sobol_sample.sample(problem, points, calc_second_order=False, seed=seed)
    results = _results(start, _draws(start, how, varying, sample), place)
    if np.ptp(results) < 1e-12:
        return tuple(_without_effect(one) for one in inputs)
    found = sobol_indices.analyze(
        problem, results, calc_second_order=False, conf_level=CONFIDENCE, seed=seed
    )
    at = {one.id: position for position, one in enumerate(varying)}
    factors = [
        Factor(
            one.id,
            one.label,
            *(float(found[name][at[one.id]]) for name in ("S1", "S1_conf", "ST", "ST_conf")),
        )
        if one.varies
        else _without_effect(one)
        for one in inputs
    ]
    return tuple(sorted(factors, key=lambda one: -one.total))


def _inputs(start: Start, how: Uncertainty) -> Iterator[_Input]:
    scored, period, options = start.scored, start.period, start.options
    filled = np.isnan(scored.screened.values[period]) & ~np.isnan(scored.imputed.values[period])
    changed = scored.imputed.values[period] != scored.treated.values[period]
    known = ~np.isnan(scored.imputed.values[period])
    yield _Input(
        NORMALISATION, Label(zh="归一化方法", en="Normalisation"), len(options.normalisations) > 1
    )
    yield _Input(AGGREGATION, Label(zh="合成方法", en="Aggregation"), len(options.aggregations) > 1)
    yield _Input(
        IMPUTATION,
        Label(zh="缺失值插补", en="Imputation"),
        len(options.imputations) > 1 and bool(filled.any()),
    )
    yield _Input(
        TREATMENT, Label(zh="异常值处理", en="Treatment of outliers"), bool((changed & known).any())
    )
    yield from _weight_inputs(start, how)
    noisy = any(bool(one.error.any()) for one in start.values.values())
    yield _Input(ERROR, Label(zh="数据误差", en="Data error"), noisy)


def _weight_inputs(start: Start, how: Uncertainty) -> Iterator[_Input]:
    """The weights among the children of the index, and those within each of them."""
    tree = start.scored.tree
    place = {node.id: at for at, node in enumerate(tree)}
    unknown = any(not node.weight_known for node in tree)

    def varies(nodes: list[Node]) -> bool:
        return len(nodes) > 1 and (how.weights > 0 or unknown)

    top = tree.children(tree.root.id)
    label = Label(zh="一级指标之间的权重", en="Weights among dimensions")
    if all(child.is_leaf for child in top):
        label = Label(zh="权重", en="Weights")
    yield _Input(WEIGHTS, label, varies(list(top)), tuple(place[child.id] for child in top))
    for child in top:
        below = [node for node in tree if _is_below(start, node, child)]
        if below:
            yield _Input(
                f"{WEIGHTS}:{child.id}",
                Label(zh=f"“{child.label.zh}”内部的权重", en=f"Weights within {child.label.en}"),
                varies(below),
                tuple(place[node.id] for node in below),
            )


def _is_below(start: Start, node: Node, above: Node) -> bool:
    parent = node.parent
    while parent is not None and parent != above.id:
        parent = start.scored.tree[parent].parent
    return parent is not None


def _draws(start: Start, how: Uncertainty, varying: list[_Input], sample: Floats) -> Draws:
    """Sample points, (points, factors) within 0-1, as draws."""
    weights, errors = np.random.SeedSequence(how.seed).spawn(2)
    stock = weight_factors(start.scored, how, start.period, np.random.default_rng(weights), STOCK)
    seeds = seeds_of(errors, STOCK)
    options, count = start.options, len(sample)
    sizes = {
        NORMALISATION: len(options.normalisations),
        AGGREGATION: len(options.aggregations),
        IMPUTATION: len(options.imputations),
        TREATMENT: 2,
        ERROR: STOCK,
    }
    picked: dict[str, Positions] = {name: np.zeros(count, np.intp) for name in sizes}
    picked[TREATMENT] += 1
    factors = np.ones((count, stock.shape[1]))
    for one, share in zip(varying, sample.T, strict=True):
        if one.columns:
            factors[:, one.columns] = stock[_pick(share, STOCK)][:, one.columns]
        else:
            picked[one.id] = _pick(share, sizes[one.id])
    noisy = any(one.id == ERROR for one in varying)
    return Draws(
        picked[NORMALISATION].astype(np.int16),
        picked[AGGREGATION].astype(np.int16),
        picked[IMPUTATION].astype(np.int16),
        picked[TREATMENT].astype(np.int16),
        seeds[picked[ERROR]] if noisy else np.zeros(count, np.uint64),
        factors,
    )


def _pick(share: Floats, size: int) -> Positions:
    return np.minimum((share * size).astype(np.intp), size - 1)


def _results(start: Start, draws: Draws, place: str | None) -> Floats:
    ranks = ranks_of_draws(score_draws(start, draws))
    nominal = start.scored.ranks[start.scored.tree.root.id][start.period][start.order]
    if place is None:
        both = (ranks > 0) & (nominal > 0)
        shift = np.where(both, np.abs(ranks - nominal), 0.0)
        return np.asarray(shift.sum(axis=1) / np.maximum(both.sum(axis=1), 1))
    if place not in start.places or not nominal[start.places.index(place)]:
        raise ScoreError(
            f"地区 {place} 本期没有位次。 The place '{place}' has no rank in this period.",
            place=place,
        )
    return np.asarray(ranks[:, start.places.index(place)], dtype=float)


def _without_effect(one: _Input) -> Factor:
    return Factor(one.id, one.label, 0.0, 0.0, 0.0, 0.0)
