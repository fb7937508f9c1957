"""The rows of a work list, and what the list can be narrowed to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wotu.build.certificates import Lapse, WantedLapses
from wotu.build.declarations import Declaration
from wotu.build.population import Wanted
from wotu.build.rungs import STEPS, Rung
from wotu.build.snapshot import Snapshot
from wotu_site.firms import queries as firms
from wotu_site.ladder import queries, work
from wotu_site.ladder.models import Membership
from wotu_site.ladder.work import WorkList
from wotu_site.policies import queries as policies
from wotu_site.ui.formats import page_language
from wotu_site.ui.standings import standing_look
from wotu_site.ui.tables import Facet, FacetValue, ListState, Pager, facet


@dataclass(frozen=True, slots=True)
class ListTag:
    """A list that a firm is on."""

    label: str
    address: str
    title: str


@dataclass(frozen=True, slots=True)
class WorkRow:
    """One firm of a work list; what its list does not show is empty."""

    firm_id: str
    name: str
    address: str
    section: str
    size: str
    officer: str
    lists: tuple[ListTag, ...]
    standing: str = ""
    short: tuple[Any, ...] = ()
    missing: tuple[Any, ...] = ()
    declaration: str = ""
    certificate: str = ""
    certificate_no: str = ""
    expires_on: dt.date | None = None
    days_left: int | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of a work list."""

    rows: tuple[WorkRow, ...]
    pager: Pager
    facets: tuple[Facet, ...]


def list_firms(
    snapshot: Snapshot, which: WorkList, rung: Rung | None, state: ListState, among: work.Among
) -> Listed:
    """A page of one of the first three lists; nothing where no rung has a rule."""
    if rung is None:
        return Listed((), Pager.of(0, 1), ())
    rule_id = rung.rule_id
    wanted = work.wanted_firms(snapshot, which, rung, among, state)
    pager = Pager.of(policies.count(snapshot, rule_id, wanted), state.page)
    found = policies.rows_of(snapshot, rule_id, wanted, state.sort, pager)
    lists = queries.lists_of(row.firm_id for row in found)
    return Listed(
        tuple(
            WorkRow(
                firm_id=row.firm_id,
                name=row.name,
                address=row.address,
                section=row.section,
                size=row.size,
                officer=row.officer,
                lists=_tags(snapshot, lists.get(row.firm_id, ())),
                standing=row.standing,
                short=row.short,
                missing=row.missing,
                declaration=declaration_words().get(row.declaration, ""),
                expires_on=row.expires_on,
            )
            for row in found
        ),
        pager,
        (
            *_own_facets(snapshot, which, rule_id, wanted, state),
            *policies.facets(
                state,
                snapshot,
                lambda attribute: policies.counts_by(snapshot, rule_id, attribute, wanted),
            ),
        ),
    )


def declaration_words() -> dict[str, str]:
    """What the ways to declare are called."""
    return {
        Declaration.FIRST.value: pgettext("declaration", "First"),
        Declaration.RENEWAL.value: pgettext("declaration", "Renewal"),
        Declaration.LAPSED.value: pgettext("declaration", "After a lapse"),
    }


def near_words() -> dict[str, str]:
    """How near a firm can be asked to be."""
    return {one: _("gap within %(share)s%%") % {"share": one} for one in work.NEAR}


def _own_facets(
    snapshot: Snapshot, which: WorkList, rule_id: str, wanted: Wanted, state: ListState
) -> tuple[Facet, ...]:
    """The facets that only this list has."""
    if which is WorkList.DECLARE:
        counts = policies.declarations(snapshot, rule_id, wanted)
        ways = [(one.value, declaration_words()[one.value], counts[one]) for one in Declaration]
        return (facet(state, "declaration", _("Declaration"), ways),)
    if which is not WorkList.STEP:
        return ()
    steps = [
        (
            one.value,
            standing_look(one).word,
            policies.count(snapshot, rule_id, replace(wanted, standings=(one,))),
        )
        for one in STEPS
    ]
    return (facet(state, "standing", _("Step"), steps), _near(snapshot, rule_id, wanted, state))


def _near(snapshot: Snapshot, rule_id: str, wanted: Wanted, state: ListState) -> Facet:
    """How near: each value holds the ones before it, so one is chosen at a time."""
    chosen = state.value("within")
    return Facet(
        _("Distance"),
        tuple(
            FacetValue(
                word,
                policies.count(snapshot, rule_id, replace(wanted, within=int(one) / 100)),
                state.address(within=None if one == chosen else one),
                one == chosen,
            )
            for one, word in near_words().items()
        ),
    )


def list_lapses(snapshot: Snapshot, state: ListState, wanted: WantedLapses) -> Listed:
    """A page of the certificates that end before long."""
    pager = Pager.of(work.count_lapses(snapshot, wanted), state.page)
    rows = work.page_of_lapses(snapshot, wanted, state.sort, pager.size, pager.offset)
    officers = firms.officers_of([row.firm_id for row in rows])
    lists = queries.lists_of(row.firm_id for row in rows)
    kinds = {rung.kind: rung.label(page_language()) for rung in work.rungs(snapshot)}
    return Listed(
        tuple(_lapse_row(snapshot, row, kinds, officers, lists) for row in rows),
        pager,
        (
            facet(
                state,
                "kind",
                _("Certificate"),
                [
                    (kind, kinds.get(kind, kind), number)
                    for kind, number in work.lapse_counts(snapshot, "kind", wanted).items()
                ],
            ),
            facet(
                state,
                "standing",
                _("Would it pass today?"),
                [
                    (value, standing_look(value).word, number)
                    for value, number in work.lapse_counts(snapshot, "standing", wanted).items()
                    if value != "unknown"
                ],
            ),
            *policies.facets(state, snapshot, lambda one: work.lapse_counts(snapshot, one, wanted)),
        ),
    )


def _lapse_row(
    snapshot: Snapshot,
    row: Lapse,
    kinds: dict[str, str],
    officers: dict[str, Any],
    lists: dict[str, list[Membership]],
) -> WorkRow:
    officer = officers.get(row.firm_id)
    return WorkRow(
        firm_id=row.firm_id,
        name=row.name,
        address=policies.firm_address(row.firm_id),
        section=policies.attribute_text(snapshot, "section", row.section),
        size=policies.attribute_text(snapshot, "size", row.size),
        officer=officer.display_name if officer else "",
        lists=_tags(snapshot, lists.get(row.firm_id, ())),
        standing=row.standing or "",
        certificate=kinds.get(row.kind, row.kind),
        certificate_no=row.certificate_no or "",
        expires_on=row.expires_on,
        days_left=row.days_left,
    )


def _tags(snapshot: Snapshot, memberships: Sequence[Membership]) -> tuple[ListTag, ...]:
    language = page_language()
    labels = {rung.kind: rung.label(language) for rung in work.rungs(snapshot)}
    return tuple(
        ListTag(
            f"{one.get_kind_display()} {one.year}",
            reverse("ladder:membership", args=[one.pk]),
            " · ".join(filter(None, (labels.get(one.target, ""), one.get_state_display()))),
        )
        for one in memberships
    )
