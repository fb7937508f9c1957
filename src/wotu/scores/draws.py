"""What every draw of the Monte Carlo chose: kept, so that each draw can be computed again."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from wotu.packs.score_method import Uncertainty, WeightingKind
from wotu.scores.scored import Scored
from wotu.scores.tree import Floats, Node

Choices = npt.NDArray[np.int16]
Seeds = npt.NDArray[np.uint64]


@dataclass(frozen=True)
class Draws:
    """One entry a draw.

    ``normalisation``, ``aggregation``, ``imputation``: positions among the options; ``treated``: 1
    for the nominal treatment of outliers, 0 for none; ``seeds``: of the data error, 0 for no error;
    ``factors``, of shape (draws, nodes of the tree): by what the nominal share of each node among
    its siblings is multiplied before they are rescaled to sum to 1.
    """

    normalisation: Choices
    aggregation: Choices
    imputation: Choices
    treated: Choices
    seeds: Seeds
    factors: Floats

    def __len__(self) -> int:
        return len(self.seeds)

    def strata(self) -> list[npt.NDArray[np.intp]]:
        """Draws that made the same choices, together."""
        choices = (self.treated, self.imputation, self.aggregation, self.normalisation)
        codes = np.stack(choices)
        order = np.lexsort(codes)
        sorted_codes = codes[:, order]
        starts = np.flatnonzero((sorted_codes[:, 1:] != sorted_codes[:, :-1]).any(axis=0)) + 1
        return list(np.split(order, starts))


def choose_draws(scored: Scored, how: Uncertainty, period: int) -> Draws:
    """Draws at random; equal seeds give equal ones."""
    choices, weights, errors = np.random.SeedSequence(how.seed).spawn(3)
    pick = np.random.default_rng(choices)

    def among(options: tuple[object, ...]) -> Choices:
        return pick.integers(len(options), size=how.draws).astype(np.int16)

    return Draws(
        among(how.normalisations),
        among(how.aggregations),
        among(how.imputations),
        np.ones(how.draws, np.int16),
        seeds_of(errors, how.draws),
        weight_factors(scored, how, period, np.random.default_rng(weights), how.draws),
    )


def seeds_of(source: np.random.SeedSequence, count: int) -> Seeds:
    """Seeds of data error, none of them 0."""
    return np.maximum(source.generate_state(count, np.uint64), np.uint64(1))


def weight_factors(
    scored: Scored, how: Uncertainty, period: int, draw: np.random.Generator, count: int
) -> Floats:
    """Factors of the nominal shares, (count, nodes in the order of the tree).

    Known weights: uniform within 1 ± ``how.weights``. Weights not known: their siblings' joint
    share is divided at random, every division as likely as any other (a flat Dirichlet).
    """
    nodes = list(scored.tree)
    factors = 1.0 + how.weights * draw.uniform(-1.0, 1.0, (count, len(nodes)))
    place = {node.id: at for at, node in enumerate(nodes)}
    for parent in scored.tree.groups:
        siblings = [one for one in scored.tree.children(parent.id) if not _known(scored, one)]
        if len(siblings) < 2:
            continue
        columns = [place[one.id] for one in siblings]
        parts = draw.standard_exponential((count, len(columns)))
        shares = np.array([nominal_share(scored, one, period) for one in siblings])
        joint = shares.sum()
        with np.errstate(divide="ignore"):
            wanted = joint * parts / parts.sum(axis=1, keepdims=True)
            factors[:, columns] = np.where(shares > 0, wanted / shares, 1.0)
    return factors


def nominal_share(scored: Scored, node: Node, period: int) -> float:
    """The share of a node among its siblings, the mean over the places of a period."""
    return float(np.nanmean(scored.weights[node.id][period]))


def _known(scored: Scored, node: Node) -> bool:
    """Whether somebody settled the weight: the tree says so, or the weights were computed."""
    weighting = scored.method.weighting
    if weighting.kind is WeightingKind.GIVEN:
        return node.weight_known
    if weighting.kind is WeightingKind.AHP:
        compared = {one.node for one in weighting.comparisons}
        return node.parent in compared or node.weight_known
    return True
