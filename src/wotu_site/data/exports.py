"""Batches and the quarantine as files; rows set aside in a form to be corrected and sent again."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from pathlib import Path

import polars as pl
from django.utils import timezone
from django.utils.translation import gettext as _

from wotu.exports import write_sheets, write_table
from wotu.lake.batches import Batch
from wotu_site.access.roles import Person
from wotu_site.audit import services as audit
from wotu_site.data import quarantine
from wotu_site.data.batches import BatchRow
from wotu_site.data.labels import contract_label, fault_label, field_label, source_label
from wotu_site.data.pages.batches import STATE_WORDS
from wotu_site.data.quarantine import Wanted
from wotu_site.firms.services import clear_old_files, exports_folder
from wotu_site.snapshots import queries as snapshots
from wotu_site.ui.formats import page_language

KINDS = ("xlsx", "csv")

#: Batches whose rows are written out to be corrected; the list on the first sheet has all.
MOST_SHEETS = 40
MOST_LINES = 200_000


def write_batches(rows: Sequence[BatchRow], kind: str, person: Person) -> tuple[Path, str]:
    """Write a list of batches and record that; where it is and what it is called."""
    table = pl.DataFrame(
        {
            _("File"): [row.batch.file_name for row in rows],
            _("Sheet"): [row.batch.sheet for row in rows],
            _("Contract"): [row.contract for row in rows],
            _("Source"): [row.source for row in rows],
            _("Rows"): [row.batch.rows for row in rows],
            _("Faulty rows"): [row.batch.rejected for row in rows],
            _("Faulty values"): [row.values for row in rows],
            _("State"): [str(STATE_WORDS[row.state]) for row in rows],
            _("Imported"): [f"{row.received_at.astimezone():%Y-%m-%d %H:%M:%S}" for row in rows],
            _("By"): [row.batch.author for row in rows],
            _("Batch"): [row.batch.id for row in rows],
        },
        strict=False,
    )
    path = _place(person, kind)
    write_table(table, path, sheet=_("Batches"))
    audit.record("batch_list.exported", acting_user=person, detail={"rows": table.height})
    return path, f"{_('batches')}-{timezone.localdate():%Y%m%d}.{kind}"


def write_quarantine(wanted: Wanted, person: Person) -> tuple[Path, str]:
    """Write set-aside rows and record that; where the file is and what it is called.

    The first sheet lists every fault. One sheet for each batch holds the rows themselves under
    the headers of their file, with the faults beside them: corrected there, it can be imported.
    """
    lines = quarantine.all_lines(wanted).head(MOST_LINES)
    batches = {batch.id: batch for batch in snapshots.batches()}
    names = list(dict.fromkeys(lines["_batch"].to_list()))[:MOST_SHEETS]
    sheets = {_("Faults"): _list_of(lines, batches)}
    for number, name in enumerate(names, start=1):
        batch = batches[name]
        title = _sheet_title(number, batch)
        sheets[title] = _rows_to_correct(lines.filter(pl.col("_batch") == name))
    path = _place(person, "xlsx")
    write_sheets(sheets, path)
    detail = {"lines": lines.height, "batches": names}
    audit.record("quarantine.exported", acting_user=person, detail=detail)
    return path, f"{_('to-correct')}-{timezone.localdate():%Y%m%d}.xlsx"


def _list_of(lines: pl.DataFrame, batches: dict[str, Batch]) -> pl.DataFrame:
    """Every fault with its place."""
    rows = lines.to_dicts()
    told = [batches[row["_batch"]] for row in rows]
    expected = "expected" if page_language().startswith("zh") else "expected_en"
    return pl.DataFrame(
        {
            _("File"): [batch.file_name for batch in told],
            _("Sheet"): [batch.sheet for batch in told],
            _("Row"): [row["row"] for row in rows],
            _("Column"): [row["column"] for row in rows],
            _("Found"): [row["value"] for row in rows],
            _("Expected"): [row[expected] for row in rows],
            _("Reason"): [fault_label(row["code"]) for row in rows],
            _("Field"): [
                field_label(batch.contract, row["field"])
                for batch, row in zip(told, rows, strict=True)
            ],
            _("Contract"): [contract_label(batch.contract) for batch in told],
            _("Source"): [source_label(batch.source) for batch in told],
            _("Batch"): [batch.id for batch in told],
        },
        strict=False,
    )


def _rows_to_correct(lines: pl.DataFrame) -> pl.DataFrame:
    """The rows of one batch as they were in the file, each once, with what is wrong in front."""
    zh = page_language().startswith("zh")
    row_head, fault_head = _("Row in the original"), _("What is wrong")
    faults: dict[int, list[str]] = {}
    raw: dict[int, dict[str, str | None]] = {}
    for line in lines.iter_rows(named=True):
        expected = line["expected"] if zh else line["expected_en"]
        said = f"{line['column']}: {expected}" if line["column"] else str(expected)
        faults.setdefault(line["row"], []).append(said)
        raw.setdefault(line["row"], json.loads(line["raw"] or "{}"))
    heads = list(dict.fromkeys(head for cells in raw.values() for head in cells))
    cells = {head: [one.get(head) for one in raw.values()] for head in heads}
    columns = {row_head: list(raw), fault_head: ["；".join(one) for one in faults.values()]}
    schema = dict.fromkeys(heads, pl.String)
    table = pl.DataFrame(columns, strict=False)
    return pl.concat([table, pl.DataFrame(cells, schema=schema)], how="horizontal")


def _sheet_title(number: int, batch: Batch) -> str:
    """A name that a workbook allows: 31 characters, none of ``[]:*?/\\``."""
    plain = "".join("_" if char in "[]:*?/\\'" else char for char in batch.file_name)
    return f"{number}-{plain}"[:31]


def _place(person: Person, kind: str) -> Path:
    folder = exports_folder(person.pk)
    clear_old_files(folder)
    return folder / f"{uuid.uuid4().hex}.{kind}"
