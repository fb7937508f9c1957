"""Rules made ready for drafts, held by the process between two moves of a slider."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

from wotu.build.simulate import Simulation
from wotu.build.snapshot import Snapshot
from wotu.build.sweep import SweepPoint, sweep
from wotu.build.trial import Trial, YearCosts
from wotu.rules.draft import Draft, draft_rule
from wotu_site.drafts.controls import Figure

#: A rule over a million firms takes 600 MB of memory, so few are held at a time.
MOST_TRIALS = 2
MOST_SIMULATIONS = 12
SWEPT_VALUES = 11


@dataclass(frozen=True)
class Tried:
    """A draft over all firms; costs are worked out when first asked for."""

    trial: Trial
    draft: Draft
    simulation: Simulation

    @cached_property
    def costs(self) -> tuple[YearCosts, ...]:
        """What the rule costs this year and next; nothing for a rule without a measure."""
        return self.trial.costs(self.simulation)

    def swept(self, figure: Figure) -> list[SweepPoint]:
        """The drafted rule with one figure at values along its slider."""
        values = [figure.base(number) for number in figure.values(SWEPT_VALUES)]
        return sweep(self.trial.held, self.simulation.after.rule, figure.name, values)


def tried(snapshot: Snapshot, draft: Draft) -> Tried:
    """A draft run over the firms of a snapshot; the same one is not run twice.

    Raises:  PackError with everything in the draft that cannot stand so.
    """
    return _tried(snapshot, draft.model_dump_json())


@lru_cache(maxsize=MOST_SIMULATIONS)
def _tried(snapshot: Snapshot, text: str) -> Tried:
    draft = Draft.model_validate_json(text)
    changed = draft_rule(snapshot.packs, draft)
    trial = _trial(snapshot, draft.rule)
    return Tried(trial, draft, trial.simulate(changed))


@lru_cache(maxsize=MOST_TRIALS)
def _trial(snapshot: Snapshot, rule_id: str) -> Trial:
    return Trial(snapshot, snapshot.rulebook.rule(rule_id, snapshot.manifest.as_of))
