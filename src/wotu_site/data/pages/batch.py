"""One batch with all that is known of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl
from django.forms import BaseForm
from django.urls import reverse
from django.utils.translation import gettext as _

from wotu.contracts.mapping import ColumnMapping, Mapping
from wotu.lake.batches import Batch, BatchKind
from wotu.lake.store import HARMLESS
from wotu_site.access.roles import FIRM_KEEPERS, Person
from wotu_site.data import batches, quarantine
from wotu_site.data.batches import BatchRow
from wotu_site.data.forms import ReasonForm
from wotu_site.data.labels import fault_label, field_label
from wotu_site.data.models import BatchRemark
from wotu_site.data.pages.frame import BuildHint, build_hint, data_crumbs
from wotu_site.snapshots import queries as snapshots
from wotu_site.ui.formats import page_language
from wotu_site.ui.pages import Crumb


@dataclass(frozen=True, slots=True)
class FaultRow:
    """Faults of one kind in one field: how many, an example as written, and where they are."""

    field: str
    column: str
    kind: str
    whole_row: bool
    lines: int
    example: str
    address: str


@dataclass(frozen=True, slots=True)
class ColumnRow:
    """How one column of the file was read."""

    header: str
    field: str
    unit: str
    year: int | None
    remark: str


@dataclass(frozen=True, slots=True)
class BatchPage:
    """One batch."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    row: BatchRow
    corrects: tuple[str, str] | None
    values: int
    harmless: int
    faults: tuple[FaultRow, ...]
    used: tuple[ColumnRow, ...]
    ignored: tuple[ColumnRow, ...]
    constants: tuple[tuple[str, str], ...]
    remarks: tuple[str, ...]
    original_address: str
    quarantine_address: str
    firms: int | None
    same_file: tuple[BatchRow, ...]
    undo_words: str
    form: BaseForm
    hint: BuildHint
    may_change: bool


def batch_page(batch: Batch, person: Person, form: BaseForm | None = None) -> BatchPage:
    """The page of one batch."""
    rows = batches.all_rows()
    row = next(one for one in rows if one.batch.id == batch.id)
    mapping = _mapping_of(batch)
    counted = quarantine.counts().filter(pl.col("_batch") == batch.id)
    alarming = counted.filter(~pl.col("code").is_in(HARMLESS))
    firms, hidden = _firms_of(batch), quarantine.hidden_fields(person)
    where = reverse("data:quarantine") + f"?batch={batch.id}"
    title = _("Correction") if row.is_correction else batch.file_name
    return BatchPage(
        title=title,
        breadcrumbs=data_crumbs(Crumb(title)),
        row=row,
        corrects=_corrects(batch) if row.is_correction else None,
        values=int(alarming.filter(pl.col("scope") == "value")["lines"].sum()),
        harmless=int(counted.filter(pl.col("code").is_in(HARMLESS))["lines"].sum()),
        faults=tuple(
            _fault_row(batch, one, where, hidden) for one in alarming.iter_rows(named=True)
        ),
        used=tuple(_column_row(batch, one) for one in mapping.used) if mapping else (),
        ignored=tuple(_column_row(batch, one) for one in mapping.ignored) if mapping else (),
        constants=_constants(batch, mapping),
        remarks=tuple(_remark(one) for one in BatchRemark.objects.filter(batch=batch.id)),
        original_address=_original_address(batch, person),
        quarantine_address=where,
        firms=firms,
        same_file=tuple(_others_of_file(rows, batch)),
        undo_words=_undo_words(title, batch, firms),
        form=form or ReasonForm(),
        hint=build_hint(person),
        may_change=person.role in FIRM_KEEPERS,
    )


def _mapping_of(batch: Batch) -> Mapping | None:
    """The mapping of an imported table; a correction keeps something else there."""
    if batch.kind is not BatchKind.IMPORT:
        return None
    return Mapping.model_validate(batch.mapping) if batch.mapping else None


def _corrects(batch: Batch) -> tuple[str, str]:
    """Code of the firm and name of the field that a person put right."""
    said = batch.mapping
    return str(said.get("uscc", "")), field_label(batch.contract, said.get("field"))


def _fault_row(
    batch: Batch, row: dict[str, object], where: str, hidden: set[tuple[str, str]]
) -> FaultRow:
    field, code = str(row["field"] or ""), str(row["code"])
    narrowed = f"{where}&code={code}" + (f"&field={field}" if field else "")
    return FaultRow(
        field=field_label(batch.contract, field),
        column=str(row["column"] or ""),
        kind=fault_label(code),
        whole_row=row["scope"] == "row",
        lines=int(str(row["lines"])),
        example="" if (batch.contract, field) in hidden else str(row["example"] or ""),
        address=narrowed,
    )


def _column_row(batch: Batch, column: ColumnMapping) -> ColumnRow:
    remark = column.remark
    return ColumnRow(
        header=column.header,
        field=field_label(batch.contract, column.field),
        unit=column.unit or "",
        year=column.year,
        remark=_in_language(remark.zh, remark.en) if remark else "",
    )


def _constants(batch: Batch, mapping: Mapping | None) -> tuple[tuple[str, str], ...]:
    given = mapping.constants if mapping else {}
    return tuple((field_label(batch.contract, name), one.value) for name, one in given.items())


def _remark(remark: BatchRemark) -> str:
    return _in_language(remark.text_zh, remark.text_en)


def _in_language(zh: str, en: str) -> str:
    return zh if page_language().startswith("zh") else en


def _original_address(batch: Batch, person: Person) -> str:
    """Where the file can be fetched; empty where it is not kept or not open to the person."""
    kept = snapshots.workspace().lake.original_path(batch.file_sha256).is_file()
    if not kept or person.role not in FIRM_KEEPERS:
        return ""
    return reverse("firms:original", args=[batch.id])


def _others_of_file(rows: Sequence[BatchRow], batch: Batch) -> list[BatchRow]:
    """Other tables of the same file, and other deliveries of a file of this name."""
    return [
        row
        for row in rows[::-1]
        if row.batch.id != batch.id
        and row.batch.kind is BatchKind.IMPORT
        and (row.batch.file_name, row.batch.source) == (batch.file_name, batch.source)
    ][:10]


def _firms_of(batch: Batch) -> int | None:
    """Firms of the current snapshot that the batch says something about; None if not in it."""
    if not snapshots.has_snapshot():
        return None
    snapshot = snapshots.snapshot()
    known = snapshot.value("SELECT counts FROM batch WHERE batch = ?", [batch.id])
    if not known or batch.contract not in snapshot.packs.contracts:
        return None
    sql = f"""
        SELECT count(DISTINCT firm_id) FROM (
            SELECT firm_id FROM "fact_{batch.contract}" WHERE _batch = $1
            UNION ALL SELECT firm_id FROM "statement_{batch.contract}" WHERE _batch = $1
        )
    """
    return int(snapshot.value(sql, [batch.id]))


def _undo_words(title: str, batch: Batch, firms: int | None) -> str:
    """What undoing will do, said before it is done."""
    told = _("Undo “%(file)s”? Its %(rows)s rows will no longer count from the next build on.") % {
        "file": title,
        "rows": f"{batch.rows:,}",
    }
    if firms:
        told += " " + _("%(firms)s firms are concerned.") % {"firms": f"{firms:,}"}
    return told + " " + _("It can be restored at any time.")
