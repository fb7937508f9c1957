"""What every page has: a title and the way that leads to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from django.utils.functional import Promise

from wotu_site.ui.search import HitGroup


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step on the way to a page; the page itself has no address."""

    label: str | Promise
    address: str = ""


class Page(Protocol):
    """Each app's pages are frozen dataclasses with at least these two."""

    @property
    def title(self) -> str | Promise:
        """What the page is called, in its heading and in the browser's tab."""

    @property
    def breadcrumbs(self) -> tuple[Crumb, ...]:
        """The way to the page, itself last."""


@dataclass(frozen=True, slots=True)
class SearchPage:
    """All that was found for some words."""

    title: str | Promise
    breadcrumbs: tuple[Crumb, ...]
    words: str
    groups: tuple[HitGroup, ...]


@dataclass(frozen=True, slots=True)
class NothingYetPage:
    """A page of what is known, while nothing is."""

    title: str | Promise
    breadcrumbs: tuple[Crumb, ...]
