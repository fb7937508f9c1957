"""The list of firms as a file: a small one at once, a large one as a job."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
from django.conf import settings
from django.contrib.auth import get_user_model
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from wotu.build.among import listed
from wotu.exports import write_table
from wotu.rules.screen import STANDING_LABELS, Standing
from wotu_site.access.roles import Person
from wotu_site.audit import services as audit
from wotu_site.firms.columns import FirmColumn, columns, joined, select_of, visible_columns
from wotu_site.firms.listing import ids_in_order, list_state
from wotu_site.firms.pages.listing import EXPORTED_AT_ONCE, chosen_columns
from wotu_site.firms.queries import officer_names
from wotu_site.firms.wanted import WantedFirms
from wotu_site.jobs import services as jobs
from wotu_site.jobs.services import Outcome, Progress
from wotu_site.ui import formats
from wotu_site.ui.languages import in_both
from wotu_site.ui.tables import Pager

MOST = 1_000_000
KEPT_SECONDS = 24 * 60 * 60
TITLE = gettext_noop("Export the list of firms")
WRITING = gettext_noop("Writing the file")
WRITTEN = gettext_noop("%(number)s firms are in the file.")


@dataclass(frozen=True)
class Export:
    """What is to be written: the state of the list, its columns and, if chosen, its firms."""

    state: str
    all_columns: bool
    kind: str
    firm_ids: tuple[str, ...] | None = None

    @property
    def file_name(self) -> str:
        """The name under which the file is saved."""
        name = _("firms")
        return f"{name}-{timezone.localdate():%Y%m%d}.{self.kind}"


def export_table(export: Export, person: Person) -> pl.DataFrame:
    """The firms of an export in the columns that this person may see, figures in their units."""
    query = QueryDict(export.state)
    wanted, known = _asked(query, person)
    chosen = known if export.all_columns else chosen_columns(known, query.getlist("column"))
    ids = export.firm_ids
    if ids is None:
        state = list_state("", query, known, wanted)
        ids = tuple(ids_in_order(wanted, known, state.sort, MOST, 0))
    return _worded(_rows(wanted, chosen, ids), chosen)


def is_long(export: Export, person: Person) -> bool:
    """Whether writing the file takes longer than somebody should wait for a page."""
    return WantedFirms.of(QueryDict(export.state), person).total > EXPORTED_AT_ONCE


def ids_of_page(state: str, person: Person) -> tuple[str, ...]:
    """The firms on the page of the list that an address shows."""
    query = QueryDict(state)
    wanted, known = _asked(query, person)
    shown = list_state("", query, known, wanted)
    pager = Pager.of(wanted.total, shown.page)
    return tuple(ids_in_order(wanted, known, shown.sort, pager.size, pager.offset))


def start_job(export: Export, person: Person, language: str) -> Any:
    """Write a long export in the background."""
    arguments = {
        "state": export.state,
        "all_columns": export.all_columns,
        "kind": export.kind,
        "person": person.pk,
        "language": language,
    }
    function = "wotu_site.firms.exports.run"
    return jobs.start("export", function, arguments, person, title=in_both(TITLE))


def write_export(export: Export, person: Person) -> tuple[Path, int]:
    """Write the file and record it: where it waits for this person, and its number of firms."""
    table = export_table(export, person)
    path = exports_folder(person.pk) / f"{uuid.uuid4().hex}.{export.kind}"
    clear_old_files(path.parent)
    write_table(table, path, sheet=_("firms"))
    record_export(export, person, table)
    return path, table.height


def record_export(export: Export, person: Person, table: pl.DataFrame) -> None:
    """Write down who took which columns of how many firms away."""
    detail = {
        "firms": table.height,
        "columns": table.columns,
        "state": export.state,
        "kind": export.kind,
    }
    audit.record("firm.exported", acting_user=person, detail=detail)


def run(
    progress: Progress, *, state: str, all_columns: bool, kind: str, person: int, language: str
) -> Outcome:
    """Write a large export in the background, as the person who asked for it."""
    somebody = get_user_model().objects.get(pk=person)
    progress(0.1, in_both(WRITING))
    with override(language):
        export = Export(state, all_columns, kind)
        path, number = write_export(export, somebody)
        saved_as = export.file_name
    return Outcome(
        in_both(WRITTEN, number=f"{number:,}"),
        address=reverse("firms:exported", args=[path.name, saved_as]),
        facts={"firms": number},
    )


def exports_folder(person: int) -> Path:
    """Where the files of a person wait to be fetched."""
    return Path(settings.WORKSPACE_DIR) / "cache" / "exports" / str(person)


def clear_old_files(folder: Path) -> None:
    """Delete what nobody has fetched for a day."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.iterdir():
        if time.time() - path.stat().st_mtime > KEPT_SECONDS:
            path.unlink(missing_ok=True)


def _asked(query: QueryDict, person: Person) -> tuple[WantedFirms, dict[str, FirmColumn]]:
    """The firms that an address asks for, and the columns that this person may see of them."""
    wanted = WantedFirms.of(query, person)
    known = columns(wanted.snapshot, wanted.dimensions, formats.page_language())
    return wanted, visible_columns(known, person)


def _rows(wanted: WantedFirms, chosen: dict[str, FirmColumn], ids: Sequence[str]) -> pl.DataFrame:
    named = listed("f.firm_id", ids)
    tables = joined({column.join for column in chosen.values()}, wanted.snapshot)
    sql = f"SELECT {select_of(chosen)} FROM firm f {tables} WHERE {named.sql}"
    rows = wanted.snapshot.frame(sql, named.parameters)
    order = pl.DataFrame({"firm_id": list(ids)}, schema={"firm_id": pl.String})
    return order.join(rows, on="firm_id", how="inner", maintain_order="left")


def _worded(rows: pl.DataFrame, chosen: dict[str, FirmColumn]) -> pl.DataFrame:
    """Codes as words, headers in the language of the page; figures stay figures."""
    found = [rows["firm_id"].alias(_("Identifier")), rows["name"].alias(_("Firm"))]
    for name, column in chosen.items():
        label = str(column.label)
        if column.shown == "money":
            label = _("%(label)s (CNY)") % {"label": label}
        found.append(_in_words(rows[name], column).alias(label))
        if column.shown == "certificate":
            kinds = _replaced(rows["expires_kind"], column.word)
            found.append(kinds.alias(_("Certificate that expires next")))
    return pl.DataFrame(found)


def _in_words(values: pl.Series, column: FirmColumn) -> pl.Series:
    if column.shown == "code":
        return _replaced(values, column.word)
    if column.shown == "standing":
        language = formats.page_language()
        return _replaced(values, lambda v: STANDING_LABELS[Standing(v)].in_language(language))
    if column.shown == "officer":
        names = officer_names([value for value in values.unique() if value])
        return _replaced(values, lambda value: names.get(value, value))
    return values


def _replaced(values: pl.Series, word: Callable[[str], str]) -> pl.Series:
    words = {value: word(value) for value in values.unique() if value is not None}
    return values.replace_strict(words, default=None, return_dtype=pl.String)
