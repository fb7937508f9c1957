"""What the pages of the audit log show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wotu_site.audit import actions, queries
from wotu_site.audit.forms import FilterForm
from wotu_site.audit.models import AuditEntry
from wotu_site.audit.rows import EntryRow, entry_row
from wotu_site.ui.pages import Crumb
from wotu_site.ui.tables import Chip, Column, ListState, Pager, chips

COLUMNS = (
    Column(gettext_lazy("Time")),
    Column(gettext_lazy("Person")),
    Column(gettext_lazy("Action")),
    Column(gettext_lazy("About")),
    Column(gettext_lazy("Page")),
    Column(gettext_lazy("From address")),
    Column(gettext_lazy("Status"), numeric=True),
)


@dataclass(frozen=True, slots=True)
class AuditPage:
    """One page of the log, with the filters in force."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    state: ListState
    form: FilterForm
    actions: tuple[tuple[str, str], ...]
    kinds: tuple[tuple[str, str], ...]
    columns: tuple[Column, ...]
    rows: tuple[EntryRow, ...]
    pager: Pager
    chips: tuple[Chip, ...]
    export_address: str


@dataclass(frozen=True, slots=True)
class EntryPage:
    """All that is known of one entry."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    row: EntryRow
    changes: tuple[tuple[str, str, str], ...]


def audit_page(state: ListState) -> AuditPage:
    """The page of the log in a state that the address gives."""
    form = FilterForm(state.query)
    found = queries.list_entries(form.wanted(state.values("action")))
    pager = Pager.of(found.count(), state.page)
    export = state.address().partition("?")[2]
    return AuditPage(
        title=_("Audit log"),
        breadcrumbs=(Crumb(_("Audit log")),),
        state=state,
        form=form,
        actions=tuple((key, str(words)) for key, words in actions.WORDS.items()),
        kinds=tuple((key, str(words)) for key, words in actions.KINDS.items()),
        columns=COLUMNS,
        rows=tuple(entry_row(entry) for entry in found[pager.offset : pager.offset + pager.size]),
        pager=pager,
        chips=_chips(state),
        export_address=f"{reverse('audit:export')}?{export}",
    )


def entry_page(entry: AuditEntry) -> EntryPage:
    """The page of one entry."""
    row = entry_row(entry)
    crumbs = (Crumb(_("Audit log"), reverse("audit:list")), Crumb(f"#{entry.pk}"))
    changes = tuple((name, *_before_after(value)) for name, value in sorted(entry.detail.items()))
    return EntryPage(f"{row.action} #{entry.pk}", crumbs, row, changes)


def _before_after(value: Any) -> tuple[str, str]:
    old, new = value if isinstance(value, list) and len(value) == 2 else ("", value)
    return str(old), str(new)


def _chips(state: ListState) -> tuple[Chip, ...]:
    filters = {name: field.label for name, field in FilterForm.base_fields.items()}
    return chips(
        state, {**filters, "action": _("Action")}, {"action": actions.WORDS, "kind": actions.KINDS}
    )
