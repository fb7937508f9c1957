"""Who has the facts that undecided firms wait for, and what each bureau is asked."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from wotu.build.among import Among
from wotu.build.rungs import Rung
from wotu.build.snapshot import Snapshot
from wotu_site.policies import queries as policies
from wotu_site.ui.formats import page_language
from wotu_site.ui.tables import ListState

#: Facts of a bureau that are named; the others are counted.
SHOWN = 4


@dataclass(frozen=True, slots=True)
class BureauRow:
    """A bureau that undecided firms wait for, with the facts it could give most of them."""

    name: str
    firms: int
    facts: tuple[tuple[str, int], ...]
    more: int
    chosen: bool
    address: str
    request_address: str


def bureau_rows(
    snapshot: Snapshot, rung: Rung | None, among: Among, state: ListState
) -> tuple[BureauRow, ...]:
    """The bureaus that the firms before a rung wait for, those of most firms first."""
    if rung is None:
        return ()
    language, chosen = page_language(), state.values("bureau")
    rows = []
    for bureau in policies.bureaus(snapshot, rung.rule_id, among):
        facts = [fact for fact in bureau.facts if fact.undecided]
        label = facts[0].named.supplier.in_language(language) if facts else bureau.name
        only = state.address(bureau=bureau.name).partition("?")[2]
        rows.append(
            BureauRow(
                name=label,
                firms=bureau.firms,
                facts=tuple(
                    (fact.named.title(language), fact.undecided)
                    for fact in sorted(facts, key=lambda one: -one.undecided)[:SHOWN]
                ),
                more=max(len(facts) - SHOWN, 0),
                chosen=bureau.name in chosen,
                address=state.toggled("bureau", bureau.name),
                request_address=f"{reverse('ladder:request')}?{only}",
            )
        )
    return tuple(rows)
