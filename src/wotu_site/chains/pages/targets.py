"""Attraction targets, beneath the record of how such lists would have fared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from wotu.build.snapshot import Snapshot
from wotu.build.targets import own_reasons
from wotu_site.chains import measured
from wotu_site.chains.measured import Link, LinkKey
from wotu_site.chains.pages.frame import ShownLink, chain_crumbs, chain_tabs, shown_link
from wotu_site.chains.pages.records import ShownRecord, shown_record
from wotu_site.chains.places import place_name
from wotu_site.chains.target_rows import (
    FILTERS,
    Target,
    all_targets,
    counts_of,
    has_targets,
    link_reasons,
    wanted_targets,
)
from wotu_site.chains.words import reason_texts, said
from wotu_site.ui.pages import Crumb
from wotu_site.ui.tables import Chip, Column, Facet, ListState, Pager, chips, facet
from wotu_site.ui.tabs import Tab

PAGE_SIZE = 25
COLUMNS = (
    Column(gettext_lazy("Firm elsewhere"), "name"),
    Column(gettext_lazy("Would fill"), "link"),
    Column(gettext_lazy("Fit"), "fit", numeric=True),
    Column(gettext_lazy("Parts of the fit")),
    Column(gettext_lazy("Reasons")),
)
PARTS: tuple[tuple[str, Promise], ...] = (
    ("fit_supply", gettext_lazy("Suppliers, customers")),
    ("fit_related", gettext_lazy("Relatedness")),
    ("fit_growth", pgettext_lazy("fit", "Growth")),
    ("fit_expand", gettext_lazy("Signs of expansion")),
)
BANDS: dict[str, str | Promise] = {
    "0.8": "≥ 80%",
    "0.6": "60–80%",
    "0.4": "40–60%",
    "0": gettext_lazy("beneath 40%"),
}
BAR = 64


@dataclass(frozen=True, slots=True)
class FitPart:
    """One part of the fit as a bar; ``share`` is None where it is not known."""

    label: Promise
    share: float | None
    width: int


@dataclass(frozen=True, slots=True)
class ShownTarget:
    """One target as the list shows it."""

    name: str
    place: str
    founded: date | None
    capital_cny: int | None
    listed: bool
    link: ShownLink
    rank: int
    fit: float
    confidence: float
    parts: tuple[FitPart, ...]
    reasons: tuple[str, ...]
    of_link: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TargetsPage:
    """The targets that a list asks for, one page of them."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    tabs: tuple[Tab, ...]
    as_of: date
    state: ListState
    columns: tuple[Column, ...]
    rows: tuple[ShownTarget, ...]
    pager: Pager
    facets: tuple[Facet, ...]
    chips: tuple[Chip, ...]
    known: bool
    any: bool
    record: ShownRecord | None


def targets_page(snapshot: Snapshot, state: ListState) -> TargetsPage:
    """The page of targets in a state that the address gives."""
    targets = all_targets(snapshot)
    links = {link.key: link for link in measured.all_links(snapshot)}
    found = wanted_targets(targets, state)
    pager = Pager.of(len(found), state.page, PAGE_SIZE)
    title = _("Attraction targets")
    chosen = state.values("chain")
    return TargetsPage(
        title=title,
        breadcrumbs=chain_crumbs(Crumb(title)),
        tabs=chain_tabs("targets"),
        as_of=snapshot.manifest.as_of,
        state=state,
        columns=COLUMNS,
        rows=tuple(
            _shown(snapshot, one, links[one.chain, one.node])
            for one in found[pager.offset : pager.offset + pager.size]
        ),
        pager=pager,
        facets=_facets(snapshot, targets, state, links),
        chips=chips(
            state,
            {"q": pgettext("filter", "Search"), **_labels()},
            _words(targets, snapshot, links),
        ),
        known=has_targets(snapshot),
        any=bool(targets),
        record=shown_record(snapshot, chosen[0] if len(chosen) == 1 else ""),
    )


def parts_of(one: Target) -> tuple[FitPart, ...]:
    """The parts of a fit as bars."""
    return tuple(
        FitPart(label, share, 0 if share is None else round(share * BAR))
        for name, label in PARTS
        for share in (getattr(one, name),)
    )


def _shown(snapshot: Snapshot, one: Target, link: Link) -> ShownTarget:
    of_link = link_reasons(snapshot, one.chain).get(one.node, [])
    return ShownTarget(
        name=one.name,
        place=place_name(one.place),
        founded=one.founded_on,
        capital_cny=one.capital_cny,
        listed=bool(one.listed),
        link=shown_link(link),
        rank=one.rank,
        fit=one.fit,
        confidence=one.confidence,
        parts=parts_of(one),
        reasons=reason_texts(own_reasons(one.reasons or [], of_link)),
        of_link=reason_texts(of_link),
    )


def _labels() -> dict[str, str]:
    return {
        "chain": pgettext("chain", "Industry chain"),
        "link": pgettext("chain", "Link"),
        "place": _("Place"),
        "fit": _("Fit"),
        "listed": _("On a stock exchange"),
    }


def _words(
    targets: Sequence[Target], snapshot: Snapshot, links: Mapping[LinkKey, Link]
) -> dict[str, dict[str, str | Promise]]:
    places = {one.place for one in targets}
    return {
        "chain": {name: said(chain.label) for name, chain in snapshot.packs.chains.items()},
        "link": {name: said(link.node.label) for (_chain, name), link in links.items()},
        "place": {place or "": place_name(place) for place in places},
        "fit": BANDS,
        "listed": {"yes": _("Yes"), "no": _("No, or not known")},
    }


def _facets(
    snapshot: Snapshot,
    targets: Sequence[Target],
    state: ListState,
    links: Mapping[LinkKey, Link],
) -> tuple[Facet, ...]:
    labels, words = _labels(), _words(targets, snapshot, links)
    facets = []
    for name in FILTERS:
        counts = counts_of(targets, state, name)
        if name == "fit":
            shown = [(band, word, counts[band]) for band, word in BANDS.items() if counts[band]]
        else:
            shown = [(value, words[name].get(value, value), n) for value, n in counts.most_common()]
        facets.append(facet(state, name, labels[name], shown, folds=name == "listed"))
    return tuple(one for one in facets if one.values)
