"""Snapshots: which there are, which is shown, and what changed from one to the next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.forms import BaseForm
from django.urls import reverse
from django.utils.translation import gettext as _

from wotu.build.snapshot import Manifest, current_id
from wotu.errors import UnknownNameError
from wotu.rules.rulebook import Rulebook
from wotu_site.access.roles import FIRM_KEEPERS, Person
from wotu_site.data.forms import BuildForm
from wotu_site.data.labels import contract_label
from wotu_site.data.pages.frame import BuildHint, build_hint, data_crumbs, data_tabs
from wotu_site.snapshots import queries as snapshots
from wotu_site.ui.formats import page_language
from wotu_site.ui.pages import Crumb
from wotu_site.ui.tabs import Tab


@dataclass(frozen=True, slots=True)
class Change:
    """A count and how it differs from the snapshot before; None where there is none before."""

    now: int
    by: int | None = None

    @property
    def text(self) -> str:
        """``+12``, ``−3``; empty where nothing changed or there is nothing to compare with."""
        if not self.by:
            return ""
        return f"+{self.by:,}" if self.by > 0 else f"−{-self.by:,}"


@dataclass(frozen=True, slots=True)
class SnapshotRow:
    """One snapshot of the list."""

    manifest: Manifest
    address: str
    current: bool
    firms: Change
    facts: Change
    rules: Change
    doubtful: Change
    new_code: bool


@dataclass(frozen=True, slots=True)
class SnapshotListPage:
    """All snapshots, the newest first."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    tabs: tuple[Tab, ...]
    rows: tuple[SnapshotRow, ...]
    hint: BuildHint
    form: BaseForm | None
    has_batches: bool


@dataclass(frozen=True, slots=True)
class VerdictRow:
    """How many firms meet a rule, do not, or are undecided."""

    rule: str
    address: str
    met: Change
    not_met: Change
    unknown: Change


@dataclass(frozen=True, slots=True)
class SnapshotPage:
    """One snapshot, compared with the one before it."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    row: SnapshotRow
    before: Manifest | None
    facts: tuple[tuple[str, Change, Change], ...]
    verdicts: tuple[VerdictRow, ...]
    complete: tuple[str, ...]
    publish_words: str
    may_change: bool


def snapshot_list_page(person: Person, form: BaseForm | None = None) -> SnapshotListPage:
    """The list of snapshots."""
    keeper = person.role in FIRM_KEEPERS
    return SnapshotListPage(
        title=_("Snapshots"),
        breadcrumbs=data_crumbs(Crumb(_("Snapshots"))),
        tabs=data_tabs(person, "builds"),
        rows=tuple(_rows()[::-1]),
        hint=build_hint(person),
        form=(form or BuildForm()) if keeper else None,
        has_batches=bool(snapshots.batches()),
    )


def snapshot_page(snapshot_id: str, person: Person) -> SnapshotPage | None:
    """The page of one snapshot; None where there is none of this name."""
    rows = _rows()
    place = next((n for n, row in enumerate(rows) if row.manifest.id == snapshot_id), None)
    if place is None:
        return None
    row, before = rows[place], rows[place - 1].manifest if place else None
    old = before.report if before else {}
    report = row.manifest.report
    return SnapshotPage(
        title=_("Snapshot as of %(day)s") % {"day": row.manifest.as_of.isoformat()},
        breadcrumbs=data_crumbs(
            Crumb(_("Snapshots"), reverse("data:builds")), Crumb(row.manifest.id)
        ),
        row=row,
        before=before,
        facts=_facts(report, old),
        verdicts=_verdicts(report, old, row.manifest),
        complete=tuple(contract_label(name) for name in report["complete_lists"]),
        publish_words=_publish_words(row.manifest),
        may_change=person.role in FIRM_KEEPERS,
    )


def _rows() -> list[SnapshotRow]:
    """Every snapshot beside the one before it, the oldest first."""
    found = snapshots.published()
    current = current_id(snapshots.workspace().snapshots_path)
    return [
        _row(one, found[place - 1] if place else None, one.id == current)
        for place, one in enumerate(found)
    ]


def _row(one: Manifest, before: Manifest | None, current: bool) -> SnapshotRow:
    report, old = one.report, before.report if before else None

    def change(number: Any) -> Change:
        now = number(report)
        return Change(now, None if old is None else now - number(old))

    return SnapshotRow(
        manifest=one,
        address=reverse("data:snapshot", args=[one.id]),
        current=current,
        firms=change(lambda r: r["firms"]),
        facts=change(lambda r: sum(r["facts"].values())),
        rules=change(lambda r: len(r["verdicts"])),
        doubtful=change(lambda r: r["doubtful_references"]),
        new_code=old is not None and old.get("code") != report.get("code"),
    )


def _facts(report: dict[str, Any], old: dict[str, Any]) -> tuple[tuple[str, Change, Change], ...]:
    """Facts and disagreeing keys by contract."""
    rows = []
    for name, number in report["facts"].items():
        disagreeing = report["disagreeing_keys"].get(name, 0)
        rows.append(
            (
                contract_label(name),
                _compared(number, old.get("facts", {}).get(name)),
                _compared(disagreeing, old.get("disagreeing_keys", {}).get(name)),
            )
        )
    return tuple(rows)


def _verdicts(
    report: dict[str, Any], old: dict[str, Any], manifest: Manifest
) -> tuple[VerdictRow, ...]:
    rulebook, rows = snapshots.workspace().rulebook, []
    for rule_id, counted in report["verdicts"].items():
        known = old.get("verdicts", {}).get(rule_id, {}).get("verdict", {})
        now = counted["verdict"]
        rows.append(
            VerdictRow(
                rule=_rule_label(rulebook, rule_id, manifest),
                address=reverse("policies:rule", args=[rule_id]),
                met=_compared(now["met"], known.get("met")),
                not_met=_compared(now["not_met"], known.get("not_met")),
                unknown=_compared(now["unknown"], known.get("unknown")),
            )
        )
    return tuple(rows)


def _compared(now: int, before: int | None) -> Change:
    return Change(now, None if before is None else now - before)


def _rule_label(rulebook: Rulebook, rule_id: str, manifest: Manifest) -> str:
    try:
        return rulebook.rule(rule_id, manifest.as_of).spec.label.in_language(page_language())
    except UnknownNameError:
        return rule_id


def _publish_words(manifest: Manifest) -> str:
    return _(
        "Show the snapshot as of %(day)s on all pages, for everybody? Nothing is lost: the present"
        " one stays in the list."
    ) % {"day": manifest.as_of.isoformat()}
