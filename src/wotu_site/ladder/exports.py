"""The lists of the ladder as files, and the letters to bureaus."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl
from django.urls import reverse
from django.utils.translation import gettext as _

from wotu.build.data_requests import data_request, write_data_request
from wotu.build.firm_tables import firms_table
from wotu.build.shortages import shortages
from wotu.build.snapshot import Snapshot
from wotu.exports import write_sheets, write_table
from wotu.rules.screen import Standing
from wotu_site.access.roles import Person
from wotu_site.audit import services as audit
from wotu_site.firms import queries as firms
from wotu_site.firms import services as firm_files
from wotu_site.ladder import queries, work
from wotu_site.ladder.errors import ListError
from wotu_site.ladder.models import Membership
from wotu_site.ladder.pages.members import wanted_members
from wotu_site.ladder.pages.membership import field_words
from wotu_site.ladder.work import Rung, WorkList
from wotu_site.policies import queries as policies
from wotu_site.ui.formats import page_language
from wotu_site.ui.standings import standing_look
from wotu_site.ui.tables import ListState

#: Firms whose shortages are worked out for a file; beyond it the column is left out.
MOST_SHORTAGES = 10_000


def export_work(snapshot: Snapshot, which: WorkList, state: ListState, person: Person) -> str:
    """Write all rows of a work list; the address to fetch the file from."""
    among = work.narrowed(state, person).among
    if which is WorkList.EXPIRING:
        table = _lapses(snapshot, state, among)
        return keep(table, _("expiring"), snapshot.manifest.as_of, person)
    rung = work.chosen_rung(snapshot, state)
    if rung is None:
        raise ListError(_("No rung has a rule yet; there is nothing to export."))
    population = policies.population(snapshot, rung.rule_id)
    wanted = work.wanted_firms(snapshot, which, rung, among, state)
    table = firms_table(population, wanted, state.sort, page_language())
    if which is WorkList.STEP and table.height <= MOST_SHORTAGES:
        table = _with_shortages(snapshot, rung, table)
    name = f"{rung.label(page_language())}-{which.value}"
    return keep(_with_officers(table), name, snapshot.manifest.as_of, person)


def export_members(
    snapshot: Snapshot, kind: Membership.Kind, state: ListState, person: Person, today: dt.date
) -> str:
    """Write all rows of a cultivation list; the address to fetch the file from."""
    wanted = wanted_members(snapshot, kind, state, person, today)
    found = list(queries.list_members(wanted, state.sort))
    targets = {rung.kind: rung.label(page_language()) for rung in work.rungs(snapshot)}
    officers = firms.officers_of([one.firm_id for one in found])
    words = field_words()
    headers = [_("Identifier"), _("Firm"), *words.values()]
    headers += [_("Liaison officer"), _("Added by"), _("Added")]
    rows = [
        (
            one.firm_id,
            one.firm_name,
            one.get_kind_display(),
            one.year,
            targets.get(one.target, one.target),
            one.get_state_display(),
            one.next_step,
            one.follow_up_on,
            one.note,
            officers[one.firm_id].display_name if one.firm_id in officers else "",
            one.added_by.display_name,
            one.added_at.date(),
        )
        for one in found
    ]
    return keep(_table(headers, rows), str(kind.label), snapshot.manifest.as_of, person)


def export_request(snapshot: Snapshot, bureau: str, state: ListState, person: Person) -> str:
    """Write what a bureau is asked for; the address to fetch the workbook from."""
    rung = work.chosen_rung(snapshot, state)
    if rung is None:
        raise ListError(_("No rung has a rule yet; there is nothing to export."))
    population = policies.population(snapshot, rung.rule_id)
    among = work.narrowed(state, person).among
    wanted = work.wanted_firms(snapshot, WorkList.FACTS, rung, among, state)
    request = data_request(population, bureau, wanted)
    day = snapshot.manifest.as_of
    path = _new_file(person, ".xlsx")
    # The letter goes to a bureau: it is Chinese whatever the page is.
    reason = f"用于测算{day.year}年{rung.name.zh}申报梯队，数据截至{day.isoformat()}。"
    write_data_request(request, path, reason)
    name = f"{bureau}-数据需求-{rung.name.zh}-{day:%Y%m%d}.xlsx"
    _record(person, name, request.firms)
    return reverse("firms:exported", args=[path.name, name])


def keep(table: pl.DataFrame, name: str, day: dt.date, person: Person) -> str:
    """Write a table where a person can fetch it and record that; the address."""
    path = _new_file(person, ".xlsx")
    write_table(table, path)
    saved_as = f"{name}-{day:%Y%m%d}.xlsx"
    _record(person, saved_as, table.height)
    return reverse("firms:exported", args=[path.name, saved_as])


def keep_sheets(sheets: Mapping[str, pl.DataFrame], name: str, day: dt.date, person: Person) -> str:
    """Write the sheets of a workbook where a person can fetch it and record that; the address."""
    path = _new_file(person, ".xlsx")
    write_sheets(sheets, path)
    saved_as = f"{name}-{day:%Y%m%d}.xlsx"
    _record(person, saved_as, sum(sheet.height for sheet in sheets.values()))
    return reverse("firms:exported", args=[path.name, saved_as])


def _new_file(person: Person, ending: str) -> Path:
    folder = firm_files.exports_folder(person.pk)
    firm_files.clear_old_files(folder)
    return folder / f"{uuid.uuid4().hex}{ending}"


def _record(person: Person, name: str, rows: int) -> None:
    about = audit.Subject("ladder", "", name)
    audit.record("ladder.exported", acting_user=person, about=about, detail={"rows": rows})


def _lapses(snapshot: Snapshot, state: ListState, among: work.Among) -> pl.DataFrame:
    wanted = work.wanted_lapses(among, state)
    language = page_language()
    kinds = {rung.kind: rung.label(language) for rung in work.rungs(snapshot)}
    every = 1_000_000
    rows = work.lapses(snapshot).firms(wanted, state.sort, limit=every)
    officers = firms.officers_of([row.firm_id for row in rows])
    headers = [_("Unified social credit code"), _("Firm"), _("Industry"), _("Size class")]
    headers += [_("Certificate"), _("Certificate number"), _("Granted"), _("Expires")]
    headers += [_("Days left"), _("Would it pass today?"), _("Liaison officer")]
    return _table(
        headers,
        [
            (
                row.uscc or row.firm_id,
                row.name,
                policies.attribute_text(snapshot, "section", row.section),
                policies.attribute_text(snapshot, "size", row.size),
                kinds.get(row.kind, row.kind),
                row.certificate_no,
                row.granted_on,
                row.expires_on,
                row.days_left,
                standing_look(row.standing).word if row.standing else "",
                officers[row.firm_id].display_name if row.firm_id in officers else "",
            )
            for row in rows
        ],
    )


def _table(headers: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> pl.DataFrame:
    """Rows under their headers, which stand there even where there are no rows."""
    return pl.DataFrame(rows, schema=list(headers), orient="row", infer_schema_length=None)


def _with_shortages(snapshot: Snapshot, rung: Rung, table: pl.DataFrame) -> pl.DataFrame:
    """The table with what each firm that falls short of one condition falls short of."""
    population = policies.population(snapshot, rung.rule_id)
    codes = table[table.columns[0]].to_list()
    failing = population.firm_ids(policies.Wanted(standings=(Standing.ONE_CONDITION,)))
    wanted = sorted(set(codes) & set(failing))
    found = shortages(population, wanted)
    words = {
        firm_id: "；".join(
            " ".join(filter(None, (one.label, one.figures, one.text)))
            for one in policies.short_words(population.rule, short)
        )
        for firm_id, short in found.items()
    }
    short = pl.Series(_("What is short"), [words.get(code, "") for code in codes])
    return table.with_columns(short)


def _with_officers(table: pl.DataFrame) -> pl.DataFrame:
    codes = table[table.columns[0]].to_list()
    officers = firms.officers_of(codes)
    names = [officers[code].display_name if code in officers else "" for code in codes]
    return table.with_columns(pl.Series(_("Liaison officer"), names, dtype=pl.String))
