"""Missing, weak and fragile links, the most urgent first."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from wotu.build.snapshot import Snapshot
from wotu_site.chains.gap_rows import FILTERS, GapRow, all_rows, counts_of, wanted_rows
from wotu_site.chains.measured import LinkKey, links_with_targets
from wotu_site.chains.pages.frame import (
    ShownLink,
    chain_crumbs,
    chain_tabs,
    map_address,
    shown_link,
)
from wotu_site.chains.words import STAGES, STATES, enumerated, said
from wotu_site.ui.pages import Crumb
from wotu_site.ui.tables import Chip, Column, Facet, ListState, Pager, chips, facet
from wotu_site.ui.tabs import Tab

PAGE_SIZE = 50
COLUMNS = (
    Column(pgettext_lazy("chain", "Link"), "link"),
    Column(pgettext_lazy("link", "State"), "urgency"),
    Column(pgettext_lazy("number", "Firms"), "firms", numeric=True),
    Column(gettext_lazy("Score"), "score", numeric=True),
    Column(gettext_lazy("Needed by"), "dependents", numeric=True),
    Column(gettext_lazy("Reasons")),
)


@dataclass(frozen=True, slots=True)
class ShownGap:
    """One gap with its reasons, and the way to who could fill it."""

    link: ShownLink
    firms: int
    score: float | None
    dependents: str
    needing: int
    reasons: tuple[str, ...]
    targets_address: str | None
    """Who could fill it; None where no known firm elsewhere could."""
    without: str


@dataclass(frozen=True, slots=True)
class GapsPage:
    """The gaps that a list asks for, one page of them."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    tabs: tuple[Tab, ...]
    as_of: date
    state: ListState
    columns: tuple[Column, ...]
    rows: tuple[ShownGap, ...]
    pager: Pager
    facets: tuple[Facet, ...]
    chips: tuple[Chip, ...]


def gaps_page(snapshot: Snapshot, state: ListState) -> GapsPage:
    """The page of gaps in a state that the address gives."""
    rows = all_rows(snapshot)
    found = wanted_rows(rows, state)
    pager = Pager.of(len(found), state.page, PAGE_SIZE)
    title = _("Gaps and weak links")
    fillable = links_with_targets(snapshot)
    return GapsPage(
        title=title,
        breadcrumbs=chain_crumbs(Crumb(title)),
        tabs=chain_tabs("gaps"),
        as_of=snapshot.manifest.as_of,
        state=state,
        columns=COLUMNS,
        rows=tuple(
            _shown(row, fillable) for row in found[pager.offset : pager.offset + pager.size]
        ),
        pager=pager,
        facets=_facets(snapshot, rows, state),
        chips=chips(state, {"q": pgettext("filter", "Search"), **_labels()}, _words(snapshot)),
    )


def _shown(row: GapRow, fillable: Set[LinkKey]) -> ShownGap:
    gap, link = row
    targets = f"{reverse('chains:targets')}?chain={gap.chain}&link={gap.node}"
    names = [said(link.chain.nodes[name].label) for name in gap.dependents]
    return ShownGap(
        link=shown_link(link),
        firms=gap.firms,
        score=gap.score,
        dependents=enumerated(names),
        needing=len(names),
        reasons=tuple(said(one) for one in gap.reasons),
        targets_address=targets if (gap.chain, gap.node) in fillable else None,
        without=f"{map_address(gap.chain)}?without={gap.node}",
    )


def _labels() -> dict[str, str]:
    return {
        "state": pgettext("link", "State"),
        "chain": pgettext("chain", "Industry chain"),
        "stage": pgettext("chain", "Stage"),
    }


def _words(snapshot: Snapshot) -> dict[str, dict[str, str | Promise]]:
    return {
        "state": {name: look.word for name, look in STATES.items()},
        "chain": {name: said(chain.label) for name, chain in snapshot.packs.chains.items()},
        "stage": dict(STAGES),
    }


def _facets(snapshot: Snapshot, rows: Sequence[GapRow], state: ListState) -> tuple[Facet, ...]:
    labels, words = _labels(), _words(snapshot)
    facets = []
    for name in FILTERS:
        counts = counts_of(rows, state, name)
        shown = [(value, word, counts[value]) for value, word in words[name].items()]
        facets.append(facet(state, name, labels[name], [one for one in shown if one[2]]))
    return tuple(one for one in facets if len(one.values) > 1 or state.values("state"))
