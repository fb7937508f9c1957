"""The state of the workspace, for those who keep it running; and the first steps of a new one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils import timezone

from wotu_site.access.registry import may_open
from wotu_site.access.roles import Person
from wotu_site.accounts import queries as accounts
from wotu_site.jobs import queries as jobs
from wotu_site.snapshots import queries as snapshots

FAILED_WITHIN = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Upkeep:
    """What an administrator looks at first; ``as_of`` and ``built_at`` are None before a build."""

    as_of: date | None
    built_at: datetime | None
    snapshots: int
    batches: int
    pending: int
    active_accounts: int
    disabled_accounts: int
    failed_jobs: int


@dataclass(frozen=True, slots=True)
class FirstSteps:
    """What is to be done before there is anything to show; an address is empty where not open."""

    has_workspace: bool
    batches: int
    import_address: str
    build_address: str


def upkeep(person: Person, now: datetime) -> Upkeep:
    """The state of the workspace."""
    manifest = snapshots.snapshot().manifest if snapshots.has_snapshot() else None
    known = snapshots.has_workspace()
    counts = accounts.count_by_state(accounts.AccountFilter())
    return Upkeep(
        as_of=manifest.as_of if manifest else None,
        built_at=timezone.localtime(manifest.built_at) if manifest else None,
        snapshots=len(snapshots.published()) if known else 0,
        batches=sum(batch.counts for batch in snapshots.batches()) if known else 0,
        pending=len(snapshots.pending_batches()) if manifest else 0,
        active_accounts=counts["active"],
        disabled_accounts=counts["disabled"],
        failed_jobs=jobs.failed_since(person, now - FAILED_WITHIN),
    )


def first_steps(person: Person) -> FirstSteps | None:
    """The steps before the first build; None once there is a snapshot."""
    if snapshots.has_snapshot():
        return None
    known = snapshots.has_workspace()
    return FirstSteps(
        has_workspace=known,
        batches=sum(batch.counts for batch in snapshots.batches()) if known else 0,
        import_address=_open("data:import", person),
        build_address=_open("data:builds", person),
    )


def _open(name: str, person: Person) -> str:
    return reverse(name) if may_open(person, name) else ""
