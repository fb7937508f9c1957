"""Firms found by name, one of which belongs on a link."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from wotu.build.snapshot import Snapshot
from wotu_site.chains import placed
from wotu_site.chains.measured import Link
from wotu_site.chains.pages.frame import chain_crumbs, node_address
from wotu_site.chains.words import said
from wotu_site.ui.pages import Crumb

MOST_HITS = 8


@dataclass(frozen=True, slots=True)
class FoundFirmsPage:
    """Firms that have some words: name, code, and where its placement is judged."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    words: str
    hits: tuple[tuple[str, str, str], ...]


def found_firms_page(snapshot: Snapshot, link: Link, words: str) -> FoundFirmsPage:
    """The firms of the zone that have the words."""
    rows = placed.found_firms(snapshot, words, MOST_HITS) if words else ()
    return FoundFirmsPage(
        title=_("Find the firm that belongs here"),
        breadcrumbs=chain_crumbs(Crumb(said(link.node.label), node_address(*link.key))),
        words=words,
        hits=tuple(
            (
                row["name"],
                row["uscc"] or "",
                reverse("chains:placement", args=[*link.key, row["firm_id"]]),
            )
            for row in rows
        ),
    )
