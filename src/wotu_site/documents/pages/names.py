"""Firms named in a document, and documents that name a firm."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from wotu.reading.library import Entry
from wotu_site.documents import names
from wotu_site.documents.names import Naming
from wotu_site.documents.pages.frame import document_crumbs
from wotu_site.firms import queries as firms
from wotu_site.ui.pages import Crumb


@dataclass(frozen=True, slots=True)
class ShownFirm:
    """A firm that a document names."""

    name: str
    number: int
    address: str


@dataclass(frozen=True, slots=True)
class NamesPage:
    """The firms that a document names."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    firms: tuple[ShownFirm, ...]


@dataclass(frozen=True, slots=True)
class FirmDocumentsPage:
    """The documents that name a firm."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    namings: tuple[Naming, ...]


def names_page(entry: Entry) -> NamesPage:
    """The firms that a document names, each with the way to its page."""
    found = names.firms_named(entry.id)
    known = firms.names_of([one.firm_id for one in found])
    title = _("Firms named in this document")
    return NamesPage(
        title=title,
        breadcrumbs=document_crumbs(Crumb(title)),
        firms=tuple(
            ShownFirm(
                known.get(one.firm_id, one.name),
                one.number,
                reverse("firms:firm", args=[one.firm_id]),
            )
            for one in found
        ),
    )


def firm_documents_page(firm: Mapping[str, Any]) -> FirmDocumentsPage:
    """The documents that name a firm, the last added first."""
    title = _("Documents that mention this firm")
    home = Crumb(firm["name"], reverse("firms:firm", args=[firm["firm_id"]]))
    namings = tuple(names.documents_naming(firm))
    return FirmDocumentsPage(title, document_crumbs(home, Crumb(title)), namings)
