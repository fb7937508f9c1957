"""Replays of screenings: started as jobs, kept, and read again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import polars as pl
from django.conf import settings
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_noop

from wotu.build.corners import Moment
from wotu.build.replay import Replayed, end_of, replay
from wotu.build.replay_store import Kept, keep, kept, list_kept
from wotu.build.replay_words import differences_table
from wotu.build.snapshot import Manifest
from wotu.workspace import open_workspace
from wotu_site.access.fields import may_see
from wotu_site.access.roles import Person
from wotu_site.audit import services as audit
from wotu_site.jobs import services as jobs
from wotu_site.jobs.services import Outcome, Progress
from wotu_site.policies import downloads
from wotu_site.snapshots import queries as snapshots
from wotu_site.ui.formats import page_language
from wotu_site.ui.languages import Words, in_both

REPLAY = gettext_noop("Replay of %(rule)s as known on %(day)s")
DIFFER = gettext_noop("%(number)s firms differ.")


def start(entered: Mapping[str, Any], person: Person) -> int:
    """Begin a replay in the background, ``entered`` as its form gives it; the number of the job."""
    arguments = {
        "rule_id": entered["rule"],
        "before": _plain(
            known_on=entered["known_on"],
            in_force_on=entered["in_force_on"] or entered["known_on"],
            as_of=entered["as_of"] or entered["in_force_on"] or entered["known_on"],
            packs_of=entered["packs_of"],
        ),
        "after": _plain(
            known_on=entered["to_known_on"],
            in_force_on=entered["to_in_force_on"] or _shown_day(),
            as_of=entered["to_as_of"] or entered["to_in_force_on"] or _shown_day(),
        ),
        "person": person.pk,
    }
    rules = snapshots.snapshot().rulebook.rules
    label = next(rule.spec.label for rule in rules if rule.id == entered["rule"])
    day = entered["known_on"].isoformat()
    title = Words(
        in_both(REPLAY, rule=label.zh, day=day).zh, in_both(REPLAY, rule=label.en, day=day).en
    )
    job = jobs.start(
        "replay",
        f"{run.__module__}.{run.__name__}",
        arguments,
        person,
        title=title,
    )
    return job.pk


def run(
    progress: Progress, *, rule_id: str, before: dict[str, str], after: dict[str, str], person: int
) -> Outcome:
    """Run both screenings, split the difference and keep it."""
    # Opened anew: the packs may have been edited since the site was started.
    workspace = open_workspace(settings.WORKSPACE_DIR)
    found = replay(workspace, rule_id, _moment(before), _moment(after), progress)
    name = keep(workspace, found)
    somebody = get_user_model().objects.get(pk=person)
    detail = {"before": before, "after": after, "firms": found.firms.height}
    audit.record(
        "rule.replayed",
        acting_user=somebody,
        about=audit.Subject("rule", rule_id, name),
        detail=detail,
    )
    words = in_both(DIFFER, number=f"{found.firms.height:,}")
    return Outcome(words, address=reverse("policies:replay", args=[name]))


def replayed(name: str) -> Replayed:
    """A replay that is kept.

    Raises:  SnapshotError where there is none.
    """
    return _kept(Path(settings.WORKSPACE_DIR), name)


def all_kept() -> list[Kept]:
    """All replays, the newest first."""
    return list_kept(snapshots.workspace())


def snapshots_then() -> list[Manifest]:
    """The snapshots whose packs can be used, the newest first."""
    return list(reversed(snapshots.published()))


def export(name: str, found: Replayed, person: Person) -> str:
    """Write the firms that differ; the address to fetch the file from."""
    seen = visible_facts(found, person)
    table = differences_table(seen, snapshots.workspace().packs, page_language())
    return downloads.keep(table, f"{name}.xlsx", found.rule_id, person.pk)


def visible_facts(found: Replayed, person: Person) -> Replayed:
    """The replay without the facts that this person may not see."""
    contracts = snapshots.workspace().packs.contracts
    hidden = [
        column
        for column, item in found.items.items()
        if item.field
        and (contract := contracts.get(item.table))
        and item.field in contract.fields
        and not may_see(person, contract.fields[item.field].sensitivity)
    ]
    if not hidden:
        return found
    return replace(found, facts=found.facts.filter(~pl.col("item").is_in(hidden)))


@lru_cache(maxsize=8)
def _kept(_folder: Path, name: str) -> Replayed:
    return kept(snapshots.workspace(), name)


def _shown_day() -> dt.date:
    return snapshots.snapshot().manifest.as_of


def _plain(
    *, known_on: dt.date | None, in_force_on: dt.date, as_of: dt.date, packs_of: str = ""
) -> dict[str, str]:
    known = end_of(known_on) if known_on else timezone.now()
    return {
        "known_on": known.isoformat(),
        "in_force_on": in_force_on.isoformat(),
        "as_of": as_of.isoformat(),
        "packs_of": packs_of,
    }


def _moment(data: Mapping[str, str]) -> Moment:
    return Moment(
        dt.datetime.fromisoformat(data["known_on"]),
        dt.date.fromisoformat(data["in_force_on"]),
        dt.date.fromisoformat(data["as_of"]),
        data["packs_of"],
    )
