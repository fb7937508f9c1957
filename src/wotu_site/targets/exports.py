"""The list of targets as a workbook, and as a report in Word and PDF."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from pathlib import Path

import polars as pl
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wotu.exports import write_table
from wotu.reports.document import Report
from wotu.reports.origin import origin_of
from wotu.reports.target_report import target_report
from wotu.reports.writing import write_report
from wotu_site.access.roles import Person
from wotu_site.audit import services as audit
from wotu_site.firms.services import clear_old_files, exports_folder
from wotu_site.snapshots.queries import snapshot, workspace
from wotu_site.targets.book import Known
from wotu_site.targets.pages.frame import place_name
from wotu_site.targets.words import said, sentence, status_look
from wotu_site.ui.formats import page_language

WORKBOOK = "xlsx"
#: Kinds of files, as the list offers them.
ENDINGS = (WORKBOOK, "docx", "pdf")


def write_list(known: Sequence[Known], ending: str, person: Person) -> tuple[Path, str]:
    """Write targets as a workbook or a report and record that; where it is, what it is called.

    Raises:  MissingFontError where a report needs a Chinese font and none is installed.
    """
    folder = exports_folder(person.pk)
    clear_old_files(folder)
    path = folder / f"{uuid.uuid4().hex}.{ending}"
    if ending == WORKBOOK:
        write_table(list_table(known), path, sheet=pgettext("plan", "Targets"))
    else:
        write_report(report_on(known), path)
    detail = {"rows": len(known), "format": ending}
    audit.record("plan_target_list.exported", acting_user=person, detail=detail)
    return path, f"{_('targets')}-{timezone.localdate():%Y%m%d}.{ending}"


def report_on(known: Sequence[Known]) -> Report:
    """The report on targets, with charts and evidence."""
    language = "zh" if page_language().startswith("zh") else "en"
    return target_report(
        [one.progress for one in known],
        origin_of(snapshot(), language),
        language,
        [task for one in known for task in one.tasks],
        {name: one.label for name, one in workspace().packs.sources.sources.items()},
    )


def list_table(known: Sequence[Known]) -> pl.DataFrame:
    """Targets with all that a list shows, one row a target; figures in the target's unit."""
    found = [one.progress for one in known]
    ends = [one.forecast.at_due if one.forecast else None for one in found]
    days = dict.fromkeys((_("Actual as of"), _("Late since"), _("Due")), pl.Date)
    return pl.DataFrame(
        {
            pgettext("plan", "Number"): [one.target.number for one in known],
            pgettext("plan", "Target"): [one.target.name for one in known],
            pgettext("plan", "Plan"): [one.target.plan for one in known],
            _("Place"): [place_name(one.target.place_code) for one in known],
            pgettext("plan", "Status"): [str(status_look(one.status).word) for one in found],
            _("Late since"): [one.late_since for one in found],
            _("Unit"): [one.target.unit for one in known],
            _("Actual"): [one.latest.value if one.latest else None for one in found],
            _("Actual as of"): [one.latest.on if one.latest else None for one in found],
            _("Expected"): [one.expected.value if one.expected else None for one in found],
            _("Ahead (+) or behind (−)"): [one.gap for one in found],
            _("Share of expected"): [one.gap_share for one in found],
            _("Forecast at due"): [one.median if one else None for one in ends],
            _("80 percent, low"): [one.low if one else None for one in ends],
            _("80 percent, high"): [one.high if one else None for one in ends],
            _("Chance"): [one.chance for one in found],
            _("Target value"): [one.target.value for one in known],
            _("Due"): [one.target.due for one in known],
            _("Department in charge"): [one.target.owner for one in known],
            _("Person in charge"): [one.target.person for one in known],
            _("Open tasks"): [len(one.open_tasks) for one in known],
            _("Next task"): [next((t.what for t in one.open_tasks), None) for one in known],
            _("In a sentence"): [sentence(one.progress, whole=one.whole) for one in known],
            _("Why"): [said(one.why) for one in found],
        },
        schema_overrides=days,
        strict=False,
    )
