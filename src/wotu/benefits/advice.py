"""What would bring a firm an open measure: the facts to supply, or the one change to make."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wotu.benefits.firm_benefits import Benefits, Possible
from wotu.build.snapshot import Snapshot
from wotu.packs.schema import Label
from wotu.rules.deciding import deciding_sets
from wotu.rules.inputs import NamedInput, RowsInput
from wotu.rules.least_change import Change, least_change
from wotu.rules.screen import Standing

MOST_FACTS = 4
"""Longer sets of facts are no advice: the whole return is missing."""


@dataclass(frozen=True)
class ToSupply:
    """Missing facts that together settle a measure, whatever they turn out to be, or may bring it.

    ``settles`` is false for facts that can only make the firm meet the rule.
    """

    possible: Possible
    facts: tuple[NamedInput, ...]
    settles: bool


@dataclass(frozen=True)
class ToChange:
    """A measure that one condition keeps away: the condition, and the least change that does."""

    possible: Possible
    condition: Label
    change: Change | None


@dataclass(frozen=True)
class Advice:
    """What to supply, the fewest facts and the largest gain first; and what to change."""

    supply: tuple[ToSupply, ...]
    change: tuple[ToChange, ...]


def advice_for(snapshot: Snapshot, benefits: Benefits, facts: Mapping[str, Any]) -> Advice:
    """Advice on every open measure of a firm; ``facts`` is its row of the frame of inputs."""
    supply, change = [], []
    for possible in benefits.possible:
        if possible.offer.standing is Standing.ONE_CONDITION:
            change.append(_to_change(snapshot, possible, facts))
        elif found := _to_supply(snapshot, possible, facts):
            supply.append(found)
    supply.sort(key=lambda one: (len(one.facts), -(one.possible.gain_fen or -1)))
    change.sort(key=lambda one: (_effort(one.change), -(one.possible.gain_fen or -1)))
    return Advice(tuple(supply), tuple(change))


def _effort(change: Change | None) -> int:
    """Figures before new certificates, and both before what no single change brings."""
    if change is None:
        return 2
    return int(isinstance(change.moving, RowsInput))


def _to_supply(snapshot: Snapshot, possible: Possible, facts: Mapping[str, Any]) -> ToSupply | None:
    rule, day = possible.offer.rule, snapshot.manifest.as_of
    sets = deciding_sets(rule, snapshot.packs.contracts, facts, day)
    settling = [one for one in sets.to_settle if len(one) <= MOST_FACTS]
    meeting = [one for one in sets.to_meet if len(one) <= MOST_FACTS]
    if settling:
        return ToSupply(possible, settling[0], True)
    return ToSupply(possible, meeting[0], False) if meeting else None


def _to_change(snapshot: Snapshot, possible: Possible, facts: Mapping[str, Any]) -> ToChange:
    rule, packs = possible.offer.rule, snapshot.packs
    least = least_change(rule, packs.contracts, packs.code_lists, facts, snapshot.manifest.as_of)
    certain = [change for change in least.single if not change.judged]
    failing = least.failing[0].condition.spec.label if least.failing else rule.spec.label
    return ToChange(possible, failing, certain[0] if certain else None)
