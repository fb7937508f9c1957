"""The values of a firm on which sources disagree: the winner, and what the others say."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl
from django.utils.translation import gettext as _

from wotu.build.evidence import evidence_of
from wotu.build.snapshot import Snapshot
from wotu.contracts.schema import TableContract
from wotu_site.access.fields import may_see
from wotu_site.access.roles import Person
from wotu_site.firms.addresses import fact_address
from wotu_site.firms.pages.evidence import StatementRow, statement_rows
from wotu_site.firms.pages.facts import disputed_values
from wotu_site.firms.pages.verdicts import firm_crumbs
from wotu_site.firms.texts import plain_text
from wotu_site.ui.formats import page_language
from wotu_site.ui.pages import Crumb

SHOWN = 30


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One value with what each source says, the believed one first."""

    contract: str
    label: str
    key: str
    evidence: str
    statements: tuple[StatementRow, ...]


@dataclass(frozen=True, slots=True)
class DisagreementsPage:
    """The values on which sources disagree; ``more`` are not shown."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    values: tuple[Disagreement, ...]
    more: int


def disagreements_page(
    snapshot: Snapshot, firm: Mapping[str, Any], person: Person
) -> DisagreementsPage:
    """The page of what sources disagree on."""
    contracts = snapshot.packs.contracts
    found = sorted(
        (contract, field, key)
        for contract, field, key in disputed_values(snapshot, firm["firm_id"])
        if may_see(person, contracts[contract].fields[field].sensitivity)
    )
    return DisagreementsPage(
        title=_("Sources disagree"),
        breadcrumbs=firm_crumbs(firm, _("Sources disagree")),
        values=tuple(
            _disagreement(snapshot, firm["firm_id"], contracts[contract], field, key, person)
            for contract, field, key in found[:SHOWN]
        ),
        more=max(len(found) - SHOWN, 0),
    )


def _disagreement(
    snapshot: Snapshot,
    firm_id: str,
    contract: TableContract,
    field: str,
    key_json: str,
    person: Person,
) -> Disagreement:
    key = {name: _typed(contract, name, v) for name, v in json.loads(key_json).items()}
    evidence = evidence_of(snapshot, contract.name, firm_id, field, key)
    codes, language = snapshot.packs.code_lists, page_language()
    return Disagreement(
        contract=contract.label.in_language(language),
        label=contract.fields[field].label.in_language(language),
        key=" · ".join(
            plain_text(contract.fields[name], value, codes) for name, value in key.items()
        ),
        evidence=fact_address(firm_id, contract.name, field, key),
        statements=statement_rows(snapshot, evidence, person),
    )


def _typed(contract: TableContract, name: str, value: Any) -> Any:
    is_day = contract.stored_types[name] == pl.Date and isinstance(value, str)
    return date.fromisoformat(value) if is_day else value
