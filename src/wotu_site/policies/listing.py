"""A list of firms before a rule: one page of rows with what the list can be narrowed to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise

from wotu.build.population import Wanted
from wotu.build.snapshot import Snapshot
from wotu_site.access.roles import Person
from wotu_site.policies import population
from wotu_site.policies.narrowing import (
    Narrowing,
    OfficerChoice,
    facets,
    narrowing_chips,
    officer_choices,
)
from wotu_site.policies.rows import FirmRow, firm_rows
from wotu_site.ui.tables import Chip, Facet, ListState, Pager


@dataclass(frozen=True, slots=True)
class FirmList:
    """One page of firms, and everything around it."""

    state: ListState
    rows: tuple[FirmRow, ...]
    pager: Pager
    facets: tuple[Facet, ...]
    chips: tuple[Chip, ...]
    officers: tuple[OfficerChoice, ...]


def list_firms(
    snapshot: Snapshot,
    rule_id: str,
    wanted: Wanted,
    narrowing: Narrowing,
    state: ListState,
    person: Person,
    *,
    filters: Mapping[str, str | Promise] | None = None,
    words: Mapping[str, Mapping[str, str | Promise]] | None = None,
) -> FirmList:
    """The page of a list that its address asks for.

    ``filters`` and ``words`` name the filters of the list beside those of firms, for its chips.
    """
    total = population.count(snapshot, rule_id, wanted)
    pager = Pager.of(total, state.page)
    return FirmList(
        state=state,
        rows=rows_of(snapshot, rule_id, wanted, state.sort, pager),
        pager=pager,
        facets=facets(
            state,
            snapshot,
            lambda attribute: population.counts_by(snapshot, rule_id, attribute, wanted),
        ),
        chips=narrowing_chips(state, snapshot, narrowing, filters, words),
        officers=officer_choices(narrowing, person),
    )


def rows_of(
    snapshot: Snapshot, rule_id: str, wanted: Wanted, order: str, pager: Pager
) -> tuple[FirmRow, ...]:
    """The rows of one page of a list."""
    rule = population.population(snapshot, rule_id).rule
    found = population.page_of_firms(snapshot, rule_id, wanted, order, pager.size, pager.offset)
    return firm_rows(snapshot, rule, found, wanted.condition)
