"""Where a value comes from: the rows of files that state it, and which of them is believed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.forms import BaseForm
from django.utils import timezone
from django.utils.translation import gettext as _

from wotu.build.evidence import FactEvidence, Statement, evidence_of
from wotu.build.snapshot import Snapshot
from wotu.contracts.schema import TableContract
from wotu.figures import number_text
from wotu.lake.batches import Batch
from wotu.units import SHARE_PER_UNIT, USD_PER_UNIT, YUAN_PER_UNIT
from wotu_site.access.fields import may_see
from wotu_site.access.registry import may_open
from wotu_site.access.roles import FIRM_KEEPERS, FIRM_READERS, Person
from wotu_site.firms import contested
from wotu_site.firms.addresses import fact_address, key_words, said_address
from wotu_site.firms.contested import Contest
from wotu_site.firms.forms import ContestForm, CorrectForm
from wotu_site.firms.pages.firm import BUILD_PAGE
from wotu_site.firms.pages.verdicts import firm_crumbs
from wotu_site.firms.texts import exact_text, plain_text, value_text
from wotu_site.ui.figures import Figure
from wotu_site.ui.formats import page_language
from wotu_site.ui.pages import Crumb


@dataclass(frozen=True, slots=True)
class StatementRow:
    """What one row of one file says; ``why`` tells why it is believed, or why not."""

    value: str
    wins: bool
    why: str
    source: str
    file_name: str
    sheet: str
    row: int
    column: str
    as_written: str
    batch: str
    author: str
    received_at: datetime
    reason: str
    corrected: bool


@dataclass(frozen=True, slots=True)
class FactPage:
    """One value of a firm with all that is said about it."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    contest_address: str
    correct_address: str
    firm_name: str
    contract: str
    key: tuple[tuple[str, str], ...]
    known: bool
    short: str
    exact: str
    supplier: str
    note: str
    statements: tuple[StatementRow, ...]
    order: tuple[str, ...]
    contests: tuple[Contest, ...]
    corrections: tuple[Batch, ...]
    pending: tuple[Batch, ...]
    contest_form: BaseForm
    correct_form: BaseForm | None
    names_people: bool
    may_see_files: bool
    may_build: bool


