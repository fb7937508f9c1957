"""The rungs of the ladders as a snapshot has them: who holds each, and who could climb onto it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from wotu.build.among import ALL_FIRMS, Among, firms_among
from wotu.build.certificates import Lapses, WantedLapses
from wotu.build.declarations import Declaration
from wotu.build.missing_facts import UNDECIDED
from wotu.build.population import Population, Wanted
from wotu.build.snapshot import Snapshot
from wotu.packs.schema import Label
from wotu.rules.screen import Standing

READY: Final = (Standing.MET, Standing.READY)
"""Where firms stand that nothing but the judgement of experts keeps from being declared."""

STEPS: Final = (Standing.ONE_CONDITION, Standing.ONE_FACT)
"""Where firms stand that are one step away from a rung."""


@dataclass(frozen=True, slots=True)
class Rung:
    """One rung of a ladder: its certificate, and the rule in force that grants it, or none."""

    kind: str
    name: Label
    ladder: str
    rule_id: str
    main: bool = False

    def label(self, language: str) -> str:
        """What the rung is called."""
        return self.name.in_language(language)


@dataclass(frozen=True, slots=True)
class Outlook:
    """How many firms hold a rung's certificate, and how many could.

    ``declare``, ``step`` and ``undecided`` are None where no rule decides the rung.
    """

    held: int
    lapsing: int
    declare: int | None
    step: int | None
    undecided: int | None


def all_rungs(snapshot: Snapshot) -> tuple[Rung, ...]:
    """Every rung of every ladder, from the lowest up."""
    kinds = snapshot.packs.code_lists["certificate_kinds"]
    in_force = {rule.id for rule in snapshot.rulebook.in_force(snapshot.manifest.as_of)}
    return tuple(
        Rung(
            rung.certificate,
            kinds.label_of(rung.certificate),
            name,
            rung.rule if rung.rule in in_force else "",
            rung.main,
        )
        for name, ladder in snapshot.packs.ladders.items()
        for rung in ladder.rungs
    )


def rungs_with_rules(rungs: Sequence[Rung]) -> tuple[Rung, ...]:
    """Those of some rungs that a rule decides: the main ones, then the highest first."""
    ruled = (rung for rung in reversed(rungs) if rung.rule_id)
    return tuple(sorted(ruled, key=lambda rung: not rung.main))


def outlook(snapshot: Snapshot, rung: Rung, among: Among = ALL_FIRMS) -> Outlook:
    """The outlook of one rung, of all firms or of some."""
    lapsing = Lapses(snapshot, {}).count(WantedLapses(among, (rung.kind,)))
    held = _holders(snapshot, rung.kind, among)
    if not rung.rule_id:
        return Outlook(held, lapsing, None, None, None)
    population = Population(snapshot, snapshot.rulebook.rule(rung.rule_id, snapshot.manifest.as_of))
    standings = population.standings(among)
    return Outlook(
        held,
        lapsing,
        declare=population.count(Wanted(among, READY, due=rung.kind)),
        step=population.count(Wanted(among, STEPS, due=rung.kind)),
        undecided=sum(standings[one] for one in UNDECIDED),
    )


def ready_pool(snapshot: Snapshot, rung: Rung, among: Among = ALL_FIRMS) -> int | None:
    """Firms without the certificate that could be declared today; None where no rule says so."""
    if not rung.rule_id:
        return None
    population = Population(snapshot, snapshot.rulebook.rule(rung.rule_id, snapshot.manifest.as_of))
    new = (Declaration.FIRST, Declaration.LAPSED)
    return population.count(Wanted(among, READY, due=rung.kind, declarations=new))


def valid_years(snapshot: Snapshot, rung: Rung) -> int | None:
    """Years for which the rule of a rung grants its certificate; None where none says so."""
    if not rung.rule_id:
        return None
    grants = snapshot.rulebook.rule(rung.rule_id, snapshot.manifest.as_of).spec.grants
    return grants.valid_years if grants else None


def _holders(snapshot: Snapshot, kind: str, among: Among) -> int:
    clause, day = firms_among(snapshot, among), snapshot.manifest.as_of
    sql = (
        "SELECT count(DISTINCT f.firm_id) FROM fact_firm_certificate c JOIN firm f USING (firm_id)"
        " WHERE c.kind = ? AND c.granted_on <= ? AND (c.expires_on IS NULL OR c.expires_on >= ?)"
        f" AND {clause.sql}"
    )
    return int(snapshot.value(sql, (kind, day, day, *clause.parameters)))
