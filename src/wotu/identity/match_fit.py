"""Fitting the weights of :mod:`wotu.identity.match_model` to mentions whose firm is known.

Conditional logit by Newton's method with a ridge. Every example counts twice: as it is, and, at a
lower weight, with the right firm taken away, so that nobody is right; otherwise the model would
never learn to say that a firm is not in the register.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from wotu.identity.match_model import Model

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """Evidence of one mention against its likest names, and which of them are its firm's."""

    evidence: Floats
    is_right: npt.NDArray[np.bool_]
    """One a row; where none is, nobody is right."""
    rarity: float


def fit_model(
    facts: Sequence[str],
    examples: Sequence[Example],
    *,
    absent_weight: float,
    ridge: float = 1.0,
    steps: int = 50,
) -> Model:
    """Weights of greatest penalised likelihood.

    ``absent_weight`` is the weight of each example without its firm, against 1 with it: how
    many mentions of firms outside the register to expect for one of a firm inside.
    """
    absent = [_without_firm(example) for example in examples]
    choices = [_choice(example) for example in (*examples, *absent)]
    stacked = _Stacked.of(choices, [1.0] * len(examples) + [absent_weight] * len(absent))
    weights = np.zeros(len(facts) + 2)
    likelihood = stacked.likelihood(weights, ridge)
    for _ in range(steps):
        step, scale = stacked.newton_step(weights, ridge), 1.0
        while stacked.likelihood(weights + scale * step, ridge) < likelihood and scale > 1e-6:
            scale /= 2
        weights = weights + scale * step
        previous, likelihood = likelihood, stacked.likelihood(weights, ridge)
        if likelihood - previous < 1e-6:
            break
    return Model(tuple(facts), weights[:-2], float(weights[-2]), float(weights[-1] / 10))


def _without_firm(example: Example) -> Example:
    others = ~example.is_right
    return Example(example.evidence[others], example.is_right[others], example.rarity)


def _choice(example: Example) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """Rows of all alternatives, nobody last; nobody has two columns of its own."""
    rows, facts = example.evidence.shape
    table = np.zeros((rows + 1, facts + 2))
    table[:-1, :-2] = example.evidence
    table[-1, -2:] = 1.0, example.rarity / 10
    return table, np.append(example.is_right, not example.is_right.any())


@dataclass(frozen=True, slots=True)
class _Stacked:
    """All choices in one table, for sums by choice."""

    table: Floats
    is_right: Floats
    starts: npt.NDArray[np.int64]
    sizes: npt.NDArray[np.int64]
    weights: Floats

    @classmethod
    def of(
        cls, choices: Sequence[tuple[Floats, npt.NDArray[np.bool_]]], weights: Sequence[float]
    ) -> _Stacked:
        sizes = np.array([len(right) for _, right in choices])
        return cls(
            np.concatenate([table for table, _ in choices]),
            np.concatenate([right for _, right in choices]).astype(np.float64),
            np.concatenate([[0], np.cumsum(sizes)[:-1]]),
            sizes,
            np.array(weights),
        )

    def _sums(self, values: Floats) -> Floats:
        return np.asarray(np.add.reduceat(values, self.starts))

    def _shares(self, weights: Floats) -> tuple[Floats, Floats]:
        """Probability of every row, and its share of the probability of the right rows."""
        utility = self.table @ weights
        utility -= np.repeat(np.maximum.reduceat(utility, self.starts), self.sizes)
        mass = np.exp(utility)
        right = mass * self.is_right
        all_mass, right_mass = self._sums(mass), np.maximum(self._sums(right), 1e-300)
        return mass / np.repeat(all_mass, self.sizes), right / np.repeat(right_mass, self.sizes)

    def likelihood(self, weights: Floats, ridge: float) -> float:
        probability, _ = self._shares(weights)
        right = np.maximum(self._sums(probability * self.is_right), 1e-300)
        return float(self.weights @ np.log(right) - ridge / 2 * weights @ weights)

    def newton_step(self, weights: Floats, ridge: float) -> Floats:
        probability, share = self._shares(weights)
        row_weights = np.repeat(self.weights, self.sizes)
        gradient = ((share - probability) * row_weights) @ self.table - ridge * weights
        means = np.add.reduceat(self.table * probability[:, None], self.starts)
        spread = (self.table * (probability * row_weights)[:, None]).T @ self.table
        curvature = spread - (means * self.weights[:, None]).T @ means
        return np.asarray(np.linalg.solve(curvature + ridge * np.eye(len(weights)), gradient))
