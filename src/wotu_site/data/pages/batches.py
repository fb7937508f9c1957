"""The list of batches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from wotu.lake.batches import BatchKind
from wotu_site.access.roles import FIRM_KEEPERS, Person
from wotu_site.data import batches
from wotu_site.data.batches import BatchRow
from wotu_site.data.labels import contract_label, source_label
from wotu_site.data.models import Upload
from wotu_site.data.pages.frame import BuildHint, build_hint, data_crumbs, data_tabs
from wotu_site.ui.pages import Crumb
from wotu_site.ui.tables import Chip, Column, Facet, ListState, Pager, chips, facet
from wotu_site.ui.tabs import Tab

STATE_WORDS: dict[str, Promise] = {
    "landed": pgettext_lazy("batch", "Counts"),
    "superseded": pgettext_lazy("batch", "Superseded"),
    "undone": pgettext_lazy("batch", "Undone"),
}
BUILD_WORDS: dict[str, Promise] = {
    "pending": gettext_lazy("Waits for the next build"),
    "built": gettext_lazy("In the snapshot"),
}
KIND_WORDS: dict[str, Promise] = {
    BatchKind.IMPORT.value: gettext_lazy("Files"),
    BatchKind.CORRECTION.value: gettext_lazy("Corrections"),
    BatchKind.DOCUMENT.value: gettext_lazy("From documents"),
}
COLUMNS = (
    Column(gettext_lazy("File"), "file"),
    Column(gettext_lazy("Contract"), "contract"),
    Column(gettext_lazy("Source"), "source"),
    Column(gettext_lazy("Rows"), "rows", numeric=True),
    Column(gettext_lazy("Faulty rows"), "rejected", numeric=True),
    Column(gettext_lazy("Faulty values"), "values", numeric=True),
    Column(gettext_lazy("State")),
    Column(gettext_lazy("Imported"), "received"),
)


@dataclass(frozen=True, slots=True)
class BatchListPage:
    """All batches that a list asks for, one page of them."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    tabs: tuple[Tab, ...]
    hint: BuildHint
    state: ListState
    columns: tuple[Column, ...]
    rows: tuple[BatchRow, ...]
    pager: Pager
    facets: tuple[Facet, ...]
    chips: tuple[Chip, ...]
    open_uploads: tuple[Upload, ...]
    may_import: bool


def batch_list_page(state: ListState, person: Person) -> BatchListPage:
    """The page of batches in a state that the address gives."""
    rows = batches.all_rows()
    found = batches.wanted_rows(rows, state)
    pager = Pager.of(len(found), state.page)
    keeper = person.role in FIRM_KEEPERS
    uploads = Upload.objects.filter(
        person_id=person.pk, state__in=(Upload.State.OPEN, Upload.State.IMPORTING)
    )
    return BatchListPage(
        title=pgettext("navigation", "Data"),
        breadcrumbs=data_crumbs(),
        tabs=data_tabs(person, "home"),
        hint=build_hint(person),
        state=state,
        columns=COLUMNS,
        rows=tuple(found[pager.offset : pager.offset + pager.size]),
        pager=pager,
        facets=_facets(rows, state),
        chips=_chips(state),
        open_uploads=tuple(uploads.prefetch_related("files").order_by("-at")) if keeper else (),
        may_import=keeper,
    )


def _facets(rows: Sequence[BatchRow], state: ListState) -> tuple[Facet, ...]:
    shown = (
        ("state", _("State"), lambda value: STATE_WORDS[value]),
        ("build", _("Build"), lambda value: BUILD_WORDS[value]),
        ("contract", _("Contract"), contract_label),
        ("source", _("Source"), source_label),
        ("kind", _("Kind"), lambda value: KIND_WORDS[value]),
    )
    facets = []
    for name, label, word in shown:
        counted = batches.counts_of(rows, state, name).most_common()
        if len(counted) > 1 or state.values(name):
            facets.append(
                facet(state, name, label, [(value, word(value), n) for value, n in counted])
            )
    return tuple(facets)


def _chips(state: ListState) -> tuple[Chip, ...]:
    labels = {
        "q": pgettext("filter", "Search"),
        "state": _("State"),
        "build": _("Build"),
        "contract": _("Contract"),
        "source": _("Source"),
        "kind": _("Kind"),
    }
    words = {
        "state": STATE_WORDS,
        "build": BUILD_WORDS,
        "kind": KIND_WORDS,
        "contract": {value: contract_label(value) for value in state.values("contract")},
        "source": {value: source_label(value) for value in state.values("source")},
    }
    return chips(state, labels, words)
