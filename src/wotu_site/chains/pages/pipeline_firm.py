"""The products of one firm: where each stands, with all of its records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import pgettext

from wotu.build.pipelines import CONTRACT
from wotu.build.snapshot import Snapshot
from wotu_site.access.registry import may_open
from wotu_site.access.roles import Person
from wotu_site.chains import pipelines
from wotu_site.chains.pages.pipelines import ShownLine, shown_line
from wotu_site.chains.pipeline_words import code_word
from wotu_site.ui.pages import Crumb


@dataclass(frozen=True, slots=True)
class ShownRecord:
    """One record of a product, with its evidence."""

    stage: str
    day: date
    number: str
    note: str
    evidence: str


@dataclass(frozen=True, slots=True)
class FirmProduct:
    """One product of a firm."""

    line: ShownLine
    records: tuple[ShownRecord, ...]


@dataclass(frozen=True, slots=True)
class FirmPipelinePage:
    """The pipeline of one firm."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    products: tuple[FirmProduct, ...]
    list_address: str


def firm_pipeline_page(
    snapshot: Snapshot, firm: Mapping[str, Any], person: Person
) -> FirmPipelinePage:
    """The products of a firm that the person may see."""
    firm_id = firm["firm_id"]
    lines = [line for line in pipelines.all_lines(snapshot) if line.firm_id == firm_id]
    records = pipelines.records_of(snapshot, firm_id)
    title = f"{pgettext('product', 'Product pipelines')} · {firm['name']}"
    listed = reverse("chains:pipelines") if may_open(person, "chains:pipelines") else ""
    return FirmPipelinePage(
        title=title,
        breadcrumbs=(Crumb(title),),
        products=tuple(
            FirmProduct(
                shown_line(snapshot, line, person),
                tuple(
                    _record(snapshot, firm_id, row)
                    for row in records
                    if row["product"] == line.product
                    and row["indication"] in (None, line.indication)
                ),
            )
            for line in lines
        ),
        list_address=f"{listed}?{urlencode({'firm': firm_id})}" if listed and lines else "",
    )


def _record(snapshot: Snapshot, firm_id: str, row: Mapping[str, Any]) -> ShownRecord:
    key = {
        name: str(row[name])
        for name in ("product", "indication", "stage", "happened_on")
        if row[name] is not None
    }
    return ShownRecord(
        stage=code_word(snapshot, "product_stages", row["stage"]),
        day=row["happened_on"],
        number=row["number"] or "",
        note=row["note"] or "",
        evidence=f"{reverse('firms:row', args=[firm_id, CONTRACT])}?{urlencode(key)}",
    )
