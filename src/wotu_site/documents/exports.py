"""The library, claims, conflicts and series as files."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wotu.exports import write_table
from wotu.reading.claim import plain_decimal
from wotu.reading.document import Format
from wotu.reading.facts.series import Series
from wotu.reading.facts.targets import TargetCandidate
from wotu.reading.library import Review, StoredClaim
from wotu.reading.reconciling.statements import Item
from wotu_site.access.roles import Person
from wotu_site.audit import services as audit
from wotu_site.documents import targets
from wotu_site.documents.conflicts import state_of
from wotu_site.documents.listing import DocumentRow
from wotu_site.documents.pages.claims import sentence_of
from wotu_site.documents.pages.conflicts import STATES
from wotu_site.documents.pages.reader import Reader
from wotu_site.documents.words import (
    bound_word,
    difference_word,
    format_word,
    kind_word,
    review_word,
)
from wotu_site.firms.services import clear_old_files, exports_folder
from wotu_site.ui.formats import page_language

CLAIM_KINDS = ("xlsx", "jsonl")
#: What a file of each format is called when it is taken out.
ENDINGS: Mapping[Format, str] = {
    Format.TEXT: ".txt",
    Format.HTML: ".html",
    Format.DOCX: ".docx",
    Format.PDF: ".pdf",
}


def write_library(rows: Sequence[DocumentRow], person: Person) -> tuple[Path, str]:
    """Write a list of documents and record that; where it is and what it is called."""
    table = pl.DataFrame(
        {
            _("Title"): [row.title for row in rows],
            _("File"): [row.entry.name for row in rows],
            _("Published"): [row.entry.published for row in rows],
            _("Format"): [format_word(row.entry.format) for row in rows],
            pgettext("documents", "Pages"): [row.entry.pages for row in rows],
            _("Characters"): [row.entry.characters for row in rows],
            _("Claims"): [row.claims for row in rows],
            review_word(Review.OPEN): [row.open for row in rows],
            review_word(Review.ACCEPTED): [row.accepted for row in rows],
            review_word(Review.REJECTED): [row.rejected for row in rows],
            _("Added"): [f"{row.entry.added_at.astimezone():%Y-%m-%d %H:%M:%S}" for row in rows],
            _("By"): [row.entry.added_by for row in rows],
            pgettext("documents", "Document"): [row.entry.id for row in rows],
        },
        schema_overrides={_("Published"): pl.Date, pgettext("documents", "Pages"): pl.Int64},
        strict=False,
    )
    path = place(person, "xlsx")
    write_table(table, path, sheet=_("Library"))
    audit.record("document_list.exported", acting_user=person, detail={"rows": table.height})
    return path, dated(_("documents"), "xlsx")


def write_claims(reader: Reader, kind: str, person: Person) -> tuple[Path, str]:
    """Write the claims of a document that the filters leave and record that.

    A line of JSON has the fields of ``wotu read``; rejected claims are left out there.
    """
    path, entry = place(person, kind), reader.entry
    if kind == "jsonl":
        kept = [one for one in reader.wanted if one.review is not Review.REJECTED]
        lines = [one.claim.as_json(entry.name, at) for at, one in enumerate(kept, start=1)]
        path.write_text(
            "".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines), "utf-8"
        )
    else:
        write_table(_table_of(reader, reader.wanted), path, sheet=_("Claims"))
    about = audit.Subject("document", entry.id, entry.title or entry.name)
    detail = {"claims": len(reader.wanted), "kind": kind}
    audit.record("claim.exported", acting_user=person, about=about, detail=detail)
    return path, dated(entry.name, kind)


def write_conflicts(items: Sequence[Item], person: Person) -> tuple[Path, str]:
    """Write items with all their statements and record that; one row a statement."""
    said = [(item, one) for item in items for one in item.statements]
    table = pl.DataFrame(
        {
            _("Subject"): [item.subject for item, _one in said],
            _("Metric"): [item.metric for item, _one in said],
            pgettext("claim", "Period"): [item.period for item, _one in said],
            _("Kind"): [kind_word(item.kind) for item, _one in said],
            pgettext("documents", "Difference"): [
                difference_word(item.difference) for item, _one in said
            ],
            _("State"): [str(STATES[state_of(item)]) for item, _one in said],
            pgettext("claim", "Figure"): [plain_decimal(one.claim.figure) for _item, one in said],
            _("Unit"): [one.claim.unit for _item, one in said],
            pgettext("claim", "Bound"): [bound_word(one.claim.bound) for _item, one in said],
            _("Source"): [one.source_name for _item, one in said],
            _("Published"): [one.published for _item, one in said],
            _("Sentence"): ["".join(one.sentence.splitlines()) for _item, one in said],
            _("Taken"): [bool(item.settled) and item.taken is one for item, one in said],
            _("Explanation"): [
                item.explanation.in_language(page_language()) for item, _one in said
            ],
            _("Reason"): [item.settled.reason if item.settled else None for item, _one in said],
            _("Item"): [item.key for item, _one in said],
        },
        schema_overrides={_("Published"): pl.Date},
        strict=False,
    )
    path = place(person, "xlsx")
    write_table(table, path, sheet=_("Conflicts"))
    audit.record("conflict_list.exported", acting_user=person, detail={"items": len(items)})
    return path, dated(_("conflicts"), "xlsx")


def write_series(series: Series, person: Person) -> tuple[Path, str]:
    """Write the values of a series and record that; one row a value."""
    said = [(point, one) for point in series.points for one in point.values]
    language = page_language()
    table = pl.DataFrame(
        {
            pgettext("claim", "Period"): [point.period for point, _one in said],
            _("Value"): [plain_decimal(one.value) for _point, one in said],
            _("Upper end of a range"): [
                None if one.value_max is None else plain_decimal(one.value_max)
                for _point, one in said
            ],
            _("Unit"): [one.unit for _point, one in said],
            pgettext("claim", "Bound"): [bound_word(one.bound) for _point, one in said],
            _("Taken"): [one is point.default for point, one in said],
            pgettext("documents", "Difference"): [
                difference_word(one.difference) if one.difference else None for _point, one in said
            ],
            _("Source"): [one.source_label.in_language(language) for _point, one in said],
            pgettext("documents", "Document"): [one.name for _point, one in said],
            _("Published"): [one.published for _point, one in said],
            _("Sentence"): [one.sentence for _point, one in said],
        },
        schema_overrides={_("Published"): pl.Date},
        strict=False,
    )
    label = series.indicator.label.in_language(language)
    path = place(person, "xlsx")
    write_table(table, path, sheet=_("Series"))
    about = audit.Subject("indicator", series.indicator.id, f"{series.place_name} {label}")
    audit.record("indicator.exported", acting_user=person, about=about)
    return path, dated(f"{series.place_name}-{label}", "xlsx")


def write_targets(rows: Sequence[TargetCandidate], person: Person) -> tuple[Path, str]:
    """Write targets and record that; one row a target."""
    facts = [row.fact for row in rows]
    table = pl.DataFrame(
        {
            _("Indicator"): [targets.label_of(row) for row in rows],
            _("Place"): [row.place_name for row in rows],
            pgettext("indicator", "Target"): [plain_decimal(one["value"]) for one in facts],
            _("Upper end of a range"): [
                None if one["value_max"] is None else plain_decimal(one["value_max"])
                for one in facts
            ],
            _("Unit"): [one["unit"] for one in facts],
            pgettext("claim", "Bound"): [bound_word(targets.bound_of(row)) for row in rows],
            pgettext("indicator", "Due"): [one["target_on"] for one in facts],
            pgettext("claim", "Period"): [one["period"] for one in facts],
            pgettext("documents", "Document"): [targets.source_of(row) for row in rows],
            _("Published"): [one["published"] for one in facts],
            _("Sentence"): ["".join((one["sentence"] or "").splitlines()) for one in facts],
            _("Claim"): [one["claim"] for one in facts],
        },
        schema_overrides={_("Published"): pl.Date, pgettext("indicator", "Due"): pl.Date},
        strict=False,
    )
    path = place(person, "xlsx")
    write_table(table, path, sheet=_("Target candidates"))
    audit.record("target_list.exported", acting_user=person, detail={"rows": table.height})
    return path, dated(_("targets"), "xlsx")


def place(person: Person, kind: str) -> Path:
    """Where a file for a person is written."""
    folder = exports_folder(person.pk)
    clear_old_files(folder)
    return folder / f"{uuid.uuid4().hex}.{kind}"


def dated(name: str, kind: str) -> str:
    """The name of a file that is taken out today."""
    return f"{name}-{timezone.localdate():%Y%m%d}.{kind}"


def _table_of(reader: Reader, claims: Sequence[StoredClaim]) -> pl.DataFrame:
    text = reader.reading
    pages = [text.document.page_of(one.claim.start) for one in claims]
    sentences = [sentence_of(one.claim, text) for one in claims]
    stated = [one.claim for one in claims]
    return pl.DataFrame(
        {
            _("As written"): [" ".join(one.quote.split()) for one in stated],
            pgettext("claim", "Figure"): [plain_decimal(one.figure) for one in stated],
            _("Upper end of a range"): [
                None if one.figure_max is None else plain_decimal(one.figure_max) for one in stated
            ],
            _("Unit"): [one.unit for one in stated],
            _("Kind"): [kind_word(one.kind) for one in stated],
            pgettext("claim", "Bound"): [bound_word(one.bound) for one in stated],
            _("Subject"): [one.subject for one in stated],
            _("Metric"): [one.metric for one in stated],
            pgettext("claim", "Period"): [one.period for one in stated],
            _("Held against"): [one.compare for one in stated],
            _("State"): [review_word(one.review) for one in claims],
            _("By"): [one.reviewed_by for one in claims],
            _("Reason"): [one.reason for one in claims],
            _("Sentence"): [f"{one.before}{one.figure}{one.behind}" for one in sentences],
            pgettext("documents", "Page"): pages,
            _("Characters from"): [one.start for one in stated],
            _("Characters to"): [one.end for one in stated],
            _("Claim"): [one.id for one in claims],
        },
        schema_overrides={pgettext("documents", "Page"): pl.Int64},
        strict=False,
    )
