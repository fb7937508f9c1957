"""A draft as files: a workbook of what it comes to and whom it reaches, and YAML."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

import polars as pl
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, gettext_noop, override
from django.utils.translation import gettext as _

from wotu.build.attribute_words import attribute_word
from wotu.build.reached import count_reached, reached_table
from wotu.exports import write_sheets
from wotu.rules.draft import overlay, rule_file
from wotu.rules.draft_changes import changes_of
from wotu_site.audit import services as audit
from wotu_site.drafts import words
from wotu_site.drafts.errors import DraftError
from wotu_site.drafts.pages.firms import FIRST_SORT, SORTS, reach_of
from wotu_site.drafts.pages.result import attribute_label, cost_lines, verdict_lines
from wotu_site.drafts.reading import Asked, asked
from wotu_site.drafts.trials import Tried
from wotu_site.firms import services as firms
from wotu_site.jobs import services as jobs
from wotu_site.jobs.services import Outcome, Progress
from wotu_site.snapshots.queries import snapshot
from wotu_site.ui.formats import page_language, unknown_text
from wotu_site.ui.languages import in_both
from wotu_site.ui.tables import ListState

#: Firms that are written while somebody waits; more become a job.
WRITTEN_AT_ONCE = 5_000

TITLE = gettext_noop("Firms that a draft reaches")
WRITING = gettext_noop("Writing %(number)s rows")
WRITTEN = gettext_noop("%(number)s rows are in the file.")


def send_workbook(request: HttpRequest, rule_id: str) -> HttpResponse:
    """What the draft of an address comes to, and the firms of its list; a long list as a job."""
    found = asked(snapshot(), rule_id, request.GET)
    tried = _tried(found)
    rows = count_reached(tried.simulation, reach_of(_state(request.GET)))
    arguments: dict[str, Any] = {
        "rule_id": rule_id,
        "state": request.GET.urlencode(),
        "language": get_language(),
        "person": request.user.pk,
    }
    if rows > WRITTEN_AT_ONCE:
        function = f"{run.__module__}.{run.__name__}"
        job = jobs.start("export", function, arguments, request.user, title=in_both(TITLE))
        return redirect("jobs:job", job_id=job.pk)
    return redirect(run(_silent, **arguments).address)


def run(progress: Progress, *, rule_id: str, state: str, language: str, person: int) -> Outcome:
    """Write the workbook of the draft that an address asks for."""
    with override(language):
        query = QueryDict(state)
        found = asked(snapshot(), rule_id, query)
        tried = _tried(found)
        progress(0.2, in_both(WRITING, number="…"))
        reach = reach_of(_state(query))
        table = reached_table(tried.simulation, reach, found.snapshot, page_language())
        sheets = {
            _("Summary"): summary_table(found, tried),
            **dict(_counts(found, tried)),
            _("Firms reached"): table,
        }
        somebody = get_user_model().objects.get(pk=person)
        path = firms.exports_folder(person) / f"{uuid.uuid4().hex}.xlsx"
        firms.clear_old_files(path.parent)
        write_sheets(sheets, path)
        name = f"{rule_id}-{_('draft')}-{found.snapshot.manifest.as_of:%Y%m%d}.xlsx"
        audit.record(
            "draft.exported",
            acting_user=somebody,
            about=audit.Subject("rule", rule_id, name),
            detail={"rows": table.height, "draft": found.draft.model_dump(mode="json")},
        )
    told = in_both(WRITTEN, number=f"{table.height:,}")
    return Outcome(told, address=reverse("firms:exported", args=[path.name, name]))


def summary_table(found: Asked, tried: Tried) -> pl.DataFrame:
    """One page: what is changed, and what it comes to beside the present."""
    day = found.snapshot.manifest.as_of
    language = page_language()
    rows = [(_("Rule"), f"{found.label} {found.rule.spec.edition}", "", "")]
    rows.append((_("As of"), day.isoformat(), "", ""))
    rows += [
        (one.label.in_language(language), *words.both_texts(one), "")
        for one in changes_of(found.rule.spec, found.draft, day)
    ]
    lines = (*verdict_lines(tried.simulation), *cost_lines(tried))
    rows += [(one.label, one.before, one.after, one.difference) for one in lines]
    rows += [
        (words.effect_word(effect), "", "", words.signed_text(effect, number))
        for effect in words.SHOWN
        if (number := tried.simulation.counts[effect])
    ]
    headers = ["", _("Present"), _("Draft"), _("Difference")]
    return pl.DataFrame(rows, schema=headers, orient="row")


def draft_file(found: Asked) -> str:
    """The draft of an address as YAML."""
    return found.draft.as_yaml()


def overlay_file(found: Asked) -> str:
    """The changed rule as a file for a pack.

    Raises:  DraftError where the draft cannot stand so.
    """
    _tried(found)
    return overlay(rule_file(found.snapshot.packs, found.draft), found.draft)


def _counts(found: Asked, tried: Tried) -> list[tuple[str, pl.DataFrame]]:
    language = page_language()
    tables = []
    for attribute in tried.trial.held.attributes:
        label = attribute_label(found.snapshot, attribute)
        rows = [
            (
                attribute_word(found.snapshot, attribute, one.value, language) or unknown_text(),
                one.before["met"],
                one.after["met"],
                *(one.effects[effect] for effect in words.SHOWN),
            )
            for one in tried.simulation.by(attribute)
        ]
        headers = [label, _("Met at present"), _("Met under the draft")]
        headers += [words.effect_word(effect) for effect in words.SHOWN]
        tables.append((label, pl.DataFrame(rows, schema=headers, orient="row")))
    return tables


def _tried(found: Asked) -> Tried:
    if found.tried is None:
        raise DraftError("\n".join(fault.message for fault in found.faults))
    return found.tried


def _state(query: QueryDict) -> ListState:
    return ListState.read("", query, sorts=SORTS, default_sort=FIRST_SORT)


def _silent(_share: float, _words: object = "") -> None:
    """The progress of a file that is written at once."""


def keep_name(rule_id: str, ending: str) -> str:
    """What a file of a draft is called."""
    return Path(f"{rule_id.replace('.', '-')}-{ending}.yaml").name
