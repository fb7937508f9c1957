"""Screenings of one rule in other circumstances: other facts known, another day, other rules."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

import polars as pl

from wotu.build.known import Known, known
from wotu.build.snapshot import MANIFEST, Snapshot, list_snapshots
from wotu.errors import SnapshotError
from wotu.identity.judgements import Judgement, Judgements
from wotu.identity.register import REFERENCE, REGISTRATION
from wotu.lake.store import Lake
from wotu.packs.loader import PackSet
from wotu.program import program
from wotu.replay.causes import Cause, Corner
from wotu.replay.rule_changes import RuleInForce, in_force
from wotu.rules.compile import FIRM_ID
from wotu.rules.frame import input_frame
from wotu.rules.rulebook import Rulebook
from wotu.rules.screen import screen
from wotu.workspace import Workspace


@dataclass(frozen=True)
class Moment:
    """What a screening rests on.

    ``known_on``: batches and judgements up to this time count, as they stood then.
    ``in_force_on``: the day whose edition and dated figures apply. ``as_of``: the day of
    application. ``packs_of``: a snapshot whose own packs are used, empty for those of today.
    """

    known_on: dt.datetime
    in_force_on: dt.date
    as_of: dt.date
    packs_of: str = ""

    def with_of(self, other: Moment, corner: Corner) -> Moment:
        """This moment, with what the causes of a corner name taken from another."""
        moment = self
        if Cause.FACTS in corner:
            moment = replace(moment, known_on=other.known_on)
        if Cause.DAY in corner:
            moment = replace(moment, as_of=other.as_of)
        if Cause.RULES in corner:
            moment = replace(moment, in_force_on=other.in_force_on, packs_of=other.packs_of)
        return moment


@dataclass(frozen=True)
class Screened:
    """One screening: the inputs of every firm, and where each stands.

    ``frame``: one row a firm, as :func:`wotu.rules.frame.input_frame` gives it; ``results``: one
    row for each firm that the rule applies to.
    """

    rule: RuleInForce
    known: Known
    frame: pl.DataFrame
    results: pl.DataFrame


class Circumstances:
    """Runs one rule of a workspace in any circumstances; shared steps are taken once."""

    def __init__(self, workspace: Workspace, rule_id: str) -> None:
        self.workspace = workspace
        self.rule_id = rule_id
        self._packs: dict[str, tuple[PackSet, Rulebook]] = {}
        self._known: dict[tuple[str, dt.date, dt.datetime], Known] = {}
        self._facts: dict[tuple[str, str, dt.date, str, int], pl.DataFrame] = {}
        self._screened: dict[Moment, Screened] = {}

    def screened(self, moment: Moment) -> Screened:
        """The screening of a moment.

        Raises:  UnknownNameError where the rule was not in force; SnapshotError for packs of a
            snapshot that is gone.
        """
        if moment not in self._screened:
            self._screened[moment] = self._screen(moment)
        return self._screened[moment]

    def rule(self, moment: Moment) -> RuleInForce:
        """The rule as it is in force in a moment."""
        packs, book = self.packs(moment)
        return in_force(book.rule(self.rule_id, moment.in_force_on), moment.in_force_on, packs)

    def packs(self, moment: Moment) -> tuple[PackSet, Rulebook]:
        """The packs of a moment, and their rules."""
        name = moment.packs_of
        if name not in self._packs:
            self._packs[name] = (
                _packs_of(self.workspace, name)
                if name
                else (self.workspace.packs, self.workspace.rulebook)
            )
        return self._packs[name]

    def known(self, moment: Moment) -> Known:
        """What was known in a moment."""
        packs, _ = self.packs(moment)
        key = (packs.digest, moment.as_of, moment.known_on)
        if key not in self._known:
            self._known[key] = known(self.lake(moment), packs, moment.as_of, moment.known_on)
        return self._known[key]

    def lake(self, moment: Moment) -> Lake:
        """The lake, read under the contracts of a moment."""
        return Lake(self.workspace.lake.root, self.packs(moment)[0].every_contract)

    def same_facts(self, one: Moment, other: Moment) -> bool:
        """Whether the same batches and judgements count in both."""
        return self.counting(one) == self.counting(other) and (
            self.judgements(one) == self.judgements(other)
        )

    def counting(self, moment: Moment) -> dict[str, str]:
        """The contract of every batch that counts in a moment, by the batch's name."""
        batches = self.workspace.lake.batches(moment.known_on)
        return {batch.id: batch.contract for batch in batches if batch.counts}

    def judgements(self, moment: Moment) -> list[Judgement]:
        """The judgements on who is who that stand in a moment."""
        return Judgements(self.workspace.lake.root).standing(moment.known_on)

    def stored(self, moment: Moment) -> Snapshot | None:
        """A stored snapshot that was made of the very inputs of a moment, the newest first."""
        if moment.in_force_on != moment.as_of:
            return None
        for manifest in reversed(list_snapshots(self.workspace.snapshots_path)):
            if manifest.as_of != moment.as_of or manifest.built_at > moment.known_on:
                continue
            snapshot = Snapshot(self.workspace.snapshots_path / manifest.id)
            if self._made(snapshot, moment):
                return snapshot
            snapshot.close()
        return None

    def _made(self, snapshot: Snapshot, moment: Moment) -> bool:
        report = snapshot.manifest.report
        counted = snapshot.rows("SELECT batch FROM batch WHERE counts")
        built = replace(moment, known_on=snapshot.manifest.built_at)
        return (
            self.rule_id in report["verdicts"]
            and report.get("packs") == self.packs(moment)[0].digest
            and {row["batch"] for row in counted} == set(self.counting(moment))
            and self.judgements(built) == self.judgements(moment)
        )

    def _screen(self, moment: Moment) -> Screened:
        rule, then = self.rule(moment), self.known(moment)
        facts = {name: self._settled(moment, name).lazy() for name in _tables_of(rule)}
        frame = input_frame(
            then.firm_ids().lazy(),
            facts,
            [rule.rule],
            rule.packs.contracts,
            moment.as_of,
            then.complete,
        ).collect()
        results = screen(rule.rule, frame.lazy(), rule.packs.contracts, moment.as_of)
        return Screened(rule, then, frame, results.rows.collect())

    def _settled(self, moment: Moment, name: str) -> pl.DataFrame:
        """Facts of a contract; settled once where the same rows are about the same firms."""
        then = self.known(moment)
        batches = ",".join(b for b, contract in then.batches.items() if contract == name)
        key = (then.packs.digest, name, moment.as_of, batches, _fingerprint(then))
        if key not in self._facts:
            self._facts[key] = then.needed(then.settled(name).facts, name)
        return self._facts[key]

    def names(self, moment: Moment) -> pl.DataFrame:
        """``firm_id`` and ``name`` of the firms known in a moment, the register's name first."""
        tables = dict.fromkeys([REGISTRATION, *_tables_of(self.rule(moment))])
        contracts = self.packs(moment)[0].contracts
        parts = [
            self._settled(moment, name).select(FIRM_ID, name="firm_name").drop_nulls()
            for name in tables
            if "firm_name" in contracts[name].fields
        ]
        return pl.concat(parts).unique(FIRM_ID, keep="first", maintain_order=True)


def _tables_of(rule: RuleInForce) -> list[str]:
    return sorted({item.table for item in rule.rule.inputs})


def _packs_of(workspace: Workspace, name: str) -> tuple[PackSet, Rulebook]:
    folder = workspace.snapshots_path / name
    if not (folder / MANIFEST).is_file():
        raise SnapshotError(
            f"没有快照 {name}；`{program()} snapshots` 列出全部。 There is no snapshot '{name}'."
        )
    snapshot = Snapshot(folder)
    try:
        digest = snapshot.manifest.report.get("packs") or snapshot.packs.digest
        return replace(snapshot.packs, digest=digest), snapshot.rulebook
    finally:
        snapshot.close()


def _fingerprint(then: Known) -> int:
    """Equal for equal answers to which firm every row is about."""
    codes = then.register.codes.hash_rows().sum()
    linked = then.register.references.select(REFERENCE, FIRM_ID).hash_rows().sum()
    return hash((codes, linked))
