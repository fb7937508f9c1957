"""The library of documents, the form for adding some, and what became of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.forms import BaseForm
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from wotu.reading.document import Format
from wotu.reading.document_store import notice_of
from wotu_site.access.roles import FIRM_KEEPERS, Person
from wotu_site.documents import listing
from wotu_site.documents.listing import NO_YEAR, REMOVED, DocumentRow
from wotu_site.documents.pages.frame import document_crumbs, document_tabs
from wotu_site.documents.words import format_word
from wotu_site.jobs.queries import Job
from wotu_site.ui.formats import page_language
from wotu_site.ui.pages import Crumb
from wotu_site.ui.tables import Chip, Column, Facet, FacetValue, ListState, Pager, chips, facet
from wotu_site.ui.tabs import Tab

PROGRESS: Mapping[str, Promise] = {
    "open": gettext_lazy("Claims to review"),
    "done": gettext_lazy("All reviewed"),
    "none": gettext_lazy("Without claims"),
    REMOVED: pgettext_lazy("document", "Removed"),
}
COLUMNS = (
    Column(gettext_lazy("Title"), "title"),
    Column(gettext_lazy("Published"), "published"),
    Column(gettext_lazy("Format"), "format"),
    Column(gettext_lazy("Characters"), "characters", numeric=True),
    Column(gettext_lazy("Claims"), "claims", numeric=True),
    Column(pgettext_lazy("column", "Open"), "open", numeric=True),
    Column(pgettext_lazy("column", "Accepted"), "accepted", numeric=True),
    Column(gettext_lazy("Added"), "added"),
)


@dataclass(frozen=True, slots=True)
class LibraryPage:
    """All documents that a list asks for, one page of them."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    tabs: tuple[Tab, ...]
    state: ListState
    columns: tuple[Column, ...]
    rows: tuple[DocumentRow, ...]
    pager: Pager
    facets: tuple[Facet, ...]
    chips: tuple[Chip, ...]
    may_add: bool


@dataclass(frozen=True, slots=True)
class AddPage:
    """The form for adding documents."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    form: BaseForm


@dataclass(frozen=True, slots=True)
class AddedFile:
    """What became of one file: its document, or why it could not be read."""

    name: str
    title: str
    address: str
    claims: int
    characters: int
    known: bool
    problem: str
    notices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AddedPage:
    """What became of all files that were handed in together."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    job: Job
    files: tuple[AddedFile, ...]


def library_page(state: ListState, person: Person) -> LibraryPage:
    """The page of documents in a state that the address gives."""
    rows = listing.all_rows(state)
    found = listing.wanted_rows(rows, state)
    pager = Pager.of(len(found), state.page)
    return LibraryPage(
        title=pgettext("navigation", "Documents"),
        breadcrumbs=document_crumbs(),
        tabs=document_tabs("home"),
        state=state,
        columns=COLUMNS,
        rows=tuple(found[pager.offset : pager.offset + pager.size]),
        pager=pager,
        facets=_facets(rows, state),
        chips=_chips(state),
        may_add=person.role in FIRM_KEEPERS,
    )


def add_page(form: BaseForm) -> AddPage:
    """The form for adding documents."""
    title = _("Add documents")
    return AddPage(title, document_crumbs(Crumb(title)), form)


def added_page(job: Job) -> AddedPage:
    """What became of the files of a job."""
    title = _("Documents added")
    files = tuple(_added(one) for one in job.result.get("files", ()))
    return AddedPage(title, document_crumbs(Crumb(title)), job, files)


def _added(one: Mapping[str, Any]) -> AddedFile:
    name, document = one["name"], one["document"]
    notices = [notice_of(dict(item)) for item in one.get("notices", ())]
    return AddedFile(
        name=name,
        title=one.get("title") or name,
        address=reverse("documents:document", args=[document]) if document else "",
        claims=one["claims"],
        characters=one.get("characters", 0),
        known=bool(one.get("known")),
        problem=one["problem"],
        notices=tuple(notice.in_language(page_language()) for notice in notices),
    )


def _facets(rows: Sequence[DocumentRow], state: ListState) -> tuple[Facet, ...]:
    facets = [
        facet(state, "review", _("Review"), _review_counts(rows, state)),
        facet(state, "year", _("Published"), sorted(_counted(rows, state, "year"), reverse=True)),
        facet(state, "format", _("Format"), _counted(rows, state, "format")),
    ]
    return tuple(one for one in facets if _worth_showing(one.values))


def _review_counts(
    rows: Sequence[DocumentRow], state: ListState
) -> list[tuple[str, str | Promise, int]]:
    """States of review; removed documents are a list of their own."""
    counted = _counted(rows, state, "review")
    removed = listing.removed_number()
    if removed and REMOVED not in state.values("review"):
        counted.append((REMOVED, PROGRESS[REMOVED], removed))
    return counted


def _counted(
    rows: Iterable[DocumentRow], state: ListState, name: str
) -> list[tuple[str, str | Promise, int]]:
    counts = listing.counts_of(rows, state, name).most_common()
    return [(value, _word(name, value), number) for value, number in counts]


def _word(name: str, value: str) -> str | Promise:
    if name == "review":
        return PROGRESS.get(value, value)
    if name == "year":
        return _("Day unknown") if value == NO_YEAR else value
    return format_word(Format(value)) if value in set(Format) else value


def _worth_showing(values: tuple[FacetValue, ...]) -> bool:
    return len(values) > 1 or any(value.chosen for value in values)


def _chips(state: ListState) -> tuple[Chip, ...]:
    labels = {
        "q": pgettext("filter", "Search"),
        "review": _("Review"),
        "year": _("Published"),
        "format": _("Format"),
    }
    words = {
        name: {value: _word(name, value) for value in state.values(name)}
        for name in ("review", "year", "format")
    }
    return chips(state, labels, words)
