"""Chains and their links in the search box: by label and by the words of the map."""

from __future__ import annotations

from django.urls import reverse

from wotu.packs.chains import ChainMap
from wotu_site.access.registry import may_open
from wotu_site.access.roles import Person
from wotu_site.chains.words import said
from wotu_site.snapshots.queries import has_snapshot, snapshot
from wotu_site.ui.search import Hit


def find_links(words: str, person: Person, limit: int) -> list[Hit]:
    """Chains and links whose label or words have these: those that begin so first."""
    if not may_open(person, "chains:map") or not has_snapshot():
        return []
    wanted = words.casefold()
    ranked = [
        (nearness, hit)
        for chain in snapshot().packs.chains.values()
        for nearness, hit in _hits(chain, wanted)
    ]
    ranked.sort(key=lambda one: one[0])
    return [hit for _nearness, hit in ranked[:limit]]


def _hits(chain: ChainMap, wanted: str) -> list[tuple[int, Hit]]:
    found = []
    near = _nearness(wanted, (chain.label.zh, chain.label.en), ())
    if near is not None:
        address = reverse("chains:map", args=[chain.chain])
        found.append((near, Hit(said(chain.label), address, "", "sitemap")))
    for name, node in chain.links.items():
        near = _nearness(wanted, (node.label.zh, node.label.en), node.words)
        if near is not None:
            address = reverse("chains:node", args=[chain.chain, name])
            found.append((near, Hit(said(node.label), address, said(chain.label), "sitemap")))
    return found


def _nearness(wanted: str, labels: tuple[str, ...], words: tuple[str, ...]) -> int | None:
    """0 for a label that begins so, 1 for one that holds it, 2 for a word of the map."""
    folded = [label.casefold() for label in labels]
    if any(label.startswith(wanted) for label in folded):
        return 0
    if any(wanted in label for label in folded):
        return 1
    return 2 if any(wanted in word.casefold() for word in words) else None
