"""What the pages of jobs show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from wotu_site.access.roles import Person
from wotu_site.jobs import queries
from wotu_site.jobs.models import Job
from wotu_site.ui.pages import Crumb
from wotu_site.ui.tables import ListState, Pager


@dataclass(frozen=True, slots=True)
class JobListPage:
    """The jobs a person may see."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    state: ListState
    jobs: tuple[Job, ...]
    pager: Pager


@dataclass(frozen=True, slots=True)
class JobPage:
    """One job."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    job: Job


def job_list_page(person: Person, state: ListState) -> JobListPage:
    """The page of jobs in a state that the address gives."""
    found = queries.visible_jobs(person)
    pager = Pager.of(found.count(), state.page)
    jobs = tuple(found[pager.offset : pager.offset + pager.size])
    return JobListPage(_("Jobs"), (Crumb(_("Jobs")),), state, jobs, pager)


def job_page(job: Job) -> JobPage:
    """The page of one job."""
    crumbs = (Crumb(_("Jobs"), reverse("jobs:list")), Crumb(str(job.title)))
    return JobPage(str(job.title), crumbs, job)


def bell_context(request: HttpRequest) -> dict[str, Any]:
    """What the bell in the top bar shows."""
    jobs = queries.jobs_to_notice(request.user)
    running = [job for job in jobs if job.active]
    return {
        "running": running,
        "finished": [job for job in jobs if not job.active],
        "jobs": jobs,
    }
