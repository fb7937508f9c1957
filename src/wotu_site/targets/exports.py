"""The list of targets as a workbook."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from pathlib import Path

import polars as pl
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wotu.exports import write_table
from wotu_site.access.roles import Person
from wotu_site.audit import services as audit
from wotu_site.firms.services import clear_old_files, exports_folder
from wotu_site.targets.book import Known
from wotu_site.targets.pages.frame import place_name
from wotu_site.targets.words import said, sentence, status_look


def write_list(known: Sequence[Known], person: Person) -> tuple[Path, str]:
    """Write targets and record that; where the file is and what it is called."""
    folder = exports_folder(person.pk)
    clear_old_files(folder)
    path = folder / f"{uuid.uuid4().hex}.xlsx"
    write_table(list_table(known), path, sheet=pgettext("plan", "Targets"))
    audit.record("plan_target_list.exported", acting_user=person, detail={"rows": len(known)})
    return path, f"{_('targets')}-{timezone.localdate():%Y%m%d}.xlsx"


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
