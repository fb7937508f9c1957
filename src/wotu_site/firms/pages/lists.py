"""All rows of one list about a firm, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass

from wotu.contracts.schema import TableContract
from wotu_site.firms.pages.facts import FactPages, ListCard
from wotu_site.firms.pages.verdicts import firm_crumbs
from wotu_site.ui.pages import Crumb
from wotu_site.ui.tables import ListState, Pager


@dataclass(frozen=True, slots=True)
class RowsPage:
    """A page of the rows of a list."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    state: ListState
    card: ListCard
    pager: Pager


def list_page(facts: FactPages, contract: TableContract, state: ListState) -> RowsPage:
    """The page of a list in a state that the address gives."""
    total = facts.snapshot.value(
        f'SELECT count(*) FROM "fact_{contract.name}" WHERE firm_id = ?', [facts.firm_id]
    )
    pager = Pager.of(total, state.page)
    card = facts.list_card(contract, pager.size, pager.offset)
    crumbs = firm_crumbs(facts.firm, card.label)
    return RowsPage(f"{card.label} · {facts.firm['name']}", crumbs, state, card, pager)
