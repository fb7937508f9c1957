"""Firms before a rule as a file: a small one at once, a large one as a job."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from pathlib import Path

import polars as pl
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, gettext_noop, override
from django.utils.translation import gettext as _

from wotu.build.answers import screening_table
from wotu.build.firm_tables import firms_table
from wotu.build.population import Wanted
from wotu.exports import write_table
from wotu.rules.checked import CheckedRule
from wotu_site.access.roles import Person
from wotu_site.audit import services as audit
from wotu_site.firms import services as firms
from wotu_site.jobs import services as jobs
from wotu_site.jobs.services import Outcome, Progress
from wotu_site.policies import queries
from wotu_site.policies.pages import firms as pages
from wotu_site.snapshots.queries import snapshot
from wotu_site.ui.formats import page_language
from wotu_site.ui.languages import Words, in_both
from wotu_site.ui.tables import ListState

#: Firms that are written while somebody waits; more become a job.
WRITTEN_AT_ONCE = 5_000

KINDS = ("xlsx", "csv", "parquet")

SCREENING = gettext_noop("Screening of %(rule)s")
LIST = gettext_noop("Firms before %(rule)s")
WRITING = gettext_noop("Writing %(number)s rows")
WRITTEN = gettext_noop("%(number)s rows are in the file.")


def send_screening(request: HttpRequest, rule: CheckedRule, kind: str) -> HttpResponse:
    """The whole screening of a rule, one row a firm."""
    arguments = {"rule_id": rule.id, "kind": kind, "language": get_language()}
    firms_in_all = queries.verdicts(snapshot(), rule.id)[None].total
    return _send(request, rule, SCREENING, run_screening, arguments, firms_in_all)


def send_list(request: HttpRequest, rule: CheckedRule, condition_id: str = "") -> HttpResponse:
    """The firms that a list shows, all pages of it."""
    arguments = {
        "rule_id": rule.id,
        "condition_id": condition_id,
        "state": request.GET.urlencode(),
        "language": get_language(),
    }
    wanted, _order = wanted_of(rule, condition_id, request.GET, request.user)
    number = queries.count(snapshot(), rule.id, wanted)
    return _send(request, rule, LIST, run_list, arguments, number)


def run_screening(
    progress: Progress, *, rule_id: str, kind: str, language: str, person: int
) -> Outcome:
    """Write the whole screening of a rule."""
    with override(language):
        progress(0.1, in_both(WRITING, number="…"))
        table = screening_table(snapshot(), rule_id, language=page_language())
        progress(0.4, in_both(WRITING, number=f"{table.height:,}"))
        name = f"{rule_id}-{snapshot().manifest.as_of:%Y%m%d}.{kind}"
        return _told(keep(table, name, rule_id, person), table)


def run_list(
    progress: Progress,
    *,
    rule_id: str,
    condition_id: str,
    state: str,
    language: str,
    person: int,
) -> Outcome:
    """Write the firms of a list."""
    somebody = get_user_model().objects.get(pk=person)
    with override(language):
        rule = queries.screened_rule_or_404(snapshot(), rule_id)
        wanted, order = wanted_of(rule, condition_id, QueryDict(state), somebody)
        progress(0.1, in_both(WRITING, number="…"))
        population = queries.population(snapshot(), rule_id)
        table = firms_table(population, wanted, order, page_language())
        name = "-".join(filter(None, (rule_id, condition_id, _("firms"))))
        name = f"{name}-{snapshot().manifest.as_of:%Y%m%d}.xlsx"
        return _told(keep(table, name, rule_id, person), table)


def wanted_of(
    rule: CheckedRule, condition_id: str, query: QueryDict, person: Person
) -> tuple[Wanted, str]:
    """Which firms the state of a list asks for, and their order."""
    if not condition_id:
        state = ListState.read("", query, sorts=pages.SORTS, default_sort="name")
        return pages.wanted_firms(snapshot(), rule, state, person)[0], state.sort
    condition = queries.condition_or_404(rule, condition_id)
    plain = ListState.read("", query, sorts=(), default_sort="")
    sorts, first = pages.condition_sorts(condition, pages.chosen_verdict(plain))
    state = ListState.read("", query, sorts=sorts, default_sort=first)
    return pages.wanted_by_condition(condition, state, person)[0], state.sort


def keep(table: pl.DataFrame, name: str, rule_id: str, person: int) -> str:
    """Write a table where a person can fetch it and record that; the address to fetch it from."""
    path = firms.exports_folder(person) / f"{uuid.uuid4().hex}{Path(name).suffix}"
    firms.clear_old_files(path.parent)
    write_table(table, path)
    somebody = get_user_model().objects.get(pk=person)
    about = audit.Subject("rule", rule_id, name)
    audit.record("rule.exported", acting_user=somebody, about=about, detail={"rows": table.height})
    return reverse("firms:exported", args=[path.name, name])


def _told(address: str, table: pl.DataFrame) -> Outcome:
    return Outcome(in_both(WRITTEN, number=f"{table.height:,}"), address=address)


def _send(
    request: HttpRequest,
    rule: CheckedRule,
    title: str,
    run: Callable[..., Outcome],
    arguments: dict[str, object],
    rows: int,
) -> HttpResponse:
    arguments |= {"person": request.user.pk}
    if rows > WRITTEN_AT_ONCE:
        title_words = Words(
            in_both(title, rule=rule.spec.label.zh).zh, in_both(title, rule=rule.spec.label.en).en
        )
        function = f"{run.__module__}.{run.__name__}"
        job = jobs.start("export", function, arguments, request.user, title=title_words)
        return redirect("jobs:job", job_id=job.pk)
    return redirect(run(_silent, **arguments).address)


def _silent(_share: float, _words: object = "") -> None:
    """The progress of a file that is written at once."""
