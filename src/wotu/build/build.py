"""The build: from lake and packs to a published snapshot, like a compiler from source to program.

Equal inputs (batches, judgements, packs, day and version of the code) give equal results, so a
build with nothing new publishes what is there already.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from wotu.build import firms as firm_rows
from wotu.build.chains import write_chains
from wotu.build.code_version import code_version
from wotu.build.known import Known, known
from wotu.build.places import write_places
from wotu.build.quality import quality_of
from wotu.build.registry import write_registry
from wotu.build.scores import write_scores
from wotu.build.snapshot import Manifest, SnapshotWriter, current_id, publish, read_manifest
from wotu.contracts.schema import TableContract
from wotu.identity.assignments import AssignmentKind, Assignments
from wotu.identity.judgements import Judgements
from wotu.identity.register import REGISTRATION
from wotu.lake.batches import EVENTS_SCHEMA, Batch
from wotu.lake.lock import writer_lock
from wotu.lake.placement_corrections import PlacementCorrections
from wotu.lake.resolve import Settled
from wotu.progress import Progress, part_of, silent
from wotu.rules.checked import CheckedRule
from wotu.rules.compile import FIRM_ID
from wotu.rules.frame import input_frame, subject_rows
from wotu.rules.screen import Standing, screen
from wotu.workspace import Workspace

CERTIFICATES = "firm_certificate"


@dataclass
class BuildReport:
    """What a build found, for people and for the manifest."""

    snapshot: str
    as_of: dt.date
    code: str = ""
    packs: str = ""
    """Digest of the packs: a snapshot keeps them under other names, which changes theirs."""
    firms: int = 0
    facts: dict[str, int] = field(default_factory=dict)
    disagreeing_keys: dict[str, int] = field(default_factory=dict)
    doubtful_references: int = 0
    verdicts: dict[str, dict[str, dict[str, int]]] = field(default_factory=dict)
    complete_lists: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    unchanged: bool = False

    def as_json(self) -> dict[str, Any]:
        """Plain data."""
        return {**self.__dict__, "as_of": self.as_of.isoformat()}


def build(
    workspace: Workspace, as_of: dt.date, progress: Progress = silent, *, activate: bool = True
) -> BuildReport:
    """Build the snapshot of a workspace as of a day, and make it the current one.

    Raises:  PackError for faulty packs; BatchError while another build runs.
    """
    with writer_lock(workspace.snapshots_path / ".build.lock", timeout_seconds=1):
        return _Build(workspace, as_of, progress).run(activate)


class _Build:
    """One run of the build, step by step."""

    def __init__(self, workspace: Workspace, as_of: dt.date, progress: Progress) -> None:
        self.workspace = workspace
        self.as_of = as_of
        self.progress = progress
        self.packs = workspace.packs
        self.lake = workspace.lake

    def run(self, activate: bool) -> BuildReport:
        self.progress(0.0, "读取规则与批次 · Reading packs and batches")
        rules = self.workspace.rulebook.in_force(self.as_of)
        digest = self.digest()
        snapshot_id = f"{self.as_of:%Y%m%d}-{digest[:12]}"
        report = BuildReport(snapshot_id, self.as_of, code_version(), self.packs.digest)
        final = self.workspace.snapshots_path / snapshot_id
        if (final / "manifest.json").is_file():
            if activate and current_id(self.workspace.snapshots_path) != snapshot_id:
                publish(self.workspace.snapshots_path, snapshot_id)
            stored = read_manifest(final).report
            known = {k: v for k, v in stored.items() if k not in {"as_of", "unchanged"}}
            return BuildReport(**{**known, "as_of": self.as_of, "unchanged": True})
        writer = SnapshotWriter(self.workspace.snapshots_path, snapshot_id)
        try:
            self.write(writer, rules, report)
            manifest = Manifest(
                snapshot_id, self.as_of, dt.datetime.now(dt.UTC), digest, report.as_json()
            )
            writer.finish(manifest)
        except BaseException:
            writer.abandon()
            raise
        if activate:
            publish(self.workspace.snapshots_path, snapshot_id)
        self.progress(1.0, "完成 · Done")
        return report

    def digest(self) -> str:
        """Of everything that the results depend on."""
        counting = [batch.id for batch in self.lake.batches() if batch.counts]
        judgements = [(j.kind, j.left, j.right) for j in Judgements(self.lake.root).standing()]
        assigned = sorted(Assignments(self.lake.root).codes(AssignmentKind.PLACE).items())
        placed = sorted(PlacementCorrections(self.lake.root).table().iter_rows())
        about = [self.as_of.isoformat(), self.workspace.config.zone.divisions]
        parts = [code_version(), self.packs.digest, about, counting, judgements, assigned, placed]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()

    def write(self, writer: SnapshotWriter, rules: list[CheckedRule], report: BuildReport) -> None:
        self.progress(0.02, "辨认企业 · Linking rows to firms")
        now = known(self.lake, self.packs, self.as_of)
        register = now.register
        report.doubtful_references = register.doubtful.height
        report.complete_lists = sorted(now.complete)
        settled = self.settle(writer, now, report)
        place_facts = write_places(writer, now, report.facts)
        firms = self.firms(settled)
        report.firms = firms.height
        self.progress(0.6, "逐条比对规则 · Screening all rules")
        firms = self.screen(writer, rules, settled, firms, report)
        writer.table("firm", firms, "firm_id")
        corrections = PlacementCorrections(self.lake.root).table()
        step = part_of(self.progress, 0.85, 0.92)
        write_chains(writer, now, firms, settled, corrections, report.facts, step)
        zone = self.workspace.config.zone
        values = write_registry(writer, place_facts, self.packs, zone, now.complete, self.as_of)
        write_scores(writer, self.packs, values, part_of(self.progress, 0.92, 0.95))
        writer.table("code", register.codes, "uscc")
        writer.table("batch", batch_table(self.lake.batches()), "batch")
        writer.table("reference", _flat(register.references), "reference")
        writer.table("doubtful", _flat(register.doubtful))
        writer.keep_packs(self.workspace.pack_folders)
        self.progress(0.95, "写出快照 · Writing the snapshot")

    def settle(
        self,
        writer: SnapshotWriter,
        now: Known,
        report: BuildReport,
    ) -> dict[str, pl.LazyFrame]:
        """Settle every contract; store facts, and the statements of keys that have several."""
        facts: dict[str, pl.LazyFrame] = {}
        disagreements: list[pl.DataFrame] = []
        quality: list[pl.DataFrame] = []
        step = part_of(self.progress, 0.1, 0.6)
        for place, (name, contract) in enumerate(self.packs.contracts.items()):
            step(place / len(self.packs.contracts), f"归并 {contract.label.zh} · Settling {name}")
            settled = now.settled(name)
            report.facts[name] = settled.facts.height
            disagreements.append(_disagreements(settled, contract))
            report.disagreeing_keys[name] = disagreements[-1].height
            quality.append(quality_of(settled, contract))
            writer.table(f"fact_{name}", settled.facts, "firm_id")
            writer.table(f"statement_{name}", settled.statements, "firm_id")
            facts[name] = writer.spool(name, now.needed(settled.facts, name))
            del settled
        writer.table(
            "disagreement", pl.concat(disagreements).sort("firm_id", "contract"), "firm_id"
        )
        writer.table("quality", pl.concat(quality))
        return facts

    def firms(self, facts: Mapping[str, pl.LazyFrame]) -> pl.DataFrame:
        """All firms that any fact is about."""
        parts = [table.select("firm_id") for table in facts.values()]
        ids = pl.concat(parts).unique().sort("firm_id").collect()
        stated = [
            table.select("firm_id", name="firm_name").drop_nulls() for table in facts.values()
        ]
        names = pl.concat(stated).unique("firm_id", keep="first", maintain_order=True).collect()
        registration = facts[REGISTRATION].collect()
        return firm_rows.firm_table(ids, registration, names, self.packs.code_lists).join(
            firm_rows.rungs_held(
                facts[CERTIFICATES].collect(),
                self.packs.ladders,
                self.as_of,
                CERTIFICATES in self.lake.complete_lists(),
            ),
            on="firm_id",
            how="left",
        )

    def screen(
        self,
        writer: SnapshotWriter,
        rules: list[CheckedRule],
        facts: Mapping[str, pl.LazyFrame],
        firms: pl.DataFrame,
        report: BuildReport,
    ) -> pl.DataFrame:
        """Run all rules over the frame of inputs; each firm gets its standing in every rule."""
        complete = self.lake.complete_lists()
        frame = input_frame(
            firms.lazy().select("firm_id"), facts, rules, self.packs.contracts, self.as_of, complete
        ).collect()
        writer.table("input", frame, "firm_id")
        for rule in rules:
            screening = screen(rule, frame.lazy(), self.packs.contracts, self.as_of)
            results = screening.rows.collect().sort("firm_id")
            writer.table(f"verdict_{rule.id}", results, "firm_id")
            standing = results.select(
                "firm_id",
                pl.col("standing").alias(f"standing_{rule.id}"),
                *([pl.col("outcome").alias(f"outcome_{rule.id}")] if rule.spec.outcome else []),
            )
            firms = firms.join(standing, on="firm_id", how="left")
            report.verdicts[rule.id] = _counts(results)
        self.screen_rows(writer, facts, complete, report)
        return firms

    def screen_rows(
        self,
        writer: SnapshotWriter,
        facts: Mapping[str, pl.LazyFrame],
        complete: Collection[str],
        report: BuildReport,
    ) -> None:
        """Run the rules on the rows of lists: a verdict for every row, beside its firm."""
        contracts = self.packs.contracts
        for rule in self.workspace.rulebook.on_rows(self.as_of):
            rows = subject_rows(rule, facts, contracts)
            frame = input_frame(rows, facts, [rule], contracts, self.as_of, complete).collect()
            results = screen(rule, frame.lazy(), contracts, self.as_of).rows.collect()
            writer.table(f"input_{rule.id}", frame, FIRM_ID)
            writer.table(f"verdict_{rule.id}", results.sort(FIRM_ID), FIRM_ID)
            report.verdicts[rule.id] = _counts(results)


def _disagreements(settled: Settled, contract: TableContract) -> pl.DataFrame:
    """firm_id, contract, key as JSON, fields joined by commas."""
    rows = settled.disagreements(contract)
    key = pl.struct(contract.key).struct.json_encode() if contract.key else pl.lit("{}")
    return rows.select(
        "firm_id",
        contract=pl.lit(contract.name),
        key=key,
        fields=pl.col("fields").list.join(","),
    )


def batch_table(batches: list[Batch]) -> pl.DataFrame:
    """Batches as a table, for the evidence of single facts."""
    names = [name for name in BATCH_TABLE if name not in {"batch", "kind", "mapping"}]
    rows = [
        {
            "batch": batch.id,
            "kind": batch.kind.value,
            "mapping": json.dumps(batch.mapping, ensure_ascii=False, default=str),
            **{name: getattr(batch, name) for name in names},
        }
        for batch in batches
    ]
    return pl.DataFrame(rows, schema=BATCH_TABLE)


BATCH_TABLE = {
    name: EVENTS_SCHEMA[name]
    for name in EVENTS_SCHEMA
    if name not in {"event", "at", "fingerprint"}
} | {"received_at": pl.Datetime("us", "UTC"), "counts": pl.Boolean}


def _counts(results: pl.DataFrame) -> dict[str, dict[str, int]]:
    by_standing = dict(results.group_by("standing").len().iter_rows())
    verdict = results["verdict"]
    return {
        "verdict": {
            "met": int(verdict.sum() or 0),
            "not_met": int((~verdict).sum() or 0),
            "unknown": verdict.null_count(),
        },
        "standing": {s.value: by_standing.get(s.value, 0) for s in Standing},
    }


def _flat(references: pl.DataFrame) -> pl.DataFrame:
    """Lists as JSON text: what the work queue shows."""
    return references.with_columns(
        contracts=pl.col("contracts").list.join(","),
        candidates=pl.col("candidates").map_elements(
            lambda items: json.dumps(items.to_list(), ensure_ascii=False), return_dtype=pl.String
        ),
    )
