"""What has happened to a firm's data and to who looks after it, the latest first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from wotu.build.history import contributions
from wotu.build.snapshot import Snapshot
from wotu.identity.judgements import Judgements
from wotu_site.access.roles import FIRM_READERS, Person
from wotu_site.firms import contested, queries
from wotu_site.firms.pages.verdicts import firm_crumbs
from wotu_site.snapshots.queries import workspace
from wotu_site.ui.formats import page_language
from wotu_site.ui.pages import Crumb
from wotu_site.ui.tables import ListState, Pager

SIZE = 20


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened: when, what, who, why."""

    at: datetime
    icon: str
    title: str
    detail: str
    who: str
    reason: str


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """A page of the history of a firm."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    firm_id: str
    events: tuple[Event, ...]
    pager: Pager
    newer: str
    older: str


def history_page(
    snapshot: Snapshot, firm: Mapping[str, Any], person: Person, state: ListState
) -> HistoryPage:
    """The history of a firm as the person may see it."""
    events = sorted(all_events(snapshot, firm, person), key=lambda e: e.at, reverse=True)
    pager = Pager.of(len(events), state.page, SIZE)
    return HistoryPage(
        title=_("History"),
        breadcrumbs=firm_crumbs(firm, _("History")),
        firm_id=firm["firm_id"],
        events=tuple(events[pager.offset : pager.offset + pager.size]),
        pager=pager,
        newer=state.address(page=str(pager.number - 1)),
        older=state.address(page=str(pager.number + 1)),
    )


def all_events(snapshot: Snapshot, firm: Mapping[str, Any], person: Person) -> list[Event]:
    """Everything that happened; files, names and the zone's own doings are for its staff."""
    events = [*_imports(snapshot, firm), *_corrections(snapshot, firm), *_contests(snapshot, firm)]
    if person.role in FIRM_READERS:
        return [*events, *_decisions(firm), *_assignments(firm)]
    return [
        replace(event, detail="" if event.icon == "database" else event.detail, who="")
        for event in events
    ]


def _imports(snapshot: Snapshot, firm: Mapping[str, Any]) -> list[Event]:
    language = page_language()
    return [
        Event(
            at=timezone.localtime(one.received_at),
            icon="database",
            title=_("%(contract)s received from %(source)s")
            % {
                "contract": one.contract_label.in_language(language),
                "source": one.source_label.in_language(language),
            },
            detail=_("%(rows)s rows of %(file)s")
            % {"rows": one.rows, "file": " · ".join(filter(None, (one.file_name, one.sheet)))},
            who=one.author,
            reason=one.reason or "",
        )
        for one in contributions(snapshot, firm["firm_id"])
        if one.kind == "import"
    ]


def _corrections(snapshot: Snapshot, firm: Mapping[str, Any]) -> list[Event]:
    events = []
    for batch in contested.corrections_of(firm):
        value = value_name(snapshot, batch.contract, batch.mapping.get("field", ""))
        key = ", ".join(str(part) for part in batch.mapping.get("key", {}).values())
        detail = " · ".join(filter(None, (value, key)))
        made = Event(
            timezone.localtime(batch.received_at),
            "edit",
            _("Value put right"),
            detail,
            batch.author,
            batch.reason or "",
        )
        events.append(made)
        if not batch.counts:
            at = timezone.localtime(batch.state_at)
            undone = _("Correction taken back")
            events.append(
                Event(at, "arrow-back-up", undone, detail, batch.state_by, batch.state_reason or "")
            )
    return events


def _contests(snapshot: Snapshot, firm: Mapping[str, Any]) -> list[Event]:
    events = []
    settled = {"corrected": _("Contest settled: put right"), "upheld": _("Contest settled: upheld")}
    for contest in contested.contests(uscc=firm["uscc"] or ""):
        value = value_name(snapshot, contest.contract, contest.field)
        detail = " · ".join(filter(None, (value, contest.key.partition("=")[2])))
        opened = Event(
            timezone.localtime(contest.at),
            "message-report",
            _("Value contested"),
            detail,
            contest.author,
            contest.reason,
        )
        events.append(opened)
        if contest.settled_at:
            closed = Event(
                timezone.localtime(contest.settled_at),
                "scale",
                settled[contest.state],
                detail,
                contest.settled_by or "",
                contest.settlement or "",
            )
            events.append(closed)
    return events


def _decisions(firm: Mapping[str, Any]) -> list[Event]:
    """Decisions on who is who that name the firm."""
    words = {
        "same_firm": _("Merged with another firm"),
        "link": _("A name linked to this firm"),
        "reject": _("A name found not to be this firm"),
    }
    sides = {firm["firm_id"], firm["uscc"]} - {None}
    return [
        Event(
            timezone.localtime(one.at),
            "git-merge",
            words[one.kind.value],
            " → ".join(filter(None, (one.left, one.right))),
            one.author,
            one.reason or "",
        )
        for one in Judgements(workspace().lake.root).standing()
        if sides & {one.left, one.right}
    ]


def _assignments(firm: Mapping[str, Any]) -> list[Event]:
    events = []
    for row in queries.assignments_of(firm["firm_id"]):
        name = {"name": row.officer.display_name}
        title = _("%(name)s begins to look after the firm") % name
        at = timezone.localtime(row.since)
        events.append(Event(at, "user-plus", title, "", row.begun_by.display_name, ""))
        if row.ended_at:
            title = _("%(name)s no longer looks after the firm") % name
            who = row.ended_by.display_name if row.ended_by else ""
            events.append(Event(timezone.localtime(row.ended_at), "user", title, "", who, ""))
    return events


def value_name(snapshot: Snapshot, contract_name: str, field: str) -> str:
    """A field as people call it, with its contract."""
    contract = snapshot.packs.contracts.get(contract_name)
    if contract is None or field not in contract.fields:
        return f"{contract_name}.{field}"
    language = page_language()
    label = contract.fields[field].label.in_language(language)
    return f"{contract.label.in_language(language)} · {label}"
