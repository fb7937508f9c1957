"""Which facts to ask for first: the order in which they settle most firms for the fewest facts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from wotu.build.among import ALL_FIRMS, Among
from wotu.build.missing_facts import UNDECIDED, lacked_sets
from wotu.build.population import Population
from wotu.rules.inputs import Asked, NamedInput

MOST_STEPS: Final = 12


@dataclass(frozen=True)
class Step:
    """Facts to ask for next, and how many firms then lack nothing more.

    ``firms`` are those settled by this step, ``so_far`` by it and all before it, out of the
    ``undecided`` firms of the whole.
    """

    facts: tuple[NamedInput, ...]
    firms: int
    so_far: int


@dataclass(frozen=True)
class AskingOrder:
    """Steps of an order, and how many firms wait for facts in all."""

    steps: tuple[Step, ...]
    undecided: int


def asking_order(population: Population, among: Among = ALL_FIRMS) -> AskingOrder:
    """Greedy: at each step the facts that settle most firms for each fact asked.

    A firm is settled once nothing that it lacks is unasked; what people judge is left out. The best
    order is a weighted cover, for which the greedy one is the customary approximation. Grows with
    the number of distinct sets of missing facts, not with firms.
    """
    waiting = lacked_sets(population, among, UNDECIDED)
    order = {item: place for place, item in enumerate(population.rule.asked)}
    undecided = sum(waiting.values())
    asked: frozenset[Asked] = frozenset()
    steps: list[Step] = []
    so_far = 0
    while waiting and len(steps) < MOST_STEPS:
        gains = {
            lacked - asked: sum(n for other, n in waiting.items() if other <= asked | lacked)
            for lacked in waiting
        }
        chosen = max(
            gains,
            key=lambda new: (
                gains[new] / len(new),
                -len(new),
                [-order[i] for i in sorted(new, key=repr)],
            ),
        )
        asked |= chosen
        so_far += gains[chosen]
        waiting = {lacked: n for lacked, n in waiting.items() if not lacked <= asked}
        named = tuple(population.named(item) for item in sorted(chosen, key=order.__getitem__))
        steps.append(Step(named, gains[chosen], so_far))
    return AskingOrder(tuple(steps), undecided)