@dataclass(frozen=True, slots=True)
class RowPage:
    """One row of a list with its values, each with its evidence, and the rows that state it."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    contract: str
    firm_name: str
    facts: tuple[tuple[str, Figure], ...]
    statements: tuple[StatementRow, ...]
    may_see_files: bool


def fact_page(
    snapshot: Snapshot,
    firm: Mapping[str, Any],
    contract: TableContract,
    field: str,
    key: Mapping[str, Any],
    person: Person,
    *,
    contest_form: BaseForm | None = None,
    correct_form: BaseForm | None = None,
) -> FactPage:
    """The evidence of one value; the forms are those that were sent and could not be used."""
    language = page_language()
    found = evidence_of(snapshot, contract.name, firm["firm_id"], field, key)
    spec, codes = contract.fields[field], snapshot.packs.code_lists
    keeper = person.role in FIRM_KEEPERS
    year = f" {key['year']}" if "year" in key else ""
    title = f"{spec.label.in_language(language)}{year}"
    return FactPage(
        title=title,
        breadcrumbs=firm_crumbs(firm, title),
        contest_address=said_address("contest", firm["firm_id"], contract.name, field, key),
        correct_address=said_address("correct", firm["firm_id"], contract.name, field, key),
        firm_name=firm["name"],
        contract=contract.label.in_language(language),
        key=_key_texts(snapshot, contract, key),
        known=found.value is not None,
        short=value_text(spec, found.value, codes),
        exact=exact_text(spec, found.value, codes),
        supplier=contract.supplier_of(field).in_language(language),
        note=spec.note.in_language(language) if spec.note else "",
        statements=statement_rows(snapshot, found, person),
        order=_order(snapshot, found),
        contests=tuple(_contests_on(contract, field, key, firm)),
        corrections=tuple(_corrections_of(contract, field, key, firm)),
        pending=tuple(
            batch
            for batch in contested.pending_corrections(firm)
            if _is_about(batch, contract, field, key)
        ),
        contest_form=contest_form or ContestForm(prefix="contest"),
        correct_form=(correct_form or CorrectForm(prefix="correct")) if keeper else None,
        names_people=person.role in FIRM_READERS,
        may_see_files=keeper,
        may_build=may_open(person, BUILD_PAGE),
    )


def row_page(
    snapshot: Snapshot,
    firm: Mapping[str, Any],
    contract: TableContract,
    row: Mapping[str, Any],
    person: Person,
) -> RowPage:
    """The evidence of one row of a list."""
    key = {name: row[name] for name in contract.key}
    language, codes = page_language(), snapshot.packs.code_lists
    names = [
        name
        for name, spec in contract.fields.items()
        if row[name] is not None and may_see(person, spec.sensitivity)
    ]
    facts = tuple(
        (
            contract.fields[name].label.in_language(language),
            Figure(
                value_text(contract.fields[name], row[name], codes),
                evidence=""
                if name in contract.key
                else fact_address(firm["firm_id"], contract.name, name, key),
            ),
        )
        for name in names
    )
    shown = next((name for name in names if name not in contract.key), contract.key[0])
    found = evidence_of(snapshot, contract.name, firm["firm_id"], shown, key)
    title = contract.label.in_language(language)
    return RowPage(
        title=title,
        breadcrumbs=firm_crumbs(firm, title),
        contract=title,
        firm_name=firm["name"],
        facts=facts,
        statements=statement_rows(snapshot, found, person),
        may_see_files=person.role in FIRM_KEEPERS,
    )


def statement_rows(
    snapshot: Snapshot, found: FactEvidence, person: Person
) -> tuple[StatementRow, ...]:
    """What each row says, the believed one first; files and authors are told to staff only."""
    rows = tuple(
        _statement_row(snapshot, found, statement, place)
        for place, statement in enumerate(found.statements)
    )
    if person.role in FIRM_READERS:
        return rows
    hidden = {"file_name": "", "sheet": "", "row": 0, "column": "", "batch": "", "author": ""}
    return tuple(replace(row, **hidden) for row in rows)


def _statement_row(
    snapshot: Snapshot, found: FactEvidence, said: Statement, place: int
) -> StatementRow:
    spec, codes = found.contract.fields[found.field], snapshot.packs.code_lists
    return StatementRow(
        value=exact_text(spec, said.value, codes),
        wins=said.wins,
        why=_why(found.statements, place),
        source=said.source_label.in_language(page_language()),
        file_name="" if said.corrected else said.file_name,
        sheet=said.sheet or "",
        row=said.row,
        column=said.column or "",
        as_written=_as_written(said),
        batch=said.batch,
        author=said.author,
        received_at=timezone.localtime(said.received_at),
        reason=said.reason or "",
        corrected=said.corrected,
    )


def _why(statements: Sequence[Statement], place: int) -> str:
    """Why a statement is believed or not, compared with its nearest rival."""
    if len(statements) == 1:
        return _("The only source that states it.")
    said, winner = statements[place], statements[0]
    others = [one for one in statements if one.source != winner.source]
    if place == 0:
        if winner.corrected:
            return _("Believed: a person has put it right.")
        if others:
            return _("Believed: its source comes first in the order.")
        return _("Believed: the newest statement of the only source.")
    if said.source == winner.source:
        return _("Not believed: the same source has stated a newer value.")
    if said.value == winner.value:
        return _("Says the same.")
    return _("Not believed: its source comes later in the order.")


def _as_written(said: Statement) -> str:
    """The number as it stands in the file, where it was converted."""
    if said.value is None or not said.unit or not isinstance(said.value, int | Decimal):
        return ""
    known = {**YUAN_PER_UNIT, **USD_PER_UNIT, **SHARE_PER_UNIT}
    factor = known.get(said.unit)
    if factor is None or factor == 1:
        return ""
    return f"{number_text(Decimal(said.value) / factor, 8)} {said.unit}"


def _order(snapshot: Snapshot, found: FactEvidence) -> tuple[str, ...]:
    """The sources that have stated a value, in the order in which they are believed."""
    register = snapshot.packs.sources
    ranks = register.ranks(found.contract.name, found.field)
    told = {statement.source for statement in found.statements}
    named = sorted(told, key=lambda source: ranks.get(source, len(ranks)))
    labels = [
        register.sources[n].label.in_language(page_language())
        for n in named
        if (n in register.sources)
    ]
    return tuple(labels) if len(labels) > 1 else ()


def _key_texts(
    snapshot: Snapshot, contract: TableContract, key: Mapping[str, Any]
) -> tuple[tuple[str, str], ...]:
    return tuple(
        (
            contract.fields[name].label.in_language(page_language()),
            plain_text(contract.fields[name], value, snapshot.packs.code_lists),
        )
        for name, value in key.items()
        if value is not None
    )


def _contests_on(
    contract: TableContract, field: str, key: Mapping[str, Any], firm: Mapping[str, Any]
) -> list[Contest]:
    words = key_words(contract, key)
    if not firm["uscc"]:
        return []
    return [
        contest
        for contest in contested.contests(uscc=firm["uscc"])
        if (contest.contract, contest.field, contest.key) == (contract.name, field, words)
    ]


def _corrections_of(
    contract: TableContract, field: str, key: Mapping[str, Any], firm: Mapping[str, Any]
) -> list[Batch]:
    return [
        batch for batch in contested.corrections_of(firm) if _is_about(batch, contract, field, key)
    ]


def _is_about(batch: Batch, contract: TableContract, field: str, key: Mapping[str, Any]) -> bool:
    said = {name: str(value) for name, value in batch.mapping.get("key", {}).items()}
    asked = {name: str(value) for name, value in key.items()}
    return (batch.contract, batch.mapping.get("field"), said) == (contract.name, field, asked)
