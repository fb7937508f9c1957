"""Sharing a yearly budget that is too small for all who qualify: who gets what within it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

WhenShort: TypeAlias = Literal["prorated", "ranked", "first_come"]


@dataclass(frozen=True)
class Claim:
    """What one firm is entitled to under a measure.

    ``rank``: the figure to rank by, the largest first; claims without it come last. ``order``: its
    place in the queue, where the first come are served first.
    """

    firm_id: str
    fen: int
    rank: float | None = None
    order: int = 0


def share_budget(
    claims: Sequence[Claim], budget_fen: int | None, when_short: WhenShort
) -> dict[str, int]:
    """Fen that each firm gets, by firm: everything where the budget suffices or there is none.

    ``prorated``: all are cut by the same factor, whole fen, the fen that are left over go to the
    largest remainders. ``ranked`` and ``first_come``: in that order, each whole, until the budget
    is spent; the one at the edge gets what is left. Ties go by firm.

    >>> share_budget([Claim("a", 300), Claim("b", 100)], 200, "prorated")
    {'a': 150, 'b': 50}
    """
    total = sum(claim.fen for claim in claims)
    if budget_fen is None or total <= budget_fen:
        return {claim.firm_id: claim.fen for claim in claims}
    if when_short == "prorated":
        return _prorated(claims, max(budget_fen, 0), total)
    queue = sorted(claims, key=_ranked if when_short == "ranked" else _queued)
    left = max(budget_fen, 0)
    shares = {}
    for claim in queue:
        shares[claim.firm_id] = min(claim.fen, left)
        left -= shares[claim.firm_id]
    return {claim.firm_id: shares[claim.firm_id] for claim in claims}


def _prorated(claims: Sequence[Claim], budget_fen: int, total: int) -> dict[str, int]:
    whole = [claim.fen * budget_fen // total for claim in claims]
    rests = [claim.fen * budget_fen % total for claim in claims]
    spare = budget_fen - sum(whole)
    # Largest remainders first; of equal ones the firm that comes first by its identifier.
    by_rest = np.lexsort(([claim.firm_id for claim in claims], [-rest for rest in rests]))
    for place in by_rest[:spare]:
        whole[place] += 1
    return {claim.firm_id: fen for claim, fen in zip(claims, whole, strict=True)}


def _ranked(claim: Claim) -> tuple[float, str]:
    return (float("inf") if claim.rank is None else -claim.rank, claim.firm_id)


def _queued(claim: Claim) -> tuple[int, str]:
    return (claim.order, claim.firm_id)
