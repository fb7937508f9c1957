"""Rows and values that were set aside, with the reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from wotu.lake.batches import Batch
from wotu_site.access.roles import FIRM_KEEPERS, Person
from wotu_site.data import quarantine
from wotu_site.data.labels import contract_label, fault_label, field_label, source_label
from wotu_site.data.pages.frame import data_crumbs, data_tabs
from wotu_site.data.quarantine import Wanted
from wotu_site.snapshots import queries as snapshots
from wotu_site.ui.formats import page_language
from wotu_site.ui.pages import Crumb
from wotu_site.ui.tables import Chip, Column, Facet, ListState, Pager, chips, facet
from wotu_site.ui.tabs import Tab

SORTS = ("received",)
SCOPES: dict[str, Promise] = {
    "row": pgettext_lazy("quarantine", "Whole rows"),
    "value": pgettext_lazy("quarantine", "Single values"),
}
COLUMNS = (
    Column(gettext_lazy("File"), "received"),
    Column(gettext_lazy("Row"), numeric=True),
    Column(gettext_lazy("Column")),
    Column(gettext_lazy("Found")),
    Column(gettext_lazy("Expected")),
    Column(gettext_lazy("Reason")),
)


@dataclass(frozen=True, slots=True)
class LineRow:
    """One line of the quarantine; ``hidden`` where the person may not see the value."""

    batch: Batch
    address: str
    row: int
    column: str
    field: str
    value: str
    hidden: bool
    expected: str
    kind: str
    whole_row: bool


@dataclass(frozen=True, slots=True)
class QuarantinePage:
    """One page of the quarantine."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    tabs: tuple[Tab, ...]
    state: ListState
    columns: tuple[Column, ...]
    rows: tuple[LineRow, ...]
    pager: Pager
    facets: tuple[Facet, ...]
    chips: tuple[Chip, ...]
    export_address: str
    may_export: bool


def quarantine_page(state: ListState, person: Person) -> QuarantinePage:
    """The page of the quarantine in a state that the address gives."""
    wanted = Wanted.of(state, person)
    pager = Pager.of(quarantine.number_of(wanted), state.page)
    found = quarantine.lines(
        wanted,
        offset=pager.offset,
        size=pager.size,
        newest_first=state.sort.startswith("-"),
    )
    batches = {batch.id: batch for batch in snapshots.batches()}
    hidden = quarantine.hidden_fields(person)
    query = state.query.urlencode()
    return QuarantinePage(
        title=_("Quarantine"),
        breadcrumbs=data_crumbs(Crumb(_("Quarantine"))),
        tabs=data_tabs(person, "quarantine"),
        state=state,
        columns=COLUMNS,
        rows=tuple(
            _line_row(row, batches[row["_batch"]], hidden) for row in found.iter_rows(named=True)
        ),
        pager=pager,
        facets=_facets(state, wanted),
        chips=_chips(state, batches),
        export_address=reverse("data:quarantine-export") + (f"?{query}" if query else ""),
        may_export=person.role in FIRM_KEEPERS,
    )


def _line_row(row: dict[str, Any], batch: Batch, hidden: set[tuple[str, str]]) -> LineRow:
    zh = page_language().startswith("zh")
    return LineRow(
        batch=batch,
        address=reverse("data:batch", args=[batch.id]),
        row=row["row"],
        column=row["column"] or "",
        field=field_label(batch.contract, row["field"]),
        value=row["value"] or "",
        hidden=(batch.contract, row["field"] or "") in hidden,
        expected=(row["expected"] if zh else row["expected_en"]) or "",
        kind=fault_label(row["code"]),
        whole_row=row["scope"] == "row",
    )


def _facets(state: ListState, wanted: Wanted) -> tuple[Facet, ...]:
    shown = (
        ("code", _("Reason"), fault_label),
        ("scope", _("Set aside"), lambda value: SCOPES[value]),
        ("contract", _("Contract"), contract_label),
        ("source", _("Source"), source_label),
    )
    return tuple(
        facet(
            state,
            name,
            label,
            [(value, word(value), n) for value, n in quarantine.counted_by(wanted, name)],
        )
        for name, label, word in shown
    )


def _chips(state: ListState, batches: dict[str, Batch]) -> tuple[Chip, ...]:
    labels = {
        "q": pgettext("filter", "Search"),
        "batch": _("Batch"),
        "code": _("Reason"),
        "scope": _("Set aside"),
        "contract": _("Contract"),
        "source": _("Source"),
        "field": _("Field"),
    }
    contracts = [batches[one].contract for one in state.values("batch") if one in batches]
    contracts += state.values("contract")
    words = {
        "batch": {one: batches[one].file_name for one in state.values("batch") if one in batches},
        "code": {value: fault_label(value) for value in state.values("code")},
        "scope": SCOPES,
        "contract": {value: contract_label(value) for value in state.values("contract")},
        "source": {value: source_label(value) for value in state.values("source")},
        "field": {
            value: field_label(contracts[0], value) if contracts else value
            for value in state.values("field")
        },
    }
    return chips(state, labels, words)
