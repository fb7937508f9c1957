"""Targets that documents set: a list from which targets can be chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from wotu.reading.facts.targets import TargetCandidate
from wotu_site.access.registry import may_open
from wotu_site.access.roles import Person
from wotu_site.documents import indicators, library, targets
from wotu_site.documents.pages.frame import document_crumbs, document_tabs
from wotu_site.documents.words import period_text
from wotu_site.targets import queries as plan_targets
from wotu_site.ui.pages import Crumb
from wotu_site.ui.tables import Chip, Column, Facet, ListState, Pager, chips, facet
from wotu_site.ui.tabs import Tab

PAGE_SIZE = 50
COLUMNS = (
    Column(gettext_lazy("Indicator"), "indicator"),
    Column(gettext_lazy("Place"), "place"),
    Column(pgettext_lazy("indicator", "Target"), numeric=True),
    Column(pgettext_lazy("indicator", "Due"), "due"),
    Column(pgettext_lazy("documents", "Document")),
    Column(gettext_lazy("Published"), "published"),
)


@dataclass(frozen=True, slots=True)
class ShownTarget:
    """One target with the way to the claim that states it."""

    label: str
    place: str
    value: str
    due: str
    document: str
    published: str
    address: str
    evidence: str
    candidate: str
    """The id under which it is set as a target."""
    target_address: str
    """The target that it is already; empty where it is none."""


@dataclass(frozen=True)
class TargetsPage:
    """The targets that a list asks for, one page of them."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    tabs: tuple[Tab, ...]
    state: ListState
    columns: tuple[Column, ...]
    rows: tuple[ShownTarget, ...]
    pager: Pager
    facets: tuple[Facet, ...]
    chips: tuple[Chip, ...]
    pending: int
    may_set: bool


def targets_page(state: ListState, person: Person) -> TargetsPage:
    """The page of targets in a state that the address gives."""
    rows = targets.known()
    found = targets.wanted_rows(rows, state)
    pager = Pager.of(len(found), state.page, PAGE_SIZE)
    adopted = plan_targets.adopted_candidates()
    title = _("Target candidates")
    home = Crumb(pgettext("documents", "Indicators"), reverse("documents:indicators"))
    return TargetsPage(
        title=title,
        breadcrumbs=document_crumbs(home, Crumb(title)),
        tabs=document_tabs("targets"),
        state=state,
        columns=COLUMNS,
        rows=tuple(_shown(row, adopted) for row in found[pager.offset : pager.offset + pager.size]),
        pager=pager,
        facets=_facets(rows, state),
        chips=chips(state, {"q": pgettext("filter", "Search"), **_filters()}, {"due": _WORDS}),
        pending=indicators.number_pending(),
        may_set=may_open(person, "targets:adopt"),
    )


def _shown(row: TargetCandidate, adopted: Mapping[str, str]) -> ShownTarget:
    fact, candidate = row.fact, plan_targets.candidate_name(row)
    target = adopted.get(candidate)
    document, claim = fact["document"] or "", fact["claim"] or ""
    known = bool(document and claim and library.entry_or_none(document))
    home = reverse("documents:document", args=[document]) if known else ""
    return ShownTarget(
        label=targets.label_of(row),
        place=row.place_name,
        value=targets.value_of(row),
        due=period_text(fact["period"]),
        document=targets.source_of(row),
        published=fact["published"].isoformat() if fact["published"] else "",
        address=f"{home}?claim={claim}" if known else "",
        evidence=reverse("documents:sentence", args=[document, claim]) if known else "",
        candidate=candidate,
        target_address=reverse("targets:target", args=[target]) if target else "",
    )


_WORDS = {targets.NO_YEAR: gettext_lazy("no day known")}


def _filters() -> dict[str, str]:
    return {"place": _("Place"), "due": pgettext("indicator", "Due")}


def _facets(rows: Sequence[TargetCandidate], state: ListState) -> tuple[Facet, ...]:
    facets = []
    for name, label in _filters().items():
        counts = targets.counts_of(rows, state, name)
        words: dict[str, str | Promise] = {**{value: value for value, _n in counts}, **_WORDS}
        facets.append(facet(state, name, label, [(v, words[v], n) for v, n in counts]))
    return tuple(one for one in facets if len(one.values) > 1)
