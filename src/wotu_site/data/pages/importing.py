"""Handing files in: the form, one waiting file, and what became of all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.forms import BaseForm
from django.urls import reverse
from django.utils.translation import gettext as _

from wotu_site.data import reading
from wotu_site.data.labels import contract_label, packs, source_label
from wotu_site.data.models import Upload, UploadedFile
from wotu_site.data.pages.frame import data_crumbs
from wotu_site.data.pages.tables import SheetChoice, sheet_choice
from wotu_site.data.uploading import unchecked_files
from wotu_site.snapshots import queries as snapshots
from wotu_site.ui.formats import page_language
from wotu_site.ui.pages import Crumb
from wotu_site.ui.tabs import Tab


@dataclass(frozen=True, slots=True)
class UploadFormPage:
    """The form for handing files in, and what is still waiting."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    form: BaseForm
    waiting: tuple[Upload, ...]


@dataclass(frozen=True, slots=True)
class LandedTable:
    """What became of one table of the file."""

    address: str
    contract: str
    sheet: str
    unchanged: bool
    rows: int
    rejected: int


@dataclass(frozen=True, slots=True)
class UploadPage:
    """One waiting file of an upload, with the others as tabs; or what became of all of them."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    upload: Upload
    source: str
    file: UploadedFile
    tabs: tuple[Tab, ...]
    sheets: tuple[SheetChoice, ...]
    remarks: tuple[str, ...]
    reading: bool
    importable: int
    unchecked: tuple[str, ...]
    seen_before: tuple[tuple[str, str], ...]
    mappings: tuple[str, ...]
    landed: tuple[tuple[UploadedFile, tuple[LandedTable, ...]], ...]

    @property
    def ready(self) -> bool:
        """Whether all files that can be read can be imported as they stand."""
        return bool(self.importable) and not self.unchecked


def upload_form_page(form: BaseForm, waiting: Sequence[Upload]) -> UploadFormPage:
    """The first step."""
    title = _("Import files")
    return UploadFormPage(title, data_crumbs(Crumb(title)), form, tuple(waiting))


def upload_page(
    upload: Upload, files: Sequence[UploadedFile], file: UploadedFile, error: tuple[int, str] | None
) -> UploadPage:
    """One file of an upload; ``error`` is what a change of a sheet failed with."""
    here = reverse("data:upload", args=[upload.id])
    is_open = upload.state == Upload.State.OPEN
    readings = reading.sheets_of(file, packs()) if is_open and file.sheets else ()
    unchecked = unchecked_files(upload, snapshots.workspace()) if is_open else []
    return UploadPage(
        title=file.name if is_open else _("Import"),
        breadcrumbs=data_crumbs(Crumb(_("Import files"), reverse("data:import")), Crumb(file.name)),
        upload=upload,
        source=source_label(upload.source),
        file=file,
        tabs=tuple(Tab(one.name, f"{here}?file={one.pk}", one.pk == file.pk) for one in files),
        sheets=tuple(sheet_choice(one, error) for one in readings),
        remarks=_remarks(file) if readings else (),
        reading=is_open and file.sheets is None and not file.problem,
        importable=sum(bool(one.sheets) for one in files),
        unchecked=tuple(one.name for one in unchecked),
        seen_before=_seen_before(file),
        mappings=_saved_mappings(snapshots.workspace().mappings_path),
        landed=tuple((one, _landed(one)) for one in files) if not is_open else (),
    )


def _remarks(file: UploadedFile) -> tuple[str, ...]:
    """What holds for the file as a whole, such as hidden sheets that are not read."""
    notices = reading.head_of(file).notices
    return tuple(notice.in_language(page_language()) for notice in notices)


def _seen_before(file: UploadedFile) -> tuple[tuple[str, str], ...]:
    """Batches that count and came from a file of the same content: address and time."""
    return tuple(
        (reverse("data:batch", args=[batch.id]), f"{batch.received_at.astimezone():%Y-%m-%d %H:%M}")
        for batch in snapshots.batches()
        if file.sha256 and batch.file_sha256 == file.sha256 and batch.counts
    )


def _saved_mappings(folder: Path) -> tuple[str, ...]:
    return tuple(sorted(path.name for path in folder.glob("*.yaml"))) if folder.is_dir() else ()


def _landed(file: UploadedFile) -> tuple[LandedTable, ...]:
    return tuple(
        LandedTable(
            address=reverse("data:batch", args=[one["batch"]]),
            contract=contract_label(one["contract"]),
            sheet=one["sheet"] or "",
            unchanged=one["unchanged"],
            rows=one["rows"],
            rejected=one["rejected"],
        )
        for one in file.landed
    )
