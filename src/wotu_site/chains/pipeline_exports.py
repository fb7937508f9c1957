"""Product pipelines as a workbook: the list as it is filtered, counts by year, changes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wotu.build.snapshot import Snapshot
from wotu.exports import write_sheets
from wotu_site.access.roles import Person
from wotu_site.audit import services as audit
from wotu_site.chains import pipelines
from wotu_site.chains.exports import dated, place
from wotu_site.chains.pipeline_words import (
    change_word,
    code_word,
    limit_words,
    status_word,
)
from wotu_site.chains.pipelines import Line, Since


def write_pipelines(
    snapshot: Snapshot, lines: Sequence[Line], since: Since, person: Person
) -> tuple[Path, str]:
    """Write the lines of a list, what moved and what each year brought, and record that."""
    path = place(person)
    title = pgettext("product", "Product pipelines")
    write_sheets(
        {
            title: _line_table(snapshot, lines),
            pgettext("product", "By year"): _year_table(snapshot),
            _("Changes"): _change_table(snapshot, since),
        },
        path,
    )
    audit.record("pipeline_list.exported", acting_user=person, detail={"rows": len(lines)})
    return path, dated(title)


def _line_table(snapshot: Snapshot, lines: Sequence[Line]) -> pl.DataFrame:
    columns = {
        pgettext("product", "Product"): [one.product for one in lines],
        _("Indication"): [one.indication for one in lines],
        _("Firm"): [one.firm_name for one in lines],
        _("Firm code"): [one.firm_id for one in lines],
        _("Kind of product"): [code_word(snapshot, "product_kinds", one.kind) for one in lines],
        _("Class of registration"): [
            code_word(snapshot, "registration_classes", one.registration_class) for one in lines
        ],
        pgettext("product", "Stage"): [
            code_word(snapshot, "product_stages", one.stage) for one in lines
        ],
        pgettext("product", "Since"): [one.since for one in lines],
        _("Days"): [one.days for one in lines],
        pgettext("product", "State"): [status_word(one.status) for one in lines],
        _("Overdue in its stage"): [one.stalled for one in lines],
        pgettext("product", "Held against"): [limit_words(one) for one in lines],
        _("Innovative device"): [one.innovative for one in lines],
        pgettext("product", "Number"): [one.number for one in lines],
        _("Partner"): [one.partner for one in lines],
        _("Note"): [one.note for one in lines],
    }
    return pl.DataFrame(columns, strict=False, infer_schema_length=None)


def _year_table(snapshot: Snapshot) -> pl.DataFrame:
    rows = pipelines.by_year(snapshot).to_dicts()
    return pl.DataFrame(
        {
            _("Year"): [row["year"] for row in rows],
            pgettext("product", "Stage"): [
                code_word(snapshot, "product_stages", row["stage"]) for row in rows
            ],
            _("Class of registration"): [
                code_word(snapshot, "registration_classes", row["registration_class"])
                for row in rows
            ],
            _("Products"): [row["products"] for row in rows],
        }
    )


def _change_table(snapshot: Snapshot, since: Since) -> pl.DataFrame:
    rows = pipelines.changes_after(snapshot, since.day)
    return pl.DataFrame(
        {
            _("Day"): [row["happened_on"] for row in rows],
            pgettext("product", "Change"): [change_word(row["change"]) for row in rows],
            pgettext("product", "Product"): [row["product"] for row in rows],
            _("Firm"): [row["firm_name"] for row in rows],
            pgettext("product", "Before"): [
                code_word(snapshot, "product_stages", row["stage_before"]) for row in rows
            ],
            pgettext("product", "Stage"): [
                code_word(snapshot, "product_stages", row["stage"]) for row in rows
            ],
            _("Note"): [row["note"] for row in rows],
        },
        strict=False,
        infer_schema_length=None,
    )
