"""Quality by source: how much of each field is known, compared and overruled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from wotu.build.snapshot import Snapshot
from wotu_site.access.fields import may_see
from wotu_site.access.roles import Person
from wotu_site.data import quality
from wotu_site.data.labels import contract_label, field_label, source_label
from wotu_site.data.pages.frame import data_crumbs, data_tabs
from wotu_site.data.quality import Cell, Freshness
from wotu_site.snapshots import queries as snapshots
from wotu_site.ui.formats import count_text, share_text
from wotu_site.ui.pages import Crumb
from wotu_site.ui.tables import ListState
from wotu_site.ui.tabs import Tab

#: What a cell can show.
MEASURES: dict[str, Promise] = {
    "known": pgettext_lazy("quality", "Share known"),
    "compared": pgettext_lazy("quality", "Beside another source"),
    "lost": pgettext_lazy("quality", "Overruled"),
}


@dataclass(frozen=True, slots=True)
class CellText:
    """One figure of the table: its text, all its counts in words, and where it leads.

    ``level`` is ``low`` under a half, ``none`` for nothing at all, else empty.
    """

    text: str
    title: str
    level: str
    address: str


@dataclass(frozen=True, slots=True)
class ColumnHead:
    """One source and year with its number of rows."""

    year: int | None
    rows: int


@dataclass(frozen=True, slots=True)
class SourceHead:
    """A source over its years."""

    label: str
    years: tuple[ColumnHead, ...]


@dataclass(frozen=True, slots=True)
class FreshRow:
    """How fresh a source is."""

    fresh: Freshness
    label: str
    contracts: tuple[str, ...]
    address: str
    batches_address: str


@dataclass(frozen=True, slots=True)
class QualityPage:
    """The quality of all sources of one contract."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    tabs: tuple[Tab, ...]
    freshness: tuple[FreshRow, ...]
    contracts: tuple[Tab, ...]
    measures: tuple[Tab, ...]
    contract: str
    sources: tuple[SourceHead, ...]
    rows: tuple[tuple[str, tuple[CellText | None, ...]], ...]


def quality_page(state: ListState, person: Person) -> QualityPage:
    """The page that the address asks for."""
    snapshot = snapshots.snapshot()
    contracts = quality.contracts_of(snapshot)
    chosen = state.value("contract")
    contract = chosen if chosen in contracts else _most_compared(snapshot, contracts)
    measure = state.value("show") if state.value("show") in MEASURES else "known"
    sources, rows = _table(snapshot, contract, measure, person) if contract else ((), ())
    return QualityPage(
        title=_("Quality"),
        breadcrumbs=data_crumbs(Crumb(_("Quality"))),
        tabs=data_tabs(person, "quality"),
        freshness=tuple(_fresh_row(one) for one in quality.freshness()),
        contracts=tuple(
            Tab(contract_label(name), state.address(contract=name), name == contract)
            for name in contracts
        ),
        measures=tuple(
            Tab(label, state.address(show=name), name == measure)
            for name, label in MEASURES.items()
        ),
        contract=contract_label(contract) if contract else "",
        sources=sources,
        rows=rows,
    )


def _most_compared(snapshot: Snapshot, contracts: Sequence[str]) -> str:
    """The contract that most sources speak of, where nobody has chosen one."""
    return max(contracts, key=lambda name: len(quality.cells_of(snapshot, name)), default="")


def _table(
    snapshot: Snapshot, contract: str, measure: str, person: Person
) -> tuple[tuple[SourceHead, ...], tuple[tuple[str, tuple[CellText | None, ...]], ...]]:
    cells = quality.cells_of(snapshot, contract)
    columns = _columns(cells)
    heads = []
    for source in dict.fromkeys(source for source, _year in columns):
        years = [
            ColumnHead(year, next(iter(cells[name, year].values())).rows)
            for name, year in columns
            if name == source
        ]
        heads.append(SourceHead(source_label(source), tuple(years)))
    spec = snapshot.packs.contracts[contract]
    stated = [
        field
        for field, known in spec.fields.items()
        if may_see(person, known.sensitivity)
        and any(by_field.get(field) and by_field[field].known for by_field in cells.values())
    ]
    address = f"{reverse('firms:list')}?disagreement={contract}"
    rows = tuple(
        (
            field_label(contract, field),
            tuple(_cell_text(cells[column].get(field), measure, address) for column in columns),
        )
        for field in stated
    )
    return tuple(heads), rows


def _columns(
    cells: Mapping[tuple[str, int | None], Mapping[str, Cell]],
) -> list[tuple[str, int | None]]:
    """Sources with their years, those that know most first."""
    known: Counter[str] = Counter()
    for (source, _year), by_field in cells.items():
        known[source] += sum(cell.known for cell in by_field.values())
    return sorted(cells, key=lambda one: (-known[one[0]], one[0], one[1] or 0))


def _cell_text(cell: Cell | None, measure: str, address: str) -> CellText | None:
    """One figure; None where the source never states the field."""
    if cell is None or not cell.known:
        return None
    title = _(
        "%(known)s of %(rows)s rows state it; %(compared)s stand beside another, %(lost)s of them"
        " overruled"
    ) % {
        "known": count_text(cell.known),
        "rows": count_text(cell.rows),
        "compared": count_text(cell.compared),
        "lost": count_text(cell.lost),
    }
    if measure == "known":
        share = cell.known / cell.rows
        return CellText(share_text(share), title, "low" if share < 0.5 else "", "")
    if measure == "compared":
        level = "" if cell.compared else "none"
        return CellText(count_text(cell.compared), title, level, "")
    if not cell.compared:
        return CellText("—", title, "none", "")
    text = f"{count_text(cell.lost)} · {share_text(cell.lost / cell.compared)}"
    low = cell.lost * 2 > cell.compared
    return CellText(text, title, "low" if low else "", address if cell.lost else "")


def _fresh_row(one: Freshness) -> FreshRow:
    return FreshRow(
        fresh=one,
        label=source_label(one.source),
        contracts=tuple(contract_label(name) for name in one.contracts),
        address=reverse("data:batch", args=[one.newest_batch]),
        batches_address=f"{reverse('data:home')}?source={one.source}",
    )
